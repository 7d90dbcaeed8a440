"""The panel: read whole or refused; a state's past; and what was known when."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vrede.sources.conflict.panel import LARGEST, read_panel
from vrede.sources.conflict.series import SeriesError
from vrede.warning.panel import History, history, month_id, month_name

IDS = "country_id,iso3,name,predecessor_country_id,in_africa,in_middle_east\n1,AAA,Aland,,1,0\n2,BBB,Bland,1,0,1\n"
NEAR = "country_id,neighbour_country_id\n1,2\n2,1\n"


def rows(*given: tuple[int, int, int | None]) -> list[dict[str, object]]:
    """country_id, month_id, ged_sb -> rows of the file."""
    return [
        {
            "country_id": c,
            "month_id": m,
            "iso3": "AAA" if c == 1 else "BBB",
            "in_challenge": 1,
            "ged_sb": n,
            "ged_sb_v221": n,
            "ged_ns": None,
            "ged_os": None,
        }
        for c, m, n in given
    ]


def folder(tmp_path: Path, given: list[dict[str, object]], ids: str = IDS) -> Path:
    """A folder with a panel."""
    schema = {
        "country_id": pl.Int64,
        "month_id": pl.Int64,
        "iso3": pl.String,
        "in_challenge": pl.Int64,
        "ged_sb": pl.Int64,
        "ged_sb_v221": pl.Int64,
        "ged_ns": pl.Int64,
        "ged_os": pl.Int64,
    }
    pl.DataFrame(given, schema=schema).write_parquet(tmp_path / "country_month.parquet")
    (tmp_path / "country_ids.csv").write_text(ids, encoding="utf-8")
    (tmp_path / "neighbours.csv").write_text(NEAR, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (rows((1, 121, 0), (1, 123, 0)), "lacks 1 months"),
        (rows((1, 121, 0), (1, 121, 1)), "month 121 twice"),
        (rows((1, 121, -1)), "is -1"),
        (rows((1, 121, LARGEST + 1)), f"is {LARGEST + 1}"),
        (rows((1, 121, None)), "ged_sb is empty"),
        (rows((1, 121, 0)) + rows((3, 121, 0)), "country 3 of the panel is not in the list"),
    ],
    ids=["a month missing", "a month twice", "below nothing", "absurd", "empty", "unknown country"],
)
def test_a_panel_that_does_not_hold_together_is_refused(
    tmp_path: Path, given: list[dict[str, object]], said: str
) -> None:
    """With what and where; a missing month is never nothing."""
    with pytest.raises(SeriesError, match=said):
        read_panel(folder(tmp_path, given))


def test_a_file_that_is_missing_or_broken_is_said(tmp_path: Path) -> None:
    """Not there, not Parquet, a column missing."""
    with pytest.raises(SeriesError, match="cannot be read"):
        read_panel(tmp_path)
    (tmp_path / "country_month.parquet").write_bytes(b"no parquet")
    with pytest.raises(SeriesError, match="cannot be read"):
        read_panel(tmp_path)
    pl.DataFrame({"country_id": [1]}).write_parquet(tmp_path / "country_month.parquet")
    with pytest.raises(SeriesError, match="are missing"):
        read_panel(tmp_path)


def test_a_new_state_has_the_past_of_the_one_before(tmp_path: Path) -> None:
    """Country 2 began in month 123; before that its past is country 1's. Where nobody was, nothing is known."""
    past = history(read_panel(folder(tmp_path, rows((1, 122, 5), (2, 123, 7), (2, 124, 8)))))
    assert np.isnan(past.deaths[0]).tolist() == [False, True, True]
    assert past.deaths[1].tolist() == [5, 7, 8]
    assert past.near.toarray().tolist() == [[0, 1], [1, 0]]


def test_months_have_numbers_and_names() -> None:
    """Both ways, and outside the panel an error that says the span."""
    assert [month_name(month_id(year, month)) for year, month in ((1980, 1), (2021, 12))] == ["1980-01", "2021-12"]


def test_until_holds_nothing_later(world: History) -> None:
    """The array ends at the month; a later month is an error."""
    month = month_id(2010, 6)
    cut = world.until(month)
    assert cut.last == month
    assert np.array_equal(cut.deaths, world.deaths[:, : month - world.first + 1], equal_nan=True)
    with pytest.raises(ValueError, match="not in the panel"):
        world.until(world.last + 1)


def test_the_real_panel(real: History) -> None:
    """191 countries; Sudan's history is chained; Ethiopia's one month is as it stands."""
    assert len(real.scored) == 191
    assert (month_name(real.first), month_name(real.last)) == ("1990-01", "2021-12")
    sudan = real.ids.index(245)
    assert not np.isnan(real.deaths[sudan, month_id(2011, 1) - real.first])
    ethiopia = real.ids.index(57)
    assert real.of(month_id(2021, 12))[ethiopia] == 113554
