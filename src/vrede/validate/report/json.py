"""A validation as JSON: every group of findings with both languages, and what the ministry sees."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from vrede.validate.check import ValidationReport
from vrede.validate.finding import Group
from vrede.validate.messages import LANGUAGES, said, to_do


def write_json(reports: Iterable[ValidationReport], out: TextIO) -> None:
    """One object: `files`, each written as it comes."""
    out.write('{"files": [')
    for number, report in enumerate(reports):
        out.write(",\n" if number else "\n")
        json.dump(data_of(report), out, ensure_ascii=False)
    out.write("\n]}\n")


def data_of(report: ValidationReport) -> dict[str, Any]:
    """A report as plain data. Amounts are texts, as stated."""
    view, verdict = report.view, report.verdict
    return {
        "file": report.name,
        "answer": verdict.answer.value,
        "verdict": {lang: verdict.said(lang) for lang in LANGUAGES},
        "passes": not report.fails,
        "kind": report.kind,
        "declared_version": report.declared,
        "version": report.version,
        "complete": report.complete,
        "standard": "checked" if report.version and report.gap is None else str(report.gap or "unread"),
        "activities": report.activities,
        "counts": report.findings.counts(),
        "ministry": {
            "sees": verdict.answer.value,
            "exempt": report.exempt,
            "funded": view.funded,
            "linked": view.linked,
            "links": {state: view.states[state] for state in sorted(view.states)},
            "failing": [
                {
                    "activity": link.place.identifier,
                    "line": link.place.line,
                    "type": link.kind,
                    "ref": link.ref,
                    "provider_activity_id": link.activity,
                    "state": link.state,
                    "paste": link.fix,
                }
                for link in view.links
                if link.fix
            ],
            "indicators": view.indicators,
            "added": view.added,
            "not_added": dict(sorted(view.not_added.items())),
            "incoming": {currency: str(amount) for currency, amount in sorted(view.incoming.items())},
        },
        "findings": [finding_data(group) for group in report.findings.groups()],
    }


def finding_data(group: Group) -> dict[str, Any]:
    """A group of findings as plain data."""
    finding = group.finding
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "part": finding.part.value,
        "element": finding.path,
        "value": finding.value,
        "count": group.count,
        "places": [
            {"activity": place.identifier, "ordinal": place.ordinal, "line": place.line} for place in group.places
        ],
        "what": {lang: said(finding, lang) for lang in LANGUAGES},
        "todo": {lang: to_do(finding, lang) for lang in LANGUAGES},
        "paste": finding.fix,
        "stricter": finding.stricter,
    }
