"""IATI files: those of publishers in the IATI Bulk Data Service, of everybody who names the ministry, and those of a list of addresses.

Each day has its own folder, `iati/2026-11-24/`, so that what was fetched together is a vintage (vintage.py). A file that did not
change gets its place in the new day's folder without being sent again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from vrede.fetch import (
    ASKED,
    Client,
    NotWhole,
    Outcome,
    Progress,
    Want,
    fetch_all,
    from_addresses,
    is_half,
    quiet,
    refusals,
    want_of,
)
from vrede.sources.iati.archive import Archive, opened_archive
from vrede.sources.iati.naming import (
    look,
    look_at,
    pattern_of,
    publishers_that_name,
    read_known,
    to_look_at,
    write_known,
)
from vrede.sources.iati.registry import Dataset, IndexShape, Owners, owners_of, read_index
from vrede.sources.iati.vintage import (
    Listed,
    carry_over,
    current_day,
    days_of,
    former_copy,
    read_datasets,
    settle,
    write_datasets,
)

HERE = Path(__file__).parent
FOLDER = HERE.name
ENTRY = re.compile(rb'"short_name"|"url_xml"')
ACTIVITY = re.compile(rb"<iati-activity[\s>]")
INDEX, ORGANISATIONS, ALL = "index.json", "reporting-orgs.json", "iati-data.zip"
WRITE_EVERY = 100
ZIP_FROM = 500
"""Files from which on the one zip of all of IATI is asked for instead, where they are half of the index too."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: these publishers (by name or organisation identifier), or every one, and the addresses of a text.

    dutch: the ministry (by its identifiers `ministry`) and every publisher of which a file names it.
    """

    publishers: Sequence[str] = ()
    everything: bool = False
    addresses: str = ""
    dutch: bool = False
    ministry: Sequence[str] = ()

    @property
    def of_index(self) -> bool:
        """Whether the index is needed."""
        return bool(self.publishers) or self.everything or self.dutch


@dataclass(slots=True)
class _Run:
    """One run: the rows so far, who is told of them, and what came."""

    home: Path
    client: Client
    day: date
    progress: Progress
    rows: list[Outcome] = field(default_factory=list)

    def say(self, row: Outcome) -> None:
        """Adds a row and tells of it."""
        self.rows.append(row)
        self.progress(row)

    @property
    def folder(self) -> Path:
        """Today's."""
        return self.home / self.day.isoformat()


def get_iati(
    folder: Path, client: Client, day: date, ask: Ask, base: str = "", progress: Progress = quiet
) -> list[Outcome]:
    """Into `folder/iati/<day>`, with its datasets.csv. base: another address of the index; the organisations are asked for beside it.

    Where the index cannot be fetched the last good one is used, and the report says so.
    """
    run = _Run(folder / FOLDER, client, day, progress)
    if (last := max(days_of(run.home), default="")) > day.isoformat():
        run.say(Outcome(FOLDER, "", "failed", reason="clock", detail=f"{last} > {day}"))
        return run.rows
    listed: list[Listed] = []
    dropped: set[str] = set()
    if ask.of_index:
        datasets, owners = _registry(run, base)
        listed, missing, dropped = _wanted(run, datasets, owners, ask, base)
        for row in missing:
            run.say(row)
    listed += [Listed(want) for want in from_addresses(ask.addresses)]
    _fetched(run, listed)
    if run.folder.is_dir():
        carry_over(run.home, day, dropped)
        settle(run.home, day)
    return run.rows


def _registry(run: _Run, base: str) -> tuple[list[Dataset], Owners]:
    """The index and the owners, fetched, else as they were last; nothing where there are none."""
    index, orgs = want_of(HERE, INDEX), want_of(HERE, ORGANISATIONS)
    if base:
        index, orgs = replace(index, address=base), replace(orgs, address=urljoin(base, "reporting-orgs"))
    for want in (index, orgs):
        run.say(run.client.fetch(want, run.home, judge=partial(fewer, what=ENTRY)))
    datasets: list[Dataset] = []
    owners = Owners({}, {})
    try:
        owners = owners_of(run.home / ORGANISATIONS)
        if (run.home / INDEX).is_file():
            datasets = read_index((run.home / INDEX).read_bytes())
    except IndexShape as error:
        run.say(Outcome(INDEX, index.address, "failed", reason="content", detail=str(error)[:100]))
    return datasets, owners


