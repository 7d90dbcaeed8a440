"""Acts through their forms: what is written is one act or nothing, and the page says why."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registerbook import ARTICLE, DAY, MOMENT, PARTNER, YEAR
from registerfunds import FUNDED, request
from registergrant import ACCOUNT, SCREEN, VET, granted, judged, partner, proposed
from vrede.register.acts.submission import Submission
from vrede.register.audit.verification import verify
from vrede.register.chain.reading import acts_of
from vrede.register.publish.disclosure import day_of
from vrede.register.recording.recorder import record

FORM = {
    "cents": "1,000.50",
    "year": str(YEAR),
    "article": ARTICLE,
    "line": "4.3",
    "schedule.0.0": str(YEAR),
    "schedule.0.1": "1,000.50",
    "title": "Mine clearance",
    "partner": PARTNER,
    "reason": "because mines kill",
    "token": "token-1",
    "dossier_name": "2024-1",
}


def post(desk: Any, who: str, path: str, form: dict[str, Any]) -> Any:
    return desk.at(who).post(f"/en/register/act/{path}", form)


def shown(desk: Any, who: str, path: str) -> dict[str, str]:
    """The hidden fields that say what is approved, as the page gave them."""
    page = desk.get(who, f"act/{path}").content.decode()
    found = re.search(r'name="approves" value="(\d+)"><input type="hidden" name="approves_hash" value="(\w+)"', page)
    return {"approves": found[1], "approves_hash": found[2]} if found else {}


def test_a_proposal_is_written_once_however_often_it_is_sent(desk: Any) -> None:
    """To the cent; the same form again gives the same act and no second."""
    answer = post(desk, "olga", "proposal/", FORM)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/register/dossier/?name=2024-1#act-")
    (act,) = acts_of(desk.book.database, "2024-1")
    assert (act.cents, act.who, act.role, act.reason) == (100_050, "olga", "policy officer", "because mines kill")
    assert act.facts["schedule"] == {str(YEAR): 100_050}
    before = desk.book.count()
    again = post(desk, "olga", "proposal/", FORM)
    assert desk.book.count() == before
    assert again.status_code == 302
    assert verify(desk.book.database) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cents": "1.000,50"}, "cannot be read as an amount"),
        ({"cents": "1e9"}, "cannot be read as an amount"),
        ({"cents": ""}, "This must be filled in"),
        ({"year": "twenty"}, "Write a whole number"),
        ({"reason": "  "}, "Say why"),
        ({"dossier_name": ""}, "This must be filled in"),
        ({"schedule.0.1": ""}, "half empty"),
        ({"schedule.1.0": str(YEAR), "schedule.1.1": "1"}, "stands there twice"),
        ({"end_date": "31-12-2024"}, "year-month-day"),
        ({"instrument": "bribe"}, "Choose one of the list"),
        ({"theme": "x\x01y"}, "must be a text of one line"),
        ({"partner": "two words"}, "must be the identifier of an organisation"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(desk: Any, changed: dict[str, str], said: str) -> None:
    """400, nothing written, and what was typed is still there."""
    before = desk.book.count()
    answer = post(desk, "olga", "proposal/", {**FORM, **changed})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert said in text
    assert "Mine clearance" in text
    assert desk.book.count() == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"schedule.0.1": "1.00"}, "schedule|payments by year"),
        ({"line": "9.9"}, "no line"),
    ],
)
def test_what_the_register_refuses_is_said_with_its_reason(desk: Any, changed: dict[str, str], said: str) -> None:
    """409, nothing written."""
    before = desk.book.count()
    answer = post(desk, "olga", "proposal/", {**FORM, **changed})
    assert answer.status_code == 409
    assert re.search(said, answer.content.decode())
    assert desk.book.count() == before


def test_a_commitment_takes_its_amount_from_what_it_approves(desk: Any) -> None:
    """Whatever a form says of the amount: what is committed is what was proposed, and its page shows what it does to the room."""
    act = desk.book.propose("G1", 60_000)
    page = desk.at("bram").get(f"/en/register/act/commitment/?dossier=G1&approves={act.seq}").content.decode()
    assert "€\u00a010,000.00" in page
    assert "€\u00a09,400.00" in page
    assert 'name="cents"' not in page
    path = f"commitment/?dossier=G1&approves={act.seq}"
    form = {"cents": "1.00", "day": f"{YEAR}-03-01", "reason": "fits the policy", "token": "t2"}
    assert post(desk, "bram", path, {**form, **shown(desk, "bram", path)}).status_code == 302
    assert [one.cents for one in acts_of(desk.book.database, "G1")[1:]] == [60_000]


def test_an_approval_of_what_was_changed_meanwhile_is_refused(desk: Any) -> None:
    """The form was opened on act n; act n+1 changes the proposal; the approval of n is stale."""
    act = desk.book.propose("G1", 60_000)
    path = f"commitment/?dossier=G1&approves={act.seq}"
    seen = shown(desk, "bram", path)
    assert seen["approves"] == str(act.seq)
    desk.book.propose("G1", 90_000, kind="amendment")
    before = desk.book.count()
    answer = post(desk, "bram", path, {"day": f"{YEAR}-03-01", "reason": "r", "token": "t", **seen})
    assert answer.status_code == 409
    assert "changed since" in answer.content.decode()
    assert desk.book.count() == before


def test_what_is_approved_is_what_the_form_showed(desk: Any) -> None:
    """Without a number in the address too: a request that was paid meanwhile is not followed by the next one."""
    desk.book.commit("G1", desk.book.propose("G1", 100_000))
    first, _second = desk.book.request("G1", 30_000), desk.book.request("G1", 70_000)
    seen = shown(desk, "carla", "payment/?dossier=G1")
    assert seen["approves"] == str(first.seq)
    desk.book.pay("G1", first, "cees")
    form = {"year": str(YEAR), "day": f"{YEAR}-03-01", "reason": "r", "token": "t"}
    before = desk.book.count()
    assert post(desk, "carla", "payment/?dossier=G1", {**form, **seen}).status_code == 409
    assert post(desk, "carla", "payment/?dossier=G1", form).status_code == 400
    assert post(desk, "carla", "payment/?dossier=G1", {**form, **seen, "approves_hash": "0" * 64}).status_code == 400
    assert desk.book.count() == before


def test_a_change_without_money_is_agreed_as_its_form_gives_it(desk: Any) -> None:
    desk.book.commit("G1", desk.book.propose("G1", 100_000))
    desk.book.act("olga", "policy officer", "modification", "G1", end_date=f"{YEAR + 1}-06-30")
    path = "modification_approval/?dossier=G1"
    form = {"day": f"{YEAR}-03-01", "reason": "later is fine", "token": "t", **shown(desk, "betty", path)}
    answer = post(desk, "betty", path, form)
    assert answer.status_code == 302, re.findall("lang=.en.>[^<]*", answer.content.decode())


def test_an_empty_list_says_that_there_are_none(desk: Any) -> None:
    """A screening without hits; and a name of two words stays one."""
    form = {
        "partner": PARTNER,
        "list": "a list",
        "list_hash.hash": "a" * 64,
        "list_day": f"{YEAR}-02-01",
        "reason": "r",
    }
    new = {**form, "dossier_name": f"partner {PARTNER}", "token": "s1"}
    assert post(desk, "carla", "screening/", new).status_code == 302
    path = f"screening/?dossier=partner {PARTNER}"
    assert post(desk, "carla", path, {**form, "hits": "John Smith", "token": "s2"}).status_code == 302
    assert [act.facts["hits"] for act in acts_of(desk.book.database, f"partner {PARTNER}")] == [[], ["John Smith"]]


def test_a_partner_reads_its_own_and_not_the_ministrys_inner_words(desk: Any) -> None:
    """Appraisal, advice, why it was done despite an advice, closed documents, and how many acts there are."""
    act = desk.book.propose("G1", 60_000, partner=PARTNER)
    desk.book.appoint("arie", "appraiser")
    desk.book.do("arie", "advice", "G1", {"discipline": "legal", "advice": "negative"})
    desk.book.act(
        "bram",
        "budget holder",
        "commitment",
        "G1",
        60_000,
        act.seq,
        year=YEAR,
        day=DAY,
        justification="inner words as well",
    )
    closed = {"document": "b" * 64, "category": "letter"}
    desk.book.act("olga", "policy officer", "document", "G1", title="inner letter", public=False, **closed)
    desk.book.act("olga", "policy officer", "document", "G1", title="open letter", public=True, **closed)
    for path in (
        "dossier/?name=G1",
        "dossier.csv?name=G1",
        "act/payment_request/?dossier=G1",
        "dossiers.csv",
        "dossiers/",
    ):
        text = desk.get("pia", path).content.decode()
        assert "inner" not in text, path
    assert "open letter" in desk.get("pia", "dossier/?name=G1").content.decode()
    assert "inner words as well" in desk.get("carla", "dossier/?name=G1").content.decode()
    row = next(csv.DictReader(desk.get("pia", "dossiers.csv").content.decode().lstrip("\ufeff").splitlines()))
    assert (row["dossier"], row["acts"]) == ("G1", "")


def test_a_file_that_was_replaced_is_noticed_before_anything_is_written(desk: Any, tmp_path: Any) -> None:
    """An act that is acknowledged stands in the file that stands there now."""
    import shutil

    desk.get("olga", "work/")
    path = tmp_path / "register.sqlite3"
    desk.book.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, tmp_path / "copy.sqlite3")
    for name in ("register.sqlite3-wal", "register.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "copy.sqlite3").replace(path)
    from registersite import use

    use(f"sqlite:///{path}", forgetting=False)
    assert post(desk, "olga", "proposal/", FORM).status_code == 302
    import sqlite3

    with closing(sqlite3.connect(path)) as now:
        assert now.execute("SELECT COUNT(*) FROM act WHERE dossier = '2024-1'").fetchone() == (1,)


def test_approving_needs_the_second_factor_of_this_session(desk: Any) -> None:
    """Without one the form is not even shown; reading and proposing go on."""
    act = desk.book.propose("G1", 60_000)
    path = f"/en/register/act/commitment/?dossier=G1&approves={act.seq}"
    browser = desk.at("bram", second=False)
    assert browser.get("/en/register/").status_code == 200
    assert browser.get(path).status_code == 403
    before = desk.book.count()
    assert browser.post(path, {"day": f"{YEAR}-03-01", "reason": "r", "token": "t"}).status_code == 403
    assert desk.book.count() == before
    assert desk.at("olga", second=False).post("/en/register/act/proposal/", FORM).status_code == 302


def test_a_form_of_another_site_is_refused(desk: Any) -> None:
    """Without the token of our own page nothing is written."""
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.cookies = desk.at("olga").cookies
    before = desk.book.count()
    assert browser.post("/en/register/act/proposal/", FORM).status_code == 403
    assert browser.post("/en/register/people/", {"person": "x", "role": "controller"}).status_code == 403
    assert browser.post("/en/account/logout/").status_code == 403
    assert desk.book.count() == before


def test_a_document_leaves_its_digest_and_nothing_else(desk: Any, tmp_path: Any) -> None:
    """The bytes are nowhere: not in the database, not on the disk."""
    desk.book.propose("G1", 60_000)
    body = b"a contract that nobody else may read " * 1000
    form = {
        "title": "contract",
        "document": SimpleUploadedFile("c.pdf", body),
        "category": "contract",
        "reason": "as agreed",
        "token": "t9",
    }
    answer = post(desk, "olga", "document/?dossier=G1", form)
    assert answer.status_code == 302, re.findall("trouble[^<]*<[^<]*", answer.content.decode())
    assert acts_of(desk.book.database, "G1")[-1].facts["document"] == hashlib.sha256(body).hexdigest()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"nobody else may read" not in file.read_bytes()


def test_a_document_that_is_too_large_is_refused_unread(desk: Any) -> None:
    desk.book.propose("G1", 60_000)
    form = {
        "title": "c",
        "document": SimpleUploadedFile("c", b"x" * (22 << 20)),
        "category": "contract",
        "reason": "r",
        "token": "t",
    }
    assert post(desk, "olga", "document/?dossier=G1", form).status_code == 413


def test_texts_are_escaped_and_cells_are_no_formulas(desk: Any) -> None:
    """In a page, a CSV and a workbook."""
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>'
    desk.book.propose("G1", 60_000, title=evil)
    page = desk.get("olga", "dossier/?name=G1").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    text = desk.get("olga", "dossiers.csv").content.decode()
    assert "'=HYPERLINK" in text
    import io
    import zipfile

    book = zipfile.ZipFile(io.BytesIO(desk.get("olga", "dossiers.xlsx").content))
    assert all(b"<f>" not in book.read(name) for name in book.namelist())


def test_an_account_number_is_masked_for_everybody(desk: Any) -> None:
    """In the dossier, its file, and the auditor's list."""
    act = desk.book.propose("G1", 60_000, partner=PARTNER)
    desk.book.commit("G1", act)
    desk.book.act("pia", "partner contact", "payment_request", "G1", 1000, account="NL91ABNA0417164300", advance=True)
    for who, path in (
        ("carla", "dossier/?name=G1"),
        ("aud", "dossier.csv?name=G1"),
        ("aud", "audit/"),
        ("aud", "audit.csv"),
        ("pia", "dossier/?name=G1"),
        ("carla", f"act/payment/?dossier=G1&approves={desk.book.count()}"),
    ):
        answer = desk.get(who, path)
        assert answer.status_code == 200, path
        assert b"0417164300" not in answer.content, path
    assert "NL••••4300" in desk.get("carla", "dossier/?name=G1").content.decode()


