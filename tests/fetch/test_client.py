"""A sound server: what is new comes whole, what is known is not sent again, what broke off is gone on with."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

from vrede.fetch.client import Client
from vrede.fetch.limits import FetchLimits
from vrede.fetch.plan import Want
from webserver import Web, broken, in_turn, packed, sound, status

XML = b"<iati-activities>" + b"<!-- peace -->" * 50 + b"</iati-activities>"
NEWER = XML.replace(b"peace", b"stability")
DAY = "Tue, 24 Nov 2026 10:00:00 GMT"


def fetched(
    web: Web, limits: FetchLimits, folder: Path, *, former: Path | None = None, kind: str = "xml"
) -> tuple[str, str]:
    """State and reason of /a.xml, fetched as a.xml."""
    with Client(limits, frozenset({web.host})) as client:
        row = client.fetch(Want(f"a.{kind}", web.address(f"/a.{kind}"), kind), folder, former)
    return row.state, row.reason


def test_a_file_comes_whole_with_its_hash(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Bytes and SHA-256 of the row are those of the file."""
    web.answers["/a.xml"] = sound(XML)
    with Client(quick, frozenset({web.host})) as client:
        row = client.fetch(Want("deep/er/a.xml", web.address("/a.xml"), "xml"), tmp_path)
    assert (tmp_path / "deep" / "er" / "a.xml").read_bytes() == XML
    assert (row.state, row.bytes, row.sha256) == ("new", len(XML), hashlib.sha256(XML).hexdigest())


