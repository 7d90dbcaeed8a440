"""A ledger that the build made ready answers as one that adds up its slices: every cell of the sample, and drawn selections."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from vrede.article import GRADES, load_texts
from vrede.lake.snapshot import Snapshot
from vrede.money import KINDS, MEASURES, Ledger, ReadyLedger, Selection
from vrede.money.cube import COARSE, FINE, cells, coarser, of_selection
from vrede.money.ready import every_of, make_ready
from vrede.money.selection import SCOPES, holds

REGIONS = {region.id: region.countries for region in load_texts()[-1].regions}
BOUNDS = ("", "received", "at_most", "whole")
Both = tuple[Ledger, ReadyLedger]


@pytest.fixture(scope="module")
def both(sample_snapshot: Snapshot) -> Both:
    """The plain ledger of the sample, and the one that was made ready."""
    assert sample_snapshot.is_ready
    table = sample_snapshot.table
    return Ledger.of(table, REGIONS), ReadyLedger(table, sample_snapshot.ready, REGIONS)


def test_every_scope_clause_and_part_has_its_slices(both: Both) -> None:
    plain, ready = both
    for selection in every_of(plain):
        assert_frame_equal(plain.select(selection), ready.select(selection), check_column_order=False)


def test_every_cell_is_the_sum_of_its_slices(both: Both, sample_snapshot: Snapshot) -> None:
    """All cells of both cubes, to the cent; and no slice is in no cell."""
    plain, _ready = both
    for name, by in (("cube", COARSE), ("cube_fine", FINE)):
        cube = sample_snapshot.ready(name)
        for selection in every_of(plain):
            under = cube.filter(pl.col("of") == of_selection(selection))
            rows = plain.select(selection)
            assert under["slices"].sum() == rows.height
            assert under["cents"].sum() == rows["amount_eur_cents"].sum()
            assert under["most"].sum() == plain.total(selection.but(bound="at_most"))
            assert under.select(*by).is_duplicated().sum() == 0


@pytest.mark.parametrize("bound", BOUNDS)
def test_every_figure_by_measure_kind_and_year(both: Both, bound: str) -> None:
    plain, ready = both
    for selection in every_of(plain):
        for measure, kind in product(("", *MEASURES), ("", *KINDS)):
            chosen = selection.but(measure=measure, kind=kind, bound=bound)
            assert plain.per_year(chosen) == ready.per_year(chosen)
            assert plain.sums(chosen) == ready.sums(chosen)


def drawn(plain: Ledger) -> st.SearchStrategy[Selection]:
    """Any selection of what the slices know, and of what they do not."""

    def one(name: str, *more: str) -> st.SearchStrategy[str]:
        words = plain.slices[name].cast(pl.String).drop_nulls().unique().sort().to_list()
        return st.sampled_from(["", "", *words, *more])

    where = st.one_of(
        st.builds(dict, country=one("place_code", "ZZZ")),
        st.builds(dict, place=one("place_code", "none")),
        st.builds(dict, region=st.sampled_from(["", *REGIONS])),
    )
    under = st.one_of(
        st.builds(dict, scope=st.sampled_from(SCOPES)),
        st.builds(dict, clause=st.sampled_from([*plain.clauses, "Z9"])),
        st.builds(dict, part=st.sampled_from([*plain.placement["part"].unique().sort(), "Z9.z"])),
    )
    rest = st.builds(
        dict,
        measure=st.sampled_from(["", *MEASURES]),
        kind=st.sampled_from(["", *KINDS]),
        year=one("year", "none", "1900"),
        grade=st.sampled_from(["", *GRADES]),
        channel=one("channel"),
        partner=one("partner_ref", "none", "XX-1"),
        purpose=one("sector_code", "none"),
        activity=st.sampled_from(["", "", "0", "3", "999999"]),
        bound=st.sampled_from(BOUNDS),
    )
    return st.builds(lambda a, b, c: Selection(**a, **b, **c), where, under, rest)


@given(data=st.data())
@settings(max_examples=150)
def test_any_selection_is_answered_alike(both: Both, data: st.DataObject) -> None:
    plain, ready = both
    chosen = data.draw(drawn(plain))
    assert plain.sums(chosen) == ready.sums(chosen)
    assert plain.per_year(chosen) == ready.per_year(chosen)
    assert plain.nothing(chosen) == ready.nothing(chosen)
    assert plain.outliers(chosen) == ready.outliers(chosen)
    rows = plain.select(chosen)
    assert_frame_equal(rows, ready.select(chosen), check_column_order=False)
    assert_frame_equal(plain.far(chosen), ready.far(chosen), check_column_order=False, check_row_order=False)
    for by in (("place_kind", "place_code"), ("channel",), ("partner_ref",), ("activity_key",), ("year",)):
        assert_frame_equal(plain.lines(chosen, *by), ready.lines(chosen, *by), check_row_order=False)
    per, of_ready = (one.lines_per_clause(chosen, "place_kind", "place_code") for one in both)
    assert per.keys() == of_ready.keys()
    for clause, frame in per.items():
        assert_frame_equal(frame, of_ready[clause], check_row_order=False, check_column_order=False)
    assert plain.activities_per_clause(chosen) == ready.activities_per_clause(chosen)
    if not chosen.bound:
        under = plain.joined(chosen)
        held = [row["slice_key"] for row in under.iter_rows(named=True) if holds(chosen, row, REGIONS)]
        assert held == rows["slice_key"].to_list()


def test_what_is_known_of_the_whole_is_alike(both: Both) -> None:
    plain, ready = both
    assert (plain.years, plain.own_years, plain.clauses) == (ready.years, ready.own_years, ready.clauses)
    for measure in MEASURES:
        assert {*plain.spans(measure)} == {*ready.spans(measure)}
        for kind in KINDS:
            assert plain.years_of(measure, kind) == ready.years_of(measure, kind)


def test_a_snapshot_without_slices_is_made_ready_too() -> None:
    """What was made ready of nothing answers nothing."""
    empty = Ledger(
        pl.DataFrame(schema=_SLICE),
        pl.DataFrame(schema={"slice_key": pl.Int64, "clause": pl.String, "part": pl.String, "grade": pl.String}),
        {},
    )
    made: dict[str, pl.DataFrame] = {}
    make_ready(empty, made.__setitem__)
    assert made["cube"].is_empty()
    assert made["slices"].is_empty()


_TEXT = (
    "kind",
    "sector_level",
    "sector_code",
    "place_kind",
    "place_code",
    "measure",
    "owner_state",
    "partner_ref",
    "channel",
    "text_from",
)
_SLICE = {
    **dict.fromkeys(
        ("slice_key", "transaction_key", "activity_key", "year", "share_ppm", "amount_eur_cents"), pl.Int64
    ),
    **dict.fromkeys(_TEXT, pl.String),
    **dict.fromkeys(("channel_by_name", "humanitarian", "placed", "apart", "outlier"), pl.Boolean),
}


def test_fewer_keys_add_up_to_the_same(both: Both) -> None:
    """A coarser cube out of a finer one is that of the slices."""
    plain, _ready = both
    rows = plain.slices.with_columns(
        of=pl.lit("x"), grade=pl.lit("coded"), shared=pl.lit(False), at_most_eur_cents="amount_eur_cents"
    )
    assert_frame_equal(coarser(cells(rows), COARSE), cells(rows, COARSE))
