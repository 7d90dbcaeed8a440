"""Which of two copies leads does not hang on how somebody packed them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from lakefolder import Folder, activity


@pytest.mark.parametrize("level", [0, 1, 9])
@pytest.mark.parametrize("turned", [False, True])
def test_a_tie_is_settled_by_the_xml(level: int, turned: bool, tmp_path: Path) -> None:
    """Two copies of one day that differ: the same one leads, packed or plain, at any level and with any time in its header."""
    (tmp_path / "sources").mkdir()
    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    texts = [
        f'<iati-activities version="2.03">{activity("A", "3 2020-01-01 10", inside=said)}</iati-activities>'
        for said in ('<sector code="1"/>', '<sector code="2"/>')
    ]
    for number, text in enumerate(texts):
        packed = gzip.compress(text.encode(), level, mtime=level * 1000)
        name, data = (f"{number}.xml.gz", packed) if (number == 0) is not turned else (f"{number}.xml", text.encode())
        (folder.root / name).write_bytes(data)
    (folder.root / "datasets.csv").write_text(
        "file,retrieved,publisher,licence,address\n"
        + "".join(f"{p.name},2025-01-01,,,\n" for p in folder.root.glob("*.xml*"))
    )
    assert folder.build().table("sector")["code"].to_list() == [LEADS]


LEADS = "2"
"""Of these two the one whose XML has the larger hash."""
