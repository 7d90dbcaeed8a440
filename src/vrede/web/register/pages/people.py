"""Who has which role, by which act; the administrator appoints here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from vrede.register import Kind, RegisterRefused, Submission, acts_of, record
from vrede.register.desk import ADMINISTRATOR, READERS
from vrede.register.dossier import PEOPLE, Person
from vrede.register.rules import SIDES
from vrede.register.table import appointed
from vrede.web.register.access import entered, person_of, projection_of, two_factors
from vrede.web.register.connection import database
from vrede.web.register.context import shown
from vrede.web.register.pages.dossier import ActLine, line_of
from vrede.web.register.words import refusal, role_word, side_word
from vrede.web.site.problem import problem
from vrede.web.site.request import language_of
from vrede.web.site.words import say


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with their roles and side in words."""

    p: Person
    roles: Sequence[str]
    side: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The context of people.html. may: whether this person appoints. typed: what was sent."""

    people: Sequence[PersonRow]
    roles: Sequence[tuple[str, str]]
    sides: Sequence[tuple[str, str]]
    acts: Sequence[ActLine]
    may: bool
    token: str
    typed: Any
    refused: str


@entered(*READERS["people"])
def page(request: HttpRequest) -> HttpResponse:
    """People with their roles, and the form of an appointment."""
    person = person_of(request)
    refused = None
    if request.method == "POST":
        if not person.has(ADMINISTRATOR):
            return problem(
                request, 403, say("register.this_act"), "", say("register.people.only_administrator_appoints")
            )
        if not two_factors(request):
            return problem(
                request,
                403,
                say("register.this_act_needs_your_second"),
                "",
                say("register.add_authenticator_app_or_passkey"),
            )
        given = {name: str(request.POST.get(name, "")).strip() for name in ("person", "role", "side", "partner")}
        submission = Submission(
            person.who,
            ADMINISTRATOR,
            Kind.DISMISSAL if request.POST.get("act") == Kind.DISMISSAL else Kind.APPOINTMENT,
            PEOPLE,
            str(request.POST.get("token", ""))[:100],
            str(request.POST.get("reason", "")).strip(),
            facts={name: value for name, value in given.items() if value},
        )
        try:
            record(database(), submission)
            return HttpResponseRedirect(reverse("register_people"))
        except RegisterRefused as error:
            refused = error
    people = sorted(projection_of(request).people.values(), key=lambda one: one.who)
    context = PeoplePage(
        people=[_shown(one) for one in people],
        roles=[(role, role_word(role)) for role in appointed()],
        sides=[(side, side_word(side)) for side in SIDES],
        acts=[line_of(act, language_of(request)) for act in reversed(acts_of(database(), PEOPLE))],
        may=person.has(ADMINISTRATOR),
        token=request.POST.get("token") or secrets.token_urlsafe(24),
        typed=request.POST,
        refused=refusal(refused),
    )
    return shown(request, "vrede/register/people.html", context, 409 if refused else 200)


def _shown(one: Person) -> PersonRow:
    roles = [role_word(role) for role in sorted(one.roles)]
    return PersonRow(one, roles, side_word(one.side) if one.side else "")
