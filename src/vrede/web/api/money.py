"""Money: the article's statement, a clause, the figures of a selection, and the slices behind them."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake import where
from vrede.money import Selection, clause_statement, query_of, unpriced
from vrede.sources import Column
from vrede.web.api import filters
from vrede.web.api.figures import of_selection
from vrede.web.api.paging import answered, at, cut, listed
from vrede.web.api.shapes import ADDRESS, Closed, Figure, columns, list_shape, row_shape
from vrede.web.pages.money.annex import partner_names
from vrede.web.site.json_problem import PROBLEMS, missing
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import State, texts
from vrede.web.site.words import say

router = Router(tags=["money"])
TITLES = columns("activity", "title_en", "title_nl")
ROW = (
    *columns("slice", "slice_key", "activity_key", "transaction_key"),
    *columns("activity", "iati_identifier", "reporting_org_ref"),
    *TITLES,
    *columns("transaction", "transaction_no"),
    *columns("slice", "kind", "year"),
    *columns("transaction", "transaction_date", "value_date", "amount", "price_currency", "rate_date", "price_state"),
    *columns("slice", "sector_code", "place_kind", "place_code", "share_ppm", "channel", "partner_ref"),
    Column("partner_name", "words", "the partner's name; a word where nobody is named, in the language asked for"),
    *columns("slice", "measure", "owner_state"),
    *columns("placement", "grade"),
    *columns("slice", "amount_eur_cents", "outlier"),
    *columns("dataset", "dataset", "licence"),
    Column("address", "plain", "the activity's page on this site"),
)


class Years(Closed):
    """Cents of a year: own money, the three bounds of the chain, the field. None is ever added to another.

    null is no figure; 0 is what was published and adds up to nothing."""

    own_commitment_eur_cents: int | None
    own_spent_eur_cents: int | None
    chain_received_commitment_eur_cents: int | None
    chain_received_spent_eur_cents: int | None
    chain_at_most_commitment_eur_cents: int | None
    chain_at_most_spent_eur_cents: int | None
    chain_whole_commitment_eur_cents: int | None
    chain_whole_spent_eur_cents: int | None
    field_commitment_eur_cents: int | None
    field_spent_eur_cents: int | None
    taken_back: dict[str, int] = Field(description="name of a figure: its part below nothing")
    nothing: dict[str, str] = Field(
        description="name of a figure that is null: not_published (nobody published it), not_loaded (no file here holds it, or no exchange rate for it) or withheld (not shown)"
    )


class Grade(Closed):
    """What stands under one grade, spent."""

    activities: int
    own_spent_eur_cents: int | None
    chain_received_spent_eur_cents: int | None
    chain_at_most_spent_eur_cents: int | None
    chain_whole_spent_eur_cents: int | None
    field_spent_eur_cents: int | None


class Block(Closed):
    """One selection: by year ('none': no date), how many activities, how many transactions without a price, by grade."""

    years: dict[str, Years]
    years_without_outliers: dict[str, Years] = Field(
        description="the same without outliers, of the years that hold one"
    )
    outliers: int = Field(description="transactions in it that are outliers (table outlier)")
    activities: int
    unpriced_transactions: int
    grades: dict[str, Grade]
    address: str = Field(description="its rows; add measure, kind and year for one figure")


class Part(Block):
    """A part of a clause."""

    id: str


class Clause(Part):
    """A clause."""

    parts: list[Part]


class Statement(Closed):
    """The article's statement, as `vrede show article --format json` gives it, with addresses."""

    snapshot: str
    counts: dict[str, Any]
    clauses: list[Clause]
    article: Block
    unplaced: Block
    apart: Block
    all: Block
    own_asked: list[str] = Field(description="what the files of own money were asked for when they were fetched")
    notes: dict[str, str]


class OneClause(Clause):
    """A clause in words, its statement, and its figures with the address of their rows."""

    snapshot: str
    title: str
    sentence: str
    figures: list[Figure]


class Totals(Closed):
    """The figures of a selection, each by itself. Nothing here may be added to anything else here."""

    snapshot: str
    selection: dict[str, str]
    figures: list[Figure]
    unpriced_transactions: int


_row: Any = row_shape("Row", ROW)
_rows: Any = list_shape(
    _row,
    selection=(dict[str, str], Field(description="the conditions that hold; where none was given: own money, spent")),
    amount_eur_cents=(int, Field(description="sum of the rows of all pages")),
    unpriced_transactions=(int, ...),
    address=(str, Field(description=ADDRESS.meaning)),
)


