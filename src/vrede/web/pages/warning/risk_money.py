"""Is money where risk rises? The forecast and its change beside own, chain and field money and their change, per country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from vrede.article import Language, load_causes
from vrede.lake import where as of
from vrede.language import change_in_millions, month, number_text, rounded
from vrede.money import MEASURES, Beyond, in_countries, per_measure_and_country
from vrede.sources.conflict import indicator
from vrede.sources.countries import country_name
from vrede.warning import risks as risks_now_and_before
from vrede.web.charts.dots import Dot, dots
from vrede.web.figure.cell import cells_per, selection_rows
from vrede.web.figure.filter import FilterForm, View, form_of, view_of
from vrede.web.figure.outliers import WITHOUT, cents_without
from vrede.web.figure.page import rendered
from vrede.web.figure.series import of_countries
from vrede.web.pages.warning.lines import (
    chance_text,
    forecast_csv,
    funded,
    headline,
    leading,
    newest,
    points_text,
    why_none,
    within,
)
from vrede.web.pages.warning.views import ViewsChances, chances_for
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

A_YEAR = 12
RISKY = 200_000
FEW = 15
DRAWN = 40
POINT = 10_000
MOVED_WITHOUT = tuple(f"{measure}_change_eur_cents_without_outliers" for measure in MEASURES)
TENTH_OF_A_MILLION = 10_000_000
"""Cents: the least change of money that the page shows."""


def subject(request: HttpRequest, view: View) -> dict[str, str]:
    """The condition of a clause or part in the address; none: the whole article. Raises BadFilter."""
    asked = parameters(request).get("clause", "")
    text, _before = text_of(view.year)
    if not asked:
        return {}
    if asked in {c.id for c in text.clauses}:
        return {"clause": asked}
    if asked in {p.id for p in text.parts}:
        return {"part": asked}
    raise BadFilter(say("site.there_is_no_such_sentence"))


def risks(state: State) -> tuple[pl.DataFrame, str, str]:
    """(iso3, now_ppm, before_ppm, change_ppm; origin now, origin before or ''): against the oldest issue of the last year."""
    found = risks_now_and_before(state.snapshot.table("forecast_headline"))
    return found.table, found.now, found.before


def _rows(state: State, view: View, conditions: dict[str, str], year: str) -> pl.DataFrame:
    selection = view.selection.but(
        **{"year": "" if year == "all" else year, "kind": view.kind, "measure": view.measure, **conditions}
    )
    return state.ledger.select(selection)


def _paid(state: State, view: View, conditions: dict[str, str], year: str) -> dict[str, dict[str, int]]:
    return per_measure_and_country(_rows(state, view, conditions, year))


def compared_measures(state: State, view: View) -> list[str]:
    """Measures of which the view's year can be set against the year before: both are whole, and both are loaded."""
    if not view.year.isdigit():
        return []
    year = int(view.year)
    known = {m: state.ledger.years_of(m, view.kind) for m in view.measures}
    return [m for m in view.measures if state.is_whole(m, year) and {year, year - 1} <= known[m]]


def lines(state: State, view: View, where: dict[str, str]) -> list[dict[str, Any]]:
    """One line a country with a chance of a fifth or more, or with money in the view; figures as data."""
    rows, _now, _before = risks(state)
    year = view.year if view.year.isdigit() else ""
    paid = _paid(state, view, where, view.year)
    earlier = _paid(state, view, where, str(int(year) - 1)) if year else {m: {} for m in MEASURES}
    compared = compared_measures(state, view)
    linked = cells_per(
        in_countries(_rows(state, view, where, view.year)),
        "place_code",
        lambda m, code, cents: view.query(cents, country=code, measure=m, **where),
    )
    made = []
    for row in rows.iter_rows(named=True):
        code = row["iso3"]
        if not within(state, view, code):
            continue
        if row["now_ppm"] < RISKY and not any(paid[m].get(code) for m in view.measures):
            continue
        moved = {
            m: paid[m].get(code, 0) - earlier[m].get(code, 0) for m in compared if code in paid[m] or code in earlier[m]
        }
        made.append(
            {
                **row,
                "cells": {m: cell for m, cell in linked.get(code, {}).items() if m in view.measures},
                "moved": moved,
                "moved_beyond": {
                    m: _beyond_moved(state, view, {**where, "country": code, "measure": m}) for m in moved
                },
            }
        )
    return made


