"""Which copy of an activity counts: vintages, parts, duplicates, revisions, and the ministry's ref in another's file."""

from __future__ import annotations

import pytest

from lakefolder import Folder, activity, amounts, states

OLD, NEW = "2021-01-01", "2021-02-01"

# what it shows | datasets.csv (file,retrieved,publisher) | file -> activities | states in order of files | cents that count
TABLE = [
    ("two files of one publisher, other years: parts, the union counts",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},P"}, {"a.xml": [("A", "3 2020-01-01 1")], "b.xml": [("A", "3 2021-01-01 2")]}, "part counted", [100, 200]),
    ("one transaction stands in both: a duplicate",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},P"}, {"a.xml": [("A", "3 2020-01-01 1")], "b.xml": [("A", "3 2020-01-01 1", "3 2021-01-01 2")]}, "dup-or-counted", None),
    ("the same money with another currency stated: a duplicate, never a part",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},P"}, {"a.xml": [("A", "3 2020-01-01 1")], "b.xml": [("A", "3 2020-01-01 1 EUR")]}, "one", [100]),
    ("other years but of two publishers: one counts",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},Q"}, {"a.xml": [("A", "3 2020-01-01 1")], "b.xml": [("A", "3 2021-01-01 2")]}, "one", None),
    ("other years, nobody says whose: parts",
     {"a.xml": f"{NEW},", "b.xml": f"{NEW},"}, {"a.xml": [("A", "3 2020-01-01 1")], "b.xml": [("A", "3 2021-01-01 2")]}, "part counted", [100, 200]),
    ("no transactions at all: a duplicate",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},P"}, {"a.xml": [("A",)], "b.xml": [("A",)]}, "one", []),
    ("a later retrieval replaces whole, even where it says less",
     {"a.xml": f"{OLD},P", "b.xml": f"{NEW},P"}, {"a.xml": [("A", "3 2020-01-01 1", "3 2020-02-01 7")], "b.xml": [("A", "3 2021-01-01 2")]}, "revised counted", [200]),
    ("what only the older retrieval has still counts",
     {"a.xml": f"{OLD},P", "b.xml": f"{NEW},P"}, {"a.xml": [("A", "3 2020-01-01 1"), ("B", "3 2020-01-01 5")], "b.xml": [("A", "3 2020-01-01 2")]}, "revised counted counted", [200, 500]),
    ("twice in one file: one counts",
     {"a.xml": f"{NEW},P"}, {"a.xml": [("A", "3 2020-01-01 1"), ("A", "3 2020-01-01 1")]}, "counted duplicate", [100]),
    ("outer white space is no part of an identity",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},P"}, {"a.xml": [(" A\n", "3 2020-01-01 1")], "b.xml": [("A", "3 2020-01-01 1")]}, "one", [100]),
    ("case is part of an identity",
     {"a.xml": f"{NEW},P", "b.xml": f"{NEW},P"}, {"a.xml": [("a", "3 2020-01-01 1")], "b.xml": [("A", "3 2020-01-01 1")]}, "counted counted", [100, 100]),
    ("an empty identifier makes every copy an activity of its own",
     {"a.xml": f"{NEW},P"}, {"a.xml": [("", "3 2020-01-01 1"), (" ", "3 2020-01-01 1")]}, "counted counted", [100, 100]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("datasets", "files", "expected", "cents"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_copies(
    folder: Folder,
    datasets: dict[str, str],
    files: dict[str, list[tuple[str, ...]]],
    expected: str,
    cents: list[int] | None,
) -> None:
    for name, rows in files.items():
        folder.file(name, *(activity(*row) for row in rows))
    folder.datasets(*(f"{name},{row},CC0," for name, row in datasets.items()))
    snapshot = folder.build()
    found = [state for _, _, state in states(snapshot)]
    if expected in ("one", "dup-or-counted"):
        assert sorted(found) == ["counted", "duplicate"]
    elif expected == "part counted":
        assert sorted(found) == ["counted", "part"]
    else:
        assert found == expected.split()
    if cents is not None:
        assert amounts(snapshot) == cents
    assert snapshot.table("activity").height == found.count("counted")


def test_of_one_vintage_the_later_update_leads(folder: Folder) -> None:
    for name, updated, amount in (("a", "2021-01-02", "1"), ("b", "2021-01-01", "2")):
        folder.file(
            f"{name}.xml",
            activity(
                "A",
                f"3 2020-01-01 {amount}",
                "3 2020-05-05 9",
                attributes=f'last-updated-datetime="{updated}T00:00:00Z"',
            ),
        )
    folder.datasets(f"a.xml,{NEW},P,,", f"b.xml,{NEW},P,,")
    assert amounts(folder.build()) == [100, 900]


def test_without_updates_the_later_generation_leads(folder: Folder) -> None:
    folder.file(
        "a.xml",
        activity("A", "3 2020-01-01 1", "3 2020-05-05 9"),
        root='version="2.03" generated-datetime="2021-01-02T00:00:00Z"',
    )
    folder.file(
        "b.xml",
        activity("A", "3 2020-01-01 2", "3 2020-05-05 9"),
        root='version="2.03" generated-datetime="2021-01-01T00:00:00Z"',
    )
    folder.datasets(f"a.xml,{NEW},P,,", f"b.xml,{NEW},P,,")
    assert amounts(folder.build()) == [100, 900]


def test_the_retrieval_beats_an_update_date(folder: Folder) -> None:
    """Newer files often carry no update date at all."""
    folder.file("old.xml", activity("A", "3 2020-01-01 1", attributes='last-updated-datetime="2021-01-31T00:00:00Z"'))
    folder.file("new.xml", activity("A", "3 2020-01-01 2"))
    folder.datasets(f"old.xml,{OLD},P,,", f"new.xml,{NEW},P,,")
    assert amounts(folder.build()) == [200]


def test_without_a_list_the_files_own_day_is_the_vintage_and_that_is_said(folder: Folder) -> None:
    folder.file(
        "a.xml", activity("A", "3 2020-01-01 1"), root='version="2.03" generated-datetime="2021-01-02T00:00:00Z"'
    )
    folder.file("b.xml", activity("A", "3 2020-01-01 2", attributes='last-updated-datetime="2021-01-03T00:00:00Z"'))
    folder.file("c.xml", activity("B", "3 2020-01-01 3"))
    snapshot = folder.build()
    assert amounts(snapshot) == [200, 300]
    said = snapshot.table("activity").select("iati_identifier", "vintage", "vintage_source").rows()
    assert said == [("A", "2021-01-03", "file"), ("B", "0001-01-01", "none")]
    reasons = snapshot.table("issue")["reason"].to_list()
    assert reasons.count("day of retrieval unknown: the file's own date is used") == 2


def test_two_publishers_with_one_identifier_are_two_activities(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 1", ref="P"), activity("A", "3 2020-01-01 1", ref="Q"))
    assert folder.build().table("activity").height == 2


def test_another_owner_never_replaces_the_ministrys_figures(folder: Folder) -> None:
    folder.file("own.xml", activity("A", "3 2020-01-01 1", ref="XM-DAC-7"))
    folder.file("claim.xml", activity("A", "3 2020-01-01 99", ref="XM-DAC-7"))
    folder.datasets(f"own.xml,{OLD},XM-DAC-7,,", f"claim.xml,{NEW},SOMEBODY,,")
    snapshot = folder.build()
    assert states(snapshot) == [("claim.xml", 0, "foreign"), ("own.xml", 0, "counted")]
    assert amounts(snapshot) == [100]
    assert snapshot.table("activity")["measure"].to_list() == ["own"]


def test_where_only_another_has_it_it_is_in_no_measure(folder: Folder) -> None:
    folder.file("claim.xml", activity("A", "3 2020-01-01 99", ref="XM-DAC-7"))
    folder.datasets(f"claim.xml,{NEW},SOMEBODY,,")
    row = folder.build().table("activity").select("measure", "owner_state").row(0)
    assert row == ("none", "other")


def test_all_copies_are_kept_with_their_place(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 1"), activity("B"))
    folder.file("b.xml", activity("A", "3 2020-01-01 1"))
    copies = folder.build().table("copy")
    for name, start, end in copies.select("dataset", "byte_start", "byte_end").iter_rows():
        piece = (folder.root / name).read_bytes()[start:end]
        assert piece.startswith(b"<iati-activity")
        assert piece.endswith(b"</iati-activity>")
    assert copies.height == 3


def test_an_issue_says_in_which_copy_it_stands(folder: Folder) -> None:
    for name, day in (("a", OLD), ("b", NEW)):
        folder.file(f"{name}.xml", activity("A", "3 2020-01-01 1,5"))
        folder.datasets(f"a.xml,{OLD},P,,", f"b.xml,{day},P,,")
    issues = folder.build().table("issue")
    values = issues.filter(issues["level"] == "value").select("dataset", "state", "value").rows()
    assert values == [("a.xml", "revised", "1,5"), ("b.xml", "counted", "1,5")]


def test_an_empty_identifier_is_an_issue(folder: Folder) -> None:
    folder.file("a.xml", activity(""))
    assert "empty identifier: known by file and place in it" in folder.build().table("issue")["reason"].to_list()


INHERITED = [
    ("narrative", "language", ["nl", "nl"]),
    ("budget", "currency", ["EUR", "USD"]),
    ("planned_disbursement", "currency", ["EUR"]),
    ("transaction", "flow_type", ["10", "30"]),
    ("transaction", "finance_type", ["110", "110"]),
    ("transaction", "aid_type", ["C01", "C01"]),
    ("transaction", "tied_status", ["5", "5"]),
    ("transaction", "price_currency", ["EUR", "USD"]),
    ("transaction", "currency", [None, "USD"]),
]


@pytest.mark.parametrize(("table", "column", "expected"), INHERITED)
def test_what_is_left_open_takes_the_activitys_default(
    folder: Folder, table: str, column: str, expected: list[str | None]
) -> None:
    """Stated beats inherited; a transaction's stated currency stays what it is, beside the one it is priced in."""
    inside = (
        '<default-flow-type code="10"/><default-finance-type code="110"/><default-aid-type code="C01"/><default-tied-status code="5"/>'
        "<budget><value>5</value></budget><budget><value currency='USD'>5</value></budget><planned-disbursement><value>5</value></planned-disbursement>"
        "<transaction><value>1</value></transaction><transaction><flow-type code='30'/><value currency='USD'>1</value></transaction>"
    )
    folder.file("a.xml", activity("A", inside=inside, attributes='xml:lang="nl"'))
    assert folder.build().table(table)[column].to_list() == expected


def test_the_humanitarian_flag_of_the_transaction_beats_the_activitys(folder: Folder) -> None:
    rows = "".join(
        f'<transaction {flag}><transaction-type code="3"/><transaction-date iso-date="2020-01-01"/><value>1</value></transaction>'
        for flag in ("", 'humanitarian="0"', 'humanitarian="1"')
    )
    folder.file("a.xml", activity("A", inside=rows, attributes='humanitarian="1"'))
    assert folder.build().table("slice")["humanitarian"].to_list() == [True, False, True]


# publisher and identifier of two copies | one activity
NAMES = [
    (("NL-1", "NL-1-PPR-28456"), ("XM-DAC-7", "XM-DAC-7-PPR-28456"), True),
    (("nl-1 ", "NL-1-PPR-28456"), ("XM-DAC-7", "NL-1-PPR-28456"), True),
    (("XM-DAC-7", "XM-DAC-7-PPR-28456"), ("XM-DAC-7", "XM-DAC-7-PPR-28457"), False),
    (("NL-KVK-1", "NL-1-PPR-28456"), ("XM-DAC-7", "XM-DAC-7-PPR-28456"), False),
]


@pytest.mark.parametrize(("old", "new", "one"), NAMES)
def test_the_ministry_under_either_of_its_references_is_one(
    folder: Folder, old: tuple[str, str], new: tuple[str, str], one: bool
) -> None:
    folder.file("old.xml", activity(old[1], "3 2014-06-15 100", ref=old[0]))
    folder.file("new.xml", activity(new[1], "3 2014-06-15 100", ref=new[0]))
    folder.datasets("old.xml,2014-12-31,,,", "new.xml,2021-06-15,,,")
    snapshot = folder.build()
    assert snapshot.table("activity").height == (1 if one else 2)
    own = snapshot.table("slice").filter(snapshot.table("slice")["measure"] == "own")
    assert own["amount_eur_cents"].sum() == (100_00 if one or old[0].startswith("NL-KVK") else 200_00)
