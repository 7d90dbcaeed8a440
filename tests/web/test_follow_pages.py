"""The pages that follow money through the chain, ahead and through time: what they show is what the tables hold."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from lxml import etree, html
from typer.testing import CliRunner

from lakefolder import Folder, activity, build_here, opened
from vrede.cli.app import app
from vrede.lake.snapshot import Snapshot

FUND = "GB-COH-03580586-GEC"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "chain/",
        "chain/?clause=F3",
        "ahead/",
        "ahead/?clause=F1&measure=chain",
        "changes/",
        "changes/?clause=F3",
        "fragmentation/",
    ],
)
def test_every_page_opens(client: Client, language: str, address: str) -> None:
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


NONSENSE = [
    "chain/?key=²",
    "chain/?key=99999999",
    "chain/?ref=NOBODY",
    "chain/?clause=Z9",
    "chain/links.csv",
    "chain/links.csv?ref=NOBODY",
    "ahead/?clause=Z9",
    "ahead/?measure=all",
    "ahead.csv?clause=Z9",
    "changes/?country=XXX",
    "changes/?from=0000000000000000",
    "changes/?clause=Z9",
    "changes.csv",
]


@pytest.mark.parametrize("address", NONSENSE)
def test_nonsense_gets_404_and_words(client: Client, address: str) -> None:
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


def test_every_own_activity_and_partner_with_a_chain_has_its_page(client: Client, sample_snapshot: Snapshot) -> None:
    edge = sample_snapshot.table("chain_edge")
    for key in edge["payer_key"].unique().sort().to_list()[:15]:
        answer = client.get(f"/nl/chain/?key={key}")
        assert answer.status_code == 200
        assert "<svg" in answer.content.decode()
    refs = sample_snapshot.table("activity").join(edge, left_on="activity_key", right_on="receiver_key")[
        "reporting_org_ref"
    ]
    for ref in refs.unique().sort().to_list()[:10]:
        assert client.get("/en/chain/", {"ref": ref}).status_code == 200


def test_the_list_for_a_partner_holds_its_links_that_are_not_certain(client: Client, sample_snapshot: Snapshot) -> None:
    ref = "NL-KVK-90000001"
    keys = sample_snapshot.table("activity").filter(pl.col("reporting_org_ref") == ref)["activity_key"]
    link = sample_snapshot.table("link").filter(
        pl.col("activity_key").is_in(keys.implode()) & (pl.col("state") != "certain")
    )
    found = rows(client.get(f"/en/chain/links.csv?ref={ref}").content.decode())
    assert {row["rule"] for row in found} == set(link["rule"])
    assert any(row["suggested_id"].startswith("XM-DAC-7-PPR-") for row in found)


@pytest.mark.parametrize("clause", ["", "F1", "F3"])
@pytest.mark.parametrize("measure", ["own", "chain", "field"])
def test_what_lies_ahead_on_the_page_is_what_the_csv_holds(
    client: Client, sample_snapshot: Snapshot, clause: str, measure: str
) -> None:
    found = rows(client.get(f"/en/ahead.csv?clause={clause}&measure={measure}").content.decode())
    slices = sample_snapshot.table("forward_slice").filter(pl.col("measure") == measure)
    if clause:
        placed = sample_snapshot.table("forward_placement").filter(pl.col("clause") == clause)["ahead_key"]
        slices = slices.filter(pl.col("ahead_key").is_in(placed.implode()))
    else:
        slices = slices.filter("placed")
    assert sum(int(row["amount_eur_cents"]) for row in found) == (slices["amount_eur_cents"].sum() or 0)


def one(amount: int, *more: str, sector: str = "72010") -> str:
    inside = f'<sector code="{sector}"/><recipient-country code="ML"/>'
    return "".join([activity("A", f"3 2021-02-01 {amount}", inside=inside, ref="XM-DAC-7"), *more])


@pytest.fixture
def twice(tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two builds in one lake: A was paid more, B came. Returns the names of their snapshots."""
    from vrede.web.site import page_cache

    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    folder.file("a.xml", one(100))
    before = folder.build().name
    folder.file(
        "a.xml",
        one(
            150,
            activity(
                "B", "3 2021-02-01 7", inside='<sector code="15210"/><recipient-country code="NE"/>', ref="XM-DAC-7"
            ),
        ),
    )
    after = folder.build().name
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    page_cache.forget()
    return before, after


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("", [("A", "spent", "5000"), ("B", "new", "700")]),
        ("clause=F3", [("A", "spent", "5000")]),
        ("clause=F1", [("B", "new", "700")]),
        ("country=MLI", [("A", "spent", "5000")]),
        ("country=NER", [("B", "new", "700")]),
        ("country=KEN", []),
        ("ref=XM-DAC-7", [("A", "spent", "5000"), ("B", "new", "700")]),
    ],
)
def test_changes(client: Client, twice: tuple[str, str], condition: str, said: list[tuple[str, str, str]]) -> None:
    found = rows(client.get(f"/en/changes.csv?{condition}").content.decode())
    assert [(row["iati_identifier"], row["what"], row["difference_eur_cents"]) for row in found] == said
    page = client.get(f"/en/changes/?{condition}").content.decode()
    assert len(re.findall(r'<th scope="row">\s*<a', page)) == len(said)
    feed = etree.fromstring(client.get(f"/en/changes.atom?{condition}").content)
    assert len(feed.findall("a:entry", ATOM)) == (1 if said else 0)
    for element in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{element}", namespaces=ATOM)
    for entry in feed.findall("a:entry", ATOM):
        assert all(name in (entry.findtext("a:content", namespaces=ATOM) or "") for name, _, _ in said)


