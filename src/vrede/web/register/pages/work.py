"""What waits for this person: acts to approve, what is due by a term, and warnings that nobody answered."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from vrede.register.asked import Asked
from vrede.register.book import Dossier
from vrede.register.people import Person
from vrede.register.record import record
from vrede.register.refused import RegisterRefused
from vrede.register.transitions import transitions
from vrede.web.asking import language_of
from vrede.web.register.acting import may_approve
from vrede.web.register.connection import database
from vrede.web.register.door import book_of, entered, person_of, seen
from vrede.web.register.words import kind_word
from vrede.web.state import State
from vrede.web.warnings import event_rows

MOST = 200
OFFICER = "policy officer"


def approvals(person: Person, dossier: Dossier) -> list[dict[str, Any]]:
    """What this person can approve in a dossier, from what is known without reading its acts again."""
    made = []
    for waits in dossier.pending.values():
        for row in transitions().values():
            if waits.kind not in row.approves or dossier.state not in row.needs or not person.has(*row.roles):
                continue
            if waits.who == person.who or not may_approve(row.kind, dossier.did.get(person.who, set())):
                continue
            made.append(
                {
                    "what": kind_word(row.kind),
                    "of": kind_word(waits.kind),
                    "kind": row.kind,
                    "approves": waits.seq,
                    "dossier": dossier,
                    "cents": waits.cents,
                    "since": waits.since[:10],
                }
            )
    return made


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
        {**row, "dossier": warning_name(row["rule"], row["iso3"], row["issue"])}
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
    rows = [row for dossier in seen(request) if dossier.pending for row in approvals(person, dossier)]
    rows.sort(key=lambda row: row["since"])
    waiting = warnings(request, getattr(request, "state", None)) if person.has(OFFICER) else []
    late = sum(1 for row in waiting if row["answer_by"] < today)
    context = {
        "approvals": rows[:MOST],
        "more": max(0, len(rows) - MOST),
        "todo": len(rows) + len(waiting),
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
        "refused": refused,
    }
    status = 409 if refused else 404 if found is None else 200
    return render(request, "vrede/register/answer.html", context, status=status)
