"""The raw tables of IATI activity files (1.0x is rewritten as 2.0x on reading: upgrade.py). The reader, the schemas and the data dictionary are made from these.

Every row carries `activity_ordinal` (the activity's place in its file, from 0) and `row_no` (the row's place in its
activity and table, from 0); a row below another row carries the other's number as `parent_no`.
Source: https://iatistandard.org/en/iati-standard/203/activity-standard/. Contacts are not declared, so never stored.
"""

from __future__ import annotations

from vrede.sources.table import Column, Table

ORDINAL = Column("activity_ordinal", "ordinal", "place of the activity in its file, counted from 0")
ROW = Column("row_no", "ordinal", "place of the row in its activity, counted from 0")
PARENT = Column("parent_no", "ordinal", "row_no of the row it stands below")


def _text(name: str, path: str, meaning: str) -> Column:
    return Column(name, "text", meaning, path)


def _table(name: str, element: str, meaning: str, *columns: Column, parent: str = "activity") -> Table:
    head = (ORDINAL, ROW) if parent == "activity" else (ORDINAL, ROW, PARENT)
    return Table(name, meaning, head + columns, ("activity_ordinal", "row_no"), element, parent)


ACTIVITY = Table(
    "activity",
    "an activity as one file gives it, with the defaults that its parts inherit",
    (
        ORDINAL,
        _text("iati_identifier", "iati-identifier", "the activity's own identifier"),
        _text("reporting_org_ref", "reporting-org/@ref", "who publishes it"),
        _text("reporting_org_type", "reporting-org/@type", "kind of publisher (list OrganisationType)"),
        Column("secondary_reporter", "flag", "published on behalf of others", "reporting-org/@secondary-reporter"),
        _text("activity_status", "activity-status/@code", "list ActivityStatus"),
        _text("activity_scope", "activity-scope/@code", "list ActivityScope"),
        _text("collaboration_type", "collaboration-type/@code", "list CollaborationType"),
        _text("default_flow_type", "default-flow-type/@code", "flow type where a transaction gives none"),
        _text("default_finance_type", "default-finance-type/@code", "finance type where a transaction gives none"),
        _text("default_aid_type", "default-aid-type/@code", "aid type where a transaction gives none; the first given"),
        _text("default_aid_type_vocabulary", "default-aid-type/@vocabulary", "its vocabulary; empty is 1"),
        _text("default_tied_status", "default-tied-status/@code", "tied status where a transaction gives none"),
        _text("default_currency", "@default-currency", "currency where a value gives none"),
        _text("default_language", "@xml:lang", "language where a text gives none"),
        Column("humanitarian", "flag", "the humanitarian flag", "@humanitarian"),
        Column("hierarchy", "integer", "level in the publisher's own order of parents and children", "@hierarchy"),
        Column("last_updated", "datetime", "when the publisher last changed it", "@last-updated-datetime"),
        _text("budget_not_provided", "@budget-not-provided", "why there is no budget"),
        Column("capital_spend", "number", "share of capital expenditure", "capital-spend/@percentage", "percent"),
        _text("original_dataset", "@dstore:dataset", "the publisher's file, where a collector names it"),
        Column("markup", "integer", "major version of its markup as found; 1 was rewritten as 2.03 on reading"),
        Column("byte_start", "integer", "where it begins in the unpacked file; empty where only the ordinal is known"),
        Column("byte_end", "integer", "where it ends, not included"),
    ),
    ("activity_ordinal",),
    "iati-activity",
)

_VOCABULARY = _text("vocabulary", "@vocabulary", "the list its code comes from; empty is the standard's default")
_PERCENTAGE = Column("percentage", "number", "share of the activity", "@percentage", "percent")
_CODE = _text("code", "@code", "the code")
_START = Column("period_start", "date", "first day", "period-start/@iso-date")
_END = Column("period_end", "date", "last day", "period-end/@iso-date")
_VALUE = (
    Column("amount", "amount", "amount as stated", "value", "currency"),
    _text("currency", "value/@currency", "currency as stated; empty inherits the activity's"),
    Column("value_date", "date", "day whose exchange rate counts", "value/@value-date"),
)

