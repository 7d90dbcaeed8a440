"""The form of an act: the only page of the site that writes, and what it writes is one act or nothing."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from vrede.article import Language
from vrede.register.acts.submission import Asked
from vrede.register.chain.act import Act
from vrede.register.chain.reading import acts_of, newest
from vrede.register.desk.visibility import may_see, readable
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.names import PARTNER, askable, plainly
from vrede.register.dossier.person import Person
from vrede.register.dossier.state import PROPOSALS, said_no
from vrede.register.recording.record import record
from vrede.register.refused import RegisterError, RegisterRefused
from vrede.register.table.transitions import Transition, transitions
from vrede.web.register.acting import NOT_HERE, role_for, waiting
from vrede.web.register.connection import database
from vrede.web.register.door import book_of, dossier_of, entered, person_of, two_factors
from vrede.web.register.form import Given, asking, read, shown_again
from vrede.web.register.known import known
from vrede.web.register.pages.budget import room_of
from vrede.web.register.pages.dossier import line_of
from vrede.web.register.refusals import told
from vrede.web.register.words import kind_word, role_word
from vrede.web.site.limit import Limit, TooMuch
from vrede.web.site.problem import problem
from vrede.web.site.request import language_of

LARGEST_BODY = 21 << 20
"""A form with a document of 20 MB, whose digest is kept and nothing else."""
limit = Limit(times=240, seconds=60, at_once=16)


@csrf_exempt  # `_form` is protected: the body is not read before its size is known
@require_http_methods(["GET", "HEAD", "POST"])
@entered()
def page(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind of act, or what came of it."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and (not (size.isascii() and size.isdigit()) or int(size) > LARGEST_BODY):
        return problem(
            request,
            413,
            _("This document is too large"),
            _("At most 20 MB can be sent with an act."),
            _("Calculate its SHA-256 on your own machine (`sha256sum FILE`) and paste that instead."),
        )
    return _form(request, kind)


@csrf_protect
def _form(request: HttpRequest, kind: str) -> HttpResponse:
    row = transitions().get(kind)
    person = person_of(request)
    role = role_for(person, row) if row else ""
    if row is None or kind in NOT_HERE:
        raise Http404(_("There is no such act"))
    if not role:
        return problem(
            request,
            403,
            _("This act is not for your role"),
            kind_word(kind),
            _("Your work list shows what is for you."),
        )
    if row.second_factor and not two_factors(request):
        return problem(
            request,
            403,
            _("This act needs your second factor"),
            kind_word(kind),
            _("Add an authenticator app or a passkey under Your account, sign out, and sign in again with it."),
        )
    fixed = row.place if row.place and not row.place.endswith(" ") else ""
    name = request.GET.get("dossier", "") or fixed
    begins = name not in book_of(request).dossiers and (
        name == fixed or (row.place == PARTNER and name.startswith(PARTNER) and plainly(name))
    )
    dossier = dossier_of(request, name) if name and not begins else None
    if dossier is None and "" not in row.needs:
        raise Http404(_("This act needs a dossier"))
    acts = acts_of(database(), name) if name else []
    target = _target(request, row, acts, person)
    role = role_for(person, row, target) or role
    if request.method != "POST":
        return _shown(request, row, role, dossier, acts, target)
    if row.approves and target is None:
        return _shown(request, row, role, dossier, acts, None, Given())
    try:
        with limit.work(person.who):
            return _done(request, row, role, dossier, acts, target)
    except TooMuch as busy:
        made = problem(request, 429, _("Too many acts at once"), "", _("Wait a little and try again."))
        made.headers["Retry-After"] = str(busy.seconds)
        return made


def _target(request: HttpRequest, row: Transition, acts: list[Act], person: Person) -> Act | None:
    """The act that is approved. Sent: the very one that the form showed, by number and hash. Shown: that of the address, else the first that waits."""
    if not row.approves:
        return None
    if request.method == "POST":
        shown = (str(request.POST.get("approves", "")), str(request.POST.get("approves_hash", "")))
        return next((act for act in acts if act.kind in row.approves and (str(act.seq), act.hash) == shown), None)
    asked = request.GET.get("approves", "")
    found = waiting(row, acts, person)
    if asked:
        found = [act for act in acts if act.kind in row.approves and str(act.seq) == asked]
    return found[0] if found else None


def _start(row: Transition, acts: list[Act], target: Act | None, dossier: Dossier | None, named: str) -> dict[str, Any]:
    """What the fields start with: the newest of what they change, today, this year."""
    today = timezone.localdate()
    start: dict[str, Any] = {"day": today, "year": today.year}
    declined = {act.seq for act in acts if act.kind == "vary"} & said_no(acts)
    asked = (act for act in reversed(acts) if act.kind in ("propose", "amend", "vary", "ask"))
    before = next((act for act in asked if act.seq not in declined), None)
    names = {one.name for one in row.fields}
    if before is not None and row.kind in ("amend", "vary"):
        start |= {name: value for name, value in before.said.items() if name in names}
        start |= {"cents": before.cents if row.kind == "amend" else None, "year": before.year}
    if before is not None and "of" in names:
        start["of"] = before.seq
    if row.kind == "appraise":
        start |= {name: dict.fromkeys(titles, {} if name == "scores" else "") for name, titles in _judged(acts).items()}
    if target is not None:
        start |= {"year": target.year or today.year, "cents": target.cents}
    if dossier is not None and dossier.sort == "partner":
        start["partner"] = dossier.partner
    elif named.startswith(PARTNER):
        start["partner"] = named.removeprefix(PARTNER)
    return start


def _judged(acts: list[Act]) -> dict[str, dict[str, str]]:
    """Field of an appraisal -> what the call of the newest proposal asks there, code -> title. Empty without a call."""
    last = newest(acts, *PROPOSALS)
    call = last.said.get("call") if last else None
    if not call:
        return {}
    said = acts_of(database(), call)[0].said
    return {"scores": said["criteria"], "thresholds": said["thresholds"]}


def _fields(row: Transition, target: Act | None) -> Transition:
    """The table's row without what the approved act already says."""
    if target is None:
        return row
    kept_year = row.kind == "pay" and target.year is None  # a request has no year: whoever pays says on which it weighs
    fields = tuple(one for one in row.fields if one.name != "cents" and (one.name != "year" or kept_year))
    return row.model_copy(update={"fields": fields})


