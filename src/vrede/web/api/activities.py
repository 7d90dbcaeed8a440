"""Activities and their transactions."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake import where
from vrede.money import KINDS, NUMBER, Selection
from vrede.web.api import filters
from vrede.web.api.figures import of_selection, with_figures
from vrede.web.api.paging import answered, at, cut, listed, plain
from vrede.web.api.shapes import ADDRESS, Closed, Figure, columns, list_shape, row_shape
from vrede.web.pages.money.placements import placements
from vrede.web.site.json_problem import PROBLEMS, missing
from vrede.web.site.request import language_of, parameters
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

router = Router(tags=["activities"])
HEAD = columns(
    "activity",
    "activity_key",
    "iati_identifier",
    "reporting_org_ref",
    "title_en",
    "title_nl",
    "measure",
    "owner_state",
    "funders",
)
PLACED = columns("placement", "clause", "part", "grade", "rule")
IDENTIFIER = r"[^\x00-\x1f\x7f\s]([^\x00-\x1f\x7f]{0,198}[^\x00-\x1f\x7f\s])?"
_CONDITIONS = tuple(name for name in filters.patterns() if name != "scope")

_head: Any = row_shape("ActivityHead", (*HEAD, ADDRESS))
_full: Any = row_shape("ActivityFull", columns("activity"))
_text: Any = row_shape("Text", columns("narrative", "element", "language", "text"))
_transaction: Any = row_shape("Transaction", (*columns("transaction"), ADDRESS))
_transactions: Any = list_shape(_transaction)


class Activity(_head):  # type: ignore[misc]  # a shape that is made at run time
    """An activity with its figures: those of the selection."""

    figures: list[Figure]


_activities: Any = list_shape(Activity)


class Placement(row_shape("Placed", PLACED)):  # type: ignore[misc]  # as above
    """A part under which it stands: the rule, why in words, and its cents; null where nothing of a kind was published."""

    reason: str
    commitment_eur_cents: int | None
    spent_eur_cents: int | None


class OneActivity(Closed):
    """All that the activity table says of it, its texts, where it stands in the article, and its figures."""

    snapshot: str
    activity: _full
    texts: list[_text]
    placements: list[Placement]
    figures: list[Figure]
    address: str = Field(description=ADDRESS.meaning)


ActivityFilters: Any = filters.conditions(
    "ActivityFilters",
    filters.SelectionPaged,
    identifier=filters.condition(IDENTIFIER, "iati-identifier"),
    publisher=filters.condition(IDENTIFIER, "identifier of who reports"),
)
TransactionFilters: Any = filters.conditions(
    "TransactionFilters",
    filters.SelectionPaged,
    type=filters.condition("[0-9A-Za-z]{1,4}", "code of the list TransactionType"),
)


def _conditioned(request: HttpRequest, names: tuple[str, ...] = (*_CONDITIONS, "scope")) -> bool:
    words = parameters(request)
    return any(name in words for name in names)


def _addresses(request: HttpRequest, state: State) -> pl.Expr:
    page = f"/{request.LANGUAGE_CODE}/activity/?key={{}}&snapshot={state.snapshot.name}"
    return pl.format(page, "activity_key").alias("address")


@router.get("/activities", response={200: _activities, **PROBLEMS}, summary="Activities")
def activities(request: HttpRequest, given: Query[ActivityFilters]) -> HttpResponse:
    """All activities; with conditions of a selection only those with money that meets them all, and that money."""
    state = filters.asked(request, given)
    limited = _conditioned(request)
    selection = filters.selection_of(request) if limited else Selection(scope="all")
    slices = state.ledger.bounded(selection)
    found = state.activity
    if limited:
        found = where(found, activity_key=slices["activity_key"])
    for name, column in (("identifier", "iati_identifier"), ("publisher", "reporting_org_ref")):
        if value := getattr(given, name):
            found = where(found, **{column: value})
    page = cut(found, given).select(*(c.name for c in HEAD), _addresses(request, state))
    rows = with_figures(request, state, page, "activity_key", selection, slices, "activity")
    return listed(request, state, given, found.height, rows)


@router.get("/activities/{key}", response={200: OneActivity, **PROBLEMS}, summary="One activity")
def activity(request: HttpRequest, key: str, given: Query[filters.Common]) -> HttpResponse:
    """By its activity_key in the snapshot."""
    state, language = filters.asked(request, given), language_of(request)
    table = state.snapshot.table("activity")
    found = where(table, activity_key=int(key)) if NUMBER.fullmatch(key) else table.clear()
    if found.is_empty():
        raise missing(say("site.there_is_no_activity_identifier", identifier=key[:20]))
    number = int(found["activity_key"][0])
    narrative = where(state.snapshot.table("narrative"), activity_key=number)
    texts = where(narrative, element=["activity/title", "activity/description"])
    selection = Selection(scope="all", activity=str(number))
    full = plain(found.select(c.name for c in columns("activity"))).with_columns(
        pl.col(c.name).cast(pl.String) for c in columns("activity") if c.kind == "date"
    )
    return answered(
        {
            "snapshot": state.snapshot.name,
            "activity": full.row(0, named=True),
            "texts": texts.sort("element", "row_no").select("element", "language", "text").to_dicts(),
            "placements": [
                {
                    **{name: getattr(row, name) for name in ("clause", "part", "grade", "rule", "reason")},
                    **{f"{kind}_eur_cents": row.cells[kind].cents if kind in row.cells else None for kind in KINDS},
                }
                for row in placements(state, number, language)
            ],
            "figures": of_selection(request, state, selection, state.ledger.bounded(selection)),
            "address": at(request, "activity/", {"key": number, "snapshot": state.snapshot.name}),
        }
    )


@router.get("/transactions", response={200: _transactions, **PROBLEMS}, summary="Transactions")
def transactions(request: HttpRequest, given: Query[TransactionFilters]) -> HttpResponse:
    """All transactions; with conditions of a selection only those with a slice that meets them all."""
    state = filters.asked(request, given)
    found = state.snapshot.table("transaction")
    only = tuple(name for name in (*_CONDITIONS, "scope") if name != "activity")
    if _conditioned(request, only):
        keys = state.ledger.select(filters.selection_of(request))["transaction_key"].unique()
        found = where(found, transaction_key=keys)
    elif given.activity:
        found = where(found, activity_key=int(given.activity))
    if given.type:
        found = where(found, transaction_type=given.type)
    page = cut(found, given).select(*(c.name for c in columns("transaction")), _addresses(request, state))
    return listed(request, state, given, found.height, page)
