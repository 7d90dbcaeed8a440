"""The API says what the pages say, page by page, and what is wrong as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from lxml import html

from vrede.lake.snapshot import Snapshot
from vrede.web.site import page_cache
from vrede.web.site import snapshot as state
from vrede.web.site.limit import Limit
from vrede.withheld.suppression import WITHHELD_PLACE

LISTS = (
    "rows",
    "activities",
    "transactions",
    "results/values",
    "results/achievements",
    "results/sums",
    "indicators",
    "synergy",
    "forecast",
    "forecast/issued",
    "forecast/scores",
    "series",
    "countries",
    "partners",
    "tables",
)


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has to wait, and nothing is remembered from another test."""
    from vrede.web.api import door

    monkeypatch.setenv("VREDE_API_PER_MINUTE", "1000000")
    door.forget()
    yield
    door.forget()


def ask(client: Client, address: str, status: int = 200) -> Any:
    """What stands at an address of the API."""
    answer = client.get(address if address.startswith("/") else f"/api/v1/{address}")
    assert answer.status_code == status, (address, answer.content[:300])
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(answer.content)


def every(client: Client, address: str) -> tuple[int, list[dict[str, Any]]]:
    """(total, rows of all pages), following `next`."""
    rows: list[dict[str, Any]] = []
    total, following = -1, f"/api/v1/{address}"
    while following:
        page = ask(client, following)
        assert total in (-1, page["total"])
        total, following = page["total"], page["next"]
        rows += page["rows"]
    return total, rows


def addresses(value: Any) -> Iterator[tuple[str, int | None]]:
    """(address on the site, cents that stand with it) in an answer."""
    if isinstance(value, dict):
        if "address" in value:
            yield value["address"], value.get("amount_eur_cents")
        for inner in value.values():
            yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


SELECTIONS = [
    "",
    "clause=F1",
    "clause=F3&year=2020",
    "part=F1.c&kind=spent",
    "country=MLI",
    "region=sahel&grade=coded",
    "scope=unplaced&measure=own",
    "partner=XM-DAC-41121",
    "channel=ngo&year=2021&measure=chain",
    "clause=F3&measure=chain&bound=received",
    "purpose=72010",
]


@pytest.mark.parametrize("conditions", SELECTIONS)
def test_a_figure_is_the_sum_of_its_page_and_its_csv(client: Client, conditions: str) -> None:
    """Each total equals the figure of the page at its address, the page's CSV, and the API's own rows."""
    figures = ask(client, f"totals?{conditions}")["figures"]
    assert figures
    assert len({(one["measure"], one["bound"], one["kind"]) for one in figures}) == len(figures)
    for one in figures:
        page = html.fromstring(client.get(one["address"]).content)
        assert int(page.xpath("//h1/@data-total")[0]) == one["amount_eur_cents"]
        lines = client.get(one["address"].replace("/rows/", "/rows.csv")).content.decode("utf-8-sig")
        assert (
            sum(int(row["amount_eur_cents"] or 0) for row in csv.DictReader(io.StringIO(lines)))
            == one["amount_eur_cents"]
        )
        query = re.sub(r"&?cents=-?\d+", "", one["address"].partition("?")[2])
        total, rows = every(client, f"rows?{query}&limit=1000")
        assert total == len(rows) == one["slices"]
        assert sum(row["amount_eur_cents"] or 0 for row in rows) == one["amount_eur_cents"]
        assert len({row["activity_key"] for row in rows}) == one["activities"]


def test_own_chain_and_field_stand_each_by_itself(client: Client) -> None:
    answer = ask(client, "totals?clause=F3")
    assert {one["measure"] for one in answer["figures"]} == {"own", "chain", "field"}
    assert set(answer) == {"snapshot", "selection", "figures", "unpriced_transactions"}
    assert ask(client, "totals?clause=F3&measure=own&kind=spent")["figures"] == [
        one for one in answer["figures"] if (one["measure"], one["kind"]) == ("own", "spent")
    ]


def test_rows_without_measure_and_kind_are_own_money_spent(client: Client) -> None:
    """As on the page: commitments and payments are never added, nor own, chain and field."""
    answer = ask(client, "rows?clause=F1")
    assert answer["selection"] == {"clause": "F1", "measure": "own", "kind": "spent"}
    assert {(row["measure"], row["kind"]) for row in answer["rows"]} == {("own", "spent")}
    page = html.fromstring(client.get("/en/rows/?clause=F1").content)
    assert int(page.xpath("//h1/@data-total")[0]) == answer["amount_eur_cents"]


