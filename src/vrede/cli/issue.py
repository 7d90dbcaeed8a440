"""`vrede forecast issue` and `ledger`: a forecast is issued once, and nothing that was issued can be changed unseen."""

from __future__ import annotations

import csv
import json
import re
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from vrede.cli.forecast import forecast
from vrede.cli.options import Format, FormatOption
from vrede.lake import Store, issued_file, read_ledger
from vrede.pipeline import executor, issue_into
from vrede.settings import read_settings
from vrede.warning import month_id

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@forecast.command()
def issue(
    sources: Annotated[
        Path,
        typer.Option(help="Folder with releases of UCDP, or country_month.parquet, country_ids.csv, neighbours.csv."),
    ],
    origin: Annotated[
        str, typer.Option(help="Last month that may be known, YYYY-MM; the last of the file where none is named.")
    ] = "",
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler whose workers fit and draw.")] = "",
) -> None:
    """Forecast every country, 1 to 36 months ahead, with 1,000 draws, and write it into the ledger of the lake.

    What is issued is never changed: its line carries the hash of its draws and of the line before. `vrede build` shows
    the newest. The same inputs are not issued twice. A run that was killed goes on where it was.

    Examples:

      vrede forecast issue --sources data/conflict

      vrede forecast issue --sources data/conflict --origin 2021-11

      vrede forecast issue --sources data/conflict --cluster tcp://127.0.0.1:8786
    """
    found = MONTH.fullmatch(origin) if origin else None
    if origin and not found:
        raise typer.BadParameter(f"{origin[:20]!r} is no month such as 2021-11", param_hint="--origin")
    month = month_id(int(found[1]), int(found[2])) if found else None
    today = datetime.now(UTC).date()
    settings = read_settings()
    try:
        line = issue_into(
            Store(settings.lake),
            sources,
            month,
            today,
            lambda text: typer.echo(text, err=True),
            partial(executor, settings.workers, cluster),
            settings.workers,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--origin") from error
    typer.echo(f"Issue {line.issue}: from {line.origin}, {line.first_month} to {line.last_month}, {line.hash[:16]}.")
    if not line.in_time:
        typer.echo("Issued after its first month began: no proof of foresight.", err=True)
    if line.stale:
        typer.echo(f"Older than they should be: {line.stale}.", err=True)


@forecast.command()
def ledger(format: FormatOption = Format.table) -> None:
    """List what was issued, after checking that no line and no file was changed or left out.

    Examples:

      vrede forecast ledger

      vrede forecast ledger --format json
    """
    store = Store(read_settings().lake)
    lines = read_ledger(store)
    for line in lines:
        for name in line.files:
            issued_file(store, line, name)
    rows: list[dict[str, Any]] = [
        {
            "issue": line.issue,
            "origin": line.origin,
            "issued": line.issued,
            "in_time": line.in_time,
            "countries": len(line.iso3),
            "hash": line.hash,
        }
        for line in lines
    ]
    if format is Format.json:
        typer.echo(json.dumps(rows, indent=1))
        return
    if not rows:
        typer.echo("Nothing was issued yet. `vrede forecast issue --sources FOLDER` makes a forecast.", err=True)
        return
    writer = csv.writer(sys.stdout, delimiter="," if format is Format.csv else "\t", lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
