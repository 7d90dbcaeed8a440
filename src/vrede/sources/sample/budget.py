"""A made-up budget of article 4 for 2017-2024, in thousands of euro, with the columns of the real table.

What holds, line by line: draft + amendments = adopted; adopted + change = level of the first supplementary budget;
that + change = level of the second; that + slotwet = realised (to 2023). Schemes sum to their sub-article, and 4.1,
4.2 and 4.3 with the line 'Nog te verdelen' to the article. That line is negative in spring 2023 and spread over the
sub-articles in the second supplementary budget. One row is wrong on purpose: receipts of 2021, first supplementary.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from vrede.sources.sample.draw import Draw

COLUMNS = (
    "chapter", "article", "subarticle", "instrument", "scheme", "year", "kind", "phase", "amount_thousand_eur",
    "source", "note", "measure", "bill_year",
)  # fmt: skip
YEARS = range(2017, 2025)
LAST_REALISED = 2023
CUT_YEAR, CUT = 2023, -84_321
FAULT_YEAR, FAULT = 2021, 100
SOURCE = "made-up data, belongs to no budget"
ORGANISATIONS, GRANTS = "Bijdrage aan (inter)nationale organisaties", "Subsidies (regelingen)"
SCHEMES = (
    ("4.1", ORGANISATIONS, "UNHCR", 30_000), ("4.1", ORGANISATIONS, "Wereldvoedselprogramma", 36_000),
    ("4.1", ORGANISATIONS, "Noodhulpprogramma's", 240_000), ("4.1", GRANTS, "Noodhulpprogramma's", 90_000),
    ("4.2", ORGANISATIONS, "Opvang in de regio", 110_000), ("4.2", GRANTS, "Migratie en ontwikkeling", 21_000),
    ("4.3", ORGANISATIONS, "Functionerende rechtsorde", 80_000), ("4.3", GRANTS, "Stabiliteitsfonds", 60_000),
    ("4.3", GRANTS, "Inclusieve politieke processen: vredesdialoog en conflictpreventie", 45_000),
)  # fmt: skip
SUBARTICLES = ("4.1", "4.2", "4.3")


@dataclass(frozen=True)
class BudgetRow:
    """One row: `amount` in thousands of euro; `measure` is 'stand' (a level) or 'mutatie' (a change)."""

    subarticle: str
    instrument: str
    scheme: str
    year: int
    kind: str
    phase: str
    measure: str
    amount: int
    bill_year: int
    note: str = ""


@dataclass(frozen=True)
class SampleLine:
    """One line of one year from draft to realisation, as a level and four changes."""

    draft: int
    amendment: int
    first: int
    second: int
    final: int

    def __add__(self, other: SampleLine) -> SampleLine:
        return SampleLine(
            self.draft + other.draft, self.amendment + other.amendment, self.first + other.first,
            self.second + other.second, self.final + other.final,
        )  # fmt: skip

    def phases(self, year: int) -> list[tuple[str, str, int]]:
        """(phase, measure, amount) in the order of a budget year."""
        adopted = self.draft + self.amendment
        spring = adopted + self.first
        autumn = spring + self.second
        rows = [
            ("ontwerpbegroting", "stand", self.draft), ("amendement", "mutatie", self.amendment),
            ("vastgesteld", "stand", adopted), ("1e suppletoire", "mutatie", self.first),
            ("1e suppletoire", "stand", spring), ("2e suppletoire", "mutatie", self.second),
            ("2e suppletoire", "stand", autumn),
        ]  # fmt: skip
        if year <= LAST_REALISED:
            rows += [("slotwet", "mutatie", self.final), ("realisatie", "stand", autumn + self.final)]
        return rows


def budget_rows(seed: int) -> list[BudgetRow]:
    """All rows in the order of the file: year, kind, article before its parts, phases in time."""
    draw = Draw(seed * 1_000 + 4)
    rows: list[BudgetRow] = []
    for year in YEARS:
        rows += _spending(draw, year)
        rows += _commitments(draw, year)
        rows += _receipts(draw, year)
    return rows


def budget_csv(rows: Iterable[BudgetRow]) -> str:
    """The rows as CSV text with the header of the real table and line feeds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for r in rows:
        writer.writerow(
            ("XVII", "4", r.subarticle, r.instrument, r.scheme, r.year, r.kind, r.phase, r.amount, SOURCE, r.note,
             r.measure, r.bill_year)
        )  # fmt: skip
    return out.getvalue()


