"""Access to the pages of the register: for a person who signed in and has a role in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from vrede.register import NotBegun, RegisterError
from vrede.register.desk import Projection, may_see, sees
from vrede.register.dossier import Dossier, Person, askable
from vrede.web.register.beginning import cannot_be_read, no_register
from vrede.web.register.connection import projection
from vrede.web.site.problem import problem
from vrede.web.site.words import say

View = Callable[..., HttpResponse]


def entered(*roles: str) -> Callable[[View], View]:
    """A page for people with one of these roles; with none named, for whoever has a role."""

    def wrapped(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
            if not all(askable(text) for name, texts in request.GET.lists() for text in (name, *texts)):
                return problem(
                    request,
                    400,
                    say("register.access.this_address_cannot_be_read"),
                    say("register.access.it_has_sign"),
                    say("register.access.go_back_and_choose_again"),
                )
            try:
                now = projection()
            except NotBegun:
                return no_register(request)
            except RegisterError as error:
                return cannot_be_read(request, error)
            request.projection = now  # type: ignore[attr-defined]  # read below, and by the page's frame
            person = now.people.get(request.user.get_username(), Person(request.user.get_username()))
            if not person.roles:
                return problem(
                    request,
                    403,
                    say("register.access.you_have_no_role"),
                    person.who,
                    say("register.access.administrator_appoints"),
                )
            if roles and not person.has(*roles):
                return problem(request, 403, say("register.access.this_page"), "", say("register.your_work_list"))
            request.person = person  # type: ignore[attr-defined]  # read below
            try:
                return view(request, *args, **words)
            except RegisterError as error:
                return problem(
                    request,
                    503,
                    say("register.register_is_busy"),
                    str(error),
                    say("register.nothing_was_written_try_again"),
                    "en",
                )

        return guarded

    return wrapped


def person_of(request: HttpRequest) -> Person:
    """Who asks."""
    return cast(Person, request.person)  # type: ignore[attr-defined]  # set by `entered`


def projection_of(request: HttpRequest) -> Projection:
    """The register as it stood when the page was asked."""
    return cast(Projection, request.projection)  # type: ignore[attr-defined]  # set by `entered`


def dossier_of(request: HttpRequest, name: str) -> Dossier:
    """A dossier that this person may see. Raises Http404, the same where there is none and where it is not theirs."""
    dossier = projection_of(request).dossiers.get(name)
    if dossier is None or not may_see(person_of(request), dossier):
        raise Http404(say("register.access.there_is_no_such_dossier"))
    return dossier


def visible(request: HttpRequest) -> list[Dossier]:
    """Every dossier that this person may see, the one acted in last first."""
    person = person_of(request)
    kept: list[Dossier] | None = getattr(request, "visible", None)
    if kept is None:
        every = list(projection_of(request).dossiers.values())
        kept = [dossier for dossier in every if sees(person, dossier)]
        kept.sort(key=lambda d: -d.last)
        request.visible = kept  # type: ignore[attr-defined]  # asked several times for one page
    return kept


def two_factors(request: HttpRequest) -> bool:
    """Whether this session was begun with a second factor, or with a passkey."""
    if not is_mfa_enabled(request.user):
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
