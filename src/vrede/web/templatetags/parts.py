"""Parts of a page that hold other parts: a table that scrolls within its frame, the crumbs above a title, a chart's table."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vrede.language import signs_in_words
from vrede.web.site.words import say

register = template.Library()

SIGNS_HERE = SafeString('<li data-signs=""></li>')
"""Stands in the key until the page is whole: only then it is known which signs it has."""


@register.simple_block_tag
def wide_table(
    content: SafeString, caption: str, label: str = "", stack: bool = True, spoken: bool = False
) -> SafeString:
    """A table with its caption, in a frame that scrolls sideways and is named `label` (else the caption) for screen readers.

    stack: rows become cards on a narrow screen. spoken: the caption is for screen readers only.
    """
    return format_html(
        '<div class="tablewrap" tabindex="0" role="region" aria-label="{}, {}"><table{}><caption{}>{}</caption>{}</table></div>',
        label or caption,
        say("site.table_word"),
        SafeString(' class="stack"' if stack else ""),
        SafeString(' class="sr"' if spoken else ""),
        caption,
        content,
    )


@register.simple_block_tag
def crumbs(content: SafeString) -> SafeString:
    """The way to a page from the front page: list items, the page itself last."""
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>',
        say("site.where_you_are"),
        content,
    )


@register.simple_block_tag
def chart_table(content: SafeString, ident: str = "", is_open: bool = False) -> SafeString:
    """The figures of a chart as a table, folded under its drawing."""
    return format_html(
        "<details{}{}><summary>{}</summary>{}</details>",
        format_html(' id="{}"', ident) if ident else "",
        " open" if is_open else "",
        say("site.table_of_this_chart"),
        content,
    )


@register.simple_tag
def signs_here() -> SafeString:
    """Where the key of a page names its signs of nothing; must stand within `with_signs`."""
    return SIGNS_HERE


@register.simple_block_tag(takes_context=True)
def with_signs(context: dict[str, Any], content: SafeString) -> SafeString:
    """The main part of a page, whose key names the signs of nothing that stand in it and no other; none where it has none."""
    if SIGNS_HERE not in content:
        return content
    named = [
        f"{sign} {words}"
        for state, sign, words in signs_in_words(context["language"])
        if f'data-nothing="{state}"' in content or f">{sign}<" in content
    ]
    item = format_html("<li>{} {}</li>", say("site.signs_of_nothing"), "; ".join(named)) if named else ""
    return SafeString(content.replace(SIGNS_HERE, item))
