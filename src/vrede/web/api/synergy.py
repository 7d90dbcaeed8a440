"""Synergy: couples of programmes that share a place, a period and subjects that strengthen each other."""

from typing import Any, Literal

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.sources import Column
from vrede.web.api import filters
from vrede.web.api.paging import at, cut, listed, plain
from vrede.web.api.shapes import ADDRESS, columns, list_shape, row_shape
from vrede.web.pages.results.synergy import described, select
from vrede.web.site.json_problem import PROBLEMS
from vrede.web.site.request import language_of, parameters
from vrede.web.site.snapshot import synergy_pairs

router = Router(tags=["synergy"])
WORDS = (
    Column("first_title", "words", "title of the one, in the language asked for"),
    Column("second_title", "words", "title of the other"),
    Column("first_name", "words", "name of the one's partner"),
    Column("second_name", "words", "name of the other's partner"),
    Column("reason", "plain", "why they stand together, in words"),
)
ROW = (*columns("synergy"), *WORDS, ADDRESS)
_couples: Any = list_shape(row_shape("Couple", ROW))
CoupleFilters: Any = filters.conditions(
    "CoupleFilters",
    filters.Paged,
    ref=filters.condition(filters.PLAIN, "identifier of a partner: couples in which it stands"),
    country=filters.condition("[A-Z]{3}", "ISO 3166-1 alpha-3"),
    level=(Literal["point", "area", "country"] | None, Field(None, description="how precisely they share the place")),
    pair=filters.condition("|".join(pair.id for pair in synergy_pairs()), "id of a pair of subjects"),
    together=(
        Literal["yes", "no"] | None,
        Field(None, description="whether the partners name each other in the chain"),
    ),
)


@router.get("/synergy", response={200: _couples, **PROBLEMS}, summary="Couples of programmes")
def synergy(request: HttpRequest, given: Query[CoupleFilters]) -> HttpResponse:
    """The strongest first, each with its reason in words."""
    state, language = filters.asked(request, given), language_of(request)
    found = select(state, parameters(request))
    page = cut(found, given)
    told = described(state, page, language)
    rows = []
    for row, words in zip(_texts(page), told, strict=True):
        words_of = {"ref": row["first_partner"] or "", "country": row["place_code"], "level": row["level"]}
        address = at(request, "synergy/", {k: v for k, v in {**words_of, "snapshot": state.snapshot.name}.items() if v})
        rows.append({**row, **{c.name: words[c.name] for c in WORDS}, "address": address})
    return listed(request, state, given, found.height, rows)


def _texts(page: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON takes them: days as text."""
    days = [c.name for c in columns("synergy") if c.kind == "date"]
    made: list[dict[str, Any]] = plain(page).with_columns(pl.col(days).cast(pl.String)).to_dicts()
    return made
