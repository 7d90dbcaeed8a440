"""An act that somebody submits to the register: what will be its columns, and its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Submission:
    """Who wants to do what. day: of a commitment or payment; its year must be the budget year. facts: of the body of that kind of act."""

    who: str
    role: str
    kind: str
    dossier: str
    token: str
    reason: str
    cents: int | None = None
    year: int | None = None
    approves: int | None = None
    day: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def given(self) -> dict[str, Any]:
        """The facts without what was left empty, and with the day of the act."""
        facts = {n: v for n, v in self.facts.items() if v is not None and not (isinstance(v, str) and not v.strip())}
        return facts if self.day is None else {**facts, "day": self.day.isoformat()}
