"""The fast way and the slow plain twin (tests/twin.py) agree to the cent, on every measure, kind, year and part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from twin import Slice, follow
from vrede.article.load import load_texts
from vrede.lake.snapshot import Snapshot
from vrede.money.place import DOUBTED
from vrede.sources.sample import Truths

Sums = dict[tuple[str, ...], int]


@pytest.fixture(scope="module")
def pieces(sample: tuple[Path, Truths]) -> list[Slice]:
    return follow(sample[0] / "iati")[1]


def added(rows: Iterable[tuple[tuple[object, ...], int | None]]) -> Sums:
    """Sums of what has a price, by key; sums of nothing but zero are left out on both sides."""
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for key, cents in rows:
        sums[tuple(str(k) for k in key)] += cents or 0
    return {key: cents for key, cents in sums.items() if cents}


def fast(frame: pl.DataFrame, *by: str) -> Sums:
    grouped = frame.group_by(by).agg(pl.col("amount_eur_cents").sum())
    return {tuple(str(k) for k in row[:-1]): row[-1] for row in grouped.iter_rows() if row[-1]}


def test_everything_by_measure_kind_and_year(pieces: list[Slice], sample_snapshot: Snapshot) -> None:
    plain = added(((p.measure, p.kind, p.year), p.cents) for p in pieces)
    assert fast(sample_snapshot.table("slice"), "measure", "kind", "year") == plain
    assert len(plain) > 40


def test_the_number_of_slices_and_of_those_without_a_price(pieces: list[Slice], sample_snapshot: Snapshot) -> None:
    slices = sample_snapshot.table("slice")
    assert slices.height == len(pieces)
    assert slices["amount_eur_cents"].null_count() == sum(1 for p in pieces if p.cents is None)


def test_by_purpose_and_place(pieces: list[Slice], sample_snapshot: Snapshot) -> None:
    plain = added(((p.measure, p.kind, p.year, p.code or None, p.place_kind, p.place or None), p.cents) for p in pieces)
    assert (
        fast(sample_snapshot.table("slice"), "measure", "kind", "year", "sector_code", "place_kind", "place_code")
        == plain
    )


def test_every_part_with_its_grade(pieces: list[Slice], sample_snapshot: Snapshot) -> None:
    plain = added(
        ((p.measure, p.kind, p.year, part, grade), p.cents) for p in pieces for part, grade in p.parts.items()
    )
    joined = sample_snapshot.table("placement").join(sample_snapshot.table("slice"), on="slice_key")
    assert fast(joined, "measure", "kind", "year", "part", "grade") == plain


def test_rules_of_purpose_codes_alone(pieces: list[Slice], sample_snapshot: Snapshot) -> None:
    """The plainest reading of the law: a list of codes, a part, a sum."""
    joined = sample_snapshot.table("placement").join(sample_snapshot.table("slice"), on="slice_key")
    lists: dict[str, set[str]] = defaultdict(set)
    for _, part, rule in load_texts()[-1].rules():
        if (
            rule.purpose_codes
            and rule.grade == "coded"
            and set(rule.model_fields_set) <= {"id", "grade", "reason", "purpose_codes", "doubted"}
        ):
            lists[part.id] |= set(rule.purpose_codes)
    assert set(lists) >= {"F1.a", "F1.b", "F1.c", "F6.a", "S2.a"}
    for name, codes in lists.items():
        of_law = (joined["text_from"] == load_texts()[-1].valid_from.isoformat()) & (joined["part"] == name)
        mine = joined.filter(of_law & (pl.col("sector_level") == "1") & pl.col("sector_code").is_in(sorted(codes)))
        first = load_texts()[-1].valid_from.year
        plain = added(
            ((p.measure, p.kind, p.year), p.cents)
            for p in pieces
            if p.level == "1" and p.code in codes and (p.year is None or p.year >= first)
        )
        doubted = mine["rule"].str.ends_with(DOUBTED)
        assert set(mine.filter(~doubted)["grade"]) <= {"coded"}
        assert set(mine.filter(doubted)["grade"]) <= {"text"}
        assert fast(mine, "measure", "kind", "year") == plain


def test_the_article_counts_each_slice_once(pieces: list[Slice], sample_snapshot: Snapshot) -> None:
    plain = added(((p.measure, p.kind, p.year), p.cents) for p in pieces if p.parts)
    assert fast(sample_snapshot.table("slice").filter("placed"), "measure", "kind", "year") == plain


def test_sums_per_activity_type_and_year_equal_the_truths(
    sample: tuple[Path, Truths], sample_snapshot: Snapshot
) -> None:
    """Stated amounts, exact: nothing is lost or doubled between the plan and the tables."""
    expected: dict[tuple[str, str, str, str, str], Decimal] = defaultdict(Decimal)
    for t in sample[1].transactions:
        if t.amount:
            expected[t.reporting_ref, t.identifier, t.type, t.date[:4], t.currency] += Decimal(t.amount)
    transaction = sample_snapshot.table("transaction").join(
        sample_snapshot.table("activity").select(
            "activity_key", "reporting_org_ref", "iati_identifier", "default_currency"
        ),
        on="activity_key",
    )
    found: dict[tuple[str, str, str, str, str], Decimal] = defaultdict(Decimal)
    columns = (
        "reporting_org_ref",
        "iati_identifier",
        "transaction_type",
        "transaction_date",
        "currency",
        "default_currency",
        "amount",
    )
    for ref, identifier, kind, day, currency, default, amount in transaction.select(columns).iter_rows():
        if amount is not None:
            found[ref, identifier or "", kind, str(day.year) if day else "", currency or default or ""] += amount
    assert found == expected


def test_measures_and_counts_equal_the_truths(sample: tuple[Path, Truths], sample_snapshot: Snapshot) -> None:
    activity, counts = sample_snapshot.table("activity"), sample[1].counts
    assert activity.height == counts["activities"]
    assert sample_snapshot.table("transaction").height == counts["transactions"]
    by = dict(activity.group_by("measure").len().iter_rows())
    assert by == {m: counts[f"activities_{m}"] for m in ("own", "chain", "field", "none")}
    verified = {(a.reporting_ref, a.identifier): a.owner_verified for a in sample[1].activities if a.measure == "own"}
    own = activity.filter(pl.col("measure") == "own").select("reporting_org_ref", "iati_identifier", "owner_state")
    assert {(r, i): s == "verified" for r, i, s in own.iter_rows()} == verified


def test_every_transaction_stands_under_its_file_and_place(
    sample: tuple[Path, Truths], sample_snapshot: Snapshot
) -> None:
    rows = sample_snapshot.table("transaction").select("dataset", "activity_ordinal", "transaction_type", "amount")
    assert {(d, o) for d, o, _, _ in rows.iter_rows()} == {(t.file, t.activity_ordinal) for t in sample[1].transactions}
