"""An activity: all that its file says, where it is placed in the article and why, and its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.lake import Receipt, ReceiptError, read_receipt, where
from vrede.money import NO_MEASURE, NUMBER, per_place
from vrede.web.figure.cell import Cell
from vrede.web.figure.names import measure_names
from vrede.web.figure.outliers import outliers_of_activity
from vrede.web.figure.page import rendered
from vrede.web.figure.table import place_name, purpose_label
from vrede.web.pages.money.codes import code_name
from vrede.web.pages.money.counted import CountedElsewhere, bounds, counted, elsewhere_of
from vrede.web.pages.money.placements import PlacementRow, of_activity, placements
from vrede.web.pages.money.xml import highlighted
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

SHOWN = 200
CONTENT = (
    "participating_org",
    "activity_date",
    "sector",
    "recipient_country",
    "recipient_region",
    "location",
    "budget",
    "planned_disbursement",
    "policy_marker",
    "tag",
    "humanitarian_scope",
    "related_activity",
    "other_identifier",
    "document_link",
)


def find_key(state: State, request: HttpRequest) -> int:
    """The activity that an address names. Raises Http404."""
    activity = state.activity
    identifier, publisher, key = (request.GET.get(name, "") for name in ("id", "publisher", "key"))
    if identifier:
        rows = where(activity, iati_identifier=identifier.strip())
        if publisher:
            rows = where(rows, reporting_org_ref=publisher.strip())
    elif NUMBER.fullmatch(key):
        rows = where(activity, activity_key=int(key))
    else:
        rows = activity.clear()
    if rows.is_empty():
        raise Http404(say("site.there_is_no_activity_identifier", identifier=(identifier or key)[:80]))
    return int(rows["activity_key"][0])


def _names_given(narrative: pl.DataFrame, element: str) -> dict[int, str]:
    """transaction_no -> the name in the transaction itself, the first given."""
    found: dict[int, str] = {}
    for number, text in where(narrative, element=element).select("parent_no", "text").iter_rows():
        found.setdefault(number, text)
    return found


def _organisation(said: dict[int, str], names: Mapping[str, str], number: int, ref: str | None) -> str:
    """A giver or taker: the name in the transaction, else the name known for its identifier, else the identifier."""
    return said.get(number) or names.get("".join((ref or "").split()).upper()) or ref or ""


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table of the snapshot with the first rows of this activity."""

    name: str
    columns: list[str]
    lines: list[list[str]]
    more: int
    named: bool


def _tables(state: State, key: int, language: Language) -> list[FileTable]:
    """Every other table of the snapshot that has rows of this activity, as they are."""
    made = []
    narrative = of_activity(state, "narrative", key)
    for name in CONTENT:
        rows = of_activity(state, name, key)
        if rows.is_empty():
            continue
        names = where(narrative, element=[e for e in narrative["element"].unique() if e.split("/")[0] == name])
        said: dict[int, str] = {}
        for number, text in names.select("parent_no", "text").iter_rows():
            said.setdefault(number, text)
        columns = [
            c for c in rows.columns if c not in ("activity_key", "row_no") and rows[c].null_count() < rows.height
        ]
        lines = []
        for row in rows.head(SHOWN).iter_rows(named=True):
            lines.append([said.get(row["row_no"], ""), *(code_name(name, c, row[c], language) for c in columns)])
        made.append(FileTable(name=name, columns=columns, lines=lines, more=rows.height - len(lines), named=bool(said)))
    return made