def test_the_budget_says_what_each_instrument_used_of_a_line(desk: Any) -> None:
    """Under its line: committed and paid sum to the line; in the file too, where authority stands at the line alone."""
    commit = {"G1": ("4.3", 600, "subsidy"), "G2": ("4.3", 300, "loan"), "G3": ("4.1", 50, "")}
    for name, (line, cents, instrument) in commit.items():
        desk.book.staff() if name == "G1" else None
        if instrument:
            partner(desk.book) if name == "G1" else None
            granted(desk.book, name, cents, instrument, line=line)
        else:
            desk.book.commit(name, desk.book.propose(name, cents, line))
    desk.book.pay("G3", desk.book.request("G3", 20))
    page = desk.get("carla", f"?year={YEAR}").content.decode()
    for words in ("4.3 · subsidy", "4.3 · loan", "4.1 · no instrument"):
        assert words in page
    rows = list(csv.DictReader(io.StringIO(desk.get("carla", f"budget.csv?year={YEAR}").content.decode("utf-8-sig"))))
    for line in ("4.1", "4.3"):
        whole, *parts = [row for row in rows if row["line"] == line]
        assert (whole["instrument"], {row["commitment_authority_cents"] for row in parts}) == ("", {""})
        for name in ("commitment_used_cents", "cash_used_cents"):
            assert sum(int(row[name]) for row in parts) == int(whole[name])
    assert [row["instrument"] for row in rows if row["line"] == "4.3"] == ["", "subsidy", "loan"]


