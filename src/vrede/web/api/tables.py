"""The tables of the snapshot with their data dictionary, and where each is to be had whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from vrede.lake.tables import BY_NAME
from vrede.web.api import filters
from vrede.web.api.paging import at, listed
from vrede.web.api.shapes import Closed, list_shape
from vrede.web.site.json_problem import PROBLEMS

router = Router(tags=["tables"])


class OneColumn(Closed):
    """A column as it is declared."""

    name: str
    kind: str = Field(description="text, date, datetime, amount, number, integer, ordinal or flag")
    unit: str
    meaning: str


class OneTable(Closed):
    """A table as it is declared."""

    name: str
    meaning: str
    key: list[str]
    count: int = Field(description="rows, without what is withheld")
    columns: list[OneColumn]
    address: str = Field(description="the whole table as CSV")


_tables: Any = list_shape(OneTable)


@router.get("/tables", response={200: _tables, **PROBLEMS}, summary="Tables and their data dictionary")
def tables(request: HttpRequest, given: Query[filters.Paged]) -> HttpResponse:
    """Every table by name, with its columns, their kinds, units and meanings."""
    state = filters.asked(request, given)
    stored = state.snapshot.manifest["tables"]
    hidden = state.snapshot.clear is not None
    names = sorted(name for name in BY_NAME if state.snapshot.has(name))
    rows = [
        {
            "name": name,
            "meaning": BY_NAME[name].meaning,
            "key": list(BY_NAME[name].key),
            # The manifest counts what was stored when it was built: perhaps before something was withheld.
            "count": state.snapshot.table(name).height if hidden else stored[name]["rows"],
            "columns": [
                {"name": c.name, "kind": c.shape, "unit": c.unit, "meaning": c.meaning} for c in BY_NAME[name].columns
            ],
            "address": at(request, f"data/tables/{name}.csv", {"snapshot": state.snapshot.name}),
        }
        for name in names[given.offset : given.offset + given.limit]
    ]
    return listed(request, state, given, len(names), rows)
