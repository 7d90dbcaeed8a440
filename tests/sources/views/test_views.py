"""VIEWS: the newest run, followed to its last page; null is not nothing; earlier runs stay."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from viewsfiles import counted, forecast, page, runs
from vrede.fetch import Client, FetchLimits, read_answers
from vrede.sources import load_card
from vrede.sources.views import SOURCE
from vrede.sources.views.fetch import get_views
from vrede.sources.views.read import forecast_rows, month_rows, newest_run, run_of, views_tables
from webserver import Web, serving, sound, status

QUICK = FetchLimits(attempts=2, wait_seconds=0, wait_most_seconds=0, deadline_seconds=20, read_seconds=5)
NEWEST = "fatalities003_2026_10_t01"
COUNT = "/predictors_fatalities003_0000_00/cm?pagesize=100000"


def at(tmp_path: Path, data: bytes, name: str = "a.json") -> Path:
    """The bytes in a file."""
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("names", "newest"),
    [
        ([], NEWEST),
        (["fatalities003_2025_10_t01", "fatalities002_2025_11_t01"], "fatalities002_2025_11_t01"),
        (["fatalities002_2025_10_t02", "fatalities003_2025_10_t01"], "fatalities003_2025_10_t01"),
        (["fatalities003_2025_10_t01", "fatalities003_2025_10_t02"], "fatalities003_2025_10_t02"),
        (["fatalities003_2025_09_t01", "fatalities003_2025_10_t01", "fatalities001_2027_01_t01", "current"], "fatalities003_2025_10_t01"),
    ],
)  # fmt: skip
def test_the_newest_run_is_chosen(tmp_path: Path, names: list[str], newest: str) -> None:
    """By its month, then its family, then its turn; other names and the oldest family are left out."""
    run = newest_run(at(tmp_path, runs(*names)))
    assert run is not None and run.name == newest


def test_a_list_without_a_run_has_none(tmp_path: Path) -> None:
    """Nothing is guessed."""
    assert newest_run(at(tmp_path, runs("current", 7, None, "predictors_fatalities003_0000_00"))) is None


def test_a_row_is_a_chance_for_a_month(tmp_path: Path) -> None:
    """Chances as whole millionths, deaths exact to six places; null stays unknown; what cannot be is refused."""
    rows = [
        forecast(563),
        forecast(563, "GUY", 0.0, 0.004, 1),
        forecast(598, "MLI", None, None, 50),
        forecast(563, "NER", 1.2),
        forecast(563, "TCD", 0.1, -3),
        forecast(563, "", 0.1),
        forecast(563, "Mali", 0.1),
        forecast(562, "BFA", 0.1),
        forecast(563, "SDN", 0.5),
        forecast(563, "KEN", "0.5"),
    ]
    run = run_of(NEWEST)
    assert run is not None
    lines, made = forecast_rows([at(tmp_path, page(rows))], run)
    assert lines == 10
    assert made == [
        (NEWEST, "2026-10", "SDN", 245, "2026-11", 1, 998_000, Decimal("163.020000")),
        (NEWEST, "2026-10", "GUY", 1, "2026-11", 1, 0, Decimal("0.004000")),
        (NEWEST, "2026-10", "MLI", 50, "2029-10", 36, None, None),
    ]


def test_a_count_that_is_null_is_not_nothing(tmp_path: Path) -> None:
    """Sudan 101, 7, 12; of Guyana one-sided violence is not known; a part of a death is refused."""
    rows = [
        counted(562, "SDN", 101, 7.0, 12),
        counted(562, "GUY", 0, 0, None, number=1),
        counted(562, "MLI", 1.5, 0, 0),
    ]
    assert month_rows([at(tmp_path, page(rows))]) == (
        3,
        [("SDN", 245, "2026-10", 101, 7, 12), ("GUY", 1, "2026-10", 0, 0, None)],
    )


@pytest.fixture
def web() -> Iterator[Web]:
    """VIEWS: a run in two pages, the count in one."""
    with serving() as found:
        found.answers = {
            "/": sound(runs()),
            f"/{NEWEST}/cm/sb?pagesize=10000": sound(
                page([forecast(563)], 1, 2, 2, f"http://api.example/{NEWEST}/cm/sb?page=2&pagesize=10000")
            ),
            f"/{NEWEST}/cm/sb?page=2&pagesize=10000": sound(page([forecast(564)], 2, 2, 2)),
            COUNT: sound(page([counted(562, "SDN", 101, 7, 12), counted(563, "SDN", None, None, None)])),
        }
        yield found


def asked(web: Web, to: Path) -> list[tuple[str, str, str]]:
    """(name, state, reason) of what was asked."""
    with Client(QUICK, frozenset({web.host})) as client:
        return [(row.name, row.state, row.reason) for row in get_views(to, client, web.address(""))]


def test_every_page_is_followed_and_the_tables_are_made(web: Web, tmp_path: Path) -> None:
    """At the server that was asked, whatever the answer calls it; the count's newest month is the last that is known."""
    assert asked(web, tmp_path) == [("runs", "new", ""), ("predictors", "new", ""), (NEWEST, "new", "")]
    home = tmp_path / "views"
    assert {name: (one.rows, one.newest) for name, one in read_answers(home).items()} == {
        "runs": (1, "2026-10"),
        "predictors": (2, "2026-10"),
        NEWEST: (2, "2026-10"),
    }
    assert SOURCE.find is not None and SOURCE.find(tmp_path) == home
    tables = SOURCE.tables_of(home)
    assert tables["views_forecast"].select("run", "iso3", "month", "ahead", "p25_ppm").rows() == [
        (NEWEST, "SDN", "2026-11", 1, 998_000),
        (NEWEST, "SDN", "2026-12", 2, 998_000),
    ]
    assert tables["views_month"].select("month", "ged_sb").rows() == [("2026-10", 101), ("2026-11", None)]
    assert tables["views_answer"].select("answer", "lines", "used", "refused").rows() == [
        (NEWEST, 2, 2, 0),
        ("predictors", 2, 2, 0),
    ]
    for table in SOURCE.tables:
        assert tables[table.name].schema == pl.Schema(table.schema)


