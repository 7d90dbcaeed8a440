"""The made-up answers in the shapes of the live services, each read by the reader that reads the live one: what its README says of it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vrede.fetch import AnswerFile
from vrede.fetch.content import fault
from vrede.pipeline.together import together
from vrede.sources.budget.live import read_live
from vrede.sources.conflict.events import read_events
from vrede.sources.conflict.fetch import chosen, files_of
from vrede.sources.conflict.read import read_series
from vrede.sources.countries import is_country
from vrede.sources.country_series import Fact, FileFacts, series_of
from vrede.sources.iati.registry import read_index, read_owners
from vrede.sources.inform.read import facts_of as inform_facts
from vrede.sources.inform.read import release_of as inform_release
from vrede.sources.need.packages import changed_on, funding_resource, resources_of
from vrede.sources.need.read import read_funding, read_people
from vrede.sources.unhcr.read import facts_of as unhcr_facts
from vrede.sources.views.read import forecast_rows, month_rows, newest_run, run_of
from vrede.sources.worldbank.read import facts_of as bank_facts

DOWNLOADS = "https://ucdp.uu.se/downloads/"
RUN = "fatalities003_2026_10_t01"
COPY = "https://bulk-data.iatistandard.org/example_ministry/example_ministry"
UNREAD = ("hdx-hapi-funding.json", "wpp-total-population.csv")
"""Nothing of the product reads these, by decision: plans come from the file of all plans, and the World Bank's series of inhabitants is enough."""

