"""How the forecast proved itself, in words: what was aimed at, the models, the kinds of country, gains and scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vrede.article import Language
from vrede.warning import goals
from vrede.web.pages.warning.skill import skill
from vrede.web.site.words import say


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
            bound=decimal_text(bound, language),
            figure=decimal_text(figure, language),
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


def gain_of(row: dict[str, Any] | None, language: Language) -> Gain:
    """A row of skill.json with its gain in words; dashes where there is none."""
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
    """A share in per cent with one decimal and its sign."""
    tenths = round(share * 1000)
    text = f"{abs(tenths) // 10}{',' if language == 'nl' else '.'}{abs(tenths) % 10}%"
    return f"{'−' if tenths < 0 else '+' if tenths > 0 else ''}{text}"


def decimal_text(value: float | None, language: Language, places: int = 4) -> str:
    """A figure with a fixed number of decimals; an en dash for none."""
    text = "–" if value is None else f"{value:.{places}f}"
    return text.replace(".", ",") if language == "nl" else text
