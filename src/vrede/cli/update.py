"""`vrede update`: everything fresh in one run, for a timer; and `vrede get all`, its first step."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import stamina.instrumentation
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from vrede.article import load_policy
from vrede.cli.exits import MENDABLE
from vrede.cli.options import Lang, LangOption, raw_store, suppression_of
from vrede.cli.terminal import console
from vrede.fetch import MIB, Client, FetchLimits, Outcome, mirror_of, outcome_in_words
from vrede.lake import Store
from vrede.language import say
from vrede.pipeline import (
    Built,
    SourceReport,
    Sources,
    Steps,
    Updated,
    build,
    build_room,
    clock_fault,
    executor,
    failed,
    get_all,
    issue_newest,
)
from vrede.pipeline import update as run_update
from vrede.settings import Settings, SettingsError, read_settings
from vrede.sources.iati import Ask

EXIT_FETCH = 9
FEW = 5
"""Faults of a source that are told one by one."""

FolderArgument = Annotated[
    Path, typer.Argument(help="The sources folder; what is fetched goes there, and `build` reads it.")
]
PublisherOption = Annotated[
    list[str] | None,
    typer.Option(help="A publisher's name in the registry or its organisation identifier; again for more."),
]
DutchOption = Annotated[
    bool, typer.Option("--dutch/--no-dutch", help="The ministry and every publisher that names it.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Every publisher: some 13,900 files, 13 GB.")]
LossOption = Annotated[bool, typer.Option("--accept-loss", help="Take answers that hold half of what they held.")]
ReportOption = Annotated[
    Path | None,
    typer.Option(help="Write the report to this file too: text to mail, or JSON where the name ends in .json."),
]


def client_of(settings: Settings, limits: FetchLimits, accept_loss: bool = False) -> Client:
    """The client that this environment asks for. Raises SettingsError."""
    try:
        mirror = mirror_of(settings.mirror)
    except ValueError as error:
        raise SettingsError(f"VREDE_MIRROR is {settings.mirror!r}; {error}") from error
    return Client(limits, settings.get_allow, mirror, contact=settings.contact, accept_loss=accept_loss)


def ask_of(publisher: Sequence[str] | None, dutch: bool, everything: bool, today: date) -> Ask:
    """What is asked of IATI; the ministry's identifiers are those of policy."""
    ministry = load_policy().names("ministry_identifiers", today)
    return Ask(publisher or (), everything, dutch=dutch and not everything, ministry=ministry)


def fetch_everything(folder: Path, ask: Ask, lang: Lang, accept_loss: bool) -> list[SourceReport]:
    """Asks every source, with progress for the whole. Raises SettingsError."""
    settings = read_settings()
    # The report says what failed in the end; each pause before a new try would be noise.
    stamina.instrumentation.set_on_retry_hooks([])
    with client_of(settings, FetchLimits(), accept_loss) as client, _bar(client, lang) as told:
        return get_all(folder, client, ask, settings.standard, told)


@contextmanager
def _bar(client: Client, lang: Lang) -> Iterator[Callable[[str, Outcome], None]]:
    """Files, MB and time left, as they are known so far: a source learns by asking how much there is."""
    out = console(stderr=True)
    begun = time.monotonic()
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[done]}", markup=False),
        TimeElapsedColumn(),
        console=out,
    ) as bar:
        task = bar.add_task(say("cli.update.fetching", lang.value), total=None, done="")

        def told(source: str, row: Outcome) -> None:
            meter = client.meter
            left = (time.monotonic() - begun) / max(meter.done, 1) * max(meter.wanted - meter.done, 0)
            words = say(
                "cli.update.so_far",
                lang.value,
                done=meter.done,
                wanted=meter.wanted,
                mb=meter.bytes // MIB,
                left=int(left),
            )
            bar.update(task, total=max(meter.wanted, 1), completed=meter.done, done=words)

        yield told


