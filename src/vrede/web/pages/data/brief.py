"""The brief as a PDF: two pages on a country or a clause."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from vrede.brief import SubjectError, facts_of, make_brief, pdf, subject_of
from vrede.money import PATTERNS
from vrede.web.site.costly import OF_A_BRIEF, refuse_others
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import texts
from vrede.web.site.today import today
from vrede.web.site.words import say


@helpful
def as_pdf(request: HttpRequest, subject: str) -> HttpResponse:
    """`brief/MLI.pdf` or `brief/F3.pdf`, of a year (`year`, else the last whole one with own money)."""
    state, language = state_of(request), language_of(request)
    refuse_others(request, OF_A_BRIEF)
    year = parameters(request).get("year", "")
    if year and (not PATTERNS["year"].fullmatch(year) or year == "none"):
        raise BadFilter("year=" + year[:20])
    if year and int(year) not in state.ledger.years:
        raise BadFilter(say("data.brief.this_snapshot_has_no_money", year=year))
    try:
        about = subject_of(subject, texts()[-1], language)
        facts = facts_of(state.snapshot, state.ledger, texts(), about, today(state))
        made = make_brief(facts, about, language, year)
    except SubjectError as error:
        raise Http404(str(error)) from error
    base = request.build_absolute_uri("/")
    name = f"vrede-{about.ident}-{language}.pdf"
    return HttpResponse(
        pdf(made, base),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
