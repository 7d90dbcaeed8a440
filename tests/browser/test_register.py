"""People at the register in a real browser: signing in with an app and with a passkey, acting, and every page in a dress."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from browsed import Scheme, dressed, holds_up
from browsedregister import PAGES, desk, sign_in
from registerbook import PARTNER, YEAR, Book
from registersite import session_of

__all__ = ["desk"]
PASSWORD = "een lange zin van mij 7"
SECRET = "JBSWY3DPEHPK3PXP"
Picture = Callable[[Page, str], None]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page. A refused form is an error in a browser's console and none of ours; an exception in a script is."""
    context = browser.new_context(viewport={"width": 1360, "height": 1000}, locale="en-GB")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    context.close()
    assert not wrong, wrong


def code() -> str:
    """The code of an app at this moment (RFC 6238)."""
    key, counter = base64.b32decode(SECRET), int(time.time()) // 30
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 15
    return str((struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6).zfill(6)


def account(name: str) -> None:
    """An account with a password and an app."""
    from django.contrib.auth import get_user_model

    session_of(name)
    user = get_user_model().objects.get(username=name)
    user.set_password(PASSWORD)
    user.save()


def test_a_policy_officer_signs_in_with_an_app_and_proposes(page: Page, desk: tuple[str, Book]) -> None:
    """Password, code, form, dossier: and what is wrong is said beside its field, with what was typed still there."""
    site, book = desk
    account("olga")
    page.goto(f"{site}/en/register/dossiers/")
    page.get_by_label("Username").fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Sign In").click()
    expect(page).to_have_title(re.compile("Dossiers"))
    page.get_by_role("link", name="New: proposal").click()
    page.get_by_label("Name of the dossier").fill("G9")
    page.get_by_label("Amount", exact=True).fill("1.234,56")
    page.get_by_label("Budget year").fill(str(YEAR))
    page.get_by_label("Article").fill("XVII.4")
    page.get_by_label("Line", exact=True).fill("4.3")
    page.get_by_label("Payments by year, row 1, of what").fill(str(YEAR))
    page.get_by_label("Payments by year, row 1, amount").fill("1,234.56")
    page.locator("#f-title").fill("A well in the desert")
    page.get_by_label("Instrument").select_option("contribution")
    page.locator("#f-partner").fill(PARTNER)
    page.get_by_label("F1 security and rule of law").check()
    page.locator("#f-iso3").fill("MLI")
    page.get_by_label("End date").fill(f"{date.today().year + 1}-06-30")
    page.get_by_label("Reason").fill("to see whether it works")
    page.get_by_role("button", name="Proposal").click()
    expect(page.locator(".trouble")).to_contain_text("Write it as 1,234.56")
    expect(page.get_by_label("Reason")).to_have_value("to see whether it works")
    page.get_by_label("Amount", exact=True).fill("1,234.56")
    page.get_by_role("button", name="Proposal").click()
    assert page.locator("[role=alert]").count() == 0, page.locator("[role=alert]").inner_text()
    expect(page.get_by_role("heading", level=1)).to_have_text("A well in the desert")
    expect(page.locator(".acts")).to_contain_text("€\u00a01,234.56")
    assert book.count() > 0


def test_a_budget_holder_adds_a_passkey_and_signs_in_with_it(page: Page, desk: tuple[str, Book]) -> None:
    """With a key of the browser's own; afterwards the form of a commitment opens."""
    site, _book = desk
    account("bram")
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    client.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**key, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    site = site.replace("127.0.0.1", "localhost")  # a passkey needs a name, not a number
    page.goto(f"{site}/en/account/login/")
    page.get_by_label("Username").fill("bram")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Sign In").click()
    page.goto(f"{site}/en/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name=re.compile("Confirm|Sign In")).first.click()
    page.get_by_label("Name").fill("this laptop")
    page.get_by_label("Passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page.goto(f"{site}/en/account/security/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site}/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/register/work/"))
    page.goto(f"{site}/en/register/act/commitment/?dossier=G2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Commitment")


@pytest.mark.parametrize(("name", "language", "scheme"), dressed(PAGES))
def test_every_page_in_a_dress(
    plain: Page, desk: tuple[str, Book], picture: Picture, name: str, language: str, scheme: Scheme
) -> None:
    """axe-core finds nothing, by turns in either language and scheme, and a phone needs no sideways scrolling."""
    site, _book = desk
    who, path = PAGES[name]
    sign_in(plain, site, who)
    holds_up(plain, f"{site}/{language}{path}", scheme)
    picture(plain, f"register-{name}-{language}-phone")
    plain.emulate_media(media="print")
    picture(plain, f"register-{name}-{language}-print")
