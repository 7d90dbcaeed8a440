"""`vrede export` and `vrede brief` on real data: wall seconds from the command line, start-up counted."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import Used, run

from real import shared

TIMES = 3
EXPORT_SECONDS, BRIEF_SECONDS = 30, 3


def _row(what: str, used: list[Used], bound: int, more: str = "") -> str:
    assert all(one.code == 0 for one in used), what
    wall = statistics.median(one.wall for one in used)
    memory = max(one.megabytes for one in used)
    return f"| {what} | {wall:.1f} s wall, {memory:.0f} MB{more} | {bound} s | {'yes' if wall < bound else 'no'} |"


def main() -> list[str]:
    """Rows of the table: medians of three."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {"VREDE_LAKE": os.environ.get("VREDE_LAKE", str(folder / "lake"))}
        subprocess.run(
            [sys.executable, "-m", "vrede", "build", "--sources", str(shared())],
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        vrede = [sys.executable, "-m", "vrede"]
        export = [run([*vrede, "export", str(folder / "open-data")], environment) for _ in range(TIMES)]
        size = sum(file.stat().st_size for file in (folder / "open-data").rglob("*") if file.is_file())
        briefs = {
            subject: [
                run([*vrede, "brief", subject, "--out", str(folder / "brief.pdf")], environment) for _ in range(TIMES)
            ]
            for subject in ("MLI", "F3")
        }
    return [
        _row(
            "`vrede export`, every table as Parquet and CSV", export, EXPORT_SECONDS, f", {size / 1e6:.0f} MB written"
        ),
        *(_row(f"`vrede brief {subject}`", used, BRIEF_SECONDS) for subject, used in briefs.items()),
    ]


if __name__ == "__main__":
    print("\n".join(main()))
