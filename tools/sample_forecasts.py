"""Fits the forecasts of the sample that ship with the package, where inputs or code are others than those they were made from.

Usage: python tools/sample_forecasts.py [--check]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from vrede.pipeline.forecasts import histories, inputs_hash, sample_origins
from vrede.pipeline.shipped import FOLDER, files_of, shipped
from vrede.sources.conflict.read import read_series
from vrede.sources.sample import write_sample
from vrede.warning.issue import make_issue
from vrede.warning.panel import month_name


def main(check: bool) -> None:
    """Write what is missing and remove what nothing asks for; with --check only say so."""
    with tempfile.TemporaryDirectory() as place:
        write_sample(Path(place))
        folder = Path(place) / "conflict"
        series, _files = read_series(folder)
        found = histories(folder, series)
        wanted = {month_name(origin): origin for origin in sample_origins(folder)}
        hashes = {name: inputs_hash(folder, series, name) for name in wanted}
        missing = [name for name, inputs in hashes.items() if shipped(inputs) is None]
        if check and missing:
            sys.exit(f"forecasts of the sample are of other inputs or code ({', '.join(missing)}): run make fix")
        if check:
            return
        for old in FOLDER.iterdir() if FOLDER.is_dir() else ():
            if old.name not in wanted:
                shutil.rmtree(old)
        for name in missing:
            (FOLDER / name).mkdir(parents=True, exist_ok=True)
            for file, data in files_of(hashes[name], make_issue(found, wanted[name])).items():
                (FOLDER / name / file).write_bytes(data)
            print(f"made {name}")


if __name__ == "__main__":
    main("--check" in sys.argv)
