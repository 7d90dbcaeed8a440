"""Where the ministry's receiver has no identifier its name tells the channel, which makes a placement likely at most.

receiver              | type | channel   | part | grade
XM-DAC-21016          | 21   | red_cross | F3.b | coded
(none) ICRC           | 21   | red_cross | F3.b | likely, by F3.b-1+name
(none) Amref          | 21   | ngo       | F3.d | coded
"""

from __future__ import annotations

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


def test_money_of_others_goes_through_its_publisher_whatever_names_it_holds(folder: Folder) -> None:
    inside = implementer("ICRC") + transaction("3 2020-01-01 7", receiver("ICRC"))
    folder.file("a.xml", activity("A", ref="GB-CHC-1", inside=inside))
    assert folder.build().table("transaction")["channel_by_name"].to_list() == [False]


SCOPE = '<humanitarian-scope type="1" vocabulary="1-2" code="EP-2020-000012"/>'
SCOPES = [
    ("a disaster and no sector", SCOPE, "", [("F3.d", "likely")]),
    ("a disaster and a humanitarian sector of three digits", SCOPE, '<sector vocabulary="2" code="720"/>', [("F3.d", "likely")]),
    ("a disaster and the reform of a ministry", SCOPE, '<sector vocabulary="1" code="15110"/>', []),
    ("a disaster, energy, and the humanitarian flag", SCOPE, '<sector vocabulary="1" code="23210"/>', [("F3.d", "coded")]),
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
