"""What a brief says: sections of words and figures, and a numbered receipt for every figure. No layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import polars as pl

from vrede.article import ArticleText, Language
from vrede.brief.known import retrieved
from vrede.lake import span
from vrede.language import Nothing, euro_exact, say, with_taken_back
from vrede.money import Ledger, Selection, priced, query_of, taken_back
from vrede.sources.countries import country_name, is_country
from vrede.withheld import WITHHELD_PLACE

MARK = "‡"
"""Stands behind a figure that holds outliers."""


def place_name(code: str, language: Language) -> str:
    """The name of a country; words where the place is withheld."""
    return say("brief.withheld", language) if code == WITHHELD_PLACE else country_name(code, language)


class SubjectError(Exception):
    """No country or clause that we know; the message says what it may be."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a brief is about: a country (ISO3) or a clause."""

    kind: str
    ident: str
    name: str

    def within(self) -> dict[str, str]:
        """The condition by which its money is selected."""
        return {self.kind: self.ident}


def subject_of(asked: str, text: ArticleText, language: Language) -> Subject:
    """'MLI' or 'F3', in any case. Raises SubjectError."""
    wanted = asked.strip().upper()
    for clause in text.clauses:
        if clause.id == wanted:
            return Subject("clause", wanted, clause.title.get(language))
    if is_country(wanted):
        return Subject("country", wanted, country_name(wanted, language))
    known = ", ".join(clause.id for clause in text.clauses)
    raise SubjectError(f"{asked[:40]!r} is no country code of three letters (MLI) and no clause ({known})")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a figure comes from: its number in the brief, what it is, the exact amount, and the address on the site."""

    number: int
    words: str
    exact: str
    path: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is printed, with the number of its receipt."""

    shown: str
    receipt: int


Piece = str | Figure


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: a caption, headings, and rows of a label and figures, or why there is none."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure | Nothing, ...]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs (each a sequence of words and figures) and tables."""

    title: str
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(slots=True)
class Receipts:
    """Numbers the receipts as figures are made; the same address gets the same number. marked: a figure holds outliers."""

    language: Language
    snapshot: str
    rows: list[Receipt] = field(default_factory=list)
    marked: bool = False
    _known: dict[str, int] = field(default_factory=dict)

    def add(self, shown: str, words: str, exact: str, path: str) -> Figure:
        """A figure with a receipt at this path of the site (without the language)."""
        number = self._known.get(path)
        if number is None:
            number = self._known[path] = len(self.rows) + 1
            self.rows.append(Receipt(number, words, exact, f"/{self.language}{path}"))
        return Figure(shown, number)

    def money(
        self, ledger: Ledger, selection: Selection, words: str, shown: Callable[[int, Language], str]
    ) -> Figure | Nothing:
        """The sum of a selection, with what was paid and taken back where that cancels; else why there is none."""
        rows = ledger.select(selection)
        if rows.is_empty():
            return ledger.nothing(selection)
        if not priced(rows):
            return Nothing.NOT_LOADED
        cents, back = int(rows["amount_eur_cents"].sum() or 0), taken_back(rows)
        path = f"/rows/?{query_of(selection, self.snapshot, cents)}"
        printed = with_taken_back(cents, back, self.language, shown)
        exact = with_taken_back(cents, back, self.language, euro_exact)
        far = ledger.outliers(selection)
        if far.transactions:
            self.marked = True
            printed = f"{printed} {MARK}"
            without = euro_exact(cents - far.cents, self.language)
            words = say("brief.without_outliers", self.language, words=words, without=without)
        return self.add(printed, words, exact, path)

    def page(self, shown: str, words: str, exact: str, path: str, words_of: Mapping[str, str]) -> Figure:
        """A figure of another page, with the conditions it is selected by."""
        return self.add(shown, words, exact, f"{path}?{urlencode({**words_of, 'snapshot': self.snapshot})}")


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief: title, its sections in order, its receipts, and what it was made of."""

    title: str
    kicker: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    receipts: tuple[Receipt, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Facts:
    """What a brief is made from: one snapshot, its ledger, names of partners, and the changes since the one before.

    changes: (name of the older snapshot, rows as money.change gives them); None where there is no older one.
    newest: measure -> the newest day on which one of its files was retrieved. series_hidden: no series of countries is
    shown, because a place is withheld. day: on which it is read, by which a forecast is old and a month past; None: it has no age.
    """

    snapshot: str
    table: Callable[[str], pl.DataFrame]
    ledger: Ledger
    texts: Sequence[ArticleText]
    partner_names: Callable[[Language], Mapping[str, str]]
    newest: Mapping[str, date]
    made_up: bool
    changes: tuple[str, pl.DataFrame] | None
    series_hidden: bool
    day: date | None = None

    def partner_name(self, ref: str | None, language: Language) -> str:
        """The name of a partner, a word where only that stands, and another where nobody is named."""
        return self.partner_names(language).get(ref, ref) if ref and ref != "none" else say("brief.nobody", language)

    def last_day(self, selection: Selection) -> date | None:
        """The newest day on which a file behind a selection was retrieved; without a row, that of its measure's files."""
        rows = self.ledger.select(selection)
        days = None if rows.is_empty() else span(self.table("activity"), rows["activity_key"].unique())
        return days[1] if days else self.newest.get(selection.measure)


def notes_of(facts: Facts, language: Language) -> tuple[str, ...]:
    """The lines under the title: what it was made of, and that it is made up where it is."""
    made = say("brief.made_of", language, snapshot=facts.snapshot, retrieved=retrieved(facts.newest, language))
    return (say("brief.made_up", language), made) if facts.made_up else (made,)
