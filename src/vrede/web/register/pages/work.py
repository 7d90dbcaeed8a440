"""What waits for this person: acts to approve, what is due by a term, and warnings that nobody answered."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import permutations
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from vrede.register.acts.call import PROMISES
from vrede.register.acts.integrity import stands, stopped
from vrede.register.acts.separation import ALONE
from vrede.register.acts.submission import Asked
from vrede.register.chain.act import day_of_moment
from vrede.register.chain.postings import place
from vrede.register.desk.due import DOES, Row
from vrede.register.desk.lacks import DOES as DOES_BEFORE
from vrede.register.desk.lacks import REFUSABLE, unsigned
from vrede.register.desk.projection import Book
from vrede.register.desk.visibility import STAFF, may_see, sees_every_grant
from vrede.register.dossier.dossier import Dossier, Pending
from vrede.register.dossier.names import PARTNER
from vrede.register.dossier.person import Person
from vrede.register.dossier.state import NO
from vrede.register.recording.record import record
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ruleset import rules_of
from vrede.register.table.transitions import transitions
from vrede.web.pages.warning.warnings import event_rows
from vrede.web.register.acting import may_approve
from vrede.web.register.connection import agenda, database
from vrede.web.register.door import book_of, entered, person_of
from vrede.web.register.refusals import told
from vrede.web.register.words import due_word, kind_word, step_word
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import State

MOST = 100
OFFICER = "policy officer"
JUDGES = ("appraise", "advise")
"""Acts that nobody does on a proposal of their own."""
AFTERWARDS = ("pay", "accept")
"""What a dossier needs controllers for after its commitment; whoever did one of these does not do the other."""
Approval = tuple[Pending, Dossier, str]
"""What waits, in which dossier, and the kind of act that approves or refuses it."""
Rows = list[Approval]
WITH_TERM = ("pay", "accept", "decide")
"""Approvals that stand in the list of what is due by a term."""


def approvals(person: Person, waiting: Iterable[Dossier]) -> Rows:
    """All that this person can approve, without reading acts again; the oldest first."""
    mine: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in transitions().values():
        if person.has(*row.roles) and row.kind not in (*WITH_TERM, *NO):  # to say no is offered in the dossier
            for kind in row.approves:
                mine.setdefault(kind, []).append((row.kind, frozenset(row.needs)))
    found = []
    everything = sees_every_grant(person)
    for dossier in waiting:
        for waits in list(dossier.pending.values()):
            for kind, needs in mine.get(waits.kind, ()):
                if waits.who == person.who or dossier.state not in needs:
                    continue
                did = dossier.did.get(person.who)
                seen = (everything and dossier.sort == "grant") or may_see(person, dossier)
                if seen and (did is None or may_approve(kind, did)):
                    found.append((waits, dossier, kind))
    return sorted(found, key=lambda one: (one[0].since, one[0].seq))


def ready(
    person: Person, rows: Iterable[Approval], lacks: Mapping[str, tuple[str, ...]], book: Book
) -> tuple[Rows, list[tuple[Approval, tuple[str, ...]]]]:
    """The approvals that can be done now, and those for which others must do something first, with what.

    A side signs only while it has not. What can only be refused (`preparing.REFUSABLE`) is refused, not committed.
    """
    now: Rows = []
    later = []
    for row in rows:
        waits, dossier, kind = row
        first = lacks.get(dossier.name, ()) if kind in ("commit", "draw") else ()
        if kind == "sign":
            if person.side in unsigned(lacks, dossier.name):
                now.append(row)
        elif kind == "commit" and len(first) == 1 and first[0] in REFUSABLE:
            if may_approve("refuse", dossier.did.get(person.who, ())):
                now.append((waits, dossier, "refuse"))
        elif first:
            later.append((row, first))
        elif kind in PROMISES and waits.cents and waits.cents > room_of(book, dossier):
            later.append((row, ("room",)))
        else:
            now.append(row)
    return now, later


def room_of(book: Book, dossier: Dossier) -> int:
    """Cents that can still be committed for a proposal or a change: the least of what its article, its line and the draw that pays for it
    have."""
    of = (dossier.article, dossier.year or 0, "commitment")
    accounts = [place("room", *of), place("line", *of, dossier.line)]
    accounts += [f"drawn:{dossier.draw}"] if dossier.draw else []
    return min(book.accounts[name] for name in accounts)


def to_prepare(person: Person, book: Book, lacks: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """What this person can do so that others can approve, each once, the dossier that began first first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    everything = sees_every_grant(person)
    others = [one for one in list(book.people.values()) if one.who != person.who and one.has(*_roles_afterwards())]
    for dossier in sorted((book.dossiers[name] for name in lacks), key=lambda one: (one.began, one.name)):
        if not ((everything and dossier.sort == "grant") or may_see(person, dossier)):
            continue
        for step in lacks[dossier.name]:
            kind = DOES_BEFORE.get(step)
            if kind is None or not _is_for(person, others, dossier, kind):
                continue
            beside = {
                "vet": f"{PARTNER}{dossier.partner}",
                "screen": f"{PARTNER}{dossier.partner}",
                "rank": dossier.call,
            }
            where = beside.get(kind, dossier.name)
            row = {
                "what": step_word(step),
                "kind": kind,
                "dossier": where,
                "for": dossier,
                "known": where in book.dossiers,
            }
            found.setdefault((step, where), row)
    return list(found.values())


