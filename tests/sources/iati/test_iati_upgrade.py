"""IATI 1.0x is rewritten as 2.0x while it is read: texts, codes, days, and what moved to another place."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

Read = Callable[..., dict[str, pl.DataFrame]]
OLD = 'version="1.03"'
TITLE = "<title>Old</title>"


def narratives(tables: dict[str, pl.DataFrame]) -> list[tuple[str, int | None, str | None, str]]:
    return [tuple(row) for row in tables["narrative"].select("element", "parent_no", "language", "text").rows()]


WHICH = {
    # declared at the root, inside the activity, major version read
    "text in the title": ("1.03", "<title>Old</title>", 1),
    "text in the title that says 2.03": ("2.03", "<title>Old</title>", 1),
    "narratives that say 1.03": ("1.03", "<title><narrative>New</narrative></title>", 2),
    "a narrative further down": ("1.03", "<title/><description><narrative>New</narrative></description>", 2),
    "letters for types": ("2.03", '<transaction><transaction-type code="D"/></transaction>', 1),
    "digits for types": ("1.04", '<transaction><transaction-type code="3"/></transaction>', 2),
    "words for dates": ("2.03", '<activity-date type="start-actual" iso-date="2010-01-01"/>', 1),
    "nothing to go by but the version": ("1.05", "<iati-identifier>X</iati-identifier>", 1),
    "nothing at all": ("", "<iati-identifier>X</iati-identifier>", 2),
    "text of the publisher": ("", '<reporting-org ref="X">Us</reporting-org>', 1),
}


@pytest.mark.parametrize(("version", "inside", "markup"), WHICH.values(), ids=WHICH)
def test_the_markup_decides_before_the_declared_version(read: Read, version: str, inside: str, markup: int) -> None:
    assert read(inside, root=f'version="{version}"')["activity"]["markup"].to_list() == [markup]


def test_an_activity_may_declare_its_own_version(read: Read) -> None:
    inside = "<iati-identifier>X</iati-identifier>"
    assert read(inside, 'version="1.02"', "")["activity"]["markup"].to_list() == [1]


TYPES = [
    ('code="IF"', "", "1"),
    ('code="C"', "", "2"),
    ('code="D"', "", "3"),
    ('code="E"', "Expenditure", "4"),
    ('code="IR"', "", "5"),
    ('code="LR"', "", "6"),
    ('code="R"', "", "7"),
    ('code="QP"', "", "8"),
    ('code="QS"', "", "9"),
    ('code="CG"', "", "10"),
    ('code="d"', "", "3"),
    ('code="Disbursement"', "", "3"),
    ("", "Incoming Funds", "1"),
    ('code="I"', "", "I"),  # in no list: kept, counted, in no total
    ("", "", None),
]


@pytest.mark.parametrize(("code", "text", "became"), TYPES)
def test_transaction_types(read: Read, code: str, text: str, became: str | None) -> None:
    inside = f"{TITLE}<transaction><transaction-type {code}>{text}</transaction-type></transaction>"
    assert read(inside, root=OLD)["transaction"]["transaction_type"].to_list() == [became]


CODES = [
    ("participating_org", "role", '<participating-org role="Funding"/>', "1"),
    ("participating_org", "role", '<participating-org role="implementing"/>', "4"),
    ("participating_org", "role", '<participating-org role="[]"/>', "[]"),
    ("activity_date", "type", '<activity-date type="start-planned"/>', "1"),
    ("activity_date", "type", '<activity-date type="end-actual"/>', "4"),
    ("sector", "vocabulary", '<sector code="15220" vocabulary="DAC"/>', "1"),
    ("sector", "vocabulary", '<sector code="152" vocabulary="DAC-3"/>', "2"),
    ("sector", "vocabulary", '<sector code="BZ" vocabulary="WBSector"/>', "WBSector"),
    ("sector", "vocabulary", '<sector code="15220"/>', None),
    ("policy_marker", "vocabulary", '<policy-marker code="1" vocabulary="DAC"/>', "1"),
    ("recipient_region", "vocabulary", '<recipient-region code="298" vocabulary="UN"/>', "2"),
    ("activity_date", "iso_date", '<activity-date type="start-actual"> 2010-01-31 </activity-date>', "2010-01-31"),
    ("activity_date", "iso_date", '<activity-date type="start-actual">January 2010</activity-date>', None),
    ("activity_date", "iso_date", '<activity-date iso-date="2011-01-01">2010-01-31</activity-date>', "2011-01-01"),
    ("transaction", "transaction_date", "<transaction><transaction-date>2010-01-31</transaction-date></transaction>", "2010-01-31"),
    ("budget", "period_start", "<budget><period-start>2010-01-01</period-start></budget>", "2010-01-01"),
    ("other_identifier", "ref", '<other-identifier owner-ref="GB-1" owner-name="Us">A1</other-identifier>', "A1"),
    ("other_identifier", "owner_ref", '<other-identifier owner-ref="GB-1">A1</other-identifier>', "GB-1"),
    ("location", "position", '<location><coordinates latitude="1.5" longitude="30" precision="1"/></location>', "1.5 30"),
    ("location", "position", '<location><coordinates latitude="" longitude="30"/></location>', None),
    ("location", "exactness", '<location><coordinates latitude="1" longitude="2" precision="4"/></location>', "2"),
    ("location", "location_id", '<location><gazetteer-entry gazetteer-ref="GEO">123</gazetteer-entry></location>', "123"),
    ("location", "location_id_vocabulary", '<location><gazetteer-entry gazetteer-ref="GEO">123</gazetteer-entry></location>', "G1"),
    ("location", "feature", '<location><location-type code="PPL"/></location>', "PPL"),
    ("document_link", "url", "<activity-website>http://x.example/</activity-website>", "http://x.example/"),
    ("document_link", "category", "<activity-website>http://x.example/</activity-website>", "A12"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "inside", "became"), CODES)
def test_what_changed_its_place_or_code(read: Read, table: str, column: str, inside: str, became: str | None) -> None:
    frame = read(TITLE + inside, root=OLD)[table]
    assert frame[column].cast(pl.String).to_list() == [became]


def test_texts_become_narratives_with_their_language_and_place(read: Read) -> None:
    inside = (
        '<title xml:lang="fr">Ancien</title><title xml:lang="en">Old</title><description> </description>'
        '<participating-org role="Funding" ref="A">First</participating-org><participating-org>Second</participating-org>'
        '<transaction><description>Pay</description><receiver-org ref="B">Them</receiver-org></transaction>'
        "<result><title>R</title><indicator><title>I</title><baseline><comment>C</comment></baseline></indicator></result>"
    )
    assert sorted(narratives(read(inside, root=OLD)), key=str) == sorted(
        [
            ("activity/title", 0, "fr", "Ancien"),
            ("activity/title", 0, "en", "Old"),
            ("participating_org", 0, None, "First"),
            ("participating_org", 1, None, "Second"),
            ("transaction/description", 0, None, "Pay"),
            ("transaction/receiver-org", 0, None, "Them"),
            ("result/title", 0, None, "R"),
            ("indicator/title", 0, None, "I"),
            ("baseline/comment", 0, None, "C"),
        ],
        key=str,
    )


def test_an_activity_of_2_0x_is_left_as_it_is(read: Read) -> None:
    inside = (
        "<title><narrative>New</narrative></title>"
        '<participating-org role="Funding"/><transaction><transaction-type code="D"/></transaction>'
    )
    tables = read(inside)
    assert tables["participating_org"]["role"].to_list() == ["Funding"]
    assert tables["transaction"]["transaction_type"].to_list() == ["D"]
