"""Asks for the state's budget: the files by phase that its own pages list, and who received what, year by year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vrede.fetch import (
    ASKED,
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
from vrede.sources.budget.names import first_year
from vrede.sources.budget.received import is_received, read_received
from vrede.sources.budget.rows import rows_of
from vrede.sources.budget.state_file import COLUMNS, is_state_file, read_state_file

HERE = Path(__file__).parent
FOLDER = "budget"
PAGES = ("datasets.html", "tables.html")
LISTED = re.compile(
    rf"budgettaire[_ ]tabellen[_ ]([0-9]{{4}})[_ ]({'|'.join(COLUMNS)})[_ ](?:[^/?&]*[_ ])?excl[^/?&]*\.csv(?![a-z0-9.])",
    re.IGNORECASE,
)
PACKED = re.compile(r"budgettaire[_ ]tabellen[_ ]([0-9]{4})[^/?&]*\.7z(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Link:
    """A file that a page links to. name: year and phase; of a packed year the year alone."""

    name: str
    address: str


def _named(links: Sequence[str], pattern: re.Pattern[str], first: int) -> Iterator[_Link]:
    for address in links:
        found = pattern.search(unquote(address))
        if found and int(found[1]) >= first:
            yield _Link("-".join(part.upper() for part in found.groups()), address)


def budget_links(links: Sequence[str], first: int) -> tuple[list[_Link], list[_Link]]:
    """(files by year and phase, packed years of which not every phase is listed) among the links of the pages, the first of each name."""
    files = {link.name: link for link in reversed(list(_named(links, LISTED, first)))}
    packed = {
        link.name: link
        for link in reversed(list(_named(links, PACKED, first)))
        if not all(f"{link.name}-{phase}" in files for phase in COLUMNS)
    }
    return [files[name] for name in sorted(files)], [packed[name] for name in sorted(packed)]


def _of_phase(link: _Link) -> Question:
    year, _dash, phase = link.name.partition("-")

    def weigh(paths: Sequence[Path]) -> Weight:
        rows = rows_of(paths[0])
        if not is_state_file(rows.headings):
            raise NotWhole("content", "headings")
        found = read_state_file(rows, link.name, int(year), phase)
        if not found.facts["used"]:
            raise NotWhole("empty")
        return Weight(len(rows.rows), year)

    return Question(link.name, Want(f"{link.name}.csv", link.address, "csv", licence="CC0"), weigh)


def _of_recipients(year: int, base: str) -> Question:
    def weigh(paths: Sequence[Path]) -> Weight:
        rows = rows_of(paths[0])
        recipients, _issues = read_received(rows, year)
        if not is_received(rows.headings) or recipients.is_empty():
            raise NotWhole("empty")
        return Weight(recipients.height, str(year))

    return Question(
        f"recipients-{year}", want_of(HERE, "recipients-{year}.json", base, year=year), weigh, optional=True
    )


def _on(address: str, base: str) -> str:
    """An address on another server, where one was named."""
    parts = urlsplit(address)
    return base.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "") if base else address


def get_budget(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/budget`. base: another server, asked for the same paths.

    Files by phase are those that the pages link to, of each the variant `excl`; no link at all is a failure. A closed year that is packed is told and not read. A year of which no recipients are published is no failure.
    """
    home = folder / FOLDER
    rows: list[Outcome] = []
    links: list[str] = []
    first = first_year(client.today)
    for file in PAGES:
        page = want_of(HERE, file, base)
        row = client.fetch(page, home / ASKED)
        rows.append(row)
        if row.state in ("new", "unchanged"):
            links += [_on(link, base) for link in links_of(home / ASKED / page.name, page.address)]
    files, packed = budget_links(list(dict.fromkeys(links)), first)
    if not files and any(row.state in ("new", "unchanged") for row in rows):
        stay = next((one.files[0].sha256 for one in read_answers(home).values()), "")
        rows.append(Outcome("tables", rows[-1].address, "failed", sha256=stay, reason="no links"))
    rows += [Outcome(link.name, link.address, "gone", reason="not needed", detail="7z") for link in packed]
    for row in rows:
        progress(row)
    questions = [_of_phase(link) for link in files]
    questions += [_of_recipients(year, base) for year in range(first, client.today.year)]
    return [*rows, *ask(questions, home, client, progress)]
