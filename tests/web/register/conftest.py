"""The register's site in this process, on a register of its own: SQLite here, and both databases where a test says so."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from once import once
from registerbook import PARTNER, RULES, Book
from registercluster import cluster, new_cluster, new_postgres
from registersite import ACCOUNTS, EMPTY, empty_accounts_in, prepared, use

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
os.environ["VREDE_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
__all__ = ["cluster", "new_cluster", "new_postgres"]
BOARD = {"dina": "diplomatic", "dirk": "defence"}
MORE = {"anna": "appraiser", "aud": "auditor", "ida": "integrity officer"}
OTHER = "NL-KVK-99999999"
PASSWORD = "a sentence of my own 1"


@dataclass
class Desk:
    """A register, and people who sit at its pages. One browser a person."""

    book: Book
    browsers: dict[str, Any] = field(default_factory=dict)

    def at(self, who: str, second: bool = True) -> Any:
        """The browser of somebody who signed in; with a second factor unless told otherwise."""
        from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
        from allauth.mfa.models import Authenticator
        from django.contrib.auth import get_user_model
        from django.test import Client

        key = f"{who} {second}"
        if key not in self.browsers:
            user, _new = get_user_model().objects.get_or_create(username=who)
            if second and not Authenticator.objects.filter(user=user).exists():
                Authenticator.objects.create(
                    user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
                )
            browser = Client(raise_request_exception=True)
            browser.force_login(user)
            session = browser.session
            methods = [{"method": "password", "at": time.time(), "username": who}]
            session[AUTHENTICATION_METHODS_SESSION_KEY] = methods + (
                [{"method": "mfa", "at": time.time()}] if second else []
            )
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
            self.browsers[key] = browser
        return self.browsers[key]

    def nobody(self) -> Any:
        """A browser of somebody who did not sign in."""
        from django.test import Client

        return Client(raise_request_exception=True)

    def get(self, who: str, path: str) -> Any:
        """A page in English."""
        return self.at(who).get(f"/en/register/{path}")


@pytest.fixture(scope="session")
def empty_accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables of accounts and nobody in them: copied, for making them takes seconds."""
    prepared()
    return once(tmp_path_factory, ACCOUNTS, empty_accounts_in) / EMPTY


@pytest.fixture
def desk(empty_accounts: Path, tmp_path: Path, sample_lake: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A register with people of every role and a budget of 1,000,000 cents of commitments and 600,000 of cash in 2024."""
    yield from _desk(empty_accounts, tmp_path, sample_lake, monkeypatch)


def _desk(empty: Path, folder: Path, lake: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    from django.core.cache import cache

    from vrede.web.site import page_cache

    path = folder / "register.sqlite3"
    shutil.copy(empty, path)
    address = f"sqlite:///{path}"
    monkeypatch.setenv("VREDE_DATABASE", address)
    monkeypatch.setenv("VREDE_LAKE", str(lake))
    monkeypatch.setattr("vrede.register.rules.ruleset.shipped", lambda: RULES)  # and an instrument that asks nothing
    page_cache.forget()
    cache.clear()
    use(address)
    book = Book(address)
    for who, role in MORE.items():
        book.appoint(who, role)
    for who, side in BOARD.items():
        book.appoint(who, "fund board", side=side)
    book.appoint("paul", "partner contact", partner=OTHER)
    desk = Desk(book)
    yield desk
    book.database.close()
    use(f"sqlite:///{folder / 'nothing.sqlite3'}")


@pytest.fixture
def granted(desk: Desk) -> Callable[..., Any]:
    """Makes a grant of the partner on a line, committed unless told otherwise."""

    def make(name: str, line: str = "4.3", cents: int = 1000, commit: bool = True, partner: str = PARTNER) -> Any:
        act = desk.book.propose(name, cents, line, partner=partner, title=f"Title of {name}")
        return desk.book.commit(name, act) if commit else act

    return make
