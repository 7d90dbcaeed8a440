"""The live open data of the state budget: budget tables, budget states, recipients, and the two files of today, each told by its headings.

Budget tables and states are in thousands of euro, recipients in euro: the unit belongs to the shape and cannot be asked for.
Source of the shapes: the public source of the ministry's site (rijksfinancien/drupal, commits de1d571 and 265a1ae); nothing was fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vrede.sources.budget.arithmetic import check_arithmetic
from vrede.sources.budget.figure import whole
from vrede.sources.budget.names import PHASES, part_of
from vrede.sources.budget.read import CENTS_PER_THOUSAND, NEEDED, BudgetError
from vrede.sources.budget.received import is_received, read_received
from vrede.sources.budget.rows import BudgetRow, BudgetRows, rows_of
from vrede.sources.budget.state_file import is_state_file, read_state_file
from vrede.sources.budget.summed import with_sums
from vrede.sources.budget.tables import BUDGET_ISSUE, BUDGET_LINE, BUDGET_RECIPIENT

CENTS_PER_EURO = 100
KINDS = {"V": "commitment", "U": "cash", "O": "receipts"}
Shape = dict[str, tuple[str, ...]]
# Field -> the headings under which it stands. The first set that a file has whole says which shape it is.
TABLES: Shape = {
    "year": ("jaar",),
    "phase": ("fase",),
    "chapter": ("hoofdstuk_nummer",),
    "article": ("artikel_nummer",),
    "part": ("artikelonderdeel_nummer",),
    "instrument": ("instrument_of_uitsplitsing_apparaat_naam",),
    "scheme": ("regeling_detailniveau_naam",),
    "kind": ("vuo",),
    "amount": ("bedrag",),
}
STATES: Shape = {
    "year": ("begrotingsjaar", "jaar", "year"),
    "kind": ("uitgaven_ontvangsten_verplichtingen", "vuo"),
    "chapter": ("begrotingsnummer", "hoofdstuk_nummer", "chapter"),
    "article": ("artikel_nummer", "article_number"),
    "draft": ("stand_ontwerpbegroting", "draft"),
    "adopted": ("stand_vastgestelde_begroting", "adopted"),
    "first_supplementary": ("stand_eerste_suppletoire", "1st_suppl."),
    "second_supplementary": ("stand_tweede_suppletoire", "2nd_suppl."),
    "realised": ("realisatie", "realised"),
}
RECIPIENTS: Shape = {
    "year": ("jaar", "year"),
    "chapter": ("hoofdstuk_nummer", "hoofdstuk", "chapter"),
    "article": ("artikel_nummer", "artikel", "article"),
    "instrument": ("instrument_naam", "instrument"),
    "scheme": ("regeling_naam", "regeling", "scheme"),
    "recipient": ("ontvanger_naam", "ontvanger", "recipient"),
    "amount": ("bedrag", "amount"),
}
SHAPES: dict[str, Shape] = {"recipients": RECIPIENTS, "tables": TABLES, "states": STATES}
OLD_NUMBERS = {("XVII", "44"): "4"}
"""The ministry's files number this article 44 to 2019 (and in the draft of 2020); the law prints 4."""


@dataclass(frozen=True, slots=True)
class Live:
    """shape: tables, states, recipients, state or received. Tables budget_line, budget_recipient, budget_issue; of the first two one is empty."""

    shape: str
    lines: pl.DataFrame
    recipients: pl.DataFrame
    issues: pl.DataFrame


def _columns(headings: tuple[str, ...], shape: Shape) -> dict[str, str] | None:
    found = {field: next((n for n in names if n in headings), "") for field, names in shape.items()}
    return found if all(found.values()) else None


