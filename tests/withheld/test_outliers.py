"""An outlier of what must not be shown: its amount stays in the figures, and no row says whose it is or beside what it is one."""

from __future__ import annotations

import pytest

from lakefolder import Folder, activity, opened
from vrede.lake.tables.money import BY_NAME
from vrede.money.outlier import OUTLIER
from vrede.withheld.suppression import parse_suppression
from vrede.withheld.withhold import suppress

BUDGET = (
    '<budget><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>'
    '<value currency="EUR" value-date="2020-01-01">1000</value></budget>'
)


@pytest.mark.parametrize("line", ["place,MLI", "activity,A"])
def test_no_row_of_it_is_left(folder: Folder, line: str) -> None:
    where = '<recipient-country code="ML"/>'
    folder.file(
        "a.xml",
        activity("A", "3 2020-05-01 900000", "3 2020-05-02 400", ref="XX-1", inside=where + BUDGET),
        activity("B", "3 2019-05-01 200", ref="XX-1"),
    )
    folder.build()
    snapshot = opened(folder.lake)
    assert snapshot.table("outlier").height == 1
    tables = {name: snapshot.table(name) for name in BY_NAME if snapshot.has(name)}
    left = suppress(tables, parse_suppression(f"kind,value,reason\n{line},\n".encode()))
    assert left["outlier"].is_empty()
    issues = left["issue"].filter(left["issue"]["reason"] == OUTLIER)
    assert issues["value"].null_count() == issues.height
    assert not left["slice"].filter("outlier").is_empty() or line.startswith("activity")
