"""The standard as a folder of schemas, codelists, mappings and rulesets; nothing of it is shipped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lxml import etree

VERSIONS = ("1.01", "1.02", "1.03", "1.04", "1.05", "2.01", "2.02", "2.03")
NEWEST = VERSIONS[-1]
FIRST_WITH_LISTS = "1.04"
SCHEMAS = {
    "activities": "iati-activities-schema.xsd",
    "organisations": "iati-organisations-schema.xsd",
    "registry-record": "iati-registry-record-schema.xsd",
}
FUNDER_RULES = "other/nl-minbuza.json"
AGENCIES = "OrganisationRegistrationAgency"

T = TypeVar("T")


class StandardError(Exception):
    """The standard's folder, or a file of it, cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Codelist:
    """One list. complete: it is exhaustive, so that another code is an error. withdrawn: still valid, but of the past."""

    name: str
    codes: frozenset[str]
    withdrawn: frozenset[str]
    complete: bool


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which attributes or texts take which list; `condition` is that of the element they belong to."""

    path: str
    codelist: str
    condition: str


def safe_parser() -> etree.XMLParser:
    """A parser for the standard's own files: no entities, no network."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Standard:
    """The folder, each file read when first asked for and kept.

    Raises StandardError where the folder is not there or lacks a file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[tuple[str, ...], object] = {}
        if not (folder / "schemas").is_dir():
            raise StandardError(
                f"the IATI standard is not in {folder}: run `vrede get standard`, or name its folder in VREDE_STANDARD"
            )

    def _once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]  # what was made under this key

    def _file(self, *parts: str) -> Path:
        path = self.folder.joinpath(*parts)
        if not path.is_file():
            raise StandardError(f"{path} is missing: run `vrede get standard` again")
        return path

    def _tree(self, path: Path) -> etree._Element:
        try:
            return etree.parse(str(path), safe_parser()).getroot()
        except (OSError, etree.XMLSyntaxError) as error:
            raise StandardError(f"{path} cannot be read ({error}): run `vrede get standard` again") from error

    def schema(self, version: str, kind: str) -> etree.XMLSchema:
        """The compiled XSD of a version; `kind` is a key of SCHEMAS."""

        def make() -> etree.XMLSchema:
            path = self._file("schemas", version, SCHEMAS[kind])
            try:
                return etree.XMLSchema(etree.parse(str(path), safe_parser()))
            except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
                raise StandardError(f"{path} is no schema ({error}): run `vrede get standard` again") from error

        return self._once(("schema", version, kind), make)

    def codelist(self, version: str, name: str) -> Codelist:
        """A list as it holds for a version: the version's own, else the one for all versions."""
        with_lists = max(version, FIRST_WITH_LISTS)

        def make() -> Codelist:
            own = self.folder / "codelists" / "embedded" / with_lists / f"{name}.xml"
            if own.is_file():
                return self._codelist(name, own)
            path = self._file("codelists", "non-embedded", f"{name}.xml")
            return self._once(("list", name), lambda: self._codelist(name, path))

        return self._once(("list", with_lists, name), make)

    def _codelist(self, name: str, path: Path) -> Codelist:
        root = self._tree(path)
        items = root.findall("codelist-items/codelist-item")
        codes = [(item.findtext("code") or "", item.get("status", "active")) for item in items]
        return Codelist(
            name,
            frozenset(code for code, _ in codes),
            frozenset(code for code, status in codes if status == "withdrawn")
            - frozenset(code for code, status in codes if status != "withdrawn"),
            root.get("complete") == "1",
        )

    def mapping(self, version: str) -> tuple[Mapped, ...]:
        """Which attributes and texts take which list in a version; 1.01 to 1.03 have none of their own and use 1.04's."""
        with_lists = max(version, FIRST_WITH_LISTS)

        def make() -> tuple[Mapped, ...]:
            root = self._tree(self._file("mapping", with_lists, "mapping.xml"))
            found = []
            for entry in root.iter("mapping"):
                codelist = entry.find("codelist")
                path = (entry.findtext("path") or "").strip()
                if codelist is not None and path:
                    found.append(Mapped(path, codelist.get("ref", ""), (entry.findtext("condition") or "").strip()))
            return tuple(found)

        return self._once(("mapping", with_lists), make)

    def ruleset(self, version: str) -> str:
        """The official ruleset of a version as JSON; 1.01 to 1.03 have none of their own and use 1.04's."""
        return self._file("rulesets", max(version, FIRST_WITH_LISTS), "standard.json").read_text(encoding="utf-8")

    def funder_ruleset(self) -> str:
        """What the Dutch ministry asks on top, in the same language; '' where the folder does not have it (see `funder`)."""
        path = self.folder / "rulesets" / FUNDER_RULES
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def agencies(self) -> frozenset[str]:
        """Codes with which an organisation's identifier may begin."""
        return self.codelist(NEWEST, AGENCIES).codes


def version_of(text: str) -> str:
    """The version that a declaration means: 1.03, 1.030 and ` 1.03 ` are one; '' where it is none of ours."""
    found = re.fullmatch(r"\s*(\d)\.(\d{1,4})\s*", text, re.ASCII)
    if found is None:
        return ""
    minor = found[2].rstrip("0") if found[1] == "1" and len(found[2]) > 2 else found[2]
    said = f"{found[1]}.{minor.ljust(2, '0')}"
    return said if said in VERSIONS else ""
