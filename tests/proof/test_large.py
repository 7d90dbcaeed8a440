"""`make proof`: a file of 300 MB is checked to its end in the memory that one of 30 MB takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from written import HEAD, activity, incoming

MB = 1_000_000
CHILD = """
import sys
from pathlib import Path
from vrede.article.policy import load_policy
from vrede.validate.check import Validator
from vrede.validate.standard import Standard
from vrede.validate.unpack import Source
report = Validator(Standard(Path(sys.argv[2])), load_policy()).check(Source("large", Path(sys.argv[1])))
(peak,) = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(report.activities, report.complete, report.visible, int(peak) // 1024)
"""


def written(target: Path, size: int) -> int:
    """Sound activities until a size is there; returns how many."""
    number = done = 0
    with target.open("wb") as out:
        out.write(HEAD.format(version="2.03").encode())
        while done < size:
            many = "".join(activity(number + n, incoming() * 20) for n in range(100)).encode()
            number, done = number + 100, done + out.write(many)
        out.write(b"</iati-activities>")
    return number


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process there")
def test_memory_does_not_grow_with_the_file(shared: Path, tmp_path: Path) -> None:
    """Every activity is counted, and ten times the file takes less than a quarter more."""
    peaks = []
    for size in (30 * MB, 300 * MB):
        file = tmp_path / "large.xml"
        number = written(file, size)
        words = [sys.executable, "-c", CHILD, str(file), str(shared / "iati-standard")]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        activities, complete, visible, peak = done.stdout.split()
        assert (int(activities), complete, visible) == (number, "True", "yes")
        peaks.append(int(peak))
    assert peaks[1] < 1.25 * peaks[0], peaks
