"""All of IATI in one zip: asked for where most of the index is missing, read member by member within bounds."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from vrede.fetch import Client, FetchLimits, NotWhole, Outcome, mirror_of
from vrede.sources.iati import fetch
from vrede.sources.iati.archive import opened_archive
from vrede.sources.iati.fetch import Ask, get_iati
from vrede.sources.iati.naming import look, pattern_of
from webserver import Web, sound, status

HOST = "/bulk-data.iatistandard.org"
DAY = date(2026, 11, 24)
ROOT = "<iati-activities version='2.03'><!-- {} --></iati-activities>"


def served(web: Web, names: dict[str, str], archived: bool = True) -> None:
    """A registry with a dataset of each publisher, and the zip of them."""
    datasets, owners = [], []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("iati-data/", b"")
        for publisher, text in names.items():
            path, xml = f"/{publisher}/{publisher}-1.xml", ROOT.format(text).encode()
            web.answers[HOST + path] = sound(xml, etag=f'"{publisher}"')
            archive.writestr("iati-data/datasets" + path, xml)
            good = {"cached_dataset_xml_url": "https:/" + HOST + path, "hash": "not that of the file"}
            entry = {"short_name": f"{publisher}-1", "reporting_org_short_name": publisher, "source_url": None}
            datasets.append({**entry, "licence_id": None, "last_known_good_dataset": good})
            owners.append({"id": publisher, "short_name": publisher, "organisation_identifier": f"XX-{publisher}"})
        archive.writestr("iati-data/datasets-minimal.json", b"{}")
    web.answers[f"{HOST}/datasets-minimal"] = sound(json.dumps({"datasets": datasets}).encode())
    web.answers[f"{HOST}/reporting-orgs"] = sound(json.dumps({"reporting_orgs": owners}).encode())
    if archived:
        web.answers[f"{HOST}/iati-data.zip"] = sound(packed.getvalue())


def run(web: Web, limits: FetchLimits, folder: Path, ask: Ask) -> list[Outcome]:
    """One run."""
    with Client(limits, mirror=mirror_of(f"http://{web.host}")) as client:
        return get_iati(folder, client, DAY, ask)


def listed(folder: Path) -> list[str]:
    """Publishers of the day's list."""
    with (folder / "iati" / DAY.isoformat() / "datasets.csv").open(encoding="utf-8", newline="") as stream:
        return [line["publisher"] for line in csv.DictReader(stream)]


PUBLISHERS = {f"p{n}": ("provider XX-MIN-7-PPR-1" if n % 5 == 0 else "nobody") for n in range(20)} | {"min": "own"}
DUTCH = Ask(dutch=True, ministry=["XX-min"])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of twenty is large enough for the zip."""
    monkeypatch.setattr(fetch, "ZIP_FROM", 10)


@pytest.mark.parametrize("archived", [True, False])
def test_every_publisher(archived: bool, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The same files with the zip and without; with it no file is sent a second time by itself."""
    served(web, PUBLISHERS, archived)
    rows = run(web, quick, tmp_path, Ask(everything=True))
    assert listed(tmp_path) == sorted(PUBLISHERS)
    files = {p: (tmp_path / "iati" / DAY.isoformat() / p / f"{p}-1.xml").read_text() for p in PUBLISHERS}
    assert files == {p: ROOT.format(text) for p, text in PUBLISHERS.items()}
    assert any(row.name == "iati-data.zip" and row.state == ("new" if archived else "gone") for row in rows)


@pytest.mark.parametrize("archived", [True, False])
def test_everybody_who_names_the_ministry(archived: bool, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Found in the zip or file by file; whoever does not name it leaves no file."""
    served(web, {**PUBLISHERS, **{f"p{n}": "XX-MIN-PPR-1" for n in (0, 5, 10, 15)}}, archived)
    run(web, quick, tmp_path, DUTCH)
    assert listed(tmp_path) == ["min", "p0", "p10", "p15", "p5"]
    assert {path.parent.name for path in tmp_path.rglob("*.xml")} == {"min", "p0", "p10", "p15", "p5"}


def test_a_zip_that_is_none_costs_nothing(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The files come one by one, and the report names the zip."""
    served(web, PUBLISHERS)
    web.answers[f"{HOST}/iati-data.zip"] = sound(b"PK not really")
    rows = run(web, quick, tmp_path, Ask(everything=True))
    assert [row.reason for row in rows if row.name == "iati-data.zip"] == ["content"]
    assert len(listed(tmp_path)) == len(PUBLISHERS)


def test_names_in_the_zip_are_looked_up_and_never_written_to(tmp_path: Path) -> None:
    """A member that leads out is a dataset of that name, if anybody asks for it, in the place of ours."""
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("../../outside.xml", b"<a/>")
        packed.writestr("iati-data/datasets/p/large.xml", b"<a>" + b" " * 5000 + b"</a>")
    with opened_archive(file) as archive:
        archive.copy("outside", tmp_path / "in" / "ours.xml", 100)
        with pytest.raises(NotWhole, match="too large"):
            archive.copy("large", tmp_path / "in" / "large.xml", 100)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["all.zip", "in", "ours.xml"]


def test_a_member_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    """Counted as it comes, whatever the directory says."""
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("d/a.xml", b" " * 200_000)
    data = file.read_bytes()
    size = (200_000).to_bytes(4, "little")
    file.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    with opened_archive(file) as archive, pytest.raises(NotWhole):
        archive.copy("a", tmp_path / "a.xml", 1000)
    assert not (tmp_path / "a.xml").exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (b'<x ref="XM-DAC-7"/>', True),
        (b'<x ref="xm-dac-7 "/>', True),
        (b"XM-DAC-7-PPR-12345", True),
        (b"NL-1-PPR-1", True),
        (b"XM-DAC-701", False),
        (b"AXM-DAC-7", False),
        (b"NL-11", False),
        (b"BNL-1", False),
        ('<x ref="XM-DAC-7"/>'.encode("utf-16"), True),
        (b" " * ((1 << 20) - 4) + b"XM-DAC-7'", True),
        (b" " * ((1 << 20) - 8) + b"XM-DAC-701", False),
        (b"XM-DAC-7", True),
    ],
)
def test_who_names_the_ministry(text: bytes, names: bool) -> None:
    """As a whole or before an activity's own part, in any case and encoding, also over the edge of a piece."""
    assert look(io.BytesIO(text), pattern_of(["XM-DAC-7", "NL-1"]), 1 << 30)[1] is names


def test_a_publisher_that_is_down_is_told(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A file that could not be looked at may name the ministry: the run says that it failed."""
    served(web, PUBLISHERS, archived=False)
    web.answers[f"{HOST}/p3/p3-1.xml"] = status(500)
    rows = run(web, quick, tmp_path, DUTCH)
    assert [(row.name, row.reason) for row in rows if row.state == "failed"] == [("p3/p3-1.xml", "server")]