def test_what_is_known_is_asked_for_with_conditions(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """By entity tag and by day of change; 304 is unchanged, another content is new."""
    for marks in ({"etag": '"1"'}, {"modified": DAY}):
        folder = tmp_path / str(len(marks)) / next(iter(marks))
        web.answers["/a.xml"] = sound(XML, **marks)
        assert fetched(web, quick, folder) == ("new", "")
        assert fetched(web, quick, folder) == ("unchanged", "")
        asked = web.asked[-1][1]
        assert (asked.get("if-none-match") or asked.get("if-modified-since")) == next(iter(marks.values()))
        web.answers["/a.xml"] = sound(NEWER, etag='"2"')
        assert fetched(web, quick, folder) == ("new", "")
        assert (folder / "a.xml").read_bytes() == NEWER


def test_the_same_bytes_again_are_unchanged(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Also where the server knows no conditions."""
    web.answers["/a.xml"] = sound(XML)
    assert [fetched(web, quick, tmp_path)[0] for _ in range(2)] == ["new", "unchanged"]


def test_a_copy_that_somebody_changed_is_fetched_anew(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The note beside it no longer holds, so no condition is sent."""
    web.answers["/a.xml"] = sound(XML, etag='"1"')
    fetched(web, quick, tmp_path)
    (tmp_path / "a.xml").write_bytes(XML.replace(b"peace", b"pease"))
    assert fetched(web, quick, tmp_path) == ("new", "")
    assert "if-none-match" not in web.asked[-1][1]
    assert (tmp_path / "a.xml").read_bytes() == XML


def test_a_copy_of_a_former_day_is_taken_over_without_being_sent(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The server answers 304; today's folder has the same bytes and yesterday's still has them."""
    web.answers["/a.xml"] = sound(XML, etag='"1"')
    fetched(web, quick, tmp_path / "one")
    assert fetched(web, quick, tmp_path / "two", former=tmp_path / "one" / "a.xml") == ("unchanged", "")
    assert (tmp_path / "one" / "a.xml").read_bytes() == (tmp_path / "two" / "a.xml").read_bytes() == XML
    web.answers["/a.xml"] = sound(NEWER, etag='"2"')
    assert fetched(web, quick, tmp_path / "two") == ("new", "")
    assert (tmp_path / "one" / "a.xml").read_bytes() == XML


def test_what_broke_off_is_gone_on_with(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """In the same run, and in a later one: the rest alone is asked for, if the file is still the same."""
    cut = 300
    web.answers["/a.xml"] = in_turn(broken(XML, cut, etag='"1"'), sound(XML, etag='"1"'))
    assert fetched(web, quick, tmp_path / "same run") == ("new", "")
    assert (web.asked[-1][1]["range"], web.asked[-1][1]["if-range"]) == (f"bytes={cut}-", '"1"')
    web.answers["/a.xml"] = in_turn(broken(XML, cut, etag='"1"'), sound(XML, etag='"1"'))
    later = tmp_path / "later"
    assert fetched(web, replace(quick, attempts=1), later) == ("failed", "truncated")
    assert (later / "a.xml.part").read_bytes() == XML[:cut]
    assert fetched(web, quick, later) == ("new", "")
    for folder in (tmp_path / "same run", later):
        assert (folder / "a.xml").read_bytes() == XML
        assert sorted(path.name for path in folder.iterdir()) == ["a.xml", "a.xml.fetched.json"]


def test_a_part_of_what_changed_since_is_thrown_away(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The server answers with the whole new file, and nothing of the old stands in it."""
    web.answers["/a.xml"] = in_turn(broken(XML, 300, etag='"1"'), sound(NEWER, etag='"2"'))
    assert fetched(web, quick, tmp_path) == ("new", "")
    assert (tmp_path / "a.xml").read_bytes() == NEWER


def test_a_rest_that_begins_elsewhere_is_not_put_behind_the_part(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The part goes, and the file is fetched from its beginning."""
    wrong = status(206, XML[9:], content_range=f"bytes 9-{len(XML) - 1}/{len(XML)}", etag='"1"')
    web.answers["/a.xml"] = in_turn(broken(XML, 300, etag='"1"'), wrong, sound(XML, etag='"1"'))
    assert fetched(web, replace(quick, attempts=3), tmp_path) == ("new", "")
    assert (tmp_path / "a.xml").read_bytes() == XML


def test_a_busy_server_is_asked_again_after_its_pause(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """429 with Retry-After 0, then 503 that asks for a day (the cap holds), then the file."""
    web.answers["/a.xml"] = in_turn(status(429, retry_after="0"), status(503, retry_after="86400"), sound(XML))
    assert fetched(web, replace(quick, attempts=3), tmp_path) == ("new", "")
    assert len(web.asked) == 3


def test_a_server_that_fails_twice_is_asked_a_third_time(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Three times 500 is the end of three tries; twice is not."""
    web.answers["/a.xml"] = in_turn(status(500), status(500), status(500), sound(XML))
    assert fetched(web, replace(quick, attempts=3), tmp_path) == ("failed", "server")
    web.answers["/a.xml"] = in_turn(status(500), status(500), sound(XML))
    assert fetched(web, replace(quick, attempts=3), tmp_path) == ("new", "")


def test_gzip_on_the_line_is_unpacked(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The file holds what was packed; a file that is gzip itself is kept as it is, and asked for as it is."""
    web.answers = {"/a.xml": packed(XML), "/a.xml.gz": sound(gzip.compress(XML))}
    assert fetched(web, quick, tmp_path) == ("new", "")
    assert (tmp_path / "a.xml").read_bytes() == XML
    assert fetched(web, quick, tmp_path, kind="xml.gz") == ("new", "")
    assert gzip.decompress((tmp_path / "a.xml.gz").read_bytes()) == XML
    assert web.asked[-1][1]["accept-encoding"] == "identity"


def test_a_fixed_version_is_held_to_its_hash(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Other bytes are refused; what is there already is not asked for at all."""
    want = Want("a.xml", web.address("/a.xml"), "xml", sha256=hashlib.sha256(XML).hexdigest())
    with Client(quick, frozenset({web.host})) as client:
        web.answers["/a.xml"] = sound(NEWER)
        assert client.fetch(want, tmp_path).reason == "hash"
        web.answers["/a.xml"] = sound(XML)
        assert client.fetch(want, tmp_path).state == "new"
        before = len(web.asked)
        assert client.fetch(want, tmp_path).state == "unchanged"
    assert len(web.asked) == before


def test_the_name_of_the_host_is_said_although_its_number_is_called(
    web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """`localhost` in the allow list: the server hears that name, also after a redirect."""
    web.answers["/a.xml"] = sound(XML)
    name = f"localhost:{web.port}"
    with Client(quick, frozenset({name})) as client:
        assert client.fetch(Want("a.xml", f"http://{name}/a.xml", "xml"), tmp_path).state == "new"
    assert web.asked[-1][1]["host"] == name
