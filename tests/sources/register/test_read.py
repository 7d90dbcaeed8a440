"""The register's open data read back: exactly what was declared, or a refusal in words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from vrede.sources.card import judge
from vrede.sources.register.read import ExtractError, read_register
from vrede.sources.register.tables import FORMAT, REGISTER_TABLES

ROW: dict[str, Any] = {
    "iati_identifier": "XM-DAC-7-register-G1",
    "dossier": "G1",
    "committed_cents": 5,
    "paid_cents": 0,
}


def extract(folder: Path, frames: dict[str, pl.DataFrame] | None = None, **manifest: Any) -> Path:
    """A folder as it is published."""
    folder.mkdir(exist_ok=True)
    hashes = {}
    for table in REGISTER_TABLES:
        frame = (frames or {}).get(table.name, table.empty())
        path = folder / f"{table.name}.parquet"
        frame.write_parquet(path)
        hashes[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "register.json").write_text(json.dumps({"format": FORMAT, "files": hashes, **manifest}))
    return folder


def activity(**changed: Any) -> pl.DataFrame:
    table = REGISTER_TABLES[0]
    return table.conform(pl.DataFrame([{**ROW, **changed}]))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    found = read_register(extract(tmp_path / "x", {"register_activity": activity()}))
    assert set(found) == {"register_activity", "register_transaction", "register_budget"}
    assert found["register_activity"]["committed_cents"].to_list() == [5]
    assert all(found[table.name].schema == table.schema for table in REGISTER_TABLES)
    assert judge("register", 1).verdict == "sound"


@pytest.mark.parametrize("version", [FORMAT + 1, 0, None, "1", [1]])
def test_another_version_is_refused(tmp_path: Path, version: Any) -> None:
    with pytest.raises(ExtractError, match="this program reads format"):
        read_register(extract(tmp_path / "x", format=version))


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "{}", '{"format": 1}', '{"format": 1, "files": []}', "[" * 100_000, "\x00"]
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    folder = extract(tmp_path / "x")
    (folder / "register.json").write_text(text)
    with pytest.raises(ExtractError, match=r"register\.json"):
        read_register(folder)


def test_no_manifest_or_no_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="vrede register publish"):
        read_register(tmp_path)
    folder = extract(tmp_path / "x")
    (folder / "register_budget.parquet").unlink()
    with pytest.raises(ExtractError, match="register_budget"):
        read_register(folder)


def test_another_byte_is_refused(tmp_path: Path) -> None:
    folder = extract(tmp_path / "x")
    path = folder / "register_budget.parquet"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ExtractError, match="not the file"):
        read_register(folder)


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    folder = extract(tmp_path / "x")
    path = folder / "register_budget.parquet"
    for data in (b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", path.read_bytes()[:-20]):
        path.write_bytes(data)
        manifest = json.loads((folder / "register.json").read_text())
        manifest["files"][path.name] = hashlib.sha256(data).hexdigest()
        (folder / "register.json").write_text(json.dumps(manifest))
        with pytest.raises(ExtractError, match="register_budget"):
            read_register(folder)


@pytest.mark.parametrize(
    "changed",
    [
        activity().drop("title"),
        activity().with_columns(more=pl.lit(1)),
        activity().with_columns(pl.col("committed_cents").cast(pl.Float64)),
        activity().with_columns(pl.col("committed_cents").cast(pl.String)),
    ],
    ids=["one less", "one more", "a decimal", "a text"],
)
def test_other_columns_are_refused(tmp_path: Path, changed: pl.DataFrame) -> None:
    with pytest.raises(ExtractError, match="other columns"):
        read_register(extract(tmp_path / "x", {"register_activity": changed}))


@pytest.mark.parametrize("rows", [[{}, {}], [{"iati_identifier": None}]], ids=["twice", "nameless"])
def test_a_key_is_whole_and_once(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ExtractError, match="stands twice, or has no iati_identifier"):
        read_register(extract(tmp_path / "x", {"register_activity": pl.concat([activity(**row) for row in rows])}))