TRANSACTION = _table(
    "transaction",
    "transaction",
    "money promised, paid, received or pledged",
    _text("transaction_ref", "@ref", "the publisher's own number"),
    Column("humanitarian", "flag", "the humanitarian flag", "@humanitarian"),
    _text("transaction_type", "transaction-type/@code", "list TransactionType"),
    Column("transaction_date", "date", "day of the transaction", "transaction-date/@iso-date"),
    *_VALUE,
    _text("provider_ref", "provider-org/@ref", "who gives"),
    _text("provider_type", "provider-org/@type", "kind of giver"),
    _text("provider_activity_id", "provider-org/@provider-activity-id", "the giver's activity"),
    _text("receiver_ref", "receiver-org/@ref", "who receives"),
    _text("receiver_type", "receiver-org/@type", "kind of receiver"),
    _text("receiver_activity_id", "receiver-org/@receiver-activity-id", "the receiver's activity"),
    _text("disbursement_channel", "disbursement-channel/@code", "list DisbursementChannel"),
    _text("flow_type", "flow-type/@code", "list FlowType; a snapshot has the activity's where none is stated"),
    _text("finance_type", "finance-type/@code", "list FinanceType; a snapshot has the activity's where none is stated"),
    _text("aid_type", "aid-type/@code", "list AidType; a snapshot has the activity's where none is stated"),
    _text("tied_status", "tied-status/@code", "list TiedStatus; a snapshot has the activity's where none is stated"),
)

