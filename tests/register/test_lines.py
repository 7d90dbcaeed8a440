"""Which lines are of humanitarian aid."""

from __future__ import annotations

import pytest

from vrede.register.dossier.names import humanitarian


@pytest.mark.parametrize(
    "line", ["4.1", " 4.1", "4.1 UNHCR", "4.1-b", "4.1a", "4.1.2", "4.1/x", "\uff14.\uff11", "4\u200b.1", "4.1\u0660"]
)
def test_humanitarian_aid_however_it_is_written(line: str) -> None:
    assert humanitarian(line)


@pytest.mark.parametrize("line", ["4.10", "4.11", "4.11 x", "4.3", "14.1", "", None])
def test_other_lines_are_not(line: object) -> None:
    assert not humanitarian(line)
