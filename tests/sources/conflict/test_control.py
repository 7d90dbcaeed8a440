"""The panel against UCDP's yearly totals, with the reason of each difference; what a target leaves out; states that change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.article.policy import load_policy
from vrede.sources.conflict.panel import read_panel
from vrede.sources.conflict.panel_control import Tolerance, control, target_share, tolerance_of
from vrede.sources.country_series import COUNTRY_SERIES
from vrede.sources.table import AMOUNT
from vrede.warning.panel import history, month_id, month_name
from vrede.warning.tables import country_months

MONTHS = {
    "country_id": pl.Int64,
    "iso3": pl.String,
    "month_id": pl.Int64,
    "ged_sb": pl.Int64,
    "ged_sb_v221": pl.Int64,
    "ged_ns": pl.Int64,
    "ged_os": pl.Int64,
}
TOLERANCE = Tolerance(5, 25)


def months(*given: tuple[int, str, int, range, int, int | None]) -> pl.DataFrame:
    """(country_id, iso3, year, months of it, deaths in each, the same in the earlier vintage) -> the panel's months."""
    rows = [
        (ident, iso3, month_id(year, month), n, earlier, None, None)
        for ident, iso3, year, span, n, earlier in given
        for month in span
    ]
    return pl.DataFrame(rows, schema=MONTHS, orient="row")


def totals(*given: tuple[str, int, int], indicator: str = "deaths_state_based") -> pl.DataFrame:
    """(iso3, year, deaths) -> country_series."""
    rows = [(indicator, iso3, year, Decimal(n), "f", at) for at, (iso3, year, n) in enumerate(given)]
    return COUNTRY_SERIES.conform(pl.DataFrame(rows, schema=COUNTRY_SERIES.schema, orient="row"))


YEAR = range(1, 13)


def test_a_year_is_added_and_its_differences_are_listed() -> None:
    """
    country | months        | total | ->
    Mali    | 12 x 10       | 120   | the same
    Niger   | 12 x 10       | 160   | 40 less: beyond 25 deaths and 5 per cent
    Chad    | 12 x 10       | 140   | 20 less: more than 5 per cent, not more than 25 deaths
    Sudan   | 12 x 1,000    | 12100 | 100 less: not more than 5 per cent
    """
    panel = months(
        (1, "MLI", 2020, YEAR, 10, 10), (2, "NER", 2020, YEAR, 10, 10), (3, "TCD", 2020, YEAR, 10, 10), (4, "SDN", 2020, YEAR, 1000, 1000)
    )  # fmt: skip
    year = totals(("MLI", 2020, 120), ("NER", 2020, 160), ("TCD", 2020, 140), ("SDN", 2020, 12100))
    checks, exceptions = control(panel, year, TOLERANCE)
    of = checks.filter(pl.col("target") == "ged_sb")
    assert of.select(pl.exclude("target")).rows() == [(2020, 12360, 12520, 987220, 4, 1)]
    assert exceptions.filter(pl.col("target") == "ged_sb").rows() == [("ged_sb", "NER", 2020, 120, 160, "unexplained")]


@pytest.mark.parametrize(
    ("reason", "panel", "year", "total"),
    [
        ("absent", (2, "ETH", 2020, range(0), 0, 0), 2020, 49_698),
        ("part_year", (2, "IDN", 2020, range(6, 13), 36, 36), 2020, 466),
        ("vintages", (2, "ETH", 2020, YEAR, 1743, 135), 2020, 1621),
        ("earlier_vintage", (2, "BIH", 1995, YEAR, 112, 112), 1995, 8855),
        ("unexplained", (2, "TJK", 2020, YEAR, 0, 0), 2020, 52),
    ],
)
def test_a_difference_has_its_reason(
    reason: str, panel: tuple[int, str, int, range, int, int | None], year: int, total: int
) -> None:
    """As far as the files themselves tell it."""
    whole = months((1, "MLI", year, YEAR, 1, 1), panel)
    _checks, exceptions = control(whole, totals(("MLI", year, 12), (panel[1], year, total)), TOLERANCE)
    found = exceptions.filter(pl.col("target") == "ged_sb")
    assert found.select("iso3", "reason").rows() == [(panel[1], reason)]


