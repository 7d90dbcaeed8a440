"""The role of a column decides what it may show: a table that is added later leaks nothing on any way out."""

from __future__ import annotations

import polars as pl
import pytest

from lakefolder import Folder, activity, opened
from vrede.lake.export import WRITERS
from vrede.lake.snapshot import current_name, write_snapshot
from vrede.lake.store import Store
from vrede.lake.tables.money import BY_NAME, KEY, STORED
from vrede.sources.table import TEXTS, Column, Table
from vrede.withheld.masks import Secrets, masked
from vrede.withheld.suppression import Suppression, parse_suppression
from vrede.withheld.withhold import suppress

LIST = b"kind,value,reason\npartner,NL-KVK-41160054,\nactivity,NL-1-SECRET,\nplace,MLI,\nplace,Kidal,\n"
HIDDEN = "Hidden Hands"
# What somebody could read from a cell, by the role of its column; in no case may it be there afterwards.
CELLS = {
    "identifier": ("NL-1-SECRET/2", "NL-KVK-41160054-7", "X-Hidden Hands-3"),
    "link": ("NL-1-SECRET", "nl-kvk- 41160054 -1", "SE-6-ML-15220", "X-MLI-2", "about Hidden Hands"),
    "organisation": ("NL-KVK-41160054", " nl-kvk-41160054", "ML-NINA-77", "Hidden Hands"),
    "organisations": ("GB-1; NL-KVK-41160054", "ML-NINA-77; GB-1", "Hidden Hands; GB-1"),
    "words": (
        "Schools in Mali",
        "the Malian army",
        "in KIDAL town",
        "see NL-1-SECRET.",
        "by hidden  hands",
        "NL-KVK-41160054",
    ),
    "place": ("MLI", "ml", "A1 ML-8", "Kidal", "Mali"),
    "point": ("16.27 -0.04",),
    "file": ("mali.xml", "hidden hands.xml", "kidal-2020.xml"),
    "plain": ("NL-1-SECRET",),
}
SECRETS = ("secret", "41160054", "hiddenhands", "mali", "mli", "kidal", "nina", "16.27")
CODES = r"(?i)(^|[^a-z])ml([^a-z]|$)"


def test_a_text_without_a_role_is_refused() -> None:
    """Declaring the column is what fails, not a leak years later."""
    with pytest.raises(ValueError, match=r"column note: 'text' is not one of identifier, link, organisation"):
        Column("note", "text", "somebody's note")


def test_every_role_is_tried_here() -> None:
    """But a code of a list of numbers, in which no number is a reference."""
    assert {*CELLS, "code"} == set(TEXTS)


@pytest.mark.parametrize("role", CELLS)
@pytest.mark.parametrize("older", [False, True])
def test_a_table_that_is_added_leaks_nothing_on_any_way_out(
    role: str, older: bool, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from a snapshot that was made with the list, or before there was one; written as CSV and as Parquet."""
    added = Table("added", "a table of tomorrow", (KEY, Column("cell", role, "what it says")), ("activity_key",))
    monkeypatch.setitem(BY_NAME, "added", added)
    party = f'<participating-org role="4" ref="NL-KVK-41160054"><narrative>{HIDDEN}</narrative></participating-org>'
    folder.file("a.xml", activity("NL-1-OPEN", "3 2020-01-01 6", ref="XM-DAC-7", inside=party))
    made = folder.build(Suppression())
    store = Store(str(folder.lake))
    cells = pl.DataFrame({"activity_key": [0] * len(CELLS[role]), "cell": list(CELLS[role])})
    given = parse_suppression(LIST)
    tables = {table.name: made.table(table.name) for table in STORED} | {"added": added.conform(cells)}
    if not older:
        tables = suppress(tables, given)
    write_snapshot(store, current_name(store) or "", tables, made.manifest)
    found = opened(folder.lake, given).table("added")
    assert found.height == len(CELLS[role])
    files = {form: folder.root / f"added.{form}" for form in WRITERS}
    for form, write in WRITERS.items():
        write(found, files[form])
    parquet = pl.read_parquet(files["parquet"])["cell"]
    written = files["csv"].read_text(encoding="utf-8-sig") + " ".join(map(str, parquet))
    bare = "".join(written.split()).lower()
    assert [secret for secret in SECRETS if secret in bare] == []
    assert not pl.Series([written]).str.contains(CODES)[0]


@pytest.mark.parametrize(
    "role", [role for role in TEXTS if role not in ("code", "plain", "organisation", "organisations")]
)
def test_rows_of_an_activity_in_a_withheld_place_go_with_it(
    role: str, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a table says of such an activity: only what was declared as conserved stays, so that sums hold."""
    columns = (KEY, Column("cell", role, "what it says"), Column("amount", "integer", "cents"))
    gone = Table("gone", "facts of activities", columns, ("activity_key",))
    kept = Table("kept", "money of activities", columns, ("activity_key",), conserved=True)
    for table in (gone, kept):
        monkeypatch.setitem(BY_NAME, table.name, table)
    there = '<recipient-country code="ML" percentage="100"/>'
    folder.file("a.xml", activity("N-1", "3 2020-01-01 6", inside=there), activity("N-2", "3 2020-01-01 5"))
    made = folder.build(Suppression())
    hit = made.table("activity").filter(pl.col("iati_identifier") == "N-1")["activity_key"][0]
    rows = pl.DataFrame({"activity_key": [hit, 1 - hit], "cell": ["tells it", "harmless"], "amount": [600, 500]})
    tables = {table.name: made.table(table.name) for table in STORED}
    tables |= {"gone": gone.conform(rows), "kept": kept.conform(rows)}
    store = Store(str(folder.lake))
    write_snapshot(store, current_name(store) or "", tables, made.manifest)
    found = opened(folder.lake, parse_suppression(b"kind,value,reason\nplace,MLI,\n"))
    assert found.table("gone")["amount"].to_list() == [500]
    assert found.table("kept")["amount"].sum() == 1100
    if role in ("words", "link", "file"):
        assert "tells it" not in found.table("kept")["cell"].to_list()


def test_a_hash_is_no_name() -> None:
    """A partner called Cafe takes no receipt away: those letters are in a hash by chance."""
    table = Table(
        "files", "files", (Column("dataset", "file", "its name"), Column("sha256", "file", "its hash")), ("dataset",)
    )
    frame = table.conform(pl.DataFrame({"dataset": ["cafe.xml"], "sha256": ["cafe" * 16]}))
    assert masked(frame, table, Secrets(names="Cafe")).row(0) == ("[…]", "cafe" * 16)
