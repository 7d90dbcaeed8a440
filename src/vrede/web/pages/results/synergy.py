"""Synergy: programmes of different partners that share a place, a period and subjects that strengthen each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from vrede.article import Language, SynergyPair, load_policy
from vrede.lake import counted, where
from vrede.language import percent_of, whole, whole_range
from vrede.results import SYNERGY_LEVELS, couples_by_partner, coverage, integrated
from vrede.results import chosen_couples as couples
from vrede.sources.countries import country_name
from vrede.web.charts.network import Line, network
from vrede.web.charts.worldmap import Band, Unit, choropleth
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import State, synergy_pairs, texts
from vrede.web.site.words import say

MANY = 40
COUPLES = Unit(lambda n, language: whole(n, language), whole_range, 1)
TOGETHER = {"yes": True, "no": False}


def select(state: State, words: dict[str, str]) -> pl.DataFrame:
    """The rows of table synergy that an address asks for: ref (partner), country, level, pair, together. Raises BadFilter."""
    level, together = words.get("level", ""), words.get("together", "")
    if level and level not in SYNERGY_LEVELS:
        raise BadFilter(say("results.synergy.level_is_point_area"))
    if together and together not in TOGETHER:
        raise BadFilter(say("results.synergy.together_is_yes_or_no"))
    wanted = {name: words.get(name, "") for name in ("ref", "country", "pair")}
    return couples(state.snapshot.table("synergy"), **wanted, level=level, together=TOGETHER.get(together))


def reason(row: dict[str, Any], pairs: dict[str, SynergyPair], names: Mapping[str, str], language: Language) -> str:
    """Why two programmes are a couple, as one sentence."""
    subjects = say("results.synergy.and").join(
        pairs[name].title.get(language) for name in row["pairs"].split(" ") if name in pairs
    )
    country = country_name(row["place_code"], language)
    if row["level"] == "point":
        where = say(
            "results.synergy.where_point", km=whole(-(-(row["metres"] or 0) // 1000), language), country=country
        )
    elif row["level"] == "area":
        where = say("results.synergy.where_area", area=row["area"] or "", country=country)
    else:
        where = say("results.synergy.where_country", country=country)
    met = (
        say("results.synergy.partners_already_name_each_other")
        if row["together"]
        else say("results.synergy.no_activity_of_one_names")
    )
    return say(
        "results.synergy.reason",
        subjects=subjects[:1].upper() + subjects[1:],
        where=where,
        days=whole(row["overlap_days"], language),
        met=met,
    )


def described(state: State, rows: pl.DataFrame, language: Language) -> list[dict[str, Any]]:
    """Rows with titles, names of partners and the reason in words."""
    pairs = {pair.id: pair for pair in synergy_pairs()}
    names = state.partner_names
    shown = where(state.activity, activity_key={*rows["first_key"], *rows["second_key"]})
    titles = {
        key: (nl if language == "nl" else en) or ident
        for key, ident, en, nl in shown.select("activity_key", "iati_identifier", "title_en", "title_nl").iter_rows()
    }
    return [
        {
            **row,
            "first_title": titles.get(row["first_key"], ""),
            "second_title": titles.get(row["second_key"], ""),
            "first_name": names.get(row["first_partner"] or "", row["first_partner"] or "–"),
            "second_name": names.get(row["second_partner"] or "", row["second_partner"] or "–"),
            "reason": reason(row, pairs, names, language),
        }
        for row in rows.iter_rows(named=True)
    ]


def _lines(rows: pl.DataFrame) -> list[Line]:
    return [Line(one.one, one.other, one.couples, one.together) for one in couples_by_partner(rows)]


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """With how many others a partner could work together, and with how many it does."""

    ref: str
    name: str
    others: int
    together: int
    query: str


def _partners(rows: pl.DataFrame, state: State) -> list[PartnerRow]:
    """Per partner: with how many others it could work, and with how many it does."""
    met: dict[str, dict[str, bool]] = {}
    for line in _lines(rows):
        met.setdefault(line.one, {})[line.other] = line.together
        met.setdefault(line.other, {})[line.one] = line.together
    made = [
        PartnerRow(
            ref=ref,
            name=state.partner_names.get(ref, ref),
            others=len(others),
            together=sum(others.values()),
            query=urlencode({"ref": ref}),
        )
        for ref, others in met.items()
    ]
    return sorted(made, key=lambda row: (-row.others, row.ref))


def _coverage(state: State) -> tuple[int, int]:
    """(programmes compared, of which state a point on the map)."""
    tables = state.tables("activity", "location")
    return coverage(tables["activity"], tables["location"], state.ledger)


@dataclass(frozen=True, slots=True)
class IntegratedProgramme:
    """A programme that serves both sides of a pair itself."""

    activity_key: int
    title: str | None
    pairs: list[str]


def _integrated(state: State, language: Language) -> list[IntegratedProgramme]:
    """Programmes that serve both sides of a pair themselves: integrated as they are."""
    parts = [part.id for part in texts()[-1].parts]
    found = integrated(state.snapshot.table("activity"), state.ledger, synergy_pairs(), parts)
    about = where(state.activity, activity_key=found.keys())
    name = {
        key: title or ident
        for key, title, ident in about.select("activity_key", f"title_{language}", "iati_identifier").iter_rows()
    }
    titles = {pair.id: pair.title.get(language) for pair in synergy_pairs()}
    made = [
        IntegratedProgramme(activity_key=key, title=name.get(key), pairs=[titles[pair] for pair in pairs])
        for key, pairs in found.items()
    ]
    return sorted(made, key=lambda row: (-len(row.pairs), row.activity_key))


@dataclass(frozen=True, slots=True)
class SynergyPage:
    """Couples of programmes, on a map, as a network and in a table."""

    ref: str
    name: str
    count: int
    together: int
    rows: list[dict[str, Any]]
    more: int
    query: str
    map: SafeString
    classes: list[Band]
    by_country: list[tuple[str, int, str]]
    network: SafeString | str
    partners: list[PartnerRow]
    compared: int
    pointed: int
    share: str
    near: str
    near_source: str
    pairs: list[tuple[str, str, str, str, str, date]]
    levels: list[tuple[str, int]]
    integrated: list[IntegratedProgramme]
    integrated_count: int
    filtered: bool
    all_couples: int


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All couples, or those of one partner (`ref`): who works where you work."""
    state, language = state_of(request), language_of(request)
    words = parameters(request)
    every = state.snapshot.table("synergy")
    ref = words.get("ref", "")
    if ref and ref not in state.partner_names:
        raise Http404(say("results.synergy.there_is_no_partner_ref", ref=ref[:60]))
    rows = select(state, words)
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    near = load_policy().entry("near_metres", day)
    counts = dict(counted(rows, "place_code").iter_rows())

    def address(iso3: str) -> str:
        return f"{reverse('synergy')}?{urlencode({**words, 'country': iso3})}"

    drawn = choropleth(
        "chart-map", say("results.synergy.couples_of_programmes_by_country"), counts, language, address, unit=COUPLES
    )
    lines = _lines(rows)
    compared, pointed = _coverage(state)
    whole_in_themselves = _integrated(state, language)
    context = SynergyPage(
        ref=ref,
        name=state.partner_names.get(ref, ref),
        count=rows.height,
        together=int(rows["together"].sum() or 0),
        rows=described(state, rows.head(MANY), language),
        more=max(0, rows.height - MANY),
        query=urlencode({k: v for k, v in words.items() if k != "snapshot"}),
        map=drawn.svg,
        classes=list(drawn.bands),
        by_country=[
            (country_name(code, language), number, address(code))
            for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ],
        network=network(
            "chart-network",
            say("results.synergy.partners_that_share_place"),
            lines,
            state.partner_names,
            lambda name: f"{reverse('synergy')}?{urlencode({'ref': name})}",
        )
        if lines
        else "",
        partners=_partners(rows, state),
        compared=compared,
        pointed=pointed,
        share=percent_of(pointed, compared, language) if compared else "–",
        near=whole(int(str(near.value)) // 1000, language),
        near_source=near.source,
        pairs=[
            (pair.id, pair.title.get(language), pair.reason.get(language), pair.first, pair.second, pair.valid_from)
            for pair in synergy_pairs()
        ],
        levels=[(name, sum(1 for value in rows["level"] if value == name)) for name in SYNERGY_LEVELS],
        integrated=whole_in_themselves[:MANY],
        integrated_count=len(whole_in_themselves),
        filtered=bool({*words} - {"snapshot", "ref"}),
        all_couples=every.height,
    )
    return rendered(request, "results/synergy.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The couples of the page, with their reasons in words."""
    state, language = state_of(request), language_of(request)
    rows = select(state, parameters(request))
    told = described(state, rows, language)
    wanted = ("first_title", "second_title", "first_name", "second_name", "reason")
    more = pl.DataFrame({name: [row[name] for row in told] for name in wanted}, schema=dict.fromkeys(wanted, pl.String))
    return csv_answer(pl.concat([rows, more], how="horizontal"), "synergy.csv")