def test_a_country_that_the_total_lacks_is_said() -> None:
    """Deaths in the months, no row in the total."""
    panel = months((1, "MLI", 2020, YEAR, 1, 1), (2, "XXX", 2020, YEAR, 10, 10))
    exceptions = control(panel, totals(("MLI", 2020, 12)), TOLERANCE)[1].filter(pl.col("target") == "ged_sb")
    assert exceptions.select("iso3", "control", "reason").rows() == [("XXX", None, "no_control")]


def test_a_year_that_is_not_whole_or_not_in_the_total_is_not_compared() -> None:
    """A target begun in November has no year yet; nor has a year that only one of the two has."""
    panel = months((1, "MLI", 2019, range(11, 13), 5, 5), (1, "MLI", 2020, YEAR, 5, 5), (1, "MLI", 2021, YEAR, 5, 5))
    checks, _exceptions = control(panel, totals(("MLI", 2019, 60), ("MLI", 2020, 60)), TOLERANCE)
    assert checks.select("target", "year").rows() == [("ged_sb", 2020), ("ged_sb_v221", 2020)]
    assert control(panel, totals(), TOLERANCE)[0].is_empty()


DRAWN = st.dictionaries(
    st.tuples(st.sampled_from(["MLI", "NER", "TCD"]), st.sampled_from([2018, 2019])),
    st.tuples(st.integers(0, 500), st.integers(0, 7000)),
    min_size=1,
)


@given(DRAWN)
def test_the_control_loses_no_death(drawn: dict[tuple[str, int], tuple[int, int]]) -> None:
    """A plain count of years and of differences gives the same, in whatever order the months stand."""
    panel = months(*((1, iso3, year, YEAR, n, n) for (iso3, year), (n, _t) in drawn.items()))
    year = totals(*((iso3, y, total) for (iso3, y), (_n, total) in drawn.items()))
    checks, exceptions = control(panel, year, TOLERANCE)
    assert control(panel.reverse(), year.reverse(), TOLERANCE)[1].equals(exceptions)
    for row in checks.filter(pl.col("target") == "ged_sb").iter_rows(named=True):
        mine = [(n * 12, t) for (_i, y), (n, t) in drawn.items() if y == row["year"]]
        assert (row["panel"], row["control"]) == (sum(n for n, _t in mine), sum(t for _n, t in mine))
        assert row["exceptions"] == sum(1 for n, t in mine if abs(n - t) > 25 and abs(n - t) * 100 > t * 5)


def test_the_tolerance_is_a_dated_policy_value() -> None:
    """Whole numbers; anything else is an error."""
    assert tolerance_of(load_policy().mapping("control_tolerance", date(2026, 1, 1))) == TOLERANCE
    with pytest.raises(ValueError, match="invalid literal"):
        tolerance_of({"percent": "five", "deaths": "25"})


def test_what_the_state_based_target_leaves_out() -> None:
    """The last five years that are known, all three kinds; where there were no deaths there is no share.

    Mexico | 0 state-based, 60 non-state, 40 one-sided -> all of it
    Mali   | 3, 0, 1 in 2021; 2016 is too long ago     -> a quarter
    """
    kinds = {"deaths_state_based": (0, 3, 0), "deaths_non_state": (60, 0, 0), "deaths_one_sided": (40, 1, 0)}
    series = pl.concat(
        totals(("MEX", 2021, m), ("MLI", 2021, n), ("NLD", 2020, z), ("MLI", 2016, 900), indicator=name)
        for name, (m, n, z) in kinds.items()
    )
    assert target_share(series).rows() == [
        ("MEX", 2021, 2021, 0, 60, 40, 1_000_000),
        ("MLI", 2021, 2021, 3, 0, 1, 250_000),
        ("NLD", 2020, 2020, 0, 0, 0, None),
    ]
    assert target_share(COUNTRY_SERIES.empty()).is_empty()
    assert target_share(totals(("MLI", 2021, 5))).is_empty()
    assert series["number"].dtype == AMOUNT


