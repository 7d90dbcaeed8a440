"""What may still be promised and paid: both authorities of a year side by side, by line, with what falls due."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.language import euro_millions
from vrede.money import NUMBER
from vrede.register import Act, Kind, acts_of, choice_word
from vrede.register.audit import statement
from vrede.register.chain import UNDIVIDED, balance, place
from vrede.register.desk import READERS
from vrede.register.dossier import BUDGET, counts, humanitarian
from vrede.web.charts.authority import Authority, Words, authorities
from vrede.web.charts.frame import wide_and_narrow
from vrede.web.figure.names import budget_names
from vrede.web.register.access import entered, person_of, projection_of
from vrede.web.register.connection import database
from vrede.web.register.files import answer
from vrede.web.site.request import language_of
from vrede.web.site.words import say

PHASES = (
    "draft",
    "amendment",
    "adopted",
    "incidental_supplementary",
    "first_supplementary",
    "second_supplementary",
    "final_law",
)
ONLY_WHERE_IT_WAS = ("amendment", "incidental_supplementary")
"""A year has such a phase or has not: it is not awaited."""


NONE = "none"
"""The instrument of a grant that names none, in files."""


def instrument_word(name: str, language: Language) -> str:
    """An instrument in words."""
    return choice_word(Kind.PROPOSAL, "instrument", name, language) if name else say("register.budget.no_instrument")


def line_name(line: str, names: dict[str, str]) -> str:
    """A line in words."""
    return say("register.budget.still_to_be_divided") if line == UNDIVIDED else names.get(line, line)


def oda_word(how: str) -> str:
    """How a line counts, in words."""
    return {
        "oda": say("register.oda"),
        "non_oda": say("register.budget.not_oda"),
        "partly": say("register.budget.partly_oda"),
    }.get(how, say("site.not_said"))


def rows_of(request: HttpRequest, year: int) -> list[dict[str, Any]]:
    """Lines of a year with authority, used, due and free of both authorities in cents; the article itself is line ''.

    due: what falls due this year on commitments and was not paid. instruments: (instrument, cents committed, cents paid). A member of a fund's board sees of humanitarian aid what the law
    says and no more.
    """
    now, person = projection_of(request), person_of(request)
    due, counted, instruments = now.due(year), counts(_laws(year)), now.by_instrument(year)
    made = []
    for row in statement(database()):
        if row["year"] != year:
            continue
        hidden = person.board and (humanitarian(row["line"]) or row["line"] == "")  # the whole less the rest would tell
        cash_free = row["cash_free_cents"]
        falls = due.get((row["article"], row["line"]), 0)
        how, _law = counted.get((row["article"], year, row["line"]), ("", 0))
        shown = {
            **row,
            "oda": how,
            "cash_due_cents": falls,
            "cash_left_cents": None if cash_free is None else cash_free - falls,
        }
        shown["instruments"] = [] if hidden else instruments.get((row["article"], row["line"]), [])
        if hidden:
            shown |= {
                name: None
                for name in shown
                if name.endswith(("_used_cents", "_free_cents", "_due_cents", "_left_cents"))
            }
        made.append(shown)
    return sorted(made, key=lambda row: (row["article"], row["line"] == UNDIVIDED, row["line"]))


def _parts(row: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    """The rows of the page under a line."""
    return [
        {"name": instrument_word(name, language), "commitment_used_cents": committed, "cash_used_cents": paid}
        for name, committed, paid in row["instruments"]
    ]


def _laws(year: int) -> list[Act]:
    return [act for act in acts_of(database(), BUDGET) if act.kind == Kind.BUDGET_LAW and act.year == year]


def years_of() -> list[int]:
    """Years of which a law stands in the register, the youngest first."""
    rows = database().all("SELECT DISTINCT year FROM act WHERE kind = 'budget_law' AND year IS NOT NULL")
    return sorted((int(year) for (year,) in rows), reverse=True)


def year_asked(request: HttpRequest) -> int | None:
    """The year of the address; the current one where it has a law, else the last before it, else the first. Raises Http404."""
    years = years_of()
    asked = request.GET.get("year", "")
    if asked:
        if not NUMBER.fullmatch(asked) or int(asked) not in years:
            raise Http404(say("register.budget.there_is_no_budget_of_year", year=asked[:10]))
        return int(asked)
    now = timezone.localdate().year
    past = [year for year in years if year <= now]
    return past[0] if past else (years[-1] if years else None)


def _strip(year: int, names: dict[str, str], laws: list[Act]) -> list[dict[str, Any]]:
    """The phases of the year: what was recorded, and when; the one that is awaited."""
    recorded: dict[str, Act] = {}
    for act in laws:
        recorded[str(act.facts["phase"])] = act
    phases = [phase for phase in PHASES if phase not in ONLY_WHERE_IT_WAS or phase in recorded]
    last = max((at for at, phase in enumerate(phases) if phase in recorded), default=-1)
    return [
        {
            "name": names.get(phase) or say("register.budget.incidental_supplementary_budget"),
            "act": recorded.get(phase),
            "state": "done" if phase in recorded else "now" if at == last + 1 else "",
        }
        for at, phase in enumerate(phases)
    ]


def _drawn(
    kind: str, title: str, used: str, year: int, rows: list[dict[str, Any]], language: Language
) -> dict[str, Any]:
    """The chart of one authority; what is hidden from this person, or not divided yet, has no bar."""
    names = budget_names()
    bars = [
        Authority(
            row["line"] or row["article"],
            line_name(row["line"], names) if row["line"] else row["article"],
            row[f"{kind}_authority_cents"],
            row[f"{kind}_used_cents"],
            row["cash_due_cents"] if kind == "cash" else 0,
        )
        for row in rows
        if row["line"] != UNDIVIDED
        and row[f"{kind}_authority_cents"] is not None
        and row[f"{kind}_used_cents"] is not None
    ]
    words = Words(
        used, say("register.due"), say("register.free"), say("register.budget.short"), say("register.budget.authority")
    )
    label = say("register.budget.what_in_year", what=title, year=year)

    def draw(ident: str, width: int) -> SafeString:
        return authorities(ident, label, bars, words, language, width=width)

    return {"kind": kind, "title": title, "used": used, "svg": wide_and_narrow(f"chart-{kind}", draw, 564)}


@entered(*READERS["budget"])
def page(request: HttpRequest) -> HttpResponse:
    """The budget of a year."""
    language = language_of(request)
    year = year_asked(request)
    if year is None:
        return render(request, "vrede/register/budget.html", {"year": None})
    names = budget_names()
    rows = rows_of(request, year)
    whole = [row for row in rows if row["line"] == ""]
    lines = [row for row in rows if row["line"] != ""]
    laws = _laws(year)
    drawn = [
        _drawn("commitment", say("register.budget.commitments"), say("site.committed"), year, lines or whole, language),
        _drawn("cash", say("register.budget.cash"), say("site.paid"), year, lines or whole, language),
    ]
    context = {
        "year": year,
        "years": years_of(),
        "rows": [
            {**row, "name": line_name(row["line"], names), "oda": oda_word(row["oda"]), "parts": _parts(row, language)}
            for row in lines
        ],
        "whole": whole,
        "drawn": drawn,
        "phases": _strip(year, names, laws),
        "short": [
            {**row, "name": line_name(row["line"], names)}
            for row in lines
            if (row["cash_left_cents"] or 0) < 0 and row["line"] != UNDIVIDED
        ],
        "lead": [euro_millions(row["commitment_free_cents"], language) for row in whole],
        "made_by": laws,
    }
    return render(request, "vrede/register/budget.html", context)


def room_of(article: str, year: int, kind: str, line: str) -> tuple[int, int]:
    """(what the article still has, what the line still has) in cents."""
    return balance(database(), place("room", article, year, kind)), balance(
        database(), place("line", article, year, kind, line)
    )


def _flat(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a file: a line, and under it what each instrument used of it. Authority and what is free are of the line alone."""
    made = []
    for row in rows:
        whole = {name: value for name, value in row.items() if name != "instruments"}
        first = {name: whole.pop(name) for name in ("article", "year", "line")}
        made.append({**first, "instrument": "", **whole})
        for name, committed, paid in row["instruments"]:
            used = {"commitment_used_cents": committed, "cash_used_cents": paid}
            made.append({**first, "instrument": name or NONE, **dict.fromkeys(whole), **used})
    return made


@entered(*READERS["budget"])
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """The table of a year as CSV or XLSX, in cents."""
    year = year_asked(request)
    if year is None:
        raise Http404(say("register.budget.there_is_no_budget"))
    frame = pl.DataFrame(_flat(rows_of(request, year)), infer_schema_length=None)
    return answer(frame, f"register-budget-{year}", form)
