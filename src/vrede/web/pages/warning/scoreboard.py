"""How good the forecast is, in plain words and with what fails first."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.language import month, percent, whole
from vrede.sources.countries import country_name
from vrede.warning import ENOUGH, SEEN, goals
from vrede.web.charts.reliability import reliability
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import share_left_out
from vrede.web.pages.warning.skill import skill
from vrede.web.pages.warning.skill_words import Gain, decimal_text, failed, gain_of, goal_words, kind_words, model_words
from vrede.web.pages.warning.views import ViewsScores
from vrede.web.pages.warning.views import scoreboard as views_scoreboard
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import texts
from vrede.web.site.words import say

OURS, BASE = "ours", "conflictology-12"
SCORES = ("log1p_crps", "ign", "crps", "mis")


@dataclass(frozen=True, slots=True)
class Goal:
    """An aim set beforehand, with its bound and what came of it."""

    what: str
    figure: str
    bound: str
    reached: bool


@dataclass(frozen=True, slots=True)
class ModelGains:
    """The gain on each simple rule, and how well a model ranks."""

    model: str
    cells: list[Gain]
    onset: str
    escalation: str
    incidence: str
    inside: str


@dataclass(frozen=True, slots=True)
class ModelScores:
    """The scores of a model: by score, then by year."""

    model: str
    cells: list[list[str]]


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A class of chances, and how often it happened."""

    least: str
    said: str
    came: str
    cases: str


@dataclass(frozen=True, slots=True)
class OnsetRow:
    """A month in which new violence began, with the chance that was given."""

    name: str
    month_words: str
    chance: str
    ahead: int


@dataclass(frozen=True, slots=True)
class MissRow:
    """A month in which the forecast was far off: what it expected, its interval, and the deaths that were counted."""

    name: str
    month_words: str
    expected: str
    deaths: str
    band: str


@dataclass(frozen=True, slots=True)
class SkillPage:
    """The scoreboard of the forecast."""

    left_share: str
    years: list[str]
    countries: str
    cases: str
    goals: list[Goal]
    failed: list[str]
    gain: Gain
    new: int
    seen: int
    better_onset: list[str]
    gains: list[ModelGains]
    windows: list[ModelScores]
    chart: SafeString
    calibration: list[CalibrationRow]
    alarms: dict[str, Any]
    alarm_from: str
    hit_rate: str
    false_ratio: str
    value: list[tuple[str, str, str]]
    kinds: list[tuple[str, dict[str, Any], Gain]]
    regions: list[tuple[str, dict[str, Any], Gain]]
    misses: list[MissRow]
    onsets: list[OnsetRow]
    views: ViewsScores | None


def _gains(made: dict[str, Any], models: list[str], language: Language) -> list[ModelGains]:
    pooled = made["pooled"]
    return [
        ModelGains(
            model=model_words().get(name, name),
            cells=[gain_of(pooled["gains"][score].get(name), language) for score in ("log1p_crps", "ign", "crps")],
            onset=decimal_text(pooled["onset_ap"][name], language, 3),
            escalation=decimal_text(made["escalation_ap"][name], language, 3),
            incidence=decimal_text(pooled["incidence_ap"][name], language, 3),
            inside=percent(pooled["coverage_90"][name], language),
        )
        for name in models
    ]


def _scores(made: dict[str, Any], models: list[str], years: list[str], language: Language) -> list[ModelScores]:
    return [
        ModelScores(
            model=model_words().get(name, name),
            cells=[
                [
                    decimal_text(made["windows"][year][name][score], language, 4 if score != "mis" else 2)
                    for year in years
                ]
                for score in SCORES
            ],
        )
        for name in models
    ]


def _drawn(pooled: dict[str, Any], language: Language) -> SafeString:
    """The chance of 25 deaths that was given against how often it happened, for classes with enough cases."""
    return reliability(
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
    )


def _calibration(pooled: dict[str, Any], language: Language) -> list[CalibrationRow]:
    return [
        CalibrationRow(
            least=least,
            said=percent(row["chance"], language),
            came=percent(row["happened"], language),
            cases=whole(row["cases"], language),
        )
        for least, rows in pooled["calibration"].items()
        for row in rows
        if row["cases"] >= ENOUGH
    ]


def _values(made: dict[str, Any], language: Language) -> list[tuple[str, str, str]]:
    """(cost as a share of the loss, economic value of our warnings, that of the simplest rule)."""
    alarms = made["alarms"]
    return [
        (
            percent(Fraction(str(row["ratio"])), language),
            decimal_text(row["value"], language, 2),
            decimal_text(base["value"], language, 2),
        )
        for row, base in zip(alarms[OURS]["value"], alarms[BASE]["value"], strict=True)
    ]


def _misses(made: dict[str, Any], language: Language) -> list[MissRow]:
    return [
        MissRow(
            name=country_name(row["iso3"], language),
            month_words=month(row["month"], language),
            expected=whole(round(row["expected"]), language),
            deaths=whole(row["deaths"], language),
            band=f"{whole(row['low'], language)}–{whole(row['high'], language)}",
        )
        for row in made["misses"]
    ]


def _onsets(made: dict[str, Any], language: Language) -> list[OnsetRow]:
    return [
        OnsetRow(
            name=country_name(row["iso3"], language),
            month_words=month(row["month"], language),
            chance=percent(row["chance"], language),
            ahead=row["ahead"],
        )
        for row in made["onsets"]
    ]


def _goals(made: dict[str, Any], language: Language) -> list[Goal]:
    return [
        Goal(
            what=words,
            figure=decimal_text(figure, language),
            bound=decimal_text(bound, language),
            reached=reached,
        )
        for words, (_what, figure, bound, reached) in zip(goal_words(), goals(made), strict=True)
    ]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The scoreboard."""
    language = language_of(request)
    made = skill()
    pooled, alarms = made["pooled"], made["alarms"][OURS]
    years = [str(year) for year in made["reported"]]
    models = [name for name in made["windows"][years[0]] if name != "recipe"]
    regions = {region.id: region.title.get(language) for region in texts()[-1].regions}
    better = [m for m in models if m != OURS and pooled["onset_ap"][m] > pooled["onset_ap"][OURS]]
    context = SkillPage(
        left_share=share_left_out(state_of(request), language),
        years=years,
        countries=whole(pooled["countries"], language),
        cases=whole(pooled["cases"], language),
        goals=_goals(made, language),
        failed=failed(language),
        gain=gain_of(pooled["gains"]["log1p_crps"][BASE], language),
        new=len(made["onsets"]),
        seen=sum(1 for row in made["onsets"] if row["chance"] >= SEEN),
        better_onset=[model_words().get(name, name) for name in better],
        gains=_gains(made, models, language),
        windows=_scores(made, models, years, language),
        chart=_drawn(pooled, language),
        calibration=_calibration(pooled, language),
        alarms=alarms,
        alarm_from=percent(alarms["from"], language),
        hit_rate=percent(alarms["hit_rate"], language),
        false_ratio=percent(alarms["false_alarm_ratio"], language),
        value=_values(made, language),
        kinds=[
            (words, made["kinds"][name], gain_of(made["kinds"][name], language)) for name, words in kind_words().items()
        ],
        regions=[
            (regions.get(name, name), row, gain_of(row, language))
            for name, row in made["regions"].items()
            if row["countries"]
        ],
        misses=_misses(made, language),
        onsets=_onsets(made, language),
        views=views_scoreboard(state_of(request), language),
    )
    return rendered(request, "warning/skill.html", context)
