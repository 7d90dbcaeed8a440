"""Reads UCDP's page of downloads and asks for what it links to: nothing is guessed, and an address that was right last year is not asked.

A file that a newer one replaced keeps answering at UCDP, so a fixed address gives old figures for months without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import polars as pl

from vrede.fetch import (
    Client,
    NotWhole,
    Outcome,
    Progress,
    Question,
    Want,
    Weight,
    ask,
    links_of,
    quiet,
    read_answers,
    want_of,
)
from vrede.sources.conflict.event_lines import events_of, month_of
from vrede.sources.conflict.read import read_file, version_named
from vrede.sources.conflict.releases import Release, release_of, unbroken
from vrede.sources.conflict.series import SeriesError, declared
from vrede.sources.conflict.states import shipped_numbers

HERE = Path(__file__).parent
FOLDER = HERE.name
PAGE, GED, COUNTRY_YEAR, CANDIDATE = "downloads", "ged", "country-year", "candidate"
PAGE_FILE = "downloads.html"
OLDER, OLDER_FILE = "older-downloads", "olddw.html"
YEARLY_ZIP = re.compile(r"ged[0-9]{3}-csv\.zip", re.IGNORECASE)
COUNTRY_YEAR_ZIP = re.compile(r"organizedviolencecy-[0-9]{3}-csv\.zip", re.IGNORECASE)
CANDIDATE_CSV = re.compile(r"gedevent_v[0-9]+(_[0-9]+){2,3}\.csv", re.IGNORECASE)
HOST = ".uu.se"
"""The university's domain: a link of the page to another host is no file of UCDP's own."""


@dataclass(frozen=True, slots=True)
class Links:
    """What is asked for, file -> address. yearly, country_year: the highest version. candidates: those of the months after it, the release
    of several months before single ones; gap: whether a month is missing among them, so that the later ones cannot count yet.
    """

    yearly: dict[str, str]
    country_year: dict[str, str]
    candidates: dict[str, str]
    gap: bool


def _named(address: str) -> str:
    return unquote(urlsplit(address).path).rsplit("/", 1)[-1]


def files_of(page: Path, address: str) -> dict[str, str]:
    """File -> address, of every link of a page to a file on UCDP's own hosts. address: that of the page, against which its links hold."""
    home = urlsplit(address).hostname or ""
    found: dict[str, str] = {}
    for link in links_of(page, address):
        host = urlsplit(link).hostname or ""
        if host == home or host.endswith(HOST):
            found.setdefault(_named(link), link)
    return found


def chosen(found: Mapping[str, str]) -> Links:
    """What to ask for of these files. Those of other kinds (code books, spreadsheets) are left out."""
    releases = [
        release
        for name in found
        if (YEARLY_ZIP.fullmatch(name) or CANDIDATE_CSV.fullmatch(name)) and (release := release_of(Path(name)))
    ]
    chain, until = unbroken(releases)
    after = sorted((one for one in releases if chain and one.first > until), key=lambda one: one.order)
    years = sorted(filter(COUNTRY_YEAR_ZIP.fullmatch, found), key=lambda name: version_named(Path(name)))

    def addressed(names: Iterable[str]) -> dict[str, str]:
        return {name: found[name] for name in names}

    return Links(
        addressed(one.path.name for one in chain[:1]),
        addressed(years[-1:]),
        addressed(one.path.name for one in [*chain[1:], *after]),
        bool(after),
    )


def _elsewhere(address: str, base: str) -> str:
    """The address at another server, which is asked for the same path."""
    return base.rstrip("/") + urlsplit(address).path if base else address


def _weigh_page(address: str) -> Callable[[Sequence[Path]], Weight]:
    def weigh(paths: Sequence[Path]) -> Weight:
        links = chosen(files_of(paths[0], address))
        if not links.yearly:
            raise NotWhole("no links", GED)
        return Weight(len(links.yearly | links.country_year | links.candidates), "")

    return weigh


def weigh_events(paths: Sequence[Path]) -> Weight:
    """How many events a file holds, and the last month in which one ends. Raises NotWhole for none, or no more than are refused."""
    try:
        good, bad = events_of(paths[0], shipped_numbers())
    except SeriesError as error:
        raise NotWhole("content", str(error).removeprefix(str(paths[0]))[:80]) from error
    if good.height <= bad.height:
        raise NotWhole("empty" if good.is_empty() and bad.is_empty() else "content", f"{good.height} / {bad.height}")
    return Weight(good.height, str(good.select(month_of("date_end").max()).item()))


def weigh_years(paths: Sequence[Path]) -> Weight:
    """How many values a file of countries and years holds, and its last year. Raises NotWhole."""
    try:
        used = read_file(next(one for one in declared() if one.gw), paths[0], shipped_numbers()).used
    except SeriesError as error:
        raise NotWhole("content", str(error).removeprefix(str(paths[0]))[:80]) from error
    if used.is_empty():
        raise NotWhole("empty")
    return Weight(used.height, str(used.select(pl.col("year").max()).item()))


def _question(name: str, kind: str, file: str, address: str, weigh: Callable[[Sequence[Path]], Weight]) -> Question:
    want: Want = want_of(HERE, kind)
    return Question(name, replace(want, name=file, address=address), weigh)


def _questions(links: Links, base: str) -> list[Question]:
    made = [
        _question(GED, "ged.zip", file, _elsewhere(link, base), weigh_events) for file, link in links.yearly.items()
    ]
    made += [
        _question(COUNTRY_YEAR, "organizedviolencecy.zip", file, _elsewhere(link, base), weigh_years)
        for file, link in links.country_year.items()
    ]
    for file, link in links.candidates.items():
        release = release_of(Path(file))
        assert isinstance(release, Release)  # it was found by its name
        name = f"{CANDIDATE}-{release.name.replace('.', '-')}"
        made.append(_question(name, "candidate.csv", file, _elsewhere(link, base), weigh_events))
    return made


def _weigh_older(address: str) -> Callable[[Sequence[Path]], Weight]:
    def weigh(paths: Sequence[Path]) -> Weight:
        found = [name for name in files_of(paths[0], address) if CANDIDATE_CSV.fullmatch(name)]
        if not found:
            raise NotWhole("no links", CANDIDATE)
        return Weight(len(found), "")

    return weigh


def get_conflict(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/conflict`: the page of downloads, and what it links to. base: another server, asked for the same paths.

    Where months are missing on the page, the page of older files that it links to is asked for them. Without the page nothing else is
    asked: what was fetched earlier stays.
    """
    home = folder / FOLDER
    page = want_of(HERE, PAGE_FILE)
    rows = ask([Question(PAGE, want_of(HERE, PAGE_FILE, base), _weigh_page(page.address))], home, client, progress)
    if rows[0].state not in ("new", "unchanged"):
        return rows
    found = files_of(read_answers(home)[PAGE].files[0].path, page.address)
    if not chosen(found).country_year:
        before = read_answers(home).get(COUNTRY_YEAR)
        rows.append(replace(rows[0], name=COUNTRY_YEAR, state="failed", reason="no links", detail=""))
        rows[-1] = replace(rows[-1], sha256=before.files[0].sha256 if before else "")
        progress(rows[-1])
    older = found.get(OLDER_FILE)
    if older and chosen(found).gap:
        want = replace(page, name=OLDER_FILE, address=_elsewhere(older, base))
        rows += ask([Question(OLDER, want, _weigh_older(older))], home, client, progress)
        if rows[-1].state in ("new", "unchanged"):
            found = files_of(read_answers(home)[OLDER].files[0].path, older) | found
    return [*rows, *ask(_questions(chosen(found), base), home, client, progress)]