def shape_of(rows: BudgetRows, where: str = "the file") -> str:
    """collected (the file that read_budget reads), tables, states, recipients, state or received. Raises BudgetError where it is none, or two."""
    if set(rows.headings) >= NEEDED:
        return "collected"
    fits = [name for name, shape in SHAPES.items() if _columns(rows.headings, shape)]
    named = any(heading in names for heading in rows.headings for names in [RECIPIENTS["recipient"]])
    thousands = [h for h in rows.headings if "x1000" in h.replace("_", "").replace(".", "")]
    if named and (thousands or {"fase", "vuo"} & set(rows.headings)):
        raise BudgetError(
            f"{where}: it names recipients and is in thousands, or has phases of the budget: recipients are published in euro. It is not "
            "read, so that nothing is counted a thousand times too high or too low"
        )
    if thousands:
        raise BudgetError(f"{where}: a department's own sheet ({thousands[0][:40]!r}), not the published table")
    if is_state_file(rows.headings):
        return "state"
    if is_received(rows.headings):
        return "received"
    if not fits:
        raise BudgetError(f"{where}: neither a budget table, budget states nor recipients by its headings")
    return fits[0]


def shape_at(path: Path) -> str:
    """The shape of a file. Raises BudgetError, OSError."""
    return shape_of(rows_of(path), str(path))


def read_live(path: Path, chapter: str = "XVII", article: str = "4") -> Live:
    """The rows of one article of a live file. chapter, article: as the law prints them.

    What cannot be read is a row of budget_issue, with its line and what stood there. Rows with 'totaal' J or JA are totals and left out; so
    are rows of a whole chapter, or with no article. Where a file prints its lowest lines only, their sums per sub-article and article are
    added (summed.py). Raises BudgetError where the file as a whole is of none of the shapes, OSError where it cannot be opened.
    """
    rows = rows_of(path)
    shape = shape_of(rows, str(path))
    if shape == "collected":
        raise BudgetError(f"{path}: the collected file of budget laws; read_budget reads it")
    if shape == "state":
        state = read_state_file(rows, str(path))
        return Live(shape, state.lines, BUDGET_RECIPIENT.empty(), state.issues)
    if shape == "received":
        return Live(shape, BUDGET_LINE.empty(), *read_received(rows))
    columns = _columns(rows.headings, SHAPES[shape])
    assert columns is not None
    reader = {"tables": _line, "states": _state, "recipients": _recipient}[shape]
    made: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []
    for row in rows.rows:
        values = {field: row.values.get(heading, "").strip() for field, heading in columns.items()}
        values["total"] = row.values.get("totaal", row.values.get("totaal_ja/nee", "")).strip().upper()
        if row.wrong:
            issues.append(_issue(row, values, row.wrong))
            continue
        printed = values["article"]
        values["article"] = OLD_NUMBERS.get((values["chapter"].upper(), printed), printed)
        if (values["chapter"].upper(), values["article"]) != (chapter, article) or values["total"] in ("JA", "J"):
            continue
        note = f"article {printed} in the file" if printed != values["article"] else ""
        for one in reader(row, values):
            (issues if "reason" in one else made).append(one if "reason" in one else {**one, "note": note})
    if not made and not issues:
        reason = f"no line of article {article} of chapter {chapter} stands in the file"
        issues.append({"line_no": None, "rule": "readable", "reason": reason})
    made, twice = _once(made, recipients=shape == "recipients")
    found = pl.DataFrame([*issues, *twice], schema_overrides=BUDGET_ISSUE.schema, infer_schema_length=None)
    broken = BUDGET_ISSUE.conform(found) if found.height else BUDGET_ISSUE.empty()
    if shape == "recipients":
        return Live(shape, BUDGET_LINE.empty(), _table(BUDGET_RECIPIENT, made), broken)
    lines = with_sums(_table(BUDGET_LINE, made), broken)
    return Live(shape, lines, BUDGET_RECIPIENT.empty(), pl.concat([broken, check_arithmetic(lines)]))


def _table(table: Any, made: list[dict[str, Any]]) -> pl.DataFrame:
    known = {name: kind for name, kind in table.schema.items() if made and name in made[0]}
    frame: pl.DataFrame = table.conform(pl.DataFrame(made, schema=known)) if made else table.empty()
    return frame


def _issue(row: BudgetRow, values: dict[str, str], reason: str) -> dict[str, Any]:
    year = whole(values["year"])
    return {
        "line_no": row.number,
        "subarticle": values.get("part") or None,
        "year": year if year is not None and 1900 <= year <= 2200 else None,
        "kind": KINDS.get(values.get("kind", "").upper()),
        "rule": "readable",
        "reason": reason,
    }