def _is_for(person: Person, others: Iterable[Person], dossier: Dossier, kind: str) -> bool:
    """Whether somebody is asked to do an act: by role, not on a proposal of their own, and no controller whom a dossier needs later."""
    if not person.has(*transitions()[kind].roles):
        return False
    if kind in JUDGES:
        if dossier.did.get(person.who, set()) & {"propose", "amend"}:
            return False
        return not person.has(*_roles_afterwards()) or _left(others, dossier)
    return True


def _roles_afterwards() -> set[str]:
    return {role for kind in AFTERWARDS for role in transitions()[kind].roles}


def _left(others: Iterable[Person], dossier: Dossier) -> bool:
    """Whether these can do all that a dossier needs after its commitment, each of it somebody else."""
    can = []
    for one in others:
        did = dossier.did.get(one.who, ())
        if may_see(one, dossier):
            can.append({k for k in AFTERWARDS if one.has(*transitions()[k].roles) and may_approve(k, did)})
    return any(
        all(kind in mine for kind, mine in zip(AFTERWARDS, some, strict=True))
        for some in permutations(can, len(AFTERWARDS))
    )


def _row(waits: Pending, dossier: Dossier, kind: str, lacks: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "what": kind_word(kind),
        "of": kind_word(waits.kind),
        "kind": kind,
        "approves": waits.seq,
        "dossier": dossier,
        "cents": waits.cents,
        "since": day_of_moment(waits.since),
        "lacks": [step_word(step) for step in lacks],
    }


def due_rows(request: HttpRequest, today: date) -> list[Row]:
    """What is due by a term and is for this person, by day."""
    person, now = person_of(request), book_of(request)
    everything, dossiers, who = sees_every_grant(person), now.dossiers, person.who
    not_own = {what for what, kind in DOES.items() if kind in (*WITH_TERM, *ALONE)}
    made = []
    for row in agenda().rows(now, database(), rules_of(database()), today, person.roles):
        dossier = dossiers.get(row.dossier)
        if dossier is None:  # a partner that was never looked at: whoever may look at partners sees that it is due
            if person.has(*STAFF):
                made.append(row)
        elif (everything and dossier.sort == "grant") or may_see(person, dossier):
            did = dossier.did.get(who)
            if did is None or row.what not in not_own or may_approve(DOES[row.what], did):
                made.append(row)
    return made


def apart(rows: Iterable[Row], book: Book) -> tuple[list[Row], list[Row]]:
    """(what can be done now, payments that are stopped). Why they are stopped is not told, as at the payment itself."""
    now, halted = list(rows), []
    names = stopped(database()) if any(row.what == "payment" for row in now) else set()
    if names:
        of = book.dossiers
        halted = [r for r in now if r.what == "payment" and stands(names, r.dossier, of[r.dossier].partner)]
        stuck = set(halted)
        now = [row for row in now if row not in stuck]
    return now, halted