def test_the_statement_is_that_of_the_command(client: Client, sample_lake: Path) -> None:
    """`vrede show article --format json`, with an address in every block."""
    command = [sys.executable, "-m", "vrede", "show", "article", "--format", "json"]
    done = subprocess.run(command, env={**os.environ, "VREDE_LAKE": str(sample_lake)}, capture_output=True, check=True)
    shown = json.loads(done.stdout)

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(inner) for name, inner in value.items() if name != "address"}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    assert bare(ask(client, "article")) == shown


def test_a_block_of_the_statement_leads_to_its_rows(client: Client) -> None:
    """Its address with measure, kind and year is the figure."""
    for block in ask(client, "article")["clauses"]:
        for year, cents in block["years"].items():
            page = client.get(f"{block['address']}&measure=own&kind=spent&year={year}").content
            shown = html.fromstring(page)
            none = cents["nothing"].get("own_spent_eur_cents")
            assert int(shown.xpath("//h1/@data-total")[0]) == (cents["own_spent_eur_cents"] or 0)
            assert shown.xpath("//h1/@data-nothing") == ([none] if none else [])


def test_a_clause_says_what_it_is(client: Client) -> None:
    dutch, english = ask(client, "clauses/F3?lang=nl"), ask(client, "clauses/F3?lang=en")
    assert dutch["title"] != english["title"]
    assert dutch["years"] == english["years"]
    assert [part["id"] for part in english["parts"]][:2] == ["F3.a", "F3.b"]
    whole = next(block for block in ask(client, "article")["clauses"] if block["id"] == "F3")
    assert english["years"] == whole["years"]


