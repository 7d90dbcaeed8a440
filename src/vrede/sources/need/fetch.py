"""Asks the Humanitarian Data Exchange for the files that two of its datasets list: plans with their funding, and people in need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from vrede.article import load_policy
from vrede.fetch import Client, NotWhole, Outcome, Progress, Question, Want, Weight, ask, quiet, read_answers, want_of
from vrede.sources.need.packages import Resource, funding_resource, people_resources, resources_of
from vrede.sources.need.read import read_funding, read_people

HERE = Path(__file__).parent
FOLDER = "need"
FUNDING_PACKAGE, PEOPLE_PACKAGE = "package-funding", "package-people"


def _on(address: str, base: str) -> str:
    """An address on another server, where one was named."""
    parts = urlsplit(address)
    return base.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "") if base else address


def _package(name: str, base: str, years: int) -> Question:
    def weigh(paths: Sequence[Path]) -> Weight:
        resources = resources_of(paths[0])
        wanted = (
            [funding_resource(resources)] if name == FUNDING_PACKAGE else [*people_resources(resources, years).values()]
        )
        found = [one for one in wanted if one is not None]
        if not found:
            raise NotWhole("no links")
        return Weight(len(found), max(one.changed for one in found))

    return Question(name, want_of(HERE, f"{name}.json", base), weigh)


def _funding(found: Resource, base: str) -> Question:
    def weigh(paths: Sequence[Path]) -> Weight:
        rows = read_funding(paths[0]).rows
        if not rows:
            raise NotWhole("empty")
        return Weight(len(rows), found.changed)

    return Question("funding", Want("funding.csv", _on(found.address, base), "csv", licence="CC BY-IGO"), weigh)


def _people(year: int, found: Resource, base: str) -> Question:
    def weigh(paths: Sequence[Path]) -> Weight:
        rows = read_people(paths[0], year).rows
        if not rows:
            raise NotWhole("empty")
        return Weight(len(rows), found.changed or str(year))

    want = Want(f"people-{year}.csv", _on(found.address, base), "csv", licence="CC BY-IGO")
    return Question(f"people-{year}", want, weigh)


def get_need(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/need`: the newest years that policy asks for. base: another server, asked for the same paths.

    The files are those that the datasets' descriptions name; a description without them is a failure, and what was there stays.
    """
    home = folder / FOLDER
    years = load_policy().whole_number("people_in_need_years", client.today)
    rows = ask([_package(name, base, years) for name in (FUNDING_PACKAGE, PEOPLE_PACKAGE)], home, client, progress)
    sound = {row.name for row in rows if row.state in ("new", "unchanged")}
    listed = {name: resources_of(one.files[0].path) for name, one in read_answers(home).items() if name in sound}
    questions: list[Question] = []
    if found := funding_resource(listed.get(FUNDING_PACKAGE, [])):
        questions.append(_funding(found, base))
    people = people_resources(listed.get(PEOPLE_PACKAGE, []), years)
    questions += [_people(year, one, base) for year, one in sorted(people.items())]
    return [*rows, *ask(questions, home, client, progress)]
