"""What may be fetched and under which name, decided before anything is asked."""

from __future__ import annotations

import httpx
import pytest

from vrede.fetch.plan import Want, from_addresses, is_address, is_safe, refusals
from vrede.fetch.report import Outcome, any_failed, report_csv, summary_line
from vrede.fetch.route import Refusal, find_way, is_public

NAMES = """
minbuza_nl/activities-2026.xml   | safe
codelists/non-embedded/UNSDG-Goals.xml | safe
../outside.xml                   | leads out
a/../../outside.xml              | leads out
/etc/passwd                      | leads out
a//b.xml                         | leads out
.hidden                          | leads out
a/.b.xml                         | leads out
C:/x.xml                         | leads out
a\\b.xml                         | leads out
con.xml                          | leads out
a/NUL                            | leads out
a/b.                             | leads out
a/                               | leads out
"""

ADDRESSES = """
https://example.org/a.xml        | good
http://example.org:8080/a?b=c    | good
ftp://example.org/a.xml          | bad
file:///etc/passwd               | bad
example.org/a.xml                | bad
http://                          | bad
http://user:secret@example.org/  | bad
http://example.org:99999/        | bad
http://exa mple.org/             | bad
"""

IPS = """
93.184.216.34     | public
2606:4700::1111   | public
127.0.0.1         | private
127.8.9.10        | private
0.0.0.0           | private
10.1.2.3          | private
172.16.0.1        | private
192.168.1.1       | private
100.64.0.1        | private
169.254.169.254   | private
224.0.0.1         | private
255.255.255.255   | private
::1               | private
fe80::1%eth0      | private
fc00::1           | private
::ffff:10.0.0.1   | private
::ffff:93.184.216.34 | public
2002:7f00:1::     | private
64:ff9b::7f00:1   | private
64:ff9b::5db8:d822 | public
"""


def table(text: str) -> list[tuple[str, str]]:
    """The drawn lines as pairs."""
    return [(left.strip(), right.strip()) for left, right in (line.split("|") for line in text.strip().splitlines())]


@pytest.mark.parametrize(("name", "verdict"), table(NAMES))
def test_a_name_stays_below_its_folder(name: str, verdict: str) -> None:
    """On every system: no steps up, no roots, no hidden names, no devices."""
    assert is_safe(name) is (verdict == "safe")


@pytest.mark.parametrize(("address", "verdict"), table(ADDRESSES))
def test_an_address_is_http_with_a_host(address: str, verdict: str) -> None:
    """And carries no name and password."""
    assert is_address(address) is (verdict == "good")


@pytest.mark.parametrize(("ip", "verdict"), table(IPS))
def test_a_number_is_of_the_open_internet_or_it_is_not(ip: str, verdict: str) -> None:
    """Also where one number wraps another."""
    assert is_public(ip) is (verdict == "public")


def test_a_host_is_checked_after_it_is_looked_up() -> None:
    """`localhost` is a name; its number is not public unless exactly that host and port are allowed."""
    for allow in (frozenset[str](), frozenset({"localhost:81"}), frozenset({"127.0.0.1:80"})):
        with pytest.raises(Refusal) as refused:
            find_way(httpx.URL("http://localhost/x"), allow)
        assert refused.value.reason == "private"
    way = find_way(httpx.URL("http://localhost/x"), frozenset({"localhost:80"}))
    assert (way.host, str(way.connect)) == ("localhost", f"http://{way.ip}/x")


def test_a_name_that_cannot_be_looked_up_is_said() -> None:
    """An empty piece makes it no name at all, so nobody is asked."""
    with pytest.raises(Refusal) as refused:
        find_way(httpx.URL("http://a..b/x"), frozenset())
    assert refused.value.reason in ("unknown host", "address")


def test_refusals_are_rows_and_hold_no_password() -> None:
    """A bad name, a bad address and a name that is taken; the same want twice is one."""
    good = Want("a.xml", "https://example.org/a.xml", "xml")
    sound, rows = refusals(
        [
            good,
            good,
            Want("A.xml", "https://example.org/other.xml", "xml"),
            Want("../b.xml", "https://example.org/b.xml", "xml"),
            Want("c.xml", "https://user:secret@example.org/c.xml", "xml"),
        ]
    )
    assert sound == [good]
    assert [(row.name, row.reason) for row in rows] == [("A.xml", "twice"), ("../b.xml", "name"), ("c.xml", "address")]
    assert "secret" not in report_csv(rows, "en")


def test_a_list_of_addresses_gets_names_of_its_own() -> None:
    """Host, last piece and a mark of the address; always the same, never outside, remarks left out."""
    text = (
        "\ufeff# ours\nhttps://example.org/data/a.xml\n\nhttps://example.org/b.xml.gz\n"
        "https://example.org/get?file=../../x\nhttps://example.org/%2e%2e%2fpasswd\nhttps://example.org/data/a.xml\n"
    )
    wants = from_addresses(text)
    assert [want.name.rsplit("-", 1)[0] for want in wants] == [
        "example_org/a",
        "example_org/b",
        "example_org/get",
        "example_org/passwd",
    ]
    assert [want.kind for want in wants] == ["xml", "xml.gz", "xml", "xml"]
    assert all(is_safe(want.name) and want.name.endswith(want.kind) for want in wants)
    assert wants == from_addresses(text)


def test_a_run_failed_where_something_could_not_be_had() -> None:
    """What the source has no copy of is told and is no failure of the run."""
    new, gone = Outcome("a", "", "new"), Outcome("b", "", "gone", reason="gone")
    assert (any_failed([new]), any_failed([new, gone]), any_failed([Outcome("c", "", "gone", reason="no copy")])) == (
        False,
        True,
        False,
    )
    assert summary_line([new, gone], "nl") == "1 nieuw, 0 ongewijzigd, 0 mislukt, 1 verdwenen"