@pytest.mark.parametrize("name", LISTS)
def test_pages_cover_every_row_once(client: Client, name: str) -> None:
    """Small pages and large ones hold the same rows, and as many as `total` says."""
    total, large = every(client, f"{name}?limit=1000")
    assert total == len(large) > 0
    step = max(1, total // 3)
    if step <= 1000:
        again, small = every(client, f"{name}?limit={step}")
        assert again == total
        assert [strip(row) for row in small] == [strip(row) for row in large]
    assert len({json.dumps(row, sort_keys=True) for row in large}) == total
    beyond = ask(client, f"{name}?offset={total}")
    assert beyond["rows"] == []
    assert beyond["next"] is None


def strip(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "address"}


@pytest.mark.parametrize("name", LISTS)
def test_every_address_leads_to_a_page(client: Client, name: str) -> None:
    """And a page of rows there has the figure's sum."""
    found = list(addresses(ask(client, f"{name}?limit=12")))
    assert found
    for address, cents in dict(found).items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "/rows/" in address and cents is not None:
            assert int(html.fromstring(answer.content).xpath("//h1/@data-total")[0]) == cents, address


def test_rows_are_those_of_the_tables(client: Client, sample_snapshot: Snapshot) -> None:
    """Whole tables: transactions, results, synergy, series and partners as the snapshot has them."""
    for name, table in (
        ("transactions", "transaction"),
        ("results/values", "result_value"),
        ("results/achievements", "achievement"),
        ("synergy", "synergy"),
        ("series", "country_series"),
    ):
        frame = sample_snapshot.table(table)
        _total, rows = every(client, f"{name}?limit=1000")
        assert len(rows) == frame.height
        for column in frame.columns:
            stored = frame[column].to_list()
            if frame.schema[column] == pl.Date:
                stored = [None if day is None else day.isoformat() for day in stored]
            if isinstance(frame.schema[column], pl.Decimal):
                stored = [None if n is None else f"{n.normalize():f}" for n in stored]
            assert [row[column] for row in rows] == stored, (name, column)


def test_filters_of_results_are_those_of_the_page(client: Client) -> None:
    """Values, achievements and sums by the words of the page have as many rows as the page says."""
    for words in (
        "",
        "kind=actual",
        "kind=actual&adding=added",
        "clause=F3",
        "measure=unit&year=2021",
        "own=mines-cleared",
    ):
        lines = client.get(f"/en/results/values.csv?{words}").content.decode("utf-8-sig").splitlines()
        assert ask(client, f"results/values?{words}")["total"] == len(list(csv.reader(lines))) - 1, words


def test_a_lawful_sum_is_the_sum_of_its_values(client: Client) -> None:
    """The words of its address give exactly the values that were added."""
    found = every(client, "results/sums?limit=1000")[1]
    assert found
    for row in found:
        total, values = every(client, f"results/values?{row['address'].partition('?')[2]}")
        assert total == row["values"]
        assert sum(Decimal(value["number"]) for value in values) == Decimal(row["number"])
        assert len({value["activity_key"] for value in values}) == row["activities"]


def test_the_sums_are_those_of_the_csv(client: Client) -> None:
    lines = list(csv.DictReader(io.StringIO(client.get("/en/results/sums.csv").content.decode("utf-8-sig"))))
    rows = every(client, "results/sums?limit=1000")[1]
    assert [(row["reference"], row["year"]) for row in rows] == [
        (line["reference"], int(line["year"])) for line in lines
    ]
    assert [Decimal(row["number"]) for row in rows] == [Decimal(line["number"]) for line in lines]


def test_matches_are_those_of_the_page(client: Client, sample_snapshot: Snapshot) -> None:
    counted = dict(sample_snapshot.table("indicator_match").group_by("own").len().iter_rows())
    for one in ask(client, "indicators?limit=1000")["rows"]:
        total, rows = every(client, f"indicators/{one['id']}/matches")
        assert total == len(rows) == one["matched"] == counted.get(one["id"], 0)
        assert [row["grade"] for row in rows] == sorted(
            (row["grade"] for row in rows), key=["coded", "likely", "text"].index
        )


def test_countries_and_partners_have_the_figures_of_totals(client: Client) -> None:
    for row in ask(client, "countries?clause=F3&year=2020")["rows"][:6]:
        assert row["figures"] == ask(client, f"totals?clause=F3&year=2020&country={row['iso3']}")["figures"]
    found = [row for row in every(client, "partners?clause=F3&limit=1000")[1] if "#" not in row["partner_ref"]]
    for row in found[:6]:
        assert row["figures"] == ask(client, f"totals?clause=F3&partner={row['partner_ref']}")["figures"]


def test_conditions_leave_activities_with_that_money(client: Client) -> None:
    total, rows = every(client, "activities?clause=S2&kind=spent&measure=field&limit=1000")
    figure = ask(client, "totals?clause=S2&kind=spent&measure=field")["figures"][0]
    assert total == figure["activities"]
    assert sum(one["amount_eur_cents"] for row in rows for one in row["figures"]) == figure["amount_eur_cents"]


def test_an_activity_by_identifier_and_by_key(client: Client) -> None:
    row = ask(client, "activities?identifier=XM-DAC-7-PPR-4000901615")["rows"][0]
    one = ask(client, f"activities/{row['activity_key']}?lang=nl")
    assert one["activity"]["iati_identifier"] == "XM-DAC-7-PPR-4000901615"
    assert one["figures"]
    assert all(placement["reason"] for placement in one["placements"])
    assert client.get(one["address"]).status_code == 200
    transactions = every(client, f"transactions?activity={row['activity_key']}")[1]
    assert {line["activity_key"] for line in transactions} == {row["activity_key"]}


BAD = [
    ("totals?clause=F9", 400),
    ("totals?clause=", 400),
    ("totals?year=20", 400),
    ("totals?year=²020", 400),
    ("totals?claus=F1", 400),
    ("totals?year=2020&year=2021", 400),
    ("totals?region=atlantis", 400),
    ("totals?lang=fr", 400),
    ("rows?limit=0", 400),
    ("rows?limit=1001", 400),
    ("rows?limit=ten", 400),
    ("rows?offset=-1", 400),
    ("rows?offset=99999999999999999999", 400),
    ("results/values?own=nothing", 400),
    ("results/values?activity=x", 400),
    ("synergy?together=perhaps", 400),
    ("synergy?level=street", 400),
    ("series?indicator=happiness", 400),
    ("transactions?type=' or 1", 400),
    ("activities/-1", 404),
    ("activities/99999999999999999999", 404),
    ("activities/x%00y", 404),
    ("clauses/F9", 404),
    ("clauses/f1", 404),
    ("indicators/nothing/matches", 404),
    ("totals?snapshot=0123456789abcdef", 404),
    ("totals?snapshot=x", 404),
    ("nothing", 404),
    ("totals/", 404),
    ("", 404),
]


@pytest.mark.parametrize(("address", "status"), BAD)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_cannot_be_asked_is_said_with_what_to_do(client: Client, address: str, status: int, language: str) -> None:
    if "lang=" not in address:
        address = f"{address}{'&' if '?' in address else '?'}lang={language}"
    problem = ask(client, f"/api/v1/{address}", status)
    assert set(problem) == {"error", "what to do"}
    assert all(problem.values())


def test_problems_speak_the_language_that_was_asked_for(client: Client) -> None:
    assert "kan niet worden gebruikt" in ask(client, "totals?year=20&lang=nl", 400)["error"]
    assert "cannot be used" in client.get("/api/v1/totals?year=20", headers={"Accept-Language": "nl"}).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/totals")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert set(json.loads(answer.content)) == {"error", "what to do"}


def test_a_head_has_the_headers_and_no_body(client: Client) -> None:
    whole, head = client.get("/api/v1/totals?clause=F1"), client.head("/api/v1/totals?clause=F1")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_an_answer_that_is_known_is_not_sent_again(client: Client) -> None:
    """The mark is that of snapshot and address; another address has another mark."""
    one, other = client.get("/api/v1/totals?clause=F1"), client.get("/api/v1/totals?clause=F3")
    assert one.headers["ETag"] != other.headers["ETag"]
    for known in (one.headers["ETag"], f'"x", {one.headers["ETag"]}', f"W/{one.headers['ETag']}"):
        again = client.get("/api/v1/totals?clause=F1", headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == one.headers["ETag"]
    changed = client.get("/api/v1/totals?clause=F3", headers={"If-None-Match": one.headers["ETag"]})
    assert changed.status_code == 200


def test_other_conditions_are_no_reason_to_refuse(client: Client) -> None:
    """Only If-None-Match counts: nothing can be lost by reading."""
    assert client.get("/api/v1/totals", headers={"If-Match": '"x"'}).status_code == 200
    late = {"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get("/api/v1/totals", headers=late).status_code == 200
    assert client.head("/api/v1/totals", headers={"If-None-Match": "*"}).status_code == 304


def test_a_host_that_is_not_ours_is_told_so(client: Client) -> None:
    answer = client.get("/api/v1/totals", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert set(json.loads(answer.content)) == {"error", "what to do"}


def test_what_is_kept_stays_within_number_and_size() -> None:
    """The oldest goes first, the same key counts once, and what is larger than all is not kept."""
    from vrede.web.api.kept import Kept

    kept = Kept(number=2, size=10)
    for key, body in (("a", b"12345"), ("a", b"123"), ("b", b"1234567")):
        kept.keep(key, body)
    assert (kept.get("a"), kept.get("b")) == (b"123", b"1234567")
    kept.keep("c", b"1")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (None, b"1234567", b"1")
    kept.keep("d", b"12345678901")
    assert (kept.get("b"), kept.get("c"), kept.get("d")) == (b"1234567", b"1", None)
    kept.keep("c", b"12345")
    assert (kept.get("b"), kept.get("c")) == (None, b"12345")
    kept.clear()
    assert kept.get("c") is None


def test_a_second_asking_is_answered_by_what_was_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/api/v1/totals?clause=F1").content
    monkeypatch.setattr("vrede.money.total.Ledger.select", None)
    assert client.get("/api/v1/totals?clause=F1").content == first


def test_who_asks_too_often_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three a minute: the fourth waits, another address does not, and after a minute it goes on."""
    now = [0.0]
    kept = Limit("test", times=3, seconds=60, at_once=4, clock=lambda: now[0])
    monkeypatch.setattr("vrede.web.api.door.limit", lru_cache(lambda: kept))
    assert [client.get("/api/v1/totals").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/totals")
    assert refused.headers["Retry-After"] == "61"
    assert set(json.loads(refused.content)) == {"error", "what to do"}
    assert client.get("/api/v1/totals", REMOTE_ADDR="192.0.2.7").status_code == 200
    now[0] = 61.0
    assert client.get("/api/v1/totals").status_code == 200


def test_how_often_is_a_setting(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from vrede.web.api import door

    monkeypatch.setenv("VREDE_API_PER_MINUTE", "2")
    door.forget()
    assert [client.get("/api/v1/indicators").status_code for _ in range(3)] == [200, 200, 429]


def test_any_site_may_read_it_and_nothing_is_remembered_of_who_asks(client: Client) -> None:
    for address in ("/api/v1/totals", "/api/v1/nothing"):
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies


def test_the_description_is_whole_and_loads_nothing_from_elsewhere(client: Client) -> None:
    described = ask(client, "openapi.json")
    assert {path.removeprefix("/api/v1/") for path in described["paths"]} == {
        *LISTS,
        "need/plans",
        "need/people",
        "article",
        "totals",
        "clauses/{ident}",
        "activities/{key}",
        "indicators/{ident}/matches",
    }
    assert all(set(operations) == {"get"} for operations in described["paths"].values())
    assert client.get("/api/v1/docs").status_code == 404


@pytest.mark.parametrize(
    "name", [*LISTS, "article", "totals", "clauses/F1", "activities/0", "indicators/mines-cleared/matches"]
)
def test_no_address_takes_a_parameter_that_it_does_not_name(client: Client, name: str) -> None:
    assert "colour" in ask(client, f"{name}?colour=red", 400)["error"]


def test_without_a_lake_it_says_so(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 for figures; the description stands on its own."""
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "empty"))
    page_cache.forget()
    assert "no data" in ask(client, "totals", 503)["error"]
    assert str(tmp_path) not in client.get("/api/v1/totals").content.decode()
    ask(client, "openapi.json")


def test_a_list_that_is_gone_shows_nothing(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client, "totals")
    monkeypatch.setenv("VREDE_SUPPRESS", str(tmp_path / "gone.csv"))
    ask(client, "totals", 503)


def test_a_fault_of_ours_is_said_as_json(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 with words, and nothing of the fault."""
    monkeypatch.setattr("vrede.money.total.Ledger.select", None)
    answer = Client(raise_request_exception=False).get("/api/v1/totals")
    assert answer.status_code == 500
    assert set(json.loads(answer.content)) == {"error", "what to do"}
    assert "NoneType" not in answer.content.decode()


PARTNER = "NL-KVK-41160054"


def test_what_is_withheld_is_in_no_answer(
    client: Client, sample_snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner, an activity and a country: before in the answers, on the list in none of any address."""
    activities = sample_snapshot.table("activity")
    published = (
        activities.filter(pl.col("reporting_org_ref") != "XM-DAC-7").group_by("reporting_org_ref").len().sort("len")
    )
    partner = str(published["reporting_org_ref"].drop_nulls()[-1])
    ident = str(activities.filter(pl.col("reporting_org_ref") == "XM-DAC-7")["iati_identifier"][3])
    asked = [f"{name}?limit=1000" for name in LISTS] + ["article", "totals"]
    asked += [f"clauses/{clause}" for clause in ("F1", "F3", "S2")]
    asked += [
        f"rows?scope=all&measure={m}&kind={k}&limit=1000"
        for m in ("own", "chain", "field")
        for k in ("spent", "commitment")
    ]
    asked += [f"indicators/{one['id']}/matches?limit=1000" for one in ask(client, "indicators?limit=1000")["rows"]]
    asked += [f"activities/{key}" for key in range(0, activities.height, 7)]

    def said() -> str:
        return "\n".join(json.dumps(every(client, a)[1] if "limit" in a else ask(client, a)) for a in asked if known(a))

    def known(address: str) -> bool:
        return not address.startswith("activities/") or client.get(f"/api/v1/{address}").status_code == 200

    before = said()
    for word in (partner, ident, '"MLI"', "country/MLI", "country=MLI"):
        assert word in before, word
    suppressed = tmp_path / "suppress.csv"
    suppressed.write_text(f"kind,value,reason\npartner,{partner},\nactivity,{ident},\nplace,MLI,\n", encoding="utf-8")
    monkeypatch.setenv("VREDE_SUPPRESS", str(suppressed))
    after = said()
    for word in (partner, ident, "MLI", "Mali "):
        assert word.lower() not in after.lower(), word
    assert WITHHELD_PLACE in after
    assert ask(client, "totals?country=MLI")["figures"] == []
    for table in ask(client, "tables?limit=1000")["rows"]:
        assert table["count"] == state.state().snapshot.table(table["name"]).height


MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", re.findall(r"^curl 'http://127\.0\.0\.1:8000(\S+)'$", MANUAL, re.MULTILINE))
def test_the_examples_of_the_manual_have_an_answer(client: Client, address: str) -> None:
    answer = ask(client, address)
    assert answer.get("rows") or answer.get("figures"), address


def test_the_manual_has_every_address_with_its_filters(client: Client) -> None:
    """A row an address, as the description has it; every filter stands in the manual."""
    described = ask(client, "openapi.json")["paths"]
    assert sorted(re.findall(r"^\| `(/api/v1/\S+)` \|", MANUAL, re.MULTILINE)) == sorted(described)
    filters = {one["name"] for path in described.values() for one in path["get"].get("parameters", [])} - {
        "key",
        "ident",
    }
    assert sorted(name for name in filters if f"`{name}`" not in MANUAL) == []
