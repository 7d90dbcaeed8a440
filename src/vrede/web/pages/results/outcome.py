"""The outcomes: per aim of the article the series of the countries where its programmes are, each with source and age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.article import Language
from vrede.lake import where
from vrede.language import number_text
from vrede.money import NUMBER
from vrede.money import countries as countries_of
from vrede.sources.conflict import Indicator, SeriesSource, declared, indicator, source_of
from vrede.sources.countries import apart_codes
from vrede.web.charts.sparkline import sparkline
from vrede.web.figure.cell import Cell, measures, selection_rows
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.page import rendered
from vrede.web.figure.series import has_page, hidden_words, label, last_apart, why
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, parameters, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say
from vrede.withheld import WITHHELD_PLACE

CLAUSES = ("A1", "A2", "A3", "A4")
BACK = 5


def series_of(clause: str) -> tuple[Indicator, ...]:
    """The series that belong to a clause, in the order of their file."""
    return tuple(one for source in declared() for one in source.indicators if clause in one.clauses)


def countries(state: State, view: View, clause: str) -> list[str]:
    """The countries of the programmes under a clause, the most activities first."""
    found = countries_of(selection_rows(state, view, clause=clause))
    return [code for code in found if code != WITHHELD_PLACE]


def values(state: State, clause: str, codes: list[str]) -> pl.DataFrame:
    """indicator, iso3, year, number of the clause's series in these countries, and of people whose origin is none."""
    wanted = [one.id for one in series_of(clause)]
    series = where(state.snapshot.table("country_series"), indicator=wanted, iso3=[*codes, *apart_codes()])
    return series.select("indicator", "iso3", "year", "number").sort("indicator", "iso3", "year")


@dataclass(frozen=True, slots=True)
class CountryLine:
    """The last value of a series in one country, with its change and the points of its line."""

    iso3: str
    name: str
    number: str
    year: int
    change: str
    worse: bool | None
    points: list[tuple[int, int]]


def lines_of(one: Indicator, rows: pl.DataFrame, codes: list[str], language: Language) -> list[CountryLine]:
    """A series in these countries, in their order: those that have a value."""
    made = []
    by_country = {code: group for (code,), group in rows.partition_by("iso3", as_dict=True).items()}
    for code in codes:
        group = by_country.get(code)
        if group is None:
            continue
        year, number = int(group["year"][-1]), group["number"][-1]
        before = where(group, year=year - BACK)["number"]
        change = number - before[0] if before.len() else None
        worse = None if change is None or change == 0 else (change > 0) == (one.worse == "more")
        drawn = [(int(y), round(float(n) * 100)) for y, n in group.select("year", "number").iter_rows()][-15:]
        made.append(
            CountryLine(
                iso3=code,
                name=label(code, language),
                number=number_text(round(number, 2), language),
                year=year,
                change=number_text(round(change, 2), language) if change is not None else "–",
                worse=worse,
                points=drawn,
            )
        )
    return made


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """An aim of the article: its series in the countries of its programmes."""

    view: View
    form: FilterForm
    clause: str
    title: str
    cells: dict[str, Cell | None]
    countries: int
    tables: list[dict[str, object]]
    series: str
    hidden_words: str
    others: list[str]
    back: int


@helpful
def page(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One aim: A1 to A4."""
    state, language = state_of(request), language_of(request)
    if clause_id not in CLAUSES:
        raise Http404(say("results.outcome.there_is_no_page", clause=clause_id[:10]))
    view = view_of(request)
    text, _before = text_of(view.year)
    codes = countries(state, view, clause_id)
    rows = values(state, clause_id, codes)
    files = state.snapshot.table("series_file")
    tables = []
    for one in series_of(clause_id):
        mine = where(rows, indicator=one.id)
        source = source_of(one.id)
        last = where(files, series=source.id)["last_year"].max()
        lines = lines_of(one, mine, codes, language)
        drawn = [
            sparkline(f"spark-{one.id}-{at}".replace("_", "-"), f"{one.title[language]}, {line.name}", line.points)
            for at, line in enumerate(lines)
        ]
        tables.append(
            {
                "id": one.id,
                "title": one.title[language],
                "unit": one.unit[language],
                "worse": one.worse,
                "source": source,
                "last": last,
                "lines": list(zip(lines, drawn, strict=True)),
                "elsewhere": last_apart(one, mine, language),
                "missing": len(codes) - len(lines),
            }
        )
    context = OutcomePage(
        view=view,
        form=form_of(view, state, language),
        clause=clause_id,
        title=text.clause(clause_id).title.get(language),
        cells=measures(state, view, clause=clause_id),
        countries=len(codes),
        tables=tables,
        series=why(state, [one.id for one in series_of(clause_id)], not rows.is_empty()),
        hidden_words=hidden_words(),
        others=[c for c in CLAUSES if c != clause_id],
        back=BACK,
    )
    return rendered(request, "results/outcome.html", context)


@helpful
def as_csv(request: HttpRequest, clause_id: str) -> HttpResponse:
    """The series of the page, every year."""
    state = state_of(request)
    if clause_id not in CLAUSES:
        raise Http404(say("results.outcome.there_is_no_page", clause=clause_id[:10]))
    view = view_of(request)
    return csv_answer(values(state, clause_id, countries(state, view, clause_id)), f"outcome-{clause_id}.csv")


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """The values of a series in one country, each with its file."""

    title: str
    unit: str
    country: str
    linked: bool
    iso3: str
    source: SeriesSource
    version: str
    rows: list[dict[str, Any]]
    files: list[dict[str, Any]]


@helpful
def value_page(request: HttpRequest) -> HttpResponse:
    """One value of one series, with the line of the file that it was read from: the receipt of a figure."""
    state, language = state_of(request), language_of(request)
    if state.snapshot.series_hidden:  # before the words of the address: the answer is the same for all
        raise Http404(hidden_words())
    words = parameters(request)
    wanted = words.get("indicator", "")
    rows = where(state.snapshot.table("country_series"), indicator=wanted, iso3=words.get("country", ""))
    if words.get("year"):
        rows = where(rows, year=int(words["year"])) if NUMBER.fullmatch(words["year"]) else rows.clear()
    if rows.is_empty():
        raise Http404(say("results.outcome.there_is_no_value", indicator=wanted[:40]))
    one, source = indicator(wanted), source_of(wanted)
    files = where(state.snapshot.table("series_file"), series=source.id)
    context = SeriesPage(
        title=one.title[language],
        unit=one.unit[language],
        country=label(str(rows["iso3"][0]), language),
        linked=has_page(str(rows["iso3"][0])),
        iso3=rows["iso3"][0],
        source=source,
        version=", ".join(sorted({v for v in files["version"].drop_nulls() if v})) or source.version,
        rows=[
            {**row, "number": number_text(row["number"], language)}
            for row in rows.sort("year", descending=True).iter_rows(named=True)
        ],
        files=files.to_dicts(),
    )
    return rendered(request, "results/series.html", context)
