"""Where the ministry's receiver has no identifier its name tells the channel, which makes a placement likely at most.

receiver              | type | channel   | part | grade
XM-DAC-21016          | 21   | red_cross | F3.b | coded
(none) ICRC           | 21   | red_cross | F3.b | likely, by F3.b-1+name
(none) Amref          | 21   | ngo       | F3.d | coded
"""

from __future__ import annotations

import re

import pytest

from lakefolder import Folder, activity, transaction

OURS = "XM-DAC-7"
RELIEF = '<sector vocabulary="1" code="72010"/>'


def receiver(name: str, ref: str = "") -> str:
    mark = f' ref="{ref}"' if ref else ""
    return f"<receiver-org{mark}><narrative>{name}</narrative></receiver-org>"


def implementer(name: str, ref: str = "", kind: str = "21", code: str = "") -> str:
    marks = "".join(f' {n}="{v}"' for n, v in (("ref", ref), ("crs-channel-code", code)) if v)
    return f'<participating-org role="4" type="{kind}"{marks}><narrative>{name}</narrative></participating-org>'


CASES = [
    ("an identifier", receiver("ICRC", "XM-DAC-21016"), "", "red_cross", False, ("F3.b", "coded", "F3.b-1")),
    ("a receiver's name", receiver("ICRC"), "", "red_cross", True, ("F3.b", "likely", "F3.b-1+name")),
    ("a participant's name", "", implementer("Nederlandse Rode Kruis (NRK)"), "red_cross", True, ("F3.b", "likely", "F3.b-1+name")),
    ("UN, not just multilateral", "", implementer("WHO-Assessed", kind="40"), "un", True, ("F3.a", "likely", "F3.a-1+name")),
    ("a participant's identifier before any name", receiver("ICRC"), implementer("WHO", "XM-DAC-928", "40"), "un", False, ("F3.a", "coded", "F3.a-1")),
    ("a channel code before any name", receiver("ICRC"), implementer("x", code="41122"), "un", False, ("F3.a", "coded", "F3.a-1")),
    ("a name that is not on the list", receiver("Amref Health Africa"), implementer("Amref Health Africa"), "ngo", False, ("F3.d", "coded", "F3.d-1")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "parties", "channel", "by_name", "placed"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_the_channel_of_own_money(
    folder: Folder, inside: str, parties: str, channel: str, by_name: bool, placed: tuple[str, str, str]
) -> None:
    folder.file("a.xml", activity("A", ref=OURS, inside=RELIEF + parties + transaction("3 2020-01-01 7", inside)))
    snapshot = folder.build()
    assert snapshot.table("transaction").select("channel", "channel_by_name").rows() == [(channel, by_name)]
    humanitarian = snapshot.table("placement").filter(snapshot.table("placement")["clause"] == "F3")
    assert humanitarian.select("part", "grade", "rule").rows() == [placed]


REF = {
    "NGO": ("GB-CHC-1", "22"),
    "government": ("GB-GOV-1", "10"),
    "Commission": ("XI-IATI-EC_ECHO", "40"),
    "nobody": ("XX-1", ""),
}
OTHERS = [
    # who publishes | receiver | who implements | channel | told from a name
    ("NGO", receiver("ICRC"), implementer("ICRC"), "ngo", False),
    ("NGO", receiver("ICRC", "XM-DAC-21016"), "", "ngo", False),
    ("government", receiver("ICRC", "XM-DAC-21016"), implementer("WHO", "XM-DAC-928", "40"), "red_cross", False),
    ("government", receiver("ICRC"), implementer("WHO", "XM-DAC-928", "40"), "un", False),
    ("government", receiver("ICRC"), "", "red_cross", True),
    ("government", "", implementer("ICRC"), "red_cross", True),
    ("government", "", implementer("ICRC") + implementer("WHO", "XM-DAC-928", "40"), "government", False),
    ("government", "", implementer("Somebody unheard of"), "government", False),
    ("government", receiver("Itself", "GB-GOV-1"), implementer("WHO", "XM-DAC-928", "40"), "un", False),
    ("government", "", "", "government", False),
    ("Commission", receiver("ICRC", "XM-DAC-21016"), "", "red_cross", False),
    ("nobody", "", implementer("x", code="41122"), "un", False),
]


@pytest.mark.parametrize(("who", "inside", "parties", "channel", "by_name"), OTHERS)
def test_money_of_others_goes_through_who_does_the_work(
    folder: Folder, who: str, inside: str, parties: str, channel: str, by_name: bool
) -> None:
    """A publisher that pays others is no way of its own: its receiver is, else its only implementer. Of several nobody knows who
    got what. The partner stays the publisher."""
    ref, kind = REF[who]
    mark = f' type="{kind}"' if kind else ""
    reporting = f'<reporting-org ref="{ref}"{mark}><narrative>x</narrative></reporting-org>'
    xml = activity("A", ref=ref, inside=parties + transaction("3 2020-01-01 7", inside))
    folder.file("a.xml", re.sub(r"<reporting-org.*?(/>|</reporting-org>)", reporting, xml, count=1))
    found = folder.build().table("transaction")
    assert found.select("channel", "channel_by_name").rows() == [(channel, by_name)]
    assert found["partner_ref"].to_list() == [ref.upper()]


SCOPE = '<humanitarian-scope type="1" vocabulary="1-2" code="EP-2020-000012"/>'
SCOPES = [
    ("a disaster and no sector", SCOPE, "", []),
    ("a disaster and words of relief", SCOPE + "<description><narrative>Food parcels</narrative></description>", "", [("F3.d", "likely")]),
    ("a disaster and a humanitarian sector of three digits", SCOPE, '<sector vocabulary="2" code="720"/>', [("F3.d", "likely")]),
    ("a disaster and the reform of a ministry", SCOPE, '<sector vocabulary="1" code="15110"/>', []),
    ("a disaster, energy, and the humanitarian flag", SCOPE, '<sector vocabulary="1" code="23210"/>', []),
    ("words, and health as purpose", "<description><narrative>Supplies in emergencies</narrative></description>", '<sector vocabulary="1" code="13020"/>', []),
    ("words, and no sector", "<description><narrative>Supplies in emergencies</narrative></description>", "", [("F3.d", "text")]),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "sector", "expected"), [row[1:] for row in SCOPES], ids=[row[0] for row in SCOPES])
def test_the_number_of_a_disaster_is_no_code_for_aid(
    folder: Folder, inside: str, sector: str, expected: list[tuple[str, str]]
) -> None:
    """Every activity against COVID-19 may carry it, also energy and policy loans."""
    flag = 'humanitarian="1"' if sector and "23210" in sector else ""
    folder.file("a.xml", activity("A", "3 2020-01-01 7", ref="XM-9", inside=inside + sector, attributes=flag))
    placement = folder.build().table("placement")
    assert placement.filter(placement["clause"] == "F3").select("part", "grade").rows() == expected
