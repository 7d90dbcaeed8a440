"""The section of results of a brief: what was reported, how far it came, and which own indicators it speaks of."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.article import Language, OwnIndicator, load_indicators
from vrede.brief.contents import Facts, Figure, Piece, Receipts, Section, Subject
from vrede.brief.sections import filled
from vrede.language import say, whole
from vrede.results import MATCH_GRADES, keys_within, target_stated

FEW = 3


def results(facts: Facts, subject: Subject, receipts: Receipts) -> Section:
    """How many results, how far the periods came, and which of the ministry's own indicators they speak of."""
    language = receipts.language
    keys = keys_within(facts.ledger, **subject.within())
    periods = facts.table("result_value").filter(
        (pl.col("kind") == "actual") & pl.col("activity_key").is_in(keys.implode())
    )
    values = periods.filter(target_stated(True))
    silent = _silent(periods.height - values.height, subject, receipts)
    said = _reported(facts, subject, keys, values, receipts)
    matched = facts.table("indicator_match").filter(pl.col("activity_key").is_in(keys.implode()))
    counted = {
        own: dict(rows.group_by("grade").len().iter_rows())
        for (own,), rows in matched.group_by("own", maintain_order=True)
    }
    lines: list[tuple[Piece, ...]] = []
    for one in load_indicators():
        if grades := counted.get(one.id):
            shown = whole(sum(grades.values()), language)
            words = f"{subject.name}, {one.title.get(language)}"
            found = receipts.page(shown, words, shown, f"/results/indicator/{one.id}/", subject.within())
            named = {"title": _titled(one, language), "how": by_grade(grades, language), "n": sum(grades.values())}
            lines.append(filled("brief.results_own", language, {"count": found}, **named))
    lines = lines[:FEW]
    unseen = [
        one.title.get(language)
        for one in load_indicators()
        if one.id not in counted and subject.kind == "clause" and one.part.partition(".")[0] == subject.ident
    ]
    if unseen:
        lines.append((say("brief.results_not_recognised", language, titles="; ".join(unseen)),))
    return Section(say("brief.results", language), (said, *silent, *lines))


def _reported(
    facts: Facts, subject: Subject, keys: pl.Series, values: pl.DataFrame, receipts: Receipts
) -> tuple[Piece, ...]:
    """How many results with a value, and how far the periods came."""
    language = receipts.language
    if values.is_empty():
        return (say("brief.results_none", language),)
    states = dict(
        facts.table("achievement")
        .filter(pl.col("activity_key").is_in(keys.implode()))
        .group_by("state")
        .len()
        .iter_rows()
    )

    def reached(state: str) -> Figure:
        shown = whole(states.get(state, 0), language)
        receipt = say("brief.reached_receipt", language, state=say(f"brief.{state}", language))
        words = f"{subject.name}, {receipt}"
        return receipts.page(shown, words, shown, "/results/reached/", {**subject.within(), "state": state})

    shown = whole(values.height, language)
    conditions = {**subject.within(), "kind": "actual", "given": "yes"}
    words = f"{subject.name}, {say('brief.values_receipt', language)}"
    return filled(
        "brief.results_said",
        language,
        {
            "values": receipts.page(shown, words, shown, "/results/values/", conditions),
            "reached": reached("reached"),
            "partly": reached("partly"),
            "behind": reached("nothing"),
        },
        activities=whole(values["activity_key"].n_unique(), language),
    )


def by_grade(grades: Mapping[str, int], language: Language) -> str:
    """How many were matched by what, in words: by reference always, the weaker grades where there are any."""
    said = []
    for grade in MATCH_GRADES:
        number = grades.get(grade, 0)
        if number:
            said.append(say(f"brief.matched_{grade}", language, n=whole(number, language)))
        elif grade == "coded":
            said.append(say("brief.matched_none_coded", language))
    return ", ".join(said)


def _titled(one: OwnIndicator, language: Language) -> str:
    named = one.title.get(language)
    return named[:1].upper() + named[1:]


def _silent(number: int, subject: Subject, receipts: Receipts) -> tuple[tuple[Piece, ...], ...]:
    """The sentence on periods without a value; none where each has one."""
    if not number:
        return ()
    language = receipts.language
    shown, words = whole(number, language), f"{subject.name}, {say('brief.blank_receipt', language)}"
    conditions = {**subject.within(), "kind": "actual", "given": "no"}
    found = receipts.page(shown, words, shown, "/results/values/", conditions)
    return (filled("brief.results_blank", language, {"blank": found}, n=number),)
