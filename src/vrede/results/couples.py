"""Couples of programmes asked for and counted: by partner, by country, and the programmes that need no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vrede.article import SynergyPair
from vrede.money import Ledger
from vrede.results.places import points
from vrede.results.synergy import part_pairs, programmes


@dataclass(frozen=True, slots=True)
class PartnerCouple:
    """Two partners with programmes that meet: in how many couples, and whether any activity of one names one of the other."""

    one: str
    other: str
    couples: int
    together: bool


def chosen_couples(
    rows: pl.DataFrame, ref: str = "", country: str = "", level: str = "", pair: str = "", together: bool | None = None
) -> pl.DataFrame:
    """The rows of table synergy that meet every condition that is given. ref: either partner. pair: id of a pair of subjects."""
    if ref:
        rows = rows.filter((pl.col("first_partner") == ref) | (pl.col("second_partner") == ref))
    if country:
        rows = rows.filter(pl.col("place_code") == country)
    if level:
        rows = rows.filter(pl.col("level") == level)
    if pair:
        rows = rows.filter(pl.col("pairs").str.split(" ").list.contains(pair))
    return rows if together is None else rows.filter(pl.col("together") == together)


def couples_by_partner(rows: pl.DataFrame) -> list[PartnerCouple]:
    """Each couple of partners once, by name."""
    known = rows.filter(pl.col("first_partner").is_not_null() & pl.col("second_partner").is_not_null()).group_by(
        one=pl.min_horizontal("first_partner", "second_partner"),
        other=pl.max_horizontal("first_partner", "second_partner"),
    )
    found = known.agg(pl.len(), pl.col("together").any()).sort("one", "other")
    return [PartnerCouple(*row) for row in found.iter_rows()]


def coverage(activity: pl.DataFrame, location: pl.DataFrame, ledger: Ledger) -> tuple[int, int]:
    """(programmes compared, those among them that state a point on the map)."""
    known = programmes(activity, ledger.slices)
    placed = ledger.slices.filter(pl.col("placed"))["activity_key"].unique()
    known = known.filter(pl.col("activity_key").is_in(placed.implode()))
    pointed = points(location)["activity_key"].unique()
    return known.height, known.filter(pl.col("activity_key").is_in(pointed.implode())).height


def integrated(
    activity: pl.DataFrame, ledger: Ledger, pairs: Sequence[SynergyPair], parts: Sequence[str]
) -> dict[int, list[str]]:
    """activity_key -> ids of the pairs of which it serves both sides itself, by key. parts: ids of all parts of the article."""
    known = programmes(activity, ledger.slices)
    placed = (
        ledger.placement.filter(pl.col("grade").is_in(["coded", "likely"]))
        .join(ledger.slices.select("slice_key", "activity_key"), on="slice_key")
        .select("activity_key", "part")
        .unique()
        .join(known.select("activity_key"), on="activity_key", how="semi")
    )
    found = (
        placed.join(part_pairs(pairs, list(parts)), on="part")
        .join(placed.rename({"part": "other"}), on=["activity_key", "other"])
        .group_by("activity_key")
        .agg(pl.col("pair").unique().sort())
        .sort("activity_key")
    )
    return dict(found.iter_rows())
