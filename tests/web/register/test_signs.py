"""Signs that PostgreSQL does not take, NUL and half a sign, in any address, field or cookie: never a fault of ours, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from registerbook import PARTNER, Book
from registersite import use

NUL = "a\x00b"
PARAMETERS = ("approves", "dossier", "kind", "lang", "name", "next", "page", "q", "snapshot", "sort", "state", "table")
PARAMETERS += ("token", "verify", "warning", "who", "year", "another")
FIELDS = (
    "act",
    "warning_response",
    "approves",
    "approves_hash",
    "dossier_name",
    "partner",
    "person",
    "programme",
    "reason",
)
FIELDS += ("role", "side", "token")
ACCOUNT_FIELDS = (
    "login",
    "password",
    "email",
    "username",
    "oldpassword",
    "password1",
    "password2",
    "code",
    "credential",
)
ACCOUNT_FIELDS += ("name", "next", "remember", "passwordless", "action", "uid", "key", "state")
ASKS = {"aud": "auditor", "olga": "policy officer"}


@pytest.fixture
def site(desk: Any, new_postgres: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The desk with its register and accounts in PostgreSQL, and a grant in it."""
    from django.core.management import call_command

    address = str(new_postgres())
    monkeypatch.setenv("VREDE_DATABASE", address)
    use(address)
    call_command("migrate", verbosity=0)
    first, desk.book = desk.book, Book(address)
    desk.browsers.clear()
    for who, role in {"anna": "appraiser", "aud": "auditor", "ida": "integrity officer"}.items():
        desk.book.appoint(who, role)
    desk.book.commit("G1", desk.book.propose("G1", 1_000, partner=PARTNER))
    desk.book.request("G1", 100)
    yield desk
    desk.book.database.close()
    desk.book = first
    use(address)


def addresses() -> list[str]:
    """Every address of the register, as the site's configuration has them; the form of each kind of act."""
    from django.urls import reverse
    from django.utils.translation import override

    from vrede.register.table.transition import transitions
    from vrede.web.register.urls import urlpatterns

    found = []
    with override("en"):
        for one in urlpatterns:
            names = set(one.pattern.converters)
            every = transitions() if names == {"kind"} else ("csv", "xlsx") if names == {"form"} else ("",)
            found += [reverse(one.name, kwargs=dict.fromkeys(names, word)) for word in every]
    return found


def test_no_address_of_the_register_fails_on_them(site: Any) -> None:
    """In each word of the address alone, beside words that are good, in all and in its names; also where a byte is no letter."""
    before, wrong = site.book.count(), []
    for who in ASKS:
        for address in addresses():
            names = ("dossier", "approves", "another") if "/act/" in address else PARAMETERS
            asked = [f"{name}=a%00b{'' if name == 'dossier' else '&dossier=G1'}" for name in (*names, "an%00other")]
            asked += [
                "&".join(f"{name}={sign}" for name in PARAMETERS) for sign in ("partner%20%00", "%ED%A0%80", "%FF")
            ]
            for words in asked:
                answer = site.at(who).get(f"{address}?{words}")
                if answer.status_code >= 500 or ("%00" in words and answer.status_code not in (400, 404)):
                    wrong.append((who, address, words, answer.status_code))
    assert wrong == []
    assert site.book.count() == before
    page = site.get("aud", "audit/?q=%00").content.decode()
    assert "This address cannot be read" in page


@pytest.mark.parametrize(
    ("who", "path"),
    [("anna", "act/due_diligence/?dossier=partner%20%00"), ("carla", "act/screening/?dossier=partner%20a%00")],
)
def test_a_partner_of_such_a_name_begins_no_dossier(site: Any, who: str, path: str) -> None:
    """Nor one that is not plain in another way: there is no such dossier."""
    before = site.book.count()
    assert site.get(who, path).status_code == 400
    assert site.at(who).post(f"/en/register/{path}", {"reason": "r", "token": "t"}).status_code == 400
    assert site.get(who, path.replace("%00", "x%E2%80%8B")).status_code == 404
    assert site.get(who, path.replace("%00", "x")).status_code == 200
    assert site.book.count() == before


