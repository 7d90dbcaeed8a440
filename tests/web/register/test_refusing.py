"""Saying no through the site: offered in the dossier to who may, as a row of the work list only where nothing else is left, and nothing offers it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import registerfunds
from registerbook import DAY, PARTNER, YEAR
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.state import state_of


def offered(desk: Any, who: str, dossier: str) -> set[tuple[str, str]]:
    """(kind, number of what it answers) of what the page of a dossier offers; only approvals."""
    page = desk.get(who, f"dossier/?name={dossier}").content.decode()
    return set(re.findall(r"act/(\w+)/\?dossier=[^\"&]+&amp;approves=(\d+)", page))


def listed(desk: Any, who: str) -> set[str]:
    return set(re.findall(r"act/(\w+)/\?dossier=", desk.get(who, "work/").content.decode()))


def send(desk: Any, who: str, kind: str, dossier: str, act: Any, **form: str) -> Any:
    """A form as the page gave it, for what it answers."""
    path = f"/en/register/act/{kind}/?dossier={dossier}&approves={act.seq}"
    page = desk.at(who).get(path).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(approves(?:_hash)?)" value="(\w+)"', page))
    given = {"reason": "because", "token": f"{kind} {act.seq}", "day": DAY.isoformat(), **hidden, **form}
    return desk.at(who).post(path, given)


@pytest.fixture
def today(desk: Any) -> str:
    """Acts of now: the forms record at the moment itself, so their day is today."""
    from django.utils import timezone

    return timezone.localdate().isoformat()


def test_a_proposal_is_refused_through_its_form(desk: Any, today: str) -> None:
    """Of the newest alone; the work list has the one row of the commitment; afterwards the state says so in both languages."""
    old = desk.book.propose("G1", 60_000, partner=PARTNER)
    assert "600.00 is asked." in desk.get("pia", "dossier/?name=G1").content.decode()
    new = desk.book.propose("G1", 50_000, kind="amendment", partner=PARTNER)
    assert offered(desk, "bram", "G1") == {("commitment", str(new.seq)), ("refusal", str(new.seq))}
    assert offered(desk, "olga", "G1") == set()
    assert listed(desk, "bram") == {"commitment"}
    assert send(desk, "bram", "refusal", "G1", new, day=today).status_code == 400
    assert send(desk, "bram", "refusal", "G1", old, day=today, ground="policy", token="o").status_code == 409
    assert send(desk, "bram", "refusal", "G1", new, day=today, ground="policy").status_code == 302
    act = acts_of(desk.book.database, "G1")[-1]
    assert (act.kind, act.cents, act.year, act.facts) == ("refusal", 50_000, None, {"day": today, "ground": "policy"})
    page = desk.get("pia", "dossier/?name=G1").content.decode()
    assert "State: refused." in page
    assert "500.00 was asked." in page
    assert "is asked" not in page
    assert "does not fit the policy" in desk.get("pia", "dossier/?name=G1").content.decode()
    assert "afgewezen" in desk.at("bram").get("/nl/register/dossier/?name=G1").content.decode()
    assert offered(desk, "betty", "G1") == set()
    assert listed(desk, "betty") == set()
    assert "Last day to object" in desk.get("pia", "work/").content.decode()


def test_amending_is_offered_again_once_an_objection_was_upheld(desk: Any) -> None:
    """The form begins with the refused proposal; until then it is not offered."""
    act = desk.book.propose("G1", 60_000, partner=PARTNER, title="Mine clearance")
    given: dict[str, Any] = {"cents": 60_000, "approves": act.seq, "day": DAY}
    no = desk.book.do("bram", "refusal", "G1", {"ground": "policy"}, **given)
    page = desk.get("olga", "dossier/?name=G1").content.decode()
    assert "act/objection/" in page
    assert "act/amendment/" not in page
    objection = desk.book.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY)
    assert offered(desk, "betty", "G1") == {("objection_decision", str(objection.seq))}
    assert offered(desk, "bram", "G1") == set()
    desk.book.do("betty", "objection_decision", "G1", {"outcome": "upheld"}, approves=objection.seq, day=DAY)
    assert "act/amendment/" in desk.get("olga", "dossier/?name=G1").content.decode()
    assert "Mine clearance" in desk.get("olga", "act/amendment/?dossier=G1").content.decode()


def test_a_request_and_a_change_are_declined_in_the_dossier(desk: Any, granted: Callable[..., Any], today: str) -> None:
    """By who could have said yes, in the role for it; afterwards neither paying, agreeing nor declining is offered."""
    granted("G1")
    desk.book.appoint("bram", "controller")
    asked = desk.book.request("G1", 100)
    older = desk.book.do("olga", "modification", "G1", {"end_date": "2026-12-31"})
    change = desk.book.do("olga", "modification", "G1", {"end_date": "2027-12-31", "milestones": {"m9": "a bridge"}})
    a, c = str(asked.seq), str(change.seq)
    assert offered(desk, "carla", "G1") == {("payment", a), ("rejection", a)}
    assert offered(desk, "betty", "G1") == {("modification_approval", c), ("rejection", c)}
    assert offered(desk, "bram", "G1") == {("rejection", a), ("rejection", c)}
    assert "rejection" not in listed(desk, "carla") | listed(desk, "betty")
    assert send(desk, "bram", "rejection", "G1", older, day=today).status_code == 409
    assert send(desk, "bram", "rejection", "G1", change, day=today).status_code == 302
    assert send(desk, "bram", "rejection", "G1", asked, day=today).status_code == 302
    said = [(act.role, act.cents, act.approves) for act in acts_of(desk.book.database, "G1")[-2:]]
    assert said == [("budget holder", None, change.seq), ("controller", 100, asked.seq)]
    for who in ("carla", "cees", "betty"):
        assert offered(desk, who, "G1") == set()
        assert not listed(desk, who) & {"payment", "modification_approval", "rejection"}
    page = desk.get("olga", "act/modification/?dossier=G1").content.decode()
    assert "2027-12-31" not in page
    assert "m9" not in desk.get("olga", "act/milestone/?dossier=G1").content.decode()
    assert "was refused or rejected already" in send(desk, "carla", "payment", "G1", asked, year=today[:4]).content.decode()  # fmt: skip
    assert state_of(acts_of(desk.book.database, "G1")) == "committed"


def test_a_request_to_a_fund_is_declined_by_its_board(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by who signed; a member of another side is told."""
    monkeypatch.setattr("vrede.register.rules.ruleset.shipped", lambda: registerfunds.FUNDED)
    asked = registerfunds.request(desk.book, "D1")
    number = str(asked.seq)
    assert offered(desk, "dina", "D1") == {("signature", number), ("rejection", number)}
    assert offered(desk, "carla", "D1") == {("drawdown", number), ("rejection", number)}
    assert offered(desk, "bram", "D1") == set()
    assert listed(desk, "dina") == {"signature"}
    given: dict[str, Any] = {"approves": asked.seq, "role": "controller"}
    desk.book.do("cees", "rejection", "D1", **given)
    for who in ("dina", "dirk", "carla"):
        assert offered(desk, who, "D1") == set()
        assert "D1" not in desk.get(who, "work/").content.decode()
    assert DAY.year == YEAR
