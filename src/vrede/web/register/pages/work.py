"""What waits for this person: acts to approve, what is due by a term, and warnings that nobody answered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from vrede.register import Kind, RegisterRefused, Submission, day_of_moment, record
from vrede.register.desk import DOES, Approval, Desk, DueItem, OfTheMoment, Preparation
from vrede.register.dossier import Dossier
from vrede.register.rules import rules_of
from vrede.web.pages.warning.warnings import event_rows
from vrede.web.register.access import entered, person_of, projection_of
from vrede.web.register.connection import database, worklist
from vrede.web.register.context import shown
from vrede.web.register.words import due_word, kind_word, refusal, to_do_word
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import State

MOST = 100
OFFICER = "policy officer"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """An act to approve. lacks: in words, what others must do first."""

    what: str
    of: str
    kind: str
    approves: int
    dossier: Dossier
    cents: int | None
    since: date | None
    lacks: Sequence[str]


@dataclass(frozen=True, slots=True)
class PreparationRow:
    """Something to do so that others can approve. known: whether the dossier is there."""

    what: str
    kind: str
    dossier: str
    purpose: Dossier
    known: bool


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something that is due by a term. late: days."""

    what: str
    kind: str
    known: bool
    dossier: str
    day: date
    cents: int | None
    late: int


@dataclass(frozen=True, slots=True)
class WorkPage:
    """The context of work.html. more_*: how many are not shown."""

    approvals: Sequence[ApprovalRow]
    more: int
    steps: Sequence[PreparationRow]
    more_steps: int
    later: Sequence[ApprovalRow]
    more_later: int
    todo: int
    due: Sequence[DueRow]
    more_due: int
    late: int
    officer: bool
    warnings: Sequence[dict[str, Any]]
    today: date


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The context of answer.html. typed: what was sent."""

    warning: dict[str, Any] | None
    token: str
    typed: Any
    refused: str


def _approval(one: Approval) -> ApprovalRow:
    lacks = [to_do_word(lack.to_do) for lack in one.lacks]
    waits = one.pending
    since = day_of_moment(waits.since)
    return ApprovalRow(
        kind_word(one.kind), kind_word(waits.kind), one.kind, waits.seq, one.dossier, waits.cents, since, lacks
    )


def _halted(item: DueItem, desk: Desk) -> ApprovalRow:
    lacks = [to_do_word(lack.to_do) for lack in desk.before_payment(item)]
    dossier = desk.now.dossiers[item.dossier]
    return ApprovalRow(kind_word(Kind.PAYMENT), "", Kind.PAYMENT, item.act, dossier, item.cents, None, lacks)


def _preparation(one: Preparation) -> PreparationRow:
    return PreparationRow(to_do_word(one.to_do), one.kind, one.dossier, one.for_, one.known)


def _due(item: DueItem, known: bool) -> DueRow:
    kind = DOES[item.what]
    return DueRow(due_word(item.what), kind, known, item.dossier, item.day, item.cents, item.late_days)


def warning_name(rule: str, iso3: str, issue: object) -> str:
    """The dossier of a warning: one for every rule, country and issue."""
    return f"warning {rule} {iso3} {issue}"


def warnings(request: HttpRequest, state: State | None) -> list[dict[str, Any]]:
    """Warnings of the trigger rules that can still be acted on and that nobody answered, the first due first."""
    if state is None:
        return []
    language = language_of(request)
    answered = projection_of(request).dossiers
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
    person, now, today = person_of(request), projection_of(request), timezone.localdate()
    rules = rules_of(database())
    waits = worklist().waiting(now, database(), rules, today)
    desk = Desk(person, now, waits, OfTheMoment(database(), now), today)
    approvals, later = desk.approvals()
    steps = desk.preparations()
    due, halted = desk.due(worklist().due(now, database(), rules, today, person.roles))
    waiting = warnings(request, getattr(request, "state", None)) if person.has(OFFICER) else []
    after = [_approval(one) for one in later[:MOST]] + [_halted(item, desk) for item in halted[:MOST]]
    context = WorkPage(
        approvals=[_approval(one) for one in approvals[:MOST]],
        more=max(0, len(approvals) - MOST),
        steps=[_preparation(one) for one in steps[:MOST]],
        more_steps=max(0, len(steps) - MOST),
        later=after[:MOST],
        more_later=max(0, len(later) + len(halted) - MOST),
        todo=len(approvals) + len(steps) + len(waiting) + len(due),
        due=[_due(item, item.dossier in now.dossiers) for item in due[:MOST]],
        more_due=max(0, len(due) - MOST),
        late=sum(1 for row in waiting if row["answer_by"] < today) + sum(1 for item in due if item.late_days),
        officer=person.has(OFFICER),
        warnings=waiting[:MOST],
        today=today,
    )
    return shown(request, "vrede/register/work.html", context)


@entered(OFFICER)
def answer(request: HttpRequest) -> HttpResponse:
    """The response to a warning: a programme begun, changed, or none, with the reason."""
    person = person_of(request)
    name = request.GET.get("warning", "")
    warned = next((row for row in warnings(request, getattr(request, "state", None)) if row["dossier"] == name), None)
    refused: RegisterRefused | None = None
    if request.method == "POST" and warned is not None:
        submission = Submission(
            person.who,
            OFFICER,
            Kind.WARNING_RESPONSE,
            name,
            str(request.POST.get("token", ""))[:100],
            str(request.POST.get("reason", "")).strip(),
            facts={
                "rule": warned["rule"],
                "iso3": warned["iso3"],
                "issue": str(warned["issue"]),
                "response": str(request.POST.get("response", "")),
                "programme": str(request.POST.get("programme", "")).strip(),
                "receipts": [f"/{language_of(request)}/warning/triggers/?snapshot={warned['snapshot']}"],
            },
        )
        try:
            act = record(database(), submission)
            return HttpResponseRedirect(f"{reverse('register_dossier')}?{urlencode({'name': act.dossier})}")
        except RegisterRefused as error:
            refused = error
    token = request.POST.get("token") or secrets.token_urlsafe(24)
    context = AnswerPage(warned, token, request.POST, refusal(refused))
    status = 409 if refused else 404 if warned is None else 200
    return shown(request, "vrede/register/answer.html", context, status)
