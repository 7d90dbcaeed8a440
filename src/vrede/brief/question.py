"""The answer to a question of parliament: one paragraph in each language, its footnotes, and the annex as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import xlsxwriter

from vrede.article import Language
from vrede.brief.known import behind
from vrede.lake import neutral, newest_by_measure, span
from vrede.language import Nothing, euro_exact, euro_millions, say, whole, with_taken_back
from vrede.money import (
    AT_MOST,
    CHAIN,
    MEASURES,
    RECEIVED,
    WHOLE,
    Ledger,
    Selection,
    priced,
    query_of,
    taken_back,
    unpriced,
)

LARGEST = 20_000
"""Rows of a sheet: five seconds of work. The CSV beside it has them all."""
CELL = 32_000
"""Characters of a cell: a workbook holds 32,767."""
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - written into the file as its making, so that the same annex has the same bytes


@dataclass(frozen=True, slots=True)
class Footnote:
    """What one amount is, to the cent, and the address of its rows."""

    number: int
    words: str
    exact: str
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The paragraph with its footnotes, in one language. Numbers in it stand as [1], [2]."""

    language: Language
    paragraph: str
    footnotes: tuple[Footnote, ...]
    made_up: bool


_NAMES = {RECEIVED: "brief.chain_received", WHOLE: "brief.chain_whole"}
_NONE = {
    Nothing.NOT_PUBLISHED: "brief.answer_nothing",
    Nothing.NOT_LOADED: "brief.answer_not_loaded",
    Nothing.WITHHELD: "brief.answer_not_told",
}
_SENTENCES = {RECEIVED: "brief.answer_chain_received", WHOLE: "brief.answer_chain_whole"}


def _asked(selection: Selection) -> list[tuple[str, str]]:
    """(measure, bound) of the figures of an answer; of the chain each bound, or the one that is asked."""
    found = []
    for measure in [selection.measure] if selection.measure else MEASURES:
        bounds = ("",) if measure != CHAIN else (selection.bound,) if selection.bound else (AT_MOST, RECEIVED, WHOLE)
        found += [(measure, bound) for bound in bounds]
    return found


def answer(
    ledger: Ledger,
    selection: Selection,
    snapshot: str,
    activity: pl.DataFrame,
    language: Language,
    described: str,
    made_up: bool,
) -> Answer:
    """The answer for a view. Its measure is not asked: own, chain and field stand in it, each by itself, never added.

    described: the view's conditions in words of the same language. activity: table activity, which says when the files
    behind each amount were retrieved; where a measure has no amount, the files of that measure are named.
    """
    sentences: list[str] = []
    notes: list[Footnote] = []
    rows = 0
    kind = selection.kind or "spent"
    newest = newest_by_measure(activity)
    for measure, bound in _asked(selection):
        one = selection.but(measure=measure, kind=kind, bound=bound)
        found = ledger.select(one)
        rows += found.height
        name = say(_NAMES.get(bound, f"brief.{measure}"), language)
        if found.is_empty() and bound in (RECEIVED, WHOLE) and not selection.bound:
            continue  # of the chain it is said once that nothing was found
        if found.is_empty():
            sentences.append(f"{say(_NONE[ledger.nothing(one)], language, measure=name)}.")
            day = newest.get(measure)
            sentences += behind((day, day) if day else None, selection.year, language)
            continue
        if not priced(found):
            sentences.append(f"{say('brief.answer_no_rate', language, measure=name)}.")
            sentences.append(say("brief.answer_unpriced", language, n=unpriced(found)))
            continue
        cents, back = int(found["amount_eur_cents"].sum() or 0), taken_back(found)
        number = len(notes) + 1
        words = f"{described}, {name}, {say(f'brief.kind_{kind}', language)}"
        path = f"/{language}/rows/?{query_of(one, snapshot, cents)}"
        notes.append(Footnote(number, words, with_taken_back(cents, back, language, euro_exact), path))
        amount = with_taken_back(cents, back, language, euro_millions)
        kind_words = f"brief.kind_received_{kind}" if bound == RECEIVED else f"brief.kind_{kind}"
        said = say(
            _SENTENCES.get(bound, f"brief.answer_{measure}"), language, amount=amount, kind=say(kind_words, language)
        )
        sentences.append(f"{said} [{number}].")
        far = ledger.outliers(one)
        if far.transactions:
            without = euro_millions(cents - far.cents, language)
            sentences.append(say("brief.answer_outliers", language, n=far.transactions, without=without))
        sentences += behind(span(activity, found["activity_key"].unique()), selection.year, language)
        if missing := unpriced(found):
            sentences.append(say("brief.answer_unpriced", language, n=missing))
    paragraph = say("brief.answer_paragraph", language, figures=" ".join(sentences), rows=whole(rows, language))
    return Answer(language, f"{described[:1].upper()}{described[1:]}. {paragraph}", tuple(notes), made_up)


def _cell(value: object) -> object:
    """What a cell holds: exact decimals stay text where a cell's number would round them."""
    if isinstance(value, Decimal):
        return float(value) if len(value.as_tuple().digits) <= 15 else str(value)  # guard: a cell holds 15 digits
    if isinstance(value, str):
        return value[:CELL]
    return value


def workbook(frame: pl.DataFrame, about: Sequence[tuple[str, str]]) -> bytes:
    """A workbook: a sheet with the rows and one with what they are. Texts stay texts: no cell is a formula or a link.

    frame: at most LARGEST rows; more are cut off and that is said on the second sheet. Same rows, same bytes.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": EPOCH})
    bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("rows")
    shown = neutral(frame.head(LARGEST))
    money = [at for at, name in enumerate(shown.columns) if name.endswith("_eur_cents")]
    names = [f"{n.removesuffix('_cents')}" if at in money else n for at, n in enumerate(shown.columns)]
    sheet.write_row(0, 0, names, bold)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(shown.iter_rows(), 1):
        for column, value in enumerate(row):
            if value is None:
                continue
            if column in money:
                sheet.write_number(at, column, int(value) / 100, euro)  # guard: a cell holds 15 digits
            elif isinstance(value, date | datetime):
                sheet.write_datetime(at, column, value, day)
            else:
                sheet.write(at, column, _cell(value))
    if shown.width:
        sheet.autofilter(0, 0, shown.height, shown.width - 1)
        sheet.set_column(0, shown.width - 1, 16)
    facts = book.add_worksheet("about")
    rows = [*about]
    if frame.height > LARGEST:
        rows.append(("cut off", f"{frame.height - LARGEST} rows more are in the CSV"))
    for at, (name, value) in enumerate(rows):
        facts.write_string(at, 0, name, bold)
        facts.write_string(at, 1, value[:CELL])
    facts.set_column(0, 0, 24)
    facts.set_column(1, 1, 110)
    book.close()
    return buffer.getvalue()