def _addressed(request: HttpRequest, state: State, block: dict[str, Any], **conditions: str) -> dict[str, Any]:
    words = {**conditions, "snapshot": state.snapshot.name}
    return {**block, "address": at(request, "rows/", words)}


def _clause(request: HttpRequest, state: State, one: dict[str, Any]) -> dict[str, Any]:
    parts = [_addressed(request, state, part, part=part["id"]) for part in one["parts"]]
    return {**_addressed(request, state, one, clause=one["id"]), "parts": parts}


@router.get("/article", response={200: Statement, **PROBLEMS}, summary="The article's statement")
def article(request: HttpRequest, given: Query[filters.Common]) -> HttpResponse:
    """Every clause and part by year and measure, the article with each slice once, and what fits nowhere."""
    state = filters.asked(request, given)
    whole = state.statement
    blocks = {
        name: _addressed(request, state, whole[name], **({} if name == "article" else {"scope": name}))
        for name in ("article", "unplaced", "apart", "all")
    }
    return answered({**whole, **blocks, "clauses": [_clause(request, state, one) for one in whole["clauses"]]})


@router.get("/clauses/{ident}", response={200: OneClause, **PROBLEMS}, summary="One clause")
def clause(request: HttpRequest, ident: str, given: Query[filters.Common]) -> HttpResponse:
    """The clause in words (the last wording), its statement, and its figures over all years."""
    state, language = filters.asked(request, given), language_of(request)
    found = [one for one in texts()[-1].clauses if one.id == ident]
    if not found:
        raise missing(say("site.there_is_no_such_sentence"))
    block = clause_statement(state.ledger, texts(), ident)
    selection = Selection(clause=ident)
    return answered(
        {
            "snapshot": state.snapshot.name,
            "title": found[0].title.get(language),
            "sentence": found[0].sentence.get(language),
            **_clause(request, state, block),
            "figures": of_selection(request, state, selection, state.ledger.bounded(selection)),
        }
    )


@router.get("/totals", response={200: Totals, **PROBLEMS}, summary="Figures of a selection")
def totals(request: HttpRequest, given: Query[filters.OfSelection]) -> HttpResponse:
    """Own, chain (three bounds) and field, committed and spent, of the slices that meet all conditions. No year: all years."""
    state, selection = filters.asked(request, given), filters.selection_of(request)
    rows = state.ledger.select(selection)
    return answered(
        {
            "snapshot": state.snapshot.name,
            "selection": selection.parameters(),
            "figures": of_selection(request, state, selection, state.ledger.bounded(selection)),
            "unpriced_transactions": unpriced(rows),
        }
    )


def dressed(request: HttpRequest, state: State, rows: pl.DataFrame) -> pl.DataFrame:
    """ROW: slices with their transaction, activity, file and licence."""
    transaction = state.snapshot.table("transaction")
    mine = where(transaction, transaction_key=rows["transaction_key"])
    page = f"/{request.LANGUAGE_CODE}/activity/?key={{}}&snapshot={state.snapshot.name}"
    return (
        rows.join(
            mine.select("transaction_key", *(c for c in mine.columns if c not in rows.columns)),
            on="transaction_key",
            how="left",
            maintain_order="left",
        )
        .join(
            state.activity.select("activity_key", "iati_identifier", "reporting_org_ref", "title_en", "title_nl"),
            on="activity_key",
            how="left",
            maintain_order="left",
        )
        .join(
            state.snapshot.table("dataset").select("dataset", "licence"),
            on="dataset",
            how="left",
            maintain_order="left",
        )
        .with_columns(address=pl.format(page, "activity_key"), partner_name=partner_names(state, rows))
        .select(column.name for column in ROW)
    )


@router.get("/rows", response={200: _rows, **PROBLEMS}, summary="Slices behind a selection")
def rows(request: HttpRequest, given: Query[filters.SelectionPaged]) -> HttpResponse:
    """The slices, each once. As on the site: where measure or kind is left out it is own money, spent."""
    state = filters.asked(request, given)
    selection = filters.selection_of(request, Selection(measure="own", kind="spent"))
    found = state.ledger.select(selection)
    cents = int(found["amount_eur_cents"].sum() or 0)
    return listed(
        request,
        state,
        given,
        found.height,
        dressed(request, state, cut(found, given)),
        selection=selection.parameters(),
        amount_eur_cents=cents,
        unpriced_transactions=unpriced(found),
        address=f"/{request.LANGUAGE_CODE}/rows/?{query_of(selection, state.snapshot.name, cents)}",
    )
