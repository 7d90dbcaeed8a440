"""The demo through the site: an account for every role that signs in, something to see or do for each, and a banner on every page."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registersite import use
from vrede.register.audit.verification import verify
from vrede.register.chain.database import Database
from vrede.register.demo.story import people

BANNER = "Made-up register."
# who -> (kind, dossier) that stand on the work list, among others; {y} and {l} are this year and the last.
WAITS = {
    "holder": {("commitment", "{y}-03"), ("commitment", "CALL-{y}-2")},
    "holder2": {("modification_approval", "{l}-04"), ("objection_decision", "CALL-{y}-4"), ("refusal", "CALL-{y}-3")},
    "officer": {("report", "{l}-03")},
    "appraiser": {("due_diligence", "partner NL-KVK-90000003")},
    "appraiser2": {("advice", "{y}-04")},
    "controller": {("payment", "{y}-02"), ("repayment", "{l}-02")},
    "controller2": {("payment", "{y}-02")},  # its draw waits for a side
    "partner": {("report", "{l}-03"), ("payment_request", "CALL-{y}-1")},
    "other-partner": {("payment_request", "{y}-01")},
    "board-defence": {("signature", "FUND-{y}-2")},
    "integrity2": {("resumption", "integrity 1")},
}
NOT = {"controller": {("payment", "{l}-05"), ("payment", "{l}-03")}, "controller2": {("advice", "{y}-04")}}
"""What does not: a payment that is suspended, one for which a report is late, advice of one of two controllers."""
# who -> (page, a text that stands there)
SEES = {
    "administrator": ("people/", "board-diplomatic"),
    "officer": ("dossier/?name={y}-04", "Loans for small firms in host towns"),
    "officer2": ("dossier/?name={l}-04", "Water and food where the harvest failed"),
    "appraiser": ("dossier/?name=CALL-{y}-6", "act/appraisal/"),
    "appraiser2": ("dossier/?name={y}-04", "act/advice/"),
    "holder": ("", "Cash of"),
    "holder2": ("dossier/?name=CALL-{y}", "the ceiling of its theme is reached"),
    "controller": ("dossier/?name={l}-02", "Paid above the final amount"),
    "controller2": ("dossier/?name=partner NL-KVK-90000002", "Example Partner South Star"),
    "board-diplomatic": ("funds/", "Demo fund (made up)"),
    "board-defence": ("dossier/?name=FUND-{y}-1", "Both governments asked for it"),
    "partner": ("dossier/?name=CALL-{y}-4", "without cars the teams walk"),
    "other-partner": ("dossier/?name={l}-05", "Third advance of this year"),
    "integrity": ("dossier/?name=integrity 1", "Two builders told me"),
    "integrity2": ("dossier/?name=integrity 1", "Two sources that do not know each other"),
    "auditor": ("audit/?verify=1", "Every act fits"),
}


def said(text: str) -> str:
    """With the years."""
    year = timezone.localdate().year
    return text.replace("{y}", str(year)).replace("{l}", str(year - 1))


@pytest.fixture(scope="module")
def printed(empty_accounts: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database that the command filled, and what it printed: made once, for passwords take seconds."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copy(empty_accounts, path)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("VREDE_DATABASE", f"sqlite:///{path}")
        use(f"sqlite:///{path}")
        out = io.StringIO()
        call_command("demo", "--day", timezone.localdate().isoformat(), stdout=out)
        from django.db import connection

        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return path, out.getvalue()


@pytest.fixture
def site(
    printed: tuple[Path, str], tmp_path: Path, sample_lake: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The site on a copy of it; what was printed."""
    from django.core.cache import cache

    from vrede.web.site import page_cache

    path = tmp_path / "demo.sqlite3"
    shutil.copy(printed[0], path)
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{path}")
    monkeypatch.setenv("VREDE_LAKE", str(sample_lake))
    page_cache.forget()
    cache.clear()
    use(f"sqlite:///{path}")
    yield printed[1]
    use(f"sqlite:///{tmp_path / 'nothing.sqlite3'}")


