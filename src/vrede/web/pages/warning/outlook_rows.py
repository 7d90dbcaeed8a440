"""The parts of a country's forecast: reasons, past situations like this one, the crisis rule, judgements and neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.urls import reverse

from vrede.article import Language
from vrede.lake import where
from vrede.language import month, number_text, whole
from vrede.sources.countries import country_name
from vrede.warning import HEADLINE
from vrede.web.pages.warning.lines import (
    ForecastChoice,
    answer_words,
    chance_text,
    chosen,
    group_words,
    points_text,
    share_text,
    test_words,
)
from vrede.web.site.snapshot import State


@dataclass(frozen=True, slots=True)
class Reason:
    """A group of features and the points by which it moved the chance."""

    group: str
    points: str
    ppm: int


def reasons(state: State, target: str, iso3: str, against: str) -> list[Reason]:
    """What moved the chance, the largest part first, in words and points."""
    rows = where(state.snapshot.table("forecast_reason"), target=target, iso3=iso3, against=against)
    return [
        Reason(group=group_words()[row["group"]], points=points_text(row["points_ppm"]), ppm=row["points_ppm"])
        for row in rows.sort("rank").iter_rows(named=True)
        if points_text(row["points_ppm"]) != "0"
    ]


def explained(ahead: pl.DataFrame, language: Language) -> str:
    """The month whose chance was explained, whichever month is asked for."""
    found = where(ahead, ahead=HEADLINE)["month"]
    return month(found[0], language) if len(found) else ""


def not_clear_yet(state: State, target: str, iso3: str, months: pl.Series, language: Language) -> str:
    """Deaths in these months of events whose coding is not finished; '' where there are none."""
    rows = where(state.snapshot.table("event_month"), target=target, iso3=iso3)
    deaths = int(rows.filter(pl.col("month").is_in(months.implode()))["deaths_unclear"].sum())
    return whole(deaths, language) if deaths else ""


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A past situation like this one, and what followed."""

    name: str
    month: str
    before: str
    after: str


def cases(state: State, target: str, iso3: str, language: Language) -> list[SimilarCase]:
    """Past situations like this one, the most similar first."""
    rows = where(state.snapshot.table("similar_case"), target=target, iso3=iso3)
    return [
        SimilarCase(
            name=country_name(row["case_iso3"], language),
            month=month(row["case_month"], language),
            before=whole(row["before"], language),
            after=whole(row["after"], language),
        )
        for row in rows.sort("rank").iter_rows(named=True)
    ]


@dataclass(frozen=True, slots=True)
class CrisisPart:
    """One test of the crisis rule, with its figure and bound."""

    test: str
    passed: str
    state: str
    state_words: str
    figure: str
    bound: str
    of: str | None


def crisis_parts(state: State, iso3: str, language: Language) -> list[CrisisPart]:
    """The parts of the crisis rule for a country, each with its figure and bound."""
    rows = where(state.snapshot.table("crisis"), iso3=iso3)
    return [
        CrisisPart(
            test=test_words()[row["test"]],
            passed=answer_words()[row["passed"]],
            state=row["state"],
            state_words=answer_words()[row["state"]],
            figure=number_text(row["figure"], language),
            bound=number_text(row["bound"], language),
            of=row["of"],
        )
        for row in rows.iter_rows(named=True)
    ]


def judgements(state: State, iso3: str, language: Language) -> list[dict[str, Any]]:
    """Table judgement of a country, by day, with its figures in words."""
    rows = where(state.snapshot.table("judgement"), iso3=iso3)
    return [
        {
            **row,
            "month_words": month(row["month"], language),
            "chance": chance_text(row["p25_ppm"], language),
            "forecast": chance_text(row["forecast_ppm"], language),
            "came": whole(row["deaths"], language),
        }
        for row in rows.sort("day", "judgement_no").iter_rows(named=True)
    ]


@dataclass(frozen=True, slots=True)
class NeighbourChance:
    """A neighbour with its chance in the same month."""

    name: str
    href: str
    chance: str


def neighbours(state: State, wanted: ForecastChoice, iso3: str, language: Language) -> list[NeighbourChance]:
    """The neighbours of a country, the highest chance of 25 deaths first."""
    codes = where(state.snapshot.table("neighbour"), iso3=iso3)["neighbour_iso3"]
    rows = where(chosen(state, ForecastChoice(wanted.target, wanted.ahead, "p25_ppm")), iso3=codes)
    return [
        NeighbourChance(
            name=country_name(row["iso3"], language),
            href=f"{reverse('outlook', args=[row['iso3']])}?target={wanted.target}",
            chance=chance_text(row["p25_ppm"], language),
        )
        for row in rows.iter_rows(named=True)
    ]


@dataclass(frozen=True, slots=True)
class ShareLeftOut:
    """The share of deaths in organised violence that the forecast leaves out, and the years that it is of."""

    left: str
    years: str


def share_left_out_of(state: State, iso3: str, language: Language) -> ShareLeftOut | None:
    """Which share of a country's deaths the forecast leaves out; None where no deaths are known."""
    rows = where(state.snapshot.table("target_share"), iso3=iso3)
    rows = rows.drop_nulls("share_left_out_ppm")  # no deaths at all: nothing is left out of nothing
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    return ShareLeftOut(share_text(row["share_left_out_ppm"], language), f"{row['from_year']}–{row['to_year']}")
