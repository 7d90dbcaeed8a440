"""What a view shows: the conditions by which slices are selected, and what a sum of slices says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import polars as pl

KINDS = ("commitment", "spent")
SCOPES = ("article", "unplaced", "apart", "all")


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view shows. Empty means no condition. `scope` is the whole article unless a clause or part is named.

    scope: article (placed under any clause, each slice once), unplaced, apart (refugees in the donor country), all.
    country: ISO3. place: a region's code or 'none'. region: id of a list of the article. purpose: code, or 'none'.
    year: four digits, or 'none' for slices without a date. activity: activity_key as digits.
    bound: of the chain's money: received, at_most or whole; empty is whole. Own money and the field have no bounds: they
    are as they are with at_most and whole, and are not among what is received.
    """

    scope: str = "article"
    clause: str = ""
    part: str = ""
    measure: str = ""
    kind: str = ""
    year: str = ""
    country: str = ""
    place: str = ""
    region: str = ""
    grade: str = ""
    channel: str = ""
    partner: str = ""
    purpose: str = ""
    activity: str = ""
    bound: str = ""

    def but(self, **changes: str) -> Selection:
        """The same with some conditions changed."""
        return replace(self, **changes)

    def parameters(self) -> dict[str, str]:
        """The conditions that hold, by name, in a fixed order; the default scope is left out."""
        given = {f.name: str(getattr(self, f.name)) for f in fields(self)}
        return {name: value for name, value in given.items() if value and (name, value) != ("scope", "article")}


@dataclass(frozen=True, slots=True)
class Sums:
    """What a figure says of its slices. cents: their sum; back: cents of them below nothing; slices: how many; priced: of these, with a
    price; shared: cents in activities that several organisations fund; far: how many are outliers."""

    cents: int = 0
    back: int = 0
    slices: int = 0
    priced: int = 0
    shared: int = 0
    far: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.cents + other.cents,
            self.back + other.back,
            self.slices + other.slices,
            self.priced + other.priced,
            self.shared + other.shared,
            self.far + other.far,
        )


Code = Callable[[str, str], Any]
"""(column, word) -> what stands for the word in that column."""


def conditions(
    selection: Selection, regions: Mapping[str, Sequence[str]], code: Code = lambda _column, word: word
) -> list[pl.Expr]:
    """What holds of each slice of a selection, besides its scope and its bound. Raises KeyError for an unknown region."""

    def of(column: str, word: str) -> pl.Expr:
        held: pl.Expr = pl.col(column) == code(column, word)
        return held

    plain = {name: getattr(selection, name) for name in ("measure", "kind", "grade", "channel")}
    wanted = [of(column, value) for column, value in plain.items() if value]
    if selection.year:
        none = selection.year == "none"
        wanted.append(pl.col("year").is_null() if none else pl.col("year") == int(selection.year))
    if selection.country:
        wanted += [of("place_kind", "country"), of("place_code", selection.country)]
    if selection.place == "none":
        wanted.append(of("place_kind", "none"))
    elif selection.place:
        wanted += [of("place_kind", "region"), of("place_code", selection.place)]
    if selection.region:
        inside = [code("place_code", one) for one in regions[selection.region]]
        wanted += [of("place_kind", "country"), pl.col("place_code").is_in(inside)]
    for column, value in (("partner_ref", selection.partner), ("sector_code", selection.purpose)):
        if value:
            wanted.append(pl.col(column).is_null() if value == "none" else of(column, value))
    if selection.activity:
        wanted.append(pl.col("activity_key") == int(selection.activity))
    return wanted


def holds(selection: Selection, row: Mapping[str, Any], regions: Mapping[str, Sequence[str]]) -> bool:
    """Whether `conditions` hold of one slice, asked of its values. Raises KeyError for an unknown region."""
    for name in ("measure", "kind", "grade", "channel"):
        if getattr(selection, name) not in ("", row[name]):
            return False
    for asked, name in (
        (selection.year, "year"),
        (selection.partner, "partner_ref"),
        (selection.purpose, "sector_code"),
    ):
        found = "none" if row[name] is None else str(row[name])
        if asked not in ("", found):
            return False
    place = "none" if row["place_kind"] == "none" else row["place_code"]
    in_country, in_region = row["place_kind"] == "country", row["place_kind"] in ("region", "none")
    if selection.country and not (in_country and place == selection.country):
        return False
    if selection.place and not (in_region and place == selection.place):
        return False
    if selection.region and not (in_country and place in regions[selection.region]):
        return False
    return selection.activity in ("", str(row["activity_key"]))
