"""All measurements as one Markdown table. Usage: python bench/run.py, from the root (about ten minutes; real data beside the checkout)."""

from __future__ import annotations

import platform
from pathlib import Path

import api
import build
import forecast
import open_data
import pages
import read
import split

import validate


def machine() -> str:
    """Processor, number of cores, system and Python."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.split(":", 1)[1].strip() for line in info.splitlines() if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {len(names)} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    print(f"Machine: {machine()}.\n\n| what | figure | bound | holds |\n|---|---|---|---|")
    for part in (
        read.main,
        validate.main,
        split.main,
        pages.main,
        api.main,
        open_data.main,
        forecast.countries,
        build.times,
        build.growth,
    ):
        print("\n".join(part()), flush=True)
