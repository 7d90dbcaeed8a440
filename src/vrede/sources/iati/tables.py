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


def _table(
    name: str, element: str, meaning: str, *columns: Column, parent: str = "activity", conserved: bool = False
) -> Table:
    head = (ORDINAL, ROW) if parent == "activity" else (ORDINAL, ROW, PARENT)
    return Table(name, meaning, head + columns, ("activity_ordinal", "row_no"), element, parent, conserved)


ACTIVITY = Table(
    "activity",
    "an activity as one file gives it, with the defaults that its parts inherit",
    (
        ORDINAL,
        Column("iati_identifier", "identifier", "the activity's own identifier", "iati-identifier"),
        Column("reporting_org_ref", "organisation", "who publishes it", "reporting-org/@ref"),
        Column("reporting_org_type", "plain", "kind of publisher (list OrganisationType)", "reporting-org/@type"),
        Column("secondary_reporter", "flag", "published on behalf of others", "reporting-org/@secondary-reporter"),
        Column("activity_status", "plain", "list ActivityStatus", "activity-status/@code"),
        Column("activity_scope", "plain", "list ActivityScope", "activity-scope/@code"),
        Column("collaboration_type", "plain", "list CollaborationType", "collaboration-type/@code"),
        Column("default_flow_type", "plain", "flow type where a transaction gives none", "default-flow-type/@code"),
        Column(
            "default_finance_type", "plain", "finance type where a transaction gives none", "default-finance-type/@code"
        ),
        Column(
            "default_aid_type",
            "plain",
            "aid type where a transaction gives none; the first given",
            "default-aid-type/@code",
        ),
        Column("default_aid_type_vocabulary", "plain", "its vocabulary; empty is 1", "default-aid-type/@vocabulary"),
        Column(
            "default_tied_status", "plain", "tied status where a transaction gives none", "default-tied-status/@code"
        ),
        Column("default_currency", "plain", "currency where a value gives none", "@default-currency"),
        Column("default_language", "plain", "language where a text gives none", "@xml:lang"),
        Column("humanitarian", "flag", "the humanitarian flag", "@humanitarian"),
        Column("hierarchy", "integer", "level in the publisher's own order of parents and children", "@hierarchy"),
        Column("last_updated", "datetime", "when the publisher last changed it", "@last-updated-datetime"),
        Column("budget_not_provided", "words", "why there is no budget", "@budget-not-provided"),
        Column("capital_spend", "number", "share of capital expenditure", "capital-spend/@percentage", "percent"),
        Column("original_dataset", "words", "the publisher's file, where a collector names it", "@dstore:dataset"),
        Column("markup", "integer", "major version of its markup as found; 1 was rewritten as 2.03 on reading"),
        Column("byte_start", "offset", "where it begins in the unpacked file; empty where only the ordinal is known"),
        Column("byte_end", "offset", "where it ends, not included"),
    ),
    ("activity_ordinal",),
    "iati-activity",
)

_VOCABULARY = Column(
    "vocabulary", "code", "the list its code comes from; empty is the standard's default", "@vocabulary"
)
_PERCENTAGE = Column("percentage", "number", "share of the activity", "@percentage", "percent")
_CODE = Column("code", "code", "the code", "@code")
_PLACE = Column("code", "place", "the code", "@code")
_OWN_CODE = Column("code", "words", "the code", "@code")
_START = Column("period_start", "date", "first day", "period-start/@iso-date")
_END = Column("period_end", "date", "last day", "period-end/@iso-date")
_VALUE = (
    Column("amount", "amount", "amount as stated", "value", "currency"),
    Column("currency", "plain", "currency as stated; empty inherits the activity's", "value/@currency"),
    Column("value_date", "date", "day whose exchange rate counts", "value/@value-date"),
)

