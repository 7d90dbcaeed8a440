"""Questions to a source: each in one or more files, followed to the last, weighed, and taken whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from vrede.fetch.answers import Answer, AnswerFile, keep_file, read_answers, write_answers
from vrede.fetch.client import AT_ONCE, Client
from vrede.fetch.plan import Want, is_address, is_safe
from vrede.fetch.report import Outcome
from vrede.fetch.run import Progress, quiet

ASKED = ".asked"
"""Where the files of an answer come, beside what their server said of them; the copies that readers use lie under their day."""
MOST_PAGES = 500
SHAPE = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What reading an answer of another shape raises."""


class NotWhole(Exception):
    """An answer that may not be taken. reason: its words are in the catalogue (`fetch.reason`); detail: a number, a name."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Weight:
    """rows: how many facts an answer holds. newest: the period of its newest fact, YYYY, YYYY-MM or YYYY-MM-DD; '' for none."""

    rows: int
    newest: str


def last_page(paths: Sequence[Path]) -> Want | None:
    """No further file."""
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. name: of the answer, as a file's. first: its first file.

    weigh: its files -> how much it holds; raises NotWhole, or what a reader raises at another shape. follow: the files so far -> the
    next one, None after the last. optional: that there is none is no failure (a year that is not published yet).
    """

    name: str
    first: Want
    weigh: Callable[[Sequence[Path]], Weight]
    follow: Callable[[Sequence[Path]], Want | None] = last_page
    optional: bool = False


def ask(questions: Iterable[Question], home: Path, client: Client, progress: Progress = quiet) -> list[Outcome]:
    """An outcome for each question, in their order. home: the folder of the source; its answers.json names what may be used.

    An answer of half the rows of the one before, or that ends earlier, is not taken, unless the client accepts loss. Nothing that a server does raises.
    """
    wanted = list(questions)
    guard = Lock()
    client.meter.count(wanted=len(wanted))

    def one(question: Question) -> Outcome:
        row = _asked(question, home, client, guard)
        client.meter.count(done=1)
        with guard:
            progress(row)
        return row

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ask") as pool:
        return list(pool.map(one, wanted))


def _asked(question: Question, home: Path, client: Client, guard: Lock) -> Outcome:
    came: list[tuple[Path, Outcome]] = []
    row = Outcome(question.name, question.first.address, "failed")
    try:
        if not is_safe(question.name):
            raise NotWhole("name")
        want: Want | None = question.first
        while want is not None:
            if len(came) >= MOST_PAGES:
                raise NotWhole("pages", str(MOST_PAGES))
            if not is_address(want.address):
                raise NotWhole("address")
            row = client.fetch(want, home / ASKED)
            if row.state not in ("new", "unchanged"):
                absent = row.state == "gone" and question.optional
                why = ("no copy", "") if absent else (row.reason, row.detail)
                return _told(question, home, replace(row, reason=why[0], detail=why[1]))
            came.append((home / ASKED / want.name, row))
            want = question.follow([path for path, _row in came])
        weight = question.weigh([path for path, _row in came])
        return _taken(question, home, client, came, weight, guard)
    except NotWhole as fault:
        return _told(question, home, replace(row, state="failed", reason=fault.reason, detail=fault.detail))
    except SHAPE as error:
        detail = f"{type(error).__name__}: {str(error)[:80]}"
        return _told(question, home, replace(row, state="failed", reason="content", detail=detail))
    except OSError as error:
        return _told(question, home, replace(row, state="failed", reason="disk", detail=error.strerror or ""))


def _told(question: Question, home: Path, row: Outcome) -> Outcome:
    """The outcome under the name of the question. The hash says whether there is an earlier answer that stays."""
    before = read_answers(home).get(question.name)
    size = sum(file.path.stat().st_size for file in before.files) if before else 0
    return replace(row, name=question.name, bytes=size, sha256=before.files[0].sha256 if before else "")


def _taken(
    question: Question,
    home: Path,
    client: Client,
    came: Sequence[tuple[Path, Outcome]],
    weight: Weight,
    guard: Lock,
) -> Outcome:
    """Puts the answer among those that may be used. Raises NotWhole where half is lost or it ends earlier, OSError."""
    today = client.today.isoformat()
    before = read_answers(home).get(question.name)
    if before is not None and not client.accept_loss and is_half(weight.rows, before.rows):
        raise NotWhole("half", f"{weight.rows} < {before.rows}")
    if before is not None and not client.accept_loss and is_older(weight.newest, before.newest):
        raise NotWhole("older", f"{weight.newest} < {before.newest}")
    hashes = [row.sha256 for _path, row in came]
    same = before is not None and [file.sha256 for file in before.files] == hashes
    if same and before is not None:
        made = replace(before, checked=max(before.checked, today), rows=weight.rows, newest=weight.newest)
    else:
        files = tuple(
            AnswerFile(keep_file(home, today, path, row.sha256), row.address, row.sha256) for path, row in came
        )
        made = Answer(question.name, today, today, files, weight.rows, weight.newest)
    with guard:
        write_answers(home, read_answers(home) | {question.name: made})
    size = sum(row.bytes for _path, row in came)
    return Outcome(question.name, question.first.address, "unchanged" if same else "new", size, hashes[0])


def is_half(now: int, before: int) -> bool:
    """Whether half of what was there is gone. Below four rows only a true half counts.

    >>> is_half(2, 4), is_half(3, 5), is_half(4, 5), is_half(2, 3), is_half(0, 1)
    (True, True, False, False, True)
    """
    return now * 2 <= before + (before >= 4 and before % 2)


def is_older(now: str, before: str) -> bool:
    """Whether the newest fact of an answer is of an earlier period: a release that was replaced still answers at many sources.

    >>> is_older("2024-12", "2025-12"), is_older("2026-10", "2025"), is_older("2025", "2025-12"), is_older("", "2025")
    (True, False, False, False)
    """
    same = min(len(now), len(before))
    return bool(same) and now[:same] < before[:same]
