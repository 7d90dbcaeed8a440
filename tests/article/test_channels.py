"""Which channel an organisation is, from what files really carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.article import ArticleText, channel_of, load_texts, normal_identifier
from vrede.article.channels import channel_named

CHANNELS = load_texts()[0].channels

# identifier | type | channel code | channel
ORGANISATIONS = """
XM-DAC-41121           | 40 |       | un
41122                  | 40 |       | un
                       | 40 | 41140 | un
XM-DAC-47066           | 40 |       | un
XM-OCHA-CBPF-SSD19     | 40 |       | un
XM-DAC-21016           | 21 |       | red_cross
NL-KVK-40409352        | 22 |       | red_cross
NL-KVK-41160054        | 21 |       | dutch_ngo
NL-KvK-41198890        | 22 |       | dutch_ngo
NL-KVK- 41160054       | 22 |       | dutch_ngo
NL-NL-KVK-41009723     | 22 |       | dutch_ngo
NL-KVK-72849770-DIF    | 22 |       | dutch_ngo
NL-KVK-99999999        | 22 |       | dutch_ngo
NL-KVK-99999999        | 70 |       | private
GB-CHC-1001813         | 21 |       | mine_action
GB-CHC-285908          | 21 |       | ngo
22000                  |    |       | ngo
44000                  | 40 |       | bank
47122                  | 40 |       | multilateral
                       | 10 |       | government
12000                  |    |       | government
51000                  |    |       | research
                       | 80 |       | research
                       |    |       | other
"""


@pytest.mark.parametrize(
    ("identifier", "kind", "code", "channel"),
    [tuple(cell.strip() for cell in line.split("|")) for line in ORGANISATIONS.strip().splitlines()],
)
def test_an_organisation_has_one_channel(
    texts: tuple[ArticleText, ...], identifier: str, kind: str, code: str, channel: str
) -> None:
    assert channel_of(texts[0].channels, identifier, kind, code) == channel


# the name of an organisation without identifier | channel
NAMES = """
ICRC                                              | red_cross
Nederlandse Rode Kruis (NRK)                      | red_cross
Kenya Red Cross Society                           | red_cross
WHO-Assessed                                      | un
WHO                                               | un
WORLD HEALTH ORGANISATION                         | un
UN Women                                          | un
United Nations Children's Fund (UNICEF)           | un
WOMEN WHO LEAD                                    | -
Women who lead                                    | -
Dutch Relief Alliance                             | dutch_ngo
PAX                                               | dutch_ngo
Pax Christi                                       | -
IBRD                                              | bank
ICRCS Holding                                     | -
Amref Health Africa                               | -
"""


@pytest.mark.parametrize(
    ("name", "channel"), [tuple(cell.strip() for cell in line.split("|")) for line in NAMES.strip().splitlines()]
)
def test_a_name_tells_the_channel_as_whole_words(texts: tuple[ArticleText, ...], name: str, channel: str) -> None:
    assert (channel_named(texts[0].channels, name) or "-") == channel


def test_names_come_with_their_source(texts: tuple[ArticleText, ...]) -> None:
    assert all(bool(channel.names) == bool(channel.names_source) for channel in texts[-1].channels)
    assert "checked" in str(texts[-1].channel("un").names_source)


def test_the_alliance_has_its_fourteen_members_and_its_foundation(texts: tuple[ArticleText, ...]) -> None:
    assert sum(body.alliance == "dra" for body in texts[0].channel("dutch_ngo").bodies) == 15


@given(st.text(max_size=30), st.text(max_size=3), st.text(max_size=6))
def test_there_is_always_an_answer(identifier: str, kind: str, code: str) -> None:
    assert channel_of(CHANNELS, identifier, kind, code) in {channel.id for channel in CHANNELS}


@given(st.text(alphabet="NL-KVKnlkv 0123456789", max_size=30).filter(lambda raw: "NL-NL-NL" not in raw.upper()))
def test_blanks_and_case_do_not_matter(raw: str) -> None:
    assert normal_identifier(raw) == normal_identifier(f"  {raw.replace('-', ' - ')} ".lower())
