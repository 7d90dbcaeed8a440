"""Every table of a snapshot, declared once: the Parquet schema, the data dictionary, the CSV headers and the checks.

The raw tables of a file are declared beside their reader (sources/iati/tables.py, docs/decisions/0001); here they get
the keys that they have in a snapshot, and the derived tables join them.
"""

from __future__ import annotations

from dataclasses import replace

from vrede.lake.tables.chain import CHAIN_TABLES, FORWARD_TABLES
from vrede.lake.tables.levels import LEVEL_TABLE
from vrede.lake.tables.outliers import OUTLIER_FLAG, OUTLIER_TABLE
from vrede.lake.tables.partners import CHANNEL, ORGANISATION_LINK_TABLE, PARTNER, PARTNER_TABLE
from vrede.lake.tables.receipts import receipt_tables
from vrede.lake.tables.results import RESULT_TABLES
from vrede.lake.tables.warning import WARNING_TABLES
from vrede.sources import Column, Table, all_sources
from vrede.sources.iati import ACTIVITY, BUDGETS, LINES, ORDINAL, ORGANISATION, PARENT, ROW, TABLES, TRANSACTION
from vrede.sources.iati import NARRATIVE as ORGANISATION_NARRATIVE

FORMAT = 7  # another number: snapshots of an older shape are built again, and that is said

KEY = Column(
    "activity_key", "activity", "the activity in this snapshot: dense, in the order of publisher and identifier"
)
TRANSACTION_KEY = Column("transaction_key", "integer", "the transaction in this snapshot")
TRANSACTION_NO = Column("transaction_no", "ordinal", "place of the transaction in its activity, over all parts, from 0")
DATASET = Column("dataset", "file", "the file, as a path below the sources folder")
SHA256 = Column("sha256", "file", "hash of the file's bytes on disk")
VINTAGE = Column(
    "vintage", "plain", "day of retrieval; where unknown the file's own date; 0001-01-01 where there is none"
)
VINTAGE_SOURCE = Column("vintage_source", "plain", "where the day comes from: retrieved, file or none")
BY_NAME_FLAG = Column("channel_by_name", "flag", "the receiver has no identifier: its channel was told from its name")
MEASURE = Column("measure", "plain", "own, chain (with the money of all its funders), field; none: in no total")
OWNER = Column("owner_state", "plain", "of activities under the ministry's ref: verified, unknown or other; else empty")
EURO = Column("amount_eur_cents", "integer", "euro at the day's rate; empty: unpriced", unit="eur_cents")

_BELOW_TRANSACTION = ("transaction_sector", "transaction_country", "transaction_region")


def _as_stored(column: Column) -> Column:
    """A raw column's meaning, as it is after the activity's defaults were put in."""
    return replace(
        column,
        meaning=column.meaning.replace("as stated; empty inherits the activity's", "stated, else the activity's"),
    )


def _stored(table: Table) -> Table:
    """A raw table's child as it stands in a snapshot."""
    if table.name == "narrative":
        wanted = ("element", "parent_no", "row_no", "language", "text")
        columns = (KEY, *(_as_stored(c) for n in wanted for c in table.columns if c.name == n))
        key: tuple[str, ...] = ("activity_key", "element", "parent_no", "row_no")
    elif table.name in _BELOW_TRANSACTION:
        rest = tuple(c for c in table.columns if c.name not in ("activity_ordinal", "parent_no"))
        columns, key = (TRANSACTION_KEY, KEY, TRANSACTION_NO, *rest), ("transaction_key", "row_no")
    else:
        rest = tuple(_as_stored(c) for c in table.columns if c.name != "activity_ordinal")
        columns, key = (KEY, *rest), ("activity_key", "row_no")
    return replace(table, columns=columns, key=key, element="", parent="")


DATASET_TABLE = Table(
    "dataset",
    "a source file, read or not",
    (
        DATASET,
        Column("retrieved", "plain", "day on which it was fetched, as its list says"),
        Column("publisher", "organisation", "its owner in the registry, as its list says; empty: unknown"),
        Column("source_type", "plain", "primary-source or secondary-source, as the registry says; empty: unknown"),
        Column("licence", "words", "under which it was published; empty: unknown"),
        Column("address", "words", "where it was fetched; empty: unknown"),
        Column(
            "selection",
            "words",
            "what was asked for when it was fetched: dutch, all, publisher:NAME, addresses, sample, or a person's words; empty: not recorded",
        ),
        SHA256,
        Column("xml_sha256", "file", "hash of its unpacked bytes; empty: it was not read"),
        Column("version", "words", "version declared at its root"),
        Column("generated", "words", "generated-datetime at its root"),
        Column("kind", "plain", "what it holds: activities or organisations"),
        Column("activities", "integer", "activities (or organisations) in it, every copy"),
        Column("reason", "plain", "why it was not read; empty: it was"),
        Column("detail", "words", "what was met"),
    ),
    ("dataset",),
)

