"""The raw tables of IATI organisation files: what an organisation means to spend, on whom, and what it spent.

Source: https://iatistandard.org/en/iati-standard/203/organisation-standard/. `activity_ordinal` is here the place of the
organisation in its file. Organisation budgets and activity budgets tell of the same money: they are never added.
"""

from __future__ import annotations

from vrede.sources.iati.tables import ORDINAL, PARENT, ROW
from vrede.sources.table import Column, Table

_STATED = (
    Column("period_start", "date", "first day", "period-start/@iso-date"),
    Column("period_end", "date", "last day", "period-end/@iso-date"),
    Column("amount", "amount", "amount as stated", "value", "currency"),
    Column("currency", "plain", "currency as stated; empty inherits the organisation's", "value/@currency"),
    Column("value_date", "date", "day whose exchange rate counts", "value/@value-date"),
)
_STATUS = Column("status", "plain", "1 indicative, 2 committed; empty is 1", "@status")


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
            Column("ref", "words", "the publisher's own number", "@ref"),
            Column("amount", "amount", "amount as stated", "value", "currency"),
            Column("currency", "plain", "currency as stated; empty inherits the organisation's", "value/@currency"),
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
        Column("organisation_identifier", "identifier", "its identifier", "organisation-identifier"),
        Column("reporting_org_ref", "organisation", "who publishes it", "reporting-org/@ref"),
        Column("reporting_org_type", "plain", "kind of publisher (list OrganisationType)", "reporting-org/@type"),
        Column("secondary_reporter", "flag", "published on behalf of others", "reporting-org/@secondary-reporter"),
        Column("default_currency", "plain", "currency where a value gives none", "@default-currency"),
        Column("default_language", "plain", "language where a text gives none", "@xml:lang"),
        Column("last_updated", "datetime", "when the publisher last changed it", "@last-updated-datetime"),
        Column("markup", "integer", "major version of its markup as found; 1 was rewritten as 2.03 on reading"),
        Column("byte_start", "offset", "empty: organisation files are read whole"),
        Column("byte_end", "offset", "empty: organisation files are read whole"),
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
        Column("recipient", "organisation", "the organisation", "recipient-org/@ref"),
    ),
    "recipient_region": _budget(
        "recipient_region_budget",
        "recipient-region-budget",
        "what it means to spend on a region",
        _STATUS,
        Column("recipient", "organisation", "the region", "recipient-region/@code"),
        Column(
            "recipient_vocabulary", "plain", "the list its code comes from; empty is 1", "recipient-region/@vocabulary"
        ),
    ),
    "recipient_country": _budget(
        "recipient_country_budget",
        "recipient-country-budget",
        "what it means to spend on a country",
        _STATUS,
        Column("recipient", "organisation", "the country", "recipient-country/@code"),
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
        Column("element", "plain", "path of the element whose text it is"),
        Column("language", "plain", "language as stated; empty inherits the organisation's"),
        Column("text", "words", "the text, as published"),
    ),
    ("activity_ordinal", "row_no"),
)
ORGANISATION_TABLES: tuple[Table, ...] = (ORGANISATION, NARRATIVE, *BUDGETS.values(), *LINES.values())
ORGANISATION_BY_NAME: dict[str, Table] = {table.name: table for table in ORGANISATION_TABLES}
