"""Synergy: programmes of different partners that share a place, a period and subjects that strengthen each other."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vrede.article.lists import Language
from vrede.article.policy import load_policy
from vrede.article.synergy import SynergyPair
from vrede.language.numbers import percent_of, whole, whole_range
from vrede.results.places import points
from vrede.results.synergy import LEVELS, part_pairs, programmes
from vrede.sources.countries import country_name
from vrede.web.charts.network import Line, network
from vrede.web.charts.worldmap import Unit, choropleth
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.filter import BadFilter
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, parameters, state_of
from vrede.web.site.snapshot import State, synergy_pairs, texts

MANY = 40
COUPLES = Unit(lambda n, language: whole(n, language), whole_range, 1)
TOGETHER = {"yes": True, "no": False}


def select(state: State, words: dict[str, str]) -> pl.DataFrame:
    """The rows of table synergy that an address asks for: ref (partner), country, level, pair, together. Raises BadFilter."""
    rows = state.snapshot.table("synergy")
    if ref := words.get("ref", ""):
        rows = rows.filter((pl.col("first_partner") == ref) | (pl.col("second_partner") == ref))
    if country := words.get("country", ""):
        rows = rows.filter(pl.col("place_code") == country)
    if level := words.get("level", ""):
        if level not in LEVELS:
            raise BadFilter(_("level is point, area or country"))
        rows = rows.filter(pl.col("level") == level)
    if pair := words.get("pair", ""):
        rows = rows.filter(pl.col("pairs").str.split(" ").list.contains(pair))
    if asked := words.get("together", ""):
        if asked not in TOGETHER:
            raise BadFilter(_("together is yes or no"))
        rows = rows.filter(pl.col("together") == TOGETHER[asked])
    return rows


def reason(row: dict[str, Any], pairs: dict[str, SynergyPair], names: dict[str, str], language: Language) -> str:
    """Why two programmes stand together, as one sentence."""
    subjects = _(" and ").join(pairs[name].title.get(language) for name in row["pairs"].split(" ") if name in pairs)
    where = {
        "point": _("at most %(km)s km apart in %(country)s"),
        "area": _("in the same area (%(area)s) of %(country)s"),
        "country": _("in %(country)s; neither or only one says where"),
    }[row["level"]] % {
        "km": whole(-(-(row["metres"] or 0) // 1000), language),
        "country": country_name(row["place_code"], language),
        "area": row["area"] or "",
    }
    met = (
        _("the partners already name each other in the chain")
        if row["together"]
        else _("no activity of one names one of the other")
    )
    return _("%(subjects)s: both work %(where)s, for %(days)s days at the same time; %(met)s.") % {
        "subjects": subjects[:1].upper() + subjects[1:],
        "where": where,
        "days": whole(row["overlap_days"], language),
        "met": met,
    }


def described(state: State, rows: pl.DataFrame, language: Language) -> list[dict[str, Any]]:
    """Rows with titles, names of partners and the reason in words."""
    pairs = {pair.id: pair for pair in synergy_pairs()}
    names = state.partner_names
    wanted = pl.concat([rows["first_key"], rows["second_key"].alias("first_key")]).unique()
    titles = {
        key: (nl if language == "nl" else en) or ident
        for key, ident, en, nl in state.activity.filter(pl.col("activity_key").is_in(wanted.implode()))
        .select("activity_key", "iati_identifier", "title_en", "title_nl")
        .iter_rows()
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
    grouped = rows.filter(pl.col("first_partner").is_not_null() & pl.col("second_partner").is_not_null()).group_by(
        one=pl.min_horizontal("first_partner", "second_partner"),
        other=pl.max_horizontal("first_partner", "second_partner"),
    )
    return [Line(*row) for row in grouped.agg(pl.len(), pl.col("together").any()).sort("one", "other").iter_rows()]


def _partners(rows: pl.DataFrame, state: State) -> list[dict[str, Any]]:
    """Per partner: with how many others it could work, and with how many it does."""
    met: dict[str, dict[str, bool]] = {}
    for line in _lines(rows):
        met.setdefault(line.one, {})[line.other] = line.together
        met.setdefault(line.other, {})[line.one] = line.together
    made = [
        {
            "ref": ref,
            "name": state.partner_names.get(ref, ref),
            "others": len(others),
            "together": sum(others.values()),
            "query": urlencode({"ref": ref}),
        }
        for ref, others in met.items()
    ]
    return sorted(made, key=lambda row: (-int(row["others"]), str(row["ref"])))


def _coverage(state: State) -> tuple[int, int]:
    """(programmes compared, of which state a point on the map)."""
    known = programmes(state.snapshot.table("activity"), state.ledger.slices)
    placed = state.ledger.slices.filter(pl.col("placed"))["activity_key"].unique()
    known = known.filter(pl.col("activity_key").is_in(placed.implode()))
    pointed = points(state.snapshot.table("location"))["activity_key"].unique()
    return known.height, known.filter(pl.col("activity_key").is_in(pointed.implode())).height


def _integrated(state: State, language: Language) -> list[dict[str, Any]]:
    """Programmes that serve both sides of a pair themselves: integrated as they are."""
    known = programmes(state.snapshot.table("activity"), state.ledger.slices)
    placed = (
        state.ledger.placement.filter(pl.col("grade").is_in(["coded", "likely"]))
        .join(state.ledger.slices.select("slice_key", "activity_key"), on="slice_key")
        .select("activity_key", "part")
        .unique()
        .join(known.select("activity_key"), on="activity_key", how="semi")
    )
    both = part_pairs(synergy_pairs(), [part.id for part in texts()[-1].parts])
    found = (
        placed.join(both, on="part")
        .join(placed.rename({"part": "other"}), on=["activity_key", "other"])
        .group_by("activity_key")
        .agg(pl.col("pair").unique().sort())
        .join(state.activity, on="activity_key", how="left")
        .sort("activity_key")
    )
    titles = {pair.id: pair.title.get(language) for pair in synergy_pairs()}
    made = [
        {
            "activity_key": row["activity_key"],
            "title": row[f"title_{language}"] or row["iati_identifier"],
            "pairs": [titles[name] for name in row["pair"]],
        }
        for row in found.iter_rows(named=True)
    ]
    return sorted(made, key=lambda row: (-len(row["pairs"]), row["activity_key"]))


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """All couples, or those of one partner (`ref`): who works where you work."""
    state, language = state_of(request), language_of(request)
    words = parameters(request)
    every = state.snapshot.table("synergy")
    ref = words.get("ref", "")
    if ref and ref not in state.partner_names:
        raise Http404(_("There is no partner %(ref)s in the files that were read") % {"ref": ref[:60]})
    rows = select(state, words)
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    near = load_policy().entry("near_metres", day)
    counts = dict(rows.group_by("place_code").len().iter_rows())

    def address(iso3: str) -> str:
        return f"{reverse('synergy')}?{urlencode({**words, 'country': iso3})}"

    drawn = choropleth("chart-map", _("Couples of programmes by country"), counts, language, address, unit=COUPLES)
    lines = _lines(rows)
    compared, pointed = _coverage(state)
    integrated = _integrated(state, language)
    context = {
        "ref": ref,
        "name": state.partner_names.get(ref, ref),
        "count": rows.height,
        "together": int(rows["together"].sum() or 0),
        "rows": described(state, rows.head(MANY), language),
        "more": max(0, rows.height - MANY),
        "query": urlencode({k: v for k, v in words.items() if k != "snapshot"}),
        "map": drawn.svg,
        "classes": list(drawn.bands),
        "by_country": [
            (country_name(code, language), number, address(code))
            for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ],
        "network": network(
            "chart-network",
            _("Partners that share a place and a period"),
            lines,
            state.partner_names,
            lambda name: f"{reverse('synergy')}?{urlencode({'ref': name})}",
        )
        if lines
        else "",
        "partners": _partners(rows, state),
        "compared": compared,
        "pointed": pointed,
        "share": percent_of(pointed, compared, language) if compared else "–",
        "near": whole(int(str(near.value)) // 1000, language),
        "near_source": near.source,
        "pairs": [
            (pair.id, pair.title.get(language), pair.reason.get(language), pair.first, pair.second, pair.valid_from)
            for pair in synergy_pairs()
        ],
        "levels": [(name, sum(1 for value in rows["level"] if value == name)) for name in LEVELS],
        "integrated": integrated[:MANY],
        "integrated_count": len(integrated),
        "filtered": bool({*words} - {"snapshot", "ref"}),
        "all_couples": every.height,
    }
    return render(request, "results/synergy.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The couples of the page, with their reasons in words."""
    state, language = state_of(request), language_of(request)
    rows = select(state, parameters(request))
    told = described(state, rows, language)
    wanted = ("first_title", "second_title", "first_name", "second_name", "reason")
    more = pl.DataFrame({name: [row[name] for row in told] for name in wanted}, schema=dict.fromkeys(wanted, pl.String))
    return csv_answer(pl.concat([rows, more], how="horizontal"), "synergy.csv")
