"""What stands in a file is in a table, or an issue names it: activities in one another, wrong roots, entities, names in capitals."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from vrede.sources.iati.file import FileIssue
from vrede.sources.iati.folder import find_files
from vrede.sources.iati.read import read_file

HEAD = '<iati-activities version="2.03">'


def activity(number: str, inside: str = "", amount: str = "30000") -> str:
    """An activity that spends."""
    return (
        f'<iati-activity default-currency="EUR"><iati-identifier>{number}</iati-identifier><reporting-org ref="NL-KVK-1"/>'
        f'<transaction><transaction-type code="3"/><transaction-date iso-date="2024-03-01"/><value value-date="2024-03-01">{amount}</value>'
        f"</transaction>{inside}</iati-activity>"
    )


def read(path: Path) -> tuple[list[str], list[tuple[str, str, str]], int]:
    """(identifiers in order, issues, transactions) of a file."""
    found, issues, money = [], [], 0
    for batch in read_file(path):
        if "activity" in batch.tables:
            found += batch.tables["activity"]["iati_identifier"].to_list()
            money += batch.tables["transaction"].height
        issues += batch.issues.select("element", "value", "reason").rows()
    return found, issues, money


NESTED = [
    ("at the end", activity("S1", activity("S2")) + activity("S3")),
    ("in the middle", activity("S1", activity("S2") + "<title><narrative>after</narrative></title>") + activity("S3")),
    ("below another element", activity("S1", f"<result>{activity('S2')}</result>") + activity("S3")),
    ("twice", activity("S1", activity("S2", activity("S3")))),
]


@pytest.mark.parametrize("inside", [text for _name, text in NESTED], ids=[name for name, _text in NESTED])
def test_an_activity_inside_another_is_one_of_its_own(inside: str, tmp_path: Path) -> None:
    """All three with their own identifier and money, and an issue names the one around it."""
    path = tmp_path / "a.xml"
    path.write_text(HEAD + inside + "</iati-activities>")
    found, issues, money = read(path)
    assert (sorted(found), money) == (["S1", "S2", "S3"], 3)
    assert next((element, value) for element, value, _reason in issues if "inside another" in _reason) in [
        ("iati-activity", "S1"), ("iati-activity", "S2")
    ]  # fmt: skip


@pytest.mark.parametrize(("root", "child"), [("organisations", "activity"), ("activities", "organisation")])
def test_only_the_other_kind_below_a_root_is_no_empty_file(root: str, child: str, tmp_path: Path) -> None:
    """It says how many there are, and on which line the first."""
    path = tmp_path / "a.xml"
    path.write_text(f'<iati-{root} version="2.03">\n\n<iati-{child}/><iati-{child}/>\n</iati-{root}>')
    with pytest.raises(FileIssue, match=f"2 iati-{child}, the first on line 3") as caught:
        read(path)
    assert caught.value.reason == "wrong-root"


def test_an_organisation_among_activities_is_told(tmp_path: Path) -> None:
    """The activities are read all the same."""
    path = tmp_path / "a.xml"
    path.write_text(HEAD + activity("A") + "\n<iati-organisation/>" + activity("B") + "</iati-activities>")
    found, issues, _money = read(path)
    assert found == ["A", "B"]
    assert issues == [
        (
            "iati-organisation",
            "1 iati-organisation, the first on line 2",
            "iati-organisation below a root for the other kind: not read",
        )
    ]


@pytest.mark.parametrize("name", ["eacute", "nbsp", "Ouml", "hellip"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_of_html_is_named_with_its_line(name: str, packed: bool, encoding: str, tmp_path: Path) -> None:
    """Not what a parser makes of it; those in a comment or CDATA are none."""
    text = f"{HEAD}\n<!-- &copy; --><iati-activity><title><narrative>&amp;<![CDATA[&euro;]]>\n&{name};</narrative></title></iati-activity></iati-activities>"
    data = text.encode(encoding)
    path = tmp_path / "a.xml"
    path.write_bytes(gzip.compress(data) if packed else data)
    with pytest.raises(FileIssue) as caught:
        read(path)
    assert (caught.value.reason, caught.value.detail) == (
        "ill-formed", f"&{name}; on line 3 is no entity of XML: write the character itself"
    )  # fmt: skip


def test_names_in_capitals_are_read(tmp_path: Path) -> None:
    """As a system that knows no case writes them; hidden ones are not."""
    for name in ("ACTIVITIES.XML", "b.Xml", "C.XML.GZ", ".hidden.XML", "d.txt"):
        (tmp_path / name).write_text(HEAD + "</iati-activities>")
    assert [file.name for file in find_files(tmp_path)] == ["ACTIVITIES.XML", "C.XML.GZ", "b.Xml"]
