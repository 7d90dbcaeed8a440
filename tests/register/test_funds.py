"""Integrated funds: a draw needs the criteria and the signatures that the rule of its day names; without a text there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from registerbook import DAY, MOMENT, RULES, YEAR, Book
from registerfunds import MADE_UP
from vrede.register.acts.submission import Submission
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act
from vrede.register.chain.postings import balance
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import Fund, load_funds

THREE = f"""{MADE_UP}
[[fund.rule]]
since = 2024-07-01
loaded = true
source = "made up"
sides = ["diplomatic", "defence", "justice"]
criteria = [
    {{ id = "integrated", title = {{ nl = "geïntegreerd", en = "joins diplomatic, civil and military effort" }} }},
    {{ id = "law", title = {{ nl = "rechtsorde", en = "strengthens the rule of law" }} }},
]
"""
"""The made-up fund with a later rule, which has a third side and a second criterion."""
BOARD = {"dina": "diplomatic", "dirk": "defence", "joop": "justice"}
LATER = date(2024, 7, 2)


@pytest.fixture
def funds(tmp_path: Path) -> dict[str, Fund]:
    (tmp_path / "funds.toml").write_text(THREE, encoding="utf-8")
    return load_funds(tmp_path / "funds.toml")


@pytest.fixture
def fund(book: Book, funds: dict[str, Fund]) -> Any:
    """Does an act on the made-up fund, which has 100,000 cents in 2024."""
    for who in BOARD:
        book.appoint(who, "fund board", side=BOARD[who])

    def act(
        who: str, role: str, kind: str, cents: int, approves: int | None = None, day: date = DAY, **facts: Any
    ) -> Act:
        dossier = "funds" if kind == "allotment" else "D1"
        asked = Submission(who, role, kind, dossier, uuid4().hex, "a reason", cents, YEAR, approves, day, facts)
        return record(book.database, asked, MOMENT, replace(RULES, funds=funds))

    act("carla", "controller", "allotment", 100_000, fund="MF", letter="first supplementary law of 2024")
    return act


def refused(code: str, act: Any) -> str:
    with pytest.raises(RegisterRefused) as trouble:
        act()
    assert trouble.value.code == code, trouble.value
    return str(trouble.value)


GOOD = {"fund": "MF", "uses": ["training"], "criteria": {"integrated": "police, courts and an embassy together"}}


KEPT = MADE_UP.replace(
    'sides = ["diplomatic", "defence"]',
    """sides = ["diplomatic"]
uses = [ { id = "training", title = { nl = "training", en = "training" } },
    { id = "demining", title = { nl = "ontmijnen", en = "demining" } } ]