def _shown(
    request: HttpRequest,
    row: Transition,
    role: str,
    dossier: Dossier | None,
    acts: list[Act],
    target: Act | None,
    given: Given | None = None,
    refused: RegisterRefused | None = None,
) -> HttpResponse:
    language = language_of(request)
    asked = _fields(row, target)
    fields = asking(asked, language, _start(row, acts, target, dossier, request.GET.get("dossier", "")))
    for one in fields if row.kind == "appraise" else ():
        asks = _judged(acts).get(one.name, {})
        one.help += "".join(f" {code}: {title}." for code, title in asks.items())
    if given is not None:
        shown_again(fields, asked, request.POST, given.troubles)
    names_new = dossier is None
    context = {
        "row": row,
        "title": kind_word(row.kind),
        "role": role_word(role),
        "d": dossier,
        "names_new": names_new,
        "name": request.POST.get("dossier_name", request.GET.get("dossier", "") if names_new else ""),
        "name_trouble": (given.troubles.get("dossier_name", "") if given else ""),
        "reason": request.POST.get("reason", ""),
        "reason_trouble": (given.troubles.get("reason", "") if given else ""),
        "fields": fields,
        "uploads": any(one.type == "hash" for one in asked.fields),
        "target": _seen_target(request, dossier, target, language),
        "missing_target": bool(row.approves) and target is None,
        "token": request.POST.get("token") or secrets.token_urlsafe(24),
        "refused": told(refused, language_of(request)),
        "troubles": bool(given and given.troubles),
        "rooms": _rooms(row, target, dossier),
        "lists": known(request, {one.known for one in fields if one.known}, acts),
    }
    status = 409 if refused else 400 if given is not None else 200
    return render(request, "vrede/register/act.html", context, status=status)


