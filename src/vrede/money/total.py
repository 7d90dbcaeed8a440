"""Totals: which slices a view selects, and their sum. One selection gives the figure, its rows and its CSV alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import polars as pl

from vrede.article import GRADES
from vrede.money.measure import MEASURES
from vrede.money.outlier_sums import Beyond, beyond

KINDS = ("commitment", "spent")
SCOPES = ("article", "unplaced", "apart", "all")
KEPT = 32  # clauses and scopes of which the rows are kept: all of one article
KNOWN = 100_000  # selections of which the outliers are remembered
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES)}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view shows. Empty means no condition. `scope` is the whole article unless a clause or part is named.

    scope: article (placed under any clause, each slice once), unplaced, apart (refugees in the donor country), all.
    country: ISO3. place: a region's code or 'none'. region: id of a list of the article. purpose: code, or 'none'.
    year: four digits, or 'none' for slices without a date. activity: activity_key as digits.
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

    def but(self, **changes: str) -> Selection:
        """The same with some conditions changed."""
        return replace(self, **changes)

    def parameters(self) -> dict[str, str]:
        """The conditions that hold, by name, in a fixed order; the default scope is left out."""
        given = {f.name: str(getattr(self, f.name)) for f in fields(self)}
        return {name: value for name, value in given.items() if value and (name, value) != ("scope", "article")}


class Ledger:
    """All slices and placements of one snapshot, to be selected from. Frames are never changed."""

    def __init__(self, slices: pl.DataFrame, placement: pl.DataFrame, regions: Mapping[str, Sequence[str]]) -> None:
        # Slices that no rule has looked at hold no outliers.
        self.slices = slices if "outlier" in slices.columns else slices.with_columns(outlier=pl.lit(False))
        self.placement = placement
        self.regions = regions
        self._beyond: dict[Selection, Beyond] = {}
        self._kept: OrderedDict[tuple[str, str, str], pl.DataFrame] = OrderedDict()

    def _best(self, by: str | None) -> pl.DataFrame:
        keys = ["slice_key", by] if by else ["slice_key"]
        ranked = self.placement.with_columns(_rank=pl.col("grade").replace_strict(GRADE_RANK, return_dtype=pl.Int8))
        best = ranked.group_by(keys).agg(pl.col("_rank").min())
        return (
            best.with_columns(
                grade=pl.col("_rank").replace_strict({r: g for g, r in GRADE_RANK.items()}, return_dtype=pl.String)
            )
            .drop("_rank")
            .sort(keys)
        )

    @cached_property
    def of_clause(self) -> pl.DataFrame:
        """slice_key, clause, grade: the strongest grade that a slice has in a clause."""
        return self._best("clause")

    @cached_property
    def of_article(self) -> pl.DataFrame:
        """slice_key, grade: the strongest grade that a slice has anywhere; each slice once."""
        return self._best(None)

    @cached_property
    def years(self) -> list[int]:
        """Years in which the article has money of any measure, the youngest first."""
        found = self.slices.filter(pl.col("placed") & pl.col("year").is_not_null())["year"].unique()
        return [int(year) for year in found.sort(descending=True)]

    @cached_property
    def own_years(self) -> list[int]:
        """Years with own money spent, the youngest first; where there is none, those with any money."""
        spent = self.slices.filter((pl.col("measure") == "own") & (pl.col("kind") == "spent") & pl.col("placed"))[
            "year"
        ]
        found = [int(year) for year in spent.drop_nulls().unique().sort(descending=True)]
        return found or self.years

    def years_of(self, measure: str, kind: str) -> set[int]:
        """Years of which any money of a measure and kind is loaded, under a clause or not."""
        of = (pl.col("measure") == measure) & (pl.col("kind") == kind)
        return {int(year) for year in self.slices.filter(of)["year"].drop_nulls().unique()}

    def _within(self, selection: Selection) -> pl.DataFrame:
        # A page asks dozens of figures of the same clause: the rows of a clause are joined once and kept.
        key = (selection.scope, selection.clause, selection.part)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._joined(selection)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def _joined(self, selection: Selection) -> pl.DataFrame:
        if selection.part:
            chosen = self.placement.filter(pl.col("part") == selection.part).select("slice_key", "grade")
        elif selection.clause:
            chosen = self.of_clause.filter(pl.col("clause") == selection.clause).select("slice_key", "grade")
        elif selection.scope == "article":
            chosen = self.of_article
        else:
            marked = {"unplaced": ~pl.col("placed") & ~pl.col("apart"), "apart": pl.col("apart"), "all": pl.lit(True)}
            rows = self.slices.filter(marked[selection.scope])
            return rows.join(self.of_article, on="slice_key", how="left", maintain_order="left")
        return self.slices.join(chosen, on="slice_key", how="inner", maintain_order="left")

    def select(self, selection: Selection) -> pl.DataFrame:
        """The slices of a view, each once, with the grade that holds in it. Raises KeyError for an unknown region."""
        wanted: list[pl.Expr] = []
        for column, value in (
            ("measure", selection.measure),
            ("kind", selection.kind),
            ("grade", selection.grade),
            ("channel", selection.channel),
        ):
            if value:
                wanted.append(pl.col(column) == value)
        if selection.year:
            none = selection.year == "none"
            wanted.append(pl.col("year").is_null() if none else pl.col("year") == int(selection.year))
        if selection.country:
            wanted.append((pl.col("place_kind") == "country") & (pl.col("place_code") == selection.country))
        if selection.place:
            none = selection.place == "none"
            wanted.append(
                pl.col("place_kind") == "none"
                if none
                else (pl.col("place_kind") == "region") & (pl.col("place_code") == selection.place)
            )
        if selection.region:
            inside = list(self.regions[selection.region])
            wanted.append((pl.col("place_kind") == "country") & pl.col("place_code").is_in(inside))
        if selection.partner:
            none = selection.partner == "none"
            wanted.append(pl.col("partner_ref").is_null() if none else pl.col("partner_ref") == selection.partner)
        if selection.purpose:
            none = selection.purpose == "none"
            wanted.append(pl.col("sector_code").is_null() if none else pl.col("sector_code") == selection.purpose)
        if selection.activity:
            wanted.append(pl.col("activity_key") == int(selection.activity))
        rows = self._within(selection)
        return rows.filter(pl.all_horizontal(*wanted)) if wanted else rows

    def activities(self, clause: str = "", country: str = "") -> pl.Series:
        """activity_key of activities with money under a clause, or in a country (ISO3), whether placed or not."""
        found = self.slices
        if clause:
            placed = self.of_clause.filter(pl.col("clause") == clause)["slice_key"]
            found = found.filter(pl.col("slice_key").is_in(placed.implode()))
        if country:
            found = found.filter((pl.col("place_kind") == "country") & (pl.col("place_code") == country))
        return found["activity_key"].unique()

    def total(self, selection: Selection) -> int:
        """The sum in cents of euro; what has no price is not in it (see `unpriced`)."""
        return int(self.select(selection)["amount_eur_cents"].sum() or 0)

    @cached_property
    def _far(self) -> Ledger:
        """The outliers alone: a handful of slices, so that every figure of a page can be asked."""
        far = self.slices.filter("outlier")
        placed = self.placement.filter(pl.col("slice_key").is_in(far["slice_key"].implode()))
        return Ledger(far, placed, self.regions)

    def outliers(self, selection: Selection) -> Beyond:
        """The outliers that the figure of a selection holds. Raises KeyError for an unknown region."""
        found = self._beyond.get(selection)
        if found is None:
            found = beyond(self._far.select(selection)) if self._far.slices.height else Beyond()
            if len(self._beyond) < KNOWN:
                self._beyond[selection] = found
        return found


def unpriced(rows: pl.DataFrame) -> int:
    """How many transactions of these slices have no price."""
    return rows.filter(pl.col("amount_eur_cents").is_null())["transaction_key"].n_unique()


def grouped(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """by, amount_eur_cents, activities, slices: sums of slices by columns, the largest first, then by key."""
    return (
        rows.group_by(*by)
        .agg(
            pl.col("amount_eur_cents").sum(),
            activities=pl.col("activity_key").n_unique().cast(pl.Int64),
            slices=pl.len().cast(pl.Int64),
        )
        .sort("amount_eur_cents", *by, descending=[True, *([False] * len(by))], nulls_last=True)
    )


def by_year(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    """year ('none' without a date) -> {own_spent_eur_cents, own_commitment_eur_cents, chain_..., field_...}."""
    sums = rows.group_by("year", "measure", "kind").agg(pl.col("amount_eur_cents").sum())
    years: dict[str, dict[str, int]] = {}
    for year, measure, kind, cents in sums.sort("year", nulls_last=True).iter_rows():
        if measure in MEASURES:
            empty = {f"{m}_{k}_eur_cents": 0 for m in MEASURES for k in KINDS}
            years.setdefault("none" if year is None else str(year), empty)[f"{measure}_{kind}_eur_cents"] = int(cents)
    return years


def years_without_outliers(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    """As `by_year`, without outliers, of the years that hold one and no others."""
    far = rows.filter("outlier")["year"].unique()
    known = pl.col("year").is_in(far.drop_nulls().implode()).fill_null(far.null_count() > 0)
    every, left = by_year(rows.filter(known)), by_year(rows.filter(known & ~pl.col("outlier")))
    return {year: left.get(year, dict.fromkeys(names, 0)) for year, names in every.items()}
