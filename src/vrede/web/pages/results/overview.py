"""Results: what was measured, what of it may be added and why the rest not, and the ministry's own indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.article import Language
from vrede.lake import counted as counted_by
from vrede.lake import where
from vrede.language import number_text
from vrede.money import NUMBER
from vrede.results import ADDED, ADDING, DAYS, NONE, OWN_LISTS, lawful_sums, target_stated, within
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.page import rendered
from vrede.web.pages.results.words import (
    adding_words,
    kind_words,
    matched_words,
    rule_words,
    scale_words,
    share_text,
    state_words,
)
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import State, own_indicators, texts
from vrede.web.site.words import say

MANY = 100
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FEW = 25
FILTERS = (
    "clause",
    "country",
    "year",
    "measure",
    "kind",
    "adding",
    "given",
    "publisher",
    "vocabulary",
    "reference",
    "dimension",
    "direction",
    "period_start",
    "period_end",
    "own",
    "activity",
)


def asked(request: HttpRequest, known: tuple[str, ...] = FILTERS) -> dict[str, str]:
    """The conditions of an address, by name; an empty one is none. Raises BadFilter."""
    words = parameters(request)
    found = {name: words[name] for name in known if name in words and (words[name] or name == "dimension")}
    for name in ("year", "activity"):
        if name in found and found[name] != NONE and not NUMBER.fullmatch(found[name]):
            raise BadFilter(say("results.overview.name_is_number_or_none", name=name))
    for name in DAYS:
        if found.get(name, NONE) != NONE and not DAY.fullmatch(found[name]):
            raise BadFilter(say("results.overview.name_is_day", name=name))
    if "clause" in found and found["clause"] not in {c.id for c in texts()[-1].clauses}:
        raise BadFilter(say("site.there_is_no_such_sentence"))
    if found.get("given", "yes") not in ("yes", "no"):
        raise BadFilter(say("results.overview.name_is_yes_or_no", name="given"))
    if "own" in found and found["own"] not in {one.id for one in own_indicators()}:
        raise BadFilter(say("results.overview.there_is_no_such_indicator"))
    return found


def select(state: State, conditions: dict[str, str]) -> pl.DataFrame:
    """The values that the conditions leave: of all kinds unless `kind` is one of them."""
    return within(state.result_values, state.snapshot.table("indicator_match"), state.ledger, conditions)


def link(conditions: dict[str, Any]) -> str:
    """The address words of a selection of values."""
    return urlencode({name: NONE if value is None else value for name, value in conditions.items()})


OF_TITLE = ("reference", "dimension", "year")
"""With the list: what one title stands for. Another year's may be another."""


def _code_titles(state: State, rows: pl.DataFrame) -> dict[tuple[str | None, ...], str]:
    """(publisher or None for a shared list, code, part, year) -> the title of what is added there."""
    found = titled(
        state,
        where(rows, adding=ADDED).unique(["publisher", "vocabulary", *OF_TITLE], keep="first", maintain_order=True),
    )
    titles: dict[tuple[str | None, ...], str] = {}
    for row in found.iter_rows(named=True):
        own = row["vocabulary"] is None or row["vocabulary"] in OWN_LISTS
        key = (row["publisher"] if own else None, *(row[name] for name in OF_TITLE))
        titles.setdefault(key, row["indicator"] or "")
    return titles


def lawful(state: State, rows: pl.DataFrame, language: Language) -> list[dict[str, Any]]:
    """The lawful sums of some values, each with the address of its rows."""
    made = []
    titles = _code_titles(state, rows)
    for row in lawful_sums(rows).iter_rows(named=True):
        conditions = {
            "adding": ADDED,
            "reference": row["reference"],
            "dimension": row["dimension"],
            "year": row["year"],
            "period_start": row["period_start"].isoformat(),
            "period_end": row["period_end"].isoformat(),
            "direction": row["direction"],
        }
        if row["publisher"] is not None:
            conditions["publisher"] = row["publisher"]
        else:
            conditions["vocabulary"] = row["vocabulary"]
        made.append(
            {
                **row,
                "title": titles.get((row["publisher"], *(row[name] for name in OF_TITLE)), ""),
                "sum": number_text(row["number"], language),
                "plain": f"{row['number']:f}",
                "query": link(conditions),
            }
        )
    return made


@dataclass(frozen=True, slots=True)
class YearOfResults:
    """The results of one year by measure."""

    year: int | None
    cells: list[tuple[str, int, str]]
    all: int
    query: str


def _by_year(rows: pl.DataFrame) -> list[YearOfResults]:
    """Actual values by year and measure, the youngest year first."""
    counted: dict[int | None, dict[str, int]] = {}
    for year, measure, number in counted_by(rows, "year", "measure").iter_rows():
        counted.setdefault(year, {})[measure] = number
    order = sorted(counted, key=lambda year: -1 if year is None else year, reverse=True)
    return [
        YearOfResults(
            year=year,
            cells=[
                (name, counted[year].get(name, 0), link({"kind": "actual", "year": year, "measure": name}))
                for name in scale_words()
            ],
            all=sum(counted[year].values()),
            query=link({"kind": "actual", "year": year}),
        )
        for year in order
    ]


@dataclass(frozen=True, slots=True)
class OwnIndicatorRow:
    """An indicator of the ministry, with how many of partners' indicators match it."""

    id: str
    title: str
    part: str
    clause: str
    unit: str
    published: list[tuple[int, str]]
    matched: int
    how: str


