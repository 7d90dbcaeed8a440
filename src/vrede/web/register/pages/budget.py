"""What may still be promised and paid: both authorities of a year side by side, by line, with what falls due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.language import euro_millions
from vrede.money import NUMBER
from vrede.register import Act, Kind, choice_word
from vrede.register.chain import UNDIVIDED
from vrede.register.desk import READERS, BudgetRow, budget_rows, budget_years, laws_of
from vrede.register.table import field_of
from vrede.web.charts.authority import Authority, Words, authorities
from vrede.web.charts.frame import wide_and_narrow
from vrede.web.figure.names import budget_names
from vrede.web.register.access import entered, person_of, projection_of
from vrede.web.register.connection import database
from vrede.web.register.context import shown
from vrede.web.register.files import answer
from vrede.web.site.request import language_of
from vrede.web.site.words import say

ONLY_WHERE_IT_WAS = ("amendment", "incidental_supplementary")
"""A year has such a phase or has not: it is not awaited."""
NONE = "none"
"""The instrument of a grant that names none, in files."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one instrument used of a line."""

    name: str
    commitment_used_cents: int
    cash_used_cents: int


@dataclass(frozen=True, slots=True)
class ShownRow(BudgetRow):
    """A line in words, with what each instrument used of it."""

    name: str = ""
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A law of the year: the act that recorded it, None where it is still to come. state: done, now or ''."""

    name: str
    act: Act | None
    state: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart of one authority."""

    kind: str
    title: str
    used: str
    svg: SafeString


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """The context of budget.html. whole: the articles; short: lines of which more falls due than they have. lead: what is free."""

    year: int | None = None
    years: Sequence[int] = ()
    rows: Sequence[ShownRow] = ()
    whole: Sequence[BudgetRow] = ()
    drawn: Sequence[Drawing] = ()
    phases: Sequence[Phase] = ()
    short: Sequence[ShownRow] = ()
    lead: Sequence[str] = ()
    made_by: Sequence[Act] = ()


def instrument_word(name: str, language: Language) -> str:
    """An instrument in words."""
    return choice_word(Kind.PROPOSAL, "instrument", name, language) if name else say("register.budget.no_instrument")


def line_name(line: str, names: Mapping[str, str]) -> str:
    """A line in words."""
    return say("register.budget.still_to_be_divided") if line == UNDIVIDED else names.get(line, line)


def oda_word(how: str) -> str:
    """How a line counts, in words."""
    return {
        "oda": say("register.oda"),
        "non_oda": say("register.budget.not_oda"),
        "partly": say("register.budget.partly_oda"),
    }.get(how, say("site.not_said"))


def _rows(request: HttpRequest, year: int) -> list[BudgetRow]:
    return budget_rows(database(), projection_of(request), person_of(request), year)


def _in_words(row: BudgetRow, names: Mapping[str, str], language: Language) -> ShownRow:
    values = {field.name: getattr(row, field.name) for field in fields(row)} | {"oda": oda_word(row.oda)}
    parts = [Part(instrument_word(name, language), committed, paid) for name, committed, paid in row.instruments]
    return ShownRow(**values, name=line_name(row.line, names), parts=parts)


def year_asked(request: HttpRequest) -> int | None:
    """The year of the address; the current one where it has a law, else the last before it, else the first. Raises Http404."""
    years = budget_years(database())
    asked = request.GET.get("year", "")
    if asked:
        if not NUMBER.fullmatch(asked) or int(asked) not in years:
            raise Http404(say("register.budget.there_is_no_budget_of_year", year=asked[:10]))
        return int(asked)
    now = timezone.localdate().year
    past = [year for year in years if year <= now]
    return past[0] if past else (years[-1] if years else None)


