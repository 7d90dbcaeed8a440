"""Before there is anything to sign in to: every page of the register says how one begins, in both languages, and none fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registerbook import Book
from registersite import prepared, use

PAGES = ["register/", "register/work/", "register/act/proposal/", "account/login/", "account/security/", "account/2fa/"]


@pytest.fixture
def nobody(sample_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A browser of somebody at a site whose database is not there yet."""
    prepared()
    from django.core.cache import cache
    from django.test import Client

    from vrede.web.site import snapshot

    address = f"sqlite:///{tmp_path / 'register.sqlite3'}"
    monkeypatch.setenv("VREDE_DATABASE", address)
    monkeypatch.setenv("VREDE_LAKE", str(sample_lake))
    snapshot.forget()
    cache.clear()
    use(address)
    yield Client(raise_request_exception=True)
    use(f"sqlite:///{tmp_path / 'nothing.sqlite3'}")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("language", "title"), [("en", "There is no register here yet"), ("nl", "Er is hier nog geen register")]
)
def test_without_a_register_it_says_how_one_begins(
    nobody: Any, tmp_path: Path, page: str, language: str, title: str
) -> None:
    """503, with the three commands; nothing is kept by a browser, and no file is made."""
    answer = nobody.get(f"/{language}/{page}")
    text = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert title in text
    for command in ("vrede register found", "vrede register account", "vrede register demo"):
        assert command in text
    assert list(tmp_path.iterdir()) == []


def test_signing_in_or_coming_back_with_a_cookie_is_no_failure_either(nobody: Any) -> None:
    """A form that was open, a session of before."""
    assert nobody.post("/en/account/login/", {"login": "a", "password": "b"}).status_code == 503
    nobody.cookies["vrede_register"] = "a" * 32
    assert nobody.get("/en/register/work/").status_code == 503


def test_with_a_register_and_no_accounts_it_says_how_one_is_made(nobody: Any, tmp_path: Path) -> None:
    """A register that was begun on the command line."""
    Book(f"sqlite:///{tmp_path / 'register.sqlite3'}").database.close()
    text = nobody.get("/en/account/login/").content.decode()
    assert "Nobody can sign in yet" in text
    assert "vrede register account" in text
    assert "vrede register found" not in text
    assert "Er kan nog niemand inloggen" in nobody.get("/nl/register/work/").content.decode()


@pytest.mark.parametrize("kind", ["no database", "a folder"])
def test_a_database_that_cannot_be_read_is_not_called_none(nobody: Any, tmp_path: Path, kind: str) -> None:
    """The page says which, and tells nobody to begin a register over it."""
    path = tmp_path / "register.sqlite3"
    if kind == "a folder":
        path.mkdir()
    else:
        path.write_bytes(b"no database at all\n" * 100)
    for page in ("register/work/", "account/login/"):
        answer = nobody.get(f"/en/{page}")
        text = answer.content.decode()
        assert answer.status_code == 503
        assert "The register cannot be read now" in text
        assert str(path) in text
        assert "register found" not in text


def test_as_soon_as_it_is_there_one_can_sign_in(nobody: Any, empty_accounts: Path, tmp_path: Path) -> None:
    """The same server, without a new start."""
    assert nobody.get("/en/account/login/").status_code == 503
    (tmp_path / "register.sqlite3").write_bytes(empty_accounts.read_bytes())
    assert nobody.get("/en/account/login/").status_code == 200


def test_the_site_itself_goes_on(nobody: Any) -> None:
    """Nothing but the register asks for its database."""
    assert nobody.get("/en/countries/").status_code == 200
