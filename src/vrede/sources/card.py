"""A source's card: who made it, under which licence, how late it comes, and between which bounds it is believed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one source; texts in Dutch and English. rows_min: fewer stop it, rows_max: more warn (None: no bound).

    gap_days_max: of a source by day, the most days from one with rows to the next; more stop it (None: no bound).
    lag_days: how long after the end of its period a fact is normally the newest; beyond it the source is stale.
    """

    source: str
    producer: dict[str, str]
    title: dict[str, str]
    licence: dict[str, str]
    citation: str
    address: str
    lag_days: int
    unit: dict[str, str]
    rows: str
    rows_min: int
    rows_max: int | None
    checked: str
    gap_days_max: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a source may be used: 'sound', 'stop' or 'warn', with the number of rows that was judged."""

    card: Card
    rows: int
    verdict: str


class CardError(Exception):
    """A card cannot be read: a fault of ours; the message says which and why."""


@cache
def load_card(source: str) -> Card:
    """The card beside a source's reader. Raises CardError for a missing or unknown key."""
    package = import_module(__package__)
    path = next(
        (p for at in package.__path__ if (p := Path(at) / source / "card.toml").is_file()),
        FOLDER / source / "card.toml",
    )
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Card(source=source, **{"rows_max": None, **raw})
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise CardError(f"{source}/card.toml: {error}") from error


def judge(source: str, rows: int) -> Judgement:
    """Rows of a source against its bounds: fewer than the minimum stop it, more than the maximum warn."""
    card = load_card(source)
    verdict = (
        "stop" if rows < card.rows_min else "warn" if card.rows_max is not None and rows > card.rows_max else "sound"
    )
    return Judgement(card, rows, verdict)
