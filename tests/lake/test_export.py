"""An export holds the tables and nothing else: the same when read back, described as it is, without what is withheld."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lakefolder import Folder, activity, opened
from vrede.lake import export
from vrede.lake.export import export_files, files_hash, is_export, key_of, licences_of, write_csv
from vrede.lake.formula import RISKY, neutral
from vrede.lake.snapshot import Snapshot
from vrede.lake.tables.money import BY_NAME
from vrede.sources.table import Table
from vrede.withheld.suppression import WITHHELD_PLACE, parse_suppression

FIELD_TYPES = {
    "text": "string",
    "date": "date",
    "datetime": "datetime",
    "amount": "number",
    "number": "number",
    "integer": "integer",
    "ordinal": "integer",
    "flag": "boolean",
}


def in_order(folder: Path) -> list[Path]:
    """The files of an export, as its descriptors name them."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(files, key=lambda file: (file.stem, file.suffix != ".parquet"))


def exported(snapshot: Snapshot, base: str = "") -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        number = export_files(snapshot.name, snapshot.table, snapshot.manifest, folder, base)
        found = {str(file.relative_to(folder)): file.read_bytes() for file in in_order(folder)}
    assert len(found) == number
    return found


@pytest.fixture(scope="module")
def made(sample_snapshot: Snapshot) -> dict[str, bytes]:
    """The export of the sample."""
    return exported(sample_snapshot)


def read_csv(data: bytes, table: Table) -> pl.DataFrame:
    """A CSV read back by its declaration."""
    text = pl.read_csv(io.BytesIO(data), infer_schema=False)
    changed = []
    for column in table.columns:
        one = pl.col(column.name)
        if column.kind == "flag":
            one = one.replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)
        elif column.kind == "date":
            one = one.str.to_date("%Y-%m-%d")
        elif column.kind == "datetime":
            one = one.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC")
        elif column.kind != "text":
            one = one.cast(column.dtype)
        changed.append(one.alias(column.name))
    return text.select(changed)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_table_read_back_is_the_table(made: dict[str, bytes], sample_snapshot: Snapshot, name: str) -> None:
    """Parquet exactly; CSV too, with an apostrophe before what a spreadsheet would run."""
    table = BY_NAME[name]
    stored = sample_snapshot.table(name)
    parquet = pl.read_parquet(io.BytesIO(made[f"parquet/{name}.parquet"]))
    assert parquet.schema == pl.Schema(table.schema)
    assert parquet.equals(stored)
    assert read_csv(made[f"csv/{name}.csv"], table).equals(neutral(stored))


def test_every_table_is_there_twice_and_described_twice(made: dict[str, bytes]) -> None:
    expected = {f"{form}/{name}.{form}" for name in BY_NAME for form in ("csv", "parquet")}
    assert set(made) == {*expected, "datapackage.json", "dcat.jsonld"}
    package = json.loads(made["datapackage.json"])
    assert [r["path"] for r in package["resources"]] == [path for path in made if "/" in path]


