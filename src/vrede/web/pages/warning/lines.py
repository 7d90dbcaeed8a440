"""The forecast as pages show it: which line is meant, and its codes in words. The same lines make table, map and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse

from vrede.article import Language, load_policy
from vrede.lake import where
from vrede.language import MINUS, month, percent
from vrede.language import chance_text as chance_text
from vrede.money import Selection, in_countries
from vrede.warning import leading as leading_chance
from vrede.warning import ranked
from vrede.warning import share_left_out as share_of_others
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.filter import View
from vrede.web.figure.series import hidden_words
from vrede.web.site.request import BadFilter, parameters
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

TARGETS = ("ged_sb", "ged_ns", "ged_os")
ORDERS = ("p25_ppm", "expected", "change_ppm", "onset_ppm")
MILLION = 1_000_000
FURTHEST = 36
MOST_DIGITS = 4


def target_words() -> dict[str, str]:
    """Target -> words."""
    return {
        "ged_sb": say("warning.lines.conflict_in_which_state_takes"),
        "ged_ns": say("site.conflict_between_groups_without_state"),
        "ged_os": say("site.violence_against_civilians"),
    }


def order_words() -> dict[str, str]:
    """Order of the ranking -> words."""
    return {
        "p25_ppm": say("warning.lines.chance_of_25_deaths"),
        "expected": say("warning.lines.deaths_expected"),
        "change_ppm": say("warning.lines.change_since_month_before"),
        "onset_ppm": say("warning.lines.chance_of_new_violence"),
    }


def group_words() -> dict[str, str]:
    """Group of features -> words."""
    return {
        "last months": say("warning.lines.violence_of_last_months"),
        "years before": say("warning.lines.years_before"),
        "neighbours": say("warning.lines.neighbours"),
        "world": say("warning.lines.violence_in_whole_world"),
        "place and means": say("warning.lines.where_it_lies_inhabitants"),
        "rest": say("warning.lines.what_other_models_make"),
    }


def answer_words() -> dict[str, str]:
    """Yes, no or cannot tell -> words."""
    return {"yes": say("site.yes"), "no": say("site.no"), "cannot tell": say("site.cannot_be_told")}


def test_words() -> dict[str, str]:
    """Part of the crisis rule -> words."""
    return {
        "deaths": say("warning.lines.deaths_in_three_months_against"),
        "displacement": say("warning.lines.people_displaced_more_than_year"),
        "severity": say("warning.lines.risk_of_humanitarian_crisis_inform"),
    }


def share_text(ppm: int, language: Language) -> str:
    """A share that was counted: none of it is 0%, all of it 100%."""
    return percent(Fraction(ppm, MILLION), language)


def points_text(ppm: int | None) -> str:
    """A difference of chances in points with its sign; an en dash where there is none."""
    if ppm is None:
        return "–"
    points = (abs(ppm) * 2 + 10_000) // 20_000
    return f"{'+' if ppm > 0 and points else MINUS if ppm < 0 and points else ''}{points}"


def headline(state: State) -> int:
    """Months ahead of the chance that pages lead with, by policy."""
    return load_policy().whole_number("headline_ahead", date.fromisoformat(state.snapshot.manifest["policy_day"]))


@dataclass(frozen=True, slots=True)
class ForecastChoice:
    """target, months ahead, and the order of the ranking."""

    target: str
    ahead: int
    by: str


def choice_of(request: HttpRequest, state: State) -> ForecastChoice:
    """What an address asks for. Raises BadFilter."""
    words = parameters(request)
    target = words.get("target", "") or TARGETS[0]
    ahead = words.get("ahead", "") or str(headline(state))
    by = words.get("by", "") or ORDERS[0]
    if target not in TARGETS:
        raise BadFilter(say("warning.lines.target_is_one_of_known", known=", ".join(TARGETS)))
    if by not in ORDERS:
        raise BadFilter(say("site.by_is_one_of_known", known=", ".join(ORDERS)))
    if not ahead.isascii() or not ahead.isdigit() or len(ahead) > MOST_DIGITS or not 1 <= int(ahead) <= FURTHEST:
        raise BadFilter(say("warning.lines.ahead_is_number_of_months", last=FURTHEST))
    return ForecastChoice(target, int(ahead), by)


def chosen(state: State, choice: ForecastChoice) -> pl.DataFrame:
    """The forecast's rows of one target and month, with change_ppm and onset_ppm, in the order asked; ties by code."""
    return ranked(state.snapshot.table("forecast"), choice.target, choice.ahead, choice.by)


