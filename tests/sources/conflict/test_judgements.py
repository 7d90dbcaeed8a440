"""Judgements that people keep in a file: what is read, and every slip with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vrede.sources.conflict.judgements import FILE, LONGEST, SCHEMA, read_judgements
from vrede.sources.conflict.series import SeriesError
from vrede.sources.countries import is_country

HEAD = "signed,day,iso3,month,chance_percent,reason"
GOOD = "K,2021-11-20,MLI,2022-02,35,an election"


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A folder with the file."""
    (folder / FILE).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return folder


def test_a_line_is_read_as_it_is_written(tmp_path: Path) -> None:
    """With the number it has in the file, where the names of the columns are line 1."""
    found = read_judgements(written(tmp_path, GOOD, "analyst,2021-12-01,SDN,2022-01,100,talks ended"), is_country)
    assert dict(found.schema) == SCHEMA
    assert found.rows() == [
        (2, "K", date(2021, 11, 20), "MLI", "2022-02", 350_000, "an election"),
        (3, "analyst", date(2021, 12, 1), "SDN", "2022-01", 1_000_000, "talks ended"),
    ]


def test_without_a_folder_or_a_file_there_is_none(tmp_path: Path) -> None:
    """And so with a file that holds no line."""
    for folder in (None, tmp_path, written(tmp_path)):
        found = read_judgements(folder, is_country)
        assert (found.height, dict(found.schema)) == (0, SCHEMA)


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("K,2021-11-20,MLI,2022-02,0,calm", "p25_ppm", 0),
        ("K,2021-11-20,MLI,2022-02,1,calm", "p25_ppm", 10_000),
        (" K , 2021-11-20 , MLI , 2022-02 , 35 , an election ", "signed", "K"),
        (" K , 2021-11-20 , MLI , 2022-02 , 35 , an election ", "month", "2022-02"),
        ('K,2021-11-20,MLI,2022-02,35,"talks, and an election"', "note", "talks, and an election"),
        ("K,2021-11-20,MLI,2022-02,35,=1+1", "note", "=1+1"),
        (f"{'K' * 61},2021-11-20,MLI,2022-02,35,why", "signed", "K" * 60),
        (f"K,2021-11-20,MLI,2022-02,35,{'w' * (LONGEST + 1)}", "note", "w" * LONGEST),
        ("K,2022-03-01,MLI,2022-02,35,afterwards", "day", date(2022, 3, 1)),
    ],
)
def test_what_is_taken_from_a_line(tmp_path: Path, line: str, column: str, expected: object) -> None:
    """Spaces around are none of it; a judgement made late is one, and is shown as late."""
    assert read_judgements(written(tmp_path, line), is_country)[column].to_list() == [expected]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("K,2021-11-20,MLI,2022-02,101,why", "'101'; give a whole number from 0 to 100"),
        ("K,2021-11-20,MLI,2022-02,-1,why", "'-1'; give a whole number"),
        ("K,2021-11-20,MLI,2022-02,35.5,why", "'35.5'; give a whole number"),
        ("K,2021-11-20,MLI,2022-02,35%,why", "'35%'; give a whole number"),
        ("K,2021-11-20,MLI,2022-02,,why", "''; give a whole number"),
        ("K,2021-11-20,MLI,2022-02,²,why", "²"),
        ("K,,MLI,2022-02,35,why", "Invalid isoformat"),
        ("K,20 November 2021,MLI,2022-02,35,why", "Invalid isoformat"),
        ("K,2021-11-31,MLI,2022-02,35,why", "day"),
        ("K,2021-11-20,MLI,,35,why", "Invalid isoformat"),
        ("K,2021-11-20,MLI,2022-13,35,why", "month must be in"),
        ("K,2021-11-20,MLI,2022-02-01,35,why", "Invalid isoformat"),
        ("K,2021-11-20,MLI,2022-2,35,why", "Invalid isoformat"),
        ("K,2021-11-20,mli,2022-02,35,why", "'mli', of no country; give a code such as MLI"),
        ("K,2021-11-20,ML,2022-02,35,why", "'ML', of no country; give a code such as MLI"),
        ("K,2021-11-20,Mali,2022-02,35,why", "'Mali', of no country; give a code such as MLI"),
        ("K,2021-11-20,M1I,2022-02,35,why", "'M1I', of no country; give a code such as MLI"),
        ("K,2021-11-20,,2022-02,35,why", "'', of no country; give a code such as MLI"),
        (",2021-11-20,MLI,2022-02,35,why", "signed and gives its reason"),
        ("  ,2021-11-20,MLI,2022-02,35,why", "signed and gives its reason"),
        ("K,2021-11-20,MLI,2022-02,35,", "signed and gives its reason"),
        ("K,2021-11-20,MLI,2022-02,35", "signed and gives its reason"),
    ],
)
def test_a_line_that_is_no_judgement_is_refused_and_named(tmp_path: Path, line: str, said: str) -> None:
    """The file, the line (here the third) and what is wrong; a good line before it is not taken alone."""
    with pytest.raises(SeriesError) as refused:
        read_judgements(written(tmp_path, GOOD, line), is_country)
    assert str(refused.value).startswith(f"{tmp_path / FILE}, line 3: ")
    assert said in str(refused.value)


def test_a_reason_of_two_lines_does_not_move_the_numbers_after_it(tmp_path: Path) -> None:
    """The number is that of the line in the file, where somebody will look for it."""
    folder = written(tmp_path, 'K,2021-11-20,MLI,2022-02,35,"first', 'second"', "K,2021-11-20,SDN,2022-02,35,why")
    assert read_judgements(folder, is_country)["judgement_no"].to_list() == [2, 4]


def test_an_empty_line_is_no_judgement_and_no_slip(tmp_path: Path) -> None:
    """As an editor leaves at the end, or between two."""
    folder = written(tmp_path, GOOD, "", GOOD, ",,,,,", GOOD, "")
    assert read_judgements(folder, is_country)["judgement_no"].to_list() == [2, 4, 6]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a CSV file"),
        (b"signed,day,iso3,month,chance_percent\nK,2021-11-20,MLI,2022-02,35\n", "the columns reason are missing"),
        (HEAD.replace(",", ";").encode() + b"\n", "are missing"),
        (f"{HEAD}\n{GOOD}, and talks\n".encode(), "line 2 has 7 cells for 6 columns"),
        (f'{HEAD}\nK,2021-11-20,MLI,2022-02,35,"why\n'.encode(), "not a CSV file"),
        (HEAD.encode() + b"\nK\xe9,2021-11-20,MLI,2022-02,35,why\n", "not a CSV file"),
    ],
    ids=["nothing", "a column less", "semicolons", "a comma too many", "a quote too few", "not UTF-8"],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    """With its name."""
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(SeriesError, match=said) as refused:
        read_judgements(tmp_path, is_country)
    assert str(tmp_path / FILE) in str(refused.value)


def test_columns_in_another_order_with_more_of_them_and_the_mark_of_a_spreadsheet(tmp_path: Path) -> None:
    """As a spreadsheet writes it: a mark before the first name, lines that end in two signs."""
    data = "reason,more,chance_percent,month,iso3,day,signed\r\nwhy,x,35,2022-02,MLI,2021-11-20,K\r\n"
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + data.encode())
    assert read_judgements(tmp_path, is_country).rows() == [
        (2, "K", date(2021, 11, 20), "MLI", "2022-02", 350_000, "why")
    ]
