"""What must not be shown: not in a new snapshot, not in an older one, in no table and in no CSV."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from lakefolder import Folder, activity, build_here, opened
from vrede.lake import LakeError
from vrede.lake.receipt import ReceiptError, read_receipt
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables.money import BY_NAME
from vrede.sources.sample import Truths
from vrede.withheld.suppression import WITHHELD_PLACE, Suppression, load_suppression, parse_suppression
from vrede.withheld.withhold import suppress


def everything(snapshot: Snapshot) -> str:
    """All tables as CSV, one text: what any page or export could show."""
    return "\n".join(snapshot.table(name).write_csv() for name in BY_NAME)


def stored(lake: Path, name: str) -> str:
    """The same from the files of a snapshot, without reading them through the lake."""
    return "\n".join(pl.read_parquet(f).write_csv() for f in sorted((lake / "snapshots" / name).glob("*.parquet")))


def listed(text: str) -> Suppression:
    return parse_suppression(f"kind,value,reason\n{text}\n".encode())


SECRET = "NL-KVK-41160054"


@pytest.fixture
def three(folder: Folder) -> Folder:
    """The ministry, a partner that must not be shown, and a neighbour that links to both."""
    party = f'<participating-org role="4" ref="{SECRET}" activity-id="{SECRET}-1"><narrative>Hidden Hands</narrative></participating-org>'
    links = (
        f'<related-activity type="1" ref="NL-1-SECRET"/><other-identifier ref="NL-1-SECRET" type="A1"><owner-org ref="{SECRET}"/></other-identifier>'
        "<description><narrative>With Hidden Hands, see nl-1-secret and NL-1-SECRETARY.</narrative></description>"
        '<document-link url="http://x/NL-1-SECRET/y"/>'
        f'<transaction ref="NL-1-SECRET/3"><transaction-type code="3"/><transaction-date iso-date="2020-01-01"/><value>7</value>'
        f'<receiver-org ref=" nl-kvk-41160054 " receiver-activity-id="{SECRET}-1"><narrative>Hidden Hands</narrative></receiver-org>'
        f'<provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-NL-1-SECRET"/></transaction>'
    )
    folder.file(
        "ministry.xml",
        activity("NL-1-SECRET", "3 2020-01-01 5", ref="XM-DAC-7"),
        activity("NL-1-OPEN", "3 2020-01-01 6", ref="XM-DAC-7", inside=party),
    )
    folder.file("hidden-hands.xml", activity(f"{SECRET}-1", "3 2020-01-01 9", ref=SECRET))
    folder.file("broken-hidden.xml")
    (folder.root / "broken-hidden.xml").write_text("nonsense")
    folder.file("neighbour.xml", activity("N-1", "3 2020-01-01 8", ref="XM-9", inside=links))
    folder.datasets(
        "ministry.xml,2021-01-01,XM-DAC-7,,",
        f"hidden-hands.xml,2021-01-01,{SECRET},,http://x/{SECRET}",
        f"broken-hidden.xml,2021-01-01,{SECRET},,",
        "neighbour.xml,2021-01-01,XM-9,,",
    )
    return folder


WITHHELD = [
    (f"partner,{SECRET},", [SECRET, "Hidden Hands", "hidden-hands", "broken-hidden"]),
    ("partner, nl-kvk- 41160054 ,", [SECRET, "Hidden Hands"]),
    ("activity,NL-1-SECRET,", ["NL-1-SECRET"]),
    (f"activity,{SECRET}-1,", [f"{SECRET}-1"]),
]


@pytest.mark.parametrize(("text", "words"), WITHHELD)
def test_nothing_of_it_in_a_new_snapshot(three: Folder, text: str, words: list[str]) -> None:
    snapshot = three.build(listed(text))
    shown = everything(snapshot) + stored(three.lake, snapshot.name)
    for word in words:
        assert word.lower() not in shown.lower().replace("nl-1-secretary", ""), word
    assert "NL-1-SECRETARY" in shown  # another word that begins alike stays


@pytest.mark.parametrize(("text", "words"), WITHHELD)
def test_nothing_of_it_in_an_older_snapshot(three: Folder, text: str, words: list[str]) -> None:
    before = three.build()
    assert all(word.lower() in everything(before).lower() for word in words)
    shown = everything(opened(three.lake, listed(text), before.name))
    for word in words:
        assert word.lower() not in shown.lower().replace("nl-1-secretary", ""), word


def test_the_rest_is_still_there_with_its_money(three: Folder) -> None:
    snapshot = three.build(listed(f"partner,{SECRET},"))
    assert snapshot.table("activity")["iati_identifier"].to_list() == ["N-1", "NL-1-OPEN", "NL-1-SECRET"]
    assert sorted(snapshot.table("slice")["amount_eur_cents"].to_list()) == [500, 600, 700, 800]
    neighbour = snapshot.table("transaction").filter(pl.col("amount_eur_cents") == 700)
    assert neighbour.select("receiver_ref", "receiver_activity_id", "provider_ref").row(0) == (None, None, "XM-DAC-7")


def test_a_withheld_owner_stays_another_owner(folder: Folder) -> None:
    """Emptying the owner of a file would turn a false claim into the ministry's own money."""
    folder.file("claim.xml", activity("NL-1-X", "3 2020-01-01 5", ref="XM-DAC-7"), activity("B", ref="XM-9"))
    folder.datasets(f"claim.xml,2021-01-01,{SECRET},,")
    snapshot = folder.build(listed(f"partner,{SECRET},"))
    assert snapshot.table("activity")["measure"].to_list()[-1] == "none"
    assert SECRET not in everything(snapshot)


