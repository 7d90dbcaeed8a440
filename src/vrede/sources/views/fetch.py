"""Asks VIEWS for its list of runs, for the newest of them and for its count of deaths, page by page to the number of rows that it says.

A run that was fetched earlier stays: it is scored beside ours as its months come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from vrede.fetch import Client, NotWhole, Outcome, Progress, Question, Want, Weight, ask, quiet, read_answers, want_of
from vrede.sources.views.read import PREDICTORS, Run, forecast_rows, month_rows, newest_run, records

HERE = Path(__file__).parent
FOLDER = HERE.name
RUNS = "runs"
RUN_FILE, PREDICTORS_FILE = "{run}-1.json", "predictors-1.json"


def _runs(paths: Sequence[Path]) -> Weight:
    run = newest_run(paths[0])
    if run is None:
        raise NotWhole("empty", RUNS)
    return Weight(1, run.origin)


def _follow(first: Want) -> Callable[[Sequence[Path]], Want | None]:
    """The page after the last one, at the server of the first whatever the answer calls it."""

    def follow(paths: Sequence[Path]) -> Want | None:
        page = records(paths[-1])
        at, of = int(page["page_cur"]), int(page["page_count"])
        if at != len(paths):
            raise NotWhole("pages", f"{at} / {len(paths)}")
        if at >= of:
            return None
        # An answer that says there are more pages and not where: they are asked for by number.
        parts = urlsplit(urljoin(first.address, str(page.get("next_page") or f"{first.address}&page={at + 1}")))
        asked = urlsplit(first.address)
        if not parts.path.rstrip("/").endswith(asked.path.rstrip("/")):
            raise NotWhole("pages", f"{at} / {of}")
        address = f"{asked.scheme}://{asked.netloc}{asked.path}?{parts.query}"
        return replace(first, name=f"{first.name.removesuffix('-1.json')}-{at + 1}.json", address=address)

    return follow


Rows = tuple[int, list[tuple[Any, ...]]]


def _weigh(
    read: Callable[[Sequence[Path]], Rows], newest: Callable[[list[tuple[Any, ...]]], str]
) -> Callable[[Sequence[Path]], Weight]:
    def weigh(paths: Sequence[Path]) -> Weight:
        lines, rows = read(paths)
        said = int(records(paths[0])["row_count"])
        if said != lines:
            raise NotWhole("count", f"{lines} / {said}")
        if not rows:
            raise NotWhole("empty")
        return Weight(len(rows), newest(rows))

    return weigh


def _last_counted(rows: list[tuple[Any, ...]]) -> str:
    """The last month of which any count is known: the months to come stand there too, empty."""
    return max((row[2] for row in rows if any(count is not None for count in row[3:])), default="")


def _of_run(run: Run, base: str) -> Question:
    first = want_of(HERE, RUN_FILE, base, run=run.name)
    return Question(
        run.name, first, _weigh(lambda paths: forecast_rows(paths, run), lambda rows: run.origin), _follow(first)
    )


def get_views(folder: Path, client: Client, base: str = "", progress: Progress = quiet) -> list[Outcome]:
    """Into `folder/views`. base: another server, asked for the same paths."""
    home = folder / FOLDER
    counts = want_of(HERE, PREDICTORS_FILE, base)
    questions = [
        Question(RUNS, want_of(HERE, "runs.json", base), _runs),
        Question(PREDICTORS, counts, _weigh(month_rows, _last_counted), _follow(counts)),
    ]
    rows = ask(questions, home, client, progress)
    if rows[0].state in ("new", "unchanged"):
        run = newest_run(read_answers(home)[RUNS].files[0].path)
        assert run is not None  # weighed above
        rows += ask([_of_run(run, base)], home, client, progress)
    return rows
