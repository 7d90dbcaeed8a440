"""The rows of a figure: every figure of the site is the sum of one of these pages, and of its CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.language import ZERO, Language, Nothing, percent_of, state_of_figure, state_words
from vrede.money import (
    AT_MOST,
    CENTS,
    CHAIN,
    MEASURES,
    NUMBER,
    OWN,
    WHOLE,
    Beyond,
    LinkError,
    Selection,
    beyond,
    grouped,
    parse_selection,
    priced,
    query_of,
    taken_back,
    unpriced,
)
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.filter import View, view_of, with_organisation
from vrede.web.figure.names import bound_names, measure_names
from vrede.web.figure.outliers import WITHOUT, cents_without, outliers_among
from vrede.web.figure.page import rendered
from vrede.web.figure.table import DIMENSIONS, activity_address, channel_name, place_name, purpose_label, table
from vrede.web.pages.money.annex import annex
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.snapshot import State, texts
from vrede.web.site.words import say

PER_PAGE = 100


def selection_of(request: HttpRequest) -> Selection:
    """The selection that an address names. Commitments and payments are never added, nor own, chain and field: where
    the address does not say which, it is what the ministry spent; with a bound, the chain. Raises BadFilter."""
    words = parameters(request)
    measure = CHAIN if words.get("bound") else OWN
    try:
        found = parse_selection(
            words, {region.id for region in texts()[-1].regions}, Selection(measure=measure, kind="spent")
        )
        return with_organisation(found, state_of(request))
    except LinkError as error:
        raise BadFilter(str(error)) from error


def described(state: State, selection: Selection, language: Language) -> list[tuple[str, str]]:
    """The conditions in words: (what, value)."""
    names: dict[str, str] = {
        **measure_names(),
        "commitment": say("site.committed"),
        "spent": say("site.spent"),
        "coded": say("site.coded"),
        "likely": say("site.likely"),
        "text": say("site.text"),
        **bound_names(),
    }
    scopes = {
        "unplaced": say("money.rows.under_no_clause"),
        "apart": say("money.rows.refugees_in_donor_country"),
        "all": say("money.rows.everything_read"),
    }
    heads = {
        "scope": say("site.money"),
        "clause": say("site.clause"),
        "part": say("site.part"),
        "measure": say("site.measure"),
        "kind": say("site.money"),
        "year": say("site.year"),
        "country": say("site.country"),
        "place": say("site.region"),
        "region": say("money.rows.region_of_article"),
        "grade": say("site.evidence"),
        "channel": say("site.through"),
        "partner": say("site.partner"),
        "purpose": say("site.purpose"),
        "activity": say("site.activity"),
        "bound": say("money.rows.bound"),
    }
    said = []
    for name, value in selection.parameters().items():
        if name == "country":
            shown = place_name("country", value, language)
        elif name == "place":
            shown = place_name("none" if value == "none" else "region", value, language)
        elif name == "channel":
            shown = channel_name(value, language)
        elif name == "purpose":
            shown = purpose_label(value, language) if value != "none" else say("site.no_purpose_code_of_dac")
        elif name == "partner":
            shown = state.partner_names.get(value, value) if value != "none" else say("figure.table.nobody_is_named")
        elif name == "region":
            shown = texts()[-1].region(value).title.get(language)
        else:
            shown = scopes.get(value, names.get(value, value))
        said.append((heads[name], shown))
    return said or [(say("site.money"), say("money.rows.whole_article_each_euro_once"))]


def _files(state: State, rows: pl.DataFrame) -> list[str]:
    """The files that these slices were read from."""
    keys = rows.select("transaction_key").unique()
    found = state.snapshot.table("transaction").join(keys, on="transaction_key", how="semi")
    return sorted(str(name) for name in found["dataset"].unique())


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity with its share of the figure."""

    title: str
    identifier: str | None
    publisher: str
    measure: str
    href: str
    cents: int
    slices: int
    beyond: Beyond


def _none(state: State, selection: Selection, rows: pl.DataFrame) -> Nothing | None:
    """Why there is no figure; None where there is one."""
    if rows.is_empty():
        return state.ledger.nothing(selection)
    return None if priced(rows) else Nothing.NOT_LOADED


