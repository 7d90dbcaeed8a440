"""Values of results: which of them an address means, what of them may be added, and under which titles."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest

from vrede.article import Language
from vrede.lake import where
from vrede.language import number_text
from vrede.money import NUMBER
from vrede.results import ADDED, DAYS, NONE, OWN_LISTS, lawful_sums, within
from vrede.web.site.request import BadFilter, parameters
from vrede.web.site.snapshot import State, own_indicators, texts
from vrede.web.site.words import say

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FILTERS = (
    "clause",
    "country",
    "year",
    "measure",
    "kind",
    "adding",
    "given",
    "publisher",
    "vocabulary",
    "reference",
    "dimension",
    "direction",
    "period_start",
    "period_end",
    "own",
    "activity",
)


def conditions_of(request: HttpRequest, known: tuple[str, ...] = FILTERS) -> dict[str, str]:
    """The conditions of an address, by name; an empty one is none. Raises BadFilter."""
    words = parameters(request)
    found = {name: words[name] for name in known if name in words and (words[name] or name == "dimension")}
    for name in ("year", "activity"):
        if name in found and found[name] != NONE and not NUMBER.fullmatch(found[name]):
            raise BadFilter(say("results.overview.name_is_number_or_none", name=name))
    for name in DAYS:
        if found.get(name, NONE) != NONE and not DAY.fullmatch(found[name]):
            raise BadFilter(say("results.overview.name_is_day", name=name))
    if "clause" in found and found["clause"] not in {c.id for c in texts()[-1].clauses}:
        raise BadFilter(say("site.there_is_no_such_sentence"))
    if found.get("given", "yes") not in ("yes", "no"):
        raise BadFilter(say("results.overview.name_is_yes_or_no", name="given"))
    if "own" in found and found["own"] not in {one.id for one in own_indicators()}:
        raise BadFilter(say("results.overview.there_is_no_such_indicator"))
    return found


def select(state: State, conditions: dict[str, str]) -> pl.DataFrame:
    """The values that the conditions leave: of all kinds unless `kind` is one of them."""
    return within(state.result_values, state.snapshot.table("indicator_match"), state.ledger, conditions)


def link(conditions: dict[str, Any]) -> str:
    """The address words of a selection of values."""
    return urlencode({name: NONE if value is None else value for name, value in conditions.items()})


OF_TITLE = ("reference", "dimension", "year")
"""With the list: what has one title. Another year may have another."""


def _code_titles(state: State, rows: pl.DataFrame) -> dict[tuple[str | None, ...], str]:
    """(publisher or None for a shared list, code, part, year) -> the title of what is added there."""
    found = titled(
        state,
        where(rows, adding=ADDED).unique(["publisher", "vocabulary", *OF_TITLE], keep="first", maintain_order=True),
    )
    titles: dict[tuple[str | None, ...], str] = {}
    for row in found.iter_rows(named=True):
        own = row["vocabulary"] is None or row["vocabulary"] in OWN_LISTS
        key = (row["publisher"] if own else None, *(row[name] for name in OF_TITLE))
        titles.setdefault(key, row["indicator"] or "")
    return titles


def lawful(state: State, rows: pl.DataFrame, language: Language) -> list[dict[str, Any]]:
    """The lawful sums of some values, each with the address of its rows."""
    made = []
    titles = _code_titles(state, rows)
    for row in lawful_sums(rows).iter_rows(named=True):
        conditions = {
            "adding": ADDED,
            "reference": row["reference"],
            "dimension": row["dimension"],
            "year": row["year"],
            "period_start": row["period_start"].isoformat(),
            "period_end": row["period_end"].isoformat(),
            "direction": row["direction"],
        }
        if row["publisher"] is not None:
            conditions["publisher"] = row["publisher"]
        else:
            conditions["vocabulary"] = row["vocabulary"]
        made.append(
            {
                **row,
                "title": titles.get((row["publisher"], *(row[name] for name in OF_TITLE)), ""),
                "sum": number_text(row["number"], language),
                "plain": f"{row['number']:f}",
                "query": link(conditions),
            }
        )
    return made


def titled(state: State, rows: pl.DataFrame) -> pl.DataFrame:
    """Adds iati_identifier, title and the indicator's title."""
    return rows.join(
        state.indicator_titles, on=["activity_key", "indicator_no"], how="left", maintain_order="left"
    ).join(
        state.activity.select("activity_key", "iati_identifier", "title_en", "title_nl"),
        on="activity_key",
        how="left",
        maintain_order="left",
    )
