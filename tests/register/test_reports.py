"""Reports of the register: laws for any acts, and slow plain twins that calculate them another way."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawnacts import START, Drawn, registers
from vrede.register.audit.fund_share import integrated, shares
from vrede.register.audit.open_commitments import rollforward
from vrede.register.audit.outstanding_advances import AGES, advances, age_of, months_after
from vrede.register.dossier.award import day_of

DAYS = st.integers(0, 3_500).map(lambda days: START + timedelta(days=days))
END = START + timedelta(days=10_000)


@given(made=registers())
def test_opening_and_new_less_paid_and_released_is_closing(made: Drawn) -> None:
    """Each closing is the next opening; the last closings together are what stands open."""
    rows = rollforward(made.acts)
    last: dict[tuple[str, str], int] = {}
    for row in rows:
        assert row.opening_cents + row.new_cents - row.paid_cents - row.released_cents == row.closing_cents
        assert row.opening_cents == last.get((row.article, row.line), 0)
        last[row.article, row.line] = row.closing_cents
    assert sum(last.values()) == sum(cents for (_d, name), cents in made.stands.items() if name == "open")


@given(made=registers())
def test_the_roll_forward_is_that_of_a_plain_twin(made: Drawn) -> None:
    """Every cell by itself: all acts read again for every line and year."""
    lines = {act.dossier: act.facts["line"] for act in made.acts if act.kind == "commitment"}

    def until(line: str, year: int, kinds: tuple[str, ...], only: bool = False) -> int:
        total = 0
        for act in made.acts:
            when = act.year or 0
            if act.kind in kinds and lines.get(act.dossier) == line and (when == year if only else when <= year):
                total += int(act.facts.get("released", 0)) if act.kind == "final_settlement" else act.cents or 0
        return total

    for row in rollforward(made.acts):
        new, paid, gone = ("commitment", "modification_approval"), ("payment",), ("release", "final_settlement")
        assert row.new_cents == until(row.line, row.year, new, True)
        assert row.paid_cents == until(row.line, row.year, paid, True)
        assert row.released_cents == until(row.line, row.year, gone, True)
        assert row.closing_cents == sum(
            sign * until(row.line, row.year, kinds) for sign, kinds in ((1, new), (-1, paid), (-1, gone))
        )


def test_a_roll_forward_as_drawn() -> None:
    """A year in which nothing moves has its row; a line ends with the last year of all."""
    made = Drawn()
    origin = made.add("proposal", "G1", date(2022, 5, 1), 100)
    line = {"article": "XVII.4", "line": "4.3"}
    made.add("commitment", "G1", date(2022, 5, 1), 100, approves=origin.seq, **line)
    made.add("payment", "G1", date(2024, 5, 1), 60)
    made.add("release", "G1", date(2024, 6, 1), 30)
    rows = [
        (r.year, r.opening_cents, r.new_cents, r.paid_cents, r.released_cents, r.closing_cents)
        for r in rollforward(made.acts)
    ]
    assert rows == [(2022, 0, 100, 0, 0, 100), (2023, 100, 0, 0, 0, 100), (2024, 100, 0, 60, 30, 10)]
    assert rollforward([]) == []


@given(made=registers())
def test_advances_by_age_are_what_stands_out(made: Drawn) -> None:
    """Together, and by dossier, the balance of the outstanding accounts; nothing below nothing."""
    rows = advances(made.acts, END)
    found = {row.dossier: row.total_cents for row in rows}
    assert found == {d: cents for (d, name), cents in made.stands.items() if name == "outstanding" and cents}
    assert all(cents >= 0 for row in rows for cents in row.cents.values())


@given(made=registers(), day=DAYS)
def test_advances_are_those_of_a_plain_twin(made: Drawn, day: date) -> None:
    """Cent by cent: a queue to which each payment adds its cents and from which each acceptance takes the first."""
    queues: dict[str, list[date]] = defaultdict(list)
    for act in made.acts:
        if act.kind == "payment" and act.facts.get("advance") and day_of(act) <= day:
            queues[act.dossier] += [day_of(act)] * (act.cents or 0)
    for act in made.acts:
        if act.kind in ("report_assessment", "recovery") and day_of(act) <= day:
            del queues[act.dossier][: act.facts.get("cleared", 0)]
    plain = {d: {name: sum(age_of(one, day) == name for one in q) for name, _m in AGES} for d, q in queues.items() if q}
    assert {row.dossier: row.cents for row in advances(made.acts, day)} == plain


@pytest.mark.parametrize(
    ("paid", "day", "age"),
    [
        (date(2024, 1, 31), date(2024, 4, 29), "0-3"),
        (date(2024, 1, 31), date(2024, 4, 30), "3-6"),
        (date(2024, 1, 31), date(2024, 7, 30), "3-6"),
        (date(2024, 1, 31), date(2024, 7, 31), "6-12"),
        (date(2024, 1, 31), date(2025, 1, 30), "6-12"),
        (date(2024, 1, 31), date(2025, 1, 31), ">12"),
        (date(2024, 1, 31), date(2024, 1, 31), "0-3"),
    ],
)
def test_ages_by_months(paid: date, day: date, age: str) -> None:
    assert age_of(paid, day) == age
    assert months_after(date(2023, 12, 31), 2) == date(2024, 2, 29)


@given(made=registers())
def test_shares_of_a_year_together_are_the_whole(made: Drawn) -> None:
    """And each is what a plain reading of every payment gives."""
    rows = shares(made.acts)
    for year in {row.year for row in rows}:
        assert sum((row.share for row in rows if row.year == year), Fraction(0)) == 1
    plain: dict[tuple[int, str], int] = defaultdict(int)
    for pay in made.acts:
        if pay.kind == "payment":
            origin = next(act for act in made.acts if act.kind == "proposal" and act.dossier == pay.dossier)
            commit = next(act for act in made.acts if act.kind == "commitment" and act.dossier == pay.dossier)
            if "F1" in origin.facts["clauses"]:
                plain[pay.year or 0, commit.facts.get("fund", "")] += pay.cents or 0
    assert {(row.year, row.fund): row.paid_cents for row in rows} == dict(plain)


@given(made=registers())
def test_integrated_programmes_join_two_efforts(made: Drawn) -> None:
    rows = {row.dossier: row for row in integrated(made.acts)}
    for act in made.acts:
        if act.kind == "proposal":
            committed = any(one.kind == "commitment" and one.dossier == act.dossier for one in made.acts)
            assert (act.dossier in rows) == (committed and len(act.facts["efforts"]) >= 2)
    for dossier, row in rows.items():
        assert row.promised_cents == sum(
            act.cents or 0
            for act in made.acts
            if act.dossier == dossier and act.kind in ("commitment", "modification_approval")
        )
        assert row.paid_cents == made.has(dossier, "paid") + made.has(dossier, "claimed")
