"""`vrede validate`: will the ministry see this file, and is it sound; before it is published, on this machine alone."""

from __future__ import annotations

import json
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer

from vrede.article import load_policy
from vrede.cli.options import Lang, LangOption, suppression_of
from vrede.settings import read_settings
from vrede.validate import (
    VERSIONS,
    Standard,
    SuiteError,
    ValidationReport,
    Validator,
    gaps_of,
    run_suite,
    unpacked,
    write_csv,
    write_html,
    write_json,
    write_sarif,
    write_text,
)
from vrede.withheld import Suppression

EXIT_FOUND = 8


class ReportFormat(StrEnum):
    """Forms of a validation."""

    text = "text"
    json = "json"
    csv = "csv"
    sarif = "sarif"
    html = "html"


def validate(
    path: Annotated[Path | None, typer.Argument(help="An IATI file (.xml, .xml.gz, .zip) or a folder of them.")] = None,
    lang: LangOption = Lang.en,
    format: Annotated[
        ReportFormat, typer.Option(help="What is printed; html is one page to send.")
    ] = ReportFormat.text,
    version: Annotated[str, typer.Option(help="Check as this version of IATI, whatever the file says.")] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Open the page in a browser here; nothing is sent.")
    ] = False,
    suite: Annotated[Path | None, typer.Option(help="Run the cases of a conformance suite instead.")] = None,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day that counts as today.")] = None,
) -> None:
    """Check IATI files before they are published: will the ministry see them, and are they sound? Exit code 8 where not.

    Without the IATI standard (`vrede get standard`) only whether the ministry sees them is checked, and the report says so.

    Examples:

      vrede validate activities.xml --lang nl

      vrede validate activities.xml --preview

      vrede validate folder --format csv

      vrede validate activities.xml --format html --lang nl > report.html

      vrede validate --suite cases.csv --format json
    """
    settings = read_settings()
    standard = Standard(settings.standard)
    now = datetime.combine(day.date(), time(23, 59, 59), UTC) if day else datetime.now(UTC)
    if suite is not None:
        _suite(suite, standard, now, format)
        return
    if path is None:
        raise typer.BadParameter("name a file or a folder, or give --suite")
    if version and version not in VERSIONS:
        raise typer.BadParameter(f"{version!r} is no version of IATI; there are {', '.join(VERSIONS)}")
    validator = Validator(standard, load_policy(), now, protected_of(suppression_of(settings)))
    failing: list[str] = []

    def reports() -> Iterator[ValidationReport]:
        try:
            found = unpacked(path)
        except OSError as error:
            raise typer.BadParameter(f"{path}: {error.strerror}") from error
        for source in found:
            report = validator.check(source, version)
            if report.fails:
                failing.append(report.name)
            yield report

    if preview:
        _preview(reports(), validator, lang)
    else:
        _print(reports(), validator, lang, format, sys.stdout)
    if failing:
        raise typer.Exit(EXIT_FOUND)


def protected_of(suppression: Suppression) -> frozenset[str]:
    """Identifiers of partners and activities that are never called missing."""
    return suppression.partners | suppression.activities


def _print(
    reports: Iterator[ValidationReport], validator: Validator, lang: Lang, format: ReportFormat, out: TextIO
) -> None:
    if format is ReportFormat.json:
        write_json(reports, out)
    elif format is ReportFormat.csv:
        write_csv(reports, lang.value, out)
    elif format is ReportFormat.sarif:
        write_sarif(reports, lang.value, out)
    elif format is ReportFormat.html:
        write_html(reports, validator.upward, lang.value, out, gaps_of(validator.standard).why)
    else:
        write_text(reports, validator.upward, lang.value, out)


def _preview(reports: Iterator[ValidationReport], validator: Validator, lang: Lang) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="vrede-", suffix=".html", delete=False) as page:
        why = gaps_of(validator.standard).why
        write_html(reports, validator.upward, lang.value, cast(TextIO, page), why)
    address = Path(page.name).as_uri()
    typer.echo(address)
    webbrowser.open(address)


def _suite(cases: Path, standard: Standard, now: datetime, format: ReportFormat) -> None:
    try:
        verdicts = list(run_suite(cases, standard, now))
    except SuiteError as error:
        raise typer.BadParameter(str(error)) from error
    differing = [verdict for verdict in verdicts if not verdict.agrees]
    if format is ReportFormat.json:
        rows = [
            {
                "id": v.case,
                "file": v.file,
                "kind": v.kind,
                "expected": v.expected,
                "ours": v.ours,
                "found": list(v.found),
            }
            for v in differing
        ]
        data = {"cases": len(verdicts), "agree": len(verdicts) - len(differing), "differ": rows}
        json.dump(data, sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
    else:
        typer.echo(f"cases {len(verdicts)}\nagree {len(verdicts) - len(differing)}")
        for v in differing:
            typer.echo(f"{v.case} {v.file}: expected {v.expected}, ours {v.ours} ({', '.join(v.found) or 'nothing'})")
    if differing:
        raise typer.Exit(EXIT_FOUND)
