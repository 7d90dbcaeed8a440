"""A validation as CSV that a spreadsheet opens without running anything in it: one row a group of findings."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from vrede.lake import neutral_texts
from vrede.language import Language
from vrede.validate.check import ValidationReport
from vrede.validate.finding import NOWHERE
from vrede.validate.messages import said, to_do

COLUMNS = (
    "file",
    "activity",
    "ordinal",
    "line",
    "element",
    "rule",
    "severity",
    "part",
    "count",
    "value",
    "what",
    "todo",
    "paste",
)


def write_csv(reports: Iterable[ValidationReport], lang: Language, out: TextIO) -> None:
    """A header, and a row per group with its first place."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for report in reports:
        for group in report.findings.groups():
            finding, place = group.finding, group.places[0] if group.places else NOWHERE
            row = (
                report.name,
                place.identifier,
                "" if place.ordinal is None else str(place.ordinal),
                "" if place.line is None else str(place.line),
                finding.path,
                finding.rule,
                finding.severity.value,
                finding.part.value,
                str(group.count),
                finding.value,
                said(finding, lang),
                to_do(finding, lang),
                finding.fix,
            )
            writer.writerow(neutral_texts(list(row)))