def _strip(names: Mapping[str, str], laws: Sequence[Act]) -> list[Phase]:
    """The phases of the year: what was recorded, and when; the one that is awaited."""
    recorded = {str(act.facts["phase"]): act for act in laws}
    field = field_of(Kind.BUDGET_LAW, "phase")
    every = [choice.id for choice in field.choices] if field else []
    phases = [phase for phase in every if phase not in ONLY_WHERE_IT_WAS or phase in recorded]
    last = max((at for at, phase in enumerate(phases) if phase in recorded), default=-1)
    return [
        Phase(
            names.get(phase) or say("register.budget.incidental_supplementary_budget"),
            recorded.get(phase),
            "done" if phase in recorded else "now" if at == last + 1 else "",
        )
        for at, phase in enumerate(phases)
    ]


def _drawn(kind: str, title: str, used: str, year: int, rows: Sequence[BudgetRow], language: Language) -> Drawing:
    """The chart of one authority; what is hidden from this person, or not divided yet, has no bar."""
    names = budget_names()
    bars = []
    for row in rows:
        of_law = row.cash_authority_cents if kind == "cash" else row.commitment_authority_cents
        of_use = row.cash_used_cents if kind == "cash" else row.commitment_used_cents
        if row.line == UNDIVIDED or of_law is None or of_use is None:
            continue
        name = line_name(row.line, names) if row.line else row.article
        due = (row.cash_due_cents or 0) if kind == "cash" else 0
        bars.append(Authority(row.line or row.article, name, of_law, of_use, due))
    words = Words(
        used, say("register.due"), say("register.free"), say("register.budget.short"), say("register.budget.authority")
    )
    label = say("register.budget.what_in_year", what=title, year=year)

    def draw(ident: str, width: int) -> SafeString:
        return authorities(ident, label, bars, words, language, width=width)

    return Drawing(kind, title, used, wide_and_narrow(f"chart-{kind}", draw, 564))


@entered(*READERS["budget"])
def page(request: HttpRequest) -> HttpResponse:
    """The budget of a year."""
    language = language_of(request)
    year = year_asked(request)
    if year is None:
        return shown(request, "vrede/register/budget.html", BudgetPage())
    names, rows, laws = budget_names(), _rows(request, year), laws_of(database(), year)
    whole = [row for row in rows if row.line == ""]
    lines = [row for row in rows if row.line != ""]
    in_words = [_in_words(row, names, language) for row in lines]
    context = BudgetPage(
        year=year,
        years=budget_years(database()),
        rows=in_words,
        whole=whole,
        drawn=[
            _drawn(
                "commitment", say("register.budget.commitments"), say("site.committed"), year, lines or whole, language
            ),
            _drawn("cash", say("register.budget.cash"), say("site.paid"), year, lines or whole, language),
        ],
        phases=_strip(names, laws),
        short=[row for row in in_words if (row.cash_left_cents or 0) < 0 and row.line != UNDIVIDED],
        lead=[euro_millions(row.commitment_free_cents, language) for row in whole],
        made_by=laws,
    )
    return shown(request, "vrede/register/budget.html", context)


def _flat(rows: Sequence[BudgetRow]) -> list[dict[str, Any]]:
    """The rows of a file: a line, and under it what each instrument used of it. Authority and what is free are of the line alone."""
    made = []
    for row in rows:
        whole = asdict(row)
        del whole["instruments"]
        first = {name: whole.pop(name) for name in ("article", "year", "line")}
        made.append({**first, "instrument": "", **whole})
        for name, committed, paid in row.instruments:
            used = {"commitment_used_cents": committed, "cash_used_cents": paid}
            made.append({**first, "instrument": name or NONE, **dict.fromkeys(whole), **used})
    return made


@entered(*READERS["budget"])
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The table of a year as CSV or XLSX, in cents."""
    year = year_asked(request)
    if year is None:
        raise Http404(say("register.budget.there_is_no_budget"))
    frame = pl.DataFrame(_flat(_rows(request, year)), infer_schema_length=None)
    return answer(frame, f"register-budget-{year}", form)
