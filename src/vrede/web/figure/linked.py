"""A figure in a page: its digits or the sign of why there are none, linked to its rows, with what was paid and taken back."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrede.language import (
    ZERO,
    Language,
    Nothing,
    change_in_millions,
    euro_exact,
    euro_millions,
    millions,
    state_words,
    with_taken_back,
)
from vrede.web.figure.cell import Cell
from vrede.web.site.words import say

FORMS = {"million": euro_millions, "list": millions, "exact": euro_exact, "change": change_in_millions}


def linked_figure(cell: Cell | None, language: Language, form: str = "million") -> SafeString | str:
    """A cell as a link to its rows. form: `million` for € 1.2 m, `list` for 1.2, `exact` to the cent; another raises KeyError.

    Where half or more of what was paid was taken back both stand beside it; what was taken back is always in its title.
    """
    if cell is None:
        return nothing_sign(Nothing.NOT_PUBLISHED, language)
    shown = FORMS[form](cell.cents, language) if cell.nothing is None else nothing_sign(cell.nothing, language)
    if not cell.query:
        return with_taken_back(cell.cents, cell.back, language, FORMS[form]) if cell.found else shown
    title, back = euro_exact(cell.cents, language), ""
    if cell.nothing is not None or not cell.cents:
        title = state_words(cell.nothing.value if cell.nothing is not None else ZERO, language)
    if cell.back:
        write = euro_exact if form == "exact" else euro_millions
        paid = say("site.paid_and_taken_back", paid=write(cell.paid, language), back=write(cell.back, language))
        title = f"{title}; {paid}"
        if cell.cancels:
            back = format_html(' <span class="q back">{}</span>', paid)
    return format_html(
        '<a class="fig" href="{}?{}" data-cents="{}"{} title="{}">{}</a>{}',
        reverse(cell.page),
        cell.query,
        cell.cents,
        "" if cell.nothing is None else format_html(' data-nothing="{}"', cell.nothing.value),
        title,
        shown,
        back,
    )


def nothing_sign(state: Nothing, language: Language) -> SafeString:
    """The sign of a state of nothing, with its word for whoever cannot tell it from the sign."""
    words = state_words(state.value, language)
    return format_html('<span class="none" data-nothing="{}" title="{}">{}</span>', state.value, words, state.sign)
