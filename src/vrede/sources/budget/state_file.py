"""The state's own file of one phase of one year, `Budgettaire_Tabellen_2026_O1_excl.csv`: the article's levels down to the scheme.

Thousands of euro. Rows with `Totaal` J are totals that the file prints, rows with N its lines; the two are never added. Source of the
shape: SOURCES.md of the project, section 5 (public clients' code and tests); nothing was fetched from a live service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from vrede.sources.budget.figure import DASHES, SPACES, whole
from vrede.sources.budget.names import part_of
from vrede.sources.budget.read import CENTS_PER_THOUSAND, BudgetError
from vrede.sources.budget.rows import BudgetRow, BudgetRows
from vrede.sources.budget.summed import with_sums
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE
from vrede.sources.budget.totals import with_totals
from vrede.sources.table import Table

NEEDED = (
    "begrotingsjaar",
    "fase",
    "vuo",
    "totaal",
    "hoofdstuknummer",
    "artikelnummer",
    "artikelonderdeelnummer",
    "instrumentnaam",
    "detailnaam",
)
NUMBERS = ("ibosnummer", "instrumentnummer", "detailnummer")
COLUMNS = {
    "OWB": (("draft", ("standowb",)),),
    "O1": (("first_supplementary", ("stando1",)),),
    "SBS": (("september_supplementary", ("standsbs", "standsbsupp", "standsbssupp")),),
    "O2": (("second_supplementary", ("stando2",)),),
    "JV": (("adopted", ("standvb",)), ("realised", ("realisatie",))),
}
"""The phase of a file -> the levels that it gives, each with the names of its column. A column of another phase is not read."""
ALSO = {"SBSUPP": "SBS", "SBSSUPP": "SBS"}
"""Other short names of phases in a row."""
KINDS = {"V": "commitment", "U": "cash", "O": "receipts"} | {
    "VERPLICHTINGEN": "commitment",
    "UITGAVEN": "cash",
    "ONTVANGSTEN": "receipts",
}
TOTALS = {"J": True, "JA": True, "N": False, "NEE": False}
CHAPTER, CHAPTERS, ARTICLE = "XVII", ("XVII", "17"), "4"
SOURCE = "open data of the state budget"


@dataclass(frozen=True, slots=True)
class StateFile:
    """What a file gives: tables budget_line and budget_issue, and the counts of table budget_file."""

    lines: pl.DataFrame
    issues: pl.DataFrame
    facts: dict[str, int]


def plain(heading: str) -> str:
    """A heading as it is looked for: whatever its case, spaces and underscores."""
    return heading.replace("_", "").casefold()


def is_state_file(headings: tuple[str, ...]) -> bool:
    """Whether these are the headings of such a file."""
    return set(NEEDED) <= {plain(heading) for heading in headings}


def _phase(values: dict[str, str]) -> str:
    said = values["fase"].upper()
    return ALSO.get(said, said)


def _ours(values: dict[str, str]) -> bool | None:
    """Whether a row is of the article; None where that cannot be told."""
    chapter, article = values["hoofdstuknummer"].upper(), values["artikelnummer"].lstrip("0")
    if chapter and article:
        return chapter in CHAPTERS and article == ARTICLE
    numbers = values.get("ibosnummer", "").split(".")
    if len(numbers) >= 3 and all(number.isdigit() for number in numbers):
        return [numbers[1].lstrip("0"), numbers[2].lstrip("0")] == [CHAPTERS[1], ARTICLE]
    # A row of a whole chapter has no article.
    return False if chapter else None


def _issue(row: BudgetRow, values: dict[str, str], reason: str, phase: str | None = None) -> dict[str, Any]:
    year = whole(values.get("begrotingsjaar", ""))
    return {
        "line_no": row.number,
        "subarticle": part_of(ARTICLE, values.get("artikelonderdeelnummer", "")),
        "instrument": values.get("instrumentnaam") or None,
        "scheme": values.get("detailnaam") or None,
        "phase": phase,
        "year": year if year is not None and 1900 <= year <= 2200 else None,
        "kind": KINDS.get(values.get("vuo", "").upper()),
        "rule": "readable",
        "reason": reason,
    }


def _columns(headings: tuple[str, ...], phase: str) -> list[tuple[str, str]]:
    """(level, heading of its column) that a file of this phase has."""
    known = {plain(heading): plain(heading) for heading in headings}
    found = [(level, next((known[n] for n in names if n in known), "")) for level, names in COLUMNS[phase]]
    return [(level, heading) for level, heading in found if heading]


class _Reading:
    """The rows of one file, sorted into lines, issues and cells without a figure."""

    def __init__(self, headings: tuple[str, ...], year: int | None, phase: str) -> None:
        self.headings = headings
        self.year = year
        self.phase = phase
        self.others = 0
        self.lines: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.refused = 0
        self.without_figure: list[dict[str, Any]] = []
        self.missing: set[str] = set()

    def refuse(self, row: BudgetRow, values: dict[str, str], reason: str, phase: str | None = None) -> None:
        self.refused += 1
        self.issues.append(_issue(row, values, reason, phase))

    def take(self, row: BudgetRow) -> None:
        values = {plain(name): value.strip() for name, value in row.values.items()}
        values = dict.fromkeys((*NEEDED, *NUMBERS), "") | values
        ours = _ours(values)
        if ours is False:
            return
        fault = row.wrong or self._fault(values, ours)
        if fault:
            self.refuse(row, values, fault)
            return
        phase, year = _phase(values), whole(values["begrotingsjaar"])
        if phase != (self.phase or phase) or year != (self.year or year):
            self.others += 1
            self.refuse(row, values, f"it is of {year}-{phase}, the file of {self.year}-{self.phase}")
            return
        columns = _columns(self.headings, phase)
        self.missing |= {level for level, _names in COLUMNS[phase]} - {level for level, _heading in columns}
        for level, heading in columns:
            self._read(row, values, level, values.get(heading, ""))

    def _fault(self, values: dict[str, str], ours: bool | None) -> str:
        year = whole(values["begrotingsjaar"])
        for wrong, said in (
            (ours is None, "it does not say which article it is of"),
            (year is None or not 1900 <= year <= 2200, f"the year is {values['begrotingsjaar'][:40]!r}"),
            (values["vuo"].upper() not in KINDS, f"vuo is {values['vuo'][:40]!r}; V, U and O are known"),
            (values["totaal"].upper() not in TOTALS, f"totaal is {values['totaal'][:40]!r}; J and N are known"),
            (
                _phase(values) not in COLUMNS,
                f"the phase is {values['fase'][:40]!r}; {', '.join(COLUMNS)} are known",
            ),
        ):
            if wrong:
                return said
        return ""

    def _read(self, row: BudgetRow, values: dict[str, str], level: str, text: str) -> None:
        if not text.strip(SPACES + DASHES):
            self.without_figure.append(_issue(row, values, "no figure", level))
            return
        thousands = whole(text)
        if thousands is None:
            reason = f"the amount {text[:40]!r} is not a whole number of thousands of euro"
            self.refuse(row, values, reason, level)
            return
        year = whole(values["begrotingsjaar"])
        self.lines.append(
            {
                "line_no": row.number,
                "chapter": CHAPTER,
                "article": ARTICLE,
                "subarticle": part_of(ARTICLE, values["artikelonderdeelnummer"]),
                "instrument": values["instrumentnaam"] or None,
                "scheme": values["detailnaam"] or None,
                "year": year,
                "kind": KINDS[values["vuo"].upper()],
                "phase": level,
                "measure": "level",
                "bill_year": year,
                "amount_thousand_eur": thousands,
                "amount_eur_cents": thousands * CENTS_PER_THOUSAND,
                "source": SOURCE,
                "note": None,
                "printed_total": TOTALS[values["totaal"].upper()],
                "numbers": tuple(values[name] for name in NUMBERS),
            }
        )


def _once(made: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows that stand once, and an issue for each further one; where two differ, none of them is believed.

    Two schemes of one name have two numbers, and both stand.
    """
    names = ("subarticle", "instrument", "scheme", "year", "kind", "phase", "printed_total", "numbers")
    seen: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in made:
        seen.setdefault(tuple(one[name] for name in names), []).append(one)
    kept, issues = [], []
    for same in seen.values():
        differ = len({one["amount_thousand_eur"] for one in same}) > 1
        kept += [] if differ else same[:1]
        words = "the same line stands in the file with another amount: none is believed"
        for one in same if differ else same[1:]:
            issue = {name: one[name] for name in names if name in BUDGET_ISSUE.schema} | {"line_no": one["line_no"]}
            issues.append(issue | {"rule": "once", "reason": words if differ else "the line stands twice"})
    return kept, issues


