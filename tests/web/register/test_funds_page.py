"""The page of the funds: what is free for every use is what a draw for any use gets, to the cent."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from registerbook import DAY, MOMENT, RULES, YEAR
from registerfunds import MADE_UP, drawn
from vrede.register.acts.submission import Submission
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import File

KEPT = (
    MADE_UP
    + """
uses = [ { id = "training", title = { nl = "opleiding", en = "training" } }, { id = "mines", title = { nl = "mijnen", en = "mines" } } ]
earmarks = [ { use = "mines", cents = 25_000 } ]
"""
)


def cells(html: str) -> list[str]:
    """The row of the year, without tags."""
    row = re.search(rf'<th scope="row">{YEAR}</th>(.*?)</tr>', html, re.DOTALL)
    assert row
    return [re.sub(r"<[^>]+>", "", cell).replace("\u202f", "").strip() for cell in re.findall("<td.*?</td>", row[1])]


def test_what_is_kept_is_not_free(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """1,000.00 given, 400.00 drawn for training, 250.00 kept for mines: 350.00 free, and one cent more is refused."""
    rules = replace(RULES, funds={fund.id: fund for fund in File.model_validate(tomllib.loads(KEPT)).fund})
    monkeypatch.setattr("vrede.register.rules.ruleset.shipped", lambda: rules)
    for who, side in (("dina", "diplomatic"), ("dirk", "defence")):
        desk.book.appoint(who, "fund board", side=side)
    drawn(desk.book, "D1")
    page = desk.get("carla", "funds/").content.decode()
    assert [re.sub(r"[^0-9.]", "", cell) for cell in cells(page)] == ["1000.00", "400.00", "250.00", "350.00"]

    def draw(cents: int, dossier: str) -> None:
        given: dict[str, Any] = {"fund": "MF", "uses": ["training"], "criteria": {"integrated": "together"}}

        def act(who: str, role: str, kind: str, approves: int | None, facts: dict[str, Any]) -> int:
            asked = Submission(who, role, kind, dossier, uuid4().hex, "r", cents, YEAR, approves, DAY, facts)
            return record(desk.book.database, asked, MOMENT, rules).seq

        request = act("olga", "policy officer", "fund_request", None, given)
        for who, side in (("dina", "diplomatic"), ("dirk", "defence")):
            act(who, "fund board", "signature", request, {"side": side})
        act("cees", "controller", "drawdown", request, {})

    with pytest.raises(RegisterRefused, match="1 cents too few") as trouble:
        draw(35_001, "D2")
    assert trouble.value.code == "left"
    draw(35_000, "D3")
    page = desk.get("carla", "funds/").content.decode()
    assert [re.sub(r"[^0-9.]", "", cell) for cell in cells(page)] == ["1000.00", "750.00", "250.00", "0.00"]
