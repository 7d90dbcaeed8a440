"""Slices of a view broken down: by year, by part, by grade, by place. Slices in, plain numbers and tables out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from vrede.article import GRADES
from vrede.money.added import grouped
from vrede.money.measure import BOUNDS, MEASURES
from vrede.money.selection import KINDS
from vrede.money.total import Ledger

CENTS = pl.col("amount_eur_cents")


@dataclass(frozen=True, slots=True)
class Placed:
    """Money of one activity under a part: by which grade and rule, and its cents by kind, with what was taken back."""

    part: str
    grade: str
    rule: str
    cents: dict[str, int]
    taken_back: dict[str, int]


def of_measures(slices: pl.DataFrame, measures: Sequence[str] = MEASURES) -> pl.DataFrame:
    """The slices of these measures; those in no total are left out."""
    return slices.filter(pl.col("measure").is_in(list(measures)))


def activity_count(slices: pl.DataFrame) -> int:
    """In how many activities the slices are."""
    return int(slices["activity_key"].n_unique())


def per_kind(slices: pl.DataFrame) -> dict[str, int]:
    """kind -> cents, of the kinds of which a slice has a price."""
    found = dict(slices.filter(CENTS.is_not_null()).group_by("kind").agg(CENTS.sum()).iter_rows())
    return {kind: int(found[kind]) for kind in KINDS if kind in found}


def per_part(ledger: Ledger, slices: pl.DataFrame, grade: str = "") -> dict[str, int]:
    """part -> cents of these slices under it; grade: placed with this one only."""
    placed = ledger.placement.filter(pl.col("grade") == grade) if grade else ledger.placement
    joined = placed.join(slices.select("slice_key", "amount_eur_cents"), on="slice_key")
    return dict(joined.group_by("part").agg(CENTS.sum()).iter_rows())


def activities_per_grade(slices: pl.DataFrame) -> list[tuple[str, int]]:
    """(grade, activities) for every grade, the surest first."""
    found = dict(slices.group_by("grade").agg(pl.col("activity_key").n_unique()).iter_rows())
    return [(grade, int(found.get(grade, 0))) for grade in GRADES]


def per_value_and_measure(slices: pl.DataFrame, by: str) -> list[tuple[Any, str, int | None, int]]:
    """(value of a column, measure, cents, cents of them that were taken back), the largest first; None: none has a price."""
    found = grouped(slices, by, "measure")
    taken = slices.filter(CENTS < 0).group_by(by, "measure").agg(back=CENTS.sum())
    both = found.join(taken, on=[by, "measure"], how="left", nulls_equal=True, maintain_order="left")
    known = slices.filter(CENTS.is_not_null()).select(by, "measure").unique().with_columns(known=True)
    both = both.join(known, on=[by, "measure"], how="left", nulls_equal=True, maintain_order="left")
    sums = both.select(by, "measure", pl.when("known").then("amount_eur_cents"), pl.col("back").fill_null(0))
    return list(sums.iter_rows())


def per_place(slices: pl.DataFrame) -> list[tuple[str, str | None, int]]:
    """(kind of place, code, cents), the largest first."""
    found = slices.group_by("place_kind", "place_code").agg(CENTS.sum())
    ordered = found.sort("amount_eur_cents", "place_code", descending=[True, False])
    return [(kind, code, int(cents)) for kind, code, cents in ordered.iter_rows()]


def with_place(slices: pl.DataFrame) -> pl.DataFrame:
    """Adds place: kind and code of the place in one text, such as country:MLI or none:none."""
    code = pl.when(pl.col("place_kind") == "none").then(pl.lit("none")).otherwise("place_code")
    return slices.with_columns(place=pl.concat_str("place_kind", pl.lit(":"), code))


def owner_not_verified(slices: pl.DataFrame) -> int:
    """Activities whose file's owner in the registry is not known."""
    return activity_count(slices.filter(pl.col("owner_state") == "unknown"))