def frame_of(table: Table, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a table; a column that no row has is empty."""
    if not rows:
        return table.empty()
    known = {name: kind for name, kind in table.schema.items() if any(name in row for row in rows)}
    chosen = [{name: row.get(name) for name in known} for row in rows]
    return table.conform(pl.DataFrame(chosen, schema=known))


def read_state_file(found: BudgetRows, where: str, year: int | None = None, phase: str = "") -> StateFile:
    """The article's rows of a file. where: its name, for messages. year, phase: what it was asked for as; rows of others are refused.

    What cannot be read is a row of budget_issue; an empty cell or a dash is no figure and counted as such. Where the file prints a total,
    that leads, and one that is not the sum of its lines is an issue with the difference; where it prints none for a sub-article or the
    article, the sum of the lines stands, without a line number and only where each of them has a figure. Raises BudgetError where the column of its phase is not in it, or all of it
    is of another year or phase.
    """
    reading = _Reading(found.headings, year, phase)
    for row in found.rows:
        reading.take(row)
    if reading.others and not reading.lines:
        raise BudgetError(f"{where}: all that it says of the article is of another year or phase")
    if reading.missing and not reading.lines:
        raise BudgetError(f"{where}: the column of its own phase ({', '.join(sorted(reading.missing))}) is not in it")
    for level in sorted(reading.missing):
        reason = f"the file has no column of the phase {level}"
        reading.issues.append({"line_no": None, "phase": level, "rule": "readable", "reason": reason})
    if not reading.lines and not reading.issues:
        reason = f"no line of article {ARTICLE} of chapter {CHAPTER} stands in the file"
        reading.issues.append({"line_no": None, "rule": "readable", "reason": reason})
    kept, twice = _once(reading.lines)
    unread = frame_of(BUDGET_ISSUE, [*(i for i in reading.issues if i["line_no"] is not None), *twice])
    told = frame_of(BUDGET_ISSUE, [i for i in reading.issues if i["line_no"] is None])
    every, silent = frame_of(BUDGET_LINE, kept), frame_of(BUDGET_ISSUE, reading.without_figure)
    summed, differing = [BUDGET_LINE.empty()], [BUDGET_ISSUE.empty()]
    for level in every["phase"].unique(maintain_order=True):
        of_level = pl.col("phase").is_null() | (pl.col("phase") == level)
        lines, wrong = with_totals(every.filter(pl.col("phase") == level), unread.filter(of_level))
        differing.append(wrong)
        summed.append(with_sums(lines, pl.concat([unread, silent]).filter(of_level)))
    differ = pl.concat(differing)
    facts = {
        "lines": len(found.rows),
        "used": len({one["line_no"] for one in kept}),
        "refused": reading.refused + len(twice),
        "without_figure": len(reading.without_figure),
        "totals_that_differ": differ.height,
    }
    return StateFile(pl.concat(summed), pl.concat([unread, told, differ]), facts)
