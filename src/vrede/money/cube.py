"""The cube: sums of slices by what the filters know, under each scope, clause and part. A cell is the sum of its slices, to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from vrede.money.selection import Code, Selection, Sums, conditions

FREE = ("of", "measure", "kind", "year")
"""What a page varies from figure to figure: the sums of a view are kept by these."""
COARSE = (*FREE, "place_kind", "place_code", "grade", "channel", "shared")
FINE = (*COARSE, "sector_code", "partner_ref")
SUMS = ("cents", "back", "priced", "most", "most_back", "most_priced", "slices", "far")
Key = tuple[str, str, str, int | None]


def of_selection(selection: Selection) -> str:
    """What slices are selected from, in one word: `part:...`, `clause:...` or `scope:...`."""
    if selection.part:
        return f"part:{selection.part}"
    return f"clause:{selection.clause}" if selection.clause else f"scope:{selection.scope}"


def cells(rows: pl.DataFrame, by: Sequence[str] = FINE) -> pl.DataFrame:
    """by, SUMS: the cells of slices, in the order of their keys. rows: with `of`, `shared`, and at_most_eur_cents beside the amount.

    most, most_back and most_priced are of what is at most the ministry's; of money that is not the chain's they are as the amount is.
    """
    amount, most = pl.col("amount_eur_cents"), pl.col("at_most_eur_cents")
    return (
        rows.group_by(*by)
        .agg(
            cents=amount.sum(),
            back=amount.filter(amount < 0).sum(),
            priced=amount.count().cast(pl.Int64),
            most=most.sum(),
            most_back=most.filter(most < 0).sum(),
            most_priced=most.count().cast(pl.Int64),
            slices=pl.len().cast(pl.Int64),
            far=pl.col("outlier").sum().cast(pl.Int64),
        )
        .sort(*by, nulls_last=True)
    )


def coarser(cube: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The sums of cells by fewer keys, in their order."""
    return cube.group_by(*by).agg(pl.col(*SUMS).sum()).sort(*by, nulls_last=True)


def view_of(cube: pl.DataFrame, selection: Selection, regions: Mapping[str, Sequence[str]], code: Code) -> pl.DataFrame:
    """FREE, SUMS, shared_cents, shared_most: the cells that the filters of a selection leave, whatever they are under and of which measure, kind and year.

    Raises KeyError for an unknown region.
    """
    open_ = replace(selection, measure="", kind="", year="")
    found = cube.filter(*conditions(open_, regions, code))
    shared = {f"shared_{name}": pl.col(name).filter("shared").sum() for name in ("cents", "most")}
    return found.group_by(*FREE).agg(pl.col(*SUMS).sum(), **shared)


def lines_of_cells(found: pl.DataFrame, by: Sequence[str], codes: Mapping[str, int], at_most: bool) -> pl.DataFrame:
    """by, and {measure}_{LINE}: what cells add up to (see `lines_of`). codes: the numbers of measures."""
    named = {"cents": "most", "back": "most_back", "priced": "most_priced"} if at_most else {}
    sums = {
        f"{measure}_{name}": pl.col(named.get(name, name)).filter(pl.col("measure") == code).sum()
        for measure, code in codes.items()
        for name in ("cents", "back", "slices", "priced")
    }
    return found.filter(pl.col("measure").is_in(list(codes.values()))).group_by(*by).agg(**sums)


class SumsOfView:
    """The sums of one view by (of, measure, kind, year), and what a selection of it adds up to."""

    def __init__(self, view: pl.DataFrame) -> None:
        self._by: dict[str, list[tuple[str, str, int | None, Sums, Sums]]] = {}
        for row in view.iter_rows(named=True):
            whole = Sums(row["cents"], row["back"], row["slices"], row["priced"], row["shared_cents"], row["far"])
            most = Sums(
                row["most"], row["most_back"], row["slices"], row["most_priced"], row["shared_most"], row["far"]
            )
            self._by.setdefault(row["of"], []).append((row["measure"], row["kind"], row["year"], whole, most))

    def per_year(self, of: str, measure: str, kind: str, at_most: bool) -> dict[int | None, Sums]:
        """year -> sums under `of`; '' is any measure, any kind."""
        found: dict[int | None, Sums] = {}
        for of_measure, of_kind, year, whole, most in self._by.get(of, ()):
            if measure in ("", of_measure) and kind in ("", of_kind):
                found[year] = found.get(year, Sums()) + (most if at_most else whole)
        return found

    def sums(self, selection: Selection, at_most: bool) -> Sums:
        """What one figure of the view says."""
        per = self.per_year(of_selection(selection), selection.measure, selection.kind, at_most)
        if selection.year:
            return per.get(None if selection.year == "none" else int(selection.year), Sums())
        return sum(per.values(), Sums())