def code(name: str) -> str:
    out = io.StringIO()
    call_command("code", "--", name, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def signed_in(printed: str, name: str) -> Any:
    """A browser of somebody who signed in with what was printed and the code of now."""
    from django.test import Client

    password = re.search(rf"^{name} .*?((?:[a-z0-9]{{4}}-){{3}}[a-z0-9]{{4}})", printed, re.MULTILINE)
    assert password is not None
    browser = Client(raise_request_exception=True)
    answer = browser.post("/en/account/login/", {"login": name, "password": password[1]})
    assert answer.status_code == 302
    assert "2fa" in answer["Location"]
    # Half a minute may end between making a code and reading it; nobody waits that long twice.
    done = next(
        a for _turn in (1, 2) if (a := browser.post(answer["Location"], {"code": code(name)})).status_code == 302
    )
    assert done.status_code == 302
    return browser


@pytest.mark.parametrize("who", [one.who for one in people()])
def test_everybody_signs_in_and_has_something_to_see(site: str, who: str) -> None:
    """With the printed password and a code; what waits stands on the work list, and every page says that it is made up."""
    browser = signed_in(site, who)
    work = browser.get("/en/register/work/")
    text = work.content.decode()
    assert (work.status_code, BANNER in text) == (200, True)
    waits = set(re.findall(r"act/(\w+)/\?dossier=([^&\"]+)", text.replace("%20", " ")))
    assert waits >= {(kind, said(name)) for kind, name in WAITS.get(who, set())}
    assert not waits & {(kind, said(name)) for kind, name in NOT.get(who, set())}
    assert "screening_clearance" not in {kind for kind, _name in waits}, (
        "no screening of the demo has a hit that stands"
    )
    page, shows = SEES[who]
    answer = browser.get(f"/en/register/{said(page)}")
    text = answer.content.decode()
    assert (answer.status_code, BANNER in text) == (200, True)
    assert shows in text


def test_the_banner_is_in_both_languages_and_on_refusals_too(site: str) -> None:
    browser = signed_in(site, "holder")
    assert "Verzonnen register." in browser.get("/nl/register/").content.decode()
    refused = browser.get("/en/register/people/")
    assert (refused.status_code, BANNER in refused.content.decode()) == (403, True)


def test_the_partner_of_what_was_refused_may_object(site: str) -> None:
    """It reads why, and sees its last day on the work list."""
    browser = signed_in(site, "other-partner")
    assert "Last day to object" in browser.get("/en/register/work/").content.decode()
    text = browser.get(said("/en/register/dossier/?name=CALL-{y}-5")).content.decode()
    assert "the ceiling of the call is used up" in text
    assert "act/objection/" in text


@pytest.mark.parametrize(
    ("who", "shown"),
    [("officer", True), ("auditor", True), ("appraiser", True), ("partner", False), ("other-partner", False)],
)
def test_a_call_shows_its_proposals_by_place_to_who_reads_rankings(site: str, who: str, shown: bool) -> None:
    """Taken ones by place, then the others; a partner sees neither the proposals of others nor a score."""
    answer = signed_in(site, who).get(said("/en/register/dossier/?name=CALL-{y}"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert ("Proposals for this call" in text) is shown
    if not shown:
        assert not re.findall(said(r"CALL-{y}-\d"), text)
        return
    table = text[text.index("Proposals for this call") :].split("</table>")[0]
    names = re.findall(said(r"\?name=CALL-{y}-(\d)"), table)
    places = re.findall(r'data-label="place">([^<]+)<', table)
    assert list(zip(names, places, strict=True)) == list(zip("142356", "12345–", strict=True))


def test_pages_of_accounts_say_it_too(site: str) -> None:
    """From before signing in, in both languages; and a link for a password, good or not."""
    from django.test import Client

    nobody, browser = Client(), signed_in(site, "holder")
    for page in ("login/", "link/x-y/", "link/done/"):
        assert BANNER in nobody.get(f"/en/account/{page}").content.decode(), page
    assert "Verzonnen register." in nobody.get("/nl/account/login/").content.decode()
    wrong = nobody.post("/en/account/login/", {"login": "holder", "password": "no"})
    assert (wrong.status_code, BANNER in wrong.content.decode()) == (200, True)
    for page in ("security/", "2fa/", "password/change/", "logout/"):
        answer = browser.get(f"/en/account/{page}")
        assert BANNER in browser.get(answer.get("Location", f"/en/account/{page}")).content.decode(), page
    assert BANNER not in nobody.get("/en/countries/").content.decode()


def test_pages_of_accounts_of_a_real_register_do_not(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nor where no register was begun, or where it cannot be read."""
    from vrede.web.register import connection

    (tmp_path / "broken.sqlite3").write_bytes(b"no database at all\n" * 100)
    for name in ("register", "none", "broken"):
        monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{tmp_path / name}.sqlite3")
        connection.forget()
        answer = desk.nobody().get("/en/account/login/")
        assert (answer.status_code, BANNER in answer.content.decode()) == (200, False), name


def test_the_budget_page_warns(site: str) -> None:
    """Cash of 4.3 is a little short, and the cut is still to be divided."""
    text = signed_in(site, "holder").get("/en/register/").content.decode()
    assert re.search("falls .{3,20} short", text)
    assert "Still to be divided" in text


def test_an_act_of_the_walk(site: str) -> None:
    """The controller pays the request that waits; the one without its report is refused; the fund is offered in the form."""
    browser = signed_in(site, "controller")
    for name, status in (("{y}-02", 302), ("{l}-03", 409), ("{l}-05", 409)):
        path = f"/en/register/act/payment/?dossier={said(name)}"
        given = {
            "reason": "a reason",
            "token": name,
            "day": timezone.localdate().isoformat(),
            "year": timezone.localdate().year,
        }
        page = browser.get(path).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="(approves(?:_hash)?)" value="(\w+)"', page))
        assert browser.post(path, {**given, **hidden}).status_code == status, name
    officer = signed_in(site, "officer").get("/en/register/act/fund_request/").content.decode()
    assert "Demo fund (made up)" in officer


def test_it_is_refused_where_a_register_or_an_account_is(site: str, desk: Any) -> None:
    """Nothing is written: not an act, not an account."""
    before = desk.book.count()
    with pytest.raises(CommandError, match="begun here already"):
        call_command("demo", "--day", "2026-12-01", stdout=io.StringIO())
    from django.contrib.auth import get_user_model

    get_user_model().objects.create(username="officer")
    with pytest.raises(CommandError, match=r"accounts here already \(officer\)"):
        call_command("demo", "--day", "2026-12-01", stdout=io.StringIO())
    assert desk.book.count() == before
    assert get_user_model().objects.count() == 1


def test_a_real_register_gives_no_codes_and_knows_no_demo(desk: Any) -> None:
    """Whatever factors its people have; no banner, no invented fund."""
    desk.at("carla")
    for name in ("carla", "nobody"):
        with pytest.raises(CommandError, match="made-up register only"):
            code(name)
    for path in ("work/", "funds/", "", "dossiers/"):
        text = desk.get("carla", path).content.decode()
        assert BANNER not in text
        assert "Demo fund" not in text


def test_a_code_is_of_somebody(site: str) -> None:
    with pytest.raises(CommandError, match="no authenticator app"):
        code("nobody")
    assert re.fullmatch(r"\d{6}", code("officer"))


def test_what_was_printed_stands_nowhere(site: str, printed: tuple[Path, str]) -> None:
    """Passwords are hashed, and no two are alike; the register verifies."""
    passwords = re.findall(r" ((?:[a-z0-9]{4}-){3}[a-z0-9]{4}) ", site)
    assert len(set(passwords)) == len(people())
    data = printed[0].read_bytes()
    assert not [one for one in passwords if one.encode() in data]
    database = Database(f"sqlite:///{printed[0]}")
    assert verify(database) == []
    database.close()


@pytest.mark.parametrize(("language", "role"), [("en", "budget holder"), ("nl", "budgethouder")])
def test_the_page_to_sign_in_offers_the_accounts_that_were_printed(site: str, language: str, role: str) -> None:
    """Everybody with their role and password, and nobody twice."""
    from django.test import Client

    text = Client().get(f"/{language}/account/login/").content.decode()
    rows = re.findall(r'<th scope="row">([^<]+)</th>.*?<code>([^<]+)</code>', text, re.DOTALL)
    assert rows == re.findall(r"^(\S+) .*? ((?:[a-z0-9]{4}-){3}[a-z0-9]{4}) ", site, re.MULTILINE)
    assert [who for who, _password in rows] == [one.who for one in people()]
    assert role in text


def test_the_page_that_asks_for_a_code_shows_it(site: str) -> None:
    """That of the one who signs in, and it is taken."""
    from django.test import Client

    browser, password = Client(), re.search(r"^holder .*? ((?:[a-z0-9]{4}-){3}[a-z0-9]{4}) ", site, re.MULTILINE)
    assert password is not None
    asked = browser.post("/en/account/login/", {"login": "holder", "password": password[1]})["Location"]
    shown = re.search(r"<code>(\d{6})</code>", browser.get(asked).content.decode())
    assert shown is not None
    assert browser.post(asked, {"code": shown[1]})["Location"].endswith("/register/work/")


def test_only_accounts_that_can_sign_in_are_offered(site: str) -> None:
    """Not one that was closed."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    get_user_model().objects.filter(username="officer").update(is_active=False)
    text = Client().get("/en/account/login/").content.decode()
    assert '<th scope="row">officer2</th>' in text
    assert '<th scope="row">officer</th>' not in text


def test_a_register_that_is_used_offers_nobody(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its people are called as those of the demo: no names, no passwords, no codes."""
    desk.book.appoint("officer", "policy officer")
    browser = desk.at("officer")
    browser.logout()
    user = browser.get("/en/account/login/").content.decode()
    assert "made-up register" not in user.lower()
    assert "officer" not in user
    from django.contrib.auth import get_user_model

    from vrede.web.accounts.madeup import code_of_now, offered
    from vrede.web.register.connection import database

    assert get_user_model().objects.filter(username="officer").exists()
    assert offered(database()) == []
    assert code_of_now(database(), "officer") is None


def test_another_register_has_other_passwords() -> None:
    """They hang on its first act."""
    from vrede.web.accounts.madeup import password_of

    found = {password_of(register, one.who) for register in ("a" * 64, "b" * 64) for one in people()}
    assert len(found) == 2 * len(people())
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", one) for one in found)
