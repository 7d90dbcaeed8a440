"""A validation as SARIF 2.1.0, the form in which programs exchange findings (OASIS)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import quote

from vrede.language import Language
from vrede.validate.check import ValidationReport
from vrede.validate.finding import Group, Severity
from vrede.validate.messages import said, to_do

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL = {Severity.critical: "error", Severity.error: "error", Severity.warning: "warning", Severity.advice: "note"}


def write_sarif(reports: Iterable[ValidationReport], lang: Language, out: TextIO) -> None:
    """One run with the answer about each file, and a result per group of findings and place kept; `occurrenceCount` counts all."""
    results: list[dict[str, Any]] = []
    rules: dict[str, dict[str, Any]] = {}
    files: list[dict[str, Any]] = []
    for report in reports:
        answer = {"answer": report.verdict.answer.value, "verdict": report.verdict.said(lang)}
        files.append({"location": {"uri": quote(report.name)}, "properties": answer})
        for group in report.findings.groups():
            finding = group.finding
            rules.setdefault(finding.rule, {"id": finding.rule, "help": {"text": to_do(finding, lang) or finding.rule}})
            results.append(_result(report.name, group, lang))
    driver = {"name": "vrede", "rules": [rules[rule] for rule in sorted(rules)]}
    run = {"tool": {"driver": driver}, "artifacts": files, "results": results, "columnKind": "unicodeCodePoints"}
    json.dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, out, ensure_ascii=False, indent=1)
    out.write("\n")


def _result(name: str, group: Group, lang: Language) -> dict[str, Any]:
    finding = group.finding
    locations = []
    for place in group.places:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(name)}}
        if place.line is not None:
            physical["region"] = {"startLine": max(place.line, 1)}
        location: dict[str, Any] = {"physicalLocation": physical}
        if place.identifier:
            location["logicalLocations"] = [{"name": place.identifier, "kind": "element"}]
        locations.append(location)
    return {
        "ruleId": finding.rule,
        "level": LEVEL[finding.severity],
        "message": {"text": f"{said(finding, lang)} {to_do(finding, lang)}".strip()},
        "locations": locations or [{"physicalLocation": {"artifactLocation": {"uri": quote(name)}}}],
        "occurrenceCount": group.count,
        "properties": {"severity": finding.severity.value, "element": finding.path, "value": finding.value},
    }
