"""The gate before a new snapshot: where half of the files or publishers are gone since the last one, that one stays.

A source that came in half (a broken fetch, a disk that was not mounted) must not look like money that stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

NAME, REASON, PUBLISHER = 0, 2, 4  # of a row in a manifest's `files`


def _of(rows: Sequence[Sequence[str]], column: int) -> set[str]:
    return {row[column] for row in rows if not row[REASON] and row[column]}


def _lost(before: Collection[str], now: Collection[str]) -> int:
    gone = set(before) - set(now)
    return len(gone) if len(gone) * 2 >= len(before) and len(before) > 1 else 0


def loss(before: Mapping[str, Any] | None, root: str, rows: Sequence[Sequence[str]]) -> str:
    """What was lost since the last snapshot of the same sources folder, in words; empty where less than half was.

    before: the manifest of the current snapshot, None where there is none. rows: the files of the new one, as in a manifest.
    """
    if before is None or before.get("root") != root:
        return ""
    for column, words in ((NAME, "files"), (PUBLISHER, "publishers")):
        old = _of(before.get("files", []), column)
        if lost := _lost(old, _of(rows, column)):
            return f"{lost} of the {len(old)} {words} of the last snapshot are gone or cannot be read"
    return ""
