"""Follow the money: down from the ministry, around an activity or a partner, and the links that lead nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from vrede.article import Language, load_policy, normal_identifier
from vrede.chain import (
    BALANCE_AMOUNTS,
    LINK_COLUMNS,
    REPORT_TABLES,
    SHEET_AMOUNTS,
    Flow,
    chain_report,
    chain_words,
    clause_roots,
    flows_around,
    flows_from_ministry,
    links_upward,
    not_certain,
    not_certain_once,
)
from vrede.lake import where
from vrede.money import AT_MOST, CHAIN, Selection
from vrede.web.charts.sankey import sankey
from vrede.web.figure.address import linked_cell
from vrede.web.figure.cell import Cell, cell
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.filter import View
from vrede.web.figure.names import measure_names
from vrede.web.figure.page import rendered
from vrede.web.pages.chain.bands import OTHERS, bands
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, text_of
from vrede.web.site.words import say

NUMBER = re.compile(r"[0-9]{1,15}")
MANY = 40
STEPS, EDGES = ("chain_step", "activity"), ("chain_edge", "activity")
LINKS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A flow with its names and addresses, for the table."""

    flow: Flow
    payer: str
    payer_href: str
    receiver: str
    receiver_href: str
    why: str
    cells: dict[str, Cell | None]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of the chain: what is certain, what it is at most, and what of the level above was not seen again."""

    level: int
    activities: int
    certain: Cell | None
    at_most: Cell | None
    unseen: Cell | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Flows as a drawing, the first of them as rows, and how many more there are."""

    svg: SafeString | str
    flows: list[Row]
    more: int


@dataclass(frozen=True, slots=True)
class ChainPage:
    """The whole chain (`scope` all), or that of a clause, an activity or a partner; fields of another scope are empty."""

    scope: Literal["all", "clause", "activity", "partner"]
    title: str
    drawing: Drawing
    clause: str = ""
    key: str = ""
    ref: str = ""
    bounds: list[tuple[str, Cell]] | None = None
    data: dict[str, Any] | None = None
    levels: list[LevelRow] | None = None
    reasons: list[tuple[str, Cell | None]] | None = None
    unseen: int = 0
    balance: list[tuple[str, dict[str, Any], dict[str, Cell | None]]] | None = None
    claims: list[dict[str, Any]] | None = None
    partners: list[dict[str, Any]] | None = None
    sheet: dict[str, Cell | None] | None = None
    links: list[dict[str, Any]] | None = None


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """The whole chain, or that of an activity (`key`), a partner (`ref`) or a clause (`clause`)."""
    state, language = state_of(request), language_of(request)
    asked = {name: request.GET.get(name, "") for name in ("key", "ref", "clause")}
    if asked["key"]:
        return _activity(request, state, language, asked["key"])
    if asked["ref"]:
        return _partner(request, state, language, normal_identifier(asked["ref"]))
    if asked["clause"]:
        return _clause(request, state, language, asked["clause"])
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    tables = {name: state.snapshot.table(name) for name in REPORT_TABLES}
    data = chain_report(tables, load_policy().names("ministry_identifiers", day))
    flows = flows_from_ministry(state.tables(*STEPS))
    context = ChainPage(
        "all",
        say("chain.follow.follow_money"),
        _drawn(state, flows, language, say("site.money_of_ministry_as_far"), {"of": "step"}),
        bounds=_bounds(state),
        data=data,
        levels=_levels(state, data["levels"]),
        reasons=[
            (chain_words(reason, language), linked_cell(state, cents, "gap", reason=reason))
            for reason, cents in data["not_followed"].items()
        ],
        unseen=data["not_seen_eur_cents"],
        balance=[
            (measure_names()[measure], row, _balance(state, measure, row)) for measure, row in data["balance"].items()
        ],
        claims=_claims(state, language),
        partners=_partners(state),
    )
    return rendered(request, "chain/chain.html", context)


def _bounds(state: State, **conditions: str) -> list[tuple[str, Cell]]:
    """(kind in words, at most the ministry's with the other bounds) under the article or a clause, over all years."""
    view = View(Selection(bound=AT_MOST), "all", "", CHAIN, state.snapshot.name, False)
    names = {"spent": say("site.spent"), "commitment": say("site.committed")}
    return [(words, cell(state, view, kind=kind, **conditions)) for kind, words in names.items()]


def _balance(state: State, measure: str, row: dict[str, Any]) -> dict[str, Cell | None]:
    return {
        amount: linked_cell(state, row[f"{amount}_eur_cents"], "balance", measure=measure, amount=amount)
        for amount in BALANCE_AMOUNTS
    }


def _levels(state: State, levels: list[dict[str, int]]) -> list[LevelRow]:
    made = []
    for above, row in zip([None, *levels], levels, strict=False):
        known = above["at_most_eur_cents"] if above else row["certain_eur_cents"]
        unseen = max(known - row["at_most_eur_cents"], 0) if above else None
        amounts = {"certain": row["certain_eur_cents"], "at_most": row["at_most_eur_cents"], "unseen": unseen}
        cells = {
            name: linked_cell(state, cents, "level", level=row["level"], amount=name) for name, cents in amounts.items()
        }
        made.append(LevelRow(row["level"], row["activities"], **cells))
    return made


def _claims(state: State, language: Language) -> list[dict[str, Any]]:
    rows = state.snapshot.table("double_claim").head(MANY)
    return [
        {
            **row,
            "reason": chain_words(row["reason"], language),
            "cell": linked_cell(state, row["amount_eur_cents"], "claim", number=number),
        }
        for number, row in enumerate(rows.to_dicts())
    ]


