"""Need beside money: per country and year, each yardstick with its age beside own, chain and field money. No index."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.article import Language, load_policy
from vrede.language import chance_text, month, number_text, percent_of
from vrede.money import MEASURES, per_measure_and_country
from vrede.results import (
    ForgottenRule,
    crisis_rule,
    curve,
    forgotten,
    in_crisis,
    latest_values,
    rank_by,
    to_the_neediest,
)
from vrede.sources.conflict import Indicator, declared, indicator
from vrede.sources.countries import country_name
from vrede.web.charts.curve import curve as draw
from vrede.web.figure.cell import Cell, measures, selection_rows
from vrede.web.figure.filter import View, form_of, view_of
from vrede.web.figure.series import apart, has_page, hidden_words, label, of_countries, why
from vrede.web.pages.warning.lines import forecast_csv, leading
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

CLAUSES = ("A5", "F3", "F5")
FEW = 10
DEATHS, DISPLACED = "deaths", "displaced_inside"


def yardsticks() -> tuple[Indicator, ...]:
    """The series that are used as a yardstick of need, in the order of their file."""
    return tuple(one for source in declared() for one in source.indicators if one.use == "need")


def _whole(number: Decimal) -> int:
    """A value of need in millionths: whole, so that shares are exact."""
    return int(number * 1_000_000)


def needs(state: State, view: View, elsewhere: bool = False) -> dict[str, dict[str, tuple[int, Decimal]]]:
    """Yardstick -> country -> (year of the value, value): the newest up to the view's year, none older than policy allows.

    elsewhere: of people whose origin is no country instead.
    """
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    oldest = load_policy().whole_number("need_age_years", day)
    year = int(view.year) if view.year.isdigit() else None
    every = state.snapshot.table("country_series")
    series = apart(every) if elsewhere else of_countries(every)
    return {
        one.id: {iso3: (y, n) for iso3, y, n in latest_values(series, one.id, year, oldest).iter_rows()}
        for one in yardsticks()
    }


def money(state: State, view: View, clause: str) -> dict[str, dict[str, int]]:
    """Measure -> country -> cents under a clause."""
    return per_measure_and_country(selection_rows(state, view, clause=clause))


def rule_of(state: State) -> tuple[ForgottenRule, str]:
    """The rule for a forgotten crisis on the snapshot's day, and its source."""
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    entry = load_policy().entry("forgotten_crisis", day)
    return crisis_rule(load_policy().mapping("forgotten_crisis", day)), entry.source


def lines(state: State, view: View, clause: str, language: Language) -> list[dict[str, Any]]:
    """One line a country with need or money, as data and in words; what is forgotten per measure."""
    known, paid = needs(state, view), money(state, view, clause)
    rule, _source = rule_of(state)
    expected = leading(state)[1]
    codes = sorted(
        {*(c for of in paid.values() for c in of), *(c for of in known.values() for c, v in of.items() if v[1] > 0)}
    )
    made = []
    for iso3 in codes:
        found = {one: known[one].get(iso3) for one in known}
        deaths, displaced = found[DEATHS], found[DISPLACED]
        # A crisis is one of the money's own year; a value of another year, or money of all years, tells nothing of it.
        of_year = [found_ if found_ and str(found_[0]) == view.year else None for found_ in (deaths, displaced)]
        bounds = (int(of_year[0][1]) if of_year[0] else None, int(of_year[1][1]) if of_year[1] else None)
        cells = {
            m: Cell(paid[m][iso3], view.query(paid[m][iso3], clause=clause, country=iso3, measure=m))
            for m in view.measures
            if iso3 in paid[m]
        }
        made.append(
            {
                "iso3": iso3,
                "name": label(iso3, language),
                "linked": has_page(iso3),
                "cells": cells,
                "needs": [(one, found[one]) for one in known],
                "forecast": expected.get(iso3),
                "crisis": in_crisis(rule, *bounds),
                # A measure without any money in this view is not known here: it forgets nobody.
                "forgotten": {
                    m: forgotten(rule, *bounds, paid[m].get(iso3, 0)) if paid[m] else None for m in view.measures
                },
            }
        )
    return made