def strongest_placements(ledger: Ledger, clause: str, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """activity_key -> (grade, rule) of its strongest placement in a clause."""
    slices = ledger.slices.filter(pl.col("activity_key").is_in(list(keys))).select("slice_key", "activity_key")
    rank = pl.col("grade").replace_strict({g: i for i, g in enumerate(GRADES)}, return_dtype=pl.Int32)
    placed = (
        ledger.placement.filter(pl.col("clause") == clause)
        .join(slices, on="slice_key")
        .with_columns(rank=rank)
        .sort("activity_key", "rank", "rule")
        .unique("activity_key", keep="first", maintain_order=True)
    )
    return {key: (grade, rule) for key, grade, rule in placed.select("activity_key", "grade", "rule").iter_rows()}


def placements_of(ledger: Ledger, key: int) -> list[Placed]:
    """The parts under which one activity's money stands, in their order."""
    slices = ledger.slices.filter(pl.col("activity_key") == key)
    joined = ledger.placement.join(slices, on="slice_key", how="inner")
    groups = sorted(joined.group_by("part", "grade", "rule"), key=lambda item: tuple(map(str, item[0])))
    return [
        Placed(str(part), str(grade), str(rule), per_kind(rows), per_kind(rows.filter(CENTS < 0)))
        for (part, grade, rule), rows in groups
    ]


def in_countries(slices: pl.DataFrame) -> pl.DataFrame:
    """The slices that have a country."""
    return slices.filter(pl.col("place_kind") == "country")


def per_measure_and_country(slices: pl.DataFrame) -> dict[str, dict[str, int]]:
    """measure -> country -> cents, for every measure; slices without a country are in none."""
    found: dict[str, dict[str, int]] = {measure: {} for measure in MEASURES}
    sums = in_countries(slices).group_by("measure", "place_code").agg(CENTS.sum())
    for measure, code, cents in sums.iter_rows():
        if measure in found:
            found[measure][code] = int(cents)
    return found


def per_country(slices: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """country -> (cents, activities); slices without a country are in none."""
    sums = in_countries(slices).group_by("place_code")
    found = sums.agg(CENTS.sum(), activities=pl.col("activity_key").n_unique())
    return {code: (int(cents or 0), int(number)) for code, cents, number in found.iter_rows()}


def countries(slices: pl.DataFrame) -> list[str]:
    """Codes of countries, that with the most activities first."""
    found = in_countries(slices).group_by("place_code").agg(pl.col("activity_key").n_unique())
    return found.sort("activity_key", "place_code", descending=[True, False])["place_code"].to_list()


def countries_of_activities(slices: pl.DataFrame) -> pl.DataFrame:
    """activity_key, place_code: the countries of each activity, as a list."""
    pairs = in_countries(slices).select("activity_key", "place_code").unique()
    return pairs.group_by("activity_key").agg(pl.col("place_code").sort())


FIGURE = (
    "measure",
    "bound",
    "kind",
    "amount_eur_cents",
    "taken_back_eur_cents",
    "without_outliers_eur_cents",
    "outliers",
    "activities",
    "slices",
)
"""What `figures` says of each figure."""


def figures(slices: pl.DataFrame, *by: str) -> pl.DataFrame:
    """by, FIGURE: every figure with slices, in the order of measures, bounds and kinds; no amount where no slice has a price.

    outliers: how many transactions it holds that are one. slices: as `Ledger.bounded` gives them.
    """
    order = {name: {value: at for at, value in enumerate(known)} for name, known in _ORDERS.items()}
    priced = CENTS.is_not_null().any()
    return (
        slices.group_by(*by, "measure", "bound", "kind")
        .agg(
            pl.when(priced).then(CENTS.sum()),
            taken_back_eur_cents=CENTS.filter(CENTS < 0).sum(),
            without_outliers_eur_cents=pl.when(priced).then(CENTS.filter(~pl.col("outlier")).sum()),
            outliers=pl.col("transaction_key").filter(pl.col("outlier")).n_unique().cast(pl.Int64),
            activities=pl.col("activity_key").n_unique(),
            slices=pl.len(),
        )
        .sort(*(pl.col(name).replace_strict(known, default=len(known)) for name, known in order.items()))
        .select(*by, *FIGURE)
    )


_ORDERS = {"measure": MEASURES, "bound": ("", *BOUNDS), "kind": KINDS}


def per_measure_and_kind(rows: pl.DataFrame) -> list[tuple[str, str, str, int]]:
    """(measure, bound, kind, cents) of rows of slices as `Ledger.bounded` gives them, in the order of their names.

    Those of which no slice has a price are left out."""
    sums = (
        rows.filter(CENTS.is_not_null())
        .group_by("measure", "bound", "kind")
        .agg(CENTS.sum())
        .sort("measure", "bound", "kind")
    )
    return [(measure, bound, kind, int(cents)) for measure, bound, kind, cents in sums.iter_rows()]
