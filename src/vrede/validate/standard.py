"""The standard as a folder of schemas, codelists, mappings and rulesets; nothing of it is shipped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
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


class Gap(StrEnum):
    """Why a file is not checked by the standard: it was never fetched, or what is there is not whole."""

    absent = "absent"
    broken = "broken"


class StandardError(Exception):
    """The standard's folder, or a file of it, cannot be used; the message says what to do. file: which one, below the folder."""

    def __init__(self, message: str, gap: Gap = Gap.broken, file: str = "") -> None:
        super().__init__(message)
        self.gap, self.file = gap, file


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

    Every question raises StandardError where the folder is not there, or lacks a file, or a file is not what it should be.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[tuple[str, ...], object] = {}

    def _once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]  # what was made under this key

    def _file(self, *parts: str) -> Path:
        if not (self.folder / "schemas").is_dir():
            raise StandardError(
                f"the IATI standard is not in {self.folder}: run `vrede get standard`, or name its folder in VREDE_STANDARD",
                Gap.absent,
            )
        path = self.folder.joinpath(*parts)
        if not path.is_file():
            raise StandardError(f"{path} is missing: run `vrede get standard` again", file=self._below(path))
        return path

    def _below(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _broken(self, path: Path, why: object) -> StandardError:
        return StandardError(f"{path} cannot be used ({why}): run `vrede get standard` again", file=self._below(path))

    def _tree(self, path: Path, tag: str) -> etree._Element:
        """The root of a file that has to have this name: a page in place of a list would check nothing, and not be noticed."""
        try:
            root = etree.parse(str(path), safe_parser()).getroot()
        except (OSError, etree.XMLSyntaxError) as error:
            raise self._broken(path, error) from error
        if root.tag != tag:
            raise self._broken(path, f"<{root.tag}> where <{tag}> was expected")
        return root

    def _rules(self, path: Path) -> str:
        try:
            text = path.read_text(encoding="utf-8")
            rules = json.loads(text)
        except (OSError, ValueError, RecursionError) as error:
            raise self._broken(path, error) from error
        if not isinstance(rules, dict) or not rules:
            raise self._broken(path, "no rules")
        return text

    def schema(self, version: str, kind: str) -> etree.XMLSchema:
        """The compiled XSD of a version; `kind` is a key of SCHEMAS."""

        def make() -> etree.XMLSchema:
            path = self._file("schemas", version, SCHEMAS[kind])
            try:
                return etree.XMLSchema(etree.parse(str(path), safe_parser()))
            except (OSError, etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
                raise self._broken(path, error) from error

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
        root = self._tree(path, "codelist")
        items = root.findall("codelist-items/codelist-item")
        if not items:
            raise self._broken(path, "no codes")
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
            path = self._file("mapping", with_lists, "mapping.xml")
            root = self._tree(path, "mappings")
            found = []
            for entry in root.iter("mapping"):
                codelist = entry.find("codelist")
                where = (entry.findtext("path") or "").strip()
                if codelist is not None and where:
                    found.append(Mapped(where, codelist.get("ref", ""), (entry.findtext("condition") or "").strip()))
            if not found:
                raise self._broken(path, "no entries")
            return tuple(found)

        return self._once(("mapping", with_lists), make)

    def ruleset(self, version: str) -> str:
        """The official ruleset of a version as JSON; 1.01 to 1.03 have none of their own and use 1.04's."""
        with_rules = max(version, FIRST_WITH_LISTS)
        return self._once(
            ("ruleset", with_rules), lambda: self._rules(self._file("rulesets", with_rules, "standard.json"))
        )

    def funder_ruleset(self) -> str:
        """What the Dutch ministry asks on top, in the same language; '' where the folder does not have it (see `funder`)."""
        path = self.folder / "rulesets" / FUNDER_RULES
        return self._rules(path) if path.is_file() else ""

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