@dataclass(frozen=True, slots=True)
class RowsPage:
    """The activities of a figure, a hundred a page."""

    described: list[tuple[str, str]]
    lines: list[ActivityLine]
    total: int
    paid: int
    back: int
    none: Nothing | None
    nothing: str
    claimed: int | None
    activities: int
    slices: int
    unpriced: int
    bound: str
    chain_shared: str
    beyond: Beyond
    outliers: list[tuple[str, str, int, str]]
    files: list[str]
    page: int
    pages: int
    query: str
    permanent: str
    path: str


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Activities with their sums, a hundred a page, the largest first; the total is over all pages."""
    state = state_of(request)
    language = language_of(request)
    selection = selection_of(request)
    rows = state.ledger.select(selection)
    sums = grouped(rows, "activity_key")
    pages = max(1, -(-sums.height // PER_PAGE))
    asked = request.GET.get("page", "1")
    if not NUMBER.fullmatch(asked) or not 1 <= int(asked) <= pages:
        raise Http404(say("site.page_page_there_are_pages", page=asked[:20], pages=pages))
    number = int(asked)
    shown = sums.slice((number - 1) * PER_PAGE, PER_PAGE).join(
        state.activity, on="activity_key", how="left", maintain_order="left"
    )
    claimed = request.GET.get("cents", "")
    far = {key: beyond(of) for (key,), of in rows.filter("outlier").group_by("activity_key")}
    total, back = int(rows["amount_eur_cents"].sum() or 0), taken_back(rows)
    none = _none(state, selection, rows)
    context = RowsPage(
        described=described(state, selection, language),
        lines=[
            ActivityLine(
                title=r[f"title_{language}"] or r["iati_identifier"] or say("site.without_title"),
                identifier=r["iati_identifier"],
                publisher=state.partner_names.get((r["reporting_org_ref"] or "").upper(), r["reporting_org_ref"] or ""),
                measure=measure_names().get(r["measure"], r["measure"]),
                href=activity_address(state, r["activity_key"]),
                cents=int(r["amount_eur_cents"]),
                slices=r["slices"],
                beyond=far.get(r["activity_key"], Beyond()),
            )
            for r in shown.iter_rows(named=True)
        ],
        total=total,
        paid=total - back,
        back=back,
        none=none,
        nothing="" if total else state_words(ZERO if none is None else none.value, language),
        claimed=int(claimed) if CENTS.fullmatch(claimed) else None,
        activities=sums.height,
        slices=rows.height,
        unpriced=unpriced(rows),
        bound=(selection.bound or WHOLE) if selection.measure == CHAIN else "",
        chain_shared=percent_of(state.ledger.sums(selection).shared, total, language),
        beyond=beyond(rows),
        outliers=outliers_among(state, rows, language),
        files=_files(state, rows) if selection.measure == "own" else [],
        page=number,
        pages=pages,
        query=query_of(selection, state.snapshot.name),
        permanent=query_of(selection, state.snapshot.name, total),
        path=request.build_absolute_uri(request.path),
    )
    return rendered(request, "money/rows.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """Every slice of a figure, with its transaction, as CSV: the column amount_eur_cents sums to the figure."""
    state = state_of(request)
    full = annex(state, selection_of(request), language_of(request))
    return csv_answer(full, f"vrede-{state.snapshot.name}-rows.csv")


@helpful
def table_csv(request: HttpRequest) -> HttpResponse:
    """A view by one dimension, as the tables under charts show it, with all its lines."""
    state = state_of(request)
    language = language_of(request)
    dimension = request.GET.get("by", "")
    if dimension not in DIMENSIONS:
        raise BadFilter(say("money.rows.by_must_be_one", names=", ".join(DIMENSIONS)))
    selection = selection_of(request)
    base = view_of(request)
    view = View(
        selection.but(year="", kind="", measure="", bound=AT_MOST),
        selection.year or "all",
        selection.kind,
        request.GET.get("measure", ""),
        base.snapshot,
        base.asked,
    )
    made = table(state, view, dimension, language)

    def lines() -> Iterator[dict[str, object]]:
        for line in made.lines:
            there = {
                m: line.cells[m].cents if line.cells[m].nothing is None else line.cells[m].nothing for m in MEASURES
            }
            cells = {f"{m}_eur_cents": None if isinstance(c, Nothing) else c for m, c in there.items()}
            back = {f"{m}_taken_back_eur_cents": line.cells[m].back if line.cells[m].found else None for m in MEASURES}
            none = {f"{m}_nothing": state_of_figure(cents) for m, cents in there.items()}
            yield {
                dimension: line.key,
                "label": line.label,
                **back,
                **none,
                **cells,
                **cents_without(state, line.cells),
                "activities": line.activities,
            }

    schema = {
        dimension: pl.String,
        "label": pl.String,
        **{f"{m}_taken_back_eur_cents": pl.Int64 for m in MEASURES},
        **{f"{m}_nothing": pl.String for m in MEASURES},
        **{f"{m}_eur_cents": pl.Int64 for m in MEASURES},
        **dict.fromkeys(WITHOUT, pl.Int64),
        "activities": pl.Int64,
    }
    frame = pl.DataFrame(list(lines()), schema=schema)
    return csv_answer(frame, f"vrede-{state.snapshot.name}-{dimension}.csv")