PLACED = (
    '<recipient-country code="ML" percentage="60"/><recipient-country code="NE" percentage="40"/><location><name><narrative>Gao</narrative></name></location>'
    '<humanitarian-scope type="1" vocabulary="1-2" code="EP-2020-MLI"/><description><narrative>Wells near Gao</narrative></description>'
)


@pytest.mark.parametrize("older", [False, True])
def test_money_of_a_withheld_place_stays_in_totals_but_not_with_its_place(folder: Folder, older: bool) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 10", inside=PLACED))
    given = listed("place,MLI,\nplace,Kidal,")
    if older:
        name = folder.build().name
        snapshot = opened(folder.lake, given, name)
    else:
        snapshot = folder.build(given)
    slices = snapshot.table("slice").sort("place_code")
    assert slices.select("place_code", "amount_eur_cents").rows() == [("NER", 400), (WITHHELD_PLACE, 600)]
    shown = everything(snapshot)
    assert not any(word in shown for word in ("MLI", "Gao", "ML,", "Title of A"))


def test_a_withheld_name_goes_from_every_text(folder: Folder) -> None:
    folder.file("a.xml", activity("A", inside="<description><narrative>In kidal and KIDAL</narrative></description>"))
    shown = everything(folder.build(listed("place,Kidal,")))
    assert "kidal" not in shown.lower()
    assert "In […] and […]" in shown


def test_what_is_derived_has_another_key(three: Folder) -> None:
    before = three.build()
    after = opened(three.lake, listed(f"partner,{SECRET},"), before.name)
    assert after.key != before.key


def test_no_source_xml_while_something_is_withheld(three: Folder) -> None:
    snapshot = three.build(listed(f"partner,{SECRET},"))
    with pytest.raises(ReceiptError, match="not shown while"):
        read_receipt(snapshot, int(snapshot.table("activity")["activity_key"][0]))


def test_another_list_makes_another_snapshot(three: Folder) -> None:
    assert three.build().name != three.build(listed("place,MLI,")).name


@pytest.mark.parametrize("text", ["person,Jan,", "activity,,", "kind", ",X,"])
def test_a_list_that_cannot_be_read_stops_everything(text: str) -> None:
    with pytest.raises(LakeError, match="Nothing is shown"):
        listed(text)


def test_bytes_that_are_no_text_stop_everything() -> None:
    with pytest.raises(LakeError, match="Nothing is shown"):
        parse_suppression(b"\xff\xfe\x00kind")


def test_no_list_withholds_nothing(tmp_path: Path) -> None:
    assert load_suppression(tmp_path / "suppress.csv") == Suppression()
    assert parse_suppression(b"kind,value\n").digest == "none"


def test_of_the_sample_a_partner_vanishes_and_totals_of_the_rest_stay(
    sample: tuple[Path, Truths], sample_lake: Path, sample_snapshot: Snapshot
) -> None:
    publisher = "NL-KVK-" + next(
        a.reporting_ref for a in sample[1].activities if a.reporting_ref.startswith("NL-KVK-")
    ).removeprefix("NL-KVK-")
    hidden = opened(sample_lake, listed(f"partner,{publisher},"), sample_snapshot.name)
    shown = everything(hidden)
    assert publisher not in shown
    kept = sample_snapshot.table("activity").filter(pl.col("reporting_org_ref") != publisher)
    before = sample_snapshot.table("slice").join(kept, on="activity_key", how="semi")["amount_eur_cents"].sum()
    assert hidden.table("slice")["amount_eur_cents"].sum() == before
    assert hidden.table("activity").height == kept.height


def test_contact_persons_are_in_no_byte_of_the_lake(sample: tuple[Path, Truths], tmp_path: Path) -> None:
    build_here(sample[0], tmp_path / "lake")
    files = [f for f in (tmp_path / "lake").rglob("*") if f.is_file()]
    assert len(files) > 100
    for file in files:
        data = file.read_bytes()
        text = (
            pl.read_parquet(file).write_csv(include_header=False) if file.suffix == ".parquet" and _plain(file) else ""
        )
        for word in sample[1].never_stored:
            assert word.encode() not in data, file
            assert word not in text, file


def _plain(file: Path) -> bool:
    return not any(isinstance(kind, (pl.List, pl.Struct)) for kind in pl.read_parquet_schema(file).values())


def test_a_partner_named_in_a_transactions_own_number_goes_too(sample_snapshot: Snapshot) -> None:
    """Publishers write names where a number belongs: 'Instalment 1' and the partner's name."""
    tables = {name: sample_snapshot.table(name) for name in BY_NAME}
    ref, name = sample_snapshot.table("partner").filter(pl.col("partner_ref").str.starts_with("NL-KVK-9")).row(0)[:2]
    tables["transaction"] = tables["transaction"].with_columns(transaction_ref=pl.lit(f"Instalment 1 {name}"))
    left = suppress(tables, listed(f"partner,{ref},"))
    assert name not in "".join(left["transaction"]["transaction_ref"].drop_nulls().to_list())


def test_ranks_of_what_is_left_have_no_gap(sample_snapshot: Snapshot) -> None:
    """A gap in the ranks of synergy would tell that, and where, somebody is withheld."""
    ref = sample_snapshot.table("synergy")["first_partner"][0]
    left = suppress({name: sample_snapshot.table(name) for name in BY_NAME}, listed(f"partner,{ref},"))
    ranks = left["synergy"]["rank"].to_list()
    assert 0 < len(ranks) < sample_snapshot.table("synergy").height
    assert ranks == list(range(1, len(ranks) + 1))
    assert ref not in left["synergy"].write_csv()
