"""How old a forecast is, in templates."""

from __future__ import annotations

from typing import Any

from django import template

from vrede.web.pages.warning.freshness import month_is_past
from vrede.web.pages.warning.freshness import stale_forecast as stale_words

register = template.Library()


@register.simple_tag(takes_context=True)
def stale_forecast(context: dict[str, Any]) -> str:
    """Why the forecast that a page shows is not fresh; '' where it is."""
    state = context.get("state")
    return stale_words(state, context["language"]) if state is not None else ""


@register.simple_tag(takes_context=True)
def past_month(context: dict[str, Any], number: str) -> bool:
    """Whether a month of the forecast (YYYY-MM) is over."""
    return month_is_past(context["state"], number)
