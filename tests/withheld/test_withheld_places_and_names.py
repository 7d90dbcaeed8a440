"""A withheld country is told by nothing; a partner withheld by name is withheld under every identifier and name.

activity | names      | shown of it
A        | ML 60 %    | cents, sectors, other countries, publisher; nothing that says where
B        | NE         | all, but for the word Mali in its texts and its links to A
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from lakefolder import Folder, activity, opened
from vrede.lake import LakeError
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables.money import BY_NAME
from vrede.withheld.names import hits_of
from vrede.withheld.suppression import WITHHELD_PLACE, Suppression, load_suppression, parse_suppression


def everything(snapshot: Snapshot) -> str:
    return "\n".join(snapshot.table(name).write_csv() for name in BY_NAME)


def listed(*lines: str) -> Suppression:
    return parse_suppression("\n".join(["kind,value,reason", *(f"{line}," for line in lines)]).encode())


A = (
    '<participating-org role="4" ref="ML-NIF-77" activity-id="XX-ML-44"><narrative>Commune de Gao</narrative></participating-org>'
    '<participating-org role="1" ref="XM-DAC-7"><narrative>Ministry</narrative></participating-org>'
    '<recipient-country code="ML" percentage="60"/><recipient-country code="NE" percentage="40"/>'
    "<location><name><narrative>Gao</narrative></name><point><pos>16.2 -0.04</pos></point></location>"
    '<sector vocabulary="1" code="15220"/><description><narrative>Wells near Gao</narrative></description>'
    '<document-link url="http://x/gao.pdf"/><related-activity type="1" ref="46002-P-ML-I00-001"/>'
    '<other-identifier ref="Z02-ML-1" type="A1"/>'
)
B = (
    '<recipient-country code="NE"/><related-activity type="1" ref=" 46002-p-ml-i00-008"/><related-activity type="3" ref="SE-6-5403-ML-15220"/>'
    "<description><narrative>Beside MALI, Malí, Malian and Malinese wells; see 46002-P-ML-I00-008. Malindi is elsewhere.</narrative></description>"
)
COLLECTED = 'xmlns:dstore="http://d-portal.org/xmlns/dstore" dstore:dataset="aecid-ml"'
TOLD = [
    "Gao",
    "-ML-",
    "afdb-mali",
    "aecid-ml",
    "Z02",
    "46002-P-ML",
    "Wells near",
    "mali,",
    "malí",
    "malian",
    "malinese",
    "16.2",
]


def two(folder: Folder) -> Folder:
    folder.file(
        "afdb-mali.xml",
        activity("46002-P-ML-I00-008", "3 2020-01-01 10", ref="XM-46", inside=A, attributes=COLLECTED),
    )
    folder.file("b.xml", activity("46002-P-NE-1", "3 2020-01-01 8", ref="XM-46", inside=B))
    folder.datasets("afdb-mali.xml,2021-01-01,XM-46,,http://x/afdb-mali", "b.xml,2021-01-01,XM-46,,")
    return folder


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize("word", ["place,MLI", "place,mli", "place,Mali", "Place, mALI "])
def test_a_withheld_country_is_told_by_nothing(folder: Folder, word: str, older: bool) -> None:
    given, name = listed(word), two(folder).build().name if older else None
    snapshot = opened(folder.lake, given, name) if older else two(folder).build(given)
    shown = everything(snapshot).lower()
    for told in TOLD:
        assert told.lower() not in shown.replace("malindi", ""), told
    assert "malindi" in shown


@pytest.mark.parametrize("older", [False, True])
def test_its_money_and_its_other_places_stay(folder: Folder, older: bool) -> None:
    given, name = listed("place,MLI"), two(folder).build().name if older else None
    snapshot = opened(folder.lake, given, name) if older else two(folder).build(given)
    slices = snapshot.table("slice").sort("place_code", "amount_eur_cents")
    assert slices.select("place_code", "amount_eur_cents", "measure", "sector_code").rows() == [
        ("NER", 400, "chain", "15220"),
        ("NER", 800, "field", None),
        (WITHHELD_PLACE, 600, "chain", "15220"),
    ]


def test_its_identifier_is_a_number_behind_all_others(folder: Folder) -> None:
    """The place of an identifier among its neighbours would tell it: the list of activities is in their order."""
    activities = two(folder).build(listed("place,MLI")).table("activity").select("activity_key", "iati_identifier")
    assert activities.rows() == [(0, "46002-P-NE-1"), (1, "[…]-1")]


def test_a_country_that_only_a_transaction_names_is_withheld_too(folder: Folder) -> None:
    row = (
        '<transaction><transaction-type code="3"/><transaction-date iso-date="2020-01-01"/><value>7</value>'
        '<recipient-country code="ML"/></transaction>'
    )
    folder.file("a.xml", activity("T-SAHEL-1", inside=row))
    assert "T-SAHEL" not in everything(folder.build(listed("place,MLI")))


NAMES = (
    '<participating-org role="4" ref="41119"><narrative>United Nations  Population Fund</narrative></participating-org>'
    '<participating-org role="4" ref="XM-DAC-41119"><narrative>FNUAP Genève</narrative></participating-org>'
    "<participating-org role='2'><narrative>united nations population fund</narrative></participating-org>"
    "<description><narrative>With FNUAP Genève and channel XM-DAC-41119.</narrative></description>"
    '<transaction><transaction-type code="3"/><transaction-date iso-date="2020-01-01"/><value>7</value>'
    '<receiver-org ref="41119"><narrative>UPF</narrative></receiver-org></transaction>'
)


@pytest.mark.parametrize("older", [False, True])
def test_a_partner_withheld_by_name_is_withheld_under_all_identifiers_and_names(folder: Folder, older: bool) -> None:
    folder.file("a.xml", activity("A", inside=NAMES), activity("B", "3 2020-01-01 5", ref="XM-DAC-41119"))
    given = listed("partner,United Nations Population Fund")
    snapshot = opened(folder.lake, given, folder.build().name) if older else folder.build(given)
    shown = everything(snapshot)
    for told in ("41119", "Population", "FNUAP", "UPF"):
        assert told.lower() not in shown.lower(), told
    assert snapshot.table("activity")["iati_identifier"].to_list() == ["A"]


def test_identifiers_of_activities_compare_without_case(folder: Folder) -> None:
    folder.file("a.xml", activity("XM-DAC-7-PPR-1", "3 2020-01-01 5"), activity("B"))
    snapshot = folder.build(listed("activity,xm-dac-7-ppr-1"))
    assert snapshot.table("activity")["iati_identifier"].to_list() == ["B"]
    assert snapshot.table("slice").is_empty()


def test_a_list_that_the_settings_name_and_that_is_gone_shows_nothing(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"not there\. Nothing is shown"):
        load_suppression(tmp_path / "suppress.csv", asked_for=True)
    assert load_suppression(tmp_path / "suppress.csv").empty


def test_lines_that_match_nothing_are_told(folder: Folder) -> None:
    """line | 2 place,MLI | 3 place,Gao | 4 place,Atlantis | 5 partner,XM-46 | 6 partner,Nobody | 7 activity,X-1
    hit  | yes         | yes         | no               | yes             | no               | no"""
    given = listed("place,MLI", "place,Gao", "place,Atlantis", "partner,XM-46", "partner,Nobody", "activity,X-1")
    whole = two(folder).build()
    hits = hits_of({name: whole.table(name) for name in BY_NAME}, given)
    assert [line.number for line in given.lines if not hits[line.digest]] == [4, 6, 7]


def test_a_build_remembers_which_lines_matched(folder: Folder) -> None:
    """In what it stores nothing of them is left to be found."""
    given = listed("place,MLI", "place,Atlantis")
    hits = two(folder).build(given).manifest["suppression_hits"]
    assert [hits[line.digest] for line in given.lines] == [True, False]


def test_withholding_is_the_same_for_a_new_snapshot_and_an_older_one(folder: Folder) -> None:
    given = listed("place,MLI")
    older = opened(folder.lake, given, two(folder).build().name)
    new = two(folder).build(replace(given))
    for name in BY_NAME:
        assert older.table(name).equals(new.table(name)), name


def test_an_order_of_rows_is_no_hint(folder: Folder) -> None:
    """transaction and slice numbers of A lie behind those of B."""
    snapshot = two(folder).build(listed("place,MLI"))
    for table, key in (("transaction", "transaction_key"), ("slice", "slice_key")):
        frame = snapshot.table(table)
        assert frame[key].is_sorted()
        assert (
            frame.filter(pl.col("activity_key") == 1)[key].min() > frame.filter(pl.col("activity_key") == 0)[key].max()
        )  # type: ignore[operator]
