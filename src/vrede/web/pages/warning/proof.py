"""How good the forecast is, in plain words and with what fails first; and the card of the model."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.language import month, percent, whole
from vrede.sources.countries import country_name
from vrede.warning import ENOUGH, HALF_LIVES, LAGS, SEEN, SUMS, goals, recipe_parts, recipes
from vrede.web.charts.reliability import reliability
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import newest, share_left_out
from vrede.web.pages.warning.skill import skill
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import texts
from vrede.web.site.words import say

OURS, BASE = "ours", "conflictology-12"
SCORES = ("log1p_crps", "ign", "crps", "mis")

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


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain with its interval in words; `sure` says on which side of nothing the interval lies."""

    words: str
    interval: str
    sure: str


def _gain(row: dict[str, Any] | None, language: Language) -> Gain:
    """A gain with its interval in words; `sure` says which side of nothing the interval lies on."""
    if not row or row["gain"] is None:
        return Gain(words="–", interval="–", sure="")
    low, high = row["low"], row["high"]
    sure = "" if low is None else "better" if low > 0 else "worse" if high < 0 else "unsure"
    return Gain(
        words=_signed(row["gain"], language),
        interval="–" if low is None else f"{_signed(low, language)} – {_signed(high, language)}",
        sure=sure,
    )


def _signed(share: float, language: Language) -> str:
    tenths = round(share * 1000)
    text = f"{abs(tenths) // 10}{',' if language == 'nl' else '.'}{abs(tenths) % 10}%"
    return f"{'−' if tenths < 0 else '+' if tenths > 0 else ''}{text}"


def _decimal(value: float | None, language: Language, places: int = 4) -> str:
    text = "–" if value is None else f"{value:.{places}f}"
    return text.replace(".", ",") if language == "nl" else text


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
    misses: list[dict[str, Any]]
    onsets: list[OnsetRow]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The scoreboard."""
    language = language_of(request)
    made = skill()
    pooled = made["pooled"]
    years = [str(year) for year in made["reported"]]
    models = [name for name in made["windows"][years[0]] if name != "recipe"]
    aimed = [
        Goal(
            what=words,
            figure=_decimal(figure, language),
            bound=_decimal(bound, language),
            reached=reached,
        )
        for words, (_what, figure, bound, reached) in zip(goal_words(), goals(made), strict=True)
    ]
    regions = {region.id: region.title.get(language) for region in texts()[-1].regions}
    onsets = made["onsets"]
    better = [m for m in models if m != OURS and pooled["onset_ap"][m] > pooled["onset_ap"][OURS]]
    context = SkillPage(
        left_share=share_left_out(state_of(request), language),
        years=years,
        countries=whole(pooled["countries"], language),
        cases=whole(pooled["cases"], language),
        goals=aimed,
        failed=failed(language),
        gain=_gain(pooled["gains"]["log1p_crps"][BASE], language),
        new=len(onsets),
        seen=sum(1 for row in onsets if row["chance"] >= SEEN),
        better_onset=[model_words().get(name, name) for name in better],
        gains=[
            ModelGains(
                model=model_words().get(name, name),
                cells=[_gain(pooled["gains"][score].get(name), language) for score in ("log1p_crps", "ign", "crps")],
                onset=_decimal(pooled["onset_ap"][name], language, 3),
                escalation=_decimal(made["escalation_ap"][name], language, 3),
                incidence=_decimal(pooled["incidence_ap"][name], language, 3),
                inside=percent(pooled["coverage_90"][name], language),
            )
            for name in models
        ],
        windows=[
            ModelScores(
                model=model_words().get(name, name),
                cells=[
                    [
                        _decimal(made["windows"][year][name][score], language, 4 if score != "mis" else 2)
                        for year in years
                    ]
                    for score in SCORES
                ],
            )
            for name in models
        ],
        chart=reliability(
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
        calibration=[
            CalibrationRow(
                least=least,
                said=percent(row["chance"], language),
                came=percent(row["happened"], language),
                cases=whole(row["cases"], language),
            )
            for least, rows in pooled["calibration"].items()
            for row in rows
            if row["cases"] >= ENOUGH
        ],
        alarms=made["alarms"][OURS],
        alarm_from=percent(made["alarms"][OURS]["from"], language),
        hit_rate=percent(made["alarms"][OURS]["hit_rate"], language),
        false_ratio=percent(made["alarms"][OURS]["false_alarm_ratio"], language),
        value=[
            (
                percent(Fraction(str(row["ratio"])), language),
                _decimal(row["value"], language, 2),
                _decimal(base["value"], language, 2),
            )
            for row, base in zip(made["alarms"][OURS]["value"], made["alarms"][BASE]["value"], strict=True)
        ],
        kinds=[
            (words, made["kinds"][name], _gain(made["kinds"][name], language)) for name, words in kind_words().items()
        ],
        regions=[
            (regions.get(name, name), row, _gain(row, language))
            for name, row in made["regions"].items()
            if row["countries"]
        ],
        misses=[
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
        onsets=[
            OnsetRow(
                name=country_name(row["iso3"], language),
                month_words=month(row["month"], language),
                chance=percent(row["chance"], language),
                ahead=row["ahead"],
            )
            for row in onsets
        ],
    )
    return rendered(request, "warning/skill.html", context)


@dataclass(frozen=True, slots=True)
class ModelPart:
    """A model of the mixture, with its weight in quiet countries and in war."""

    name: str
    quiet: str
    war: str


@dataclass(frozen=True, slots=True)
class ModelCardPage:
    """The card of the model."""

    issue: dict[str, Any]
    parts: list[ModelPart]
    learned_to: int
    sums: str
    half_lives: str
    lags: dict[str, int]
    years: list[int]
    failed: list[str]


@helpful
def card(request: HttpRequest) -> HttpResponse:
    """The model card."""
    state, language = state_of(request), language_of(request)
    recipe = recipes()[-1]
    made = [
        ModelPart(
            name=model_words().get(model.name, model.name),
            quiet=percent(recipe.weights(recipe.start).get(model.name, 0), language),
            war=percent(recipe.weights(recipe.end).get(model.name, 0), language),
        )
        for model in recipe_parts()
    ]
    context = ModelCardPage(
        issue=newest(state, language),
        parts=made,
        learned_to=recipe.learned_to,
        sums=", ".join(str(n) for n in SUMS),
        half_lives=", ".join(str(n) for n in HALF_LIVES),
        lags=LAGS,
        years=skill()["reported"],
        failed=failed(language),
    )
    return rendered(request, "warning/model_card.html", context)