TRANSACTION = _table(
    "transaction",
    "transaction",
    "money promised, paid, received or pledged",
    Column("transaction_ref", "words", "the publisher's own number", "@ref"),
    Column("humanitarian", "flag", "the humanitarian flag", "@humanitarian"),
    Column("transaction_type", "code", "list TransactionType", "transaction-type/@code"),
    Column("transaction_date", "date", "day of the transaction", "transaction-date/@iso-date"),
    *_VALUE,
    Column("provider_ref", "organisation", "who gives", "provider-org/@ref"),
    Column("provider_type", "plain", "kind of giver", "provider-org/@type"),
    Column("provider_activity_id", "link", "the giver's activity", "provider-org/@provider-activity-id"),
    Column("receiver_ref", "organisation", "who receives", "receiver-org/@ref"),
    Column("receiver_type", "plain", "kind of receiver", "receiver-org/@type"),
    Column("receiver_activity_id", "link", "the receiver's activity", "receiver-org/@receiver-activity-id"),
    Column("disbursement_channel", "plain", "list DisbursementChannel", "disbursement-channel/@code"),
    Column(
        "flow_type", "plain", "list FlowType; a snapshot has the activity's where none is stated", "flow-type/@code"
    ),
    Column(
        "finance_type",
        "plain",
        "list FinanceType; a snapshot has the activity's where none is stated",
        "finance-type/@code",
    ),
    Column("aid_type", "plain", "list AidType; a snapshot has the activity's where none is stated", "aid-type/@code"),
    Column(
        "tied_status",
        "plain",
        "list TiedStatus; a snapshot has the activity's where none is stated",
        "tied-status/@code",
    ),
    conserved=True,
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
            Column("element", "plain", "path of the element whose text it is"),
            Column("language", "plain", "language as stated; empty inherits the activity's"),
            Column("text", "words", "the text, as published"),
        ),
        ("activity_ordinal", "row_no"),
    ),
    _table(
        "participating_org",
        "participating-org",
        "an organisation that takes part",
        Column("ref", "organisation", "its identifier", "@ref"),
        Column(
            "role", "plain", "list OrganisationRole: 1 funding, 2 accountable, 3 extending, 4 implementing", "@role"
        ),
        Column("type", "plain", "list OrganisationType", "@type"),
        Column("activity_id", "link", "its own activity", "@activity-id"),
        Column("crs_channel_code", "plain", "DAC channel code", "@crs-channel-code"),
        conserved=True,
    ),
    _table(
        "activity_date",
        "activity-date",
        "a planned or actual start or end",
        Column("type", "plain", "list ActivityDateType: 1 and 3 planned, 2 and 4 actual", "@type"),
        Column("iso_date", "date", "the day", "@iso-date"),
        conserved=True,
    ),
    _table("sector", "sector", "what it is for", _CODE, _VOCABULARY, _PERCENTAGE, conserved=True),
    _table("recipient_country", "recipient-country", "country that benefits", _PLACE, _PERCENTAGE, conserved=True),
    _table("recipient_region", "recipient-region", "region that benefits", _PLACE, _VOCABULARY, _PERCENTAGE),
    _table(
        "location",
        "location",
        "a place on the map",
        Column("ref", "words", "the publisher's own number", "@ref"),
        Column("reach", "plain", "list GeographicLocationReach", "location-reach/@code"),
        Column("location_id", "place", "code in a gazetteer", "location-id/@code"),
        Column("location_id_vocabulary", "plain", "which gazetteer", "location-id/@vocabulary"),
        Column("administrative", "place", "code of an administrative area; the first given", "administrative/@code"),
        Column("administrative_vocabulary", "plain", "whose areas", "administrative/@vocabulary"),
        Column("administrative_level", "plain", "level of the area", "administrative/@level"),
        Column("position", "point", "latitude and longitude, as published", "point/pos"),
        Column("exactness", "plain", "list GeographicExactness", "exactness/@code"),
        Column("location_class", "plain", "list GeographicLocationClass", "location-class/@code"),
        Column("feature", "plain", "list LocationType", "feature-designation/@code"),
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
        conserved=True,
    ),
    _table(
        "transaction_country",
        "recipient-country",
        "country that the transaction benefits",
        _PLACE,
        _PERCENTAGE,
        parent="transaction",
        conserved=True,
    ),
    _table(
        "transaction_region",
        "recipient-region",
        "region that the transaction benefits",
        _PLACE,
        _VOCABULARY,
        _PERCENTAGE,
        parent="transaction",
    ),
    _table(
        "budget",
        "budget",
        "what the publisher means to spend in a period",
        Column("type", "plain", "1 original, 2 revised; empty is 1", "@type"),
        Column("status", "plain", "1 indicative, 2 committed; empty is 1", "@status"),
        _START,
        _END,
        *_VALUE,
        conserved=True,
    ),
    _table(
        "planned_disbursement",
        "planned-disbursement",
        "a payment that is planned",
        Column("type", "plain", "1 original, 2 revised; empty is 1", "@type"),
        _START,
        _END,
        *_VALUE,
        Column("provider_ref", "organisation", "who will give", "provider-org/@ref"),
        Column("provider_activity_id", "link", "the giver's activity", "provider-org/@provider-activity-id"),
        Column("receiver_ref", "organisation", "who will receive", "receiver-org/@ref"),
        Column("receiver_activity_id", "link", "the receiver's activity", "receiver-org/@receiver-activity-id"),
        conserved=True,
    ),
    _table(
        "policy_marker",
        "policy-marker",
        "a policy aim that it serves",
        _CODE,
        _VOCABULARY,
        Column("significance", "plain", "0 not aimed at, 1 significant, 2 principal, 3 and 4 more", "@significance"),
        conserved=True,
    ),
    _table(
        "tag",
        "tag",
        "a tag, such as an SDG target",
        _OWN_CODE,
        _VOCABULARY,
        Column("vocabulary_uri", "words", "where a list of the publisher stands", "@vocabulary-uri"),
        conserved=True,
    ),
    _table(
        "humanitarian_scope",
        "humanitarian-scope",
        "the emergency or appeal that it answers",
        Column("type", "plain", "1 emergency, 2 appeal", "@type"),
        _PLACE,
        _VOCABULARY,
    ),
    _table(
        "related_activity",
        "related-activity",
        "another activity that it belongs with",
        Column("ref", "link", "its identifier", "@ref"),
        Column(
            "type",
            "plain",
            "list RelatedActivityType: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party",
            "@type",
        ),
    ),
    _table(
        "other_identifier",
        "other-identifier",
        "another identifier that it has or had",
        Column("ref", "link", "the identifier", "@ref"),
        Column("type", "plain", "list OtherIdentifierType", "@type"),
        Column("owner_ref", "organisation", "whose identifier it is", "owner-org/@ref"),
    ),
    _table(
        "document_link",
        "document-link",
        "a document on the web",
        Column("url", "words", "its address", "@url"),
        Column("format", "plain", "its kind of file", "@format"),
        Column("category", "plain", "list DocumentCategory; the first given", "category/@code"),
        Column("document_date", "date", "its date", "document-date/@iso-date"),
    ),
    _table(
        "result",
        "result",
        "a result that is measured",
        Column("type", "plain", "list ResultType: 1 output, 2 outcome, 3 impact, 9 other", "@type"),
        Column("aggregation_status", "flag", "may be added to others", "@aggregation-status"),
    ),
    _table(
        "indicator",
        "indicator",
        "how a result is measured",
        Column("measure", "plain", "list IndicatorMeasure", "@measure"),
        Column("ascending", "flag", "more is better; empty is yes", "@ascending"),
        Column("aggregation_status", "flag", "may be added to others", "@aggregation-status"),
        Column("reference", "words", "code in a list of indicators; the first given", "reference/@code"),
        Column("reference_vocabulary", "plain", "which list", "reference/@vocabulary"),
        parent="result",
    ),
    _table(
        "baseline",
        "baseline",
        "where the indicator stood at first",
        Column("year", "integer", "its year", "@year"),
        Column("iso_date", "date", "its day", "@iso-date"),
        Column("value", "words", "the value, as published", "@value"),
        parent="indicator",
    ),
    _table("period", "period", "a stretch of time with target and actual", _START, _END, parent="indicator"),
    _table(
        "target", "target", "what was aimed at", Column("value", "words", "as published", "@value"), parent="period"
    ),
    _table("actual", "actual", "what was reached", Column("value", "words", "as published", "@value"), parent="period"),
    *(
        _table(
            f"{of}_dimension",
            "dimension",
            f"what part of the {of} is meant, such as women",
            Column("name", "words", "kind of division", "@name"),
            Column("value", "words", "which part", "@value"),
            parent=of,
        )
        for of in ("baseline", "target", "actual")
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
