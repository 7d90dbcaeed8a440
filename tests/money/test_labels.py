"""Scores on labels: precision and recall by hand on a small table, 'partly' as a half, clauses and parts, and the laws of an interval."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.money.labels import LabelScore, interval, score_labels
from vrede.pipeline.labelled import LabelError, read_labels

LABELS = """
A | 1 | F1.a | yes
A | 2 | F3   | partly
A | 3 | F3   | yes
B | 4 | F1.a | no
B | 5 | none | no
C | 9 | F3   | yes
"""
PLACED = """
A   | 1   | F1.a | coded  | F1.a-1
A   | 2   | F3.d | likely | F3.d-2
A   | 2   | F3.a | coded  | F3.a-1
B   | 4   | F1.a | text   | F1.a-4
B   | 5   | F3.d | coded  | F3.d-1
B   | 5   | S3.1 | coded  | S3.1-1
a   | 3   | F5.a | coded  | F5.a-1
"""


def table(text: str, *columns: str) -> pl.DataFrame:
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


@pytest.fixture(scope="module")
def scores() -> dict[str, LabelScore]:
    known = pl.DataFrame({"publisher": ["A", "A", "A", "B", "B"], "identifier": ["1", "2", "3", "4", "5"]})
    found = score_labels(
        table(LABELS, "publisher", "identifier", "part", "value"),
        table(PLACED, "publisher", "identifier", "part", "grade", "rule"),
        known.head(1),
        known,
    )
    assert (found.activities, found.absent) == (5, (("C", "9"),))
    return {score.name: score for score in (*found.scores, *found.rules)}


@pytest.mark.parametrize(
    ("name", "placed", "right", "labelled", "found"),
    [
        (
            "coded",
            3,
            1.5,
            2.5,
            1.5,
        ),  # A 1 rightly, A 2 half, B 5 wrongly; what no label file names (F5, S3) is not asked
        ("likely", 0, 0, 2.5, 0),  # A 2 is placed more firmly by another rule of the same clause
        ("text", 1, 0, 2.5, 0),
        ("any grade", 4, 1.5, 2.5, 1.5),
        ("no code of five digits", 3, 0.5, 1.5, 0.5),
        ("F1.a", 2, 1, 1, 1),
        ("F3", 2, 0.5, 1.5, 0.5),
        ("F3.a-1", 1, 0.5, 0, 0),
    ],
)
def test_by_hand(
    scores: dict[str, LabelScore], name: str, placed: int, right: float, labelled: float, found: float
) -> None:
    one = scores[name]
    assert (one.placed, one.right, one.labelled, one.found) == (placed, right, labelled, found)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_narrows(case: tuple[int, int]) -> None:
    right, of = case
    low, high = interval(right, of) or (0, 0)
    assert 0 <= low <= right / of <= high <= 1
    wide = interval(right * 10, of * 10) or (0, 0)
    assert wide[1] - wide[0] < high - low


def test_wilson_as_published() -> None:
    """Five of ten: 0.237 to 0.763. Source: Newcombe 1998, method 3."""
    low, high = interval(5, 10) or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.237, 0.763)
    assert interval(0, 0) is None


def test_a_file_as_people_make_it() -> None:
    """Other columns, another order, capitals, a mark of the byte order, blank lines: read. Wrong lines are named, not counted."""
    raw = "\ufeffValue,Part,note,Identifier,PUBLISHER\nYes,F3,x, 1 ,A\n,,,,\nmaybe,F3,,2,A\npartly,,,3,A\nNO,,,4,A\nyes,F3,,,A\n"
    found = read_labels(raw.encode())
    assert found.rows.rows() == [("A", "1", "F3", "yes"), ("A", "4", "", "no")]
    assert [line for line, _ in found.refused] == [4, 5, 7]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no column publisher, identifier, part, value"),
        (b"publisher,identifier,part\n", "no column value"),
        (b"publisher,identifier,part,value\n", "no line that can be used"),
        (b"publisher,identifier,part,value\nA,1,F3,maybe\n", "no line that can be used"),
        (b"\xff\xfepublisher", "not UTF-8"),
    ],
)
def test_what_is_no_file_of_labels_is_said_in_words(raw: bytes, said: str) -> None:
    with pytest.raises(LabelError, match=said):
        read_labels(raw)
