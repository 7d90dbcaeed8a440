"""Back to IATI: an amount that could not be read is in no file, and counted; nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from lakefolder import Folder
from vrede.pipeline import iati_file, iati_publishers, without_amount
from vrede.sources.iati import TABLES

FILE = """<iati-activity default-currency="EUR"><iati-identifier>A</iati-identifier><reporting-org ref="NL-KVK-1"/>
<budget><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><value value-date="2024-01-01">1.000,00</value></budget>
<planned-disbursement><period-start iso-date="2024-01-01"/><value>x</value></planned-disbursement>
<transaction><transaction-type code="3"/><transaction-date iso-date="2024-03-01"/><value>about ten</value><sector code="15220"/></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2024-03-02"/><value>5</value><sector code="15210"/></transaction>
</iati-activity>"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder of sources."""
    (tmp_path / "sources").mkdir()
    return Folder(tmp_path / "sources", tmp_path / "lake")


def test_an_unreadable_amount_is_not_written_as_an_empty_one(folder: Folder) -> None:
    """Its row is left out with what hangs below it, and the others keep their own parts."""
    folder.file("a.xml", FILE)
    snapshot = folder.build()
    tables = {table.name: snapshot.table(table.name) for table in TABLES}
    ((_ref, keys),) = iati_publishers(tables)
    root = etree.fromstring(b"".join(iati_file(tables, keys)))
    assert [value.text for value in root.iter("value")] == ["5"]
    assert [sector.get("code") for sector in root.iter("sector")] == ["15210"]
    assert not list(root.iter("budget")) and not list(root.iter("planned-disbursement"))
    assert without_amount(tables, keys) == 3
    issue = snapshot.table("issue")
    assert set(issue.filter(issue["reason"].str.starts_with("not an amount"))["value"]) == {
        "1.000,00",
        "x",
        "about ten",
    }