def within(state: State, view: View, code: str) -> bool:
    """Whether a country is one of those that a view is about: of its region or country, where it names one."""
    asked = view.selection
    return (not asked.country or code == asked.country) and (
        not asked.region or code in state.ledger.regions[asked.region]
    )


def funded(state: State, view: View, measures: tuple[str, ...], **where: str) -> set[str]:
    """Countries with money of these measures in the year and kind of a view, whatever else it leaves out.

    Of what a filter hides nobody may say that it is not there.
    """
    year = "" if view.year == "all" else view.year
    found: set[str] = set()
    for measure in measures:
        rows = state.ledger.select(Selection(year=year, kind=view.kind, measure=measure, **where))
        found |= set(in_countries(rows)["place_code"])
    return found


def why_none(state: State) -> str:
    """Why no forecast is shown; '' where one is."""
    if state.snapshot.series_hidden:
        return hidden_words()
    if state.snapshot.table("forecast").is_empty():
        return say("warning.lines.no_forecast_was_issued_yet")
    return ""


def stale_words(raw: str, language: Language) -> str:
    """Inputs of a forecast that are old or missing, in words. raw: as the ledger has them, `population: 2019; gdp: none`."""
    names = {
        "deaths by month": say("warning.lines.deaths_by_month"),
        "population": say("warning.lines.inhabitants"),
        "gdp": say("warning.lines.income"),
    }
    said = []
    for part in filter(None, raw.split("; ")):
        name, _mark, last = part.partition(": ")
        when = say("site.not_loaded") if last == "none" else month(last, language) if "-" in last else last
        said.append(f"{names.get(name, name)}: {when}")
    return "; ".join(said)


def newest(state: State, language: Language) -> dict[str, Any]:
    """The issue that is shown: its number, origin, day, whether in time, and inputs that were stale."""
    forecast = state.snapshot.table("forecast")
    if forecast.is_empty():
        return {}
    number = forecast["issue"][0]
    line = where(state.snapshot.table("forecast_issue"), issue=number).row(0, named=True)
    return {
        **line,
        "origin_words": month(line["origin"], language),
        "stale_words": stale_words(line["stale"] or "", language),
        "made_by": dict(forecast.select("target", "model").unique().iter_rows()),
    }


def leading(state: State) -> tuple[str, dict[str, int]]:
    """(its month, country -> chance in millionths) of the chance that the newest issue leads with; ('', {}) without one."""
    return leading_chance(state.snapshot.table("forecast_headline"))


def use() -> str:
    """What must accompany every forecast."""
    return say("site.statistical_estimate_not_position")


def forecast_csv(rows: pl.DataFrame, name: str) -> HttpResponse:
    """Rows of a forecast as a CSV download, each with what it must not be used for: a line may be copied without its page."""
    return csv_answer(rows.with_columns(use=pl.lit(use())), name)


def share_left_out(state: State, language: Language) -> str:
    """Which share of all deaths in organised violence the forecast of state-based conflict leaves out, with its years; '' if unknown."""
    found = share_of_others(state.snapshot.table("target_share"))
    if found is None:
        return ""
    ppm, first, last = found
    share, years = share_text(ppm, language), f"{first}–{last}"
    return say("warning.lines.deaths_in_conflict", share=share, years=years)
