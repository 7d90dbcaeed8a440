"""IATI files by publisher and by address: a folder a day, with who, when, under which licence and why."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from vrede.fetch.client import Client
from vrede.fetch.limits import FetchLimits
from vrede.fetch.report import Outcome
from vrede.sources.iati.fetch import Ask, chosen, get_iati
from vrede.sources.iati.folder import find_files
from vrede.sources.iati.registry import IndexShape, Owners, read_index
from vrede.sources.iati.vintage import current_day, days_of, former_copy
from webserver import Web, sound, status

ANSWERS = Path(__file__).with_name("answers")
XML = b"<iati-activities version='2.03'></iati-activities>"
MIN = {
    "id": "1",
    "short_name": "min",
    "organisation_identifier": "XX-MIN-7",
    "reporting_source_type": "primary-source",
    "hq_country": "NL",
}
OTHER = {
    "id": "2",
    "short_name": "other",
    "iati_identifier": "XX-OTHER",
    "reporting_source_type": "secondary-source",
    "hq_country": None,
}
ONE, TWO = date(2026, 11, 24), date(2026, 11, 25)


def served(web: Web, index: str = "datasets-minimal.json") -> None:
    """The recorded index with this server's address in it, and the files it names."""
    body = (ANSWERS / index).read_bytes().replace(b"BASE", web.address("").encode())
    web.answers |= {
        "/index": sound(body),
        "/reporting-orgs": sound(json.dumps({"reporting_orgs": [MIN, OTHER]}).encode()),
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
        ("reporting-orgs.json", "new", ""),
        ("min/min-gone.xml", "gone", "no copy"),
        ("min/min-activities-2026.xml", "new", ""),
    ]
    (line,) = lines(tmp_path)
    assert line == {
        "file": "min/min-activities-2026.xml",
        "retrieved": "2026-11-24",
        "publisher": "min",
        "owner": "XX-MIN-7",
        "source_type": "primary-source",
        "licence": "cc-zero" if index == "datasets-minimal.json" else "",
        "address": web.address("/data/min/min-activities-2026.xml"),
        "selection": "publisher:min",
        "came": "2026-11-24",
    }