def test_the_work_list_holds_what_this_person_can_approve(desk: Any) -> None:
    """The budget holder sees the proposal of another, the proposer does not; after the commitment it is gone."""
    act = desk.book.propose("G1", 60_000, title="Mine clearance")
    assert f"approves={act.seq}" in desk.get("bram", "work/").content.decode()
    assert "approves=" not in desk.get("olga", "work/").content.decode()
    desk.book.commit("G1", act)
    assert "approves=" not in desk.get("bram", "work/").content.decode()
    desk.book.law("cash", {"4.3": 400_000}, year=timezone.localdate().year)
    request = desk.book.request("G1", 1000)
    assert request.cents == 1000
    assert "act/payment/?dossier=G1" in desk.get("carla", "work/").content.decode()


def test_days_shown_are_those_of_the_netherlands(desk: Any) -> None:
    """What is recorded half an hour before midnight UTC is of the next day here: on the work list, in the dossier and published."""
    said = {"article": ARTICLE, "line": "4.3", "schedule": {str(YEAR): 1_000}}
    late = datetime(2024, 7, 1, 23, 30, tzinfo=UTC)
    act = desk.book.do("olga", "proposal", "G1", said, cents=1_000, year=YEAR, moment=late)
    for path in ("work/", "dossier/?name=G1"):
        page = desk.get("bram", path).content.decode()
        assert ("2 July 2024" in page, "1 July 2024" in page) == (True, False), path
    assert day_of(act) == date(2024, 7, 2)


