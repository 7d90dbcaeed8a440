"""Asks UNHCR for all countries of origin, page by page to the last that it names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vrede.fetch import Client, NotWhole, Outcome, Progress, Question, Want, Weight, ask, quiet, want_of
from vrede.sources.country_series import newest_year, records_of, sound_rows
from vrede.sources.unhcr.read import facts_of

HERE = Path(__file__).parent
FILE = "population-{page}.json"
FIRST_YEAR = 1990
"""Before it UNHCR counts few of the countries that exist today."""


def get_unhcr(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/unhcr`. base: another server, asked for the same paths."""

    def page(number: int) -> Want:
        return want_of(HERE, FILE, base, first=FIRST_YEAR, year=client.today.year, page=number)

    def follow(paths: Sequence[Path]) -> Want | None:
        found = records_of(paths[-1])
        if int(found["page"]) != len(paths):
            raise NotWhole("pages", f"{found['page']} / {len(paths)}")
        return page(len(paths) + 1) if len(paths) < int(found["maxPages"]) else None

    def weigh(paths: Sequence[Path]) -> Weight:
        read = [facts_of(path) for path in paths]
        records, said = sum(n for n, _facts in read), records_of(paths[0]).get("total")
        if isinstance(said, int | str) and str(said).isdigit() and int(said) != records:
            raise NotWhole("count", f"{records} / {said}")
        # Only the last page may be shorter: where another is, rows were lost on the way.
        if len({n for n, _facts in read[:-1]}) > 1 or (len(read) > 1 and not 0 < read[-1][0] <= read[0][0]):
            raise NotWhole("count", ", ".join(str(n) for n, _facts in read))
        facts = [fact for _n, some in read for fact in some]
        if not sound_rows(facts):
            raise NotWhole("empty")
        return Weight(sound_rows(facts), newest_year(facts))

    return ask([Question("population", page(1), weigh, follow)], folder / "unhcr", client, progress)
