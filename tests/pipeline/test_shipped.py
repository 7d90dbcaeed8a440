"""The sample's forecasts ship with the package: used for exactly what they were made from, and the same as if they were fitted."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from vrede.lake.ledger import read_ledger
from vrede.lake.store import Store
from vrede.pipeline import forecasts
from vrede.pipeline.forecasts import issue_into, issue_sample
from vrede.pipeline.inputs import find_sources
from vrede.pipeline.shipped import FACTS, FOLDER, files_of, shipped
from vrede.sources.sample import Truths


class Fitted(Exception):
    """A model would be fitted."""


@pytest.fixture
def fitting_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever fits a model raises."""

    def fit(*_given: object) -> None:
        raise Fitted

    monkeypatch.setattr(forecasts, "make_issue", fit)


def hashes() -> list[str]:
    """What each shipped forecast was made from."""
    import json

    return [json.loads(path.read_text(encoding="utf-8"))["inputs"] for path in sorted(FOLDER.glob(f"*/{FACTS}"))]


@pytest.mark.usefixtures("fitting_shows")
def test_the_sample_is_issued_without_fitting(sample: tuple[Path, Truths], tmp_path: Path) -> None:
    """Two lines, of the inputs that ship."""
    store = Store(str(tmp_path))
    issue_sample(store, find_sources(sample[0]))
    assert [line.inputs for line in read_ledger(store)] == hashes()


@pytest.mark.usefixtures("fitting_shows")
@pytest.mark.parametrize("changed", ["panel", "code"])
def test_other_inputs_or_other_code_are_fitted(
    sample: tuple[Path, Truths], tmp_path: Path, changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte more in the panel, or another line in a model: nothing that ships is of that."""
    folder = shutil.copytree(sample[0] / "conflict", tmp_path / "conflict")
    if changed == "panel":
        with (folder / "neighbours.csv").open("ab") as stream:
            stream.write(b"\n")
    else:
        monkeypatch.setattr(forecasts, "warning_code", lambda: "other")
    with pytest.raises(Fitted):
        issue_into(Store(str(tmp_path / "lake")), folder, None, date(2024, 12, 31))


def test_what_ships_is_read_whole(tmp_path: Path) -> None:
    """Written again and read again it is the same, to the last draw. The bytes of a file may differ between releases of Python."""
    assert hashes()
    for number, inputs in enumerate(hashes()):
        read = shipped(inputs)
        assert read is not None
        folder = tmp_path / str(number) / "any"
        folder.mkdir(parents=True)
        for name, data in files_of(inputs, read).items():
            (folder / name).write_bytes(data)
        again = shipped(inputs, folder.parent)
        assert again is not None
        assert files_of(inputs, again) == files_of(inputs, read)
        assert {name: draws.shape for name, draws in read.draws.items()}["ged_sb"][1:] == (36, 1000)


def test_for_unknown_inputs_nothing_ships() -> None:
    """A hash that no file has."""
    assert shipped("0" * 64) is None