def test_the_work_list_says_what_must_be_done_first_and_who_can_do_it(desk: Any) -> None:
    """A commitment waits for judgements and checks; who can make them sees them as work, who proposed does not judge."""
    desk.book.staff()
    proposal = proposed(desk.book, "G1", 1_000, "subsidy")
    page = desk.get("bram", "work/").content.decode()
    assert "approves=" not in page
    assert "Waits for others first" in page
    assert "Appraisal, legal advice, financial advice, due diligence, screening against a list" in page
    work = desk.get("anna", "work/").content.decode()
    assert "act/appraisal/?dossier=G1" in work
    assert f"act/due_diligence/?dossier=partner%20{PARTNER}" in work
    assert "act/screening/" not in work
    assert "act/advice/?dossier=G1" in desk.get("carla", "work/").content.decode()
    assert "act/" not in desk.get("olga", "work/").content.decode().split("<main", 1)[1]
    judged(desk.book, "G1", proposal)
    now = timezone.now()
    desk.book.do("anna", "due_diligence", f"partner {PARTNER}", {**VET, "valid_until": "2099-12-31"})
    listed = {**SCREEN, "list_day": timezone.localdate().isoformat()}
    desk.book.do("clara", "screening", f"partner {PARTNER}", listed, moment=now)
    assert f"act/commitment/?dossier=G1&amp;approves={proposal.seq}" in desk.get("bram", "work/").content.decode()
    assert "act/appraisal/" not in desk.get("anna", "work/").content.decode()