@pytest.mark.parametrize("following", ["", f"/{NEWEST}/cm/sb/?page=2&pagesize=10000", f"http://m:1/api.example/{NEWEST}/cm/sb?page=2&pagesize=10000"])  # fmt: skip
def test_a_next_page_by_number_by_path_or_through_a_mirror(web: Web, tmp_path: Path, following: str) -> None:
    """However the answer calls it, the server that was asked is asked for it; one that calls it nothing, by its number."""
    web.answers[FIRST] = sound(page([forecast(563)], 1, 2, 2, following))
    web.answers[f"{FIRST}&page=2"] = sound(page([forecast(564)], 2, 2, 2))
    assert asked(web, tmp_path)[-1] == (NEWEST, "new", "")
    del web.answers[f"{FIRST}&page=2"], web.answers[f"/{NEWEST}/cm/sb?page=2&pagesize=10000"]
    assert asked(web, tmp_path)[-1] == (NEWEST, "gone", "gone")


def test_an_earlier_run_stays(web: Web, tmp_path: Path) -> None:
    """A month later there are two."""
    asked(web, tmp_path)
    later = "fatalities003_2026_11_t01"
    web.answers["/"] = sound(runs(NEWEST, later))
    web.answers[f"/{later}/cm/sb?pagesize=10000"] = sound(page([forecast(564, "SDN", 0.9)]))
    assert asked(web, tmp_path)[-1] == (later, "new", "")
    made = views_tables(tmp_path / "views")["views_forecast"]
    assert made.select("run", "month", "p25_ppm").rows() == [
        (NEWEST, "2026-11", 998_000),
        (NEWEST, "2026-12", 998_000),
        (later, "2026-12", 900_000),
    ]


FIRST = f"/{NEWEST}/cm/sb?pagesize=10000"
BROKEN = {
    "fewer rows than said": (page([forecast(563)], 1, 1, 2), "count"),
    "a page that does not follow": (page([forecast(563)], 2, 2, 2), "pages"),
    "a next page elsewhere": (page([forecast(563)], 1, 2, 2, "http://x.example/other?page=2"), "pages"),
    "no rows": (page([]), "empty"),
    "another shape": (b'{"data": [{"a": 1}], "page_cur": 1, "page_count": 1, "row_count": 1}', "content"),
    "no number": (page([forecast(563, "SDN", float("nan"))]), "content"),
    "a page of a site": (b"<html>data</html>", "content"),
    "a message": (b'{"detail": "not found"}', "content"),
    "cut off": (page([forecast(563)])[:-9], "content"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_run_that_is_not_whole_is_not_taken(web: Web, tmp_path: Path, fault: str) -> None:
    """In words, and the others come all the same."""
    data, reason = BROKEN[fault]
    web.answers[FIRST] = sound(data)
    assert asked(web, tmp_path) == [("runs", "new", ""), ("predictors", "new", ""), (NEWEST, "failed", reason)]
    assert set(read_answers(tmp_path / "views")) == {"runs", "predictors"}


def test_a_list_alone_is_no_source_yet(web: Web, tmp_path: Path) -> None:
    """Neither a run nor the count came: a first site is made without them."""
    web.answers = {"/": sound(runs())}
    assert asked(web, tmp_path)[0] == ("runs", "new", "")
    assert SOURCE.find is not None and SOURCE.find(tmp_path) is None


def test_without_the_list_no_run_is_asked_for(web: Web, tmp_path: Path) -> None:
    """The count comes all the same."""
    web.answers["/"] = status(403)
    assert asked(web, tmp_path) == [("runs", "failed", "refused"), ("predictors", "new", "")]
    web.answers["/"] = sound(runs("current"))
    assert asked(web, tmp_path)[0] == ("runs", "failed", "empty")


def test_an_answer_that_was_changed_since_is_a_row(web: Web, tmp_path: Path) -> None:
    """Nothing of it counts, the other does, and the build goes on."""
    asked(web, tmp_path)
    home = tmp_path / "views"
    read_answers(home)["predictors"].files[0].path.write_bytes(b"[1, 2")
    tables = views_tables(home)
    assert tables["views_month"].is_empty() and tables["views_forecast"].height == 2
    assert tables["views_answer"].filter(answer="predictors").select("used", "refused").rows() == [(0, 2)]


def test_the_card_says_what_it_is_for() -> None:
    """No licence is stated: a yardstick, and no download has its rows."""
    card = load_card("views")
    assert "no licence" in card.licence["en"] and "geen licentie" in card.licence["nl"]
    assert [table.name for table in SOURCE.tables if not table.passed_on] == ["views_forecast", "views_month"]
    frame = pl.DataFrame({"run": ["x"]})
    assert SOURCE.tables[0].leaving(frame).is_empty() and SOURCE.tables[2].leaving(frame).height == 1


def test_nothing_there_costs_nothing(tmp_path: Path) -> None:
    """Empty tables, with their columns."""
    assert SOURCE.find is not None and SOURCE.find(tmp_path) is None
    assert all(frame.is_empty() for frame in SOURCE.tables_of(None).values())
