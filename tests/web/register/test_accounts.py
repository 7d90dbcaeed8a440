"""Accounts: made by an administrator, a password by a link that works once, a second factor, and limits on guessing."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

PASSWORD = "een lange zin van mij 7"


def linked(name: str, *words: str) -> str:
    """The path of the link that the command prints."""
    from django.core.management import call_command

    out = io.StringIO()
    call_command("account", name, *words, stdout=out)
    return re.sub(r"^https?://[^/]+", "", out.getvalue().strip())


def chosen(browser: Any, path: str, password: str = PASSWORD) -> Any:
    """Opens the link and chooses a password."""
    first = browser.get(path)
    assert first.status_code == 302
    return browser.post(first["Location"], {"password1": password, "password2": password})


def sign_in(browser: Any, name: str, password: str = PASSWORD) -> Any:
    return browser.post("/en/account/login/", {"login": name, "password": password})


def test_a_link_sets_a_password_once(desk: Any) -> None:
    """Then the account signs in; the link is dead, and so is every older one."""
    old, path = linked("olga"), linked("olga")
    assert chosen(desk.nobody(), path).status_code == 302
    browser = desk.nobody()
    assert sign_in(browser, "olga").status_code == 302
    assert browser.get("/en/register/work/").status_code == 200
    for dead in (path, old):
        answer = desk.nobody().get(dead, follow=True)
        assert "This link does not work" in answer.content.decode()


def test_a_link_does_not_follow_what_was_read_before(desk: Any) -> None:
    """It is in one language, whatever page this process showed last."""
    desk.nobody().get("/nl/account/login/")
    assert linked("olga").startswith("/en/account/")


def test_choosing_a_password_does_not_sign_in(desk: Any) -> None:
    """Who has the link still needs the name of the account, and its second factor."""
    browser = desk.nobody()
    chosen(browser, linked("olga"))
    assert browser.get("/en/register/work/").status_code == 302


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012345"])
def test_a_weak_password_is_refused(desk: Any, password: str) -> None:
    answer = chosen(desk.nobody(), linked("olga"), password)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_an_account_without_a_role_sees_nothing(desk: Any) -> None:
    """Signed in, and no appointment: 403 with whom to ask."""
    browser = desk.nobody()
    chosen(browser, linked("zoe"))
    sign_in(browser, "zoe")
    answer = browser.get("/en/register/dossiers/")
    assert answer.status_code == 403
    assert "no role" in answer.content.decode()


def test_a_closed_account_does_not_sign_in_and_its_sessions_end(desk: Any) -> None:
    from django.core.management import call_command

    browser = desk.nobody()
    chosen(browser, linked("olga"))
    sign_in(browser, "olga")
    assert browser.get("/en/register/work/").status_code == 200
    call_command("account", "olga", "--close", stdout=io.StringIO())
    assert browser.get("/en/register/work/").status_code == 302
    sign_in(desk.nobody(), "olga")
    assert browser.get("/en/register/work/").status_code == 302


def test_guessing_is_limited(desk: Any) -> None:
    """After some wrong passwords the right one is refused as well, for a while."""
    chosen(desk.nobody(), linked("olga"))
    browser = desk.nobody()
    for number in range(12):
        sign_in(browser, "olga", f"a wrong password {number}")
    answer = sign_in(browser, "olga")
    assert answer.status_code in (200, 429)
    assert browser.get("/en/register/work/").status_code == 302


def test_who_has_an_account_is_not_told(desk: Any) -> None:
    """A wrong password and an unknown name give the same page."""
    chosen(desk.nobody(), linked("olga"))
    texts = []
    for name in ("olga", "nobody-of-that-name"):
        page = sign_in(desk.nobody(), name, "a wrong password").content.decode()
        texts.append(re.sub(r'(csrfmiddlewaretoken" value|value)="[^"]*"', "", page))
    assert texts[0] == texts[1]


def test_a_second_factor_by_an_app(desk: Any) -> None:
    """Set up with a code of the secret shown; from then on a password alone does not sign in, and a code works once."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret: str) -> str:
        return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))

    browser = desk.nobody()
    chosen(browser, linked("olga"))
    sign_in(browser, "olga")
    assert "/reauthenticate/" in browser.get("/en/account/2fa/totp/activate/")["Location"]
    browser.post("/en/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/en/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page.content.decode())
    assert secret is not None
    assert b"data:image/svg+xml" in page.content
    answer = browser.post("/en/account/2fa/totp/activate/", {"code": code(secret[1])})
    assert answer.status_code == 302, re.findall("errorlist.*", answer.content.decode())
    other = desk.nobody()
    assert "/2fa/authenticate/" in sign_in(other, "olga")["Location"]
    assert other.get("/en/register/work/").status_code == 302
    assert other.post("/en/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert other.get("/en/register/work/").status_code == 302


def test_lost_factors_are_forgotten_by_the_administrator(desk: Any) -> None:
    from allauth.mfa.models import Authenticator

    desk.at("olga")
    assert Authenticator.objects.filter(user__username="olga").count() == 1
    path = linked("olga", "--forget-factors")
    assert Authenticator.objects.filter(user__username="olga").count() == 0
    chosen(desk.nobody(), path)


@pytest.mark.parametrize("words", [("a b",), ("x" * 151,), ("nobody", "--close"), ("<script>",)])
def test_an_account_that_cannot_be_is_refused_in_words(desk: Any, words: tuple[str, ...]) -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError):
        call_command("account", *words, stdout=io.StringIO())


def test_an_identity_is_tied_to_one_account(desk: Any) -> None:
    from django.core.management import CommandError, call_command

    linked("olga", "--subject", "s1")
    with pytest.raises(CommandError, match="another account"):
        call_command("account", "otto", "--subject", "s1", stdout=io.StringIO())


def test_public_pages_know_nobody(desk: Any) -> None:
    """A page of the site is the same for whoever is signed in: it sets no cookie, and none of it is kept with a name."""
    from django.test import Client

    one = desk.at("olga").get("/en/")
    two = Client().get("/en/")
    assert one.content == two.content
    assert "vrede_register" not in one.cookies
    assert one["Cache-Control"] == "no-cache"
    assert "no-store" in desk.at("olga").get("/en/register/work/")["Cache-Control"]