def test_what_was_fetched_is_what_a_build_finds(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The reader of source folders sees the files with their day and owner, and no note, part or index."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True))
    found = find_files(tmp_path / "iati")
    assert [(file.name, file.retrieved, file.publisher, file.licence) for file in found] == [
        ("2026-11-24/min/min-activities-2026.xml", "2026-11-24", "XX-MIN-7", "cc-zero"),
        ("2026-11-24/other/other-1.xml", "2026-11-24", "XX-OTHER", "cc-by"),
    ]


def test_a_second_day_on_which_nothing_changed_leaves_no_folder(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """So the same sources give the same snapshot tomorrow; and a file that could not be had is no change either."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True))
    web.answers["/data/other/other-1.xml"] = status(500)
    rows = run(web, quick, tmp_path, Ask(everything=True), TWO)
    assert [(row.name, row.state, row.reason) for row in rows if row.reason != "no copy"] == [
        ("index.json", "unchanged", ""),
        ("reporting-orgs.json", "unchanged", ""),
        ("min/min-activities-2026.xml", "unchanged", ""),
        ("other/other-1.xml", "failed", "server"),
    ]
    assert rows[-1].sha256
    home = tmp_path / "iati"
    assert (current_day(home), days_of(home)) == ("2026-11-24", ["2026-11-24"])


def test_a_second_day_is_whole(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """What did not change is not sent again, and what could not be had has its last good copy there: one vintage, and the day before is
    kept, but not read."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True))
    later = XML.replace(b"2.03", b"2.02")
    web.answers |= {
        "/data/other/other-1.xml": status(500),
        "/data/min/min-activities-2026.xml": sound(later, etag='"2"'),
    }
    run(web, quick, tmp_path, Ask(everything=True), TWO)
    assert [(line["file"], line["retrieved"], line["came"]) for line in lines(tmp_path, TWO)] == [
        ("min/min-activities-2026.xml", "2026-11-25", "2026-11-25"),
        ("other/other-1.xml", "2026-11-25", "2026-11-24"),
    ]
    home = tmp_path / "iati"
    assert (home / "2026-11-25/min/min-activities-2026.xml").read_bytes() == later
    assert (home / "2026-11-24/min/min-activities-2026.xml").read_bytes() == XML
    assert [file.name for file in find_files(home)] == [
        "2026-11-25/min/min-activities-2026.xml",
        "2026-11-25/other/other-1.xml",
    ]


def test_what_the_index_no_longer_has_goes(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """With the day on which it went; publishers that were not asked for this time stay."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True))
    found = json.loads((ANSWERS / "datasets-minimal.json").read_bytes().replace(b"BASE", web.address("").encode()))
    found["datasets"] = [one for one in found["datasets"] if one["reporting_org_short_name"] != "min"]
    kept = dict(found["datasets"][0], short_name="min-new", reporting_org_short_name="min")
    web.answers["/index"] = sound(json.dumps({"datasets": [*found["datasets"], kept]}).encode())
    run(web, quick, tmp_path, Ask(["min"]), TWO)
    assert [line["file"] for line in lines(tmp_path, TWO)] == ["min/min-new.xml", "other/other-1.xml"]


def test_a_clock_that_was_set_back_fetches_nothing(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A day that is to come would hide every later one."""
    served(web)
    run(web, quick, tmp_path, Ask(everything=True), TWO)
    assert [(row.state, row.reason, row.detail) for row in run(web, quick, tmp_path, Ask(everything=True), ONE)] == [
        ("failed", "clock", "2026-11-25 > 2026-11-24")
    ]


@pytest.mark.parametrize("asked", ["min", "MIN", "XX-MIN-7", " xx-min-7 "])
def test_a_publisher_is_named_by_its_name_or_its_identifier(
    asked: str, web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """As the registry has them."""
    served(web)
    run(web, quick, tmp_path, Ask([asked]))
    assert [line["owner"] for line in lines(tmp_path)] == ["XX-MIN-7"]


def test_the_ministry_and_everybody_who_names_it(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Found by looking into the files; what was looked at is not asked for again, and who names nobody leaves no file."""
    served(web)
    ask = Ask(dutch=True, ministry=["XX-MIN-7"])
    run(web, quick, tmp_path, ask)
    assert [line["publisher"] for line in lines(tmp_path)] == ["min"]
    assert not list(tmp_path.rglob("other-1.xml"))
    naming = XML.replace(b">", b"><!-- xx-min-7-PPR-1 -->\n", 1)
    web.answers["/data/other/other-1.xml"] = sound(naming)
    found = json.loads((ANSWERS / "datasets-minimal.json").read_bytes().replace(b"BASE", web.address("").encode()))
    for one in found["datasets"]:
        one["last_known_good_dataset"]["hash"] = hashlib.sha1(naming, usedforsecurity=False).hexdigest()
    web.answers["/index"] = sound(json.dumps(found).encode())
    run(web, quick, tmp_path, ask)
    assert [(line["publisher"], line["source_type"]) for line in lines(tmp_path)] == [
        ("min", "primary-source"),
        ("other", "secondary-source"),
    ]
    web.asked.clear()
    rows = run(web, quick, tmp_path, ask)
    assert {row.state for row in rows if row.reason != "no copy"} == {"unchanged"}


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
    assert [row.name for row in run(web, quick, tmp_path, Ask(["min"]))] == ["index.json", "reporting-orgs.json"]
    web.answers["/index"] = index
    run(web, quick, tmp_path, Ask(["min"]))
    web.answers["/index"] = status(200, b'{"error": "maintenance"}')
    rows = run(web, quick, tmp_path, Ask(["min"]))
    assert [(row.state, row.reason) for row in rows] == [
        ("failed", "content"),
        ("unchanged", ""),
        ("gone", "no copy"),
        ("unchanged", ""),
    ]


def test_a_list_of_addresses_needs_no_index(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Their publisher is not known, and the line says that they were asked for by address."""
    served(web)
    address = web.address("/data/min/min-activities-2026.xml")
    rows = run(web, quick, tmp_path, Ask(addresses=f"{address}\nftp://example.org/b.xml\n"))
    assert [(row.state, row.reason) for row in rows] == [("failed", "address"), ("new", "")]
    (line,) = lines(tmp_path)
    assert (line["publisher"], line["address"], line["selection"]) == ("", address, "addresses")
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
    wants, rows = chosen(datasets, Ask(["minn"]), Owners({}, {}))
    assert (wants, [(row.name, row.reason) for row in rows]) == ([], [("minn", "not listed")])


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"datasets": 3}', b'{"datasets": [1]}', b'{"datasets": [{}]}'])
def test_an_index_of_another_shape_is_refused(body: bytes) -> None:
    """Never half read."""
    with pytest.raises(IndexShape):
        read_index(body)
