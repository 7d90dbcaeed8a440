"""People in need and humanitarian plans as pages show them: of all countries or of one, each figure with its date and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from vrede.article import Language
from vrede.language import number_text, percent_of, whole
from vrede.results import people_of, plans_of
from vrede.sources.countries import is_country
from vrede.web.figure.series import HIDDEN, NOT_LOADED, NOTHING, SHOWN, hidden_words
from vrede.web.figure.table import place_name
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

MICRO = 1_000_000
TABLES = ("plan_funding", "people_in_need", "need_file")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan, or money without one, in words. code: of its country, where that has a page."""

    name: str
    code: str
    plan: str
    kind: str
    period: str
    requirements: str
    funding: str
    share: str


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """People in need of a country by one description."""

    name: str
    code: str
    description: str
    in_need: str
    targeted: str
    reached: str
    dated: str


@dataclass(frozen=True, slots=True)
class NeedSource:
    """A file that the figures are of."""

    name: str
    address: str
    dated: str
    hash: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plans:
    """state: SHOWN, or why there is nothing: HIDDEN, NOT_LOADED, NOTHING (loaded, and nobody published any of it)."""

    state: str
    words: str
    year: int | None
    people_year: int | None
    people: list[PeopleRow]
    plans: list[PlanRow]
    without_plan: list[PlanRow]
    regional: list[PlanRow]
    unlisted: list[tuple[str, int]]
    sources: list[NeedSource]
    unread: int


def _name(code: str | None, language: Language) -> str:
    return place_name("country", code, language) if code else say("figure.plans.no_country")


def _plan(row: dict[str, Any], language: Language) -> PlanRow:
    asked, came = row["requirements_usd"], row["funding_usd"]
    share = "–"
    if asked is not None and came is not None and asked > 0:
        share = percent_of(int(came * MICRO), int(asked * MICRO), language)
    days = [day.isoformat() for day in (row["start_date"], row["end_date"]) if day is not None]
    code = row["iso3"] or ""
    return PlanRow(
        _name(row["iso3"], language) if row["kind"] != "regional" else (row["codes"] or say("figure.plans.no_country")),
        code if is_country(code) else "",
        row["plan_name"] or "–",
        row["plan_type"] or "–",
        " – ".join(days) or "–",
        number_text(asked, language),
        number_text(came, language),
        share,
    )


def _person(row: dict[str, Any], dated: dict[str, str], language: Language) -> PeopleRow:
    code = row["iso3"] or ""
    return PeopleRow(
        _name(row["iso3"], language),
        code if is_country(code) else "",
        row["description"] or "–",
        whole(row["in_need"], language),
        whole(row["targeted"], language),
        whole(row["reached"], language),
        dated.get(row["need_file"], "–"),
    )


def _empty(state: str) -> Plans:
    if state == HIDDEN:
        words = hidden_words()
    else:
        words = say("figure.plans.not_loaded" if state == NOT_LOADED else "figure.plans.nobody_published")
    return Plans(state, words, None, None, [], [], [], [], [], [], 0)


def need_plans(state: State, asked: str, language: Language, iso3: str = "") -> Plans:
    """What the plans and overviews say of a year. asked: a year, else the newest. iso3: of one country only."""
    snapshot = state.snapshot
    if snapshot.series_hidden:
        return _empty(HIDDEN)
    if not all(snapshot.has(name) for name in TABLES) or snapshot.table("need_file").is_empty():
        return _empty(NOT_LOADED)
    year = int(asked) if asked.isdigit() else None
    plans = plans_of(snapshot.table("plan_funding"), year, iso3)
    people = people_of(snapshot.table("people_in_need"), year, iso3)
    files = snapshot.table("need_file").to_dicts()
    shown = [plans.plans, plans.regional, plans.without_plan, plans.unlisted, people.people, people.unlisted]
    if all(frame.is_empty() for frame in shown):
        return _empty(NOTHING)
    dated = {row["need_file"]: row["dated"] for row in files}
    strange = pl.concat([plans.unlisted.select(code="iso3"), people.unlisted.select(code="iso3")])
    counted = strange.group_by("code").len().sort("code")
    return Plans(
        SHOWN,
        "",
        plans.year,
        people.year,
        [_person(row, dated, language) for row in people.people.to_dicts()],
        [_plan(row, language) for row in plans.plans.to_dicts()],
        [_plan(row, language) for row in plans.without_plan.to_dicts()],
        [_plan(row, language) for row in plans.regional.to_dicts()],
        [(str(code), int(n)) for code, n in counted.iter_rows()],
        [NeedSource(r["need_file"], r["address"], r["dated"] or "–", r["sha256"], r["reason"] or "") for r in files],
        snapshot.table("need_issue").height if snapshot.has("need_issue") else 0,
    )