def _partners(state: State) -> list[dict[str, Any]]:
    """Publishers by how many of their upward links lead nowhere."""
    rows = links_upward(state.tables("link", "activity")).head(MANY)
    return [{**row, "name": state.partner_names.get(row["ref"], row["ref"])} for row in rows.to_dicts()]


def _clause(request: HttpRequest, state: State, language: Language, clause: str) -> HttpResponse:
    text, _before = text_of("all")
    found = next((c for c in text.clauses if c.id == clause), None)
    if found is None:
        raise Http404(say("site.there_is_no_clause_clause", clause=clause[:20]))
    flows = flows_from_ministry(state.tables(*STEPS), clause_roots(state.ledger, clause))
    title = say("chain.follow.follow_money_clause", clause=f"{clause} {found.title.get(language)}")
    address = {"of": "step", "clause": clause}
    context = ChainPage(
        "clause",
        title,
        _drawn(state, flows, language, title, address),
        clause=clause,
        bounds=_bounds(state, clause=clause),
    )
    return rendered(request, "chain/chain.html", context)


def _activity(request: HttpRequest, state: State, language: Language, key: str) -> HttpResponse:
    rows = where(state.activity, activity_key=int(key)) if NUMBER.fullmatch(key) else state.activity.clear()
    if rows.is_empty():
        raise Http404(say("site.there_is_no_activity_key", key=key[:20]))
    found = rows.row(0, named=True)
    name = found[f"title_{language}"] or found["iati_identifier"] or key
    flows = flows_around(state.tables(*EDGES), rows["activity_key"], True)
    title = say("chain.follow.follow_money_name", name=name)
    sheet = where(state.snapshot.table("chain_balance"), activity_key=int(key)).to_dicts()
    context = ChainPage(
        "activity",
        title,
        _drawn(state, flows, language, title, {"of": "edge", "key": key}, {key: name}),
        key=key,
        sheet={
            amount: linked_cell(state, sheet[0][f"{amount}_eur_cents"], "sheet", key=key, amount=amount)
            for amount in SHEET_AMOUNTS
        }
        if sheet
        else None,
        links=_links(state, rows["activity_key"], language),
    )
    return rendered(request, "chain/chain.html", context)


def _partner(request: HttpRequest, state: State, language: Language, ref: str) -> HttpResponse:
    keys = state.published(ref)
    if keys.is_empty():
        raise Http404(say("chain.follow.ref_publishes_nothing_in_files", ref=ref[:60]))
    title = say("chain.follow.follow_money_name", name=state.partner_names.get(ref, ref))
    flows = flows_around(state.tables(*EDGES), keys, False)
    context = ChainPage(
        "partner",
        title,
        _drawn(state, flows, language, title, {"of": "edge", "ref": ref}),
        ref=ref,
        links=_links(state, keys, language),
    )
    return rendered(request, "chain/chain.html", context)


def _links(state: State, keys: pl.Series, language: Language) -> list[dict[str, Any]]:
    """Statements that are not certain, with what is suggested, each once with how often it occurs."""
    rows = not_certain_once(state.tables("link", "activity"), keys).head(LINKS)
    return [{**row, "why": chain_words(row["rule"], language)} for row in rows.to_dicts()]


def _drawn(
    state: State,
    flows: list[Flow],
    language: Language,
    title: str,
    address: dict[str, str],
    names: dict[str, str] | None = None,
) -> Drawing:
    """address: what names these flows among all figures (web/figure/address.py)."""
    known = (
        {
            str(key): title or ident
            for key, title, ident in state.activity.select(
                "activity_key", f"title_{language}", "iati_identifier"
            ).iter_rows()
        }
        if names
        else state.partner_names
    )
    labels = {**known, OTHERS: say("chain.follow.others"), **(names or {})}

    def href(name: str) -> str:
        return f"{reverse('activity')}?key={name}" if names else f"{reverse('partner')}?ref={name}"

    rows = [
        Row(
            f,
            labels.get(f.payer) or f.payer,
            href(f.payer),
            labels.get(f.receiver) or f.receiver,
            href(f.receiver),
            chain_words(f.rule, language) if f.rule else "",
            {
                amount: linked_cell(
                    state, cents, **address, level=f.level, payer=f.payer, receiver=f.receiver, amount=amount
                )
                for amount, cents in f.amounts().items()
            },
        )
        for f in flows[:MANY]
    ]
    made = bands(flows)
    drawing = sankey("chart-chain", title, made, {k: v for k, v in labels.items() if v}, language) if made else ""
    return Drawing(drawing, rows, max(len(flows) - MANY, 0))


@helpful
def links_csv(request: HttpRequest) -> HttpResponse:
    """All statements of a partner that are not certain, as a list that can be sent to it."""
    state = state_of(request)
    ref = normal_identifier(request.GET.get("ref", ""))
    keys = state.published(ref)
    if keys.is_empty():
        raise Http404(say("chain.follow.ref_publishes_nothing_in_files", ref=ref[:60]))
    rows = (
        not_certain(state.tables("link", "activity"), keys)
        .select(LINK_COLUMNS)
        .unique()
        .sort(LINK_COLUMNS, nulls_last=True)
    )
    return csv_answer(rows, f"links-{re.sub('[^A-Za-z0-9-]', '_', ref)}.csv")
