"""Rates and the standard: the same pattern, each with a recorded answer in the documented shape."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from vrede import sources
from vrede.fetch.addresses import addresses_of
from vrede.fetch.client import Client
from vrede.fetch.limits import FetchLimits
from vrede.fetch.plan import is_address, is_safe
from vrede.fetch.report import Outcome
from vrede.sources import rates
from vrede.sources.rates import load_rates
from vrede.sources.standard.fetch import get_standard, standard_wants
from vrede.validate.standard import FIRST_WITH_LISTS, SCHEMAS, VERSIONS
from webserver import Answer, Web, sound, status

ANSWERS = Path(__file__).with_name("answers")
HOME = Path(sources.__file__).parent


def zipped(name: str) -> Answer:
    """A recorded table in a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.write(ANSWERS / name, name)
    return sound(stream.getvalue())


def recorded(name: str) -> Answer:
    """A recorded table."""
    return sound((ANSWERS / name).read_bytes())


# source -> what fetches it, what --from names, what the server has there
SOURCES: dict[str, tuple[Callable[..., list[Outcome]], str, dict[str, Answer]]] = {
    "rates": (rates.SOURCE.fetch, "/hist.zip", {"/hist.zip": zipped("eurofxref-hist.csv")}),
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_comes_into_its_own_folder(source: str, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Under the names of addresses.toml; a page in its place is refused and the copy stays."""
    fetch, path, web.answers = SOURCES[source]
    with Client(quick, frozenset({web.host})) as client:
        rows = fetch(tmp_path, client, web.address(path))
        assert {(row.name, row.state) for row in rows} == {(place.file, "new") for place in addresses_of(HOME / source)}
        kept = {place.file: (tmp_path / source / place.file).read_bytes() for place in addresses_of(HOME / source)}
        web.answers = dict.fromkeys(web.answers, status(200, b"<html>jaar relid Date,USD</html>"))
        assert {(row.state, row.reason) for row in fetch(tmp_path, client, web.address(path))} == {
            ("failed", "content")
        }
    assert {name: (tmp_path / source / name).read_bytes() for name in kept} == kept


def test_the_rates_that_came_are_the_banks_table(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The product's own reader of rates reads what was fetched."""
    fetch, path, web.answers = SOURCES["rates"]
    with Client(quick, frozenset({web.host})) as client:
        fetch(tmp_path, client, web.address(path))
    found = load_rates(str(tmp_path / "rates" / "eurofxref-hist.zip"))
    assert found.filter(currency="USD")["rate_micro"].to_list() == [1_082_100, 1_083_400]


def test_every_address_is_one_and_has_its_source_and_day() -> None:
    """Also those of the standard, whose files all have a name that stays in the folder."""
    for source in ("iati", "rates", "conflict", "standard"):
        for place in addresses_of(HOME / source):
            assert is_address(place.address) and is_safe(place.file) and place.address.startswith("https://")
            assert place.source and place.checked.year >= 2026 and place.title["nl"] and place.title["en"]
    for want in standard_wants():
        assert is_address(want.address) and is_safe(want.name), want


def test_the_standard_is_what_validate_reads_and_nothing_of_another_licence() -> None:
    """Every schema, list, mapping and ruleset of every version is listed, with its hash; the AGPL's files are not."""
    names = {want.name for want in standard_wants()}
    with_lists = [version for version in VERSIONS if version >= FIRST_WITH_LISTS]
    assert names >= {f"schemas/{version}/{file}" for version in VERSIONS for file in SCHEMAS.values()}
    assert names >= {f"mapping/{version}/mapping.xml" for version in with_lists}
    assert names >= {f"rulesets/{version}/standard.json" for version in with_lists}
    assert "codelists/non-embedded/OrganisationRegistrationAgency.xml" in names
    assert not [name for name in names if "rule_mapping" in name or "advisories" in name or "data-quality" in name]
    assert [want.name for want in standard_wants() if not want.sha256] == [
        "codelists/non-embedded/OrganisationRegistrationAgency.xml"
    ]


def test_a_standard_with_another_hash_is_refused(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A server that gives other bytes under the same commit changes nothing here."""
    web.answers = {
        want.address.removeprefix(web.address("")): sound(b"<codelist/>") for want in standard_wants(web.address("/"))
    }
    with Client(quick, frozenset({web.host})) as client:
        rows = get_standard(tmp_path, client, web.address("/"))
    states = {(row.state, row.reason) for row in rows if not row.name.endswith("RegistrationAgency.xml")}
    assert states == {("failed", "hash"), ("failed", "content")}