def _halted(row: Row, dossier: Dossier) -> dict[str, Any]:
    return {
        "what": kind_word(DOES[row.what]),
        "dossier": dossier,
        "cents": row.cents,
        "lacks": [step_word("stopped")],
    }


def _due(row: Row, known: bool) -> dict[str, Any]:
    kind = DOES[row.what]
    return {
        "what": due_word(row.what),
        "kind": kind,
        "known": known,
        "dossier": row.dossier,
        "day": row.day,
        "cents": row.cents,
        "late": row.late_days,
    }


def warning_name(rule: str, iso3: str, issue: object) -> str:
    """The dossier of a warning: one for every rule, country and issue."""
    return f"warning {rule} {iso3} {issue}"


def warnings(request: HttpRequest, state: State | None) -> list[dict[str, Any]]:
    """Warnings of the trigger rules that can still be acted on and that nobody answered, the first due first."""
    if state is None:
        return []
    language = language_of(request)
    answered = book_of(request).dossiers
    rows = [
        {
            **row,
            "dossier": warning_name(row["rule"], row["iso3"], row["issue"]),
            "snapshot": state.snapshot.name,
        }
        for row in event_rows(state, language)
        if not row["late"]
    ]
    return sorted(
        (row for row in rows if row["dossier"] not in answered), key=lambda row: (row["answer_by"], row["name"])
    )


@entered()
def page(request: HttpRequest) -> HttpResponse:
    """The list, by date."""
    person = person_of(request)
    today = timezone.localdate()
    now = book_of(request)
    lacks = agenda().lacking(now, database(), rules_of(database()), today)
    rows, later = ready(person, approvals(person, list(now.waiting.values())), lacks, now)
    steps = to_prepare(person, now, lacks)
    waiting = warnings(request, getattr(request, "state", None)) if person.has(OFFICER) else []
    terms, halted = apart(due_rows(request, today), now)
    waits = [_row(*row, first) for row, first in later[:MOST]] + [_halted(r, now.dossiers[r.dossier]) for r in halted]
    late = sum(1 for row in waiting if row["answer_by"] < today) + sum(1 for row in terms if row.late_days)
    context = {
        "approvals": [_row(*row) for row in rows[:MOST]],
        "more": max(0, len(rows) - MOST),
        "steps": steps[:MOST],
        "more_steps": max(0, len(steps) - MOST),
        "later": waits[:MOST],
        "more_later": max(0, len(later) + len(halted) - MOST),
        "todo": len(rows) + len(steps) + len(waiting) + len(terms),
        "due": [_due(row, row.dossier in now.dossiers) for row in terms[:MOST]],
        "more_due": max(0, len(terms) - MOST),
        "late": late,
        "officer": person.has(OFFICER),
        "warnings": waiting[:MOST],
        "today": today,
    }
    return render(request, "vrede/register/work.html", context)


@entered(OFFICER)
def answer(request: HttpRequest) -> HttpResponse:
    """The answer to a warning: a programme begun, changed, or none, with the reason."""
    person = person_of(request)
    name = request.GET.get("warning", "")
    found = next((row for row in warnings(request, getattr(request, "state", None)) if row["dossier"] == name), None)
    refused: RegisterRefused | None = None
    if request.method == "POST" and found is not None:
        asked = Asked(
            person.who,
            OFFICER,
            "answer",
            name,
            str(request.POST.get("token", ""))[:100],
            str(request.POST.get("reason", "")).strip(),
            facts={
                "rule": found["rule"],
                "iso3": found["iso3"],
                "issue": str(found["issue"]),
                "answer": str(request.POST.get("answer", "")),
                "programme": str(request.POST.get("programme", "")).strip(),
                "receipts": [f"/{language_of(request)}/warning/triggers/?snapshot={found['snapshot']}"],
            },
        )
        try:
            act = record(database(), asked)
            return HttpResponseRedirect(f"{reverse('register_dossier')}?{urlencode({'name': act.dossier})}")
        except RegisterRefused as error:
            refused = error
    context = {
        "warning": found,
        "token": request.POST.get("token") or secrets.token_urlsafe(24),
        "typed": request.POST,
        "refused": told(refused, language_of(request)),
    }
    status = 409 if refused else 404 if found is None else 200
    return render(request, "vrede/register/answer.html", context, status=status)
