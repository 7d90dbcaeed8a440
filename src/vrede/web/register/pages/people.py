"""Who has which role, by which act; the administrator appoints here."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from vrede.register import Kind, RegisterRefused, Submission, acts_of, record
from vrede.register.desk import ADMINISTRATOR, READERS
from vrede.register.dossier import PEOPLE
from vrede.register.rules import SIDES
from vrede.register.table import appointed
from vrede.web.register.access import entered, person_of, projection_of, two_factors
from vrede.web.register.connection import database
from vrede.web.register.pages.dossier import line_of
from vrede.web.register.words import refusal, role_word, side_word
from vrede.web.site.problem import problem
from vrede.web.site.request import language_of
from vrede.web.site.words import say


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
    context = {
        "people": [
            {
                "p": one,
                "roles": [role_word(role) for role in sorted(one.roles)],
                "side": side_word(one.side) if one.side else "",
            }
            for one in sorted(projection_of(request).people.values(), key=lambda one: one.who)
        ],
        "roles": [(role, role_word(role)) for role in appointed()],
        "sides": [(side, side_word(side)) for side in SIDES],
        "acts": [line_of(act, language_of(request)) for act in reversed(acts_of(database(), PEOPLE))],
        "may": person.has(ADMINISTRATOR),
        "token": request.POST.get("token") or secrets.token_urlsafe(24),
        "typed": request.POST,
        "refused": refusal(refused),
    }
    return render(request, "vrede/register/people.html", context, status=409 if refused else 200)
