"""Signs of others, drawn: who is coded, who is not, and what its kin, title, partner, publisher or own list say of it."""

from __future__ import annotations

import polars as pl
import pytest

from lakefolder import Folder, activity, transaction
from vrede.money.signs import kinship

CODE = {"relief": "72010", "peace": "15220", "roads": "21020"}


def one(
    name: str,
    subject: str = "",
    title: str = "",
    related: str = "",
    implementer: str = "",
    ref: str = "XX-1",
    sector: str = "",
    attributes: str = "",
) -> str:
    """An activity: subject by purpose code, or none; related 'type:identifier'."""
    inside = f'<sector vocabulary="1" code="{CODE[subject]}"/>' if subject else sector
    if related:
        kind, other = related.split(":")
        inside += f'<related-activity type="{kind}" ref="{other}"/>'
    if implementer:
        inside += f'<participating-org role="4" type="22"><narrative>{implementer}</narrative></participating-org>'
    made = activity(name, ref=ref, inside=inside + transaction("3 2023-05-01 7"), attributes=attributes)
    return made.replace(f"Title of {name}", title or f"Title of {name}")


CASES = {
    "a child of a coded parent": ([one("P", "peace"), one("A", related="1:P")], {("F1.a", "likely", "kin")}),
    "a parent of a coded child, said by the child": ([one("P", "peace", related="1:A"), one("A")], {("F1.a", "likely", "kin")}),
    "a sibling through one parent": ([one("P"), one("B", "peace", related="1:P"), one("A", related="1:P")], {("F1.a", "likely", "kin")}),
    "kin that differ: half is enough": ([one("P", "peace", related="2:A"), one("Q", "roads", related="2:A"), one("A")], {("F1.a", "likely", "kin")}),
    "kin that differ: a third is not": ([one("P", "peace", related="2:A"), one("Q", "roads", related="2:A"), one("R", "roads", related="2:A"), one("A")], set()),
    "kin of another publisher": ([one("P", "peace", ref="XX-2"), one("A", related="1:P")], set()),
    "funded by is no kin": ([one("P", "peace"), one("A", related="4:P")], set()),
    "the same title, whatever its case and numbers": (
        [one("P", "peace", "Boreholes of Timbuktu 2019", ref="XX-2"), one("A", title="BOREHOLES of Timbuktu - 2023")], {("F1.a", "likely", "title")},
    ),
    "a title too short to tell": ([one("P", "peace", "Phase II", ref="XX-2"), one("A", title="Phase 3 ii")], set()),
    "a partner with three coded works": ([*(one(f"P{n}", "peace", implementer="Doves United", ref="XX-2") for n in range(3)), one("A", implementer="doves united")], {("F1.a", "likely", "partner")}),
    "a partner with two": ([*(one(f"P{n}", "peace", implementer="Doves United", ref="XX-2") for n in range(2)), one("A", implementer="Doves United")], set()),
    "a partner that also builds roads": (
        [*(one(f"P{n}", "peace" if n else "roads", implementer="Doves United", ref="XX-2") for n in range(4)), one("A", implementer="Doves United")], set(),
    ),
    "a code that names a subject goes before all of it": ([one("P", "peace"), one("A", "roads", related="1:P")], set()),
    "a code of the publisher's own list": ([one("A", ref="XM-DAC-47066", sector='<sector vocabulary="99" code="RR"/>')], {("F6.e", "likely", "own-list")}),
    "the same code of somebody else": ([one("A", sector='<sector vocabulary="99" code="RR"/>')], set()),
    "a code in small letters": ([one("A", ref="XM-DAC-47066", sector='<sector vocabulary="99" code="rr"/>')], {("F6.e", "likely", "own-list")}),
}  # fmt: skip


@pytest.mark.parametrize(("activities", "expected"), CASES.values(), ids=CASES.keys())
def test_signs(folder: Folder, activities: list[str], expected: set[tuple[str, str, str]]) -> None:
    """Which parts the activity A is placed under because of others: part, grade, sign."""
    folder.file("a.xml", *activities)
    snapshot = folder.build()
    known = snapshot.table("activity").select("activity_key", "iati_identifier")
    rows = snapshot.table("placement").join(snapshot.table("slice"), on="slice_key").join(known, on="activity_key")
    mine = rows.filter(rows["iati_identifier"] == "A")
    signs = set(snapshot.table("placement_sign")["sign"])
    assert {row for row in mine.select("part", "grade", "rule").rows() if row[2] in signs} == expected


def test_what_a_sign_rests_on_is_told(folder: Folder) -> None:
    folder.file("a.xml", one("P", "peace"), one("A", related="1:P"))
    found = folder.build().table("placement_sign").select("serves", "sign", "about").rows()
    assert found == [("F1.a", "kin", "P")]


def test_an_activity_is_never_its_own_witness(folder: Folder) -> None:
    """A title that it alone carries, kin that is itself, a partner that works for nobody else."""
    folder.file("a.xml", one("A", "peace", "Boreholes of Timbuktu", related="1:A", implementer="Doves United"))
    assert folder.build().table("placement_sign").is_empty()


def test_what_two_spellings_share_is_told_by_the_first_in_order(folder: Folder) -> None:
    """Two names of one partner in one activity: which of them speaks hangs on no order of threads."""
    rest = [one(f"P{n}", "peace", implementer="Doves United", ref="XX-2") for n in range(3)]
    twice = one("A", implementer="doves united").replace(
        "<participating-org",
        '<participating-org role="4" type="22"><narrative>DOVES UNITED</narrative></participating-org><participating-org',
        1,
    )
    folder.file("a.xml", *rest, twice)
    found = folder.build().table("placement_sign").select("sign", "about").rows()
    assert found == [("partner", "DOVES UNITED")]


@pytest.mark.parametrize(("largest", "siblings"), [(3, True), (2, False)])
def test_children_of_a_parent_with_too_many_are_no_siblings(largest: int, siblings: bool) -> None:
    """Parent 0 of the three children 1 to 3, all coded: it stays their parent in any case."""
    activity = pl.DataFrame(
        {"activity_key": [0, 1, 2, 3], "iati_identifier": ["P", "A", "B", "C"], "reporting_org_ref": ["X"] * 4}
    )
    related = pl.DataFrame({"activity_key": [1, 2, 3], "ref": ["P"] * 3, "type": ["1"] * 3})
    found = set(kinship(activity, related, activity.select("activity_key"), largest).rows())
    assert {(child, 0) for child in (1, 2, 3)} | {(0, child) for child in (1, 2, 3)} <= found
    assert ((1, 2) in found) == siblings
