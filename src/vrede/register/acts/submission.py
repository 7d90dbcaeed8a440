"""What somebody asks the register to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to do. day: of a commitment or payment; its year must be the budget year. facts: of that kind of act."""

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