def test_the_last_two_who_can_pay_and_judge_reports_are_not_asked_to_advise(desk: Any) -> None:
    """Whoever advised does neither in that dossier, and nobody does both: of all controllers two are left, and it can be closed."""
    desk.book.staff()
    proposal = proposed(desk.book, "G1", 1_000, "contribution")
    for who in ("carla", "cees"):
        assert "act/advice/" in desk.get(who, "work/").content.decode()
        desk.book.do(who, "advice", "G1", {"discipline": "legal", "advice": "positive"})
    for who in ("clara", "coen"):
        assert "act/advice/" not in desk.get(who, "work/").content.decode()
    assert "act/advice/" in desk.get("anna", "work/").content.decode()
    judged(desk.book, "G1", proposal)
    desk.book.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    desk.book.do("bram", "commitment", "G1", cents=1_000, approves=proposal.seq, year=YEAR, day=DAY)
    asked = desk.book.do("pia", "payment_request", "G1", {"account": ACCOUNT}, cents=1_000)
    desk.book.do("clara", "payment", "G1", cents=1_000, approves=asked.seq, year=YEAR, day=DAY)
    final = {"report": "final", "period_end": DAY.isoformat(), "document": "0a" * 32}
    received = desk.book.do("pia", "report", "G1", final)
    desk.book.do("coen", "report_assessment", "G1", {"opinion": "accepted"}, approves=received.seq)