def test_no_form_of_the_register_fails_on_them(site: Any) -> None:
    """Every kind of act, by somebody who may do it, with them in all fields and in one after another."""
    from vrede.register.table.transition import transitions

    before, wrong = site.book.count(), []
    people = {person.role: person.who for person in _people(site)}
    for kind, row in transitions().items():
        who = next((people[role] for role in row.roles if role in people), "")
        names = [*FIELDS, *(f"{one.name}{end}" for one in row.fields for end in ("", ".0.0", ".0.1", ".0.2", ".hash"))]
        for place in (f"act/{kind}/", f"act/{kind}/?dossier=G1", f"act/{kind}/?dossier=partner%20{PARTNER}"):
            good = dict.fromkeys(names, "1") | {"dossier_name": "G1", "token": uuid4().hex}
            for data in (
                dict.fromkeys(names, NUL),
                *({**good, name: NUL} for name in ("token", "reason", "dossier_name")),
            ):
                answer = site.at(who).post(f"/en/register/{place}", data) if who else None
                if answer is not None and answer.status_code not in (400, 403, 404, 409):
                    wrong.append((kind, place, answer.status_code))
    form = {"person": "zoe", "role": "auditor", "reason": "r", "token": "t"}
    for name in form:
        if site.at("admin").post("/en/register/people/", {**form, name: NUL}).status_code != 409:
            wrong.append(("people", name, 0))
    assert wrong == []
    assert site.book.count() == before


def _people(site: Any) -> list[Any]:
    from types import SimpleNamespace

    rows = site.book.database.all("SELECT who, role FROM member")
    return [SimpleNamespace(who=str(who), role=str(role)) for who, role in rows]


def test_a_repetition_with_a_token_that_cannot_be_is_refused_in_words(site: Any) -> None:
    """Of a proposal whose dossier is there already: the page is shown again."""
    form = {"dossier_name": "G1", "reason": "r", "token": NUL, "article": "XVII.4", "line": "4.3", "cents": "10"}
    form |= {"year": "2024", "schedule.0.0": "2024", "schedule.0.1": "10"}
    answer = site.at("olga").post("/en/register/act/proposal/", form)
    assert answer.status_code == 409
    assert "token must be a text" in answer.content.decode()


def test_no_page_of_accounts_fails_on_them(site: Any) -> None:
    """Signed in or not, in the address, in a field and in the cookie of the session. Nobody is signed in by it."""
    from django.urls import reverse
    from django.utils.translation import override

    from vrede.web.accounts.urls import urlpatterns

    paths = [f"/en/account/link/{key}/" for key in ("1-a%00b", "1-set-password%00", "zzzzzzzzzzzzz-a", "0-%00")]
    with override("en"):
        paths += [
            reverse(one.name)
            for one in urlpatterns
            if getattr(one, "name", None) and "key" not in one.pattern.regex.groupindex
        ]
        names = (
            "authenticate",
            "reauthenticate",
            "activate_totp",
            "login_webauthn",
            "reauthenticate_webauthn",
            "add_webauthn",
        )
        paths += [reverse(f"mfa_{name}") for name in names]
    credential = '{"id": "\\u0000", "rawId": "\\ud800", "type": "public-key", "response": {"userHandle": "\\u0000"}}'
    wrong = []
    for browser in (site.nobody(), site.at("olga")):
        for path in paths:
            for data in (
                dict.fromkeys(ACCOUNT_FIELDS, NUL),
                {"login": NUL, "password": "a sentence"},
                {"login": "olga", "password": NUL, "next": "/\x00"},
                {"credential": credential},
            ):
                for send in (browser.get, browser.post):
                    answer = send(path, data)
                    if answer.status_code >= 500:
                        wrong.append((path, sorted(data), answer.status_code))
    assert wrong == []
    page = site.nobody().post("/en/account/login/", {"login": NUL, "password": "a sentence"})
    assert "Null characters are not allowed" in page.content.decode()


@pytest.mark.parametrize("key", ["abcdefgh\\000ij", "\\000" * 32, "a" * 31 + "\\000", "a" * 33, "short", ""])
def test_a_cookie_that_is_no_key_of_a_session_is_none(site: Any, key: str) -> None:
    """Signs can be written in a cookie by their number; whoever sends it is asked to sign in."""
    browser = site.nobody()
    for path in ("account/login/", "register/work/", "account/security/"):
        answer = browser.get(f"/en/{path}", HTTP_COOKIE=f'vrede_register="{key}"')
        assert answer.status_code == (200 if path == "account/login/" else 302)


def test_a_session_is_kept_by_its_key(site: Any) -> None:
    """A key as signing in makes it is one of ours."""
    from registersite import session_of

    key = session_of("olga")
    answer = site.nobody().get("/en/register/work/", HTTP_COOKIE=f'vrede_register="{key}"')
    assert answer.status_code == 200
