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
from vrede.pipeline import evaluate_snapshot, placement_report

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
    format: FormatOption = Format.table,
    snapshot: SnapshotOption = "",
) -> None:
    """Hide the codes of coded slices and measure what the other rules find: precision and recall per part.

    Half of the publishers is for improving the keywords, the other half for the report.

    Example: vrede place evaluate --out docs/placement.md
    """
    result = evaluate_snapshot(opened(snapshot))
    if format is Format.json:
        json.dump(result.as_data(), sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
        return
    text = placement_report(result)
    if out is not None:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"{out}")
    else:
        typer.echo(text)
