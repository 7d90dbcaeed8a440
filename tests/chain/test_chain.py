"""The chain of small files: what is said, what is linked, what is only proposed, and why the rest cannot be."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from lakefolder import Folder, activity, transaction
from vrede.chain.amounts import CountedTwice, amounts
from vrede.lake.snapshot import Snapshot

OWN = "XM-DAC-7-PPR-4000000001"


def own(identifier: str, *rows: str, inside: str = "") -> str:
    return activity(identifier, ref="XM-DAC-7", inside=inside + "".join(rows))


def partner(identifier: str, *rows: str, ref: str = "NL-KVK-1", inside: str = "") -> str:
    return activity(identifier, ref=ref, inside=inside + "".join(rows))


def got(amount: int, of: str, day: str = "2021-02-01", kind: str = "1", ref: str = "XM-DAC-7") -> str:
    named = f'provider-activity-id="{of}"' if of else ""
    return transaction(f"{kind} {day} {amount}", f'<provider-org ref="{ref}" {named}/>')


def paid(amount: int, to: str = "", day: str = "2021-01-01", kind: str = "3", ref: str = "NL-KVK-1") -> str:
    named = f'receiver-activity-id="{to}"' if to else ""
    return transaction(f"{kind} {day} {amount}", f'<receiver-org ref="{ref}" {named}/>')


def links(snapshot: Snapshot, *columns: str) -> list[tuple[object, ...]]:
    known = snapshot.table("activity").select("activity_key", "iati_identifier")
    rows = (
        snapshot.table("link")
        .join(known.rename({"iati_identifier": "who"}), on="activity_key")
        .join(known.rename({"activity_key": "target_key", "iati_identifier": "target"}), on="target_key", how="left")
    )
    return sorted(rows.select(columns).rows(), key=str)


def edge(snapshot: Snapshot) -> list[tuple[object, ...]]:
    euro = pl.col("payer_eur_cents", "receiver_eur_cents", "passed_eur_cents") // 100
    return snapshot.table("chain_edge").select("kind", "state", euro).rows()


def test_both_words_are_kept_and_the_receivers_counts(folder: Folder) -> None:
    folder.file("m.xml", own(OWN, paid(100, "P1")))
    folder.file("p.xml", partner("P1", got(90, OWN), paid(50)))
    snapshot = folder.build()
    assert edge(snapshot) == [("spent", "certain", 100, 90, 90)]
    assert links(snapshot, "source", "direction", "state", "rule") == [
        ("provider-activity-id", "up", "certain", "both ways"),
        ("receiver-activity-id", "down", "certain", "both ways"),
    ]


def test_commitments_and_spending_are_apart(folder: Folder) -> None:
    folder.file("m.xml", own(OWN, paid(100)), partner("P1", got(90, OWN), got(200, OWN, kind="11")))
    assert edge(folder.build()) == [("commitment", "certain", None, 200, 200), ("spent", "certain", None, 90, 90)]


# what the partner states as provider-activity-id | state | rule | suggestion
STATED = [
    (OWN, "certain", "exact", None),
    ("XM-DAC-7-XM-DAC-7-PPR-4000000001", "possible", "prefix twice", OWN),
    ("NL-1-PPR-4000000001", "possible", "old prefix", OWN),
    ("XM-DAC-7-PPR-4000000002", "unlinkable", "its publisher is here, the activity is not", None),
    ("XM-DAC-7-4000000002", "unlinkable", "form", "XM-DAC-7-PPR-4000000002"),
    ("XM-DAC-7-6", "unlinkable", "not the form of an identifier of the ministry", None),
    ("XM-DAC-7", "unlinkable", "names an organisation, no activity", None),
    ("GB-1-2", "unlinkable", "not published here", None),
    ("P1", "unlinkable", "names itself", None),
    ("p1", "unlinkable", "names itself", "P1"),
    ("X" * 70_000, "unlinkable", "too long for an identifier", None),
]


@pytest.mark.parametrize(("stated", "state", "rule", "suggested"), STATED, ids=[row[0][:40] for row in STATED])
def test_reasons(folder: Folder, stated: str, state: str, rule: str, suggested: str | None) -> None:
    folder.file("m.xml", own(OWN, paid(100)), partner("P1", got(77, stated)))
    found = folder.build().table("link").filter(pl.col("source") == "provider-activity-id")
    assert found.select("state", "rule", "suggested_id").rows() == [(state, rule, suggested)]


def test_a_proposal_is_no_certain_money(folder: Folder) -> None:
    folder.file("m.xml", own(OWN, paid(100)), partner("P1", got(90, "NL-1-PPR-4000000001"), paid(60)))
    snapshot = folder.build()
    assert edge(snapshot) == [("spent", "possible", None, 90, 90)]
    sheet = snapshot.table("chain_balance").filter(pl.col("measure") == "own").to_dicts()[0]
    assert (sheet["passed_on_eur_cents"], sheet["passed_on_at_most_eur_cents"]) == (0, 90_00)
    step = snapshot.table("chain_step").to_dicts()[0]
    assert (step["level"], step["certain_eur_cents"], step["at_most_eur_cents"]) == (1, 0, 90_00)


# day of the receipt | amount | whom it names as receiver | how many activities of the payer paid this | proposed
FITS = {
    "same amount, days apart": ("2021-01-20", 100, "NL-KVK-1", 1, True),
    "too long after": ("2021-03-20", 100, "NL-KVK-1", 1, False),
    "another amount": ("2021-01-20", 101, "NL-KVK-1", 1, False),
    "paid to another": ("2021-01-20", 100, "NL-KVK-9", 1, False),
    "two fit, titles alike": ("2021-01-20", 100, "NL-KVK-1", 2, False),
}


@pytest.mark.parametrize(("day", "amount", "receiver", "many", "proposed"), FITS.values(), ids=FITS)
def test_a_receipt_without_an_activity(
    folder: Folder, day: str, amount: int, receiver: str, many: int, proposed: bool
) -> None:
    mine = [own(f"XM-DAC-7-PPR-400000000{n}", paid(100, ref=receiver)) for n in range(many)]
    folder.file("m.xml", *mine, partner("P1", got(amount, "", day)))
    found = links(folder.build(), "source", "state", "rule", "target")
    expected = [("provider", "possible", "amount, day and title", "XM-DAC-7-PPR-4000000000")]
    assert found == (expected if proposed else [])


def test_family_roles_and_other_names(folder: Folder) -> None:
    inside = (
        '<participating-org role="1" ref="XM-DAC-7" activity-id="XM-DAC-7-PPR-4000000001"/>'
        '<participating-org role="4" activity-id="P2"/><participating-org role="2" activity-id="P2"/>'
        '<participating-org role="4" activity-id="P1"/>'
        '<related-activity ref="P2" type="2"/><related-activity ref="P3" type="3"/><other-identifier ref="P2" type="A3"/>'
    )
    folder.file("m.xml", own(OWN), partner("P1", inside=inside), partner("P2"))
    assert links(folder.build(), "source", "direction", "state", "target") == [
        ("other-identifier", "alias", "certain", "P2"),
        ("participating-org", "beside", "certain", "P2"),
        ("participating-org", "down", "certain", "P2"),
        ("participating-org", "up", "certain", OWN),
        ("related-activity", "beside", "unlinkable", None),
        ("related-activity", "child", "certain", "P2"),
    ]


def test_money_that_stands_on_the_parts_is_said(folder: Folder) -> None:
    folder.file(
        "m.xml",
        partner("PARENT", ref="GB-1", inside='<related-activity ref="PART" type="2"/>'),
        partner("PART", paid(5), ref="GB-1"),
        partner("P1", got(5, "PARENT", ref="GB-1")),
    )
    found = links(folder.build(), "source", "state", "rule")
    assert ("provider-activity-id", "certain", "exact, but the money stands on its parts") in found


def test_one_identifier_of_two_publishers_needs_the_publisher(folder: Folder) -> None:
    folder.file(
        "m.xml",
        partner("SAME", ref="AA-1"),
        partner("SAME", ref="BB-1"),
        partner("P1", got(5, "SAME", ref="BB-1"), got(6, "SAME", ref="CC-1")),
    )
    rows = folder.build().table("link").select("stated_ref", "state").rows()
    assert sorted(rows) == [("BB-1", "certain"), ("CC-1", "unlinkable")]


def test_balance_and_its_second_opinion(folder: Folder) -> None:
    folder.file(
        "m.xml",
        own(OWN, paid(100)),
        partner("P1", got(90, OWN), got(40, "", ref="GB-1"), paid(120)),
        partner("P2", got(70, "P1", ref="NL-KVK-1"), paid(30), ref="KE-1"),
        partner("P3", got(10, "P2", ref="KE-1"), ref="KE-2"),
    )
    sheet = {row.pop("who"): row for row in _sheet(folder.build())}
    assert sheet == {
        OWN: {"received": 0, "spent": 100, "entering": 0, "passed_on": 90, "net": 10, "new_money": 100},
        "P1": {"received": 130, "spent": 120, "entering": 40, "passed_on": 70, "net": 50, "new_money": 0},
        # P3 publishes no spending of its own: what P2 paid to it is where the money was last seen
        "P2": {"received": 70, "spent": 30, "entering": 0, "passed_on": 0, "net": 30, "new_money": 0},
        "P3": {"received": 10, "spent": 0, "entering": 0, "passed_on": 0, "net": 0, "new_money": 0},
    }


def _sheet(snapshot: Snapshot) -> list[dict[str, object]]:
    names = ("received", "spent", "entering", "passed_on", "net", "new_money")
    known = snapshot.table("activity").select("activity_key", who="iati_identifier")
    rows = snapshot.table("chain_balance").join(known, on="activity_key")
    return rows.select("who", *((pl.col(f"{n}_eur_cents") // 100).alias(n) for n in names)).to_dicts()


@pytest.fixture
def chained(folder: Folder) -> pl.DataFrame:
    folder.file("m.xml", own(OWN, paid(100)), partner("P1", got(90, OWN), paid(60)))
    return folder.build().table("chain_balance")


def test_the_engine_refuses_to_count_money_twice(chained: pl.DataFrame) -> None:
    assert amounts("net", chained).total() == 70_00
    assert amounts("inside", chained).total() == 90_00
    assert amounts("entering", chained).total() == 0
    with pytest.raises(CountedTwice, match="payments to each other"):
        amounts("paid", chained).total()
    mine = chained.filter(pl.col("measure") == "own")
    with pytest.raises(CountedTwice, match="stands in both"):
        amounts("net", chained) + amounts("net", mine)
    with pytest.raises(CountedTwice, match="tell of the same money"):
        amounts("net", chained) + amounts("entering", chained)
    with pytest.raises(CountedTwice, match="what passes between them"):
        amounts("entering", mine) + amounts("entering", chained.filter(pl.col("measure") != "own"))
    assert (amounts("net", mine) + amounts("net", chained.filter(pl.col("measure") != "own"))).total() == 70_00


def test_double_claims(folder: Folder) -> None:
    folder.file(
        "m.xml",
        own(OWN, paid(10_000)),
        partner("P1", got(8_000, OWN)),
        partner("P2", got(8_000, OWN), ref="NL-KVK-2"),
        partner("P3", got(5_000, "GB-1-1", ref="GB-1")),
        partner("P4", got(5_000, "GB-1-1", ref="GB-1")),
    )
    assert double_claims(folder) == [
        ("more than was paid", OWN, 6_000_00, None, "NL-KVK-1; NL-KVK-2"),
        ("same receipt", OWN, 8_000_00, date(2021, 2, 1), "NL-KVK-1; NL-KVK-2"),  # P3 and P4 are of one publisher
    ]


def double_claims(folder: Folder) -> list[tuple[object, ...]]:
    table = folder.build().table("double_claim")
    return table.select("reason", "stated_id", "amount_eur_cents", "day", "claimants").rows()


NO_CLAIMS = [
    ("one publisher that says more than was paid", partner("P1", got(9_000, OWN), got(9_000, OWN, "2021-03-01"))),
    ("less than the bound", partner("P1", got(5_000, OWN)) + partner("P2", got(5_900, OWN), ref="NL-KVK-2")),
    ("within the tolerance", partner("P1", got(5_000, OWN)) + partner("P2", got(5_450, OWN), ref="NL-KVK-2")),
    (
        "a receipt that was taken back",
        partner("P1", got(5_000, OWN)) + partner("P2", got(5_000, OWN), got(-5_000, OWN, "2021-02-09"), ref="NL-KVK-2"),
    ),
    (
        "the same amount in another currency",
        partner("P1", got(4_000, OWN))
        + partner("P2", got(4_000, OWN).replace("<value", '<value currency="USD"'), ref="NL-KVK-2"),
    ),
    ("small receipts that are alike", partner("P1", got(900, OWN)) + partner("P2", got(900, OWN), ref="NL-KVK-2")),
    ("another day", partner("P1", got(5_000, OWN)) + partner("P2", got(5_000, OWN, "2021-02-02"), ref="NL-KVK-2")),
]


@pytest.mark.parametrize("files", [row[1] for row in NO_CLAIMS], ids=[row[0] for row in NO_CLAIMS])
def test_nobody_is_accused_of_less(files: str, folder: Folder) -> None:
    """Reversals, exchange rates, sums under the bound, and one publisher's own sums are no double claim."""
    folder.file("m.xml", own(OWN, paid(10_000)), files)
    assert double_claims(folder) == []