def test_a_single_snapshot_has_nothing_to_compare(client: Client) -> None:
    page = client.get("/en/changes/").content.decode()
    assert "There is no older snapshot to compare with" in page
    feed = etree.fromstring(client.get("/en/changes.atom").content)
    assert feed.findall("a:entry", ATOM) == []


def test_what_is_withheld_is_in_no_change_or_link(
    tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vrede.web.site import page_cache

    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    secret = activity("SECRET-1", "1 2021-02-01 9", ref="SE-CRET").replace(
        "</value>", '</value><provider-org ref="XM-DAC-7" provider-activity-id="A"/>'
    )
    folder.file("a.xml", one(100))
    folder.build()
    folder.file("a.xml", one(150), secret)
    build_here(folder.root, folder.lake)
    assert "SECRET-1" in set(opened(folder.lake).table("activity")["iati_identifier"])
    (tmp_path / "suppress.csv").write_text("kind,value,reason\npartner,SE-CRET,\n")
    monkeypatch.setenv("VREDE_LAKE", str(folder.lake))
    monkeypatch.setenv("VREDE_SUPPRESS", str(tmp_path / "suppress.csv"))
    page_cache.forget()
    for address in (
        "chain/",
        "changes/",
        "changes.csv",
        "changes.atom",
        "ahead/",
        "fragmentation/",
        "data/tables/link.csv",
        "data/tables/chain_edge.csv",
        "data/tables/chain_balance.csv",
        "data/tables/double_claim.csv",
        "behind.csv?of=changes&what=new",
        "behind/?of=changes&what=new",
        "behind.csv?of=balance&measure=chain&amount=entering",
        "behind.csv?of=sheet&key=1&amount=passed_on_at_most",
        "behind.csv?of=level&level=0&amount=certain",
    ):
        answer = client.get(f"/en/{address}")
        assert answer.status_code == 200, address
        assert "CRET" not in answer.content.decode().upper().replace("SECRET", "CRET"), address
    edge = rows(client.get("/en/data/tables/chain_edge.csv").content.decode())
    assert edge == []
    assert client.get("/en/behind/?of=sheet&key=0&amount=received").status_code == 404  # the withheld one


@pytest.fixture
def levels(tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """A publisher of whom policy names the level, and one under the general rule; its parent says 5, its part 3."""
    from vrede.web.site import page_cache

    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    folder.file(
        "a.xml",
        activity("FUND", "3 2016-02-01 40", ref=FUND, attributes='hierarchy="1"'),
        activity("PART", "3 2016-02-01 40", ref=FUND, attributes='hierarchy="2"'),
        activity("P", "3 2016-02-01 5", ref="NL-9", inside='<related-activity ref="Q" type="2"/>'),
        activity("Q", "3 2016-02-01 3", ref="NL-9"),
    )
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    found = folder.build()
    page_cache.forget()
    return found


@pytest.mark.parametrize(("ref", "said"), [(FUND, "only level 2 counts"), ("NL-9", "the general rule")])
def test_a_partner_page_says_which_level_counts(client: Client, levels: Snapshot, ref: str, said: str) -> None:
    page = client.get("/en/partner/", {"ref": ref}).content.decode()
    assert said in page
    found = rows(client.get("/en/data/tables/level_rule.csv").content.decode())
    assert {row["rule"] for row in found if row["partner_ref"] == FUND} == {
        "one level",
        "the larger of a parent and its parts",
    }


def test_the_command_line_says_which_level_counts(levels: Snapshot) -> None:
    answer = CliRunner().invoke(app, ["show", FUND.lower(), "--format", "json"])
    said = {row["kind"]: row for row in json.loads(answer.output)["levels"]}
    assert (said["spent"]["level"], said["spent"]["rule"]) == (2, "one level")
    assert said["spent"]["source"]
    assert said["commitment"]["level"] is None


def test_the_reasons_on_the_page_add_up_to_what_the_first_level_does_not_show(client: Client) -> None:
    page = html.fromstring(client.get("/en/chain/").content)
    reasons = [int(cents) for cents in page.xpath("//@data-reason")]
    assert reasons
    assert [sum(reasons)] == [int(cents) for cents in page.xpath("//@data-reasons")]
    unseen = page.xpath(
        "//a[contains(@href, 'of=level') and contains(@href, 'amount=unseen') and contains(@href, 'level=1')]"
    )
    assert [int(link.get("data-cents")) for link in unseen] == [sum(reasons)]