earmarks = [ { use = "demining", cents = 30_000 } ]""",
)
"""The made-up fund with two uses, of which one keeps 30,000 cents a year."""


def drawn(book: Book, dossier: str, cents: int, use: list[str], funds: dict[str, Fund]) -> Act:
    """Submission, signed and drawn."""

    def act(who: str, role: str, kind: str, approves: int | None = None, **facts: Any) -> Act:
        asked = Submission(who, role, kind, dossier, uuid4().hex, "a reason", cents, YEAR, approves, DAY, facts)
        return record(book.database, asked, MOMENT, replace(RULES, funds=funds))

    asked = act("olga", "policy officer", "fund_request", **{**GOOD, "uses": use})
    act("dina", "fund board", "signature", asked.seq, side="diplomatic")
    return act("carla", "controller", "drawdown", asked.seq)


def test_what_is_kept_for_one_use_is_left_by_the_others(book: Book, fund: Any, tmp_path: Path) -> None:
    """100,000 cents, 30,000 of them for demining: training gets 70,000 until demining has drawn its part; another use gets nothing."""
    (tmp_path / "kept.toml").write_text(KEPT, encoding="utf-8")
    funds = load_funds(tmp_path / "kept.toml")
    message = refused("left", lambda: drawn(book, "D1", 70_001, ["training"], funds))
    assert "100000 cents left in 2024, of which 30000 cents are kept for other uses: 1 cents too few" in message
    drawn(book, "D2", 60_000, ["training"], funds)
    drawn(book, "D3", 20_000, ["demining"], funds)
    refused("left", lambda: drawn(book, "D4", 10_001, ["training"], funds))
    drawn(book, "D5", 10_000, ["training"], funds)
    assert "pays for training, demining, not for 'arms control'" in refused(
        "criterion", lambda: drawn(book, "D6", 1, ["arms control"], funds)
    )
    assert "ask for each use apart" in refused(
        "criterion", lambda: drawn(book, "D8", 10_000, ["training", "demining"], funds)
    )
    drawn(book, "D7", 10_000, ["demining"], funds)
    assert balance(book.database, "fund:MF:2024") == 0


def test_money_is_kept_only_for_a_use_that_the_rule_allows(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text(KEPT.replace('use = "demining"', 'use = "else"'), encoding="utf-8")
    with pytest.raises(ValidationError, match="kept for a use that the rule allows"):
        load_funds(tmp_path / "wrong.toml")


def test_a_draw_with_all_that_its_rule_asks(book: Book, fund: Any) -> None:
    """Submission, signed by both sides, drawn by a controller; the money stands with the dossier, and all verifies."""
    asked = fund("olga", "policy officer", "fund_request", 40_000, **GOOD)
    fund("dina", "fund board", "signature", 40_000, asked.seq, side="diplomatic")
    fund("dirk", "fund board", "signature", 40_000, asked.seq, side="defence")
    drawn = fund("carla", "controller", "drawdown", 40_000, asked.seq)
    assert balance(book.database, "drawn:D1") == 40_000
    assert balance(book.database, "fund:MF:2024") == 60_000
    assert drawn.facts["rule"] == "2023-01-01"
    assert verify(book.database) == []


def test_every_side_signs_once_and_nobody_for_two(book: Book, fund: Any) -> None:
    asked = fund("olga", "policy officer", "fund_request", 40_000, **GOOD)
    assert "diplomatic, defence" in refused("sides", lambda: fund("carla", "controller", "drawdown", 40_000, asked.seq))
    fund("dina", "fund board", "signature", 40_000, asked.seq, side="diplomatic")
    refused("own", lambda: fund("dina", "fund board", "signature", 40_000, asked.seq, side="defence"))
    refused("sides", lambda: fund("dirk", "fund board", "signature", 40_000, asked.seq, side="diplomatic"))
    refused("sides", lambda: fund("joop", "fund board", "signature", 40_000, asked.seq, side="justice"))
    assert "not signed yet by: defence" in refused(
        "sides", lambda: fund("carla", "controller", "drawdown", 40_000, asked.seq)
    )
    refused("role", lambda: fund("olga", "policy officer", "signature", 40_000, asked.seq, side="defence"))


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"criteria": {}}, "criterion", "joins diplomatic, civil and military effort"),
        ({"criteria": {"integrated": " "}}, "criterion", "joins diplomatic"),
        ({"uses": ["training", "arms"]}, "criterion", "never pays for this: weapons for armies"),
        ({"fund": "XX"}, "fund", "there is no fund 'XX'"),
    ],
)
def test_a_refusal_says_which_criterion(fund: Any, changed: dict[str, Any], code: str, said: str) -> None:
    assert said in refused(code, lambda: fund("olga", "policy officer", "fund_request", 1, **{**GOOD, **changed}))


def test_the_rule_of_the_day_of_the_draw_counts(fund: Any) -> None:
    """Asked in March, drawn in July under a new rule: a third side and a second criterion are asked."""
    asked = fund("olga", "policy officer", "fund_request", 1, **GOOD)
    for who in ("dina", "dirk"):
        fund(who, "fund board", "signature", 1, asked.seq, side=BOARD[who])
    assert "rule of law" in refused(
        "criterion", lambda: fund("carla", "controller", "drawdown", 1, asked.seq, day=LATER)
    )
    fund("carla", "controller", "drawdown", 1, asked.seq)


def test_a_fund_never_pays_more_than_it_has(fund: Any) -> None:
    asked = fund("olga", "policy officer", "fund_request", 100_001, **GOOD)
    for who in ("dina", "dirk"):
        fund(who, "fund board", "signature", 100_001, asked.seq, side=BOARD[who])
    assert "1 cents too few" in refused("left", lambda: fund("carla", "controller", "drawdown", 100_001, asked.seq))


@pytest.mark.parametrize(
    ("ident", "day"),
    [("BIV", date(2016, 5, 1)), ("BIV", date(2024, 5, 1)), ("SF", date(2024, 5, 1)), ("BIV", date(2014, 1, 1))],
)
def test_of_the_funds_that_ship_no_text_was_read_and_nothing_is_drawn(ident: str, day: date, book: Book) -> None:
    """The refusal says that the text is not loaded, and why; or that there was no rule yet."""
    asked = Submission(
        "olga", "policy officer", "fund_request", "D1", "t", "r", 1, day.year, None, day, {**GOOD, "fund": ident}
    )
    said = refused("fund", lambda: record(book.database, asked, MOMENT))
    assert "text not loaded (" in said or "has no rule on" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loaded = true", "loaded = false"),
        ('sides = ["diplomatic", "defence"]', 'sides = ["navy"]'),
        ('sides = ["diplomatic", "defence"]', "sides = []"),
        ("since = 2023-01-01", "from = 2023-01-01"),
    ],
)
def test_a_file_of_rules_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / f"{abs(hash((old, new)))}.toml"
    file.write_text(THREE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValidationError):
        load_funds(file)


def test_a_warning_is_answered_with_an_act_or_an_accountable_no(book: Book) -> None:
    """Started or changed names the programme; none gives its reason; once each."""
    facts = {"rule": "onset", "iso3": "MLI", "issue": "7"}
    with pytest.raises(RegisterRefused, match="name the programme"):
        book.act("olga", "policy officer", "warning_response", "warning onset MLI 7", response="started", **facts)
    with pytest.raises(RegisterRefused, match="one of started, changed, none"):
        book.act("olga", "policy officer", "warning_response", "warning onset MLI 7", response="later", **facts)
    act = book.act(
        "olga",
        "policy officer",
        "warning_response",
        "warning onset MLI 7",
        reason="no access",
        response="none",
        **facts,
    )
    assert (act.reason, act.facts["response"]) == ("no access", "none")
    with pytest.raises(RegisterRefused, match="the dossier is answered"):
        book.act("otto", "policy officer", "warning_response", "warning onset MLI 7", response="none", **facts)
    assert verify(book.database) == []
