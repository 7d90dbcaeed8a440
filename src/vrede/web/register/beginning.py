"""Before anybody can sign in: without a register, or without its tables of accounts, its pages say how one begins."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from vrede.register import NotBegun, RegisterError, file_of
from vrede.register.chain import unusable
from vrede.settings import read_settings
from vrede.web.register.connection import database
from vrede.web.site.problem import problem
from vrede.web.site.words import say

BEHIND_THE_DOOR = re.compile(r"/((nl|en)/)?(account|register)/.*")
TABLES = {"auth_user", "django_session", "mfa_authenticator"}


class AccountsReady:
    """503 with words on every page of accounts and of the register while there is nothing to sign in to.

    It comes before sessions, which ask for their table. That the tables are there is remembered, for they never go.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._ready = ""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or what has to be done before there can be one."""
        if BEHIND_THE_DOOR.fullmatch(request.path_info) and (stopped := self._stopped(request)) is not None:
            stopped["Cache-Control"] = "no-store"
            return stopped
        return self.get_response(request)

    def _stopped(self, request: HttpRequest) -> HttpResponse | None:
        place = str(connection.settings_dict)
        if self._ready == place:
            return None
        try:
            if _tables_there():
                self._ready = place
                return None
        except DatabaseError as error:
            said = error.__cause__ if isinstance(error.__cause__, Exception) else error
            return cannot_be_read(request, unusable(said, read_settings().database))
        return nothing_begun(request) or problem(
            request,
            503,
            say("register.beginning.nobody_can_sign_in_yet"),
            say("register.beginning.register_was_begun_here"),
            say("register.beginning.who_runs_this_site_vrede"),
        )


def _tables_there() -> bool:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and (path := file_of(f"sqlite:///{name}")) is not None and not path.exists():
        return False  # opening it would make it
    return set(connection.introspection.table_names()) >= TABLES


def nothing_begun(request: HttpRequest) -> HttpResponse | None:
    """How a register begins, where none was; None where one was begun."""
    try:
        database()
    except NotBegun:
        return no_register(request)
    except RegisterError as error:
        return cannot_be_read(request, error)
    return None


def no_register(request: HttpRequest) -> HttpResponse:
    """503: how a register begins."""
    return problem(
        request,
        503,
        say("register.beginning.there_is_no_register_here"),
        say("register.beginning.no_register_was_begun"),
        say("register.beginning.who_runs_this_site_vrede_register"),
    )


def cannot_be_read(request: HttpRequest, error: RegisterError) -> HttpResponse:
    """503: the database does not answer, and what its driver said."""
    return problem(
        request,
        503,
        say("register.beginning.register_cannot_be_read_now"),
        str(error),
        say("register.beginning.try_again_later_who_runs"),
        "en",
    )