def _beyond_moved(state: State, view: View, conditions: dict[str, str]) -> Beyond:
    """The outliers in a change from the year before: those of both years; those of the year before count the other way."""
    of = view.selection.but(kind=view.kind, **conditions)
    now, before = (state.ledger.outliers(of.but(year=str(year))) for year in (int(view.year), int(view.year) - 1))
    return Beyond(now.cents - before.cents, now.transactions + before.transactions)


def field_of(change_ppm: int | None, moved: int | None) -> str:
    """Which field of the plot: risk and money each up or down; '' where one is not known or did not move.

    A change that the table rounds to nothing counts as none: one draw more of a thousand is not a rise.
    """
    if not rounded(change_ppm or 0, POINT) or not rounded(moved or 0, TENTH_OF_A_MILLION):
        return ""
    return f"{'up' if (change_ppm or 0) > 0 else 'down'}-{'up' if (moved or 0) > 0 else 'down'}"


@dataclass(frozen=True, slots=True)
class RiskMoneyPage:
    """Change in risk against change in money, by country."""

    view: View
    form: FilterForm
    keep: dict[str, str]
    none: str
    issue: dict[str, Any]
    now: str
    before: str
    ahead: int
    asked: str
    subjects: list[tuple[str, str]]
    measure: str
    not_compared: list[str]
    chart: SafeString | str
    lines: list[dict[str, Any]]
    uncovered: list[str]
    contrary: list[str]
    causes: Causes
    views: ViewsChances | None
    csv: str


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The whole article, or one of its sentences or parts."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    where = subject(request, view)
    text, _before = text_of(view.year)
    every = lines(state, view, where)
    _rows, now, before = risks(state)
    compared = compared_measures(state, view)
    measure = (compared or view.measures)[0]
    led, _chances = leading(state)
    views = chances_for(state, led, now, language)
    own = funded(state, view, ("own",), **where)
    points = [row for row in every if row["change_ppm"] is not None and measure in row["moved"]]
    drawn = dots(
        "chart-risk-money",
        say("warning.risk_money.change_in_risk_against_change"),
        [
            Dot(
                country_name(row["iso3"], language),
                row["change_ppm"],
                row["moved"][measure] // 1_000_000,
                "risk" if field_of(row["change_ppm"], row["moved"][measure]) == "up-down" else "money",
                reverse("outlook", args=[row["iso3"]]),
            )
            for row in sorted(points, key=lambda r: (-abs(r["change_ppm"]), r["iso3"]))[:DRAWN]
        ],
        say("warning.risk_money.change_in_chance_of_25"),
        say("warning.risk_money.change_in_money_euro_m"),
        points_text,
        lambda units: change_in_millions(units * 1_000_000, language),
        (
            say("warning.risk_money.risk_down_money_up"),
            say("warning.risk_money.risk_up_money_up"),
            say("warning.risk_money.risk_down_money_down"),
            say("warning.risk_money.risk_up_money_down"),
        ),
    )
    shown = [
        {
            **row,
            "name": country_name(row["iso3"], language),
            "now": chance_text(row["now_ppm"], language),
            "change": points_text(row["change_ppm"]),
            "views": chance_text(views.by.get(row["iso3"]), language) if views else "",
            "moved_words": {m: change_in_millions(cents, language) for m, cents in row["moved"].items()},
        }
        for row in every
    ]
    context = RiskMoneyPage(
        view=view,
        form=form_of(view, state, language),
        keep={"clause": where.get("clause") or where.get("part", "")},
        none=why_none(state),
        issue=newest(state, language),
        now=month(now, language) if now else "",
        before=month(before, language) if before else "",
        ahead=headline(state),
        asked=where.get("clause") or where.get("part", ""),
        subjects=[
            *((c.id, f"{c.id} {c.title.get(language)}") for c in text.clauses),
            *((p.id, f"{p.id} {p.title.get(language)}") for p in text.parts),
        ],
        measure=measure,
        not_compared=[m for m in view.measures if m not in compared] if view.year.isdigit() else [],
        chart=drawn if points else "",
        lines=shown,
        uncovered=[row["name"] for row in shown if row["now_ppm"] >= RISKY and row["iso3"] not in own],
        contrary=[row["name"] for row in shown if field_of(row["change_ppm"], row["moved"].get(measure)) == "up-down"],
        views=views,
        causes=causes(state, view, language, shown[:FEW]),
        csv=urlencode({"clause": where.get("clause") or where.get("part", ""), **view.filters()}),
    )
    return rendered(request, "warning/risk_money.html", context)