def source_line(one: SourceReport, lang: Lang) -> str:
    """One source in one line: what became of it, how much is there, how old its newest fact is; below it what could not be had."""
    words = [f"{one.name}: {say(f'fetch.state.{one.state}', lang.value)}"]
    words.append(say("cli.update.there", lang.value, files=one.files, mb=f"{one.bytes / MIB:.1f}"))
    if one.age is not None:
        words.append(say("cli.update.newest", lang.value, newest=one.newest, age=one.age, lag=one.lag))
        words.append(say("cli.update.stale" if one.stale else "cli.update.fresh", lang.value))
    if not one.faults:
        return "; ".join(words)
    lines = [f"  {row.name}: {outcome_in_words(row, lang.value)} {row.address}".rstrip() for row in one.faults[:FEW]]
    if len(one.faults) > FEW:
        lines.append("  " + say("cli.update.more_faults", lang.value, n=len(one.faults) - FEW))
    return "\n".join(["; ".join(words), *lines])


def update(
    folder: FolderArgument,
    publisher: PublisherOption = None,
    dutch: DutchOption = True,
    everything: AllOption = False,
    accept_loss: LossOption = False,
    report: ReportOption = None,
    lang: LangOption = Lang.en,
) -> None:
    """Get everything, build, and issue the forecast when a new month of deaths is whole. Run it every night: nothing new costs seconds.

    Whatever fails, the site stays on its last good snapshot; exit code 9 says that something is old.

    Examples:

      vrede update data

      vrede update data --report /var/lib/vrede/report.txt
    """
    settings = read_settings()
    today = datetime.now(UTC).date()
    ask = ask_of(publisher, dutch, everything, today)
    store, suppression = Store(settings.lake), suppression_of(settings)
    told: list[SourceReport] = []

    def fetch() -> list[SourceReport]:
        told.extend(fetch_everything(folder, ask, lang, accept_loss))
        for one in told:
            typer.echo(source_line(one, lang))
        return told

    def built(sources: Sources) -> Built:
        typer.echo(say("cli.update.building", lang.value), err=True)
        room = build_room(sources.files, store, settings.workers, settings.memory)
        pool = partial(executor, room.workers, "")
        return build(
            sources, store, suppression, pool, lambda *_: None, lambda _: None, accept_loss, raw_store(settings)
        )

    def issue(sources: Sources) -> str:
        if wrong := clock_fault(told, today):
            typer.echo(say("cli.update.clock", lang.value, wrong=wrong), err=True)
            return ""
        line = issue_newest(
            store,
            sources,
            today,
            lambda text: typer.echo(text, err=True),
            partial(executor, settings.workers, ""),
            settings.workers,
        )
        return f"{line.issue} ({line.origin})" if line else ""

    done = run_update(folder, store, Steps(fetch, built, issue), MENDABLE)
    for line in after(done, lang):
        typer.echo(line)
    if report is not None:
        _write(report, done, lang)
    if not done.complete:
        raise typer.Exit(EXIT_FETCH)


def after(done: Updated, lang: Lang) -> list[str]:
    """What came of the run besides its sources, a line each."""
    lines = []
    if done.issued:
        lines.append(say("cli.update.issued", lang.value, issue=done.issued))
    if done.snapshot:
        lines.append(say("cli.update.new" if done.changed else "cli.update.same", lang.value, name=done.snapshot))
    lines += [say("cli.update.wrong", lang.value, why=why) for why in done.wrong]
    if names := ", ".join(one.name for one in failed(done.sources)):
        lines.append(say("cli.update.old", lang.value, names=names))
    return lines


def _write(file: Path, done: Updated, lang: Lang) -> None:
    text = "\n".join([*(source_line(one, lang) for one in done.sources), *after(done, lang)]) + "\n"
    if file.suffix == ".json":
        text = json.dumps({**asdict(done), "complete": done.complete}, indent=1, ensure_ascii=False) + "\n"
    half = file.with_name(f".{file.name}.half")
    half.write_text(text, encoding="utf-8")
    half.replace(file)
