"""UCDP's totals by country and year: 26.1 has other headings than 25.1, and gives the same indicators."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from vrede.sources.conflict.read import find_series, read_series, series_tables
from vrede.sources.conflict.series import SeriesError

OLD = (
    "country_id_cy,country_cy,year_cy,sb_total_deaths_best_cy,ns_total_deaths_best_cy,os_total_deaths_best_cy,"
    "cumulative_total_deaths_in_orgvio_best_cy\n"
)
NEW = (
    "country_id,country,year,region,sb_exist,sb_total_deaths_best,sb_total_deaths_low,ns_total_deaths_best,os_total_deaths_best,"
    "cumulative_total_deaths_in_orgvio_best,Version\n"
)
ROW_OLD, ROW_NEW = "625,Sudan,2025,10,3,4,17\n", "625,Sudan,2025,Africa,1,10,8,3,4,17,26.1\n"


def values(folder: Path) -> dict[tuple[str, str, int], Decimal]:
    """(indicator, code, year) -> value."""
    return {
        (i, c, y): n for i, c, y, n in read_series(folder)[0].select("indicator", "iso3", "year", "number").iter_rows()
    }


def zipped(name: str, content: bytes) -> bytes:
    """One file in a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(name, content)
    return stream.getvalue()


def test_both_versions_give_the_same(tmp_path: Path) -> None:
    """As the old table, as the new one with its byte order mark, as the zip that UCDP gives, and with a hash behind its name."""
    new = b"\xef\xbb\xbf" + (NEW + ROW_NEW).encode()
    ways = {
        "ucdp_country_year_v25_1.csv": (OLD + ROW_OLD).encode(),
        "OrganizedViolenceCYDataSet26_1.csv": new,
        "organizedviolencecy-261-csv.zip": zipped("OrganizedViolenceCYDataSet26_1.csv", new),
        "organizedviolencecy-261-csv-1a2b3c4d.zip": zipped("other name.csv", new),
    }
    found = []
    for at, (name, data) in enumerate(ways.items()):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / name).write_bytes(data)
        found.append(values(folder))
    assert found[0] == found[1] == found[2] == found[3] and len(found[0]) == 4
    assert found[0]["deaths", "SDN", 2025] == 17 and found[0]["deaths_state_based", "SDN", 2025] == 10


def test_the_newer_version_counts(tmp_path: Path) -> None:
    """Whatever comes first in the alphabet; what only the older has stays."""
    (tmp_path / "ucdp_country_year_v25_1.csv").write_text(
        OLD + "625,Sudan,2025,1,1,1,3\n625,Sudan,2024,5,0,0,5\n", encoding="utf-8"
    )
    (tmp_path / "OrganizedViolenceCYDataSet26_1.csv").write_text(NEW + ROW_NEW, encoding="utf-8")
    assert [one.path.name for _source, one in find_series(tmp_path)] == [
        "ucdp_country_year_v25_1.csv",
        "OrganizedViolenceCYDataSet26_1.csv",
    ]
    found = values(tmp_path)
    assert (found["deaths", "SDN", 2025], found["deaths", "SDN", 2024]) == (17, 5)


def test_a_number_is_the_country_of_that_year(tmp_path: Path) -> None:
    """345 is Serbia's since 2006; a number of no state is counted as refused, in each of the four series."""
    rows = "".join(
        ROW_NEW.replace("625,Sudan,2025", f"{n},X,{y}")
        for n, y in ((345, 1990), (345, 2000), (345, 2006), (345, 2025), (4321, 2025))
    )
    (tmp_path / "OrganizedViolenceCYDataSet26_1.csv").write_text(NEW + rows, encoding="utf-8")
    series, files = read_series(tmp_path)
    assert sorted(series.filter(indicator="deaths").select("year", "iso3").iter_rows()) == [
        (1990, "YUG"),
        (2000, "SCG"),
        (2006, "SRB"),
        (2025, "SRB"),
    ]
    assert files.select("used", "refused", "version").rows() == [(16, 4, "26.1")]
    apart = series_tables(tmp_path)["series_apart"]
    assert apart.select("code", "values", "first_year", "last_year").unique().rows() == [("4321", 1, 2025, 2025)]
    assert apart["indicator"].to_list() == ["deaths", "deaths_non_state", "deaths_one_sided", "deaths_state_based"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n1,2\n", "are missing"),
        (b"<html>moved</html>", "are missing"),
        (b"", "not a CSV file"),
        (
            (NEW.replace("ns_total_deaths_best", "ns_deaths") + ROW_NEW).encode(),
            "columns ns_total_deaths_best are missing",
        ),
    ],
)
def test_another_table_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    """Other headings are no headings of this one."""
    (tmp_path / "OrganizedViolenceCYDataSet26_1.csv").write_bytes(data)
    with pytest.raises(SeriesError, match=said):
        read_series(tmp_path)


def test_a_value_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """Commas, blanks within, a Unicode minus, a year that is none."""
    rows = "".join(
        f"625,Sudan,{year},Africa,1,{n},8,3,4,17,26.1\n"
        for year, n in ((2020, '"1,5"'), (2021, "1 000"), (2022, "−3"), ("x", "1"))
    )
    (tmp_path / "OrganizedViolenceCYDataSet26_1.csv").write_text(NEW + rows, encoding="utf-8")
    series, files = read_series(tmp_path)
    assert series.filter(indicator="deaths_state_based").is_empty()
    assert files["refused"].to_list() == [3 + 4]
