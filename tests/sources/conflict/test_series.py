"""Country series: declared, read, and what cannot be read is counted or refused."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from vrede.sources.conflict.read import find_series, read_series
from vrede.sources.conflict.series import SeriesError, declared, indicator, source_of

UNHCR = "year,country_of_origin,iso3,refugees,asylum_seekers,idps,host_community\n"
UCDP = (
    "country_id_cy,year_cy,sb_total_deaths_best_cy,ns_total_deaths_best_cy,os_total_deaths_best_cy,"
    "cumulative_total_deaths_in_orgvio_best_cy\n"
)
IDS = "gwcode,iso3,in_panel\n432,MLI,1\n625,SDN,1\n625,OLD,0\n"


def folder(tmp_path: Path, **files: str) -> Path:
    """A folder with these files; __ stands for a point in a name."""
    for name, text in files.items():
        (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return tmp_path


def test_values_with_file_and_line(tmp_path: Path) -> None:
    """A value knows where it was read; an empty one is missing, nothing is nothing."""
    made = folder(tmp_path, unhcr_by_origin__csv=UNHCR + "2020,Mali,MLI,154,,0,7\n")
    values, files = read_series(made)
    assert values.select("indicator", "iso3", "year", "number", "line_no").rows() == [
        ("displaced_inside", "MLI", 2020, Decimal(0), 2),
        ("host_community", "MLI", 2020, Decimal(7), 2),
        ("refugees_from", "MLI", 2020, Decimal(154), 2),
    ]
    assert files.select("series", "lines", "used", "refused", "first_year", "last_year").rows() == [
        ("unhcr", 1, 3, 0, 2020, 2020)
    ]


@pytest.mark.parametrize(
    "bad", ["2020,Mali,MLI,1e3,,,", "2020,Mali,Mali,5,,,", "soon,Mali,MLI,5,,,", '2020,Mali,MLI,"1,000",,,']
)
def test_what_cannot_be_read_is_counted(tmp_path: Path, bad: str) -> None:
    """No number, no country, no year: refused and counted, never a value."""
    values, files = read_series(folder(tmp_path, unhcr_by_origin__csv=UNHCR + bad + "\n2020,Niger,NER,9,,,\n"))
    assert values["iso3"].to_list() == ["NER"]
    assert files["refused"].to_list() == [1]


def test_numbers_of_states_become_countries(tmp_path: Path) -> None:
    """A folder's own list leads, without it the one that ships; a number that neither has is counted."""
    made = folder(tmp_path, ucdp_country_year__csv=UCDP + "625,2020,5,0,0,5\n999,2020,1,1,1,3\n")
    assert set(read_series(made)[0]["iso3"]) == {"SDN"}
    values, files = read_series(folder(tmp_path, country_ids__csv=IDS))
    assert set(values["iso3"]) == {"SDN"}
    assert files["refused"].to_list() == [4]


def test_of_two_files_the_later_name_counts(tmp_path: Path) -> None:
    """A newer release replaces what it gives again, and leaves the rest."""
    made = folder(
        tmp_path,
        unhcr_by_origin_1__csv=UNHCR + "2019,Mali,MLI,1,,,\n2020,Mali,MLI,2,,,\n",
        unhcr_by_origin_2__csv=UNHCR + "2020,Mali,MLI,3,,,\n",
    )
    assert read_series(made)[0].select("year", "number").rows() == [(2019, Decimal(1)), (2020, Decimal(3))]


def test_a_lone_line_of_an_indicator_is_chosen_by_its_name(tmp_path: Path) -> None:
    """Governance stands in one column: each series takes its own lines."""
    text = "country,iso3,year,indicator,estimate\nMali,MLI,2019,RuleofLaw,-0.9\nMali,MLI,2019,RegulatoryQuality,-0.5\n"
    values, _files = read_series(folder(tmp_path, wgi__csv=text))
    assert values.select("indicator", "number").rows() == [("rule_of_law", Decimal("-0.9"))]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("unhcr_by_origin.csv", b"year,iso3\n2020,MLI\n", "are missing"),
        ("unhcr_by_origin.csv", b"\xff\xfe\x00", "are missing"),
        ("unhcr_by_origin.csv.gz", b"no gzip", "not a gzip file"),
        ("unhcr_by_origin.csv.gz", gzip.compress(UNHCR.encode(), mtime=0)[:-9], "not a gzip file"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    """A cut-off, foreign or thin file stops the build: half a series would pass for a whole one."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SeriesError, match=said) as refused:
        read_series(tmp_path)
    assert name in str(refused.value)


def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    """No series is no error."""
    values, files = read_series(tmp_path)
    assert values.is_empty()
    assert files.is_empty()
    assert find_series(tmp_path) == []


def test_every_series_is_declared_once_with_both_languages() -> None:
    """Names are unique over all files, and each has words, unit and a use."""
    names = [one.id for source in declared() for one in source.indicators]
    assert len(names) == len(set(names))
    for name in names:
        one = indicator(name)
        assert set(one.title) == set(one.unit) == {"nl", "en"}
        assert source_of(name).lag_days > 0
    assert {"deaths", "displaced_inside"} <= {
        one.id for source in declared() for one in source.indicators if one.use == "need"
    }


def test_the_real_files(shared: Path) -> None:
    """Counts of the files as they are; the year totals of one country."""
    if not (shared / "conflict").is_dir():
        pytest.skip("real data: no conflict folder")
    values, files = read_series(shared / "conflict")
    assert dict(files.select("series", "used").iter_rows()) == {
        "ucdp": 25260,
        "unhcr": 9420,
        "inform": 573,
        "wgi": 21673,
        "population": 8260,
        "gdp": 7513,
    }
    ethiopia = values.filter(
        (values["indicator"] == "deaths_state_based") & (values["iso3"] == "ETH") & (values["year"] == 2021)
    )
    assert ethiopia["number"].to_list() == [Decimal(124553)]
