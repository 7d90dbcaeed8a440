"""Reading one large file: from file to typed raw Parquet tables with issue rows, against a bare lxml iterparse."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from processes import run

from real import one_file

LEAST = 450_000_000  # start-up takes a second, whatever the size
TURNS = 3
BARE = """
import sys
from lxml import etree
for _, element in etree.iterparse(sys.argv[1], events=("end",)):
    element.clear()
"""
OURS = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from vrede.lake.raw import RawLake
from vrede.lake.store import Store
from vrede.sources.iati.folder import DatasetFile
if __name__ == "__main__":
    path = Path(sys.argv[1])
    with ProcessPoolExecutor(int(sys.argv[3]), mp_context=multiprocessing.get_context("spawn")) as pool:
        read = RawLake(Store(sys.argv[2])).read([DatasetFile(path, path.name)], pool, lambda *a: None)
    assert not read[path.name].reason, read
"""


def main() -> list[str]:
    """Rows of the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, code in (("bare.py", BARE), ("ours.py", OURS)):
            (place / name).write_text(code)
        size = one_file(place / "one.xml", LEAST)
        twice = one_file(place / "two.xml", 2 * size - 1_000_000)

        def ours(file: str, workers: int) -> tuple[float, float, float]:
            lake = tempfile.mkdtemp(dir=folder)
            used = run(
                [sys.executable, str(place / "ours.py"), str(place / file), lake, str(workers)],
                {"POLARS_MAX_THREADS": "1"},
            )
            assert used.code == 0
            return used.cpu, used.wall, used.megabytes

        bare = statistics.median(
            run([sys.executable, str(place / "bare.py"), str(place / "one.xml")], {}).cpu for _ in range(TURNS)
        )
        one = [ours("one.xml", 1) for _ in range(TURNS)]
        two = [ours("one.xml", 2) for _ in range(TURNS)]
        cpu, wall1 = statistics.median(r[0] for r in one), statistics.median(r[1] for r in one)
        wall2 = statistics.median(r[1] for r in two)
        large = ours("two.xml", 2)
        mb = size / 1e6
        rows += [
            f"| a file of {mb:.0f} MB, bare lxml iterparse, one core | {mb / bare:.1f} MB/s of CPU | | |",
            f"| the same to raw Parquet tables, one worker, start-up and parent counted | {mb / cpu:.1f} MB/s of CPU, {bare / cpu:.2f} of bare | 0.35 | {'yes' if bare / cpu >= 0.35 else 'no'} |",
            f"| two workers against one, wall | {wall1:.1f} s and {wall2:.1f} s: {wall1 / wall2:.2f} times | 1.7 | {'yes' if wall1 / wall2 >= 1.7 else 'no'} |",
            f"| peak memory of all processes, two workers | {max(r[2] for r in two):.0f} MB | 500 MB | {'yes' if max(r[2] for r in two) <= 500 else 'no'} |",
            f"| the same for {twice / 1e6:.0f} MB | {large[2]:.0f} MB | 500 MB | {'yes' if large[2] <= 500 else 'no'} |",
        ]
    return rows


if __name__ == "__main__":
    print("\n".join(main()))
