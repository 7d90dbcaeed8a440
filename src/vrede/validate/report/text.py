"""A validation for a terminal: the answer first, then the findings, worst first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from vrede.language import Language, say
from vrede.validate.check import ValidationReport
from vrede.validate.finding import Severity
from vrede.validate.links import Upward
from vrede.validate.report.page import ResultPage, page_of
from vrede.validate.verdict import Answer


def write_text(reports: Iterable[ValidationReport], upward: Upward, lang: Language, out: TextIO) -> None:
    """Each report as it comes, and a line with all counts at the end."""
    total = dict.fromkeys((severity.value for severity in Severity), 0)
    files = 0
    for report in reports:
        files += 1
        for severity, count in report.findings.counts().items():
            total[severity] += count
        _write(page_of(report, upward, lang), lang, out)
    out.write(say("validate.report.total", lang, files=files, **total) + "\n")


def printable(text: str) -> str:
    """A text of a file without control characters, which a terminal might obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _write(page: ResultPage, lang: Language, out: TextIO) -> None:
    lines = [page.name, "=" * min(len(page.name), 78), f"{say('validate.report.title', lang)} {page.verdict}"]
    if page.answer == Answer.aside:
        out.write("\n".join(printable(line) for line in lines) + "\n\n")
        return
    lines += [f"  - {reason}" for reason in (*page.reasons, *page.notes)]
    lines.append("; ".join(f"{name}: {value}" for name, value in page.facts))
    failing = [row for row in page.links if row.paste]
    if failing:
        lines += ["", say("validate.report.links", lang)]
        lines += [
            f"  {row.activity}, {say('validate.report.line', lang)} {row.line}: {row.state_word}. {row.written}\n    -> {row.paste}"
            for row in failing[:20]
        ]
    lines += ["", say("validate.report.added", lang), *(f"  {note}" for note in page.added_note)]
    lines += [f"  {count}: {reason}" for reason, count in page.not_added]
    lines += ["", say("validate.report.others", lang)]
    for row in page.rows:
        lines.append(f"  [{row.severity_word}] {row.rule} ({row.count}) {row.what}")
        lines.append(f"    {row.where}\n    -> {row.todo}" if row.where else f"    -> {row.todo}")
    if not page.rows:
        lines.append(f"  {say('validate.report.others_none', lang)}")
    out.write("\n".join("\n".join(printable(part) for part in line.split("\n")) for line in lines) + "\n\n")
