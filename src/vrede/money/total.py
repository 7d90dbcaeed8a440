"""Totals: which slices a view selects, and their sum. One selection gives the figure, its rows and its CSV alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from vrede.article import GRADES
from vrede.language import Nothing
from vrede.money.added import activities_of, lines_of, taken_back
from vrede.money.measure import AT_MOST, BOUNDS, CHAIN, RECEIVED, WHOLE
from vrede.money.outlier_sums import Beyond, beyond
from vrede.money.selection import Selection, Sums, conditions

KEPT = 32  # clauses and scopes of which the rows are kept: all of one article
KNOWN = 100_000  # selections of which the outliers are remembered
NONE_SHARED = pl.Series("activity_key", [], dtype=pl.Int64)
GRADE_RANK = {grade: rank for rank, grade in enumerate(GRADES)}


@dataclass(frozen=True, slots=True)
class ChainTables:
    """What the bounds of the chain are selected from: chain_slice, receipt_slice and receipt_placement."""

    at_most: pl.DataFrame
    receipts: pl.DataFrame
    placement: pl.DataFrame


def of_several(activity: pl.DataFrame) -> pl.Series:
    """activity_key of the activities that several organisations fund."""
    return activity.filter(pl.col("funders") > 1)["activity_key"]


class Ledger:
    """All slices and placements of one snapshot, to be selected from. Frames are never changed.

    chain: what the bounds of the chain are selected from; a selection with a bound raises KeyError where there is none.
    hidden: kinds of which something is withheld: activity, partner, place. shared: activity_key of what several organisations fund.
    """

    def __init__(
        self,
        slices: pl.DataFrame,
        placement: pl.DataFrame,
        regions: Mapping[str, Sequence[str]],
        chain: ChainTables | None = None,
        hidden: frozenset[str] = frozenset(),
        shared: pl.Series = NONE_SHARED,
    ) -> None:
        # Slices that no rule has looked at hold no outliers.
        self.slices = slices if "outlier" in slices.columns else slices.with_columns(outlier=pl.lit(False))
        self.placement = placement
        self.regions = regions
        self.chain = chain
        self.hidden = hidden
        self.shared = shared
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
        return cls(table("slice"), table("placement"), regions, chain, hidden, of_several(table("activity")))

    @cached_property
    def received(self) -> Ledger:
        """What the chain states to have received from the ministry, as a ledger of its own."""
        chain = self._chain()
        named = {"receipt_key": "slice_key"}
        return Ledger(chain.receipts.rename(named), chain.placement.rename(named), self.regions, shared=self.shared)

    @cached_property
    def at_most(self) -> Ledger:
        """The same slices, those of the chain with what is at most the ministry's."""
        least = self._chain().at_most.select("slice_key", "at_most_eur_cents")
        joined = self.slices.join(least, on="slice_key", how="left", maintain_order="left")
        cents = pl.when(pl.col("measure") == CHAIN).then("at_most_eur_cents").otherwise("amount_eur_cents")
        made = Ledger(
            joined.with_columns(amount_eur_cents=cents).drop("at_most_eur_cents"),
            self.placement,
            self.regions,
            shared=self.shared,
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

    def columns(self, selection: Selection, columns: Sequence[str]) -> pl.DataFrame:
        """The slices of a selection with some of their columns; all where none is named. Raises KeyError for an unknown region."""
        rows = self.select(selection)
        return rows.select(columns) if columns else rows

    def bounded(self, selection: Selection, columns: Sequence[str] = ()) -> pl.DataFrame:
        """The rows of a selection with `bound`: those of the chain once for each, own money and the field once, with ''.

        columns: those that are wanted; all where none is named.

        A selection that names a bound has that one; without tables of the chain the whole alone is known.
        """
        rows = self.columns(selection, columns)
        if selection.bound:
            of_chain = pl.when(pl.col("measure") == CHAIN).then(pl.lit(selection.bound)).otherwise(pl.lit(""))
            return rows.with_columns(bound=of_chain)
        if selection.measure not in ("", CHAIN):
            return rows.with_columns(bound=pl.lit(""))
        parts = [rows.filter(pl.col("measure") != CHAIN).with_columns(bound=pl.lit(""))]
        for bound in BOUNDS if self.chain else (WHOLE,):
            of = self.columns(selection.but(measure=CHAIN, bound=bound), columns)
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
        spans = self.spans(measure)
        if not year:
            return bool(spans)
        if year == "none":
            return any(first is None for first, _last in spans)
        return any(first <= int(year) <= last for first, last in spans if first is not None and last is not None)

    def spans(self, measure: str) -> list[tuple[int | None, int | None]]:
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
            found = self._kept[key] = self.joined(selection)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def joined(self, selection: Selection) -> pl.DataFrame:
        """The slices under a selection's scope, clause or part, with the grade that holds in it; its other conditions do not count."""
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
        wanted = conditions(selection, self.regions)
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

    def sums(self, selection: Selection) -> Sums:
        """What the figure of a selection says. Raises KeyError for an unknown region."""
        rows = self.select(selection)
        shared = rows.filter(pl.col("activity_key").is_in(self.shared.implode()))
        return Sums(
            int(rows["amount_eur_cents"].sum() or 0),
            taken_back(rows),
            rows.height,
            rows.height - rows["amount_eur_cents"].null_count(),
            int(shared["amount_eur_cents"].sum() or 0),
            int(rows["outlier"].sum()),
        )

    def per_year(self, selection: Selection) -> dict[int | None, Sums]:
        """year -> what a figure says of a selection in it; None: without a date. The selection's own year does not count."""
        years = self.select(selection.but(year=""))["year"].unique()
        of = (selection.but(year="none" if year is None else str(year)) for year in years)
        return dict(zip(years, (self.sums(one) for one in of), strict=True))

    def far(self, selection: Selection) -> pl.DataFrame:
        """The slices of a selection that are outliers."""
        return self.select(selection).filter("outlier")

    def lines(self, selection: Selection, *by: str) -> pl.DataFrame:
        """by, activities, LINE of each measure: the figures of a selection by some columns, in no order. Money in no total is left out."""
        return lines_of(self.select(selection), *by)

    def lines_per_clause(self, selection: Selection, *by: str) -> dict[str, pl.DataFrame]:
        """clause -> as `lines`, without activities, for every clause that has any; whatever clause or part the selection names."""
        made = {one: self.lines(selection.but(clause=one, part=""), *by).drop("activities") for one in self.clauses}
        return {clause: frame for clause, frame in made.items() if frame.height}

    def activities_per_clause(self, selection: Selection) -> dict[str, dict[str, int]]:
        """clause -> grade -> activities of a selection; with '' for all grades."""
        return activities_of({clause: self.select(selection.but(clause=clause, part="")) for clause in self.clauses})

    @cached_property
    def clauses(self) -> list[str]:
        """Clauses under which there is money."""
        return sorted(self.placement["clause"].unique())

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