def test_with_two_controllers_none_is_asked_to_advise(desk: Any) -> None:
    """One pays, the other judges the reports; an appraiser who is a controller too is needed as one of the others was."""
    desk.book.appoint("arie", "appraiser")
    proposed(desk.book, "G1", 1_000, "contribution")
    for who, asked in {"carla": False, "cees": False, "arie": True}.items():
        assert ("act/advice/" in desk.get(who, "work/").content.decode()) == asked
    desk.book.appoint("arie", "controller")
    assert "act/advice/" in desk.get("arie", "work/").content.decode()
    desk.book.do("carla", "advice", "G1", {"discipline": "legal", "advice": "positive"})
    assert "act/advice/" not in desk.get("arie", "work/").content.decode()


def test_a_commitment_without_room_waits_for_it(desk: Any) -> None:
    """Its line has too little; a line less, and it can be committed."""
    for name, cents in {"G1": 600_001, "G2": 600_000}.items():
        desk.book.propose(name, cents)
    page = desk.get("bram", "work/").content.decode()
    assert ("dossier=G1" in page, "dossier=G2" in page) == (False, True)
    assert "Room in the budget" in page


def test_a_change_without_room_waits_for_it(desk: Any, granted: Any) -> None:
    """Until it asks no more than its line has; one without money waits for nothing."""
    granted("G1")
    room = 600_000 - 1_000
    for more, offered in ((room + 1, False), (room, True), (0, True)):
        given = {"year": YEAR, "schedule": {str(YEAR): 1_000 + more}} if more else {"end_date": "2099-12-31"}
        asked = desk.book.act("olga", "policy officer", "modification", "G1", more or None, **given)
        page = desk.get("betty", "work/").content.decode()
        assert (
            f"act/modification_approval/?dossier=G1&amp;approves={asked.seq}" in page,
            "Room in the budget" in page,
        ) == (
            offered,
            not offered,
        )


@pytest.mark.parametrize("about", ["G1", f"partner {PARTNER}"])
def test_a_payment_that_is_stopped_is_not_offered_and_nobody_reads_why(desk: Any, granted: Any, about: str) -> None:
    """Who could pay reads what the payment itself would say, and no more; others read nothing of it. Lifted, it is offered."""
    granted("G1")
    granted("G2", partner="XM-OTHER")
    desk.book.staff()
    desk.book.law("cash", {"4.3": 400_000}, year=timezone.localdate().year)
    desk.book.do("anna", "due_diligence", f"partner {PARTNER}", VET)
    for name in ("G1", "G2"):
        desk.book.act("otto", "policy officer", "payment_request", name, 100)
    report = {"about": about, "category": "fraud", "description": "a secret of this report", "suspend": True}
    stop = desk.book.act("ida", "integrity officer", "concern", "integrity 1", **report)
    said = "Payments of this dossier are suspended"
    page = desk.get("carla", "work/").content.decode()
    assert ["act/payment/?dossier=G1" in page, "act/payment/?dossier=G2" in page, said in page] == [False, True, True]
    for who in ("carla", "olga", "bram", "pia", "dina", "anna"):
        page = desk.get(who, "work/").content.decode()
        assert ("secret" in page, "integrity 1" in page, said in page) == (False, False, who == "carla"), who
    desk.book.do("imre", "resumption", "integrity 1", approves=stop.seq)
    page = desk.get("carla", "work/").content.decode()
    assert ("act/payment/?dossier=G1" in page, said in page) == (True, False)


def test_who_committed_is_not_asked_for_the_final_amount(desk: Any, granted: Any) -> None:
    """Another budget holder is."""
    granted("G1")
    final = {"report": "final", "period_end": DAY.isoformat(), "document": "0a" * 32}
    received = desk.book.do("pia", "report", "G1", final)
    desk.book.do("carla", "report_assessment", "G1", {"opinion": "accepted"}, approves=received.seq)
    for who, offered in {"bram": False, "betty": True}.items():
        assert ("act/final_settlement/?dossier=G1" in desk.get(who, "work/").content.decode()) == offered


