"""The form of an act: the only page of the site that writes, and what it writes is one act or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from vrede.register import Act, Kind, RegisterError, RegisterRefused, Submission, acts_of, record
from vrede.register.desk import NOT_HERE, answerable, may_see, readable, role_for, room_of
from vrede.register.dossier import PARTNER, Dossier, Person, askable, newest_proposal, plainly, said_no
from vrede.register.table import Call, Proposal, Transition, transitions
from vrede.web.register.access import dossier_of, entered, person_of, projection_of, two_factors
from vrede.web.register.connection import database
from vrede.web.register.context import shown
from vrede.web.register.forms import ActForm, ShownField
from vrede.web.register.pages.dossier import ActLine, line_of
from vrede.web.register.suggestions import suggestions
from vrede.web.register.words import kind_word, refusal, role_word
from vrede.web.site.limit import Limit, TooMuch
from vrede.web.site.problem import problem
from vrede.web.site.request import language_of
from vrede.web.site.words import say

LARGEST_BODY = 21 << 20
"""A form with a document of 20 MB, whose digest is kept and nothing else."""
limit = Limit("acts", times=240, seconds=60, at_once=16)
ASKING = (Kind.PROPOSAL, Kind.AMENDMENT, Kind.MODIFICATION, Kind.FUND_REQUEST)
"""Acts that ask for money."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is free before and after the act, in cents."""

    of: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ActPage:
    """The context of act.html. d: the dossier; None where the act begins one. target: what is approved, as this person may read it."""

    row: Transition
    title: str
    role: str
    d: Dossier | None
    names_new: bool
    name: str
    name_trouble: str
    reason: str
    reason_trouble: str
    fields: Sequence[ShownField]
    target: ActLine | None
    missing_target: bool
    token: str
    refused: str
    troubles: bool
    rooms: Sequence[Room]
    lists: Sequence[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about. acts: of the dossier. row: of the table; role: in which it would be done."""

    request: HttpRequest
    row: Transition
    role: str
    dossier: Dossier | None
    acts: Sequence[Act]
    target: Act | None

    @property
    def person(self) -> Person:
        """Who asks."""
        return person_of(self.request)


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
            say("register.act.this_document_is_too_large"),
            say("register.act.at_most_20_mb"),
            say("register.act.calculate_sha_256"),
        )
    return _form(request, kind)


@csrf_protect
def _form(request: HttpRequest, kind: str) -> HttpResponse:
    row = transitions().get(kind)
    person = person_of(request)
    role = role_for(person, row) if row else ""
    if row is None or kind in NOT_HERE:
        raise Http404(say("register.act.there_is_no_such_act"))
    if not role:
        words = say("register.your_work_list")
        return problem(request, 403, say("register.this_act"), kind_word(kind), words)
    if row.second_factor and not two_factors(request):
        words = say("register.add_authenticator_app_or_passkey")
        return problem(request, 403, say("register.this_act_needs_your_second"), kind_word(kind), words)
    fixed = row.place if row.place and not row.place.endswith(" ") else ""
    name = request.GET.get("dossier", "") or fixed
    begins = name not in projection_of(request).dossiers and (
        name == fixed or (row.place == PARTNER and name.startswith(PARTNER) and plainly(name))
    )
    dossier = dossier_of(request, name) if name and not begins else None
    if dossier is None and not row.begins:
        raise Http404(say("register.act.this_act_needs_dossier"))
    acts = acts_of(database(), name) if name else []
    target = _target(request, row, acts, person)
    asked = Asked(request, row, role_for(person, row, target) or role, dossier, acts, target)
    if request.method != "POST":
        return _shown(asked, _form_of(asked))
    if row.approves and target is None:
        return _shown(asked, _form_of(asked, request.POST), status=400)
    try:
        with limit.work(person.who):
            return _done(asked)
    except TooMuch as busy:
        made = problem(
            request, 429, say("register.act.too_many_acts_at_once"), "", say("site.wait_little_and_try_again")
        )
        made.headers["Retry-After"] = str(busy.seconds)
        return made


def _target(request: HttpRequest, row: Transition, acts: Sequence[Act], person: Person) -> Act | None:
    """The act that is approved. Sent: the very one that the form showed, by number and hash. Shown: that of the address, else the first that waits."""
    if not row.approves:
        return None
    if request.method == "POST":
        sent = (str(request.POST.get("approves", "")), str(request.POST.get("approves_hash", "")))
        return next((act for act in acts if act.kind in row.approves and (str(act.seq), act.hash) == sent), None)
    asked = request.GET.get("approves", "")
    targets = answerable(row, acts, person)
    if asked:
        targets = [act for act in acts if act.kind in row.approves and str(act.seq) == asked]
    return targets[0] if targets else None


def _form_of(asked: Asked, data: Any = None) -> ActForm:
    """The form, without what the approved act already says."""
    row, target, request = asked.row, asked.target, asked.request
    if target is not None:
        kept_year = row.kind == Kind.PAYMENT and target.year is None  # a request has none: whoever pays says it
        left = tuple(one for one in row.fields if one.name != "cents" and (one.name != "year" or kept_year))
        row = row.model_copy(update={"fields": left})
    name = str((data or {}).get("dossier_name", "")).strip()
    taken = [name] if asked.dossier is None and data is not None and _taken(asked, name) else []
    files = request.FILES if data is not None else None
    return ActForm(row, _start(asked), data, files, names=asked.dossier is None, taken=taken)


def _start(asked: Asked) -> dict[str, Any]:
    """What the fields start with: the newest of what they change, today, this year."""
    today, row, acts = timezone.localdate(), asked.row, asked.acts
    start: dict[str, Any] = {"day": today, "year": today.year}
    rejected = {act.seq for act in acts if act.kind == Kind.MODIFICATION} & said_no(acts)
    before = next((act for act in reversed(acts) if act.kind in ASKING and act.seq not in rejected), None)
    names = {one.name for one in row.fields}
    if before is not None and row.kind in (Kind.AMENDMENT, Kind.MODIFICATION):
        start |= {name: value for name, value in before.facts.items() if name in names}
        start |= {"cents": before.cents if row.kind == Kind.AMENDMENT else None, "year": before.year}
    if before is not None and row.kind == Kind.APPRAISAL:
        start["proposal"] = before.seq
        start |= {n: dict.fromkeys(titles, {} if n == "scores" else "") for n, titles in _judged(acts).items()}
    if asked.target is not None:
        start |= {"year": asked.target.year or today.year, "cents": asked.target.cents}
    named = asked.request.GET.get("dossier", "")
    if asked.dossier is not None and asked.dossier.sort == "partner":
        start["partner"] = asked.dossier.partner
    elif named.startswith(PARTNER):
        start["partner"] = named.removeprefix(PARTNER)
    return start


def _judged(acts: Sequence[Act]) -> dict[str, dict[str, str]]:
    """Field of an appraisal -> what the call of the newest proposal asks there, code -> title. Empty without a call."""
    last = newest_proposal(acts)
    call = last.read(Proposal).call if last else None
    if not call:
        return {}
    announced = acts_of(database(), call)[0].read(Call)
    return {"scores": announced.criteria, "thresholds": announced.thresholds}


def _shown(asked: Asked, form: ActForm, refused: RegisterRefused | None = None, status: int = 200) -> HttpResponse:
    request, row, dossier = asked.request, asked.row, asked.dossier
    fields = form.shown()
    for one in fields if row.kind == Kind.APPRAISAL else ():
        one.help += "".join(f" {code}: {title}." for code, title in _judged(asked.acts).get(one.name, {}).items())
    new = dossier is None
    wrong = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()} if status == 400 else {}
    context = ActPage(
        row=row,
        title=kind_word(row.kind),
        role=role_word(asked.role),
        d=dossier,
        names_new=new,
        name=request.POST.get("dossier_name", request.GET.get("dossier", "") if new else ""),
        name_trouble=wrong.get("dossier_name", ""),
        reason=request.POST.get("reason", ""),
        reason_trouble=wrong.get("reason", ""),
        fields=fields,
        target=_seen_target(asked),
        missing_target=bool(row.approves) and asked.target is None,
        token=request.POST.get("token") or secrets.token_urlsafe(24),
        refused=refusal(refused),
        troubles=bool(wrong),
        rooms=_rooms(asked),
        lists=suggestions(request, {one.known for one in fields if one.known}, asked.acts),
    )
    return shown(request, "vrede/register/act.html", context, status)


def _seen_target(asked: Asked) -> ActLine | None:
    """What is approved, as this person may read it."""
    if asked.target is None or asked.dossier is None:
        return None
    lines = readable(asked.person, asked.dossier, [asked.target])
    return line_of(lines[0], language_of(asked.request)) if lines else None


def _rooms(asked: Asked) -> list[Room]:
    """What is free before and after the act."""
    kind, target, dossier = asked.row.kind, asked.target, asked.dossier
    pays = kind == Kind.PAYMENT
    if not (pays or kind in (Kind.COMMITMENT, Kind.MODIFICATION_APPROVAL)) or not target or not dossier:
        return []
    cents = target.cents or 0
    if not cents:
        return []
    year = timezone.localdate().year if pays else (target.year or timezone.localdate().year)
    article, line = room_of(database(), dossier.article, year, "cash" if pays else "commitment", dossier.line)
    rooms = [
        Room(say("register.act.free_of_article_in_year", year=year), article, article - cents),
        Room(say("register.act.free_of_line_line", line=dossier.line, year=year), line, line - cents),
    ]
    return (
        [*rooms, Room(say("register.act.open_on_this_dossier"), dossier.open, dossier.open - cents)] if pays else rooms
    )


def _done(asked: Asked) -> HttpResponse:
    request, row, target = asked.request, asked.row, asked.target
    form = _form_of(asked, request.POST)
    if not form.is_valid():
        return _shown(asked, form, status=400)
    given = form.cleaned_data
    submission = Submission(
        asked.person.who,
        asked.role,
        row.kind,
        asked.dossier.name if asked.dossier else given["dossier_name"],
        str(request.POST.get("token", ""))[:100],
        given["reason"],
        target.cents if target is not None and row.amount else given.get("cents"),
        target.year if target is not None and target.year is not None and row.year else given.get("year"),
        target.seq if target is not None else None,
        given.get("day"),
        form.facts(),
    )
    try:
        act = record(database(), submission)
    except RegisterRefused as refused:
        return _shown(asked, form, refused, 409)
    except RegisterError as error:
        return problem(
            request,
            503,
            say("register.register_is_busy"),
            str(error),
            say("register.nothing_was_written_try_again"),
            "en",
        )
    if row.kind == Kind.CONCERN:
        return HttpResponseRedirect(reverse("register_reported"))
    return HttpResponseRedirect(f"{reverse('register_dossier')}?{urlencode({'name': act.dossier})}#act-{act.seq}")


def _taken(asked: Asked, name: str) -> bool:
    """Whether this person sees a dossier of that name, and the form is no repetition of the one that began it.

    Of a dossier that they do not see the register itself says that the act does not fit.
    """
    there, token = projection_of(asked.request).dossiers.get(name), str(asked.request.POST.get("token", ""))[:100]
    if there is None or not may_see(asked.person, there) or not askable(token):
        return False  # what cannot be a token, the register refuses
    return database().one("SELECT 1 FROM act WHERE token = ?", (token,)) is None


@entered()
def reported(request: HttpRequest) -> HttpResponse:
    """After a report of fraud or exploitation: it was received, and who reads it."""
    return render(request, "vrede/register/reported.html")
