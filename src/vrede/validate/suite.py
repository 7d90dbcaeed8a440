"""A case file of the conformance suite: each case judged as its README says, and what differs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from vrede.validate.codelists import CodelistCheck
from vrede.validate.finding import Severity
from vrede.validate.identifiers import duplicates_in
from vrede.validate.references import unresolved_in
from vrede.validate.rules.load import Ruleset, RulesetError, load_ruleset
from vrede.validate.rules.model import Surroundings
from vrede.validate.rules.run import Quick
from vrede.validate.standard import Standard
from vrede.validate.structure import misfits

KINDS_OF_ROOT = {
    "iati-activities": "activities",
    "iati-activity": "activities",
    "iati-organisations": "organisations",
    "iati-organisation": "organisations",
    "registry-records": "registry-record",
    "registry-record": "registry-record",
}
COLUMNS = ("id", "file", "kind", "version", "rule", "ruleset", "expected", "idsets")
REFUSED_VERSIONS = "1."


class SuiteError(Exception):
    """The case file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: what was expected, what we say, and which ids or paths were found."""

    case: str
    file: str
    kind: str
    expected: str
    ours: str
    found: tuple[str, ...]
    agrees: bool


def run_suite(cases: Path, standard: Standard, now: datetime | None = None) -> Iterator[Verdict]:
    """A verdict for every case of a case file. Raises SuiteError where the file is none, StandardError."""
    try:
        with cases.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SuiteError(f"{cases} cannot be read: {error}") from error
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise SuiteError(f"{cases} is not a case file: the columns {', '.join(COLUMNS)} were expected")
    judge = _Judge(cases.parent, standard, now or datetime.now(UTC))
    for row in rows:
        yield judge.verdict({name: value or "" for name, value in row.items() if name})


class _Judge:
    def __init__(self, folder: Path, standard: Standard, now: datetime) -> None:
        self.folder, self.standard, self.now = folder, standard, now
        self.rulesets: dict[tuple[str, str], list[Quick]] = {}

    def verdict(self, row: dict[str, str]) -> Verdict:
        root = self._root(self.folder / row["file"])
        found: list[str]
        if root is None:
            ours, found, agrees = "invalid", ["0.1.1"], row["expected"] == "invalid" and row["kind"] == "schema"
        else:
            ours, found, agrees = getattr(self, f"_{row['kind']}", self._unknown)(row, root)
        return Verdict(row["id"], row["file"], row["kind"], row["expected"], ours, tuple(sorted(set(found))), agrees)

    def _root(self, path: Path) -> etree._Element | None:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(path.read_bytes(), parser)
        except OSError as error:
            raise SuiteError(f"{path} cannot be read: {error.strerror}") from error
        except etree.XMLSyntaxError:
            return None

    def _unknown(self, row: dict[str, str], root: etree._Element) -> tuple[str, list[str], bool]:
        return f"kind {row['kind']!r} is unknown", [], False

    def _schema(self, row: dict[str, str], root: etree._Element) -> tuple[str, list[str], bool]:
        rule, tag = row["rule"], str(root.tag)
        kind = rule if rule in KINDS_OF_ROOT.values() else KINDS_OF_ROOT.get(tag, "")
        if not kind:
            return "invalid", ["0.2.1"], row["expected"] == "invalid"
        found = [f"0.3.1 {misfit.path}" for misfit in misfits(self.standard.schema(row["version"], kind), root)]
        ours = "invalid" if found else "valid"
        return ours, found, ours == row["expected"]

    def _codelist(self, row: dict[str, str], root: etree._Element) -> tuple[str, list[str], bool]:
        wanted = row["rule"].split(" -> ")[0].split("=")[0].strip()
        kind = "iati-organisation" if "organisation" in KINDS_OF_ROOT.get(str(root.tag), "") else "iati-activ"
        bad = [
            code
            for code in CodelistCheck(self.standard, row["version"], kind).run(root, True)
            if code.severity is Severity.error
        ]
        found = [f"{code.mapped.path} {code.codelist.name}={code.value}" for code in bad]
        here = [c for c in bad if wanted in (c.mapped.path, c.codelist.name)]
        ours = "invalid" if bad else "valid"
        agrees = bool(here) if row["expected"] == "invalid" else not (here if wanted else bad)
        return ours, found, agrees

    def _ruleset(self, row: dict[str, str], root: etree._Element) -> tuple[str, list[str], bool]:
        quicks = self._rules(row)
        found = [broken.rule.id for quick in quicks for broken in quick.run(root)]
        if row["version"] == "any":
            ours = "invalid" if found else "valid"
            return ours, found, ours == row["expected"]
        found += ["1.1.2"] if list(duplicates_in(root)) else []
        wanted = {ident for ident in row["rule"].split(";") if ident}
        if row["expected"] == "invalid":
            return "invalid" if found else "valid", found, bool(wanted) and wanted <= set(found)
        bad = [ident for ident in found if not _is_prefix_rule(ident)]
        return "invalid" if bad else "valid", found, not bad

    def _rules(self, row: dict[str, str]) -> list[Quick]:
        key = (row["ruleset"], row["idsets"])
        if key not in self.rulesets:
            around = Surroundings(self.now, frozenset(), self.standard.agencies())
            if row["idsets"]:
                sets = json.loads(
                    (self.folder / "ruleset" / "rules" / f"{row['idsets']}-idsets.json").read_text("utf-8")
                )
                around = Surroundings(self.now, frozenset(sets["ORG-ID"]), frozenset(sets["ORG-ID-PREFIX"]))
            self.rulesets[key] = [Quick(rule) for rule in self._load(row["ruleset"], around).rules]
        return self.rulesets[key]

    def _load(self, name: str, around: Surroundings) -> Ruleset:
        path = self.folder / name
        if not path.is_file() and "rulesets/" in name:
            path = self.standard.folder / "rulesets" / name.split("rulesets/", 1)[1]
        try:
            return load_ruleset(path.read_text(encoding="utf-8"), Path(name).stem, around)
        except (OSError, RulesetError) as error:
            raise SuiteError(f"{name}: {error}") from error

    def _reference(self, row: dict[str, str], root: etree._Element) -> tuple[str, list[str], bool]:
        found = [reference.rule for reference in unresolved_in(root)]
        ours = "advice" if found else "none"
        wanted = {ident for ident in row["rule"].split(";") if ident}
        return ours, found, ours == row["expected"] and wanted <= set(found)


def _is_prefix_rule(ident: str) -> bool:
    parts = ident.split(".")
    return len(parts) == 3 and parts[0] == "1" and parts[2] == "8"
