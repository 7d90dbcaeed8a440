"""Own, chain, field or none: who published it, whose file it is, and whether it names the ministry."""

from __future__ import annotations

import pytest

from lakefolder import Folder, activity, transaction

OURS, OLD, OTHER = "XM-DAC-7", "NL-1", "XM-DAC-999"


def party(ref: str, role: str = "1") -> str:
    return f'<participating-org role="{role}" ref="{ref}"/>'


def incoming(ref: str = "", identifier: str = "") -> str:
    marks = (f'ref="{ref}" ' if ref else "") + (f'provider-activity-id="{identifier}"' if identifier else "")
    return transaction("1 2020-01-01 5", f"<provider-org {marks}/>")


TABLE = [
    # what it shows | ref, owner of the file, inside, attributes of reporting-org | measure, owner_state
    ("the ministry in its own file", OURS, OURS, "", "", "own", "verified"),
    ("its old ref, in a file of the new one", OLD, OURS, "", "", "own", "verified"),
    ("the new ref in a file of the old one", OURS, OLD, "", "", "own", "verified"),
    ("blanks and case do not matter", " xm-dac-7 ", "xm-dac-7", "", "", "own", "verified"),
    ("owner unknown: counts, and is marked", OURS, "", "", "", "own", "unknown"),
    ("owner is another: counts nowhere", OURS, OTHER, "", "", "none", "other"),
    ("another that names the ministry as funder", OTHER, OTHER, party(OURS), "", "chain", ""),
    ("by its old ref", OTHER, OTHER, party(OLD), "", "chain", ""),
    ("as extending only: field", OTHER, OTHER, party(OURS, "3"), "", "field", ""),
    ("as provider of money", OTHER, OTHER, incoming(OURS), "", "chain", ""),
    ("as provider, by its activity alone", OTHER, OTHER, incoming("", "XM-DAC-7-PPR-4000001"), "", "chain", ""),
    ("old activity", OTHER, OTHER, incoming("", "NL-1-PPR-28456"), "", "chain", ""),
    ("mangled: both prefixes", OTHER, OTHER, incoming("", "XM-DAC-7-NL-1-PPR-28456"), "", "chain", ""),
    ("mangled: no PPR", OTHER, OTHER, incoming("", "XM-DAC-7-4000004088"), "", "chain", ""),
    ("a ref that begins alike is another's", OTHER, OTHER, incoming("XM-DAC-701", "XM-DAC-701-5"), "", "field", ""),
    ("names nobody", OTHER, OTHER, "", "", "field", ""),
    ("secondary reporter", OTHER, OTHER, party(OURS), 'secondary-reporter="1"', "none", ""),
    ("secondary reporter with the ministry's ref", OURS, OURS, "", 'secondary-reporter="true"', "none", "verified"),
    ("no ref at all", "", "", "", "", "field", ""),
]


@pytest.mark.parametrize(
    ("ref", "owner", "inside", "marks", "measure", "state"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_measure(folder: Folder, ref: str, owner: str, inside: str, marks: str, measure: str, state: str) -> None:
    xml = activity("A-1", "3 2020-01-01 7", ref=ref, inside=inside)
    folder.file("a.xml", xml.replace("<reporting-org", f"<reporting-org {marks}"))
    folder.datasets(f"a.xml,2021-01-01,{owner},,")
    snapshot = folder.build()
    assert snapshot.table("activity").select("measure", "owner_state").row(0) == (measure, state)
    assert set(snapshot.table("slice")["measure"]) == {measure}


def test_unsure_ownership_is_listed(folder: Folder) -> None:
    folder.file("a.xml", activity("A", ref=OURS))
    folder.file("b.xml", activity("B", ref=OURS))
    folder.datasets("a.xml,2021-01-01,,,", f"b.xml,2021-01-01,{OTHER},,")
    issues = folder.build().table("issue")
    found = issues.filter(issues["element"] == "reporting-org/@ref").select("dataset", "reason").rows()
    assert found == [("a.xml", "owner not verified"), ("b.xml", "owner is another")]


KINDS = [
    ("2", "commitment"),
    ("3", "spent"),
    ("4", "spent"),
    ("1", None),
    ("11", None),
    ("12", None),
    ("13", None),
    ("7", None),
    ("C", None),
]


@pytest.mark.parametrize(("kind", "counted"), KINDS)
def test_only_commitments_and_payments_are_in_totals(folder: Folder, kind: str, counted: str | None) -> None:
    folder.file("a.xml", activity("A", f"{kind} 2020-01-01 7"))
    snapshot = folder.build()
    assert snapshot.table("slice")["kind"].to_list() == ([counted] if counted else [])
    assert snapshot.table("transaction").height == 1


def test_the_year_is_that_of_the_transaction_not_of_the_rate(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-12-30 7").replace('value-date="2020-12-30"', 'value-date="2021-01-08"'))
    assert folder.build().table("slice")["year"].to_list() == [2020]


RECEIVERS = [
    ("the receiver", '<receiver-org ref="XM-DAC-41121" type="40"/>', "XM-DAC-41121", "un"),
    ("a channel code as receiver", '<receiver-org ref="22000"/>', "NONE-DONOR_NGO", None),
    ("nobody: who implements", "", "NL-KVK-41160054", None),
]


@pytest.mark.parametrize(
    ("inside", "partner", "channel"), [row[1:] for row in RECEIVERS], ids=[row[0] for row in RECEIVERS]
)
def test_own_money_goes_through_its_receiver(folder: Folder, inside: str, partner: str, channel: str | None) -> None:
    parties = party(OURS, "4") + party("NL-KVK-1", "2") + party("NL-KVK-41160054", "4")
    folder.file("a.xml", activity("A", ref=OURS, inside=parties + transaction("3 2020-01-01 7", inside)))
    row = folder.build().table("transaction").select("partner_ref", "channel").row(0)
    assert row[0] == partner
    assert channel is None or channel in str(row[1])


def test_money_of_others_goes_through_its_publisher(folder: Folder) -> None:
    folder.file(
        "a.xml", activity("A", ref="nl-kvk- 41160054", inside=transaction("3 2020-01-01 7", '<receiver-org ref="X"/>'))
    )
    assert folder.build().table("transaction")["partner_ref"].to_list() == ["NL-KVK-41160054"]
