"""`vrede forecast`: the proof of the forecast, made from a folder of conflict data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from vrede.article import load_texts, load_triggers
from vrede.cli.options import Format, FormatOption
from vrede.pipeline import executor
from vrede.settings import read_settings
from vrede.sources.conflict import read_panel, read_series
from vrede.warning import detail, evaluation, history, run_evaluation, skill_page

forecast = typer.Typer(help="Forecasts of violence, and how well they proved themselves.", no_args_is_help=True)
SPAN = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")


def years_of(text: str, option: str) -> range:
    """2018..2021 or 2018. Raises BadParameter."""
    found = SPAN.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise typer.BadParameter(f"{text[:20]!r} is no span of years such as 2018..2021", param_hint=option)
    return range(first, last + 1)


@forecast.callback()
def about() -> None:
    """Forecasts of violence, and how well they proved themselves."""


@forecast.command()
def evaluate(
    windows: Annotated[str, typer.Option(help="Years that are forecast, in order; each chooses by those before it.")],
    reported: Annotated[
        str, typer.Option(help="Years that the figures are of; the last four where none is named.")
    ] = "",
    sources: Annotated[
        Path | None,
        typer.Option(
            help="Folder with country_month.parquet, country_ids.csv, neighbours.csv; that of the panel else."
        ),
    ] = None,
    panel: Annotated[
        Path | None, typer.Option(help="Another, longer file of deaths by month in the same shape.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the page in Markdown to this file.")] = None,
    kept: Annotated[Path | None, typer.Option(help="Write the figures as JSON to this file, for the site.")] = None,
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler whose workers fit and draw.")] = "",
    format: FormatOption = Format.table,
) -> None:
    """Forecast past years as it would have been done then, and score every model against what came.

    A year takes about half a minute on two cores.

    Examples:

      vrede forecast evaluate --sources data/conflict --windows 2010..2021 --reported 2018..2021 --out docs/skill.md

      vrede forecast evaluate --sources data/conflict --windows 2018..2021 --format json

      vrede forecast evaluate --panel later/country_month.parquet --sources data/conflict --windows 2022..2023
    """
    if format is Format.csv:
        raise typer.BadParameter("table or json", param_hint="--format")
    years = years_of(windows, "--windows")
    wanted = years_of(reported, "--reported") if reported else years[-4:]
    if set(wanted) - set(years):
        raise typer.BadParameter("a reported year is not among the windows", param_hint="--reported")
    if sources is None and panel is None:
        raise typer.BadParameter("name a folder with --sources, or a file with --panel", param_hint="--sources")
    folder = sources if sources is not None else Path(panel or "").parent
    series, _files = read_series(folder)
    past = history(read_panel(folder, panel), series=series)
    lists = {region.id: region.countries for region in load_texts()[-1].regions}
    try:
        with executor(read_settings().workers, cluster) as pool:
            done = run_evaluation(past, years, lambda year: typer.echo(f"{year} done", err=True), pool)
        made = evaluation(done, wanted)
        made |= detail([window for window in done if window.year in wanted], load_triggers(), lists)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--windows") from error
    told = skill_page(made, f"vrede forecast evaluate --windows {windows} --reported {wanted[0]}..{wanted[-1]}")
    text = json.dumps(made, indent=1) + "\n"
    for file, written in ((out, told), (kept, text)):
        if file is not None:
            temporary = file.with_name(f".{file.name}.part")
            temporary.write_text(written, encoding="utf-8")
            temporary.replace(file)
    typer.echo(json.dumps(made, indent=1) if format is Format.json else told)