def _line(draw: Draw, year: int, size: int) -> SampleLine:
    draft = size + (year - 2017) * size // 40 + draw.between(-900, 900)
    amendment = draw.pick((0, 0, 0, -2_500, 5_000))
    return SampleLine(
        draft, amendment, draw.between(-40, 90) * size // 1_000, draw.between(-30, 30) * size // 1_000,
        draw.between(-20, 20) * size // 1_000,
    )  # fmt: skip


def _rows(
    line: SampleLine, year: int, kind: str, sub: str = "", instrument: str = "", scheme: str = ""
) -> list[BudgetRow]:
    return [
        BudgetRow(sub, instrument, scheme, year, kind, phase, measure, amount, year)
        for phase, measure, amount in line.phases(year)
    ]


def _sum(lines: Iterable[SampleLine]) -> SampleLine:
    total = SampleLine(0, 0, 0, 0, 0)
    for line in lines:
        total = total + line
    return total


def _spending(draw: Draw, year: int) -> list[BudgetRow]:
    lines = [_line(draw, year, size) for *_, size in SCHEMES]
    undivided = SampleLine(0, 0, 0, 0, 0)
    if year == CUT_YEAR:
        undivided = SampleLine(0, 0, CUT, -CUT, 0)
        # In autumn the cut lands on the sub-articles; the line's own change brings it back to nothing.
        share = -CUT // len(lines)
        rest = -CUT - share * (len(lines) - 1)
        lines = [
            SampleLine(x.draft, x.amendment, x.first, x.second - (rest if n == 0 else share), x.final)
            for n, x in enumerate(lines)
        ]
    subs = {sub: _sum(x for x, s in zip(lines, SCHEMES, strict=True) if s[0] == sub) for sub in SUBARTICLES}
    rows = _rows(_sum((*subs.values(), undivided)), year, "uitgaven")
    if year == CUT_YEAR:
        rows += _rows(undivided, year, "uitgaven", "", "Nog te verdelen")
        rows.append(
            BudgetRow("", "", "", year, "uitgaven", "1e suppletoire", "mutatie", 12_500, year - 1,
                      "change made to this later year by the first supplementary budget of the year before")
        )  # fmt: skip
    for sub in SUBARTICLES:
        rows += _rows(subs[sub], year, "uitgaven", sub)
        for line, (of, instrument, scheme, _) in zip(lines, SCHEMES, strict=True):
            if of == sub:
                rows += _rows(line, year, "uitgaven", sub, instrument, scheme)
    return rows


def _commitments(draw: Draw, year: int) -> list[BudgetRow]:
    subs = {sub: _line(draw, year, size) for sub, size in zip(SUBARTICLES, (420_000, 150_000, 210_000), strict=True)}
    rows = _rows(_sum(subs.values()), year, "verplichtingen")
    for sub in SUBARTICLES:
        rows += _rows(subs[sub], year, "verplichtingen", sub)
    return rows


def _receipts(draw: Draw, year: int) -> list[BudgetRow]:
    rows = _rows(_line(draw, year, 4_000), year, "ontvangsten")
    if year != FAULT_YEAR:
        return rows
    return [
        BudgetRow(
            r.subarticle, r.instrument, r.scheme, r.year, r.kind, r.phase, r.measure, r.amount + FAULT, r.bill_year
        )
        if is_fault(r)
        else r
        for r in rows
    ]


def is_fault(row: BudgetRow) -> bool:
    """Whether a row is the one that was made wrong: its level is 100 above what its parts give."""
    return (row.year, row.kind, row.phase, row.measure) == (FAULT_YEAR, "ontvangsten", "1e suppletoire", "stand")
