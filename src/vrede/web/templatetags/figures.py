"""Figures in templates: every amount is a link to the rows that it is the sum of, and is marked where it holds outliers."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrede import language as written
from vrede.money import Beyond
from vrede.web.figure.cell import Cell
from vrede.web.figure.linked import FORMS, linked_figure
from vrede.web.figure.outliers import MARK, outliers_in
from vrede.web.site.words import say

register = template.Library()


@register.simple_tag(takes_context=True)
def figure(context: dict[str, Any], cell: Any, form: str = "million") -> SafeString | str:
    """A cell (cents, query) as a link to its rows; `million` for € 1.2 m, `list` for 1.2, `exact` to the cent."""
    shown = linked_figure(
        cell or None, context["language"], form
    )  # a template that finds no cell hands over an empty text
    return format_html("{}{}", shown, _beyond(context, cell, form)) if cell else shown


def _beyond(context: dict[str, Any], cell: Cell, form: str) -> SafeString | str:
    """The mark of a figure that holds outliers, with the figure without them; nothing where it holds none."""
    state = context.get("state")
    return marked(context, outliers_in(state, cell), cell.cents, form) if state is not None and cell.found else ""


@register.simple_tag(takes_context=True)
def marked(context: dict[str, Any], found: Beyond, cents: int, form: str = "million") -> SafeString | str:
    """The mark behind an amount of cents that holds these outliers; nothing where it holds none."""
    if not found.transactions:
        return ""
    language = context["language"]
    without = cents - found.cents
    return format_html(
        ' <span class="beyond" data-without="{}" title="{}">{} {}</span>',
        without,
        say("site.outlier.holds", n=found.transactions, amount=written.euro_exact(found.cents, language)),
        MARK,
        say("site.outlier.beside", amount=FORMS[form](without, language)),
    )


@register.simple_tag(takes_context=True)
def marked_of(
    context: dict[str, Any],
    found: dict[str, Beyond],
    amounts: dict[str, Cell | int | None],
    name: str,
    form: str = "list",
) -> SafeString | str:
    """The mark of one of several amounts, as `marked`; amounts: cells, or cents."""
    amount = amounts.get(name)
    if name not in found or amount is None:
        return ""
    return marked(context, found[name], amount.cents if isinstance(amount, Cell) else amount, form)


@register.simple_tag(takes_context=True)
def figure_of(context: dict[str, Any], cells: dict[str, Any], measure: str, form: str = "million") -> SafeString | str:
    """One of several cells, as `figure`."""
    return figure(context, cells.get(measure), form)