# file | what is asked | answer
SHAPES = f"""
iati-datasets-minimal.json | copies | {COPY}-activities20242025.xml {COPY}-organisation.xml -
iati-datasets-minimal.json | copies by the old name | {COPY}-activities20242025.xml {COPY}-organisation.xml -
iati-datasets-minimal.json | copies by the new name | {COPY}-activities20242025.xml {COPY}-organisation.xml -
iati-datasets-minimal.json | licences | cc-by - cc-by
iati-datasets-minimal.json | owners | 901 901 902
iati-reporting-orgs.json | owners | 901 XM-DAC-999 primary-source; 902 NL-KVK-00000001 secondary-source
ucdp-downloads.html | files | GEDEvent_v26_01_26_06.csv GEDEvent_v26_0_10.csv ged261-csv.zip organizedviolencecy-261-csv.zip organizedviolencecy-261-xlsx.zip ucdp-candidate-codebook1.5.pdf
ucdp-downloads.html | asked for | {DOWNLOADS}ged/ged261-csv.zip {DOWNLOADS}organizedviolencecy/organizedviolencecy-261-csv.zip {DOWNLOADS}candidateged/GEDEvent_v26_01_26_06.csv {DOWNLOADS}candidateged/GEDEvent_v26_0_10.csv gap
GEDEvent_v26_01_26_06.csv | alone | 900001=5 (not clear) 900002=2
GEDEvent_v26_0_7.csv | alone | 900001=11 900003=4
GEDEvent_v26_0_7.csv | with the half-year before it | 900001=11 900002=2 900003=4
OrganizedViolenceCYDataSet26_1.csv | values | GUY-2025-deaths=0 SDN-2025-deaths=17
OrganizedViolenceCYDataSet26_1.csv | version | 26.1
views-runs.json | newest | {RUN} of 2026-10
views-cm-sb.json | forecast | SDN 2026-11 1 998000 163.020000; GUY 2026-11 1 0 0.004000
views-predictors-cm.json | counts | SDN 2026-10 101 7 12; GUY 2026-10 0 0 None
worldbank-gdp.json | records | 4
worldbank-gdp.json | values | AFE-2025=1500000000000 ETH-2025=150000000000.5 ETH-2024=140000000000
worldbank-gdp.json | of countries | ETH-2024 ETH-2025
worldbank-gdp.json | apart | AFE=1
worldbank-gdp.json | fault | -
worldbank-wgi.json | values | ETH-2024=-0.61 ERI-2024=-1.6
worldbank-wgi.json | empty code with a value | refused 1
worldbank-wrong-indicator.json | fault | content
unhcr-population.json | values | AFG-displaced_inside=3000004 AFG-refugees_from=5000001 AFG-asylum_seekers_from=300002 AFG-host_community=0 UKN-refugees_from=11 UKN-asylum_seekers_from=22
unhcr-population.json | of countries | AFG-2025
unhcr-population.json | people of no country | UKN-2025
inform-workflows.json | release | 515 of 2026-08-31
inform-scores.json | values | AFG-2026=7.7 LIE-2026=0.9
hdx-package-show.json | funding | fts_requirements_funding_global.csv 2026-11-29 /download/fts_requirements_funding_global.csv
fts-requirements-funding-global.csv | plans | plan 9001 1000000000 250000000; without_plan - - 40000000
hpc-hno-2026.csv | people | AFG 22000000 17000000 -
Budgettaire_Tabellen_2026_O1_excl.csv | first_supplementary | 900 all; 400 4.1; 400 4.1 Subsidies; 400 4.1 Subsidies Noodhulp (voorbeeld); 500 4.2; 500 4.2 Subsidies Opvang (voorbeeld)
rijksfinancien-ontvangers.json | recipients | Voorbeeldstichting 125000000; Geanonimiseerde ontvanger(s) 9800000 unnamed
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in SHAPES.strip().splitlines()]


def said(*values: object) -> str:
    """Values beside one another; `-` for none."""
    return " ".join("-" if value in (None, "") else f"{value}" for value in values)


def index(path: Path, asked: str, tmp_path: Path) -> str:
    data: Any = json.loads(path.read_bytes())
    gone = {"copies by the old name": "_xml_url", "copies by the new name": "_url_xml"}.get(asked, "none")
    for one in data["datasets"]:
        good = one["last_known_good_dataset"]
        one["last_known_good_dataset"] = {key: value for key, value in good.items() if not key.endswith(gone)}
    found = read_index(json.dumps(data).encode())
    if asked == "licences":
        return said(*(one.licence for one in found))
    return said(*(one.owner_id[-3:] if asked == "owners" else one.address for one in found))


def owners(path: Path, asked: str, tmp_path: Path) -> str:
    return "; ".join(said(one.id[-3:], one.identifier, one.source_type) for one in read_owners(path.read_bytes()))


def downloads(path: Path, asked: str, tmp_path: Path) -> str:
    found = files_of(path, DOWNLOADS)
    if asked == "files":
        return said(*sorted(found))
    links = chosen(found)
    addresses = [one for part in (links.yearly, links.country_year, links.candidates) for one in part.values()]
    return said(*addresses, *(["gap"] if links.gap else []))


def events(path: Path, asked: str, tmp_path: Path) -> str:
    shutil.copy(path, tmp_path)
    if asked != "alone":
        shutil.copy(path.parent / "GEDEvent_v26_01_26_06.csv", tmp_path)
    rows = read_events(tmp_path).events.select("event_id", "best", "clear").iter_rows()
    return said(*(f"{ident}={best}{'' if clear else ' (not clear)'}" for ident, best, clear in rows))


def years(path: Path, asked: str, tmp_path: Path) -> str:
    with zipfile.ZipFile(tmp_path / "organizedviolencecy-261-csv.zip", "w") as packed:
        packed.write(path, path.name)
    series, files = read_series(tmp_path)
    if asked == "version":
        return said(*files["version"].unique())
    rows = series.select("iso3", "year", "indicator", "number").filter(series["indicator"] == "deaths").sort("iso3")
    return said(*(f"{iso3}-{year}-{name}={number.normalize():f}" for iso3, year, name, number in rows.iter_rows()))


def views(path: Path, asked: str, tmp_path: Path) -> str:
    if asked == "newest":
        newest = newest_run(path)
        assert newest is not None
        return f"{newest.name} of {newest.origin}"
    run = run_of(RUN)
    assert run is not None
    if asked == "forecast":
        _lines, rows = forecast_rows([path], run)
        return "; ".join(said(row[2], *row[4:]) for row in rows)
    _lines, rows = month_rows([path])
    return "; ".join(" ".join(str(value) for value in (row[0], *row[2:])) for row in rows)


def series(path: Path, facts: tuple[int, list[Fact]], asked: str) -> str:
    """Countries of an answer, as the tables of the site have them after the codes of no list were put apart."""
    file = AnswerFile(path, "", "")
    tables = together({"x": series_of([FileFacts("x", path.name, file, "", facts[0], facts[1])])})
    if asked == "apart":
        return said(*(f"{row['code']}={row['values']}" for row in tables["series_apart"].to_dicts()))
    rows = tables["country_series"].select("iso3", "year").unique().sort("iso3", "year").iter_rows()
    return said(*(f"{iso3}-{year}" for iso3, year in rows if is_country(iso3) is (asked == "of countries")))


def bank(path: Path, asked: str, tmp_path: Path) -> str:
    if asked == "fault":
        return fault(path, "json", 1 << 20, "page") or "-"
    if asked == "empty code with a value":
        data = json.loads(path.read_bytes())
        data[1][2]["value"] = 1
        path = tmp_path / path.name
        path.write_text(json.dumps(data))
    records, facts = bank_facts(path, "gdp")
    if asked == "records":
        return said(records)
    if asked == "values":
        return said(*(f"{one.code}-{one.year}={one.number.normalize():f}" for one in facts if one.number is not None))
    if asked == "empty code with a value":
        told = series_of([FileFacts("x", path.name, AnswerFile(path, "", ""), "", records, facts)])["series_file"]
        return said("refused", told["refused"].item())
    return series(path, (records, facts), asked)


def refugees(path: Path, asked: str, tmp_path: Path) -> str:
    records, facts = unhcr_facts(path)
    if asked == "values":
        order = ["AFG", "UKN"]
        rows = sorted(facts, key=lambda one: order.index(one.code))
        return said(
            *(f"{one.code}-{one.indicator}={one.number.normalize():f}" for one in rows if one.number is not None)
        )
    return series(path, (records, facts), asked)


def inform(path: Path, asked: str, tmp_path: Path) -> str:
    if asked == "release":
        found = inform_release(path)
        assert found is not None
        return f"{found[0]} of {found[1]}"
    return said(*(f"{one.code}-{one.year}={one.number.normalize():f}" for one in inform_facts(path)[1] if one.number))


def need(path: Path, asked: str, tmp_path: Path) -> str:
    if asked == "funding":
        resources = resources_of(path)
        one = funding_resource(resources)
        assert one is not None
        return said(one.name, changed_on(resources, one.address), "/download" + one.address.partition("/download")[2])
    if asked == "plans":
        names = ("kind", "plan_id", "requirements_usd", "funding_usd")
        return "; ".join(said(*(row[name] for name in names)) for row in read_funding(path).rows)
    names = ("iso3", "in_need", "targeted", "reached")
    return "; ".join(said(*(row[name] for name in names)) for row in read_people(path, 2026).rows)


def budget(path: Path, asked: str, tmp_path: Path) -> str:
    found = read_live(path)
    if asked == "recipients":
        rows = found.recipients.select("recipient", "amount_eur_cents", "unnamed").iter_rows()
        return "; ".join(f"{name} {cents}{' unnamed' if unnamed else ''}" for name, cents, unnamed in rows)
    assert found.lines["phase"].unique().to_list() == [asked]
    names = ("amount_thousand_eur", "subarticle", "instrument", "scheme")
    rows = found.lines.select(names).sort("subarticle", "instrument", "scheme").iter_rows()
    return "; ".join(" ".join(str(v) for v in row if v is not None) + ("" if row[1] else " all") for row in rows)


Reader = Callable[[Path, str, Path], str]
READERS: dict[str, Reader] = {
    "iati-datasets": index, "iati-reporting": owners, "ucdp": downloads, "GEDEvent": events, "Organized": years, "views": views,
    "worldbank": bank, "unhcr": refugees, "inform": inform, "hdx-package": need, "fts": need, "hpc": need, "Budgettaire": budget,
    "rijksfinancien": budget,
}  # fmt: skip
"""How the name of a file begins -> what reads it."""


@pytest.fixture
def answers(shared: Path) -> Path:
    """The folder of the answers."""
    folder = shared / "live-shapes"
    if not folder.is_dir():
        pytest.skip("live-shapes is not here")
    return folder


@pytest.mark.parametrize(("name", "asked", "answer"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_an_answer_is_read_as_its_page_says(answers: Path, tmp_path: Path, name: str, asked: str, answer: str) -> None:
    """By the product's own reader."""
    if not (answers / name).is_file():
        pytest.skip(f"live-shapes/{name} is not here")
    reader = next(one for start, one in READERS.items() if name.startswith(start))
    assert reader(answers / name, asked, tmp_path) == answer


def test_every_file_is_in_the_table_or_unread_by_name(answers: Path) -> None:
    """A new answer cannot lie there unread."""
    here = {path.name for path in answers.iterdir() if path.name != "README.md"}
    assert here - {row[0] for row in ROWS} - set(UNREAD) == set()
    assert not {row[0] for row in ROWS} & set(UNREAD)
