"""Makes src/vrede/sources/conflict/neighbours.csv: which states lie next to each other, from the outlines of our own maps.

Two states are neighbours where their outlines come nearer than DEGREES of the equator; what is drawn as a dot has no neighbour.
The outlines are Natural Earth's (public domain), simplified to whole pixels, so that one pixel is about 0.3 degrees. A state that
no longer exists has the outline of the one with its code today, and is a neighbour of those that existed in a month with it.

Usage: python tools/neighbours.py [--check]
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
OUTLINES = ROOT / "src" / "vrede" / "web" / "charts" / "outlines.json"
STATES = ROOT / "src" / "vrede" / "sources" / "conflict" / "states.csv"
OUT = STATES.with_name("neighbours.csv")
DEGREES = 0.3
AROUND = 360
"""Degrees that the map's whole width is of."""
TOKEN = re.compile(r"[MmLlHhVvZz]|-?\d+")
Segments = npt.NDArray[np.float64]


def lines_of(path: str) -> list[list[tuple[int, int]]]:
    """The closed lines of an SVG path of whole pixels."""
    lines: list[list[tuple[int, int]]] = []
    words, at, command, x, y = TOKEN.findall(path), 0, "", 0, 0
    while at < len(words):
        if words[at].isalpha():
            command, at = words[at], at + 1
            if command in "Zz":
                x, y = lines[-1][0]
                lines[-1].append((x, y))
                continue
            if command in "Mm":
                lines.append([])
        if command in "Hh":
            x, at = int(words[at]) + (x if command == "h" else 0), at + 1
        elif command in "Vv":
            y, at = int(words[at]) + (y if command == "v" else 0), at + 1
        else:
            over, down = (x, y) if command in "ml" else (0, 0)
            x, y, at = over + int(words[at]), down + int(words[at + 1]), at + 2
        lines[-1].append((x, y))
    return lines


def segments(path: str) -> Segments:
    """[segment, (x1, y1, x2, y2)] of a path."""
    found = [(*one, *other) for line in lines_of(path) for one, other in pairwise(line)]
    return np.array(found, dtype=np.float64).reshape(-1, 4)


def _from_ends(ends: Segments, others: Segments) -> float:
    """The least distance from the ends of some segments to others."""
    points = ends.reshape(-1, 1, 2)
    start, along = others[None, :, :2], (others[:, 2:] - others[:, :2])[None]
    length = np.maximum((along**2).sum(-1), 1e-9)
    part = np.clip(((points - start) * along).sum(-1) / length, 0, 1)
    return float(np.sqrt((((start + part[..., None] * along) - points) ** 2).sum(-1)).min())


def apart(one: Segments, other: Segments) -> float:
    """Pixels between two outlines that do not cross."""
    return min(_from_ends(one, other), _from_ends(other, one))


def near(outlines: dict[str, str], most: float) -> list[tuple[str, str]]:
    """Pairs of codes whose outlines come nearer than so many pixels."""
    drawn = {code: made for code, path in outlines.items() if (made := segments(path)).size}
    boxes = {code: (*made.reshape(-1, 2).min(0), *made.reshape(-1, 2).max(0)) for code, made in drawn.items()}
    found = []
    for one, other in combinations(sorted(drawn), 2):
        a, b = boxes[one], boxes[other]
        if a[0] - most > b[2] or b[0] - most > a[2] or a[1] - most > b[3] or b[1] - most > a[3]:
            continue
        if apart(drawn[one], drawn[other]) < most:
            found.append((one, other))
    return found


def together(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two states existed in one month; without a first or last month one has no such end."""
    return all(a["first_month"] <= (b["last_month"] or "9999") for a, b in ((one, other), (other, one)))


def made() -> str:
    """The file's text."""
    raw = json.loads(OUTLINES.read_text(encoding="utf-8"))
    pairs = near({code: one["d"] for code, one in raw["countries"].items()}, DEGREES * raw["width"] / AROUND)
    with STATES.open(encoding="utf-8", newline="") as stream:
        states = list(csv.DictReader(stream))
    beside = {*pairs, *((other, one) for one, other in pairs)}
    rows = sorted(
        (int(a["country_id"]), int(b["country_id"]), a["iso3"], b["iso3"])
        for a in states
        for b in states
        if (a["iso3"], b["iso3"]) in beside and together(a, b)
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("country_id", "neighbour_country_id", "iso3", "neighbour_iso3"))
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    text = made()
    if "--check" in sys.argv[1:]:
        sys.exit(
            0 if OUT.is_file() and OUT.read_text(encoding="utf-8") == text else f"{OUT} is not that of the outlines"
        )
    OUT.write_text(text, encoding="utf-8", newline="\n")
    print(f"{OUT}: {text.count(chr(10)) - 1} rows")