TABLES: tuple[Table, ...] = (
    ACTIVITY,
    Table(
        "narrative",
        "a text in one language; `element` says what it names and parent_no which row of that table",
        (
            ORDINAL,
            ROW,
            PARENT,
            Column("element", "text", "path of the element whose text it is"),
            Column("language", "text", "language as stated; empty inherits the activity's"),
            Column("text", "text", "the text, as published"),
        ),
        ("activity_ordinal", "row_no"),
    ),
    _table(
        "participating_org",
        "participating-org",
        "an organisation that takes part",
        _text("ref", "@ref", "its identifier"),
        _text("role", "@role", "list OrganisationRole: 1 funding, 2 accountable, 3 extending, 4 implementing"),
        _text("type", "@type", "list OrganisationType"),
        _text("activity_id", "@activity-id", "its own activity"),
        _text("crs_channel_code", "@crs-channel-code", "DAC channel code"),
    ),
    _table(
        "activity_date",
        "activity-date",
        "a planned or actual start or end",
        _text("type", "@type", "list ActivityDateType: 1 and 3 planned, 2 and 4 actual"),
        Column("iso_date", "date", "the day", "@iso-date"),
    ),
    _table("sector", "sector", "what it is for", _CODE, _VOCABULARY, _PERCENTAGE),
    _table("recipient_country", "recipient-country", "country that benefits", _CODE, _PERCENTAGE),
    _table("recipient_region", "recipient-region", "region that benefits", _CODE, _VOCABULARY, _PERCENTAGE),
    _table(
        "location",
        "location",
        "a place on the map",
        _text("ref", "@ref", "the publisher's own number"),
        _text("reach", "location-reach/@code", "list GeographicLocationReach"),
        _text("location_id", "location-id/@code", "code in a gazetteer"),
        _text("location_id_vocabulary", "location-id/@vocabulary", "which gazetteer"),
        _text("administrative", "administrative/@code", "code of an administrative area; the first given"),
        _text("administrative_vocabulary", "administrative/@vocabulary", "whose areas"),
        _text("administrative_level", "administrative/@level", "level of the area"),
        _text("position", "point/pos", "latitude and longitude, as published"),
        _text("exactness", "exactness/@code", "list GeographicExactness"),
        _text("location_class", "location-class/@code", "list GeographicLocationClass"),
        _text("feature", "feature-designation/@code", "list LocationType"),
    ),
    TRANSACTION,
    _table(
        "transaction_sector",
        "sector",
        "what the transaction is for",
        _CODE,
        _VOCABULARY,
        _PERCENTAGE,
        parent="transaction",
    ),
    _table(
        "transaction_country",
        "recipient-country",
        "country that the transaction benefits",
        _CODE,
        _PERCENTAGE,
        parent="transaction",
    ),
    _table(
        "transaction_region",
        "recipient-region",
        "region that the transaction benefits",
        _CODE,
        _VOCABULARY,
        _PERCENTAGE,
        parent="transaction",
    ),
    _table(
        "budget",
        "budget",
        "what the publisher means to spend in a period",
        _text("type", "@type", "1 original, 2 revised; empty is 1"),
        _text("status", "@status", "1 indicative, 2 committed; empty is 1"),
        _START,
        _END,
        *_VALUE,
    ),
    _table(
        "planned_disbursement",
        "planned-disbursement",
        "a payment that is planned",
        _text("type", "@type", "1 original, 2 revised; empty is 1"),
        _START,
        _END,
        *_VALUE,
        _text("provider_ref", "provider-org/@ref", "who will give"),
        _text("provider_activity_id", "provider-org/@provider-activity-id", "the giver's activity"),
        _text("receiver_ref", "receiver-org/@ref", "who will receive"),
        _text("receiver_activity_id", "receiver-org/@receiver-activity-id", "the receiver's activity"),
    ),
    _table(
        "policy_marker",
        "policy-marker",
        "a policy aim that it serves",
        _CODE,
        _VOCABULARY,
        _text("significance", "@significance", "0 not aimed at, 1 significant, 2 principal, 3 and 4 more"),
    ),
    _table(
        "tag",
        "tag",
        "a tag, such as an SDG target",
        _CODE,
        _VOCABULARY,
        _text("vocabulary_uri", "@vocabulary-uri", "where a list of the publisher stands"),
    ),
    _table(
        "humanitarian_scope",
        "humanitarian-scope",
        "the emergency or appeal that it answers",
        _text("type", "@type", "1 emergency, 2 appeal"),
        _CODE,
        _VOCABULARY,
    ),
    _table(
        "related_activity",
        "related-activity",
        "another activity that it belongs with",
        _text("ref", "@ref", "its identifier"),
        _text("type", "@type", "list RelatedActivityType: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party"),
    ),
    _table(
        "other_identifier",
        "other-identifier",
        "another identifier that it has or had",
        _text("ref", "@ref", "the identifier"),
        _text("type", "@type", "list OtherIdentifierType"),
        _text("owner_ref", "owner-org/@ref", "whose identifier it is"),
    ),
    _table(
        "document_link",
        "document-link",
        "a document on the web",
        _text("url", "@url", "its address"),
        _text("format", "@format", "its kind of file"),
        _text("category", "category/@code", "list DocumentCategory; the first given"),
        Column("document_date", "date", "its date", "document-date/@iso-date"),
    ),
    _table(
        "result",
        "result",
        "a result that is measured",
        _text("type", "@type", "list ResultType: 1 output, 2 outcome, 3 impact, 9 other"),
        Column("aggregation_status", "flag", "may be added to others", "@aggregation-status"),
    ),
    _table(
        "indicator",
        "indicator",
        "how a result is measured",
        _text("measure", "@measure", "list IndicatorMeasure"),
        Column("ascending", "flag", "more is better; empty is yes", "@ascending"),
        Column("aggregation_status", "flag", "may be added to others", "@aggregation-status"),
        _text("reference", "reference/@code", "code in a list of indicators; the first given"),
        _text("reference_vocabulary", "reference/@vocabulary", "which list"),
        parent="result",
    ),
    _table(
        "baseline",
        "baseline",
        "where the indicator stood at first",
        Column("year", "integer", "its year", "@year"),
        Column("iso_date", "date", "its day", "@iso-date"),
        _text("value", "@value", "the value, as published"),
        parent="indicator",
    ),
    _table("period", "period", "a stretch of time with target and actual", _START, _END, parent="indicator"),
    _table("target", "target", "what was aimed at", _text("value", "@value", "as published"), parent="period"),
    _table("actual", "actual", "what was reached", _text("value", "@value", "as published"), parent="period"),
    *(
        _table(
            f"{of}_dimension",
            "dimension",
            f"what part of the {of} is meant, such as women",
            _text("name", "@name", "kind of division"),
            _text("value", "@value", "which part"),
            parent=of,
        )
        for of in ("baseline", "target", "actual")
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

# Elements whose narratives are kept: the element's path as in `narrative.element`, and the table that parent_no counts in.
NARRATED: dict[str, tuple[str, ...]] = {
    "activity": ("title", "description", "reporting-org"),
    "participating_org": (".",),
    "activity_date": (".",),
    "recipient_country": (".",),
    "other_identifier": ("owner-org",),
    "sector": (".",),
    "recipient_region": (".",),
    "location": ("name", "description", "activity-description"),
    "transaction": ("description", "provider-org", "receiver-org"),
    "tag": (".",),
    "policy_marker": (".",),
    "humanitarian_scope": (".",),
    "planned_disbursement": ("provider-org", "receiver-org"),
    "document_link": ("title", "description"),
    "result": ("title", "description"),
    "indicator": ("title", "description"),
    "baseline": ("comment",),
    "target": ("comment",),
    "actual": ("comment",),
    "organisation": ("name", "reporting-org"),
    "recipient_org_budget": ("recipient-org",),
    "recipient_region_budget": ("recipient-region",),
    "recipient_country_budget": ("recipient-country",),
}
