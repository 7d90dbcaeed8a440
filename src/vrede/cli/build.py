"""`vrede build`: sources in, a snapshot out."""

from __future__ import annotations

import shutil
import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from vrede.cli.options import Lang, LangOption, raw_store, sample_folder, suppression_of
from vrede.cli.terminal import console
from vrede.lake import LakeError, RawFile, Store
from vrede.language import number_text, say, whole
from vrede.pipeline import BuildRoom, Built, Sources, build_room, executor, find_sources, issue_sample, note_cost
from vrede.pipeline import build as build_snapshot
from vrede.settings import read_settings
from vrede.sources.iati import FILE_REASONS
from vrede.sources.rates import FETCHED, Rates
from vrede.sources.sample import write_sample


def build(
    sources: Annotated[
        Path | None, typer.Option(help="Folder with iati/, budget/ and rates/, or with IATI files.")
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Build from made-up data that ships with vrede.")] = False,
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler that reads the files.")] = "",
    accept_loss: Annotated[bool, typer.Option("--accept-loss", help="Build although half of the files went.")] = False,
    lang: LangOption = Lang.en,
) -> None:
    """Read sources, place and price all money, and write a snapshot. Files that did not change are not read again.

    Examples:

      vrede build --sample

      vrede build --sources ./data

      vrede build --sources ./data --cluster tcp://127.0.0.1:8786
    """
    if (sources is None) == (not sample):
        typer.echo("Say --sources FOLDER or --sample, one of the two.", err=True)
        raise typer.Exit(2)
    settings = read_settings()
    found = find_sources(sources) if sources is not None else _sample(sample_folder(settings))
    out = console(stderr=True)
    if sample:
        out.print(say("cli.build.forecasting", lang.value))
        issue_sample(Store(settings.lake), found)
    store = Store(settings.lake)
    room = build_room(found.files, store, settings.workers, settings.memory)
    out.print(_takes(room, lang), highlight=False, soft_wrap=True)
    begun = time.monotonic_ns()
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[file]}", markup=False),
        console=out,
    ) as bar:
        task = bar.add_task(say("cli.build.step.read", lang.value), total=len(found.files), file="")

        def progress(name: str, file: RawFile, was_read: bool) -> None:
            bar.update(task, advance=1, file=name[-48:])
            if file.reason:
                why = f": {file.reason} ({FILE_REASONS[file.reason]}) {file.detail}"
                out.print(Text.assemble((name, "yellow"), why), soft_wrap=True, highlight=False)

        def step(name: str) -> None:
            bar.update(task, description=say(f"cli.build.step.{name}", lang.value), file="")

        def made(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        pool = partial(executor, room.workers, cluster)
        built = build_snapshot(
            found,
            store,
            suppression_of(settings),
            pool,
            progress,
            step,
            accept_loss,
            raw_store(settings),
            made,
        )
    if built.files_read == built.files:
        note_cost(store, room, (time.monotonic_ns() - begun) // 1_000_000)
    out.print(_summary(built, settings.lake, lang), highlight=False, soft_wrap=True)
    out.print(_priced(built.rates, lang), highlight=False, soft_wrap=True)


def _takes(room: BuildRoom, lang: Lang) -> str:
    """What the build takes of this machine, from nothing; and where its memory is more than may be used, that it is."""

    def megabytes(size: int) -> str:
        return whole(round(size / 1e6), lang.value)

    words = say(
        "cli.build.takes",
        lang.value,
        files=whole(room.files, lang.value),
        mb=megabytes(room.xml),
        minutes=number_text(Decimal(room.seconds * 10 // 60) / 10, lang.value),
        memory=megabytes(room.memory),
        workers=room.workers,
        disk=megabytes(room.disk),
    )
    return words if room.fits else f"{words} {say('cli.build.too_much', lang.value, may=megabytes(room.may_use))}"


def _sample(folder: Path) -> Sources:
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        write_sample(folder)
    except OSError as error:
        raise LakeError(
            f"cannot write the sample in {folder}: {error.strerror}. Set VREDE_LAKE to a folder of yours."
        ) from error
    return find_sources(folder)


def _priced(rates: Rates, lang: Lang) -> str:
    """Which exchange rates priced it, and why not the fetched ones."""
    origin = "fetched" if rates.origin == FETCHED else "package"
    until = say(f"cli.build.rates_{origin}", lang.value, last=rates.last_day)
    return f"{until} {say(f'cli.build.rates_refused.{rates.refused}', lang.value)}" if rates.refused else until


def _summary(built: Built, lake: str, lang: Lang) -> str:
    return say(
        "cli.build.summary",
        lang.value,
        name=built.name,
        state=say("cli.build.new" if built.changed else "cli.build.nothing_changed", lang.value),
        files=built.files,
        read=built.files_read,
        refused=built.files_refused,
        lake=lake,
    )
