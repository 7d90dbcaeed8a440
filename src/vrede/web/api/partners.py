"""Partners: organisations that publish, take part or receive, with the money that goes through them."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from vrede.lake import where
from vrede.money import Selection
from vrede.web.api import filters
from vrede.web.api.figures import with_figures
from vrede.web.api.paging import at, cut, listed
from vrede.web.api.shapes import ADDRESS, Figure, columns, list_shape, row_shape
from vrede.web.site.json_problem import PROBLEMS
from vrede.web.site.request import parameters

router = Router(tags=["partners"])
HEAD = columns("partner")
_head: Any = row_shape("PartnerHead", (*HEAD, ADDRESS))


class Partner(_head):  # type: ignore[misc]  # a shape that is made at run time
    """An organisation and its figures: of the article, unless conditions say otherwise."""

    figures: list[Figure]


_partners: Any = list_shape(Partner)


@router.get("/partners", response={200: _partners, **PROBLEMS}, summary="Partners with their money")
def partners(request: HttpRequest, given: Query[filters.SelectionPaged]) -> HttpResponse:
    """All organisations, by identifier; with conditions only those with money that meets them all."""
    state = filters.asked(request, given)
    selection = filters.selection_of(request)
    slices = state.ledger.bounded(selection)
    found = state.partner
    words = parameters(request)
    if selection != Selection() or "scope" in words:
        found = where(found, partner_ref=slices["partner_ref"])
    page = cut(found.sort("partner_ref"), given).select(c.name for c in HEAD)
    addresses = [at(request, "partner/", {"ref": ref, "snapshot": state.snapshot.name}) for ref in page["partner_ref"]]
    page = page.with_columns(pl.Series("address", addresses, dtype=pl.String))
    rows = with_figures(request, state, page, "partner_ref", selection, slices, "partner")
    return listed(request, state, given, found.height, rows)
