"""Whatever a server does, the last good copy stays, byte for byte, and the report says in one line what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from vrede.fetch.client import Client
from vrede.fetch.limits import MIB, FetchLimits
from vrede.fetch.plan import Want
from vrede.fetch.report import outcome_in_words
from webserver import Answer, Web, broken, closed_port, endless, packed, redirect, serving, sound, status

XML = b'<?xml version="1.0"?>\n<iati-activities version="2.03">' + b"<!-- peace -->" * 50 + b"</iati-activities>\n"
PAGE = b"<!DOCTYPE html><html><body>Maintenance</body></html>"
ZEROS = b"<iati-activities>" + b" " * (8 * MIB) + b"</iati-activities>"

Tune = Callable[[FetchLimits], FetchLimits]


def as_is(limits: FetchLimits) -> FetchLimits:
    return limits


def slow(limits: FetchLimits) -> FetchLimits:
    return replace(limits, slow_after_seconds=0.05, slow_bytes_per_second=1_000_000)


def late(limits: FetchLimits) -> FetchLimits:
    return replace(limits, deadline_seconds=0.1)


def mute(limits: FetchLimits) -> FetchLimits:
    return replace(limits, read_seconds=0.1)


def small(limits: FetchLimits) -> FetchLimits:
    return replace(limits, file_bytes=200_000)


def small_run(limits: FetchLimits) -> FetchLimits:
    return replace(limits, run_bytes=200_000)


# what the server does, its answer, the bounds, the reason in the row, how often it is asked
BAD: tuple[tuple[str, Answer, Tune, str, int], ...] = (
    ("breaks off, no tag to go on with", broken(XML, 100), as_is, "truncated", 2),
    ("breaks off without a length", status(200, XML[:-30], content_length=""), as_is, "truncated", 2),
    ("breaks off within gzip", status(200, b"\x1f\x8b\x08\0\0\0\0\0\0\xff", content_encoding="gzip"), as_is, "truncated", 2),
    ("trickles", endless(b"<", 0.02), slow, "slow", 2),
    ("says nothing more", endless(b"<", 0.3, most=2), mute, "slow", 2),
    ("takes too long", endless(b"<" * 9000, 0.02), late, "deadline", 1),
    ("never ends", endless(b"<" * 65536), small, "too large", 1),
    ("never ends, all together", endless(b"<" * 65536), small_run, "run too large", 1),
    ("says that it is large", status(200, b"<", content_length="999999999"), small, "too large", 1),
    ("is a gzip bomb", packed(ZEROS), as_is, "bomb", 1),
    ("says gzip and is none", status(200, XML, content_encoding="gzip"), as_is, "content", 1),
    ("packs in a way not asked for", status(200, XML, content_encoding="br"), as_is, "content", 1),
    ("gives a page", status(200, PAGE), as_is, "content", 1),
    ("gives nothing", status(200, b""), as_is, "content", 1),
    ("hangs up without a word", lambda handler: None, as_is, "dead", 2),
    ("speaks no HTTP", lambda handler: handler.wfile.write(b"what?\r\n") and None, as_is, "dead", 2),
    ("is busy for ever", status(429, retry_after="0"), as_is, "busy", 2),
    ("fails for ever", status(500), as_is, "server", 2),
    ("wants a key", status(403), as_is, "refused", 1),
    ("has it no longer", status(410), as_is, "gone", 1),
    ("never had it", status(404), as_is, "gone", 1),
    ("says unchanged, unasked", status(304, content_length=""), as_is, "refused", 1),
    ("gives a part, unasked", status(206, XML[5:], content_range=f"bytes 5-{len(XML)}/*"), as_is, "refused", 1),
    ("redirects to itself", redirect("/bad"), as_is, "circle", 1),
    ("redirects to a file", redirect("file:///etc/hostname"), as_is, "scheme", 1),
    ("redirects to ftp", redirect("ftp://example.org/x"), as_is, "scheme", 1),
    ("redirects to the metadata of a cloud", redirect("http://169.254.169.254/latest/"), as_is, "private", 1),
    ("redirects into the house", redirect("http://10.0.0.1/x.xml"), as_is, "private", 1),
    ("redirects to loopback by its other name", redirect("http://[::ffff:127.0.0.1]/x.xml"), as_is, "private", 1),
    ("redirects to nothing", redirect("http://example.org:port/"), as_is, "address", 1),
)  # fmt: skip


def test_the_last_good_copy_stays_and_the_line_says_why(
    bad: tuple[str, Answer, Tune, str, int], web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """Byte for byte, with no part beside it unless the server named what a later request can go on with."""
    _claim, answer, tune, reason, tries = bad
    web.answers = {"/good": sound(XML), "/bad": answer}
    with Client(quick, frozenset({web.host})) as client:
        client.fetch(Want("a.xml", web.address("/good"), "xml"), tmp_path)
    with Client(tune(quick), frozenset({web.host})) as client:
        row = client.fetch(Want("a.xml", web.address("/bad"), "xml"), tmp_path)
    assert (row.state, row.reason) == ("gone" if reason == "gone" else "failed", reason)
    assert (tmp_path / "a.xml").read_bytes() == XML
    assert (row.bytes, len(row.sha256)) == (len(XML), 64)
    assert [path for path, _ in web.asked].count("/bad") == tries
    parts = sorted(path.name for path in tmp_path.iterdir() if ".part" in path.name)
    assert parts == (["a.xml.part", "a.xml.part.fetched.json"] if reason in ("slow", "deadline") else [])
    for lang, stays in (("nl", "de laatste goede kopie blijft"), ("en", "the last good copy stays")):
        words = outcome_in_words(row, lang)
        assert words.endswith(stays) and "\n" not in words and len(words) > len(stays) + 10


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a line of the table."""
    if "bad" in metafunc.fixturenames:
        metafunc.parametrize("bad", BAD, ids=[line[0] for line in BAD])


