"""Open data: every table as Parquet and CSV, with a Data Package descriptor and DCAT-AP-NL metadata. Same lake, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from vrede.lake.formula import neutral
from vrede.lake.parquet import ends_well
from vrede.lake.tables.money import BY_NAME
from vrede.language import Language, say
from vrede.sources import Column, Table

LICENCE_TABLE = "dataset"
URN = "urn:vrede:"
DESCRIPTOR, DCAT = "datapackage.json", "dcat.jsonld"
TYPES = {
    "text": "string",
    "date": "date",
    "datetime": "datetime",
    "amount": "number",
    "number": "number",
    "integer": "integer",
    "ordinal": "integer",
    "flag": "boolean",
}
ROWS = 200_000
"""Rows that are written, or held against each other, at once."""
LANGUAGES: tuple[Language, ...] = ("nl", "en")
DCAT_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
RIGHTS = "Each row comes from a file with the licence of its publisher: table dataset, column licence."
MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
FILE_TYPES = {
    "parquet": "http://publications.europa.eu/resource/authority/file-type/PARQUET",
    "csv": "http://publications.europa.eu/resource/authority/file-type/CSV",
}


def write_parquet(frame: pl.DataFrame, target: Path) -> None:
    """The table as Parquet. Raises OSError."""
    try:
        frame.write_parquet(target, compression="zstd", statistics=True)
    except pl.exceptions.PolarsError as error:  # polars tells of a full disk in an error of its own
        raise OSError(None, str(error)) from error
    if not ends_well(target):
        raise OSError(None, "cut off while it was written: the disk is full")


def write_csv(frame: pl.DataFrame, target: Path) -> None:
    """The table as CSV in UTF-8, with formulas neutralised, some rows at a time. Raises OSError."""
    with target.open("wb") as stream:
        for first in range(0, max(frame.height, 1), ROWS):
            some = neutral(frame.slice(first, ROWS))
            stream.write(some.write_csv(include_header=not first, datetime_format="%Y-%m-%dT%H:%M:%SZ").encode())


WRITERS = {"parquet": write_parquet, "csv": write_csv}


def field_of(column: Column) -> dict[str, Any]:
    """A column as a Data Package field."""
    made: dict[str, Any] = {"name": column.name, "type": TYPES[column.shape], "description": column.meaning}
    if column.kind == "datetime":
        made["format"] = "%Y-%m-%dT%H:%M:%SZ"
    if column.kind == "flag":
        made |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.unit:
        made["unit"] = column.unit
    return made


def key_of(table: Table, frame: pl.DataFrame) -> list[str]:
    """The declared key where the rows have it whole and once; else none: a package must not promise what is not so."""
    key = list(table.key)
    if not key or any(frame[name].null_count() for name in key):
        return []
    keys = frame.select(key)
    return key if sum(some.n_unique() for some in _runs(keys)) == frame.height else []


def _runs(keys: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows some at a time, none of which is again in another piece: cut where the first column rises; whole where it falls."""
    first = keys.to_series(0)
    if not first.is_sorted():
        yield keys
        return
    start = 0
    while start < keys.height:
        end = min(start + ROWS, keys.height)
        end = end if end == keys.height else int(first.search_sorted(first[end], side="right"))
        yield keys.slice(start, end - start)
        start = end


def resource_of(table: Table, form: str, path: str, file: Path, rows: int, key: list[str]) -> dict[str, Any]:
    """A file as a Data Package resource. rows, key: of what is in it."""
    schema: dict[str, Any] = {"fields": [field_of(column) for column in table.columns], "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    with file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    made: dict[str, Any] = {
        "name": f"{table.name}-{form}".replace("_", "-"),
        "path": path,
        "title": table.name,
        "description": table.meaning,
        "format": form,
        "mediatype": MEDIA[form],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256}",
        "rowCount": rows,
        "schema": schema,
    }
    if form == "csv":
        made |= {"encoding": "utf-8", "profile": "tabular-data-resource"}
    return made


def licences_of(dataset: pl.DataFrame) -> list[dict[str, str]]:
    """The licences of the files that the tables were made from, each once; an unknown one is said to be unknown."""
    names = dataset["licence"].fill_null("").str.strip_chars().unique().sort().to_list()
    return [{"name": name or "unknown", "title": name or "licence of the publisher, not recorded"} for name in names]


def _dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def described(made_up: bool) -> dict[Language, str]:
    """What an export is, in nl and en."""
    plain = {language: say("data.export.description", language) for language in LANGUAGES}
    if not made_up:
        return plain
    return {language: say("data.export.made_up", language, description=text) for language, text in plain.items()}


