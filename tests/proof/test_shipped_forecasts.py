"""The sample's forecasts, fitted anew, are those that ship: what is issued is the same to the byte."""

from __future__ import annotations

from pathlib import Path

from vrede.pipeline.forecasts import histories, inputs_hash, sample_origins
from vrede.pipeline.shipped import FOLDER, files_of, shipped
from vrede.sources.conflict.read import read_series
from vrede.sources.sample import Truths
from vrede.warning.issue import make_issue
from vrede.warning.panel import month_name


def test_every_forecast_that_ships_is_what_fitting_gives(sample: tuple[Path, Truths]) -> None:
    """Two months; draws, chances, reasons and similar cases."""
    folder = sample[0] / "conflict"
    series, _files = read_series(folder)
    found = histories(folder, series)
    origins = sample_origins(folder)
    assert sorted(path.name for path in FOLDER.iterdir()) == [month_name(origin) for origin in origins]
    for origin in origins:
        name = month_name(origin)
        inputs = inputs_hash(folder, series, name)
        ships = shipped(inputs)
        assert ships is not None
        assert files_of(inputs, make_issue(found, origin)) == files_of(inputs, ships)
