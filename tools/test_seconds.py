"""Seconds of tests by folder, of one run or of two side by side, as a table for docs/performance.md.

    python -m pytest --junitxml=after.xml
    python tools/test_seconds.py [BEFORE.xml] AFTER.xml

Seconds are those of set-up, call and clean-up of every test, summed over all processes of the run.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

MOVED = {"build": "pipeline", "money/chain": "chain"}
"""Folders of before -> what they are called now."""


def seconds(file: Path) -> dict[str, tuple[int, float]]:
    """Folder -> how many tests, and their seconds."""
    number: dict[str, int] = defaultdict(int)
    total: dict[str, float] = defaultdict(float)
    for case in ElementTree.parse(file).iter("testcase"):
        folder = "/".join(case.get("classname", "").split(".")[1:-1])
        folder = MOVED.get(folder, folder)
        number[folder] += 1
        total[folder] += float(case.get("time", "0"))
    return {folder: (number[folder], total[folder]) for folder in number}


def table(runs: list[dict[str, tuple[int, float]]]) -> str:
    """One row a folder, the slowest of the last run first, and the sum."""
    folders = sorted({name for run in runs for name in run}, key=lambda name: -runs[-1].get(name, (0, 0.0))[1])
    heads = ["before", "after"] if len(runs) == 2 else ["now"]
    lines = [
        f"| folder of tests | {' | '.join(f'tests {head} | seconds {head}' for head in heads)} |",
        "|---|" + "---|---|" * len(runs),
    ]
    for folder in folders:
        cells = (run.get(folder, (0, 0.0)) for run in runs)
        lines.append(f"| {folder} | {' | '.join(f'{number:,} | {time:,.0f}' for number, time in cells)} |")
    sums = ((sum(n for n, _ in run.values()), sum(s for _, s in run.values())) for run in runs)
    lines.append(f"| all | {' | '.join(f'{number:,} | {time:,.0f}' for number, time in sums)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    print(table([seconds(Path(name)) for name in sys.argv[1:]]))