def test_why_the_rest_cannot_be_followed(folder: Folder) -> None:
    named = transaction("3 2021-01-05 7", "<receiver-org><narrative>Red Cross</narrative></receiver-org>")
    folder.file(
        "m.xml",
        own(OWN, paid(100), paid(20, ref="US-9"), named, transaction("4 2021-01-06 3")),
        partner("P1", got(90, OWN)),
    )
    rows = folder.build().table("chain_gap").select("reason", pl.col("eur_cents") // 100).rows()
    assert rows == [
        ("the receiver publishes here, but names no activity of the ministry for it", 10),
        ("the receiver does not publish here", 20),
        ("the receiver is named without identifier", 7),
        ("no receiver is named", 3),
    ]


# what the ministry says it paid, and what others say they got | spent less what is seen | the reasons in their order
GAPS = {
    "taken back": ([paid(100), paid(-30)], [], 70, [100, -30]),
    "all taken back": ([paid(100), paid(-100)], [], 0, []),
    "received beyond what was paid": ([paid(100)], [got(130, OWN)], 0, []),
    "proposed alone": ([paid(100, ref="US-9")], [got(40, "NL-1-PPR-4000000001")], 60, [60]),
    "seen and taken back": ([paid(100), paid(-30)], [got(50, OWN)], 20, [50, -30]),
}


@pytest.mark.parametrize("case", GAPS)
def test_the_reasons_add_up_to_what_is_not_seen(folder: Folder, case: str) -> None:
    """To the cent, whatever was taken back, proposed or claimed."""
    said, received, unseen, reasons = GAPS[case]
    folder.file("m.xml", own(OWN, *said), partner("P1", *received))
    snapshot = folder.build()
    assert (snapshot.table("chain_gap")["eur_cents"] // 100).to_list() == reasons
    assert _not_seen(snapshot) // 100 == unseen == sum(reasons)


def test_on_the_sample_the_reasons_add_up_for_every_activity(sample_snapshot: Snapshot) -> None:
    gap = sample_snapshot.table("chain_gap")
    assert int(gap["eur_cents"].sum()) == _not_seen(sample_snapshot)
    assert not gap.select("root_key", "reason").is_duplicated().any()


def _not_seen(snapshot: Snapshot) -> int:
    """What own activities spent less what is seen of it at most, as the page of the chain says it."""
    spent = snapshot.table("chain_balance").filter((pl.col("measure") == "own") & (pl.col("spent_eur_cents") > 0))
    seen = snapshot.table("chain_step").filter(pl.col("level") == 1)["at_most_eur_cents"].sum()
    return int(spent["spent_eur_cents"].sum() - seen)


def test_days_until_it_is_paid_on(folder: Folder) -> None:
    rows = (got(90, OWN, "2021-02-01"), paid(10, day="2021-01-15"), paid(10, day="2021-02-21"))
    folder.file("m.xml", own(OWN, paid(100)), partner("P1", *rows))
    assert folder.build().table("chain_edge")["lag_days"].to_list() == [20]


def test_a_hundred_activities_in_a_circle(folder: Folder) -> None:
    ring = [partner(f"R{n}", got(10, f"R{(n - 1) % 100}", ref="NL-KVK-1"), paid(10)) for n in range(100)]
    folder.file("m.xml", own(OWN, paid(10)), partner("P", got(10, OWN), paid(10)), *ring)
    snapshot = folder.build()
    assert snapshot.table("chain_edge").height == 101
    assert snapshot.table("chain_step").height == 1
