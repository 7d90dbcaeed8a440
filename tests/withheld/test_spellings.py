"""A withheld partner is withheld under every spelling that is taken for it; a withheld country under every office that is known by name."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from lakefolder import Folder, activity, opened, transaction
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables.money import BY_NAME
from vrede.withheld.suppression import Suppression, parse_suppression
from vrede.withheld.withhold import suppress


def everything(snapshot: Snapshot, suppression: Suppression) -> str:
    """All tables as CSV, without what must not be shown."""
    tables = {name: snapshot.table(name) for name in BY_NAME if snapshot.has(name)}
    return "\n".join(frame.write_csv() for frame in suppress(tables, suppression).values()).casefold()


def listed(*lines: str) -> Suppression:
    return parse_suppression("\n".join(["kind,value,reason", *(f"{line}," for line in lines)]).encode())


def receiver(name: str, ref: str = "") -> str:
    mark = f' ref="{ref}"' if ref else ""
    return transaction("3 2020-01-01 7", f"<receiver-org{mark}><narrative>{name}</narrative></receiver-org>")


SPELT = (
    "KE-NCB-OP/218/051",
    "KE-NCB-OP-218-051",
    "Zorgende Handen",
    "ZORGENDE HANDEN, B.V.",
    "Zorgénde Handen (ZH)",
    "Zorgendde Handen",
)


@pytest.fixture
def spelt(folder: Folder) -> Folder:
    """One organisation under two writings of its number and four of its name, none of them together in one row but the first."""
    rows = [receiver(SPELT[2], SPELT[0]), receiver(SPELT[2], SPELT[1]), *(receiver(name) for name in SPELT[2:])]
    folder.file("a.xml", *(activity(f"A{n}", ref="XM-DAC-7", inside=row) for n, row in enumerate(rows)))
    return folder


def test_they_are_taken_for_one(spelt: Folder) -> None:
    """What the tests below need."""
    spelt.build()
    assert opened(spelt.lake).table("slice")["partner_ref"].n_unique() == 1


@pytest.mark.parametrize("spelling", SPELT)
def test_a_partner_on_the_list_shows_under_no_spelling(spelt: Folder, spelling: str) -> None:
    """Whichever of them stands on the list, none is left in any table, and the money stays."""
    spelt.build()
    snapshot = opened(spelt.lake)
    line = f'partner,"{spelling}"'
    shown = everything(snapshot, listed(line))
    told = [text for text in SPELT if text.casefold() in shown]
    assert not told
    tables = {name: snapshot.table(name) for name in BY_NAME if snapshot.has(name)}
    left = suppress(tables, listed(line))
    assert left["slice"]["amount_eur_cents"].sum() == snapshot.table("slice")["amount_eur_cents"].sum()
    assert left["slice"]["partner_ref"].null_count() == left["slice"].height
    assert left["organisation_link"].is_empty()


def test_the_reference_that_is_made_from_its_name_goes_too(folder: Folder) -> None:
    """Who knows how it is made could make it of any name and look for it."""
    folder.file("a.xml", activity("A", ref="XM-DAC-7", inside=receiver("Quiet Hands")))
    folder.build()
    snapshot = opened(folder.lake)
    (made,) = snapshot.table("slice")["partner_ref"]
    assert made.startswith("NAME-")
    for line in ("partner,Quiet Hands", f"partner,{made}"):
        shown = everything(snapshot, listed(line))
        assert made.casefold() not in shown and "quiet hands" not in shown


def test_an_older_snapshot_knows_the_name_without_accents_too(folder: Folder) -> None:
    """It has no table of links: the names alone are compared."""
    folder.file(
        "a.xml", activity("A", ref="XM-DAC-7", inside=receiver("Médecins de l’Ombre") + receiver("MEDECINS DE L'OMBRE"))
    )
    folder.build()
    snapshot = opened(folder.lake)
    tables = {n: snapshot.table(n) for n in BY_NAME if snapshot.has(n) and n != "organisation_link"}
    tables["partner"] = tables["partner"].filter(~pl.col("partner_ref").str.starts_with("NAME-"))
    shown = "\n".join(
        f.write_csv() for f in suppress(tables, listed("partner,Medecins de l'Ombre")).values()
    ).casefold()
    assert "ombre" not in shown


def test_an_office_of_a_withheld_country_is_known_by_nothing(folder: Folder) -> None:
    """Its name is that of many, but the reference made of name and country would tell which country it is."""
    mali, ghana = ('<recipient-country code="ML"/>', '<recipient-country code="GH"/>')
    folder.file(
        "a.xml",
        activity("A", ref="XM-DAC-7", inside=mali + receiver("Ministry of Health")),
        activity("B", ref="XM-DAC-7", inside=ghana + receiver("Ministry of Health")),
        activity("C", ref="XM-DAC-7", inside=ghana + receiver("Government of Mali")),
    )
    folder.build()
    snapshot = opened(folder.lake)
    refs = dict(
        snapshot.table("slice")
        .join(snapshot.table("activity"), on="activity_key")
        .select("iati_identifier", "partner_ref")
        .iter_rows()
    )
    assert len(set(refs.values())) == 3
    shown = everything(snapshot, listed("place,MLI"))
    assert refs["A"].casefold() not in shown and refs["C"].casefold() not in shown
    assert refs["B"].casefold() in shown


def test_no_name_of_a_blurred_activity_is_left(folder: Folder, tmp_path: Path) -> None:
    """A receiver that only such an activity names has no row at all."""
    folder.file(
        "a.xml", activity("A", ref="XM-DAC-7", inside='<recipient-country code="ML"/>' + receiver("Wells of Gao"))
    )
    folder.build()
    snapshot = opened(folder.lake)
    (made,) = snapshot.table("slice")["partner_ref"]
    shown = everything(snapshot, listed("place,MLI"))
    assert made.casefold() not in shown and "gao" not in shown
