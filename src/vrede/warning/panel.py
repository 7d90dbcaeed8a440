"""The panel as an array: countries by months, NaN where a country did not exist. Month numbers count from January 1980."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from vrede.sources.conflict import Panel

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Array: TypeAlias = npt.NDArray[np.float64]
Draws: TypeAlias = npt.NDArray[np.float32]
FIRST_YEAR = 1980


def month_id(year: int, month: int) -> int:
    """1 is January 1980.

    >>> month_id(1990, 1), month_id(2021, 12)
    (121, 504)
    """
    return (year - FIRST_YEAR) * 12 + month


def month_name(number: int) -> str:
    """YYYY-MM of a month number.

    >>> month_name(504)
    '2021-12'
    """
    return f"{FIRST_YEAR + (number - 1) // 12}-{(number - 1) % 12 + 1:02d}"


@dataclass(frozen=True, slots=True)
class History:
    """deaths: [country, month] (float64, NaN: the state did not exist). ids: country_id of each row; first: the month
    number of the first column. scored: rows that are forecast. near: [country, country], 1 for neighbours, sparse: of 64,818 cells
    a full table would take 34 GB. context: name -> [country, month], what was published by then of slow things (NaN: not known).

    A row may be a cell of a grid as well: its number stands in ids, a name of it in iso3.
    """

    deaths: Array
    ids: tuple[int, ...]
    iso3: tuple[str, ...]
    first: int
    scored: npt.NDArray[np.intp]
    near: csr_array
    africa: Array
    middle_east: Array
    context: Mapping[str, Array] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the last month."""
        return self.first + int(self.deaths.shape[1]) - 1

    def until(self, month: int) -> History:
        """What was known at the end of a month: nothing later is in it. Raises ValueError for a month outside."""
        if not self.first <= month <= self.last:
            raise ValueError(
                f"month {month_name(month)} is not in the panel ({month_name(self.first)} to {month_name(self.last)})"
            )
        known = self.deaths[:, : month - self.first + 1].copy()
        return replace(
            self, deaths=known, context={name: values[:, : known.shape[1]] for name, values in self.context.items()}
        )

    def of(self, month: int) -> Array:
        """The deaths of all countries in a month."""
        return self.deaths[:, month - self.first]


LAGS = {"population": 1, "income": 2}
"""Years after which a year's value is known: a forecast in month t uses that of the year of t less this."""


def context_of(series: pl.DataFrame, iso3: Sequence[str], first: int, months: int) -> dict[str, Array]:
    """population and income (GDP per head), as log, of each country and month, with their lag. series: country_series."""
    by = {
        name: {
            (i, y): float(n)
            for i, y, n in series.filter(pl.col("indicator") == name).select("iso3", "year", "number").iter_rows()
        }
        for name in ("population", "gdp")
    }
    out = {name: np.full((len(iso3), months), np.nan) for name in LAGS}
    for column in range(months):
        year = FIRST_YEAR + (first + column - 1) // 12
        for row, code in enumerate(iso3):
            people = by["population"].get((code, year - LAGS["population"]))
            if people:
                out["population"][row, column] = np.log(people)
            then = by["population"].get((code, year - LAGS["income"]))
            money = by["gdp"].get((code, year - LAGS["income"]))
            if then and money:
                out["income"][row, column] = np.log(money / then)
    return out


def bordering(pairs: Sequence[tuple[int, int]], units: int) -> csr_array:
    """[unit, unit], 1 where a pair (row, row) is named, however often.

    >>> bordering([(0, 1), (0, 1)], 2).toarray().tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    from scipy.sparse import csr_array  # takes half a second to load, and most commands forecast nothing

    there = sorted(set(pairs))
    rows, columns = [one for one, _other in there], [other for _one, other in there]
    return csr_array((np.ones(len(there)), (rows, columns)), shape=(units, units))


def history(panel: Panel, target: str = "ged_sb", series: pl.DataFrame | None = None) -> History:
    """The array of a target. A state's past is that of the state before it where the file names one (Sudan in 2011).

    series: table country_series, for population and income; without it they are not known. Raises ValueError where the
    target's months are not loaded.
    """
    months = panel.months.filter(pl.col(target).is_not_null())
    if months.is_empty():
        raise ValueError(f"{target} has no months here")
    ids = panel.countries["country_id"].to_list()
    row = {ident: at for at, ident in enumerate(ids)}
    first, last = (int(str(months["month_id"].min())), int(str(months["month_id"].max())))
    deaths = np.full((len(ids), last - first + 1), np.nan)
    for ident, month, value in months.select("country_id", "month_id", target).iter_rows():
        deaths[row[ident], month - first] = value
    before = panel.countries.filter(pl.col("predecessor_country_id").is_not_null())
    for ident, earlier in before.select("country_id", "predecessor_country_id").iter_rows():
        if earlier in row:
            mine, theirs = deaths[row[ident]], deaths[row[earlier]]
            gap = np.isnan(mine) & ~np.isnan(theirs)
            mine[gap] = theirs[gap]
    pairs = [(row[one], row[other]) for one, other in panel.neighbours.iter_rows() if one in row and other in row]
    scored = panel.months.filter(pl.col("in_challenge") == 1)["country_id"].unique().to_list()
    return History(
        deaths,
        tuple(ids),
        tuple(panel.countries["iso3"].to_list()),
        first,
        np.array(sorted(row[ident] for ident in scored), dtype=np.intp),
        bordering(pairs, len(ids)),
        panel.countries["in_africa"].to_numpy().astype(np.float64),
        panel.countries["in_middle_east"].to_numpy().astype(np.float64),
        {} if series is None else context_of(series, panel.countries["iso3"].to_list(), first, deaths.shape[1]),
    )
