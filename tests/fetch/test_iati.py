"""IATI files by publisher and by address: a folder a day, with who, when, under which licence and why."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from vrede.fetch.client import Client
from vrede.fetch.limits import FetchLimits
from vrede.fetch.report import Outcome
from vrede.sources.iati.fetch import Ask, IndexShape, chosen, former_copy, get_iati, read_index
from vrede.sources.iati.folder import find_files
from webserver import Web, sound, status

ANSWERS = Path(__file__).with_name("answers")
XML = b"<iati-activities version='2.03'></iati-activities>"
ONE, TWO = date(2026, 11, 24), date(2026, 11, 25)


def served(web: Web, index: str = "datasets-minimal.json") -> None:
    """The recorded index with this server's address in it, and the files it names."""
    body = (ANSWERS / index).read_bytes().replace(b"BASE", web.address("").encode())
    web.answers |= {
        "/index": sound(body),
        "/data/min/min-activities-2026.xml": sound(XML, etag='"1"'),
        "/data/other/other-1.xml": sound(XML.replace(b">", b">\n", 1)),
    }


def run(web: Web, limits: FetchLimits, folder: Path, ask: Ask, day: date = ONE) -> list[Outcome]:
    """A run against this server."""
    with Client(limits, frozenset({web.host})) as client:
        return get_iati(folder, client, day, ask, web.address("/index"))


