"""`vrede build` of the real data: from nothing, again, with one file changed, and 1, 4 and 16 times the data."""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from pathlib import Path

from processes import Used, run

from real import copies, shared

ALL_OF_IATI_MB = 15_000


def _build(sources: Path, lake: Path) -> Used:
    used = run([sys.executable, "-m", "vrede", "build", "--sources", str(sources)], {"VREDE_LAKE": str(lake)})
    assert used.code == 0, used
    return used


def times() -> list[str]:
    """From nothing, with nothing changed, with one file changed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        first = _build(shared(), place / "lake")
        again = _build(shared(), place / "lake")
        for name in ("iati", "budget"):
            shutil.copytree(shared() / name, place / "sources" / name, copy_function=shutil.copyfile)
        _build(place / "sources", place / "lake")
        file = place / "sources" / "iati" / "covid-2021-06-15" / "dportal_10.xml.gz"
        file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b"2021", b"2020", 1)))
        changed = _build(place / "sources", place / "lake")
    return [
        f"| build from nothing, 233 MB of IATI | {first.wall:.1f} s wall, {first.cpu:.1f} s CPU, {first.megabytes:.0f} MB | 45 s | {'yes' if first.wall < 45 else 'no'} |",
        f"| again, nothing changed | {again.wall:.1f} s | 5 s | {'yes' if again.wall < 5 else 'no'} |",
        f"| one file changed | {changed.wall:.1f} s | 12 s | {'yes' if changed.wall < 12 else 'no'} |",
    ]


def growth() -> list[str]:
    """Wall seconds per MB at 1, 4 and 16 times the data, and what all of IATI would take, by arithmetic."""
    rows, per_mb, cpu_per_mb = [], [], []
    for many in (1, 4, 16):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            mb = copies(place / "sources", many) / 1e6
            used = _build(place / "sources", place / "lake")
        per_mb.append(used.wall / mb)
        cpu_per_mb.append(used.cpu / mb)
        rows.append(
            f"| {many} times the data: {mb:,.0f} MB | {used.wall:.1f} s wall, {1000 * used.wall / mb:.1f} ms a MB, {used.cpu:.0f} s CPU, {used.megabytes:,.0f} MB memory | | |"
        )
    spread = max(per_mb) / min(per_mb) - 1
    rows.append(f"| spread of the cost per MB | {spread * 100:.0f}% | 15% | {'yes' if spread <= 0.15 else 'no'} |")
    cpu = max(cpu_per_mb) / min(cpu_per_mb) - 1
    rows.append(f"| the same of CPU | {cpu * 100:.0f}% | | |")
    rows.append(
        f"| all of IATI, about {ALL_OF_IATI_MB:,} MB, here, by arithmetic | {ALL_OF_IATI_MB * per_mb[-1] / 60:.0f} minutes | | |"
    )
    return rows


if __name__ == "__main__":
    print("\n".join([*times(), *growth()]))
