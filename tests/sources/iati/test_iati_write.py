"""Tables to 2.03 and back: nothing is lost, and the order is that of the standard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from polars.testing import assert_frame_equal

from roundtrip import plain
from vrede.sources.iati.writer import write

Tables = dict[str, pl.DataFrame]
ReadBytes = Callable[[bytes], Tables]

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=20
)
DAYS = st.dates().filter(lambda d: 1900 <= d.year <= 2100).map(str)
CODES = st.sampled_from(["1", "2", "XM-DAC-7", "72010", "a&b", '"<quoted>"'])
AMOUNTS = st.decimals(-(10**12), 10**12, places=2, allow_nan=False).map(str)


def escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace('"', "&quot;")
        .replace("\t", "&#9;")
        .replace("\n", "&#10;")
    )


@st.composite
def activities(draw: st.DrawFn) -> str:
    def narratives() -> str:
        found = draw(st.lists(st.tuples(st.sampled_from(["", ' xml:lang="nl"', ' xml:lang="fr"']), WORDS), max_size=3))
        return "".join(f"<narrative{lang}>{escaped(text)}</narrative>" for lang, text in found)

    def value() -> str:
        return f'<value currency="EUR" value-date="{draw(DAYS)}">{draw(AMOUNTS)}</value>'

    def period() -> str:
        return f'<period-start iso-date="{draw(DAYS)}"/><period-end iso-date="{draw(DAYS)}"/>'

    def code() -> str:
        return escaped(draw(CODES))

    pieces = {
        "title": lambda: f"<title>{narratives()}</title>",
        "description": lambda: f"<description>{narratives()}</description>",
        "participating": lambda: f'<participating-org ref="{code()}" role="1">{narratives()}</participating-org>',
        "sector": lambda: f'<sector code="{code()}" percentage="33.33">{narratives()}</sector>',
        "date": lambda: f'<activity-date type="1" iso-date="{draw(DAYS)}">{narratives()}</activity-date>',
        "budget": lambda: f'<budget type="2">{period()}{value()}</budget>',
        "planned": lambda: (
            f'<planned-disbursement>{period()}{value()}<provider-org ref="{code()}">{narratives()}</provider-org></planned-disbursement>'
        ),
        "transaction": lambda: (
            f'<transaction ref="{code()}" humanitarian="1"><transaction-type code="3"/><transaction-date iso-date="{draw(DAYS)}"/>{value()}'
            f'<description>{narratives()}</description><provider-org provider-activity-id="{code()}">{narratives()}</provider-org>'
            f'<sector code="{code()}"/><recipient-country code="ML"/></transaction>'
        ),
        "location": lambda: (
            f'<location ref="{code()}"><name>{narratives()}</name><point srsName="x"><pos>1 2</pos></point></location>'
        ),
        "other": lambda: (
            f'<other-identifier ref="{code()}" type="A1"><owner-org ref="{code()}">{narratives()}</owner-org></other-identifier>'
        ),
        "result": lambda: (
            f'<result type="1"><title>{narratives()}</title><indicator measure="1"><title>{narratives()}</title><baseline value="{code()}">'
            f'<dimension name="{code()}" value="1"/><comment>{narratives()}</comment></baseline><period>{period()}<target value="5"/><actual value="6">'
            f"<comment>{narratives()}</comment></actual></period></indicator></result>"
        ),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(pieces)), max_size=8))
    inside = "".join(pieces[name]() for name in chosen)
    attributes = f'default-currency="{code()}" xml:lang="en" humanitarian="{draw(st.sampled_from(["0", "1"]))}"'
    return f"<iati-activity {attributes}><iati-identifier>{code()}</iati-identifier>{inside}</iati-activity>"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(activities(), min_size=1, max_size=3))
def test_what_is_read_is_written_and_read_again(read_bytes: ReadBytes, found: list[str]) -> None:
    first = read_bytes(f'<iati-activities version="2.03">{"".join(found)}</iati-activities>'.encode())
    again = read_bytes(b"".join(write(first)))
    for name, frame in plain(first).items():
        assert_frame_equal(frame, plain(again)[name])


def test_the_order_is_that_of_the_standard(read: Callable[..., Tables]) -> None:
    mixed = (
        '<transaction><value value-date="2020-01-01">5</value><transaction-type code="3"/></transaction>'
        '<sector code="1"/><recipient-country code="ML"/><title><narrative>T</narrative></title>'
        '<result><indicator measure="1"/></result><activity-status code="2"/>'
    )
    root = etree.fromstring(b"".join(write(read(mixed))))
    assert [e.tag for e in root[0]] == [
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "activity-status",
        "recipient-country",
        "sector",
        "transaction",
        "result",
    ]
    assert [e.tag for e in root[0].find("transaction")] == ["transaction-type", "value"]
    assert root.get("version") == "2.03"


def test_the_same_tables_give_the_same_bytes(read: Callable[..., Tables]) -> None:
    tables = read("<title><narrative>T</narrative></title>")
    assert b"".join(write(tables)) == b"".join(write(tables))


@pytest.mark.parametrize("old", ['version="1.03"', 'version="2.03"'])
def test_an_old_activity_comes_out_as_a_new_one(read: Callable[..., Tables], tmp_path: Path, old: str) -> None:
    tables = read('<title>Old</title><transaction><transaction-type code="D"/></transaction>', root=old)
    root = etree.fromstring(b"".join(write(tables)))
    assert root.findtext("iati-activity/title/narrative") == "Old"
    assert root.find("iati-activity/transaction/transaction-type").get("code") == "3"
