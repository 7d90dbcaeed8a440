"""The answer to a question: paragraphs whose footnotes are the rows, and an annex in which nothing runs."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from html import unescape
from xml.etree import ElementTree

import polars as pl
import pytest
from django.test import Client

from vrede.article.load import load_texts
from vrede.brief.facts import ledger_of
from vrede.brief.question import LARGEST, answer, workbook
from vrede.lake.snapshot import Snapshot
from vrede.money.selection import Selection

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(data: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """(type, value) of every cell of a sheet; shared texts looked up."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        shared = [
            "".join(t.text or "" for t in item.iter(f"{{{NS['m']}}}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        rows = []
        for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml")).iter(f"{{{NS['m']}}}row"):
            line: list[tuple[str, str]] = []
            for cell in row:
                letters = re.sub(r"\d", "", cell.get("r", ""))
                column = functools.reduce(lambda n, c: 26 * n + ord(c) - 64, letters, 0) - 1
                line += [("n", "")] * (column - len(line))
                kind, value = cell.get("t", "n"), cell.findtext("m:v", "", NS)
                assert cell.find("m:f", NS) is None, "a formula"
                line.append((kind, shared[int(value)] if kind == "s" else value))
            rows.append(line)
        return rows


@pytest.mark.parametrize(
    "query", ["clause=F3&year=2022", "country=MLI&kind=commitment", "clause=F1&measure=chain", "region=sahel&year=2021"]
)
def test_footnotes_lead_to_rows_with_the_same_amount(client: Client, query: str) -> None:
    """In both languages: each address answers with the amount that stands beside it."""
    page = unescape(client.get(f"/en/answer/?{query}").content.decode())
    notes = re.findall(r"<b>([^<]+)</b><br><a href=\"http://testserver(/[^\"]+)\"", page)
    assert notes
    assert {path[:4] for _amount, path in notes} == {"/nl/", "/en/"}
    for amount, path in notes:
        rows = client.get(path)
        assert rows.status_code == 200
        assert amount in unescape(rows.content.decode())


def test_own_chain_and_field_are_three_sentences(sample_snapshot: Snapshot) -> None:
    """Never one sum, of the chain each bound by itself; what is not found is said not to be zero."""
    ledger, activities = ledger_of(sample_snapshot, load_texts()), sample_snapshot.table("activity")
    made = answer(ledger, Selection(clause="F3", year="2022"), "0" * 16, activities, "en", "clause F3", True)
    assert [note.number for note in made.footnotes] == [1, 2, 3, 4, 5]
    assert len({note.path for note in made.footnotes}) == 5
    nothing = answer(ledger, Selection(country="ISL"), "0" * 16, activities, "nl", "land IJsland", True)
    assert nothing.footnotes == ()
    assert nothing.paragraph.count("niet hetzelfde als nul euro") == 3


def test_the_annex_holds_the_rows_of_the_csv(client: Client) -> None:
    """As many rows, and euro that sum to the same cents; the second sheet says what they are."""
    query = "clause=F3&measure=own&kind=spent&year=2022"
    data = client.get(f"/en/answer.xlsx?{query}").content
    sheet = cells(data)
    csv = pl.read_csv(io.BytesIO(client.get(f"/en/rows.csv?{query}").content), infer_schema=False)
    assert len(sheet) - 1 == csv.height
    at = [value for _kind, value in sheet[0]].index("amount_eur")
    assert sum(round(float(row[at][1] or 0) * 100) for row in sheet[1:]) == csv["amount_eur_cents"].cast(pl.Int64).sum()
    about = [value for row in cells(data, 2) for _kind, value in row]
    assert any("own money" in value for value in about)


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "http://example.org/x", "＝1"]
)
def test_no_cell_is_a_formula_or_a_link(evil: str) -> None:
    """Texts stay texts; `cells` refuses a formula."""
    data = workbook(pl.DataFrame({"text": [evil], "amount_eur_cents": [123]}), [("about", evil)])
    (kind, value), (number, euro) = cells(data)[1]
    assert (kind, number, euro) == ("s", "n", "1.23")
    assert value in (evil, f"'{evil}")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert not [name for name in book.namelist() if "rels" in name and b"hyperlink" in book.read(name)]


def test_the_same_rows_give_the_same_bytes_and_too_many_are_cut_off_and_said() -> None:
    """A workbook carries no moment of making."""
    frame = pl.DataFrame({"n": range(LARGEST + 5)})
    data = workbook(frame, [("a", "b")])
    assert data == workbook(frame, [("a", "b")])
    assert len(cells(data)) == LARGEST + 1
    assert ("s", "5 rows more are in the CSV") in cells(data, 2)[1]
