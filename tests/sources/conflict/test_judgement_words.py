"""Judgements: a file that people keep; a line that is none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede.sources.conflict.judgements import FILE, read_judgements
from vrede.sources.conflict.series import SeriesError
from vrede.sources.countries import is_country

HEAD = "signed,day,iso3,month,chance_percent,reason\n"


def written(folder: Path, line: str) -> Path:
    """A folder with a file of one line."""
    (folder / FILE).write_text(HEAD + line + "\n", encoding="utf-8")
    return folder


def test_a_judgement_is_read(tmp_path: Path) -> None:
    """A whole per cent becomes millionths."""
    row = read_judgements(written(tmp_path, "X,2024-12-31,MLI,2025-03,50,talks"), is_country).row(0, named=True)
    assert (row["iso3"], row["month"], row["p25_ppm"]) == ("MLI", "2025-03", 500_000)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("X,2024-12-31,A/B,2025-03,50,talks", "of no country"),
        ("X,2024-12-31,ZZZ,2025-03,50,talks", "of no country"),
        ("X,2024-12-31,MLI,2025-03,²,talks", "whole number from 0 to 100"),
        ("X,2024-12-31,MLI,2025-03,101,talks", "whole number from 0 to 100"),
        ("X,2024-12-31,MLI,2025-13,50,talks", "month must be"),
        (",2024-12-31,MLI,2025-03,50,talks", "is signed"),
    ],
)
def test_a_line_that_is_no_judgement_is_named(tmp_path: Path, line: str, said: str) -> None:
    """A code of no country would make a page with a link that leads nowhere, or none at all."""
    with pytest.raises(SeriesError, match=rf"line 2: .*{said}"):
        read_judgements(written(tmp_path, line), is_country)