def test_what_an_upheld_objection_asks_stands_on_the_work_list(desk: Any) -> None:
    """An officer sees that a refused proposal is to be amended, and why nothing else happens."""
    act = desk.book.propose("G1", 1_000, partner=PARTNER)
    no = desk.book.act("betty", "budget holder", "refusal", "G1", 1_000, act.seq, day=DAY, ground="policy")
    said = {"day": DAY, "year": None}
    objection = desk.book.act("pia", "partner contact", "objection", "G1", **said, decision=no.seq)
    assert "act/amendment/" not in desk.get("olga", "work/").content.decode()
    desk.book.act("bram", "budget holder", "objection_decision", "G1", approves=objection.seq, **said, outcome="upheld")
    assert "act/amendment/?dossier=G1" in desk.get("olga", "work/").content.decode()


def test_a_side_that_signed_sees_the_request_no_more_and_a_draw_waits_for_all_sides(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vrede.register.rules.ruleset.shipped", lambda: FUNDED)
    asked = request(desk.book, "R1")
    for who, side, draws in (("dirk", "defence", False), ("dina", "diplomatic", True)):
        assert f"act/signature/?dossier=R1&amp;approves={asked.seq}" in desk.get(who, "work/").content.decode()
        given = Submission(who, "fund board", "signature", "R1", who, "r", 40_000, YEAR, asked.seq, DAY, {"side": side})
        record(desk.book.database, given, MOMENT, FUNDED)
        assert "act/signature/" not in desk.get(who, "work/").content.decode()
        work = desk.get("cees", "work/").content.decode()
        assert ("act/drawdown/" in work, "Signature of the diplomatic side" in work) == (draws, not draws)


def test_a_warning_that_nobody_answered_stands_on_the_work_list(desk: Any) -> None:
    """Answering it is an act with its reason; afterwards it is gone from the list."""
    page = desk.get("olga", "work/").content.decode()
    found = re.findall(r"answer/\?warning=([^\"]+)\"", page)
    if not found:
        pytest.fail("the sample has warnings that can be answered")
    path = f"answer/?warning={found[0]}"
    assert desk.get("olga", path).status_code == 200
    refused = desk.at("olga").post(f"/en/register/{path}", {"response": "started", "reason": "r", "token": "w1"})
    assert refused.status_code == 409
    done = desk.at("olga").post(
        f"/en/register/{path}", {"response": "none", "reason": "no partner can work there", "token": "w2"}
    )
    assert done.status_code == 302
    assert found[0] not in desk.get("olga", "work/").content.decode()
    relied = acts_of(desk.book.database, unquote(found[0]))[-1].facts["receipts"]
    assert re.fullmatch(r"/en/warning/triggers/\?snapshot=[0-9a-f]{16}", relied[0])
    assert desk.nobody().get(relied[0]).status_code == 200
    assert (
        desk.at("olga").post(f"/en/register/{path}", {"response": "none", "reason": "r", "token": "w3"}).status_code
        == 404
    )


def test_the_budget_page_and_its_files_say_the_same(desk: Any) -> None:
    """Free after a commitment of half of what was asked, in cents."""
    desk.book.commit("G1", desk.book.propose("G1", 60_000))
    text = desk.get("bram", "budget.csv?year=2024").content.decode().lstrip("\ufeff")
    head, *rows = csv.reader(text.splitlines())
    whole = next(dict(zip(head, row, strict=True)) for row in rows if row[2] == "")
    assert whole["commitment_free_cents"] == "940000"
    assert whole["cash_due_cents"] == "60000"
    assert whole["cash_left_cents"] == "540000"
    assert desk.get("bram", "?year=2024").status_code == 200
    assert desk.get("bram", "?year=1999").status_code == 404
    assert timezone.localdate().year >= YEAR


def test_without_a_register_the_pages_say_how_to_begin_one(
    desk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    from vrede.web.register import connection

    browser = desk.at("olga")
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    connection.forget()
    answer = browser.get("/en/register/work/")
    assert answer.status_code == 503
    assert "vrede register found" in answer.content.decode()


def test_an_appointment_by_the_administrator_through_the_page(desk: Any) -> None:
    """With side and reason; nobody else may."""
    form = {"person": "joop", "role": "fund board", "side": "justice", "reason": "new in this post", "token": "a1"}
    assert desk.at("admin").post("/en/register/people/", form).status_code == 302
    assert "joop" in desk.get("aud", "people/").content.decode()
    before = desk.book.count()
    assert desk.at("aud").post("/en/register/people/", {**form, "token": "a2"}).status_code == 403
    assert desk.at("admin", second=False).post("/en/register/people/", {**form, "token": "a3"}).status_code == 403
    assert desk.at("bram").post("/en/register/people/", {**form, "token": "a4"}).status_code == 403
    assert desk.book.count() == before


def test_money_of_a_fund_and_a_ranking_through_their_forms(desk: Any) -> None:
    """The one dossier of funds needs no name; a ranking asks nothing but its reason, and says why it cannot be made yet."""
    form = {
        "cents": "1,000.00",
        "year": str(YEAR),
        "day": f"{YEAR}-03-01",
        "fund": "BIV",
        "letter": "first supplementary law",
        "reason": "as the law says",
        "token": "f1",
        "dossier_name": "funds",
    }
    assert post(desk, "carla", "allotment/", form).status_code == 302
    assert post(desk, "cees", "allotment/", {**form, "token": "f2"}).status_code == 302
    assert [act.cents for act in acts_of(desk.book.database, "funds")] == [100_000, 100_000]
    assert "New: " in desk.get("carla", "dossiers/").content.decode()


def test_an_appraisal_starts_with_what_the_call_asks(desk: Any) -> None:
    """Every criterion and threshold by its code, with its title; a threshold without a reason is not met, a score is needed."""
    call = {
        "article": ARTICLE,
        "line": "4.3",
        "title": "A call",
        "deadline": "2024-03-31",
        "minimum_score": 60,
        "criteria": {"need": "how great the need is", "plan": "how good the plan is"},
        "sub_ceilings": {},
        "thresholds": {"local": "is from there", "audit": "was audited"},
        "legal_basis": "rule",
    }
    desk.book.do("betty", "call", "C1", call, cents=100_000, year=YEAR)
    act = desk.book.propose("G1", 1_000, call="C1", partner=PARTNER)
    page = desk.get("anna", "act/appraisal/?dossier=G1").content.decode()
    for name, code in (("scores.0.0", "need"), ("scores.1.0", "plan"), ("thresholds.1.0", "local")):
        assert re.search(rf'name="{re.escape(name)}" value="{code}"', page), name
    assert "need: how great the need is. plan: how good the plan is." in page
    form = {
        "proposal": str(act.seq),
        "verdict": "fund",
        "risks": "flood: small: delay: start early",
        "reason": "r",
        "scores.0.0": "need",
        "scores.0.1": "80",
        "scores.0.2": "many wait",
        "token": "appraise-1",
        "scores.1.0": "plan",
        "scores.1.1": "",
        "scores.1.2": "",
        "thresholds.0.0": "local",
        "thresholds.0.1": "founded there",
        "thresholds.1.0": "audit",
        "thresholds.1.1": "",
    }
    before = desk.book.count()
    answer = post(desk, "anna", "appraisal/?dossier=G1", form)
    assert (answer.status_code, desk.book.count()) == (400, before)
    assert "Row 2 is half empty." in answer.content.decode()
    answer = post(desk, "anna", "appraisal/?dossier=G1", {**form, "scores.1.1": "60", "scores.1.2": "so"})
    assert answer.status_code == 302, answer.content.decode()
    assert acts_of(desk.book.database, "G1")[-1].facts["thresholds"] == {"local": "founded there"}
