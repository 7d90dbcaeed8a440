"""Files that are costly to make are kept once: by what they are made from, not by how their address is written."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from vrede.web.site.page_cache import PageCache


def kept(client: Client, addresses: list[str]) -> list[int]:
    """Status of each answer; the cache begins empty."""
    PageCache.pages.clear()
    PageCache.size = 0
    return [client.get(address).status_code for address in addresses]


@pytest.mark.parametrize(
    "addresses",
    [
        ["/en/brief/MLI.pdf", "/en/brief/mli.pdf", "/en/brief/Mli.pdf?year="],
        ["/en/brief/F3.pdf?year=2022", "/en/brief/f3.pdf?year=2022", "/en/brief/F3.pdf?year=2021&year=2022"],
        [
            "/en/answer.xlsx?clause=F3&year=2022",
            "/en/answer.xlsx?year=2022&clause=F3",
            "/en/answer.xlsx?year=2022&clause=F3&cents=7",
        ],
    ],
)
def test_one_file_is_kept_once_however_its_address_is_written(client: Client, addresses: list[str]) -> None:
    """In other letters, in another order, with a word twice or an empty one."""
    assert kept(client, addresses) == [200, 200, 200]
    assert len(PageCache.pages) == 1


def test_languages_subjects_and_years_are_files_of_their_own(client: Client) -> None:
    addresses = ["/en/brief/MLI.pdf", "/nl/brief/MLI.pdf", "/en/brief/F3.pdf", "/en/brief/F3.pdf?year=2021"]
    assert kept(client, addresses) == [200] * 4
    assert len(PageCache.pages) == 4
    bodies = {client.get(address).content for address in addresses}
    assert len(bodies) == 4


@pytest.mark.parametrize(
    "address",
    [
        "/en/brief/MLI.pdf?x=1",
        "/en/brief/MLI.pdf?year=2022&utm_source=a",
        "/en/brief/MLI.pdf?clause=F3",
        "/en/brief/MLI.pdf?year=1999",
        "/en/brief/MLI.pdf?x=" + "1" * 4000,
        "/en/answer.xlsx?clause=F3&x=1",
    ],
)
def test_a_word_that_the_file_is_not_made_from_is_refused_and_fills_nothing(client: Client, address: str) -> None:
    """Also when the file itself is kept already."""
    plain = address.partition("?")[0]
    assert kept(client, [plain if "brief" in plain else f"{plain}?clause=F3", address])[1] == 404
    assert len(PageCache.pages) == 1
    assert "<h1>" in client.get(address).content.decode()


def test_the_size_of_what_is_kept_is_counted_once(client: Client) -> None:
    """The same page kept twice, as two threads may, counts once; a cache that is emptied holds nothing."""
    from vrede.web.site import page_cache

    PageCache.pages.clear()
    PageCache.size = 0
    for _ in range(3):
        PageCache._keep("one", HttpResponse(b"1234"))
    assert PageCache.size == 4
    page_cache.forget()
    assert (PageCache.size, len(PageCache.pages)) == (0, 0)
