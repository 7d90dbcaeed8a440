"""A ledger whose rows and sums the build made ready: the same answers as `Ledger`, without joining and adding at a request."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import polars as pl

from vrede.money.added import activities_of, lines_of
from vrede.money.cube import COARSE, SumsOfView, lines_of_cells, of_selection, view_of
from vrede.money.measure import AT_MOST, CHAIN, MEASURES, RECEIVED
from vrede.money.outlier_sums import Beyond
from vrede.money.ready import CUBE, FAR, FINE_CUBE, RECEIVED_CUBE, SLICES, SPAN, UNDER, WORD
from vrede.money.selection import Selection, Sums, conditions, holds
from vrede.money.total import ChainTables, Ledger, of_several

VIEWS, SELECTED = 64, 4
"""Views of which the sums, and selections of which the slices, are kept: what one page asks again and again."""
UNKNOWN = -1
"""The number of a word that no slice has."""
Read = Callable[[str], pl.DataFrame]


class ReadyLedger(Ledger):
    """A ledger that reads what `make_ready` wrote. ready: those tables by name; table: the snapshot's.

    What a selection needs that was not made ready is answered as `Ledger` does.
    """

    def __init__(
        self, table: Read, ready: Read, regions: Mapping[str, Sequence[str]], hidden: frozenset[str] = frozenset()
    ) -> None:
        chain = ChainTables(table("chain_slice"), table("receipt_slice"), table("receipt_placement"))
        super().__init__(table("slice"), table("placement"), regions, chain, hidden, of_several(table("activity")))
        self._ready = ready
        self._opened: dict[str, pl.DataFrame] = {}
        self._lock = threading.Lock()
        self._views: OrderedDict[tuple[str, Selection], SumsOfView] = OrderedDict()
        self._selected: OrderedDict[Selection, pl.DataFrame] = OrderedDict()

    def _open(self, name: str) -> pl.DataFrame:
        found = self._opened.get(name)
        if found is None:
            found = self._opened[name] = self._ready(name)
        return found

    @cached_property
    def _words(self) -> dict[str, pl.Series]:
        words = self._open(WORD)
        return {name: words.filter(pl.col("column") == name)["word"] for name in words["column"].unique()}

    @cached_property
    def _codes(self) -> dict[tuple[str, str], int]:
        words = self._open(WORD)
        return {(column, word): code for column, code, word in words.iter_rows()}

    @cached_property
    def _under(self) -> dict[str, tuple[int, int]]:
        """of -> (its first row, how many) in the table of slices."""
        under = self._open(UNDER)
        ends = under["slices"].cum_sum()
        return {of: (end - height, height) for of, height, end in zip(under["of"], under["slices"], ends, strict=True)}

    def _code(self, column: str, word: str) -> int:
        return self._codes.get((column, word), UNKNOWN)

    def _in_words(self, rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
        return rows.with_columns(self._words[name].gather(rows[name]).alias(name) for name in columns)

    def _worded(self, rows: pl.DataFrame) -> pl.DataFrame:
        return self._in_words(rows, *(name for name in self._words if name in rows.columns))

    def numbered(self, selection: Selection) -> pl.DataFrame:
        """The slices of a selection with numbers for their words; of its bound, which is not what was received. Raises KeyError."""
        of = of_selection(selection)
        first, height = self._under.get(of, (0, 0))
        rows = self._open(SLICES).slice(first, height)
        wanted = conditions(selection, self.regions, self._code)
        rows = rows.filter(*wanted) if wanted else rows
        if selection.bound == AT_MOST:
            rows = rows.with_columns(amount_eur_cents="at_most_eur_cents")
        return rows.drop("at_most_eur_cents", "shared")

    def select(self, selection: Selection) -> pl.DataFrame:
        """As `Ledger.select`."""
        if selection.bound == RECEIVED:
            return super().select(selection)
        with self._lock:
            found = self._selected.get(selection)
        if found is None:
            found = self._worded(self.numbered(selection))
            with self._lock:
                self._selected[selection] = found
                while len(self._selected) > SELECTED:
                    self._selected.popitem(last=False)
        return found

    def columns(self, selection: Selection, columns: Sequence[str]) -> pl.DataFrame:
        """As `Ledger.columns`: the words of no other column are looked up."""
        if not columns or selection.bound == RECEIVED:
            return super().columns(selection, columns)
        return self._worded(self.numbered(selection).select(columns))

    def sums(self, selection: Selection) -> Sums:
        """As `Ledger.sums`, out of the cube; of one activity out of its slices."""
        if selection.activity:
            return super().sums(selection)
        if selection.bound == RECEIVED and selection.measure not in ("", CHAIN):
            return Sums()
        return self._view(selection).sums(selection, selection.bound == AT_MOST)

    def per_year(self, selection: Selection) -> dict[int | None, Sums]:
        """As `Ledger.per_year`."""
        if selection.activity or selection.bound == RECEIVED:
            return super().per_year(selection)
        of, at_most = of_selection(selection), selection.bound == AT_MOST
        return self._view(selection).per_year(of, selection.measure, selection.kind, at_most)

    def _view(self, selection: Selection) -> SumsOfView:
        view = selection.but(scope="all", clause="", part="", measure="", kind="", year="", bound="")
        cube = FINE_CUBE if selection.partner or selection.purpose else CUBE
        if selection.bound == RECEIVED:
            cube = RECEIVED_CUBE
        with self._lock:
            found = self._views.get((cube, view))
        if found is None:
            cells = view_of(self._open(cube), view, self.regions, self._code)
            found = SumsOfView(self._in_words(cells, "measure", "kind"))
            with self._lock:
                self._views[cube, view] = found
                while len(self._views) > VIEWS:
                    self._views.popitem(last=False)
        return found

    def outliers(self, selection: Selection) -> Beyond:
        """As `Ledger.outliers`."""
        if selection.bound == RECEIVED:
            return super().outliers(selection)
        found = [row for row in self._far_under.get(of_selection(selection), ()) if holds(selection, row, self.regions)]
        cents = "at_most_eur_cents" if selection.bound == AT_MOST else "amount_eur_cents"
        return Beyond(sum(row[cents] or 0 for row in found), len({row["transaction_key"] for row in found}))

    def far(self, selection: Selection) -> pl.DataFrame:
        """As `Ledger.far`."""
        if selection.bound == RECEIVED:
            return super().far(selection)
        if not self.outliers(selection).transactions:
            return self._worded(self.numbered(selection.but(scope="all", clause="", part="")).clear())
        return self._worded(self.numbered(selection).filter("outlier"))

    def lines(self, selection: Selection, *by: str) -> pl.DataFrame:
        """As `Ledger.lines`."""
        if selection.bound == RECEIVED:
            return super().lines(selection, *by)
        found = lines_of(self.numbered(selection), *by, codes=self._measures)
        return self._in_words(found, *(name for name in by if name in self._words))

    def lines_per_clause(self, selection: Selection, *by: str) -> dict[str, pl.DataFrame]:
        """As `Ledger.lines_per_clause`, out of the cube."""
        if selection.activity or selection.bound == RECEIVED:
            return super().lines_per_clause(selection, *by)
        fine = selection.partner or selection.purpose or not set(by) <= set(COARSE)
        under = self._open(FINE_CUBE if fine else CUBE).filter(pl.col("of").is_in(self._of_clauses))
        cells = under.filter(*conditions(selection, self.regions, self._code))
        found = lines_of_cells(cells, ("of", *by), self._measures, selection.bound == AT_MOST)
        worded = self._in_words(found, *(name for name in by if name in self._words))
        return {
            str(of).split(":")[1]: rows.drop("of") for (of,), rows in worded.partition_by("of", as_dict=True).items()
        }

    def activities_per_clause(self, selection: Selection) -> dict[str, dict[str, int]]:
        """As `Ledger.activities_per_clause`."""
        if selection.bound == RECEIVED:
            return super().activities_per_clause(selection)
        counted = activities_of(
            {clause: self.numbered(selection.but(clause=clause, part="")) for clause in self.clauses}
        )
        words = {code: word for (column, word), code in self._codes.items() if column == "grade"}
        return {
            clause: {"" if grade == "" else words[int(grade)]: number for grade, number in per.items()}
            for clause, per in counted.items()
        }

    @cached_property
    def clauses(self) -> list[str]:
        """As `Ledger.clauses`."""
        return sorted(of.split(":")[1] for of in self._under if of.startswith("clause:"))

    @property
    def _of_clauses(self) -> list[str]:
        return [f"clause:{clause}" for clause in self.clauses]

    @cached_property
    def _measures(self) -> dict[str, int]:
        return {measure: self._code("measure", measure) for measure in MEASURES}

    @cached_property
    def _far_under(self) -> dict[str, list[dict[str, Any]]]:
        """of -> its outliers: a handful, so that every figure of a page can be asked."""
        return {
            str(of): rows.to_dicts()
            for (of,), rows in self._worded(self._open(FAR)).partition_by("of", as_dict=True).items()
        }

    @cached_property
    def years(self) -> list[int]:
        """As `Ledger.years`."""
        return self._years(Selection())

    @cached_property
    def own_years(self) -> list[int]:
        """As `Ledger.own_years`."""
        return self._years(Selection(measure="own", kind="spent")) or self.years

    def _years(self, selection: Selection) -> list[int]:
        return sorted((year for year in self.per_year(selection) if year is not None), reverse=True)

    def years_of(self, measure: str, kind: str) -> set[int]:
        """As `Ledger.years_of`."""
        return set(self._years(Selection(scope="all", measure=measure, kind=kind)))

    def spans(self, measure: str) -> list[tuple[int | None, int | None]]:
        """As `Ledger.spans`."""
        if measure not in self._held:
            found = self._open(SPAN).filter(pl.col("measure") == measure)
            self._held[measure] = list(found.select("first", "last").iter_rows())
        return self._held[measure]