def _wanted(
    run: _Run, datasets: list[Dataset], owners: Owners, ask: Ask, base: str
) -> tuple[list[Listed], list[Outcome], set[str]]:
    """What to fetch, rows for what cannot be had, and the files of before that the index no longer has."""
    if not ask.everything:
        names = {name for text in ask.publishers for name in owners.named(text)}
        if ask.dutch:
            names |= _dutch(run, datasets, owners, ask.ministry, base)
    elif datasets and _zip_is_cheaper(len(_changed(run, datasets)), len(datasets)):
        _from_archive(run, base, lambda archive: _unpacked(run, datasets, owners, archive))
    listed, missing = chosen(datasets, ask if ask.everything else replace(ask, publishers=sorted(names)), owners)
    known = {dataset.publisher for dataset in datasets}
    there = {listed_name(dataset) for dataset in datasets}
    before = set(read_datasets(run.home / current_day(run.home)))
    return listed, missing, {name for name in before if name.partition("/")[0] in known and name not in there}


def listed_name(dataset: Dataset) -> str:
    """The name of a dataset's file below its day."""
    return f"{dataset.publisher}/{dataset.name}.xml"


def chosen(datasets: Sequence[Dataset], ask: Ask, owners: Owners) -> tuple[list[Listed], list[Outcome]]:
    """What to fetch, by publisher and name, and a row for each publisher or dataset that cannot be had."""
    listed: list[Listed] = []
    rows: list[Outcome] = []
    asked = {name.casefold(): name for name in ask.publishers}
    there = {dataset.publisher.casefold() for dataset in datasets}
    if datasets:
        rows += [Outcome(name, "", "failed", reason="not listed") for key, name in asked.items() if key not in there]
    for dataset in sorted(datasets, key=lambda d: (d.publisher, d.name)):
        if not ask.everything and dataset.publisher.casefold() not in asked:
            continue
        name, owner = listed_name(dataset), owners.of(dataset)
        if not dataset.address:
            rows.append(Outcome(name, dataset.source, "gone", reason="no copy"))
            continue
        want = Want(
            name,
            dataset.address,
            "xml",
            publisher=dataset.publisher,
            licence=dataset.licence,
            selection=_selection(dataset, ask),
        )
        listed.append(Listed(want, owner.identifier if owner else "", owner.source_type if owner else ""))
    return listed, rows


def _selection(dataset: Dataset, ask: Ask) -> str:
    """What was asked for, as a word that people read in both languages (vrede.lake.asked)."""
    if ask.everything:
        return "all"
    return "dutch" if ask.dutch else f"publisher:{dataset.publisher}"


def _fetched(run: _Run, listed: Sequence[Listed]) -> None:
    """Fetches, and writes the day's list as files come, also where a person stops it: what came is whole."""
    sound, refused = refusals([one.want for one in listed])
    of = {one.want.name: one for one in listed}
    for row in refused:
        run.say(row)
    came: list[Listed] = []
    before = read_datasets(run.home / current_day(run.home)) if current_day(run.home) else {}

    def done(row: Outcome) -> None:
        run.progress(row)
        if row.state in ("new", "unchanged"):
            old = before.get(row.name, {}) if row.state == "unchanged" else {}
            came.append(replace(of[row.name], came=old.get("came", "") or old.get("retrieved", "")))
            if len(came) % WRITE_EVERY == 0:
                write_datasets(run.folder, came, run.day)

    try:
        run.rows += fetch_all(sound, run.folder, run.client, done, lambda want: _copy_of(run, want), fewer)
    finally:
        if came:
            write_datasets(run.folder, came, run.day)


