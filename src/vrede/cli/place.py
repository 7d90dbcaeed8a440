"""`vrede place`: how slices were placed, and how good the placement is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from vrede.article import load_texts
from vrede.cli.options import Format, FormatOption, Lang, LangOption, SnapshotOption, opened
from vrede.cli.show import ledger_of
from vrede.cli.terminal import console
from vrede.language import say
from vrede.money import grouped
from vrede.pipeline import (
    LabelError,
    evaluate_snapshot,
    labelled_report,
    placement_report,
    read_labels,
    score_data,
    score_lines,
    score_snapshot,
)

place = typer.Typer(help="How slices were placed, and how good the placement is.", no_args_is_help=True)


@place.command("list")
def list_(lang: LangOption = Lang.en, format: FormatOption = Format.table, snapshot: SnapshotOption = "") -> None:
    """Placements per part, grade and rule: how many slices and activities each rule placed.

    Example: vrede place list --format csv
    """
    texts = load_texts()
    found = opened(snapshot)
    ledger = ledger_of(found, texts)
    rows = ledger.placement.join(ledger.slices.select("slice_key", "activity_key", "amount_eur_cents"), on="slice_key")
    sums = grouped(rows, "part", "grade", "rule").sort("part", "rule", "grade").drop("amount_eur_cents")
    if format is Format.csv:
        sys.stdout.write(sums.write_csv())
    elif format is Format.json:
        json.dump(sums.to_dicts(), sys.stdout, indent=1)
        typer.echo()
    else:
        table = Table(*(say(f"cli.place.{name}", lang.value) for name in ("part", "grade", "rule")))
        for name in ("activities", "slices"):
            table.add_column(say(f"cli.place.{name}", lang.value), justify="right")
        for part, grade, rule, activities, slices in sums.iter_rows():
            table.add_row(part, grade, rule, str(activities), str(slices))
        console().print(table)


@place.command("evaluate")
def evaluate(
    out: Annotated[
        Path | None, typer.Option(help="Write the report to this Markdown file, as docs/placement.md.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(help="Score on this CSV of labels: publisher, identifier, part, value (yes, partly, no)."),
    ] = None,
    half: Annotated[str, typer.Option(help="With --labels: only the publishers of this half, improve or report.")] = "",
    format: FormatOption = Format.table,
    snapshot: SnapshotOption = "",
) -> None:
    """How good placement is: on hidden codes, or on what readers say (--labels); precision and recall per grade and part.

    Without --labels the codes of coded slices are hidden, and what the other rules find is measured; half of the
    publishers is for improving the rules, the other half for the report. In a file of labels 'partly' counts half.

    Example: vrede place evaluate --labels labels.csv
    """
    if labels is not None and out is None:
        _scored(labels, half, format, snapshot)
        return
    first = _labelled(labels, snapshot) if labels is not None else ""
    result = evaluate_snapshot(opened(snapshot))
    if format is Format.json:
        json.dump(result.as_data(), sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
        return
    text = first + placement_report(result).replace("# How", "# Without labels: how" if first else "# How", 1)
    if out is not None:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"{out}")
    else:
        typer.echo(text)


def _labelled(path: Path, snapshot: str) -> str:
    """The report on a file of labels. Ends with 2 for a file that cannot be used, in words."""
    try:
        return labelled_report(opened(snapshot), read_labels(path.read_bytes()).rows) + "\n"
    except (OSError, LabelError) as error:
        raise typer.BadParameter(f"{path}: {error}", param_hint="--labels") from error


def _scored(path: Path, half: str, format: Format, snapshot: str) -> None:
    """Prints the scores on a file of labels. Ends with 2 for a file that cannot be used, in words."""
    if half not in ("", "improve", "report"):
        raise typer.BadParameter("improve or report", param_hint="--half")
    try:
        found = read_labels(path.read_bytes())
        scores = score_snapshot(opened(snapshot), found.rows, half)
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--labels") from error
    except LabelError as error:
        raise typer.BadParameter(f"{path}: {error}", param_hint="--labels") from error
    for line, wrong in found.refused:
        typer.echo(f"{path}: line {line}: {wrong}: not counted", err=True)
    for publisher, identifier in scores.absent:
        typer.echo(f"{publisher} {identifier}: not in this snapshot", err=True)
    if format is Format.json:
        json.dump(score_data(scores), sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
        return
    typer.echo(f"{scores.activities} activities, {len(scores.absent)} not in this snapshot")
    typer.echo("\n".join(score_lines(scores)))
