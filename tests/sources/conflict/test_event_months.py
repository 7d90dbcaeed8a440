"""Deaths by month from events: two rules, one sum."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventfiles import event, table
from vrede.sources.conflict.events_months import event_months, months_of

DAYS = st.dates(date(1989, 1, 1), date(2024, 12, 31))


@st.composite
def drawn_events(draw: st.DrawFn) -> list[dict[str, object]]:
    made = []
    for ident in range(draw(st.integers(0, 12))):
        start = draw(DAYS)
        end = start + timedelta(days=draw(st.one_of(st.just(0), st.integers(0, 900))))
        kind, country = draw(st.sampled_from(["ged_sb", "ged_ns"])), draw(st.sampled_from(["MLI", "ETH"]))
        release = draw(st.sampled_from(["final", "candidate"]))
        made.append(event(kind, country, start, end, draw(st.integers(0, 2_000_000)), ident, release))
    return made


def slow(rows: list[dict[str, object]], rule: str) -> dict[tuple[str, str, str], int]:
    """Day by day, with whole numbers only."""
    out: dict[tuple[str, str, str], int] = {}
    for row in rows:
        start, end, best = row["date_start"], row["date_end"], row["best"]
        assert isinstance(start, date) and isinstance(end, date) and isinstance(best, int)
        days: dict[str, int] = {}
        for number in range((end - start).days + 1):
            month = (start + timedelta(days=number)).isoformat()[:7]
            days[month] = days.get(month, 0) + 1
        if rule == "end":
            parts = {end.isoformat()[:7]: best}
        else:
            whole = sum(days.values())
            parts = {month: best * n // whole for month, n in days.items()}
            order = sorted(days, key=lambda month: (-(best * days[month] % whole), month))
            for month in order[: best - sum(parts.values())]:
                parts[month] += 1
        for month, n in parts.items():
            key = (str(row["target"]), str(row["iso3"]), month)
            out[key] = out.get(key, 0) + n
    return out


def test_an_event_of_three_months_by_both_rules() -> None:
    """
    from       | to         | deaths -> January | February | March
    2021-01-31 | 2021-03-01 | 31        at the end 31 in March; by days 1 of 30, 28, 1: 1, 29, 1
    """
    one = table([event("ged_sb", "MLI", date(2021, 1, 31), date(2021, 3, 1), 31)])
    assert months_of(one, "end").select("month", "deaths").rows() == [("2021-03", 31)]
    assert months_of(one, "days").select("month", "deaths").rows() == [("2021-01", 1), ("2021-02", 29), ("2021-03", 1)]


def test_at_a_tie_the_earlier_month_gets_the_rest() -> None:
    """Two days, one death."""
    one = table([event("ged_sb", "MLI", date(2021, 1, 31), date(2021, 2, 1), 1)])
    assert months_of(one, "days").select("month", "deaths").rows() == [("2021-01", 1), ("2021-02", 0)]


@given(drawn_events())
def test_all_deaths_stay(rows: list[dict[str, object]]) -> None:
    """Per kind and country, by both rules."""
    events = table(rows)
    key = ("target", "iso3")
    whole = events.group_by(key).agg(deaths=pl.col("best").sum()).sort(key)
    for rule in ("end", "days"):
        made = months_of(events, rule).group_by(key).agg(pl.col("deaths").sum()).sort(key)
        assert made.equals(whole)


@given(drawn_events(), st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(rows: list[dict[str, object]], chance: random.Random) -> None:
    """And asking twice gives the same."""
    mixed = list(rows)
    chance.shuffle(mixed)
    for rule in ("end", "days"):
        assert months_of(table(rows), rule).equals(months_of(table(mixed), rule))


@given(drawn_events())
def test_the_slow_plain_way_gives_the_same(rows: list[dict[str, object]]) -> None:
    """Month by month."""
    for rule in ("end", "days"):
        made = {(t, i, m): n for t, i, m, n in months_of(table(rows), rule).iter_rows()}
        assert made == slow(rows, rule)


@given(drawn_events())
def test_both_rules_side_by_side(rows: list[dict[str, object]]) -> None:
    """Their sums are one, and candidates and what is not clear yet are parts of it."""
    unclear = table(rows).with_columns(clear=pl.col("event_id") % 2 == 0)
    made = event_months(unclear)
    assert made["deaths_unclear"].sum() == sum(int(str(r["best"])) for r in rows if int(str(r["event_id"])) % 2)
    assert made["deaths_at_end"].sum() == made["deaths_by_days"].sum() == sum(int(str(r["best"])) for r in rows)
    assert (made["deaths_candidate"] <= made["deaths_at_end"]).all()


def test_another_rule_is_refused() -> None:
    """By name."""
    with pytest.raises(ValueError, match="no rule 'start'"):
        months_of(table([]), "start")  # type: ignore[arg-type]
