"""Texts to values: what fits becomes a value, what does not becomes empty and an issue, never a guess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

Read = Callable[..., dict[str, pl.DataFrame]]
AMOUNT = "not an amount (at most 18 digits, a point before decimals, no thousands separator)"
DATE = "not a date (YYYY-MM-DD)"
ROUNDED = "more than six decimals: rounded to six, half away from zero"

AMOUNTS = [
    ("1000", "1000", None),
    ("-5000.50", "-5000.50", None),
    ("+5", "5", None),
    ("\n  8000.10\n ", "8000.10", None),
    (".5", "0.5", None),
    ("5.", "5", None),
    ("0", "0", None),
    ("-0", "0", None),
    ("1234.5678", "1234.5678", None),
    ("1.1234560", "1.123456", None),
    ("1.1234565", "1.123457", ROUNDED),
    ("-1.1234565", "-1.123457", ROUNDED),
    ("1.12345649999", "1.123456", ROUNDED),
    ("0.0000004", "0", ROUNDED),
    ("999999999999999999", "999999999999999999", None),
    ("9999999999999999999", None, AMOUNT),
    ("1,000", None, AMOUNT),
    ("1.000,50", None, AMOUNT),
    ("1e6", None, AMOUNT),
    ("EUR 5", None, AMOUNT),
    ("−5", None, AMOUNT),
    ("٣", None, AMOUNT),
    ("NaN", None, AMOUNT),
    ("--5", None, AMOUNT),
    ("", None, None),
    ("   ", None, None),
]


@pytest.mark.parametrize(("stated", "amount", "reason"), AMOUNTS)
def test_amount(read: Read, stated: str, amount: str | None, reason: str | None) -> None:
    tables = read(f"<transaction><value>{stated}</value></transaction>")
    assert tables["transaction"]["amount"].to_list() == [Decimal(amount) if amount is not None else None]
    issues = [("transaction/value", stated.strip(), reason)] if reason else []
    assert tables["issue"].select("element", "value", "reason").rows() == issues


DATES = [
    ("2021-06-15", date(2021, 6, 15), False),
    (" 2021-06-15 ", date(2021, 6, 15), False),
    ("2021-06-15Z", date(2021, 6, 15), False),
    ("2021-06-15+02:00", date(2021, 6, 15), False),
    ("2021-06-15T23:59:59Z", date(2021, 6, 15), False),
    ("2020-02-29", date(2020, 2, 29), False),
    ("2021-02-29", None, True),
    ("2021-6-5", None, True),
    ("2021-06-155", None, True),
    ("+2021-06-15", None, True),
    ("31/12/2019", None, True),
    ("0001-01-01", None, True),
    ("20220-01-01", None, True),
    ("43831", None, True),
    ("2021", None, True),
    ("", None, False),
]


@pytest.mark.parametrize(("stated", "day", "bad"), DATES)
def test_date(read: Read, stated: str, day: date | None, bad: bool) -> None:
    tables = read(f'<transaction><transaction-date iso-date="{stated}"/></transaction>')
    assert tables["transaction"]["transaction_date"].to_list() == [day]
    issues = [("transaction/transaction-date/@iso-date", stated, DATE)] if bad else []
    assert tables["issue"].select("element", "value", "reason").rows() == issues


@pytest.mark.parametrize(
    ("stated", "flag", "bad"),
    [
        ("1", True, 0),
        ("0", False, 0),
        ("true", True, 0),
        ("False", False, 0),
        ("", None, 0),
        ("yes", None, 1),
        ("2", None, 1),
    ],
)
def test_flag(read: Read, stated: str, flag: bool | None, bad: int) -> None:
    tables = read("", f'humanitarian="{stated}"')
    assert tables["activity"]["humanitarian"].to_list() == [flag]
    assert tables["issue"]["reason"].to_list() == ["neither 0 nor 1"] * bad


@pytest.mark.parametrize(("stated", "level", "bad"), [("1", 1, 0), (" 2 ", 2, 0), ("1.5", None, 1), ("top", None, 1)])
def test_whole_number(read: Read, stated: str, level: int | None, bad: int) -> None:
    tables = read("", f'hierarchy="{stated}"')
    assert tables["activity"]["hierarchy"].to_list() == [level]
    assert tables["issue"].height == bad


def test_one_bad_value_leaves_the_rest_of_its_row(read: Read) -> None:
    tables = read(
        '<transaction ref="T"><value currency="EUR">1,000</value><transaction-date iso-date="2021-06-15"/></transaction>'
    )
    row = tables["transaction"].select("transaction_ref", "amount", "currency", "transaction_date").row(0)
    assert row == ("T", None, "EUR", date(2021, 6, 15))


def test_an_issue_keeps_at_most_200_characters(read: Read) -> None:
    tables = read(f"<transaction><value>{'9,' * 500}</value></transaction>")
    assert tables["issue"]["value"].str.len_chars().to_list() == [200]


REPEATED = "given more than once: the first counts"


@pytest.mark.parametrize(
    ("xml", "table", "columns", "row", "issues"),
    [
        ("<iati-identifier>A</iati-identifier><iati-identifier>B</iati-identifier>", "activity", "iati_identifier", ("A",), [("iati-identifier", "B")]),
        ("<iati-identifier>A</iati-identifier><iati-identifier>A</iati-identifier>", "activity", "iati_identifier", ("A",), []),
        ('<reporting-org ref="X"/><reporting-org ref="Y" type="10"/>', "activity", "reporting_org_ref reporting_org_type", ("X", None),
         [("reporting-org/@ref", "Y"), ("reporting-org/@type", "10")]),
        ('<transaction><value>10</value><value currency="USD">20</value></transaction>', "transaction", "amount currency", (Decimal(10), None),
         [("value/@currency", "USD"), ("value", "20")]),
        ('<default-aid-type code="A01"/><default-aid-type code="1" vocabulary="2"/>', "activity",
         "default_aid_type default_aid_type_vocabulary", ("A01", None), []),
        ('<result><indicator><reference code="R"/><reference code="S" vocabulary="99"/></indicator></result>', "indicator",
         "reference reference_vocabulary", ("R", None), []),
    ],
)  # fmt: skip
def test_the_first_of_a_repeated_element_counts_whole(
    read: Read, xml: str, table: str, columns: str, row: tuple[object, ...], issues: list[tuple[str, str]]
) -> None:
    """A later element never fills what the first left open: an amount must not get another's currency."""
    tables = read(xml)
    assert tables[table].select(columns.split()).rows() == [row]
    assert tables["issue"].select("element", "value", "reason").rows() == [(*issue, REPEATED) for issue in issues]


def test_comments_and_cdata_inside_a_value_are_read_over(read: Read) -> None:
    tables = read(
        "<iati-identifier>A<!-- not B -->-<![CDATA[1]]></iati-identifier><transaction><value>1<!-- x -->0</value></transaction>"
    )
    assert tables["activity"]["iati_identifier"].to_list() == ["A-1"]
    assert tables["transaction"]["amount"].to_list() == [Decimal(10)]
