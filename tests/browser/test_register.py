"""People at the register in a real browser: signing in with an app and with a passkey, acting, and every page in every dress."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import struct
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from registerbook import PARTNER, YEAR, Book
from registersite import prepared, serving, session_of, use

PASSWORD = "een lange zin van mij 7"
SECRET = "JBSWY3DPEHPK3PXP"
PAGES = {
    "work": ("olga", "/register/work/"),
    "work-budget-holder": ("bram", "/register/work/"),
    "register-budget": ("bram", f"/register/?year={YEAR}"),
    "dossiers": ("olga", "/register/dossiers/"),
    "dossier": ("carla", "/register/dossier/?name=G1"),
    "dossier-partner": ("pia", "/register/dossier/?name=G1"),
    "propose": ("olga", "/register/act/proposal/"),
    "commit": ("bram", "/register/act/commitment/?dossier=G2"),
    "appraise": ("anna", "/register/act/appraisal/?dossier=G2"),
    "funds": ("olga", "/register/funds/"),
    "figures": ("carla", "/register/figures/"),
    "people": ("admin", "/register/people/"),
    "audit": ("aud", "/register/audit/?verify=1"),
    "account": ("olga", "/account/security/"),
    "second-factors": ("olga", "/account/2fa/"),
    "login": ("", "/account/login/"),
    "not-for-you": ("pia", "/register/audit/"),
    "nothing-there": ("olga", "/register/dossier/?name=nothing"),
}
Picture = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def desk(sample_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Book]]:
    """The site on a small register."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # the browser's driver runs a loop in this thread, which waits meanwhile
    )
    prepared()
    from django.conf import settings
    from django.core.management import call_command

    address = f"sqlite:///{tmp_path_factory.mktemp('register') / 'register.sqlite3'}"
    use(address)
    call_command("migrate", verbosity=0)
    book = Book(address)
    for who, role in {"anna": "appraiser", "aud": "auditor", "ida": "integrity officer"}.items():
        book.appoint(who, role)
    book.commit("G1", book.propose("G1", 20_000_000 // 100, title="Mine clearance in the north", partner=PARTNER))
    book.pay(
        "G1",
        book.act("pia", "partner contact", "payment_request", "G1", 50_000, account="NL91ABNA0417164300", advance=True),
    )
    book.request("G1", 20_000)
    book.propose("G2", 30_000, title="Courts on wheels", partner=PARTNER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SECRET_KEY", "a key that the server and this test share")
        with serving(VREDE_LAKE=str(sample_lake), VREDE_DATABASE=address, VREDE_SECRET_KEY=settings.SECRET_KEY) as site:
            yield site, book
    book.database.close()


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


def cookies(site: str, name: str) -> list[dict[str, str]]:
    return [{"name": "vrede_register", "value": session_of(name), "url": site}]


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


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_in_every_dress(
    plain: Page,
    desk: tuple[str, Book],
    picture: Picture,
    name: str,
    language: str,
    scheme: Literal["light", "dark"],
) -> None:
    """axe-core finds nothing in both languages and both schemes, a phone needs no sideways scrolling, paper has it all."""
    site, _book = desk
    who, path = PAGES[name]
    plain.context.clear_cookies()
    if who:
        plain.context.add_cookies(cookies(site, who))
    plain.set_viewport_size({"width": 1360, "height": 1000})
    plain.emulate_media(media="screening", color_scheme=scheme)
    plain.goto(f"{site}/{language}{path}")
    found = Axe().run(plain, options={"resultTypes": ["violations"], "preload": False})
    assert found.violations_count == 0, found.generate_report()
    picture(plain, f"register-{name}-{language}-{scheme}")
    plain.set_viewport_size({"width": 390, "height": 844})
    assert plain.evaluate("document.documentElement.scrollWidth") <= 390
    picture(plain, f"register-{name}-{language}-phone")
    plain.emulate_media(media="print")
    picture(plain, f"register-{name}-{language}-print")
