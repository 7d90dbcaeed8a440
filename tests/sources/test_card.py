"""Every source has a card, and its bounds stop or warn."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede import sources
from vrede.sources import all_sources, judge, load_card

SOURCES = [source.name for source in all_sources()]


@pytest.mark.parametrize("source", SOURCES)
def test_a_card_says_everything(source: str) -> None:
    """Producer, licence, citation, address, lag and unit are filled, in both languages."""
    found = load_card(source)
    assert all((found.producer, found.licence, found.citation, found.address, found.rows, found.checked))
    assert found.title.keys() == found.unit.keys() == {"nl", "en"}
    assert found.lag_days > 0


# source | rows | verdict
BOUNDS = [
    ("countries", 3, "stop"),
    ("countries", 250, "sound"),
    ("countries", 999, "warn"),
    ("iati", 0, "stop"),
    ("iati", 1, "sound"),
]


@pytest.mark.parametrize(("source", "rows", "verdict"), BOUNDS)
def test_bounds(source: str, rows: int, verdict: str) -> None:
    """Below the minimum stops, above the maximum warns."""
    assert judge(source, rows).verdict == verdict


def test_every_reader_folder_but_the_sample_has_a_card() -> None:
    """A new source is a new folder with its card."""
    folder = Path(sources.__file__).parent
    readers = {p.name for p in folder.iterdir() if (p / "__init__.py").exists()} - {"sample"}
    assert readers == set(SOURCES)
