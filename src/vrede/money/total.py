"""Totals: which slices a view selects, and their sum. One selection gives the figure, its rows and its CSV alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import polars as pl

from vrede.article import GRADES
from vrede.language import Nothing
from vrede.money.measure import AT_MOST, BOUNDS, CHAIN, RECEIVED, WHOLE
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
class ChainTables:
    """What the bounds of the chain are selected from: chain_slice, receipt_slice and receipt_placement."""

    at_most: pl.DataFrame
    receipts: pl.DataFrame
    placement: pl.DataFrame


class Ledger:
    """All slices and placements of one snapshot, to be selected from. Frames are never changed.

    chain: what the bounds of the chain are selected from; a selection with a bound raises KeyError where there is none.
    hidden: kinds of which something is withheld: activity, partner, place.
    """

    def __init__(
        self,
        slices: pl.DataFrame,
        placement: pl.DataFrame,
        regions: Mapping[str, Sequence[str]],
        chain: ChainTables | None = None,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        # Slices that no rule has looked at hold no outliers.
        self.slices = slices if "outlier" in slices.columns else slices.with_columns(outlier=pl.lit(False))
        self.placement = placement
        self.regions = regions
        self.chain = chain
        self.hidden = hidden
        self._beyond: dict[Selection, Beyond] = {}
        self._kept: OrderedDict[tuple[str, str, str], pl.DataFrame] = OrderedDict()
        self._held: dict[str, list[tuple[int | None, int | None]]] = {}

    @classmethod
    def of(
        cls,
        table: Callable[[str], pl.DataFrame],
        regions: Mapping[str, Sequence[str]],
        hidden: frozenset[str] = frozenset(),
    ) -> Ledger:
        """The ledger of a snapshot, with the bounds of its chain. table: the snapshot's tables by name."""
        chain = ChainTables(table("chain_slice"), table("receipt_slice"), table("receipt_placement"))
        return cls(table("slice"), table("placement"), regions, chain, hidden)

    @cached_property
    def received(self) -> Ledger:
        """What the chain states to have received from the ministry, as a ledger of its own."""
        chain = self._chain()
        named = {"receipt_key": "slice_key"}
        return Ledger(chain.receipts.rename(named), chain.placement.rename(named), self.regions)

    @cached_property
    def at_most(self) -> Ledger:
        """The same slices, those of the chain with what is at most the ministry's."""
        least = self._chain().at_most.select("slice_key", "at_most_eur_cents")
        joined = self.slices.join(least, on="slice_key", how="left", maintain_order="left")
        cents = pl.when(pl.col("measure") == CHAIN).then("at_most_eur_cents").otherwise("amount_eur_cents")
        made = Ledger(
            joined.with_columns(amount_eur_cents=cents).drop("at_most_eur_cents"), self.placement, self.regions
        )
        # The same placements: they are ranked once.
        made.__dict__["of_clause"], made.__dict__["of_article"] = self.of_clause, self.of_article
        return made

    def _chain(self) -> ChainTables:
        if self.chain is None:
            raise KeyError("bound")
        return self.chain

    def of_bound(self, bound: str) -> Ledger:
        """The ledger of a bound of the chain: received, at_most, whole or '' (this one). Raises KeyError."""
        if bound in ("", WHOLE):
            return self
        return {RECEIVED: lambda: self.received, AT_MOST: lambda: self.at_most}[bound]()

    def bounded(self, selection: Selection) -> pl.DataFrame:
        """The rows of a selection with `bound`: those of the chain once for each, own money and the field once, with ''.

        A selection that names a bound has that one; without tables of the chain the whole alone is known.
        """
        rows = self.select(selection)
        if selection.bound:
            of_chain = pl.when(pl.col("measure") == CHAIN).then(pl.lit(selection.bound)).otherwise(pl.lit(""))
            return rows.with_columns(bound=of_chain)
        if selection.measure not in ("", CHAIN):
            return rows.with_columns(bound=pl.lit(""))
        parts = [rows.filter(pl.col("measure") != CHAIN).with_columns(bound=pl.lit(""))]
        for bound in BOUNDS if self.chain else (WHOLE,):
            of = self.select(selection.but(measure=CHAIN, bound=bound))
            parts.append(of.select(rows.columns).with_columns(bound=pl.lit(bound)))
        return pl.concat(parts)

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

    def nothing(self, selection: Selection) -> Nothing:
        """Why a selection without rows has none: it may be withheld, no file here holds its year, or nobody published it.

        What holds money of an activity holds the years from its first to its last row: a year between that is empty was
        not published; one outside all of these, as between an old file and a new one, is not loaded.
        A country, partner or activity without money may be a withheld one: all of them are answered alike, so that none
        is told apart. Other conditions do not say that something is withheld: that would show where it is.
        """
        named = {"place": selection.country or selection.place or selection.region}
        named |= {"partner": selection.partner, "activity": selection.activity}
        if any(kind in self.hidden and value not in ("", "none") for kind, value in named.items()):
            return Nothing.WITHHELD
        return Nothing.NOT_PUBLISHED if self._is_loaded(selection.measure, selection.year) else Nothing.NOT_LOADED

    def _is_loaded(self, measure: str, year: str) -> bool:
        spans = self._spans(measure)
        if not year:
            return bool(spans)
        if year == "none":
            return any(first is None for first, _last in spans)
        return any(first <= int(year) <= last for first, last in spans if first is not None and last is not None)

    def _spans(self, measure: str) -> list[tuple[int | None, int | None]]:
        """(first, last) year of the activities of a measure, each pair once; (None, None): some have rows without a date."""
        if measure not in self._held:
            frames = [self.slices, *([self.received.slices] if self.chain and measure in ("", CHAIN) else [])]
            of = pl.col("measure") == measure if measure else pl.lit(True)
            rows = pl.concat([frame.filter(of).select("activity_key", "year") for frame in frames])
            dated = rows.drop_nulls("year").group_by("activity_key")
            spans = dated.agg(first=pl.col("year").min(), last=pl.col("year").max()).drop("activity_key").unique()
            undated: list[tuple[int | None, int | None]] = [(None, None)] if rows["year"].null_count() else []
            self._held[measure] = [*spans.iter_rows(), *undated]
        return self._held[measure]

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
        if selection.bound:
            return self.of_bound(selection.bound).select(selection.but(bound=""))
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
        """The outliers that the figure of a selection holds, under its bound. Raises KeyError for an unknown region."""
        if selection.bound:
            return self.of_bound(selection.bound).outliers(selection.but(bound=""))
        found = self._beyond.get(selection)
        if found is None:
            found = beyond(self._far.select(selection)) if self._far.slices.height else Beyond()
            if len(self._beyond) < KNOWN:
                self._beyond[selection] = found
        return found


def taken_back(rows: pl.DataFrame) -> int:
    """Cents of these slices that are below nothing: what was taken back of what was paid or promised; 0 or less."""
    return int(rows.filter(pl.col("amount_eur_cents") < 0)["amount_eur_cents"].sum() or 0)


def priced(rows: pl.DataFrame) -> bool:
    """Whether any of these slices has an amount in euro: the sum of those without is no figure, and not zero."""
    return rows["amount_eur_cents"].null_count() < rows.height


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