def _results(state: State, key: int) -> list[dict[str, Any]]:
    """Results with their indicators, periods, targets and actuals."""

    def rows(name: str) -> list[dict[str, Any]]:
        return of_activity(state, name, key).to_dicts()

    narrative = where(of_activity(state, "narrative", key), element=["result/title", "indicator/title"])
    titles: dict[tuple[str, int], str] = {}
    for element, number, text in narrative.select("element", "parent_no", "text").iter_rows():
        titles.setdefault((element, number), text)
    target = {row["parent_no"]: row["value"] for row in reversed(rows("target"))}
    actual = {row["parent_no"]: row["value"] for row in reversed(rows("actual"))}
    baseline = {row["parent_no"]: row["value"] for row in reversed(rows("baseline"))}
    periods: dict[int, list[dict[str, Any]]] = {}
    for row in rows("period"):
        row["target"], row["actual"] = target.get(row["row_no"]), actual.get(row["row_no"])
        periods.setdefault(row["parent_no"], []).append(row)
    indicators: dict[int, list[dict[str, Any]]] = {}
    for row in rows("indicator"):
        row.update(
            title=titles.get(("indicator/title", row["row_no"]), ""),
            baseline=baseline.get(row["row_no"]),
            periods=periods.get(row["row_no"], []),
        )
        indicators.setdefault(row["parent_no"], []).append(row)
    return [
        {
            **row,
            "title": titles.get(("result/title", row["row_no"]), ""),
            "indicators": indicators.get(row["row_no"], []),
        }
        for row in rows("result")
    ]


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """An activity: what its file says of it, and where its money was placed."""

    activity: dict[str, Any]
    key: int
    title: str
    publisher_name: str | None
    measure_name: str
    status: str
    texts: list[dict[str, Any]]
    cells: dict[str, Cell]
    bounds: list[tuple[str, dict[str, Cell]]]
    elsewhere: list[CountedElsewhere]
    placements: list[PlacementRow]
    apart: bool
    places: list[tuple[str, int]]
    outliers: list[str]
    purposes: list[str]
    transactions: list[dict[str, Any]]
    transactions_more: int
    tables: list[FileTable]
    results: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    copies: list[dict[str, Any]]
    address: str


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """One activity, by identifier and publisher."""
    state = state_of(request)
    language = language_of(request)
    key = find_key(state, request)
    activity = of_activity(state, "activity", key).row(0, named=True)
    narrative = of_activity(state, "narrative", key)
    texts_of = where(narrative, element=["activity/title", "activity/description"]).sort(
        "element", "row_no", descending=[True, False]
    )
    transaction = of_activity(state, "transaction", key).sort("transaction_date", "transaction_no", nulls_last=True)
    names = state.partner_names
    givers, takers = (
        _names_given(narrative, "transaction/provider-org"),
        _names_given(narrative, "transaction/receiver-org"),
    )
    slices = where(state.ledger.slices, activity_key=key)
    measure = activity["measure"]
    far = outliers_of_activity(state, key, language)
    elsewhere = elsewhere_of(state, key, slices, language) if measure != NO_MEASURE else []
    context = ActivityPage(
        activity=activity,
        key=key,
        title=activity[f"title_{language}"] or activity["iati_identifier"] or say("site.without_title"),
        publisher_name=names.get(
            (activity["reporting_org_ref"] or "").replace(" ", "").upper(), activity["reporting_org_ref"]
        ),
        measure_name=measure_names().get(measure, say("money.activity.in_no_total")),
        status=code_name("activity", "activity_status", activity["activity_status"], language),
        texts=texts_of.select("element", "language", "text").to_dicts(),
        cells=counted(state, key, slices, measure),
        bounds=bounds(state, key),
        elsewhere=elsewhere,
        placements=placements(state, key, language),
        apart=bool(slices["apart"].any()),
        places=[(place_name(k, c or "", language), int(cents)) for k, c, cents in per_place(slices)],
        outliers=list(far.values()),
        purposes=[purpose_label(c, language) for c in slices["sector_code"].unique().sort() if c],
        transactions=[
            {
                **row,
                "type": code_name("transaction", "transaction_type", row["transaction_type"], language),
                "provider": _organisation(givers, names, row["transaction_no"], row["provider_ref"]),
                "receiver": _organisation(takers, names, row["transaction_no"], row["receiver_ref"]),
                "outlier": far.get(row["transaction_key"], ""),
            }
            for row in transaction.head(SHOWN).iter_rows(named=True)
        ],
        transactions_more=max(0, transaction.height - SHOWN),
        tables=_tables(state, key, language),
        results=_results(state, key),
        issues=of_activity(state, "issue", key).head(SHOWN).to_dicts(),
        copies=of_activity(state, "copy", key).sort("copy_rank").to_dicts(),
        address=request.GET.urlencode(),
    )
    return rendered(request, "money/activity.html", context)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The XML of an activity, or why it cannot be shown."""

    address: str
    receipt: Receipt | None = None
    xml: SafeString | str = ""
    error: str = ""


@helpful
def receipt(request: HttpRequest) -> HttpResponse:
    """The activity's XML as it is in its file, without contact persons."""
    state = state_of(request)
    key = find_key(state, request)
    address = request.GET.urlencode()
    try:
        found = read_receipt(state.snapshot, key)
        context = ReceiptPage(address, found, highlighted(found.text))
    except ReceiptError as error:
        context = ReceiptPage(address, error=str(error))
    return rendered(request, "money/receipt.html", context)