IDS = (
    "country_id,iso3,name,predecessor_country_id,in_africa,in_middle_east\n59,SDN,Sudan,,1,0\n245,SDN,Sudan,59,1,0\n"
    "246,SSD,South Sudan,59,1,0\n233,SRB,Serbia,,0,0\n232,XKX,Kosovo,,0,0\n"
)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A panel in which Sudan splits in July 2011, and Serbia and Kosovo begin in March 2008."""
    first, split, last = month_id(2008, 1), month_id(2011, 7), month_id(2011, 12)
    rows = [(59, "SDN", month, 0, 100) for month in range(first, split)]
    rows += [(245, "SDN", month, 1, 40) for month in range(split, last + 1)]
    rows += [(246, "SSD", month, 1, 7) for month in range(split, last + 1)]
    for ident, iso3 in ((233, "SRB"), (232, "XKX")):
        rows += [(ident, iso3, month, 1, 1) for month in range(month_id(2008, 3), last + 1)]
    frame = pl.DataFrame(rows, schema=["country_id", "iso3", "month_id", "in_challenge", "ged_sb"], orient="row")
    nothing = pl.lit(None, dtype=pl.Int64)
    frame.with_columns(ged_sb_v221=nothing, ged_ns=nothing, ged_os=nothing).write_parquet(
        tmp_path / "country_month.parquet"
    )
    (tmp_path / "country_ids.csv").write_text(IDS, encoding="utf-8")
    (tmp_path / "neighbours.csv").write_text("country_id,neighbour_country_id\n245,246\n246,245\n", encoding="utf-8")
    return tmp_path


def test_sudan_is_one_series_and_the_south_begins_with_itself(changed: Path) -> None:
    """In the table of months Sudan goes on without a gap; South Sudan has no row before July 2011."""
    table = country_months(read_panel(changed))
    by = {
        iso3: dict(table.filter(pl.col("iso3") == iso3).select("month", "deaths").iter_rows())
        for iso3 in ("SDN", "SSD")
    }
    assert [by["SDN"][m] for m in ("2011-06", "2011-07")] == [100, 40]
    assert len(by["SDN"]) == 48
    assert min(by["SSD"]) == "2011-07"


def test_a_new_state_inherits_only_where_the_file_says_so(changed: Path) -> None:
    """South Sudan's past is Sudan's, for learning; Serbia and Kosovo begin without one, and neither is the other's."""
    past = history(read_panel(changed))
    row = {ident: past.deaths[at] for at, ident in enumerate(past.ids)}
    before, begin = month_id(2011, 6) - past.first, month_id(2008, 3) - past.first
    assert (row[246][before], row[246][before + 1], row[245][before + 1]) == (100, 7, 40)
    for ident in (233, 232):
        assert all(n != n for n in row[ident][:begin])  # not known, which is not nothing
        assert row[ident][begin] == 1
    assert month_name(past.first) == "2008-01"


def test_the_control_knows_the_year_in_which_states_change(changed: Path) -> None:
    """Sudan's year is whole from two numbers of states; South Sudan and Kosovo have a part of it, and the reason says so."""
    panel = read_panel(changed).months
    year = totals(("SDN", 2011, 840), ("SSD", 2011, 500), ("SRB", 2008, 300), ("XKX", 2008, 10), ("SDN", 2008, 1200))
    _checks, exceptions = control(panel, year, TOLERANCE)
    assert exceptions.select("iso3", "year", "panel", "control", "reason").rows() == [
        ("SRB", 2008, 10, 300, "part_year"),
        ("SSD", 2011, 42, 500, "part_year"),
    ]


def test_a_panel_of_one_vintage_has_no_earlier_one() -> None:
    """Counted from events nothing of the months before 2018 is explained by another vintage."""
    panel = months((1, "MLI", 2015, YEAR, 1, None), (2, "BIH", 2015, YEAR, 10, None))
    exceptions = control(panel, totals(("MLI", 2015, 12), ("BIH", 2015, 900)), TOLERANCE)[1]
    assert exceptions.select("target", "iso3", "reason").rows() == [("ged_sb", "BIH", "unexplained")]