def elsewhere(state: State, view: View, language: Language) -> list[dict[str, Any]]:
    """One line for each origin that is no country and has people in this view; the most refugees first."""
    known = needs(state, view, elsewhere=True)
    codes = sorted({iso3 for of in known.values() for iso3, (_y, value) in of.items() if value > 0})
    made = [
        {"iso3": iso3, "name": label(iso3, language), "needs": [(one, known[one].get(iso3)) for one in known]}
        for iso3 in codes
    ]
    return sorted(made, key=lambda line: -sum(value[1] for _one, value in line["needs"] if value))


def asked(request: HttpRequest) -> tuple[str, str]:
    """(clause, yardstick) of an address. Raises BadFilter."""
    words = parameters(request)
    clause = words.get("clause", "") or CLAUSES[0]
    by = words.get("by", "") or yardsticks()[0].id
    if clause not in CLAUSES:
        raise BadFilter(say("results.need.clause_is_one_of_known", known=", ".join(CLAUSES)))
    if by not in {one.id for one in yardsticks()}:
        raise BadFilter(say("site.by_is_one_of_known", known=", ".join(one.id for one in yardsticks())))
    return clause, by


def _elsewhere(state: State, view: View, language: Language) -> dict[str, Any]:
    """The lines of origins that are no country, and the yardsticks that have anybody among them."""
    found = elsewhere(state, view, language)
    counted = [one for one in yardsticks() if any((dict(row["needs"])[one.id] or (0, 0))[1] > 0 for row in found)]
    kept = {one.id for one in counted}
    return {
        "elsewhere": [
            {
                "name": row["name"],
                "shown": [
                    (one.title[language], *cell)
                    for one, cell in zip(yardsticks(), _values(row, language, view.year), strict=True)
                    if one.id in kept
                ],
            }
            for row in found
        ],
        "elsewhere_by": [(one.title[language], one.unit[language]) for one in counted],
    }


def _values(row: dict[str, Any], language: Language, year: str) -> list[tuple[str, Any]]:
    """(value, its year where that is not the money's) by yardstick."""
    return [
        (number_text(value[1], language), "" if str(value[0]) == year else value[0]) if value else ("–", "")
        for _one, value in row["needs"]
    ]


