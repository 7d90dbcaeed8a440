"""A stated identifier that nobody publishes: what it may have meant, and when nothing is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.chain.identifiers import LONGEST, Identifiers

MINISTRY = ("XM-DAC-7", "NL-1")
FORMS = ("XM-DAC-7-PPR-[0-9]{5}", "XM-DAC-7-PPR-40000[0-9]{5}")
PUBLISHED = (
    "XM-DAC-7-PPR-4000006340",
    "XM-DAC-7-PPR-28456",
    "NL-KVK-41198890-SSD100224",
    "NL-1-PPR-28999",
    "GB-GOV-1-300123",
    "XI-IATI-EC_INTPA-2018/39974/0",
    "AA-1-22",
)


def asked(*published: str) -> Identifiers:
    prefixes = {"NL-1-": "XM-DAC-7-", "GB-1-": "GB-GOV-1-"}
    return Identifiers(published or PUBLISHED, prefixes, MINISTRY, FORMS, "PPR-")


# stated | meant | rule | published here
TYPED = [
    ("nl-kvk-41198890-ssd100224", "NL-KVK-41198890-SSD100224", "case or spaces", True),
    ("NL-KVK- 41198890-SSD100224", "NL-KVK-41198890-SSD100224", "case or spaces", True),
    ("NL-KVK-41198890–SSD100224", "NL-KVK-41198890-SSD100224", "punctuation", True),
    ("XI-IATI-EC_INTPA-2018/399-740", "XI-IATI-EC_INTPA-2018/39974/0", "punctuation", True),
    ("XM-DAC-7-XM-DAC-7-PPR-4000006340", "XM-DAC-7-PPR-4000006340", "prefix twice", True),
    ("XM-DAC-7-NL-1-PPR-28456", "XM-DAC-7-PPR-28456", "prefix twice", True),
    ("NL-1-PPR-28456", "XM-DAC-7-PPR-28456", "old prefix", True),
    ("XM-DAC-7-PPR-28999", "NL-1-PPR-28999", "new prefix", True),
    ("XM-DAC-7-NL-1-PPR-28999", "NL-1-PPR-28999", "prefix twice", True),
    ("GB-1-300123", "GB-GOV-1-300123", "old prefix", True),
    ("XM-DAC-7-4000006340", "XM-DAC-7-PPR-4000006340", "part left out", True),
    ("XM-DAC-7-PPR-40000006340", "XM-DAC-7-PPR-4000006340", "character doubled", True),
    # not published here, but the form says what was meant
    ("XM-DAC-7-NL-1-PPR-28457", "XM-DAC-7-PPR-28457", "form", False),
    ("XM-DAC-7-XM-DAC-7-PPR-4000006341", "XM-DAC-7-PPR-4000006341", "form", False),
    ("XM-DAC-7-4000004088", "XM-DAC-7-PPR-4000004088", "form", False),
    ("XM-DAC-7-PPR-40000001163", "XM-DAC-7-PPR-4000001163", "form", False),
    ("NL-1-PPR-27538", "XM-DAC-7-PPR-27538", "form", False),
]


@pytest.mark.parametrize(("stated", "meant", "rule", "published"), TYPED, ids=[row[0] for row in TYPED])
def test_what_was_meant(stated: str, meant: str, rule: str, published: bool) -> None:
    found = asked().meant(stated)
    assert found is not None
    assert (found.identifier, found.rule, found.published) == (meant, rule, published)


NOTHING = {
    "another number of the ministry": "XM-DAC-7-PPR-28457",
    "a department": "XM-DAC-7-6",
    "a digit is wrong": "NL-KVK-41198890-SSD100225",
    "a digit is missing": "NL-KVK-41198890-SSD10022",
    "short and punctuated": "AA/1/22",
    "empty": "",
    "seventy thousand characters": "X" * 70_000,
    "longer than any identifier": "X" * (LONGEST + 1),
}


@pytest.mark.parametrize("stated", NOTHING.values(), ids=NOTHING)
def test_nothing_is_said(stated: str) -> None:
    assert asked().meant(stated) is None


def test_two_that_fit_are_none() -> None:
    assert asked("AB-1-2345", "AB-12-345").meant("AB 12345") is None


@given(st.text(max_size=40))
def test_whatever_is_stated_only_published_or_well_formed_identifiers_are_proposed(stated: str) -> None:
    identifiers = asked()
    found = identifiers.meant(stated)
    assert found is None or found.published == (found.identifier in identifiers.published)
    assert found is None or found.published or identifiers.formed(found.identifier)
