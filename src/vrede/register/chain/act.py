"""An act: one row of the register, its canonical text, and its hash over itself and the act before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from vrede.register.refused import RegisterRefused
from vrede.register.table.body import B, read

HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Act:
    """seq: its number, from 1 without gaps. moment: when it was recorded (UTC, ISO 8601). who acts in which role. dossier: what
    it is about. approves: the act that it approves. cents: its amount. year: the budget year that it weighs on. token: given by who
    acts; the same token is recorded once. body: everything else, as canonical JSON."""

    seq: int
    moment: str
    who: str
    role: str
    kind: str
    dossier: str
    approves: int | None
    cents: int | None
    year: int | None
    token: str
    reason: str
    body: str
    previous: str
    hash: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """The body as plain values by name, as they were written; code that knows the kind of act uses `read`."""
        facts = json.loads(self.body)
        assert isinstance(facts, dict)
        return facts

    def read(self, body: type[B]) -> B:
        """The body, typed. Raises ValueError for words that no act of this kind has."""
        content: B = read(body, self.body)
        return content

    def sealed(self) -> Act:
        """The same act with its hash."""
        return Act(**{**asdict(self), "hash": digest(self)})


def day_of_moment(moment: datetime | str) -> date:
    """The day in the Netherlands of a moment, or of its text.

    >>> day_of_moment("2024-12-31T23:30:00.000+00:00")
    datetime.date(2025, 1, 1)
    """
    given = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return given.astimezone(HERE).date()


COLUMNS = tuple(field.name for field in fields(Act))


def canonical(value: Mapping[str, Any]) -> str:
    """One text for one value: keys sorted, no white space. Raises RegisterRefused for a number that is not whole, however deep it
    lies, and for a name that is no text: an act holds money, and money is whole cents.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _plain(value)
    return text


def _plain(value: object) -> None:
    if isinstance(value, float):
        raise RegisterRefused("words.not_whole", value=value)
    if isinstance(value, Mapping):
        for name in value:
            if not isinstance(name, str):
                raise RegisterRefused("words.no_name", name=name)
    for below in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _plain(below)


def digest(act: Act) -> str:
    """SHA-256 over all of an act but its own hash; that of the act before is in it."""
    sealed = {name: value for name, value in asdict(act).items() if name != "hash"}
    return hashlib.sha256(canonical(sealed).encode()).hexdigest()