def _shown(rows: list[dict[str, Any]], by: str, language: Language, year: str) -> list[dict[str, Any]]:
    def weight(row: dict[str, Any]) -> tuple[bool, Decimal, str]:
        value = dict(row["needs"])[by]
        return (value is None, -(value[1] if value else Decimal(0)), row["iso3"])

    return [
        {
            **row,
            "shown": _values(row, language, year),
            "chance": chance_text(row["forecast"], language),
            "lost": [m for m, lost in row["forgotten"].items() if lost],
        }
        for row in sorted(rows, key=weight)
    ]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One clause (`clause`), in the order of one yardstick (`by`)."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    clause, by = asked(request)
    text, _before = text_of(view.year)
    titles = {c.id: c.title.get(language) for c in text.clauses}
    rows = lines(state, view, clause, language)
    paid = money(state, view, clause)
    measure = next((m for m in view.measures if sum(paid[m].values()) > 0), "own")
    known = needs(state, view)
    whole = {one: {iso3: _whole(value) for iso3, (_y, value) in of.items() if value > 0} for one, of in known.items()}
    points = curve(whole[by], paid[measure])
    chosen = indicator(by)
    rule, source = rule_of(state)
    compared = []
    for one in yardsticks():
        needy, every = to_the_neediest(whole[one.id], paid[measure], FEW)
        order = sorted(whole[one.id], key=lambda iso3, of=whole[one.id]: (-of[iso3], iso3))[:FEW]  # type: ignore[misc]  # of is bound here
        compared.append(
            {
                "id": one.id,
                "title": one.title[language],
                "share": percent_of(needy, every, language) if every and order else "–",
                "without": [country_name(iso3, language) for iso3 in order if paid[measure].get(iso3, 0) <= 0],
                "first": [country_name(iso3, language) for iso3 in order[:3]],
                "years": sorted({y for y, _v in known[one.id].values()}),
            }
        )
    ranks = {one.id: rank_by(whole[one.id], sorted(whole[one.id])) for one in yardsticks()}
    largest = sorted(paid[measure], key=lambda iso3: (-paid[measure][iso3], iso3))[:FEW]
    shown = _shown(rows, by, language, view.year)
    context = {
        "view": view,
        "form": form_of(view, state, language),
        "keep": {"clause": clause, "by": by},
        "clause": clause,
        "title": titles.get(clause, clause),
        "clauses": [(c, titles.get(c, c)) for c in CLAUSES],
        "by": by,
        "yardsticks": [(one.id, one.title[language], one.unit[language]) for one in yardsticks()],
        "cells": measures(state, view, clause=clause),
        "measure": measure,
        "lines": shown,
        "series": why(state, [one.id for one in yardsticks()], any(known.values())),
        "hidden_words": hidden_words(),
        **_elsewhere(state, view, language),
        "curve": draw(
            "chart-curve",
            say("results.need.money_against_need_need", need=chosen.title[language]),
            [(p.need_ppm, p.money_ppm, country_name(p.iso3, language)) for p in points],
            say("results.need.share_of_need_percent"),
            say("results.need.share_of_money_percent"),
        )
        if points and chosen.adds
        else "",
        "points": [
            (country_name(p.iso3, language), f"{p.need_ppm / 10_000:.1f}", f"{p.money_ppm / 10_000:.1f}")
            for p in points[: 4 * FEW]
        ],
        "compared": compared,
        "adds": chosen.adds,
        "few": FEW,
        "moves": [
            {
                "name": label(iso3, language),
                "cell": Cell(
                    paid[measure][iso3], view.query(paid[measure][iso3], clause=clause, country=iso3, measure=measure)
                ),
                "places": [ranks[one.id].get(iso3) for one in yardsticks()],
            }
            for iso3 in largest
        ],
        "forecast_month": month(when, language) if (when := leading(state)[0]) else "",
        "rule": rule,
        "rule_source": source,
        "forgotten": [row for row in shown if row["crisis"] and row["lost"]],
        "csv": urlencode({"clause": clause, "by": by, **view.filters()}),
    }
    return render(request, "results/need.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The lines of the page."""
    state, language = state_of(request), language_of(request)
    view = view_of(request)
    clause, _by = asked(request)
    made = []
    when = leading(state)[0] or None
    bare: dict[str, Any] = {"cells": {}, "crisis": None, "forgotten": {}, "linked": False, "forecast": None}
    others = [{**bare, **row} for row in elsewhere(state, view, language)]
    for row in [*lines(state, view, clause, language), *others]:
        line: dict[str, Any] = {
            "iso3": row["iso3"],
            "country": row["name"],
            "clause": clause,
            "year": view.year,
            "kind": view.kind,
            "is_country": row["linked"],
        }
        line |= {f"{m}_eur_cents": row["cells"][m].cents if m in row["cells"] else None for m in MEASURES}
        for one, value in row["needs"]:
            line[one] = value[1] if value else None
            line[f"{one}_year"] = value[0] if value else None
        line["forecast_month"], line["forecast_p25_ppm"] = when, row["forecast"]
        line["crisis"] = row["crisis"]
        line |= {f"forgotten_{m}": row["forgotten"].get(m) for m in MEASURES}
        made.append(line)
    columns: dict[str, Any] = dict.fromkeys(("iso3", "country", "clause", "year", "kind"), pl.String)
    columns["is_country"] = pl.Boolean
    columns |= {f"{m}_eur_cents": pl.Int64 for m in MEASURES}
    for one in yardsticks():
        columns |= {one.id: pl.Decimal(38, 6), f"{one.id}_year": pl.Int64}
    columns |= {"forecast_month": pl.String, "forecast_p25_ppm": pl.Int64}
    columns |= {"crisis": pl.Boolean} | {f"forgotten_{m}": pl.Boolean for m in MEASURES}
    return forecast_csv(pl.DataFrame(made, schema=columns, orient="row"), f"need-{clause}.csv")