def faults(package: dict[str, Any], held: dict[str, bytes]) -> list[str]:
    """What a Data Package descriptor says that is not so of the files."""
    found = []
    names = [resource["name"] for resource in package["resources"]]
    if len(set(names)) != len(names):
        found.append("two resources of one name")
    for resource in package["resources"]:
        path = resource["path"]
        data = held.get(path)
        if data is None:
            found.append(f"{path} is not there")
            continue
        if resource["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}" or resource["bytes"] != len(data):
            found.append(f"{path} is other bytes")
        parquet = path.endswith(".parquet")
        frame = pl.read_parquet(io.BytesIO(data)) if parquet else pl.read_csv(io.BytesIO(data), infer_schema=False)
        if frame.height != resource["rowCount"]:
            found.append(f"{path} has other rows")
        fields = resource["schema"]["fields"]
        if [field["name"] for field in fields] != frame.columns:
            found.append(f"{path} has other fields")
        key = resource["schema"].get("primaryKey")
        if key is not None and (not key or frame.select(key).n_unique() != frame.height):
            found.append(f"{path} has no such key")
        if key and any(frame[name].null_count() for name in key):
            found.append(f"{path} has holes in its key")
    return found


def test_the_package_says_what_is_there(made: dict[str, bytes], sample_snapshot: Snapshot) -> None:
    package = json.loads(made["datapackage.json"])
    assert faults(package, made) == []
    assert package["profile"] == "data-package"
    assert package["version"] == sample_snapshot.name
    assert "Made-up data" in package["description"]
    assert package["licenses"] == licences_of(sample_snapshot.table("dataset"))
    for resource in package["resources"]:
        table = BY_NAME[resource["title"]]
        for field, column in zip(resource["schema"]["fields"], table.columns, strict=True):
            assert field["type"] == FIELD_TYPES[column.shape], (resource["path"], column.name)
            assert field["description"] == column.meaning
    keyed = {r["title"] for r in package["resources"] if "primaryKey" in r["schema"]}
    assert {"activity", "transaction", "slice", "placement", "result_value", "country_series"} <= keyed


@pytest.mark.parametrize("kind", ["bytes", "hash", "rowCount", "path"])
def test_a_package_that_says_something_else_would_be_found(made: dict[str, bytes], kind: str) -> None:
    package = json.loads(made["datapackage.json"])
    package["resources"][3][kind] = {"bytes": 1, "hash": "sha256:0", "rowCount": -1, "path": "csv/none.csv"}[kind]
    assert faults(package, made)


def test_a_key_with_holes_or_twins_is_not_promised() -> None:
    """rows of (dataset) | key
    a, b              | dataset
    a, a              | none
    a, empty          | none"""
    table = BY_NAME["dataset"]
    for values, key in ((["a", "b"], ["dataset"]), (["a", "a"], []), (["a", None], [])):
        assert key_of(table, pl.DataFrame({"dataset": values})) == key
    assert key_of(BY_NAME["issue"], BY_NAME["issue"].empty()) == []


def test_dcat_has_what_the_profile_asks_for(made: dict[str, bytes], sample_snapshot: Snapshot) -> None:
    """DCAT-AP-NL 3: of the dataset and of each distribution."""
    dataset = json.loads(made["dcat.jsonld"])
    assert dataset["@type"] == "dcat:Dataset"
    needed = ("title", "description", "identifier", "publisher", "creator", "language", "accessRights", "issued")
    assert all(dataset[f"dct:{name}"] for name in needed)
    assert all(dataset[f"dcat:{name}"] for name in ("contactPoint", "theme", "distribution", "keyword"))
    assert {text["@language"] for text in dataset["dct:description"]} == {"nl", "en"}
    assert all("ade-up" in text["@value"] or "Verzonnen" in text["@value"] for text in dataset["dct:description"])
    assert dataset["dct:identifier"] == sample_snapshot.name
    distributions = dataset["dcat:distribution"]
    assert [d["dcat:downloadURL"]["@id"] for d in distributions] == [path for path in made if "/" in path]
    for one in distributions:
        data = made[one["dcat:downloadURL"]["@id"]]
        assert one["dcat:byteSize"]["@value"] == str(len(data))
        assert one["spdx:checksum"]["spdx:checksumValue"] == hashlib.sha256(data).hexdigest()
        assert all(
            one[name] for name in ("dct:license", "dct:rights", "dct:format", "dcat:mediaType", "dcat:accessURL")
        )
    prefixes = {name.partition(":")[0] for one in (dataset, *distributions) for name in one if not name.startswith("@")}
    assert prefixes <= set(dataset["@context"])


@pytest.mark.parametrize("base", ["https://data.example.nl/vrede", "https://data.example.nl/vrede/"])
def test_dcat_names_where_the_files_will_stand(sample_snapshot: Snapshot, base: str) -> None:
    dataset = json.loads(exported(sample_snapshot, base)["dcat.jsonld"])
    for one in dataset["dcat:distribution"]:
        assert one["dcat:downloadURL"]["@id"].startswith("https://data.example.nl/vrede/")
        assert "vrede//" not in one["dcat:downloadURL"]["@id"]


def test_the_same_lake_gives_the_same_bytes(made: dict[str, bytes], sample_lake: Path) -> None:
    assert exported(opened(sample_lake)) == made


RISKS = ["=1+1", "+31", "-1", "@x", "\t=1", " =1", "＝1", "|cmd"]


def test_no_text_of_a_csv_is_a_formula(folder: Folder) -> None:
    """Parquet keeps the text as it is; in CSV it begins with an apostrophe, and numbers stay numbers."""
    for number, text in enumerate(RISKS):
        folder.file(
            f"{number}.xml",
            activity(
                f"A{number}", "3 2020-01-01 -10", inside=f"<description><narrative>{text}</narrative></description>"
            ),
        )
    held = exported(folder.build())
    for name, table in BY_NAME.items():
        frame = pl.read_csv(io.BytesIO(held[f"csv/{name}.csv"]), infer_schema=False)
        for column in table.columns:
            if column.kind == "text":
                assert frame.filter(pl.col(column.name).str.contains(RISKY)).is_empty(), (name, column.name)
    stored = pl.read_parquet(io.BytesIO(held["parquet/narrative.parquet"]))["text"].to_list()
    assert "=1+1" in stored
    write_csv(pl.DataFrame({"text": stored}), folder.root / "texts.csv")
    assert "'=1+1" in (folder.root / "texts.csv").read_text(encoding="utf-8")
    assert b",-1000," in held["csv/slice.csv"]


SECRET = "NL-KVK-41160054"
PLACED = '<recipient-country code="ML" percentage="60"/><recipient-country code="NE" percentage="40"/>'


@pytest.mark.parametrize("older", [False, True])
def test_what_is_withheld_is_in_no_byte(folder: Folder, older: bool) -> None:
    """A partner, an activity and a country: in a new snapshot, and in one from before they were on the list."""
    party = f'<participating-org role="4" ref="{SECRET}"><narrative>Hidden Hands</narrative></participating-org>'
    folder.file(
        "open.xml",
        activity("X-OPEN", "3 2020-01-01 6", inside=party),
        activity("X-HIDDEN-1", "3 2020-01-01 7"),
        activity("X-PLACED-ML", "3 2020-01-01 10", inside=PLACED),
    )
    folder.file("hidden-hands.xml", activity(f"{SECRET}-1", "3 2020-01-01 9", ref=SECRET))
    folder.datasets("open.xml,2021-01-01,XM-DAC-1,,", f"hidden-hands.xml,2021-01-01,{SECRET},,")
    words = [SECRET, "Hidden Hands", "hidden-hands", "X-HIDDEN-1", "X-PLACED-ML", "MLI"]
    plain = text_of(exported(folder.build()))
    assert all(word in plain for word in words)
    given = parse_suppression(f"kind,value\npartner,{SECRET}\nactivity,X-HIDDEN-1\nplace,MLI\n".encode())
    name = opened(folder.lake).name
    held = exported(opened(folder.lake, given, name) if older else folder.build(given))
    shown = text_of(held)
    for word in words:
        assert word.lower() not in shown.lower(), word
        for path, data in held.items():
            assert word.encode() not in data, (path, word)
    assert WITHHELD_PLACE in shown
    assert "X-OPEN" in shown
    assert faults(json.loads(held["datapackage.json"]), held) == []


def text_of(held: dict[str, bytes]) -> str:
    """All that an export says, Parquet unpacked."""
    made = [
        pl.read_parquet(io.BytesIO(data)).write_csv() if path.endswith(".parquet") else data.decode()
        for path, data in held.items()
    ]
    return "\n".join(made)


def test_files_are_named_whatever_was_withheld(folder: Folder) -> None:
    """The same files have the same name under another list, other files another."""
    folder.file("a.xml", activity("A", "3 2020-01-01 6"))
    one = files_hash(folder.build().manifest)
    assert files_hash(folder.build(parse_suppression(b"kind,value\nplace,MLI\n")).manifest) == one
    folder.file("b.xml", activity("B", "3 2020-01-01 6"))
    assert files_hash(folder.build().manifest) != one


def test_only_an_export_is_an_export(made: dict[str, bytes]) -> None:
    """names                     | descriptor      | an export
    csv, parquet, both descriptors | ours            | yes
    the same and notes.txt         | ours            | no
    datapackage.json               | somebody else's | no
    datapackage.json               | no JSON         | no"""
    ours, names = made["datapackage.json"], ["csv", "parquet", "datapackage.json", "dcat.jsonld"]
    assert is_export(names, ours)
    assert not is_export([*names, "notes.txt"], ours)
    assert not is_export(["datapackage.json"], b'{"name": "other", "resources": []}')
    assert not is_export(["datapackage.json"], b"[1]")
    assert not is_export(["datapackage.json"], b"\xff")


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
@pytest.mark.parametrize("values", [[], ["a"], ["=a", "b", "c", "d", "e"]])
def test_some_rows_at_a_time_are_all_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, values: list[str]
) -> None:
    frame = pl.DataFrame({"text": values}, schema={"text": pl.String})
    monkeypatch.setattr(export, "ROWS", at_once)
    write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == neutral(frame).write_csv()


KEYED = BY_NAME["transaction_sector"]


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
@pytest.mark.parametrize("first", [[1, 1, 2, 2, 3], [3, 1, 2, 1, 3]])
@pytest.mark.parametrize("once", [True, False])
def test_a_key_is_looked_at_some_rows_at_a_time(
    monkeypatch: pytest.MonkeyPatch, at_once: int, first: list[int], once: bool
) -> None:
    """A row that is there twice is found in whatever piece it is; a column that falls is looked at whole."""
    rows = pl.DataFrame({name: first if n == 0 else [1, 2, 1, 2 if once else 1, 1] for n, name in enumerate(KEYED.key)})
    double = rows.select(KEYED.key).n_unique() < rows.height
    monkeypatch.setattr(export, "ROWS", at_once)
    assert key_of(KEYED, rows) == ([] if double else list(KEYED.key))