def _copy_of(run: _Run, want: Want) -> Path | None:
    """The copy that conditions may rest on: one looked at today, else that of an earlier day."""
    looked = run.home / ASKED / want.name
    return looked if looked.is_file() else former_copy(run.home, run.day, want.name)


def fewer(came: Path, before: Path, what: re.Pattern[bytes] = ACTIVITY) -> str:
    """'half' where half of what was counted in a file is gone. what: what is counted, the activities of it where nothing is said."""
    if came.stat().st_size * 10 > before.stat().st_size * 7:
        return ""
    now, then = (sum(1 for _hit in what.finditer(path.read_bytes())) for path in (came, before))
    return "half" if is_half(now, then) else ""


def _changed(run: _Run, datasets: Sequence[Dataset]) -> list[Dataset]:
    """Datasets of which no copy is here."""
    return [d for d in datasets if d.address and former_copy(run.home, run.day, listed_name(d)) is None]


def _zip_is_cheaper(needed: int, every: int) -> bool:
    return needed > ZIP_FROM and needed * 2 >= every


def _from_archive(run: _Run, base: str, work: Callable[[Archive], None]) -> bool:
    """Fetches the zip of all of IATI and does the work on it; False where it could not be had or read."""
    want = want_of(HERE, ALL)
    if base:
        want = replace(want, address=urljoin(base, ALL))
    row = run.client.fetch(want, run.home / ASKED)
    run.say(row)
    if row.state not in ("new", "unchanged"):
        return False
    try:
        with opened_archive(run.home / ASKED / ALL) as archive:
            work(archive)
    except NotWhole as error:
        run.say(replace(row, state="failed", reason=error.reason, detail=error.detail))
        return False
    return True


def _unpacked(run: _Run, datasets: Sequence[Dataset], owners: Owners, archive: Archive) -> None:
    """Every dataset of the zip, where the copies of a first look lie: each is then asked for with conditions."""
    for dataset in datasets:
        if archive.has(dataset.name) and dataset.address:
            target = run.home / ASKED / listed_name(dataset)
            archive.copy(dataset.name, target, run.client.limits.file_bytes)


def _dutch(run: _Run, datasets: Sequence[Dataset], owners: Owners, ministry: Sequence[str], base: str) -> set[str]:
    """Short names, without case, of the ministry and of every publisher of which a file names it."""
    of = {dataset.name: dataset.publisher.casefold() for dataset in datasets}
    own = {name for identifier in ministry for name in owners.named(identifier)} & set(of.values())
    known = read_known(run.home)
    others = {d.name: d for d in datasets if d.address and d.publisher.casefold() not in own}
    pattern = pattern_of(ministry)
    missing = [others[name] for name in to_look_at([(d.name, d.sha1) for d in others.values()], known)]

    def archived(archive: Archive) -> None:
        for dataset in missing:
            if archive.has(dataset.name):
                with archive.opened(dataset.name, run.client.limits.file_bytes) as stream:
                    known[dataset.name] = look(stream, pattern, run.client.limits.file_bytes)
                if known[dataset.name][1]:
                    archive.copy(dataset.name, run.home / ASKED / listed_name(dataset), run.client.limits.file_bytes)

    if _zip_is_cheaper(len(missing), len(datasets)) and _from_archive(run, base, archived):
        missing = [others[name] for name in to_look_at([(d.name, d.sha1) for d in missing], known)]
    by_file = {listed_name(dataset): dataset for dataset in missing}

    def looked(row: Outcome) -> None:
        if row.state in ("new", "unchanged"):
            path = run.home / ASKED / row.name
            known[by_file[row.name].name] = look_at(path, pattern, run.client.limits.file_bytes)
            if not known[by_file[row.name].name][1]:
                path.unlink(missing_ok=True)
        elif row.state == "failed":
            run.say(row)

    wants = [Want(listed_name(dataset), dataset.address, "xml") for dataset in missing]
    try:
        fetch_all(wants, run.home / ASKED, run.client, looked)
    finally:
        if of:
            write_known(run.home, {name: one for name, one in known.items() if name in of})
    return own | publishers_that_name(known, of)