def _head(row: BudgetRow, values: dict[str, str]) -> tuple[int, str] | dict[str, Any]:
    """(year, kind), or an issue."""
    year = whole(values["year"])
    if year is None or not 1900 <= year <= 2200:
        return _issue(row, values, f"the year is {values['year'][:40]!r}")
    kind = KINDS.get(values.get("kind", "V").upper())
    if kind is None:
        return _issue(row, values, f"vuo is {values['kind'][:40]!r}; V, U and O are known")
    return year, kind


def _printed(row: BudgetRow, values: dict[str, str], year: int, kind: str, phase: str, text: str) -> dict[str, Any]:
    thousands = whole(text)
    if thousands is None:
        return _issue(row, values, f"the amount {text[:40]!r} is not a whole number of thousands of euro")
    return {
        "line_no": row.number,
        "chapter": values["chapter"].upper(),
        "article": values["article"],
        "subarticle": None,
        "instrument": None,
        "scheme": None,
        "year": year,
        "kind": kind,
        "phase": phase,
        "measure": "level",
        "bill_year": year,
        "amount_thousand_eur": thousands,
        "amount_eur_cents": thousands * CENTS_PER_THOUSAND,
        "source": "open data of the state budget",
    }


def _line(row: BudgetRow, values: dict[str, str]) -> Iterator[dict[str, Any]]:
    head = _head(row, values)
    phase = PHASES.get(values["phase"].upper())
    if isinstance(head, dict):
        yield head
    elif phase is None:
        yield _issue(row, values, f"the phase is {values['phase'][:40]!r}; {', '.join(PHASES)} are known")
    else:
        made = _printed(row, values, *head, phase, values["amount"])
        if "reason" not in made:
            made["subarticle"] = part_of(values["article"], values["part"])
            made["instrument"], made["scheme"] = values["instrument"] or None, values["scheme"] or None
        yield made


def _state(row: BudgetRow, values: dict[str, str]) -> Iterator[dict[str, Any]]:
    head = _head(row, values)
    if isinstance(head, dict):
        yield head
        return
    for phase in PHASES.values():
        if values.get(phase):
            yield _printed(row, values, *head, phase, values[phase])


def _recipient(row: BudgetRow, values: dict[str, str]) -> Iterator[dict[str, Any]]:
    head = _head(row, values)
    euro = whole(values["amount"])
    if isinstance(head, dict):
        yield head
    elif euro is None:
        yield _issue(row, values, f"the amount {values['amount'][:40]!r} is not a whole number of euro")
    elif not values["recipient"]:
        yield _issue(row, values, "no recipient is named")
    else:
        yield {
            "line_no": row.number,
            "year": head[0],
            "chapter": values["chapter"].upper(),
            "article": values["article"],
            "instrument": values["instrument"] or None,
            "scheme": values["scheme"] or None,
            "recipient": values["recipient"],
            "amount_eur": euro,
            "amount_eur_cents": euro * CENTS_PER_EURO,
        }


def _once(made: list[dict[str, Any]], recipients: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lines of the budget that stand once, and an issue for each further one; where two differ, none of them is believed.

    Recipients are all kept: somebody may be paid twice under one scheme.
    """
    if recipients:
        return made, []
    names = ("chapter", "article", "subarticle", "instrument", "scheme", "year", "kind", "phase")
    seen: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in made:
        seen.setdefault(tuple(one[name] for name in names), []).append(one)
    kept, issues = [], []
    for same in seen.values():
        differ = len({one["amount_thousand_eur"] for one in same}) > 1
        kept += [] if differ else same[:1]
        reason = (
            "the same line stands in the file with another amount: none is believed"
            if differ
            else "the line stands twice"
        )
        issues += [
            {name: one[name] for name in ("line_no", "subarticle", "year", "kind")} | {"rule": "once", "reason": reason}
            for one in (same if differ else same[1:])
        ]
    return kept, issues
