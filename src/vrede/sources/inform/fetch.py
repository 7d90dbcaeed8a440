"""Asks INFORM which releases a year has, and for the scores of the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from vrede.fetch import Client, NotWhole, Outcome, Progress, Question, Weight, ask, quiet, read_answers, want_of
from vrede.sources.country_series import newest_year, sound_rows
from vrede.sources.inform.read import SCORES, facts_of, release_of

HERE = Path(__file__).parent
WORKFLOWS = "workflows-"
TRIES = 3
"""The first answer of this server is often an empty list."""
YEARS_BACK = 2
NONE_YET = ("content", "empty", "no copy")
"""How a year is answered that has no release yet; after any other fault an earlier year would be answered no better."""


def _tried(question: Question, home: Path, client: Client) -> Outcome:
    for _turn in range(TRIES):
        (row,) = ask([question], home, client)
        if row.reason != "content":
            break
    return row


def _releases(paths: Sequence[Path]) -> Weight:
    found = release_of(paths[0])
    if found is None:
        raise NotWhole("empty")
    return Weight(1, found[1])


def _scores(paths: Sequence[Path]) -> Weight:
    _lines, facts = facts_of(paths[0])
    if not sound_rows(facts):
        raise NotWhole("empty")
    return Weight(sound_rows(facts), newest_year(facts))


def get_inform(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/inform`: the newest release of this year, else of one of the two before. base: another server, for the same paths."""
    home = folder / "inform"
    rows: list[Outcome] = []
    for year in range(client.today.year, client.today.year - YEARS_BACK - 1, -1):
        name = f"{WORKFLOWS}{year}"
        asked = want_of(HERE, "workflows-{year}.json", base, year=year)
        row = _tried(Question(name, asked, _releases, optional=True), home, client)
        rows.append(row)
        if row.state in ("new", "unchanged") or row.reason not in NONE_YET:
            break
    last = rows[-1]
    if last.state not in ("new", "unchanged"):
        # That a year has none yet is no failure; that no year has any is one. The year whose releases are here says that they stay.
        last = next((row for row in rows if row.sha256), rows[0]) if last.reason in NONE_YET else last
        told = replace(last, state="failed", reason="gone") if last.state == "gone" else last
        progress(told)
        return [told]
    found = release_of(read_answers(home)[last.name].files[0].path)
    assert found is not None  # weighed above
    asked = want_of(HERE, "scores-{workflow}.json", base, workflow=found[0])
    scores = _tried(Question(f"{SCORES}{found[0]}", asked, _scores), home, client)
    for row in (last, scores):
        progress(row)
    return [last, scores]
