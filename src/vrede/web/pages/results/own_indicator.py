"""One of the ministry's own indicators: what it published, and the partners' indicators that speak of the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.article import Language, OwnIndicator
from vrede.lake import counted
from vrede.language import number_text
from vrede.results import ADDING, GRADE_ORDER, last_achievement, within
from vrede.web.figure.page import rendered
from vrede.web.pages.results.selection import conditions_of, lawful, link, select, titled
from vrede.web.pages.results.values import MANY
from vrede.web.pages.results.words import adding_words, grade_rule_words, matched_words, share_text, state_words
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, own_indicators
from vrede.web.site.words import say


def _indicator(ident: str) -> OwnIndicator:
    for one in own_indicators():
        if one.id == ident:
            return one
    raise Http404(say("site.there_is_no_indicator_name", name=ident[:40]))


def matches(state: State, ident: str, conditions: dict[str, str]) -> pl.DataFrame:
    """The rows of table indicator_match of one of the ministry's indicators that the conditions leave."""
    table = state.snapshot.table("indicator_match")
    return within(table, table, state.ledger, {**conditions, "own": ident})


def beside(
    state: State, ident: str, language: Language, conditions: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """The partners' indicators that speak of one of the ministry's, with their last achievement; the strongest first."""
    rows = titled(state, last_achievement(state.snapshot.table("achievement"), matches(state, ident, conditions or {})))
    rows = rows.join(state.publishers, on="activity_key", how="left", maintain_order="left")
    made = [
        {
            **row,
            "title": row[f"title_{language}"] or row["iati_identifier"],
            "partner": state.partner_names.get(row["publisher"] or "", row["publisher"] or ""),
            "target": number_text(row["target"], language),
            "actual": number_text(row["actual"], language),
            "share": share_text(row["share_ppm"]),
            "state_words": state_words().get(row["state"] or "", ""),
            "rule_words": grade_rule_words()[row["rule"]],
            "query": link({"activity": row["activity_key"], "own": ident}),
        }
        for row in rows.iter_rows(named=True)
    ]
    return sorted(made, key=lambda row: (GRADE_ORDER[row["grade"]], row["share_ppm"] is None, row["title"] or ""))


@dataclass(frozen=True, slots=True)
class OwnIndicatorPage:
    """An indicator of the ministry, with the partners' indicators that match it."""

    one: OwnIndicator
    conditions: dict[str, str]
    title: str
    unit: str
    clause: str
    published: list[tuple[int, str]]
    found: list[dict[str, Any]]
    more: int
    count: int
    how: str
    sums: list[dict[str, Any]]
    reasons: list[tuple[str, int, str]]
    words: list[str]


@helpful
def page(request: HttpRequest, ident: str) -> HttpResponse:
    """One indicator of the ministry: what it published, and the partners' indicators that speak of it."""
    state, language = state_of(request), language_of(request)
    one = _indicator(ident)
    conditions = conditions_of(request, ("clause", "country"))
    found = beside(state, ident, language, conditions)
    rows = select(state, {**conditions, "own": ident, "kind": "actual"})
    reasons = dict(counted(rows, "adding").iter_rows())
    words = adding_words()
    context = OwnIndicatorPage(
        one=one,
        conditions=conditions,
        title=one.title.get(language),
        unit=one.unit.get(language),
        clause=one.part.partition(".")[0],
        published=[(year, number_text(figure, language)) for year, figure in sorted(one.figures().items())],
        found=found[:MANY],
        more=max(0, len(found) - MANY),
        count=len(found),
        how=matched_words(Counter(row["grade"] for row in found), language),
        sums=lawful(state, rows, language)[:MANY],
        reasons=[
            (words[name], reasons[name], link({"own": ident, "kind": "actual", "adding": name}))
            for name in ADDING
            if reasons.get(name)
        ],
        words=[" · ".join(group) for group in one.all],
    )
    return rendered(request, "results/own_indicator.html", context)