def test_a_dead_server_is_no_connection(quick: FetchLimits, tmp_path: Path) -> None:
    """Nobody listens on the port; the copy that is there stays."""
    (tmp_path / "a.xml").write_bytes(XML)
    port = closed_port()
    with Client(quick, frozenset({f"127.0.0.1:{port}"})) as client:
        row = client.fetch(Want("a.xml", f"http://127.0.0.1:{port}/a.xml", "xml"), tmp_path)
    assert (row.state, row.reason, (tmp_path / "a.xml").read_bytes()) == ("failed", "dead", XML)


def test_a_redirect_to_loopback_on_another_port_is_not_followed(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Allowed is one host:port; the other server is never asked, by its number nor by a name that leads there."""
    with serving() as inner:
        inner.answers["/secret"] = sound(XML)
        web.answers = {
            "/by-number": redirect(inner.address("/secret")),
            "/by-name": redirect(f"http://localhost:{inner.port}/secret", 308),
        }
        with Client(quick, frozenset({web.host})) as client:
            rows = [
                client.fetch(Want("a.xml", web.address(path), "xml"), tmp_path) for path in ("/by-number", "/by-name")
            ]
        assert [(row.reason, row.detail) for row in rows] == [
            ("private", inner.host),
            ("private", f"localhost:{inner.port}"),
        ]
        assert inner.asked == []
    assert not (tmp_path / "a.xml").exists()


def test_five_redirects_are_followed_and_six_are_not(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The chain /1 -> /2 -> ... -> /6 has five steps."""
    web.answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": sound(XML)}
    with Client(quick, frozenset({web.host})) as client:
        five = client.fetch(Want("five.xml", web.address("/1"), "xml"), tmp_path)
        six = client.fetch(Want("six.xml", web.address("/0"), "xml"), tmp_path)
    assert (five.state, six.state, six.reason) == ("new", "failed", "redirects")


def test_a_folder_that_cannot_be_written_is_a_line(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "taken").write_text("no folder")
    web.answers["/good"] = sound(XML)
    with Client(quick, frozenset({web.host})) as client:
        row = client.fetch(Want("taken/a.xml", web.address("/good"), "xml"), tmp_path)
    assert (row.state, row.reason) == ("failed", "disk")


@pytest.mark.parametrize(
    "name", ["link/a.xml", "link/new/a.xml", "a-link.xml", "../out/a.xml", "folder", ".hidden.xml"]
)
def test_a_name_or_link_that_leads_out_of_the_folder_is_not_followed(
    name: str, web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """Nothing is written or made behind it, and the server is not even asked."""
    out, inner = tmp_path / "out", tmp_path / "in"
    out.mkdir()
    (inner / "folder").mkdir(parents=True)
    (inner / "link").symlink_to(out)
    (inner / "a-link.xml").symlink_to(out / "a.xml")
    web.answers["/good"] = sound(XML)
    with Client(quick, frozenset({web.host})) as client:
        row = client.fetch(Want(name, web.address("/good"), "xml"), inner)
    assert (row.reason, list(out.iterdir()), web.asked) == ("name", [], [])
