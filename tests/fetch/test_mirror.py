"""Everything is asked through a mirror, under its true address; and what must not be asked is not, there either."""

from __future__ import annotations

from pathlib import Path

import pytest

from vrede.fetch.client import AT_ONCE, Client
from vrede.fetch.kept import read_note
from vrede.fetch.limits import FetchLimits
from vrede.fetch.mirror import Mirror, mirror_of
from vrede.fetch.plan import Want
from vrede.fetch.report import Outcome
from vrede.fetch.run import fetch_all
from webserver import Web, in_turn, redirect, reply, sound, status

TABLE = b"a,b\n1,2\n"


def asked(web: Web, limits: FetchLimits, folder: Path, address: str) -> Outcome:
    """One table through a mirror on this server."""
    with Client(limits, mirror=mirror_of(f"http://{web.host}")) as client:
        return client.fetch(Want("a.csv", address, "csv"), folder)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://data.example.org/a.csv", "/data.example.org/a.csv"),
        ("https://data.example.org/", "/data.example.org/"),
        ("http://data.example.org:8443/x/a.csv?b=1&c[]=2", "/data.example.org:8443/x/a.csv?b=1&c[]=2"),
        (
            "https://data.example.org/open%20data/a.csv?date=1989:2026",
            "/data.example.org/open%20data/a.csv?date=1989:2026",
        ),
    ],
)
def test_an_address_becomes_host_and_path(
    address: str, path: str, web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """To the letter; and what is told and kept is the true address."""
    web.answers[path] = sound(TABLE)
    row = asked(web, quick, tmp_path, address)
    assert (row.state, row.address, web.asked[0][0]) == ("new", address, path)
    note = read_note(tmp_path / "a.csv")
    assert note is not None and note.address == address


def test_a_redirect_goes_through_the_mirror_too(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """To another host, and to another path of the same."""
    web.answers |= {
        "/one.example.org/a": redirect("https://two.example.org/b"),
        "/two.example.org/b": redirect("/c"),
        "/two.example.org/c": sound(TABLE),
    }
    assert asked(web, quick, tmp_path, "https://one.example.org/a").state == "new"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://10.0.0.8/a",
        "http://169.254.169.254/",
        "http://localhost/",
        "http://intranet/",
        "http://db.internal/",
    ],
)
def test_a_private_address_is_refused_behind_a_mirror(
    target: str, web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """By its name alone: the mirror itself would look it up in the network that it is in."""
    web.answers["/one.example.org/a"] = redirect(target)
    for address in ("https://one.example.org/a", target):
        row = asked(web, quick, tmp_path, address)
        assert (row.state, row.reason) == ("failed", "private")
    assert [path for path, _headers in web.asked] == ["/one.example.org/a"]


@pytest.mark.parametrize("text", ["mirror:80", "ftp://a", "http://a/b", "http://a?b=1", "http://u:p@a", "http://"])
def test_what_is_no_mirror_is_refused(text: str) -> None:
    """Before anything is asked."""
    with pytest.raises(ValueError, match=r"http|URL|port"):
        mirror_of(text)


def test_a_mirror_is_named_by_host_and_port() -> None:
    """With the port that its scheme has by itself; none where nothing is said."""
    assert mirror_of("") is None
    assert mirror_of("http://mirror.example.nl/") == Mirror("mirror.example.nl", 80)
    assert mirror_of("https://mirror.example.nl:8443") == Mirror("mirror.example.nl", 8443, secure=True)


def test_no_host_is_asked_more_than_four_questions_at_once(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A mirror is one host; and what came is in the order in which it was asked."""
    import threading

    guard, waits, now, most = threading.Lock(), threading.Barrier(AT_ONCE, timeout=5), 0, 0

    def answer(handler: object) -> None:
        nonlocal now, most
        with guard:
            now += 1
            most = max(most, now)
        waits.wait()
        with guard:
            now -= 1
        reply(handler, 200, TABLE)  # type: ignore[arg-type]  # the server's own

    wants = [Want(f"{n}.csv", f"https://h{n % 3}.example.org/{n}", "csv") for n in range(12)]
    web.answers |= {f"/h{n % 3}.example.org/{n}": answer for n in range(12)}
    with Client(quick, mirror=mirror_of(f"http://{web.host}")) as client:
        rows = fetch_all(wants, tmp_path, client)
        assert (client.meter.wanted, client.meter.done) == (12, 12)
    assert [row.name for row in rows] == [want.name for want in wants]
    assert {row.state for row in rows} == {"new"}
    assert most == AT_ONCE


def test_a_host_that_never_answers_is_not_waited_for_again_and_again(web: Web, tmp_path: Path) -> None:
    """After two files that failed at every try, the others are tried once."""
    limits = FetchLimits(attempts=3, wait_seconds=0, wait_most_seconds=0)
    web.answers |= {f"/a.example.org/{n}": in_turn(status(500)) for n in range(4)}
    with Client(limits, mirror=mirror_of(f"http://{web.host}")) as client:
        for n in range(4):
            client.fetch(Want(f"{n}.csv", f"https://a.example.org/{n}", "csv"), tmp_path)
    assert [path for path, _headers in web.asked].count("/a.example.org/3") == 1
    assert len(web.asked) == 3 + 3 + 1 + 1


def test_a_source_knows_who_asks(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """The agent has an address: some hosts refuse one without as a robot."""
    web.answers["/a.example.org/a"] = sound(TABLE)
    with Client(quick, mirror=mirror_of(f"http://{web.host}"), contact="mailto:data@example.nl") as client:
        client.fetch(Want("a.csv", "https://a.example.org/a", "csv"), tmp_path)
    agent = web.asked[0][1]["user-agent"]
    assert agent.startswith("Mozilla/5.0 (compatible; vrede/") and agent.endswith("; +mailto:data@example.nl)")
