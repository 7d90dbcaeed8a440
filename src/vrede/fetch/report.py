"""The report of a run: a row for each file that was asked for, with its reason in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from vrede.language import Language, say

# new: other bytes than before. unchanged: the same bytes. failed: the last good copy stays. gone: so says the server.
STATES = ("new", "unchanged", "failed", "gone")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file. bytes and sha256 are those of the copy that is there now (0 and '' without one).

    state is one of STATES; reason has its words in the catalogue (`fetch.reason`); detail says more in no particular language (a status, a host).
    """

    name: str
    address: str
    state: str
    bytes: int = 0
    sha256: str = ""
    reason: str = ""
    detail: str = ""


TOLD = ("no copy", "not needed")
"""What the source itself has no copy of, and what it offers in another form."""
COLUMNS = ("name", "address", "state", "bytes", "sha256", "reason", "detail")


def outcome_in_words(row: Outcome, lang: Language) -> str:
    """Why, and what is there now, in one line; '' where nothing went wrong. lang: 'nl' or 'en'."""
    if not row.reason:
        return ""
    reason = say(f"fetch.reason.{row.reason.replace(' ', '_')}", lang)
    why = f"{reason} ({row.detail})" if row.detail else reason
    return say("fetch.last_copy_stays" if row.sha256 else "fetch.no_copy", lang, why=why)


def summary_line(rows: Sequence[Outcome], lang: Language) -> str:
    """How many rows of each state, in one line."""
    return ", ".join(
        f"{sum(row.state == state for row in rows)} {say(f'fetch.state.{state}', lang)}" for state in STATES
    )


def any_failed(rows: Sequence[Outcome]) -> bool:
    """Whether something that was asked for could not be had. What the source itself has no copy of, or has in a format that is not read,
    is told, and no failure."""
    return any(row.state in ("failed", "gone") and row.reason not in ("no copy", "not needed") for row in rows)


def report_records(rows: Sequence[Outcome], lang: Language) -> list[dict[str, str | int]]:
    """The rows for a program: COLUMNS, and `words`."""
    return [{**asdict(row), "words": outcome_in_words(row, lang)} for row in rows]


def report_csv(rows: Sequence[Outcome], lang: Language) -> str:
    """The rows as CSV with a header."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, (*COLUMNS, "words"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(report_records(rows, lang))
    return stream.getvalue()
