"""Questions whose answers come in pages: followed to the last, weighed, and taken whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from vrede.fetch import (
    AnswersError,
    Client,
    FetchLimits,
    NotWhole,
    Outcome,
    Question,
    Want,
    Weight,
    ask,
    mirror_of,
    read_answers,
)
from vrede.fetch.answers import FILE
from vrede.fetch.links import links_of
from vrede.fetch.questions import MOST_PAGES, is_half
from webserver import Web, sound, status

BASE = "https://a.example.org/"


def page(number: int, pages: int, rows: int) -> bytes:
    """A page with so many rows."""
    return json.dumps({"page": number, "pages": pages, "rows": list(range(rows))}).encode()


def want(number: int) -> Want:
    """A page."""
    return Want(f"page-{number}.json", f"{BASE}?page={number}", "json", holds="rows")


def follow(paths: Sequence[Path]) -> Want | None:
    """The next page, where there is one."""
    return want(len(paths) + 1) if len(paths) < json.loads(paths[-1].read_bytes())["pages"] else None


def weigh(paths: Sequence[Path]) -> Weight:
    """All rows; an answer without any is refused."""
    rows = sum(len(json.loads(path.read_bytes())["rows"]) for path in paths)
    if not rows:
        raise NotWhole("empty")
    return Weight(rows, "2026-10")


def run(web: Web, limits: FetchLimits, home: Path, accept_loss: bool = False) -> Outcome:
    """The question, once."""
    with Client(limits, mirror=mirror_of(f"http://{web.host}"), accept_loss=accept_loss) as client:
        (row,) = ask([Question("all", want(1), weigh, follow)], home, client)
    return row


def served(web: Web, *rows: int) -> None:
    """So many rows on each page."""
    for number, count in enumerate(rows, 1):
        web.answers[f"/a.example.org/?page={number}"] = sound(page(number, len(rows), count), etag=f'"{rows}"')


def test_pages_are_followed_to_the_last(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """And stand in the list with their true addresses and hashes."""
    served(web, 3, 3, 2)
    assert run(web, quick, tmp_path).state == "new"
    answer = read_answers(tmp_path)["all"]
    assert (answer.rows, answer.newest, [file.address for file in answer.files]) == (
        8, "2026-10", [f"{BASE}?page={n}" for n in (1, 2, 3)]
    )  # fmt: skip
    assert [len(json.loads(file.path.read_bytes())["rows"]) for file in answer.files] == [3, 3, 2]


def test_the_same_again_is_unchanged_and_adds_no_file(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Under the day on which it came first."""
    served(web, 3, 3)
    run(web, quick, tmp_path)
    before = sorted(tmp_path.rglob("*.json"))
    assert run(web, quick, tmp_path).state == "unchanged"
    assert sorted(tmp_path.rglob("*.json")) == before


