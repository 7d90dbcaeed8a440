"""Slices sum to their transaction to the cent: largest remainder, ties in the order of the codes, nothing lost."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.money.split import LARGEST_WEIGHT, SplitError, split

Row = tuple[int, int | None, str | None, str, str | None, int]
SCHEMA = {
    "transaction_key": pl.Int64,
    "amount_eur_cents": pl.Int64,
    "sector_code": pl.String,
    "place_kind": pl.String,
    "place_code": pl.String,
    "weight": pl.Int64,
}


def slices(*rows: Row, wide: bool = False) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return frame.with_columns(pl.col("weight").cast(pl.Int128)) if wide else frame


def plain(rows: list[Row]) -> dict[tuple[int, str | None, str, str | None], int | None]:
    """The slow twin: fractions, one transaction after the other."""
    result: dict[tuple[int, str | None, str, str | None], int | None] = {}
    for key in {r[0] for r in rows}:
        mine = [r for r in rows if r[0] == key]
        cents, total = mine[0][1], sum(r[5] for r in mine)
        if cents is None:
            result |= {(key, *r[2:5]): None for r in mine}
            continue
        exact = [Fraction(abs(cents) * r[5], total) for r in mine]
        floors = [e.__floor__() for e in exact]
        order = sorted(
            range(len(mine)), key=lambda i: (floors[i] - exact[i], [(c is None, c or "") for c in mine[i][2:5]])
        )
        for index in order[: abs(cents) - sum(floors)]:
            floors[index] += 1
        result |= {(key, *r[2:5]): f if cents >= 0 else -f for r, f in zip(mine, floors, strict=True)}
    return result


def fast(frame: pl.DataFrame) -> dict[tuple[int, str | None, str, str | None], int | None]:
    columns = ("transaction_key", "sector_code", "place_kind", "place_code", "slice_eur_cents")
    return {(r[0], r[1], r[2], r[3]): r[4] for r in split(frame).select(columns).iter_rows()}


DRAWN = [
    # cents | sector weight ... | cents of each, in the order of the codes
    ("60 and 40 of 100.01 euro", 10001, {"15220": 60, "72010": 40}, [6001, 4000]),
    ("a third each of one euro", 100, {"a": 1, "b": 1, "c": 1}, [34, 33, 33]),
    ("one cent goes to the first of equals", 1, {"b": 1, "a": 1}, [1, 0]),
    ("one cent goes to the larger", 1, {"a": 1, "b": 2}, [0, 1]),
    ("two cents over three", 2, {"a": 1, "b": 1, "c": 1}, [1, 1, 0]),
    ("nothing", 0, {"a": 1, "b": 1}, [0, 0]),
    ("negative: the mirror image", -10001, {"15220": 60, "72010": 40}, [-6001, -4000]),
    ("negative cent", -1, {"a": 1, "b": 1}, [-1, 0]),
    ("the most that is money", 10**17, {"a": 1, "b": 2}, [33333333333333333, 66666666666666667]),
    ("one slice has it all", 777, {"a": 5}, [777]),
]


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(("cents", "weights", "expected"), [row[1:] for row in DRAWN], ids=[row[0] for row in DRAWN])
def test_drawn(cents: int, weights: dict[str, int], expected: list[int], wide: bool) -> None:
    frame = slices(*((1, cents, code, "none", None, weight) for code, weight in weights.items()), wide=wide)
    assert split(frame).sort("sector_code")["slice_eur_cents"].to_list() == expected


def test_without_a_price_no_share_has_one() -> None:
    assert split(slices((1, None, "a", "none", None, 1), (1, None, "b", "none", None, 1)))[
        "slice_eur_cents"
    ].to_list() == [None, None]


def test_no_slices() -> None:
    assert split(slices()).height == 0


CODES = st.sampled_from(["15220", "15130", "152", None])
PLACES = st.sampled_from([("country", "MLI"), ("country", "NER"), ("region", "289"), ("none", None)])
AMOUNTS = st.one_of(st.integers(-100, 100), st.integers(-(10**17), 10**17), st.none())


@st.composite
def transactions(draw: st.DrawFn, weight: st.SearchStrategy[int]) -> list[Row]:
    rows: list[Row] = []
    for key in range(draw(st.integers(1, 4))):
        cents = draw(AMOUNTS)
        cells = draw(st.lists(st.tuples(CODES, PLACES), min_size=1, max_size=9, unique=True))
        rows += [(key, cents, code, kind, place, draw(weight)) for code, (kind, place) in cells]
    return draw(st.permutations(rows))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(rows=transactions(st.one_of(st.integers(1, 5), st.integers(1, 10**12))))
def test_the_fast_split_equals_the_plain_one(rows: list[Row]) -> None:
    assert fast(slices(*rows)) == plain(rows)
    assert fast(slices(*rows, wide=True)) == plain(rows)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rows=transactions(st.integers(1, 10**12)))
def test_nothing_is_lost_and_no_share_has_another_sign(rows: list[Row]) -> None:
    frame = split(slices(*rows))
    for (key,), group in frame.group_by("transaction_key"):
        cents = group["amount_eur_cents"][0]
        parts = group["slice_eur_cents"].to_list()
        assert cents is None or sum(parts) == cents, key
        assert cents is None or all(part * cents >= 0 and abs(part) <= abs(cents) for part in parts)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows=transactions(st.integers(1, 10**6)), times=st.integers(2, 1000))
def test_only_the_proportion_of_weights_counts(rows: list[Row], times: int) -> None:
    assert fast(slices(*rows)) == fast(slices(*((*r[:5], r[5] * times) for r in rows)))


@pytest.mark.parametrize("weights", [(0, 1), (-1, 2), (LARGEST_WEIGHT, LARGEST_WEIGHT // 2)])
def test_weights_outside_the_exact_range_are_refused(weights: tuple[int, int]) -> None:
    with pytest.raises(SplitError):
        split(slices((1, 5, "a", "none", None, weights[0]), (1, 5, "b", "none", None, weights[1])))
