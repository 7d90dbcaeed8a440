"""Asks the World Bank for each indicator, page by page, to the number of records that it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vrede.fetch import Client, NotWhole, Outcome, Progress, Question, Want, Weight, ask, quiet, want_of
from vrede.sources.country_series import newest_year, records_of, sound_rows
from vrede.sources.worldbank.read import HERE, Asked, asked, facts_of

FILE = "{indicator}-{page}.json"


def _question(one: Asked, year: int, base: str) -> Question:
    first = want_of(HERE, FILE, base, indicator=one.id, page=1, code=one.code, year=year)
    if one.database != 2:
        first = replace(first, address=f"{first.address}&source={one.database}")

    def follow(paths: Sequence[Path]) -> Want | None:
        head = records_of(paths[-1])[0]
        if int(head["page"]) != len(paths):
            raise NotWhole("pages", f"{head['page']} / {len(paths)}")
        if len(paths) >= int(head["pages"]):
            return None
        page = len(paths) + 1
        return replace(first, name=FILE.format(indicator=one.id, page=page), address=f"{first.address}&page={page}")

    def weigh(paths: Sequence[Path]) -> Weight:
        read = [facts_of(path, one.id) for path in paths]
        records, said = sum(n for n, _facts in read), records_of(paths[0])[0].get("total")
        if said is not None and int(said) != records:
            raise NotWhole("count", f"{records} / {said}")
        facts = [fact for _n, some in read for fact in some]
        if not sound_rows(facts):
            raise NotWhole("empty")
        return Weight(sound_rows(facts), newest_year(facts))

    return Question(one.id, first, weigh, follow)


def get_worldbank(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/worldbank`. base: another server, asked for the same paths."""
    questions = [_question(one, client.today.year, base) for one in asked()]
    return ask(questions, folder / "worldbank", client, progress)