ACTIVITY_TABLE = Table(
    "activity",
    "an activity, once, as its counting copy gives it",
    (
        KEY,
        *(c for c in ACTIVITY.columns),
        VINTAGE,
        VINTAGE_SOURCE,
        DATASET,
        SHA256,
        Column("publisher", "organisation", "owner of the file in the registry; empty: unknown"),
        Column("source_type", "plain", "of its file's owner: primary-source or secondary-source; empty: unknown"),
        MEASURE,
        OWNER,
        Column("measure_reason", "plain", "why it is counted under this measure"),
        Column("funders", "integer", "organisations that fund it, each once; the amounts are those of all of them"),
        Column("title_en", "words", "title: English, else the default language, else any"),
        Column("title_nl", "words", "title: Dutch, else English, else the default language, else any"),
        Column("content_sha256", "plain", "hash over all that it says; another as soon as anything changes"),
        Column("start_date", "date", "actual start, else the planned one"),
        Column("end_date", "date", "actual end, else the planned one"),
    ),
    ("activity_key",),
    conserved=True,
)

TRANSACTION_TABLE = Table(
    "transaction",
    TRANSACTION.meaning,
    (
        TRANSACTION_KEY,
        KEY,
        TRANSACTION_NO,
        DATASET,
        ORDINAL,
        *(c for c in TRANSACTION.columns if c.name not in ("activity_ordinal", "row_no")),
        Column("price_currency", "plain", "currency used: its own, else the activity's, in capitals"),
        Column("price_date", "date", "day of the rate asked: value date, else transaction date"),
        Column("rate_date", "date", "day of the rate used"),
        Column("rate_micro", "integer", "units of the currency for one euro, in millionths"),
        Column("price_state", "plain", "euro, rate, or why it has no price"),
        EURO,
        PARTNER,
        Column("partner_type", "plain", "list OrganisationType, as published"),
        CHANNEL,
        BY_NAME_FLAG,
    ),
    ("transaction_key",),
    conserved=True,
)

SLICE_TABLE = Table(
    "slice",
    "a share of a commitment or payment for one purpose and one place",
    (
        Column("slice_key", "integer", "the slice in this snapshot"),
        TRANSACTION_KEY,
        KEY,
        Column("kind", "plain", "commitment (type 2) or spent (types 3 and 4)"),
        Column("year", "integer", "year of the transaction date; empty: no date", unit="year"),
        Column("sector_level", "plain", "1: DAC purpose code of five digits, 2: of three; empty: none"),
        Column("sector_code", "code", "the purpose code"),
        Column("place_kind", "plain", "country, region or none"),
        Column("place_code", "place", "ISO 3166-1 alpha-3, or the DAC's region code"),
        Column("share_ppm", "integer", "share of the transaction, rounded; the cents are exact", unit="millionths"),
        EURO,
        MEASURE,
        OWNER,
        PARTNER,
        CHANNEL,
        BY_NAME_FLAG,
        Column("humanitarian", "flag", "the transaction's flag, else the activity's; empty counts as no"),
        Column("text_from", "plain", "the wording of the article under which it was placed: its first day"),
        Column("placed", "flag", "serves at least one part of the article"),
        Column("apart", "flag", "cost of refugees in the donor country: under no clause"),
        OUTLIER_FLAG,
    ),
    ("slice_key",),
    conserved=True,
)

PLACEMENT_TABLE = Table(
    "placement",
    "a slice under a part of the article",
    (
        Column("slice_key", "integer", "the slice"),
        Column("clause", "plain", "id of the clause"),
        Column("part", "plain", "id of the part"),
        Column("grade", "plain", "coded, likely or text: the strongest that holds"),
        Column(
            "rule",
            "plain",
            "the rule that gave it; article/texts has its reason in words; with +name: by a channel told from a name; "
            "with +doubt: a code against which the text speaks; else a sign (table placement_sign)",
        ),
    ),
    ("slice_key", "part"),
)

