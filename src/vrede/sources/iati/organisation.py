"""The raw tables of IATI organisation files: what an organisation means to spend, on whom, and what it spent.

Source: https://iatistandard.org/en/iati-standard/203/organisation-standard/. `activity_ordinal` is here the place of the
organisation in its file. Organisation budgets and activity budgets tell of the same money: they are never added.
"""

from __future__ import annotations

from vrede.sources.iati.tables import ORDINAL, PARENT, ROW
from vrede.sources.table import Column, Table


def _text(name: str, path: str, meaning: str) -> Column:
    return Column(name, "text", meaning, path)


_STATED = (
    Column("period_start", "date", "first day", "period-start/@iso-date"),
    Column("period_end", "date", "last day", "period-end/@iso-date"),
    Column("amount", "amount", "amount as stated", "value", "currency"),
    _text("currency", "value/@currency", "currency as stated; empty inherits the organisation's"),
    Column("value_date", "date", "day whose exchange rate counts", "value/@value-date"),
)
_STATUS = _text("status", "@status", "1 indicative, 2 committed; empty is 1")


def _budget(name: str, element: str, meaning: str, *columns: Column) -> Table:
    return Table(
        name,
        meaning,
        (ORDINAL, ROW, *columns, *_STATED),
        ("activity_ordinal", "row_no"),
        element,
        "organisation",
    )


def _line(name: str, element: str, parent: str) -> Table:
    return Table(
        name,
        f"a part of a row of {parent}",
        (
            ORDINAL,
            ROW,
            PARENT,
            _text("ref", "@ref", "the publisher's own number"),
            Column("amount", "amount", "amount as stated", "value", "currency"),
            _text("currency", "value/@currency", "currency as stated; empty inherits the organisation's"),
            Column("value_date", "date", "day whose exchange rate counts", "value/@value-date"),
        ),
        ("activity_ordinal", "row_no"),
        element,
        parent,
    )


ORGANISATION = Table(
    "organisation",
    "an organisation as one file gives it",
    (
        ORDINAL,
        _text("organisation_identifier", "organisation-identifier", "its identifier"),
        _text("reporting_org_ref", "reporting-org/@ref", "who publishes it"),
        _text("reporting_org_type", "reporting-org/@type", "kind of publisher (list OrganisationType)"),
        Column("secondary_reporter", "flag", "published on behalf of others", "reporting-org/@secondary-reporter"),
        _text("default_currency", "@default-currency", "currency where a value gives none"),
        _text("default_language", "@xml:lang", "language where a text gives none"),
        Column("last_updated", "datetime", "when the publisher last changed it", "@last-updated-datetime"),
        Column("markup", "integer", "major version of its markup as found; 1 was rewritten as 2.03 on reading"),
        Column("byte_start", "integer", "empty: organisation files are read whole"),
        Column("byte_end", "integer", "empty: organisation files are read whole"),
    ),
    ("activity_ordinal",),
    "iati-organisation",
)

# What a budget is of -> its table. The first is the whole; the others tell of parts of it, in ways that overlap.
BUDGETS: dict[str, Table] = {
    "total": _budget("total_budget", "total-budget", "what it means to spend in all", _STATUS),
    "recipient_org": _budget(
        "recipient_org_budget",
        "recipient-org-budget",
        "what it means to give to an organisation",
        _STATUS,
        _text("recipient", "recipient-org/@ref", "the organisation"),
    ),
    "recipient_region": _budget(
        "recipient_region_budget",
        "recipient-region-budget",
        "what it means to spend on a region",
        _STATUS,
        _text("recipient", "recipient-region/@code", "the region"),
        _text("recipient_vocabulary", "recipient-region/@vocabulary", "the list its code comes from; empty is 1"),
    ),
    "recipient_country": _budget(
        "recipient_country_budget",
        "recipient-country-budget",
        "what it means to spend on a country",
        _STATUS,
        _text("recipient", "recipient-country/@code", "the country"),
    ),
    "expenditure": _budget("total_expenditure", "total-expenditure", "what it spent in all"),
}
LINES: dict[str, Table] = {
    kind: _line(f"{table.name}_line", "expense-line" if kind == "expenditure" else "budget-line", table.name)
    for kind, table in BUDGETS.items()
}
NARRATIVE = Table(
    "organisation_narrative",
    "a name or text in one language; `element` says what it names and parent_no which row of that table",
    (
        ORDINAL,
        ROW,
        PARENT,
        Column("element", "text", "path of the element whose text it is"),
        Column("language", "text", "language as stated; empty inherits the organisation's"),
        Column("text", "text", "the text, as published"),
    ),
    ("activity_ordinal", "row_no"),
)
ORGANISATION_TABLES: tuple[Table, ...] = (ORGANISATION, NARRATIVE, *BUDGETS.values(), *LINES.values())
ORGANISATION_BY_NAME: dict[str, Table] = {table.name: table for table in ORGANISATION_TABLES}
