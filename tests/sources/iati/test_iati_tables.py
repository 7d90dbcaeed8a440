"""What stands in the XML, and the row that it becomes: every table once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

Rows = Callable[..., list[tuple[object, ...]]]
D = Decimal

# table | columns | XML inside an activity | rows
DRAWN = [
    ("activity", "iati_identifier reporting_org_ref reporting_org_type secondary_reporter",
     '<iati-identifier> A-1\n</iati-identifier><reporting-org ref=" XM-1 " type="10" secondary-reporter="1"/>', [("A-1", "XM-1", "10", True)]),
    ("activity", "activity_status activity_scope collaboration_type capital_spend",
     '<activity-status code="2"/><activity-scope code="4"/><collaboration-type code="1"/><capital-spend percentage="88.8"/>',
     [("2", "4", "1", D("88.8"))]),
    ("activity", "default_flow_type default_finance_type default_aid_type default_tied_status",
     '<default-flow-type code="10"/><default-finance-type code="110"/><default-aid-type code="C01"/><default-tied-status code="5"/>',
     [("10", "110", "C01", "5")]),
    ("narrative", "element parent_no language text",
     '<title><narrative>One</narrative><narrative xml:lang="nl">Een</narrative></title>',
     [("activity/title", 0, None, "One"), ("activity/title", 0, "nl", "Een")]),
    ("narrative", "element text", "<title><narrative>a &lt;b&gt; &amp; c</narrative></title>", [("activity/title", "a <b> & c")]),
    ("narrative", "element text", "<title><narrative> </narrative><narrative/></title>", []),
    ("participating_org", "ref role type activity_id crs_channel_code",
     '<participating-org ref="X" role="4" type="22" activity-id="X-1" crs-channel-code="22000"/><participating-org role="1"/>',
     [("X", "4", "22", "X-1", "22000"), (None, "1", None, None, None)]),
    ("activity_date", "type iso_date", '<activity-date type="2" iso-date="2020-02-29"/>', [("2", date(2020, 2, 29))]),
    ("sector", "code vocabulary percentage",
     '<sector code="15220" percentage="60"/><sector vocabulary="2" code="152"/>', [("15220", None, D(60)), ("152", "2", None)]),
    ("recipient_country", "code percentage", '<recipient-country code="ML" percentage="33.333333"/>', [("ML", D("33.333333"))]),
    ("recipient_region", "code vocabulary percentage", '<recipient-region code="289" vocabulary="1" percentage="100"/>', [("289", "1", D(100))]),
    ("location", "ref reach location_id location_id_vocabulary administrative position exactness location_class feature",
     '<location ref="L"><location-reach code="1"/><location-id vocabulary="G1" code="9"/><administrative code="a" level="1"/>'
     '<administrative code="b"/><point><pos>13.5 -2.1</pos></point><exactness code="1"/><location-class code="2"/><feature-designation code="PPL"/></location>',
     [("L", "1", "9", "G1", "a", "13.5 -2.1", "1", "2", "PPL")]),
    ("transaction", "transaction_ref humanitarian transaction_type transaction_date amount currency value_date",
     '<transaction ref="T" humanitarian="1"><transaction-type code="3"/><transaction-date iso-date="2021-06-15"/>'
     '<value currency="USD" value-date="2021-06-16">1.5</value></transaction>',
     [("T", True, "3", date(2021, 6, 15), D("1.5"), "USD", date(2021, 6, 16))]),
    ("transaction", "provider_ref provider_type provider_activity_id receiver_ref receiver_type receiver_activity_id",
     '<transaction><provider-org ref="P" type="10" provider-activity-id="P-1"/><receiver-org ref="R" type="22" receiver-activity-id="R-1"/></transaction>',
     [("P", "10", "P-1", "R", "22", "R-1")]),
    ("transaction", "disbursement_channel flow_type finance_type aid_type tied_status",
     '<transaction><disbursement-channel code="1"/><flow-type code="10"/><finance-type code="110"/><aid-type code="C01"/><tied-status code="5"/></transaction>',
     [("1", "10", "110", "C01", "5")]),
    ("transaction_sector", "parent_no row_no code vocabulary",
     '<transaction/><transaction><sector code="15220"/><sector code="1" vocabulary="99"/></transaction>',
     [(1, 0, "15220", None), (1, 1, "1", "99")]),
    ("transaction_country", "parent_no code", '<transaction><recipient-country code="SO"/></transaction>', [(0, "SO")]),
    ("transaction_region", "parent_no code vocabulary", '<transaction><recipient-region code="289"/></transaction>', [(0, "289", None)]),
    ("budget", "type status period_start period_end amount currency value_date",
     '<budget type="2" status="1"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><value currency="EUR" value-date="2020-01-01">5</value></budget>',
     [("2", "1", date(2020, 1, 1), date(2020, 12, 31), D(5), "EUR", date(2020, 1, 1))]),
    ("planned_disbursement", "type period_start amount provider_ref receiver_ref receiver_activity_id",
     '<planned-disbursement type="1"><period-start iso-date="2020-01-01"/><value>-7.25</value><provider-org ref="P"/><receiver-org ref="R" receiver-activity-id="R-1"/></planned-disbursement>',
     [("1", date(2020, 1, 1), D("-7.25"), "P", "R", "R-1")]),
    ("policy_marker", "code vocabulary significance", '<policy-marker vocabulary="1" code="9" significance="2"/>', [("9", "1", "2")]),
    ("tag", "code vocabulary vocabulary_uri", '<tag code="16.1" vocabulary="3" vocabulary-uri="http://x"/>', [("16.1", "3", "http://x")]),
    ("humanitarian_scope", "type code vocabulary", '<humanitarian-scope type="1" vocabulary="1-2" code="EP-1"/>', [("1", "EP-1", "1-2")]),
    ("related_activity", "ref type", '<related-activity ref="A-2" type="1"/>', [("A-2", "1")]),
    ("other_identifier", "ref type owner_ref", '<other-identifier ref="O" type="A1"><owner-org ref="W"/></other-identifier>', [("O", "A1", "W")]),
    ("document_link", "url format category document_date",
     '<document-link url="http://x" format="text/html"><category code="A01"/><category code="A02"/><document-date iso-date="2020-01-01"/></document-link>',
     [("http://x", "text/html", "A01", date(2020, 1, 1))]),
    ("result", "type aggregation_status", '<result type="1" aggregation-status="true"/>', [("1", True)]),
    ("indicator", "parent_no measure ascending aggregation_status reference reference_vocabulary",
     '<result type="1"/><result><indicator measure="1" ascending="0"><reference vocabulary="99" code="R"/></indicator></result>', [(1, "1", False, None, "R", "99")]),
    ("baseline", "parent_no year iso_date value", '<result><indicator><baseline year="2019" iso-date="2019-01-01" value="ten"/></indicator></result>',
     [(0, 2019, date(2019, 1, 1), "ten")]),
    ("period", "parent_no period_start period_end",
     '<result><indicator><period><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/></period></indicator></result>',
     [(0, date(2020, 1, 1), date(2020, 12, 31))]),
    ("target", "parent_no value", '<result><indicator><period/><period><target value="5"/><target value="6"/></period></indicator></result>', [(1, "5"), (1, "6")]),
    ("actual", "parent_no value", '<result><indicator><period><actual value="1,5"/></period></indicator></result>', [(0, "1,5")]),
    ("baseline_dimension", "parent_no name value", '<result><indicator><baseline><dimension name="sex" value="f"/></baseline></indicator></result>', [(0, "sex", "f")]),
    ("target_dimension", "parent_no name value", '<result><indicator><period><target><dimension name="sex" value="f"/></target></period></indicator></result>', [(0, "sex", "f")]),
    ("actual_dimension", "parent_no name value", '<result><indicator><period><actual><dimension name="sex" value="m"/></actual></period></indicator></result>', [(0, "sex", "m")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "columns", "xml", "expected"), DRAWN, ids=[f"{i}-{row[0]}" for i, row in enumerate(DRAWN)]
)
def test_row(rows: Rows, table: str, columns: str, xml: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(table, columns, xml) == expected


def test_every_table_has_a_drawn_row() -> None:
    from vrede.sources.iati.tables import TABLES

    assert {row[0] for row in DRAWN} == {table.name for table in TABLES}


@pytest.mark.parametrize(
    ("attributes", "column", "expected"),
    [
        ('default-currency="EUR"', "default_currency", "EUR"),
        ('xml:lang="nl"', "default_language", "nl"),
        ('humanitarian="true"', "humanitarian", True),
        ('humanitarian="0"', "humanitarian", False),
        ("", "humanitarian", None),
        ('hierarchy="2"', "hierarchy", 2),
        ('budget-not-provided="1"', "budget_not_provided", "1"),
        ('last-updated-datetime="2021-01-01T10:00:00Z"', "last_updated", datetime(2021, 1, 1, 10, tzinfo=UTC)),
        ('last-updated-datetime="2021-01-01T10:00:00.123+02:00"', "last_updated", datetime(2021, 1, 1, 8, tzinfo=UTC)),
        ('last-updated-datetime="2021-01-01T10:00:00-0530"', "last_updated", datetime(2021, 1, 1, 15, 30, tzinfo=UTC)),
        ('last-updated-datetime="2021-01-01"', "last_updated", datetime(2021, 1, 1, tzinfo=UTC)),
        ('xmlns:dstore="http://d-portal.org/xmlns/dstore" dstore:dataset="minbuza"', "original_dataset", "minbuza"),
    ],
)
def test_attribute_of_the_activity(rows: Rows, attributes: str, column: str, expected: object) -> None:
    assert rows("activity", column, "", attributes) == [(expected,)]


NARRATIVES = [
    ("<description><narrative>d</narrative></description>", "activity/description"),
    ('<reporting-org ref="X"><narrative>d</narrative></reporting-org>', "activity/reporting-org"),
    ("<participating-org><narrative>d</narrative></participating-org>", "participating_org"),
    ("<sector><narrative>d</narrative></sector>", "sector"),
    ("<location><name><narrative>d</narrative></name></location>", "location/name"),
    ("<transaction><description><narrative>d</narrative></description></transaction>", "transaction/description"),
    ("<transaction><provider-org><narrative>d</narrative></provider-org></transaction>", "transaction/provider-org"),
    ("<transaction><receiver-org><narrative>d</narrative></receiver-org></transaction>", "transaction/receiver-org"),
    ("<result><title><narrative>d</narrative></title></result>", "result/title"),
    (
        "<result><indicator><description><narrative>d</narrative></description></indicator></result>",
        "indicator/description",
    ),
    (
        "<result><indicator><period><target><comment><narrative>d</narrative></comment></target></period></indicator></result>",
        "target/comment",
    ),
    ("<document-link><title><narrative>d</narrative></title></document-link>", "document_link/title"),
]


@pytest.mark.parametrize(("xml", "element"), NARRATIVES, ids=[element for _, element in NARRATIVES])
def test_text_is_kept_with_the_element_that_it_names(rows: Rows, xml: str, element: str) -> None:
    assert rows("narrative", "element text", xml) == [(element, "d")]


def test_contact_persons_are_in_no_table(read: Callable[..., dict[str, object]]) -> None:
    tables = read(
        "<contact-info><person-name><narrative>Jan Secret</narrative></person-name><email>secret@x</email>"
        "<mailing-address><narrative>Secret street</narrative></mailing-address></contact-info>"
    )
    assert not any("ecret" in repr(frame.rows()) for frame in tables.values())  # type: ignore[attr-defined]


def test_what_is_inside_a_transaction_is_not_the_activitys(rows: Rows) -> None:
    assert rows("sector", "code", '<transaction><sector code="1"/></transaction>') == []