@dataclass(frozen=True, slots=True)
class Causes:
    """Root causes (title, parts), and per country its cell for each of them."""

    heads: list[tuple[str, str]]
    rows: list[tuple[str, str, list[CauseCell]]]
    any: bool


@dataclass(frozen=True, slots=True)
class CauseCell:
    """The last value of a series with its year, and how many programmes name the cause."""

    value: str
    year: int | str
    programmes: int


def causes(state: State, view: View, language: Language, rows: list[dict[str, Any]]) -> Causes:
    """Root causes of the riskiest countries: the last value of each series with its year, and the programmes that name it."""
    series = of_countries(state.snapshot.table("country_series"))
    known = load_causes()
    cells: dict[str, list[CauseCell]] = {row["iso3"]: [] for row in rows}
    for cause in known:
        values = of(series, indicator=cause.id).sort("year")
        last = values.unique("iso3", keep="last", maintain_order=True)
        by = {i: (y, n) for i, y, n in last.select("iso3", "year", "number").iter_rows()}
        keys: dict[str, set[int]] = {}
        for part in cause.parts:
            found = in_countries(selection_rows(state, view, part=part))
            for code, key in found.select("place_code", "activity_key").unique().iter_rows():
                keys.setdefault(code, set()).add(key)
        for code, cell in cells.items():
            year, number = by.get(code, ("", None))
            cell.append(
                CauseCell(
                    value=number_text(round(number, 2) if number is not None else None, language),
                    year=year,
                    programmes=len(keys.get(code, ())),
                )
            )
    return Causes(
        heads=[(indicator(one.id).title[language], ", ".join(one.parts)) for one in known],
        rows=[(row["name"], row["iso3"], cells[row["iso3"]]) for row in rows],
        any=any(cell.year for found in cells.values() for cell in found),
    )


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The lines of the page."""
    state = state_of(request)
    view = view_of(request)
    made = []
    for row in lines(state, view, subject(request, view)):
        line: dict[str, Any] = {name: row[name] for name in ("iso3", "now_ppm", "before_ppm", "change_ppm")}
        cells = row["cells"]
        line |= {f"{m}_eur_cents": cells[m].cents if m in cells and cells[m].found else None for m in MEASURES}
        line |= cents_without(state, row["cells"])
        line |= {f"{m}_change_eur_cents": row["moved"].get(m) for m in MEASURES}
        line |= {
            name: row["moved"][m] - row["moved_beyond"][m].cents if m in row["moved"] else None
            for name, m in zip(MOVED_WITHOUT, MEASURES, strict=True)
        }
        made.append({**line, "year": view.year, "kind": view.kind})
    schema: dict[str, Any] = {"iso3": pl.String} | dict.fromkeys(("now_ppm", "before_ppm", "change_ppm"), pl.Int64)
    schema |= {f"{m}_eur_cents": pl.Int64 for m in MEASURES} | dict.fromkeys(WITHOUT, pl.Int64)
    schema |= {f"{m}_change_eur_cents": pl.Int64 for m in MEASURES} | dict.fromkeys(MOVED_WITHOUT, pl.Int64)
    schema |= {"year": pl.String, "kind": pl.String}
    return forecast_csv(pl.DataFrame(made, schema=schema, orient="row"), "risk-and-money.csv")
