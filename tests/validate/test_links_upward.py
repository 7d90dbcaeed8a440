"""Links upward: what stands on provider-org, what state that is, and the one element to paste."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from vrede.article.policy import load_policy
from vrede.validate.links import LinkReader, Upward

READER = LinkReader(Upward.of(load_policy(), date(2026, 11, 24)))
PASTE = '<provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-{}"/>'
EXAMPLE = PASTE.format("4000001234")

# ref | provider-activity-id -> state, what to paste. All of them stood in real files.
WRITTEN = [
    ("XM-DAC-7", "XM-DAC-7-PPR-4000003915", "good", ""),
    ("XM-DAC-7", "XM-DAC-7-PPR-28345", "good", ""),
    ("XM-DAC-7", "NL-1-PPR-29481", "old", PASTE.format("29481")),
    ("NL-1", "XM-DAC-7-PPR-29481", "old", PASTE.format("29481")),
    ("NL-1", "NL-1-PPR-29481", "old", PASTE.format("29481")),
    ("XM-DAC-7", "XM-DAC-7-XM-DAC-7-PPR-4000006340", "form", PASTE.format("4000006340")),
    ("XM-DAC-7", "XM-DAC-7-NL-1-PPR-28456", "form", PASTE.format("28456")),
    ("XM-DAC-7", "4000004003", "form", PASTE.format("4000004003")),
    ("XM-DAC-7", "XM-DAC-7-4000004003", "form", PASTE.format("4000004003")),
    ("XM-DAC-7", " XM-DAC-7-PPR-4000004003", "form", PASTE.format("4000004003")),
    ("XM-DAC-7", "xm-dac-7-ppr-4000004003", "form", PASTE.format("4000004003")),
    ("XM-DAC-7", "XM-DAC-7-PPR 4000004003", "form", PASTE.format("4000004003")),
    ("XM-DAC-7", "the contract of last year", "form", EXAMPLE),
    ("XM-DAC-7", "GB-GOV-1-300", "form", EXAMPLE),
    ("XM-DAC-7", "", "missing", EXAMPLE),
    (" XM-DAC-7", "XM-DAC-7-PPR-4000003150", "ref", PASTE.format("4000003150")),
    ("", "XM-DAC-7-PPR-4000003150", "ref", PASTE.format("4000003150")),
    ("XM-DAC-7-6", "XM-DAC-7-PPR-4000003150", "ref", PASTE.format("4000003150")),
    ("GB-GOV-1", "GB-GOV-1-300", "other", ""),
    ("NL-KVK-27108436", "", "other", ""),
    ("XM-DAC-7", "OWN-1", "self", EXAMPLE),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "activity", "state", "paste"), WRITTEN)
def test_what_is_written(ref: str, activity: str, state: str, paste: str) -> None:
    """Each way of writing has its state, and its correction where the number is known."""
    provider = etree.Element("provider-org", {"ref": ref, "provider-activity-id": activity})
    found = READER.judge(provider, "OWN-1", ())
    assert found[:2] == (state, paste)


def test_a_number_elsewhere_in_the_activity_is_proposed() -> None:
    """One contract number in related-activity is taken; two are not guessed between."""
    provider = etree.Element("provider-org", {"ref": "XM-DAC-7"})
    assert READER.judge(provider, "OWN-1", ("NL-1-PPR-29481",))[1] == PASTE.format("29481")
    assert READER.judge(provider, "OWN-1", ("XM-DAC-7-PPR-29481", "XM-DAC-7-PPR-29482"))[1] == EXAMPLE
    assert READER.judge(provider, "OWN-1", ("GB-GOV-1-30000",))[1] == EXAMPLE


def test_a_provider_id_of_70000_characters_is_read_in_no_time() -> None:
    """It is not the ministry's form, and nothing is searched in it."""
    provider = etree.Element("provider-org", {"ref": "XM-DAC-7", "provider-activity-id": "XM-DAC-7-" * 7_800})
    assert READER.judge(provider, "OWN-1", ())[:2] == ("form", EXAMPLE)


def test_what_else_stands_in_the_element_stays() -> None:
    """The old ref and the old activity go at once; type, language and name stay."""
    provider = etree.fromstring(
        '<provider-org type="10" ref="NL-1" provider-activity-id="NL-1-PPR-29481">'
        '<narrative xml:lang="nl">Ministerie &amp; co</narrative></provider-org>'
    )
    state, paste, *_ = READER.judge(provider, "OWN-1", ())
    assert state == "old"
    assert paste == (
        '<provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-29481" type="10">'
        '<narrative xml:lang="nl">Ministerie &amp; co</narrative></provider-org>'
    )
    assert READER.judge(etree.fromstring(paste), "OWN-1", ())[0] == "good"


def test_a_provider_in_words_is_the_ministry_where_the_activity_says_so() -> None:
    """Without an identifier, and with the ministry as funding organisation: the link is missing."""
    provider = etree.fromstring("<provider-org><narrative>Ministry</narrative></provider-org>")
    assert READER.judge(provider, "OWN-1", ())[0] == "other"
    assert READER.judge(provider, "OWN-1", (), named=True)[:2] == (
        "missing",
        EXAMPLE.replace("/>", "><narrative>Ministry</narrative></provider-org>"),
    )
