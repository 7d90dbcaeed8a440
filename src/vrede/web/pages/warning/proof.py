"""How good the forecast is, in plain words and with what fails first; and the card of the model."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vrede.article import Language
from vrede.language import month, percent, whole
from vrede.sources.countries import country_name
from vrede.warning import ENOUGH, HALF_LIVES, LAGS, SUMS, goals, recipe_parts, recipes
from vrede.web.charts.reliability import reliability
from vrede.web.pages.warning.lines import newest, share_left_out
from vrede.web.pages.warning.skill import skill
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import texts
from vrede.web.site.words import say

OURS, BASE = "ours", "conflictology-12"
SCORES = ("log1p_crps", "ign", "crps", "mis")
SEEN = 0.2
"""The chance from which new violence counts as seen coming on this page."""


def goal_words() -> tuple[str, ...]:
    """What was aimed at, in the order of warning.report.goals."""
    return (
        say("warning.proof.error_on_logarithm_of_deaths"),
        say("warning.proof.lower_end_of_95_percent"),
        say("warning.proof.log_score_in_bits_ign"),
        say("warning.proof.error_in_deaths_without_ethiopia"),
        say("warning.proof.worst_window_against_simplest_rule"),
        say("warning.proof.average_precision_for_new_violence"),
        say("warning.proof.outcomes_inside_90_percent_interval"),
        say("warning.proof.chance_of_25_deaths_against"),
    )


def failed(language: Language) -> list[str]:
    """Each aim that was not reached, with its bound and what came of it."""
    return [
        say(
            "warning.proof.what_bound_it_was_figure",
            what=words,
            bound=_decimal(bound, language),
            figure=_decimal(figure, language),
        )
        for words, (_what, figure, bound, reached) in zip(goal_words(), goals(skill()), strict=True)
        if not reached
    ]


def model_words() -> dict[str, str]:
    """Model -> words."""
    return {
        "ours": say("warning.this_forecast"),
        "similar situations": say("warning.proof.similar_situations"),
        "similar changes": say("warning.proof.similar_changes"),
        "boosted bins": say("warning.proof.boosted_classes"),
        "fading-3": say("warning.proof.own_past_fading_by_half_lower"),
        "fading-6": say("warning.proof.own_past_fading_by_half_in_6"),
        "fading-12": say("warning.proof.own_past_fading_by_half"),
        "conflictology-12": say("warning.last_12_months"),
        "conflictology-24": say("warning.proof.last_24_months"),
        "negative binomial": say("warning.proof.negative_binomial"),
        "last observed": say("warning.proof.same_as_last_month"),
        "pooled bootstrap": say("warning.proof.any_country_month"),
        "zero": say("warning.proof.always_nothing"),
    }


def kind_words() -> dict[str, str]:
    """Kind of country at the origin -> words."""
    return {
        "war": say("warning.proof.at_war_month_of_25"),
        "little": say("warning.proof.some_deaths_no_month"),
        "none": say("warning.proof.no_death_in_year_before"),
    }


def _gain(row: dict[str, Any] | None, language: Language) -> dict[str, Any]:
    """A gain with its interval in words; `sure` says which side of nothing the interval lies on."""
    if not row or row["gain"] is None:
        return {"words": "–", "interval": "–", "sure": ""}
    low, high = row["low"], row["high"]
    sure = "" if low is None else "better" if low > 0 else "worse" if high < 0 else "unsure"
    return {
        "words": _signed(row["gain"], language),
        "interval": "–" if low is None else f"{_signed(low, language)} – {_signed(high, language)}",
        "sure": sure,
    }


def _signed(share: float, language: Language) -> str:
    tenths = round(share * 1000)
    text = f"{abs(tenths) // 10}{',' if language == 'nl' else '.'}{abs(tenths) % 10}%"
    return f"{'−' if tenths < 0 else '+' if tenths > 0 else ''}{text}"


def _decimal(value: float | None, language: Language, places: int = 4) -> str:
    text = "–" if value is None else f"{value:.{places}f}"
    return text.replace(".", ",") if language == "nl" else text


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The scoreboard."""
    language = language_of(request)
    made = skill()
    pooled = made["pooled"]
    years = [str(year) for year in made["reported"]]
    models = [name for name in made["windows"][years[0]] if name != "recipe"]
    aimed = [
        {
            "what": words,
            "figure": _decimal(figure, language),
            "bound": _decimal(bound, language),
            "reached": reached,
        }
        for words, (_what, figure, bound, reached) in zip(goal_words(), goals(made), strict=True)
    ]
    regions = {region.id: region.title.get(language) for region in texts()[-1].regions}
    onsets = made["onsets"]
    better = [m for m in models if m != OURS and pooled["onset_ap"][m] > pooled["onset_ap"][OURS]]
    context = {
        "left_share": share_left_out(state_of(request), language),
        "years": years,
        "countries": whole(pooled["countries"], language),
        "cases": whole(pooled["cases"], language),
        "goals": aimed,
        "failed": failed(language),
        "gain": _gain(pooled["gains"]["log1p_crps"][BASE], language),
        "new": len(onsets),
        "seen": sum(1 for row in onsets if row["chance"] >= SEEN),
        "better_onset": [model_words().get(name, name) for name in better],
        "gains": [
            {
                "model": model_words().get(name, name),
                "cells": [_gain(pooled["gains"][score].get(name), language) for score in ("log1p_crps", "ign", "crps")],
                "onset": _decimal(pooled["onset_ap"][name], language, 3),
                "escalation": _decimal(made["escalation_ap"][name], language, 3),
                "incidence": _decimal(pooled["incidence_ap"][name], language, 3),
                "inside": percent(pooled["coverage_90"][name], language),
            }
            for name in models
        ],
        "windows": [
            {
                "model": model_words().get(name, name),
                "cells": [
                    [
                        _decimal(made["windows"][year][name][score], language, 4 if score != "mis" else 2)
                        for year in years
                    ]
                    for score in SCORES
                ],
            }
            for name in models
        ],
        "chart": reliability(
            "chart-reliability",
            say("warning.chance_given_and_how_often"),
            [
                (round(row["chance"] * 1_000_000), round(row["happened"] * 1_000_000), row["cases"])
                for row in pooled["calibration"]["25"]
                if row["cases"] >= ENOUGH
            ],
            say("warning.proof.chance_given_percent"),
            say("warning.proof.happened_percent"),
            language,
        ),
        "calibration": [
            {
                "least": least,
                "said": percent(row["chance"], language),
                "came": percent(row["happened"], language),
                "cases": whole(row["cases"], language),
            }
            for least, rows in pooled["calibration"].items()
            for row in rows
            if row["cases"] >= ENOUGH
        ],
        "alarms": made["alarms"][OURS],
        "alarm_from": percent(made["alarms"][OURS]["from"], language),
        "hit_rate": percent(made["alarms"][OURS]["hit_rate"], language),
        "false_ratio": percent(made["alarms"][OURS]["false_alarm_ratio"], language),
        "value": [
            (
                percent(Fraction(str(row["ratio"])), language),
                _decimal(row["value"], language, 2),
                _decimal(base["value"], language, 2),
            )
            for row, base in zip(made["alarms"][OURS]["value"], made["alarms"][BASE]["value"], strict=True)
        ],
        "kinds": [
            (words, made["kinds"][name], _gain(made["kinds"][name], language)) for name, words in kind_words().items()
        ],
        "regions": [
            (regions.get(name, name), row, _gain(row, language))
            for name, row in made["regions"].items()
            if row["countries"]
        ],
        "misses": [
            {
                **row,
                "name": country_name(row["iso3"], language),
                "month_words": month(row["month"], language),
                "expected": whole(round(row["expected"]), language),
                "deaths": whole(row["deaths"], language),
                "band": f"{whole(row['low'], language)}–{whole(row['high'], language)}",
            }
            for row in made["misses"]
        ],
        "onsets": [
            {
                "name": country_name(row["iso3"], language),
                "month_words": month(row["month"], language),
                "chance": percent(row["chance"], language),
                "ahead": row["ahead"],
            }
            for row in onsets
        ],
    }
    return render(request, "warning/skill.html", context)


@helpful
def card(request: HttpRequest) -> HttpResponse:
    """The model card."""
    state, language = state_of(request), language_of(request)
    recipe = recipes()[-1]
    made = [
        {
            "name": model_words().get(model.name, model.name),
            "quiet": percent(recipe.weights(recipe.start).get(model.name, 0), language),
            "war": percent(recipe.weights(recipe.end).get(model.name, 0), language),
        }
        for model in recipe_parts()
    ]
    context = {
        "issue": newest(state, language),
        "parts": made,
        "learned_to": recipe.learned_to,
        "sums": ", ".join(str(n) for n in SUMS),
        "half_lives": ", ".join(str(n) for n in HALF_LIVES),
        "lags": LAGS,
        "years": skill()["reported"],
        "failed": failed(language),
    }
    return render(request, "warning/model_card.html", context)