def test_a_page_that_fails_leaves_the_answer_of_before(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Although its first page had come: never half new and half old."""
    served(web, 3, 3)
    run(web, quick, tmp_path)
    before = read_answers(tmp_path)
    served(web, 5, 5)
    web.answers["/a.example.org/?page=2"] = status(500)
    row = run(web, quick, tmp_path)
    assert (row.name, row.state, row.reason, bool(row.sha256)) == ("all", "failed", "server", True)
    assert read_answers(tmp_path) == before
    assert [len(json.loads(file.path.read_bytes())["rows"]) for file in before["all"].files] == [3, 3]


@pytest.mark.parametrize(
    ("before", "now", "taken"), [(8, 4, False), (8, 5, True), (9, 5, False), (3, 2, True), (1, 1, True), (2, 1, False)]
)
def test_an_answer_of_half_the_rows_is_not_taken(
    before: int, now: int, taken: bool, web: Web, quick: FetchLimits, tmp_path: Path
) -> None:
    """Unless somebody says that the loss is right."""
    served(web, before)
    run(web, quick, tmp_path)
    served(web, now)
    row = run(web, quick, tmp_path)
    assert (row.reason, read_answers(tmp_path)["all"].rows) == (("", now) if taken else ("half", before))
    assert is_half(now, before) is not taken
    assert run(web, quick, tmp_path, accept_loss=True).reason == ""
    assert read_answers(tmp_path)["all"].rows == now


@pytest.mark.parametrize("newest", ["2025-12", "2025"])
def test_an_answer_that_ends_earlier_is_not_taken(newest: str, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A release that was replaced is answered still: with nearly as many rows, and a year less."""
    served(web, 9)
    run(web, quick, tmp_path)
    served(web, 8)
    old = Question("all", want(1), lambda paths: Weight(8, newest), follow)
    for accept_loss, reason, rows in ((False, "older", 9), (True, "", 8)):
        with Client(quick, mirror=mirror_of(f"http://{web.host}"), accept_loss=accept_loss) as client:
            (row,) = ask([old], tmp_path, client)
        assert (row.reason, read_answers(tmp_path)["all"].rows) == (reason, rows)


@pytest.mark.parametrize(
    "body", [b'{"rows": 3}', b'{"rows": [], "pages": 1}', b'{"rows": [1]}', b'{"pages": 1}', b"[]", b""]
)
def test_another_shape_is_refused_and_no_error(body: bytes, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Whatever a reader stumbles over."""
    web.answers["/a.example.org/?page=1"] = sound(body)
    row = run(web, quick, tmp_path)
    assert row.state == "failed" and row.reason in ("content", "empty")
    assert read_answers(tmp_path) == {}


def test_pages_without_end_are_refused(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """A source that always names a further page would fill the disk."""
    web.answers["/a.example.org/?page=1"] = sound(page(1, 10**6, 1))
    question = Question("all", want(1), weigh, lambda paths: want(1))
    with Client(quick, mirror=mirror_of(f"http://{web.host}")) as client:
        (row,) = ask([question], tmp_path, client)
    assert (row.reason, row.detail) == ("pages", str(MOST_PAGES))


@pytest.mark.parametrize("name", ["../out", "a/../../b", "con", ".x"])
def test_a_name_that_leads_out_is_refused(name: str, web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """Names of answers may come from a page of the source."""
    served(web, 1)
    with Client(quick, mirror=mirror_of(f"http://{web.host}")) as client:
        (row,) = ask([Question(name, want(1), weigh, follow)], tmp_path / "in", client)
    assert row.reason == "name" and not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"all": {}}',
        '{"all": {"day": "", "checked": "", "rows": 1, "newest": "", "files": [{"path": "../x", "address": "", "sha256": ""}]}}',
    ],
)
def test_a_broken_list_is_an_error_for_people(text: str, tmp_path: Path) -> None:
    """It names the file and what to do."""
    (tmp_path / FILE).write_text(text)
    with pytest.raises(AnswersError, match="remove it and fetch again"):
        read_answers(tmp_path)


def test_an_answer_whose_file_is_gone_does_not_count(web: Web, quick: FetchLimits, tmp_path: Path) -> None:
    """And comes back with the next run, although its server says that nothing changed."""
    served(web, 3)
    run(web, quick, tmp_path)
    read_answers(tmp_path)["all"].files[0].path.unlink()
    assert read_answers(tmp_path) == {}
    run(web, quick, tmp_path)
    assert read_answers(tmp_path)["all"].rows == 3


def test_links_are_absolute_and_each_once(tmp_path: Path) -> None:
    """Absolute, rooted, relative, with a query, twice, in single quotes; no script, no mail, no part of the page itself."""
    file = tmp_path / "page.html"
    file.write_text(
        "<!doctype html><A HREF=ged/a.zip>1</A><a href='/b.csv?x=1&amp;y=2'>2</a><a href=\"https://c.example.org/c\">3</a>"
        "<a href='ged/a.zip#top'>4</a><a href='javascript:alert(1)'>5</a><a href='mailto:a@b'>6</a><a>7</a><a href='http://['>8</a>"
    )
    assert links_of(file, "https://a.example.org/downloads/") == [
        "https://a.example.org/downloads/ged/a.zip",
        "https://a.example.org/b.csv?x=1&y=2",
        "https://c.example.org/c",
        "https://a.example.org/downloads/",
    ]
    file.write_text("")
    assert links_of(file, "https://a.example.org/") == []