def _own(state: State, language: Language) -> list[OwnIndicatorRow]:
    counted: dict[str, dict[str, int]] = {}
    matched = state.snapshot.table("indicator_match")
    for own, grade, number in counted_by(matched, "own", "grade").iter_rows():
        counted.setdefault(own, {})[grade] = number
    return [
        OwnIndicatorRow(
            id=one.id,
            title=one.title.get(language),
            part=one.part,
            clause=one.part.partition(".")[0],
            unit=one.unit.get(language),
            published=[(year, number_text(figure, language)) for year, figure in sorted(one.figures().items())],
            matched=sum(counted.get(one.id, {}).values()),
            how=matched_words(counted.get(one.id, {}), language),
        )
        for one in own_indicators()
    ]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """All results: by year, what may be added, and the ministry's own indicators."""

    values: int
    actuals: int
    stated: int
    indicators: int
    activities: int
    scales: list[str]
    years: list[YearOfResults]
    reasons: list[tuple[str, int, str]]
    sums: list[dict[str, Any]]
    sums_more: int
    own: list[OwnIndicatorRow]
    states: list[tuple[str, int, str]]
    rules: list[str]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All results in one view."""
    state, language = state_of(request), language_of(request)
    values = state.result_values
    actual = where(values, kind="actual")
    reasons = dict(counted_by(actual, "adding").iter_rows())
    words = adding_words()
    states = dict(counted_by(state.snapshot.table("achievement"), "state").iter_rows())
    every = lawful(state, actual, language)
    context = ResultsPage(
        values=values.height,
        actuals=actual.height,
        stated=actual.filter(target_stated(True)).height,
        indicators=state.snapshot.table("indicator").height,
        activities=values["activity_key"].n_unique(),
        scales=list(scale_words().values()),
        years=_by_year(actual),
        reasons=[(words[name], reasons.get(name, 0), link({"kind": "actual", "adding": name})) for name in ADDING],
        sums=every[:FEW],
        sums_more=max(0, len(every) - FEW),
        own=_own(state, language),
        states=[(words_, states.get(name, 0), link({"state": name})) for name, words_ in state_words().items()],
        rules=list(rule_words().values())[:3],
    )
    return rendered(request, "results/results.html", context)


def titled(state: State, rows: pl.DataFrame) -> pl.DataFrame:
    """Adds iati_identifier, title and the indicator's title."""
    return rows.join(
        state.indicator_titles, on=["activity_key", "indicator_no"], how="left", maintain_order="left"
    ).join(
        state.activity.select("activity_key", "iati_identifier", "title_en", "title_nl"),
        on="activity_key",
        how="left",
        maintain_order="left",
    )


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """The values of a figure, with their sum where they may be added."""

    conditions: dict[str, str]
    query: str
    count: int
    more: int
    sum: str
    plain: str
    rows: list[dict[str, Any]]


@helpful
def values_page(request: HttpRequest) -> HttpResponse:
    """The values behind a figure, each with its activity; their sum is shown where they may be added."""
    state, language = state_of(request), language_of(request)
    conditions = asked(request)
    rows = select(state, conditions)
    shown = titled(state, rows.head(MANY))
    added = lawful_sums(rows)
    single = added.height == 1 and rows.height == added["values"][0]
    context = ValuesPage(
        conditions=conditions,
        query=link(conditions),
        count=rows.height,
        more=max(0, rows.height - MANY),
        sum=number_text(added["number"][0], language) if single else "",
        plain=f"{added['number'][0]:f}" if single else "",
        rows=[
            {
                **row,
                "title": row[f"title_{language}"] or row["iati_identifier"],
                "kind_words": kind_words()[row["kind"]],
                "scale": scale_words()[row["measure"]],
                "why": adding_words().get(row["adding"] or "", ""),
            }
            for row in shown.iter_rows(named=True)
        ],
    )
    return rendered(request, "results/values.html", context)


@helpful
def values_csv(request: HttpRequest) -> HttpResponse:
    """The same values as CSV, all of them."""
    state = state_of(request)
    rows = titled(state, select(state, asked(request)))
    return csv_answer(rows.drop("title_nl").rename({"title_en": "title"}), "results.csv")


@helpful
def sums_csv(request: HttpRequest) -> HttpResponse:
    """All lawful sums as CSV."""
    return csv_answer(lawful_sums(state_of(request).result_values), "sums.csv")


REACHED = ("clause", "country", "own", "activity", "year", "state", "measure")


@dataclass(frozen=True, slots=True)
class ReachedPage:
    """Periods with their target and result."""

    conditions: dict[str, str]
    count: int
    more: int
    rows: list[dict[str, Any]]


@helpful
def reached_page(request: HttpRequest) -> HttpResponse:
    """Periods with their target and result, and how far they came."""
    state, language = state_of(request), language_of(request)
    conditions = asked(request, REACHED)
    rows = within(
        state.snapshot.table("achievement"), state.snapshot.table("indicator_match"), state.ledger, conditions
    )
    context = ReachedPage(
        conditions=conditions,
        count=rows.height,
        more=max(0, rows.height - MANY),
        rows=[
            {
                **row,
                "title": row[f"title_{language}"] or row["iati_identifier"],
                "baseline": number_text(row["baseline"], language),
                "target": number_text(row["target"], language),
                "actual": number_text(row["actual"], language),
                "share": share_text(row["share_ppm"]),
                "state_words": state_words()[row["state"]],
                "rule_words": rule_words()[row["rule"]],
            }
            for row in titled(state, rows.head(MANY)).iter_rows(named=True)
        ],
    )
    return rendered(request, "results/reached.html", context)
