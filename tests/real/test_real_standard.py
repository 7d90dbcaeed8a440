"""The standard's own files, served as they stand: `vrede get standard` lays out the folder that `vrede validate` reads."""

from __future__ import annotations

from pathlib import Path

from vrede.fetch.client import Client
from vrede.fetch.limits import FetchLimits
from vrede.sources.standard.fetch import get_standard, standard_wants
from vrede.validate.standard import SCHEMAS, VERSIONS, Standard
from webserver import serving, sound


def test_what_comes_is_the_standard_of_every_version(shared: Path, tmp_path: Path) -> None:
    """Every file has its fixed hash; every schema compiles, every mapped list is there; a second run asks nothing but one."""
    with serving() as web:
        for want in standard_wants(web.address("/")):
            body = (shared / "iati-standard" / want.name).read_bytes()
            web.answers[want.address.removeprefix(web.address(""))] = sound(body, etag='"1"')
        with Client(FetchLimits(attempts=1), frozenset({web.host})) as client:
            first = get_standard(tmp_path, client, web.address("/"))
            asked = len(web.asked)
            second = get_standard(tmp_path, client, web.address("/"))
        assert {row.state for row in first} == {"new"}
        assert {row.state for row in second} == {"unchanged"}
        assert len(web.asked) == asked + 1
    standard = Standard(tmp_path)
    for version in VERSIONS:
        for kind in SCHEMAS:
            standard.schema(version, kind)
        assert standard.ruleset(version)
        for mapped in standard.mapping(version):
            assert standard.codelist(version, mapped.codelist).codes
    assert "NL-KVK" in standard.agencies()
