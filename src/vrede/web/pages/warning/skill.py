"""How the forecast proved itself: the figures of docs/skill.md, which ship with the code that was tested."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import vrede.warning

FILE = Path(vrede.warning.__file__).parent / "skill.json"


@lru_cache(maxsize=1)
def skill() -> dict[str, Any]:
    """What `vrede forecast evaluate` wrote, read once."""
    made: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return made