SIGN_TABLE = Table(
    "placement_sign",
    "what others say of an activity, where that was strong enough to place it",
    (
        KEY,
        Column(
            "serves", "plain", "a part, or a clause of which the part hangs on the channel (F3) or comes first (F5)"
        ),
        Column(
            "sign", "plain", "own-list, kin, title, partner or two-signs; article/lists/signs has its reason in words"
        ),
        Column(
            "about",
            "words",
            "what it rests on: a relative, a title, a partner, an own code, or the names of two weak signs",
        ),
    ),
    ("activity_key", "serves", "sign"),
)

COPY_TABLE = Table(
    "copy",
    "every copy of every activity, and what became of it",
    (
        KEY,
        DATASET,
        SHA256,
        ORDINAL,
        *(c for c in ACTIVITY.columns if c.name in ("byte_start", "byte_end")),
        VINTAGE,
        VINTAGE_SOURCE,
        Column(
            "state",
            "plain",
            "counted, part (its transactions count too), duplicate, revised by a newer vintage, or foreign (the ministry's ref in another's file)",
        ),
        Column("copy_rank", "ordinal", "order of the copies, the one that counts first"),
    ),
    ("dataset", "activity_ordinal"),
    conserved=True,
)

ISSUE_TABLE = Table(
    "issue",
    "something that could not be read or used as it stands",
    (
        DATASET,
        KEY,
        ORDINAL,
        Column("level", "plain", "file, activity, value or share"),
        Column("element", "plain", "the element or attribute"),
        Column("value", "words", "what stood there, at most 200 characters"),
        Column("reason", "plain", "what is wrong; for a file a code that the data page explains"),
        Column("state", "plain", "state of the copy it stands in; empty for files"),
    ),
    (),
    conserved=True,
)

ORGANISATION_KEY = Column(
    "organisation_key", "integer", "the organisation in this snapshot, in the order of identifiers"
)
BUDGET_KIND = Column("kind", "plain", "total, recipient_org, recipient_region, recipient_country or expenditure")
_RECIPIENT = (
    Column("recipient", "organisation", "the organisation, region or country that it is for; empty for the total"),
    Column("recipient_vocabulary", "plain", "the list of a region's code; empty is 1"),
)
ORGANISATION_STORED: tuple[Table, ...] = (
    Table(
        "organisation",
        "an organisation that publishes an organisation file, as the copy that counts gives it",
        (
            ORGANISATION_KEY,
            *(c for c in ORGANISATION.columns if not c.name.startswith("byte_")),
            Column("name", "words", "its name, as published; the first given"),
            VINTAGE,
            DATASET,
            SHA256,
            Column("publisher", "organisation", "owner of the file in the registry; empty: unknown"),
        ),
        ("organisation_key",),
    ),
    Table(
        "organisation_budget",
        "what an organisation means to spend or spent; kinds overlap, and overlap with budgets of activities: never added",
        (
            ORGANISATION_KEY,
            BUDGET_KIND,
            ROW,
            *(c for c in BUDGETS["total"].columns if c.name == "status"),
            *_RECIPIENT,
            *(c for c in BUDGETS["total"].columns if c.path and c.name != "status"),
        ),
        ("organisation_key", "kind", "row_no"),
    ),
    Table(
        "organisation_budget_line",
        "a part of a row of organisation_budget",
        (ORGANISATION_KEY, BUDGET_KIND, PARENT, ROW, *(c for c in LINES["total"].columns if c.path)),
        ("organisation_key", "kind", "parent_no", "row_no"),
    ),
    Table(
        "organisation_narrative",
        "a name or text of an organisation file in one language",
        (ORGANISATION_KEY, *(c for c in ORGANISATION_NARRATIVE.columns if c.name != "activity_ordinal")),
        ("organisation_key", "element", "parent_no", "row_no"),
    ),
)

STORED: tuple[Table, ...] = (
    DATASET_TABLE,
    ACTIVITY_TABLE,
    TRANSACTION_TABLE,
    *(_stored(t) for t in TABLES if t.name not in ("activity", "transaction")),
    COPY_TABLE,
    ISSUE_TABLE,
    SLICE_TABLE,
    PLACEMENT_TABLE,
    *receipt_tables(SLICE_TABLE, PLACEMENT_TABLE),
    SIGN_TABLE,
    PARTNER_TABLE,
    ORGANISATION_LINK_TABLE,
    OUTLIER_TABLE,
    LEVEL_TABLE,
    *ORGANISATION_STORED,
    *CHAIN_TABLES,
    *FORWARD_TABLES,
    *RESULT_TABLES,
    *WARNING_TABLES,
    # Several sources may fill one table.
    *dict.fromkeys(table for source in all_sources() for table in source.tables),
)
BY_NAME: dict[str, Table] = {table.name: table for table in STORED}
