"""`vrede get`: files from elsewhere into a sources folder, with a report of each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import stamina.instrumentation
import typer
from rich.table import Table

from vrede.cli.options import Format, FormatOption, Lang, LangOption
from vrede.cli.terminal import console
from vrede.cli.update import (
    EXIT_FETCH,
    AllOption,
    DutchOption,
    LossOption,
    PublisherOption,
    ask_of,
    client_of,
    fetch_everything,
    source_line,
)
from vrede.fetch import (
    MIB,
    Client,
    FetchLimits,
    Outcome,
    Progress,
    any_failed,
    outcome_in_words,
    report_csv,
    report_records,
    summary_line,
)
from vrede.language import say
from vrede.pipeline import failed
from vrede.settings import read_settings
from vrede.sources import Source, all_sources
from vrede.sources.iati import get_iati
from vrede.sources.standard import get_standard

HEADINGS = ("file", "state", "bytes", "sha256", "why")

FolderArgument = Annotated[Path, typer.Argument(help="The sources folder, the one that `vrede build --sources` reads.")]
FromOption = Annotated[str, typer.Option("--from", help="Another address than the one in addresses.toml.")]
FileMibOption = Annotated[int, typer.Option(min=1, help="No file may be larger, in MiB.")]
RunMibOption = Annotated[int, typer.Option(min=1, help="All together may not be larger, in MiB.")]
FILE_MIB, RUN_MIB = FetchLimits().file_bytes // MIB, FetchLimits().run_bytes // MIB

get = typer.Typer(
    help="Fetch files: each whole or not at all; what cannot be had leaves the last good copy.", no_args_is_help=True
)


@get.command("iati")
def iati(
    folder: FolderArgument,
    publisher: PublisherOption = None,
    dutch: Annotated[bool, typer.Option("--dutch", help="The ministry and every publisher that names it.")] = False,
    everything: AllOption = False,
    urls: Annotated[Path | None, typer.Option(help="A text file of addresses, one a line; # begins a remark.")] = None,
    base: FromOption = "",
    file_mib: FileMibOption = FILE_MIB,
    run_mib: RunMibOption = RUN_MIB,
    lang: LangOption = Lang.en,
    format: FormatOption = Format.table,
) -> None:
    """Fetch IATI files into FOLDER/iati/<day>, from the IATI Bulk Data Service and from addresses of yours.

    Examples:

      vrede get iati data --publisher minbuza_nl

      vrede get iati data --dutch

      vrede get iati data --urls addresses.txt --format csv > report.csv
    """
    if not publisher and not everything and not dutch and urls is None:
        raise typer.BadParameter("say --publisher NAME, --dutch, --all or --urls FILE")
    try:
        addresses = urls.read_text(encoding="utf-8-sig") if urls is not None else ""
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{urls} cannot be read as text: {error}") from error
    day = datetime.now(UTC).date()
    ask = replace(ask_of(publisher, dutch, everything, day), addresses=addresses)
    _run(lambda c, report: get_iati(folder, c, day, ask, base, report), file_mib, run_mib, lang, format)


@get.command("all")
def everything_of_all(
    folder: FolderArgument,
    publisher: PublisherOption = None,
    dutch: DutchOption = True,
    everything: AllOption = False,
    accept_loss: LossOption = False,
    lang: LangOption = Lang.en,
    format: FormatOption = Format.table,
) -> None:
    """Fetch from every source what is new, several at a time, with a line for each; one that fails stops no other.

    Example: vrede get all data
    """
    ask = ask_of(publisher, dutch, everything, datetime.now(UTC).date())
    reports = fetch_everything(folder, ask, lang, accept_loss)
    if format is Format.table:
        for one in reports:
            typer.echo(source_line(one, lang))
    else:
        _print([row for one in reports for row in one.rows], lang, format)
    if failed(reports):
        raise typer.Exit(EXIT_FETCH)


def _command_of(source: Source) -> Callable[..., None]:
    fetch = source.fetch
    assert fetch is not None

    def run(
        folder: FolderArgument, base: FromOption = "", lang: LangOption = Lang.en, format: FormatOption = Format.table
    ) -> None:
        _run(lambda client, say: fetch(folder, client, base, say), FILE_MIB, RUN_MIB, lang, format)

    run.__doc__ = f"Fetch {source.card.title['en']} into FOLDER/{source.name}.\n\nExample: vrede get {source.name} data"
    return run


OWN_COMMAND = ("iati", "standard")
"""Sources with more to ask for than an address."""
for _source in all_sources():
    if _source.fetch is not None and _source.name not in OWN_COMMAND:
        get.command(_source.name)(_command_of(_source))


@get.command("standard")
def standard(
    folder: Annotated[Path | None, typer.Argument(help="Where it is kept; else where VREDE_STANDARD says.")] = None,
    base: FromOption = "",
    lang: LangOption = Lang.en,
    format: FormatOption = Format.table,
) -> None:
    """Fetch the IATI standard: schemas, codelists, mappings and rulesets. With --from: a server laid out as GitHub's.

    Example: vrede get standard
    """
    target = folder or read_settings().standard
    _run(lambda c, report: get_standard(target, c, base, report), FILE_MIB, RUN_MIB, lang, format)


def _run(
    work: Callable[[Client, Progress], list[Outcome]], file_mib: int, run_mib: int, lang: Lang, format: Format
) -> None:
    # The report says what failed in the end; each pause before a new try would be noise.
    stamina.instrumentation.set_on_retry_hooks([])
    out = console(stderr=True)
    limits = FetchLimits(file_bytes=file_mib * MIB, run_bytes=run_mib * MIB)

    def report(row: Outcome) -> None:
        line = f"{say(f'fetch.state.{row.state}', lang.value)}: {row.name}"
        if row.reason:
            line += f", {row.address or '-'}: {outcome_in_words(row, lang.value)}"
        out.print(line, highlight=False, soft_wrap=True)

    with client_of(read_settings(), limits) as client:
        rows = work(client, report)
    _print(rows, lang, format)
    if any_failed(rows):
        raise typer.Exit(EXIT_FETCH)


def _print(rows: Sequence[Outcome], lang: Lang, format: Format) -> None:
    if format is Format.csv:
        sys.stdout.write(report_csv(rows, lang.value))
        return
    if format is Format.json:
        json.dump(report_records(rows, lang.value), sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
        return
    table = Table(*(say(f"cli.get.{heading}", lang.value) for heading in HEADINGS))
    for row in rows:
        # A run of thousands: what stayed as it was is counted below, and listed in JSON and CSV.
        if row.state != "unchanged":
            state = say(f"fetch.state.{row.state}", lang.value)
            table.add_row(row.name, state, str(row.bytes), row.sha256[:12], outcome_in_words(row, lang.value))
    if table.row_count:
        console().print(table)
    typer.echo(summary_line(rows, lang.value))