def lines(folder: Path, day: date = ONE) -> list[dict[str, str]]:
    """The lines of datasets.csv of a day."""
    with (folder / "iati" / day.isoformat() / "datasets.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("index", ["datasets-minimal.json", "dataset-index-minimal.json"])
def test_both_shapes_of_the_index_give_the_same_files(index: str, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The publisher's file comes, what the service has no copy of is told, and another publisher's is left."""
    served(web, index)
    rows = run(web, quick, tmp_path, Ask(["MIN"]))
    assert [(row.name, row.state, row.reason) for row in rows] == [
        ("index.json", "new", ""),
        ("min/min-gone.xml", "gone", "no copy"),
        ("min/min-activities-2026.xml", "new", ""),
    ]
    (line,) = lines(tmp_path)
    assert line == {
        "file": "min/min-activities-2026.xml",
        "retrieved": "2026-11-24",
        "publisher": "min",
        "licence": "cc-zero" if index == "datasets-minimal.json" else "",
        "address": web.address("/data/min/min-activities-2026.xml"),
        "selection": "all files of publisher min, IATI Bulk Data Service",
    }


def test_what_was_fetched_is_what_a_build_finds(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The reader of source folders sees the files with their day and owner, and no note, part or index."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True))
    found = find_files(tmp_path / "iati")
    assert [(file.name, file.retrieved, file.publisher, file.licence) for file in found] == [
        ("2026-11-24/min/min-activities-2026.xml", "2026-11-24", "min", "cc-zero"),
        ("2026-11-24/other/other-1.xml", "2026-11-24", "other", "cc-by"),
    ]


def test_a_second_day_is_a_folder_of_its_own(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """What did not change is not sent again; what cannot be had stays where it was and gets no line of today."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True))
    web.answers["/data/other/other-1.xml"] = status(500)
    rows = run(web, quick, tmp_path, Ask(everything=True), TWO)
    assert [(row.name, row.state, row.reason) for row in rows if row.reason != "no copy"] == [
        ("index.json", "unchanged", ""),
        ("min/min-activities-2026.xml", "unchanged", ""),
        ("other/other-1.xml", "failed", "server"),
    ]
    assert rows[-1].sha256
    assert [(line["file"], line["retrieved"]) for line in lines(tmp_path, TWO)] == [
        ("min/min-activities-2026.xml", "2026-11-25")
    ]
    assert len(lines(tmp_path, ONE)) == 2
    home = tmp_path / "iati"
    name = "min/min-activities-2026.xml"
    assert (home / "2026-11-25" / name).read_bytes() == (home / "2026-11-24" / name).read_bytes() == XML


def test_only_an_earlier_day_is_a_former_copy(tmp_path: Path) -> None:
    """The newest of them, and never today's or a later one: a clock that was set back must not pass on what is to come."""
    for day in ("2026-11-20", "2026-11-22", "2026-11-24", "2026-11-26", "no day"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "a.xml").write_bytes(XML)
    (tmp_path / "2026-11-23").mkdir()
    assert former_copy(tmp_path, ONE, "a.xml") == tmp_path / "2026-11-22" / "a.xml"
    assert former_copy(tmp_path, ONE, "b.xml") is None
    assert former_copy(tmp_path / "not there", ONE, "a.xml") is None


def test_a_second_run_of_a_day_adds_to_its_list(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Lines of the first run stay, also where the second failed to fetch their files; the same run twice, the same bytes."""
    served(web)
    run(web, quick, tmp_path, Ask(["min"]))
    web.answers["/data/min/min-activities-2026.xml"] = status(404)
    run(web, quick, tmp_path, Ask(["min", "other"]))
    assert [line["publisher"] for line in lines(tmp_path)] == ["min", "other"]
    before = (tmp_path / "iati" / "2026-11-24" / "datasets.csv").read_bytes()
    run(web, quick, tmp_path, Ask(["min", "other"]))
    assert (tmp_path / "iati" / "2026-11-24" / "datasets.csv").read_bytes() == before


def test_without_its_index_a_run_uses_the_last_good_one(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """And says that the index failed; without any index nothing is fetched."""
    served(web)
    index = web.answers.pop("/index")
    assert [row.name for row in run(web, quick, tmp_path, Ask(["min"]))] == ["index.json"]
    web.answers["/index"] = index
    run(web, quick, tmp_path, Ask(["min"]))
    web.answers["/index"] = status(200, b'{"error": "maintenance"}')
    rows = run(web, quick, tmp_path, Ask(["min"]))
    assert [(row.state, row.reason) for row in rows] == [("failed", "content"), ("gone", "no copy"), ("unchanged", "")]


def test_a_list_of_addresses_needs_no_index(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Their publisher is not known, and the line says that they were asked for by address."""
    served(web)
    address = web.address("/data/min/min-activities-2026.xml")
    rows = run(web, quick, tmp_path, Ask(addresses=f"{address}\nftp://example.org/b.xml\n"))
    assert [(row.state, row.reason) for row in rows] == [("failed", "address"), ("new", "")]
    (line,) = lines(tmp_path)
    assert (line["publisher"], line["address"], line["selection"]) == ("", address, "a list of addresses")
    assert all(path != "/index" for path, _ in web.asked)


def test_a_name_that_leads_out_of_the_folder_is_a_line(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The index is the outside world too: nothing it says may write elsewhere."""
    body = (
        (ANSWERS / "datasets-minimal.json")
        .read_bytes()
        .replace(b"BASE", web.address("").encode())
        .replace(b'"min-activities-2026"', b'"../../../outside"')
    )
    web.answers |= {"/index": sound(body), "/data/min/min-activities-2026.xml": sound(XML)}
    rows = run(web, quick, tmp_path / "data", Ask(["min"]))
    assert ("min/../../../outside.xml", "name") in [(row.name, row.reason) for row in rows]
    assert not list(tmp_path.rglob("outside*"))


def test_a_publisher_that_is_not_in_the_index_is_a_line() -> None:
    """A slip of the pen must not look like a publisher without files."""
    datasets = read_index((ANSWERS / "datasets-minimal.json").read_bytes())
    wants, rows = chosen(datasets, Ask(["minn"]))
    assert (wants, [(row.name, row.reason) for row in rows]) == ([], [("minn", "not listed")])


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"datasets": 3}', b'{"datasets": [1]}', b'{"datasets": [{}]}'])
def test_an_index_of_another_shape_is_refused(body: bytes) -> None:
    """Never half read."""
    with pytest.raises(IndexShape):
        read_index(body)
