"""Whether a file names the ministry anywhere, found without reading it as XML; what was found stands in naming.json, by the file's hash."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

FILE = "naming.json"
STEP = 1 << 20
Known = dict[str, tuple[str, bool]]
"""Dataset -> SHA-1 of the copy that was looked at, and whether it names the ministry."""


def pattern_of(identifiers: Sequence[str]) -> re.Pattern[bytes]:
    """Any of the identifiers as a whole, or before an activity's own part: XM-DAC-7 and XM-DAC-7-PPR-1, not XM-DAC-701.

    >>> bool(pattern_of(["XM-DAC-7"]).search(b'ref="xm-dac-7"')), bool(pattern_of(["XM-DAC-7"]).search(b"XM-DAC-701"))
    (True, False)
    """
    names = b"|".join(re.escape(name.encode()) for name in identifiers)
    return re.compile(rb"(?<![A-Za-z0-9-])(" + names + rb")(?![A-Za-z0-9])", re.IGNORECASE)


def look(stream: IO[bytes], pattern: re.Pattern[bytes], most: int) -> tuple[str, bool]:
    """(SHA-1 of all bytes, whether the pattern stands in them). Raises ValueError where there are more than `most` bytes.

    UTF-16 is read too: its zeros are left out before the search.
    """
    digest, size, tail, found = hashlib.sha1(usedforsecurity=False), 0, b"", False
    while piece := stream.read(STEP):
        digest.update(piece)
        size += len(piece)
        if size > most:
            raise ValueError(f"larger than {most} bytes")
        if not found:
            text = tail + piece.replace(b"\0", b"")
            # A hit at the very end may go on in the next piece.
            found = any(hit.end() < len(text) for hit in pattern.finditer(text))
            tail = text[-200:]
    return digest.hexdigest(), found or pattern.search(tail) is not None


def look_at(path: Path, pattern: re.Pattern[bytes], most: int) -> tuple[str, bool]:
    """The same of a file. Raises OSError, ValueError."""
    with path.open("rb") as stream:
        return look(stream, pattern, most)


def read_known(home: Path) -> Known:
    """What was found before; nothing where there is no list that can be read."""
    try:
        found = json.loads((home / FILE).read_text(encoding="utf-8"))
        return {str(name): (str(sha1), bool(names)) for name, (sha1, names) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_known(home: Path, known: Mapping[str, tuple[str, bool]]) -> None:
    """Writes the list in one step. Raises OSError."""
    half = home / (FILE + ".half")
    half.write_text(json.dumps(dict(sorted(known.items())), indent=0) + "\n", encoding="utf-8")
    os.replace(half, home / FILE)


def publishers_that_name(known: Known, of: Mapping[str, str]) -> set[str]:
    """Publishers of which any dataset names the ministry. of: dataset -> publisher, of the datasets there are now."""
    return {publisher for name, publisher in of.items() if known.get(name, ("", False))[1]}


def to_look_at(datasets: Iterable[tuple[str, str]], known: Known) -> list[str]:
    """Datasets (name, SHA-1 in the index) that were never looked at, or have changed since."""
    return [name for name, sha1 in datasets if name not in known or known[name][0] != sha1]