def _seen_target(request: HttpRequest, dossier: Dossier | None, target: Act | None, language: Language) -> Any:
    """What is approved, as this person may read it."""
    if target is None or dossier is None:
        return None
    shown = readable(person_of(request), dossier, [target])
    return line_of(shown[0], language) if shown else None


def _rooms(row: Transition, target: Act | None, dossier: Dossier | None) -> list[tuple[str, int, int]]:
    """What is free before and after the act, in cents: (of what, before, after)."""
    if row.kind not in ("commit", "agree", "pay") or target is None or dossier is None or not target.cents:
        return []
    kind = "cash" if row.kind == "pay" else "commitment"
    year = timezone.localdate().year if row.kind == "pay" else (target.year or timezone.localdate().year)
    article, line = room_of(dossier.article, year, kind, dossier.line)
    made = [
        (_("free of the article in %(year)s") % {"year": year}, article, article - target.cents),
        (_("free of line %(line)s in %(year)s") % {"line": dossier.line, "year": year}, line, line - target.cents),
    ]
    if row.kind == "pay":
        made.append((_("open on this dossier"), dossier.open, dossier.open - target.cents))
    return made


def _done(
    request: HttpRequest, row: Transition, role: str, dossier: Dossier | None, acts: list[Act], target: Act | None
) -> HttpResponse:
    language = language_of(request)
    given = read(_fields(row, target), request.POST, request.FILES, language)
    name = dossier.name if dossier else str(request.POST.get("dossier_name", "")).strip()
    reason = str(request.POST.get("reason", "")).strip().replace("\r\n", "\n")
    if not name:
        given.troubles["dossier_name"] = _("This must be filled in.")
    if not reason:
        given.troubles["reason"] = _("Say why, in a sentence: whoever reads this act later has nothing else.")
    if dossier is None and _taken(request, name):
        given.troubles["dossier_name"] = _("There is a dossier of that name already.")
    if given.troubles:
        return _shown(request, row, role, dossier, acts, target, given)
    asked = Asked(
        person_of(request).who,
        role,
        row.kind,
        name,
        str(request.POST.get("token", ""))[:100],
        reason,
        target.cents if target is not None and row.money else given.cents,
        target.year if target is not None and target.year is not None and row.field("year") else given.year,
        target.seq if target is not None else None,
        given.day if isinstance(given.day, date) else None,
        given.facts,
    )
    try:
        act = record(database(), asked)
    except RegisterRefused as refused:
        return _shown(request, row, role, dossier, acts, target, given, refused)
    except RegisterError as error:
        return problem(request, 503, _("The register is busy"), str(error), _("Nothing was written. Try again."), "en")
    if row.kind == "report":
        return HttpResponseRedirect(reverse("register_reported"))
    return HttpResponseRedirect(f"{reverse('register_dossier')}?{urlencode({'name': act.dossier})}#act-{act.seq}")


def _taken(request: HttpRequest, name: str) -> bool:
    """Whether this person sees a dossier of that name, and the form is no repetition of the one that began it.

    Of a dossier that they do not see the register itself says that the act does not fit.
    """
    found, token = book_of(request).dossiers.get(name), str(request.POST.get("token", ""))[:100]
    if found is None or not may_see(person_of(request), found) or not askable(token):
        return False  # what cannot be a token, the register refuses
    return database().one("SELECT 1 FROM act WHERE token = ?", (token,)) is None


@entered()
def reported(request: HttpRequest) -> HttpResponse:
    """After a report of fraud or exploitation: it was received, and who reads it."""
    return render(request, "vrede/register/reported.html")