def package(
    snapshot: str, made_up: bool, resources: list[dict[str, Any]], licences: list[dict[str, str]], day: str
) -> bytes:
    """datapackage.json. day: the newest day of its inputs, never today: the same lake gives the same bytes."""
    return _dump(
        {
            "profile": "data-package",
            "name": f"vrede-{snapshot}",
            "id": f"{URN}{snapshot}",
            "title": say("data.export.title", "en"),
            "description": described(made_up)["en"],
            "created": f"{day}T00:00:00Z",
            "version": snapshot,
            "licenses": licences,
            "keywords": ["IATI", "SDG 16", "Article 4", "Netherlands"],
            "resources": resources,
        }
    )


def dcat(snapshot: str, made_up: bool, resources: list[dict[str, Any]], day: str, base: str) -> bytes:
    """dcat.jsonld: a dataset with a distribution for every file, by DCAT-AP-NL 3. base: where the files will stand."""
    root = f"{base.rstrip('/')}/" if base else ""

    def distribution(one: dict[str, Any]) -> dict[str, Any]:
        return {
            "@type": "dcat:Distribution",
            "dct:title": one["name"],
            "dct:description": {"@value": one["description"], "@language": "en"},
            "dcat:accessURL": {"@id": f"{root}{one['path']}"},
            "dcat:downloadURL": {"@id": f"{root}{one['path']}"},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{one['mediatype']}"},
            "dct:format": {"@id": FILE_TYPES[one["format"]]},
            "dcat:byteSize": {"@value": str(one["bytes"]), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": one["hash"].removeprefix("sha256:"),
            },
            "dct:license": {
                "@id": f"{URN}{snapshot}:licences",
                "@type": "dct:LicenseDocument",
                "dct:title": {"@value": RIGHTS, "@language": "en"},
            },
            "dct:rights": {"@type": "dct:RightsStatement", "dct:title": {"@value": RIGHTS, "@language": "en"}},
        }

    return _dump(
        {
            "@context": DCAT_CONTEXT,
            "@id": f"{URN}{snapshot}",
            "@type": "dcat:Dataset",
            "dct:identifier": snapshot,
            "dct:title": [
                {"@value": say("data.export.title", language), "@language": language} for language in LANGUAGES
            ],
            "dct:description": [
                {"@value": text, "@language": language} for language, text in described(made_up).items()
            ],
            "dct:issued": {"@value": day, "@type": "xsd:date"},
            "dct:modified": {"@value": day, "@type": "xsd:date"},
            "dct:language": [
                {"@id": f"http://publications.europa.eu/resource/authority/language/{code}"} for code in ("NLD", "ENG")
            ],
            "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "vrede"},
            "dct:creator": {"@type": "foaf:Agent", "foaf:name": "vrede"},
            "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": "vrede"},
            "dcat:theme": [{"@id": "http://publications.europa.eu/resource/authority/data-theme/INTR"}],
            "dct:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
            "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/IRREG"},
            "dcat:keyword": [{"@value": "IATI", "@language": "en"}, {"@value": "SDG 16", "@language": "en"}],
            "dcat:distribution": [distribution(one) for one in resources],
        }
    )


def export_files(
    snapshot: str, table: Callable[[str], pl.DataFrame], manifest: Mapping[str, Any], folder: Path, base: str = ""
) -> int:
    """Write every file of an export below a folder, descriptors last; how many. table: reads a table without what is withheld.

    Raises OSError.
    """
    resources: list[dict[str, Any]] = []
    for form in MEDIA:
        (folder / form).mkdir(parents=True, exist_ok=True)
    for name in sorted(BY_NAME):
        declared = BY_NAME[name]
        frame = declared.leaving(declared.conform(table(name)))
        key = key_of(declared, frame)
        for form, write in WRITERS.items():
            path = f"{form}/{name}.{form}"
            write(frame, folder / path)
            resources.append(resource_of(declared, form, path, folder / path, frame.height, key))
    day, made_up = str(manifest["policy_day"]), bool(manifest["made_up"])
    licences = licences_of(table(LICENCE_TABLE))
    (folder / DESCRIPTOR).write_bytes(package(snapshot, made_up, resources, licences, day))
    (folder / DCAT).write_bytes(dcat(snapshot, made_up, resources, day, base))
    return len(resources) + 2


def files_hash(manifest: Mapping[str, Any]) -> str:
    """Names the files that a snapshot was made from, whatever was withheld."""
    return hashlib.sha256(json.dumps(manifest["files"], sort_keys=True).encode()).hexdigest()[:16]


def is_export(names: Collection[str], descriptor: bytes) -> bool:
    """True where a folder holds an export and nothing else. names: of what is in it. descriptor: its datapackage.json."""
    try:
        said = json.loads(descriptor)
    except ValueError:
        return False
    ours = isinstance(said, dict) and str(said.get("id", "")).startswith(URN)
    return ours and set(names) <= {DESCRIPTOR, DCAT, *MEDIA}
