"""The card of the model: its parts, what it learned from, and the aims it did not reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from vrede.language import percent
from vrede.warning import HALF_LIVES, LAGS, SUMS, recipe_parts, recipes
from vrede.web.figure.page import rendered
from vrede.web.pages.warning.lines import newest
from vrede.web.pages.warning.skill import skill
from vrede.web.pages.warning.skill_words import failed, model_words
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of


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
