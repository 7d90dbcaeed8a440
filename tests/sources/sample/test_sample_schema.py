"""Every file that is meant to be sound validates against the schema of the version it declares."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from lxml import etree

SCHEMAS = Path(__file__).resolve().parents[3] / "../shared/data/iati-standard/schemas"
NOT_VALID = {
    "awkward/partner-awkward.xml.gz", "awkward/version-lies.xml",
    "awkward/page.xml", "awkward/empty.xml", "awkward/entities.xml", "awkward/truncated.xml.gz",
}  # fmt: skip


def names(folder: Path) -> list[str]:
    root = folder / "iati"
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*.xml*"))


def parsed(folder: Path, name: str) -> etree._Element:
    raw = (folder / "iati" / name).read_bytes()
    return etree.fromstring(gzip.decompress(raw) if name.endswith(".gz") else raw)


def test_versions_2_01_2_02_and_1_03_are_there(folder: Path) -> None:
    versions = {parsed(folder, name).get("version") for name in names(folder) if name not in NOT_VALID}
    assert versions == {"1.03", "2.01", "2.02", "2.03"}


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of the IATI standard are not beside the checkout")
def test_sound_files_are_valid(folder: Path) -> None:
    schemas: dict[str, etree.XMLSchema] = {}
    for name in names(folder):
        if name in NOT_VALID:
            continue
        root = parsed(folder, name)
        version = root.get("version") or ""
        if version not in schemas:
            schemas[version] = etree.XMLSchema(etree.parse(str(SCHEMAS / version / "iati-activities-schema.xsd")))
        schema = schemas[version]
        assert schema.validate(root), f"{name}: {schema.error_log.last_error}"
