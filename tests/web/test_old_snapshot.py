"""A snapshot that an older build made, without tables that came later: every page answers, and says what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.test import Client

from vrede.lake.snapshot import TableMissing
from vrede.web.api import door
from vrede.web.site import page_cache
from vrede.web.site import search_index as index

RESULTS = ("result_value", "achievement", "indicator_match", "synergy")
SERIES = ("country_series", "series_file")
CHAIN = ("link", "chain_edge", "chain_balance", "chain_step", "chain_gap", "double_claim")
WARNING = (
    "country_month",
    "neighbour",
    "forecast",
    "forecast_headline",
    "forecast_reason",
    "similar_case",
    "forecast_issue",
    "forecast_score",
    "crisis",
    "trigger_event",
    "judgement",
    "target_share",
)
BUDGET = ("budget_file", "budget_recipient")
NEED = ("plan_funding", "people_in_need", "need_file", "need_issue")
AHEAD = ("forward", "forward_slice", "forward_placement")
PAGES = [
    "",
    "clause/F3/",
    "countries/",
    "country/MLI/",
    "activity/?key=0",
    "partners/",
    "partner/?ref=XM-DAC-7",
    "chain/",
    "chain/links.csv?ref=XM-DAC-7",
    "ahead/",
    "ahead/plans/",
    "ahead/plans.csv",
    "ahead.csv",
    "changes/",
    "changes.csv",
    "changes.atom",
    "fragmentation/",
    "results/",
    "results/values/",
    "results/values.csv",
    "results/sums.csv",
    "results/reached/",
    "series/?indicator=deaths&country=MLI",
    "results/indicator/mines-cleared/",
    "sdg16/",
    "sdg16/16.1/",
    "safety/",
    "innovation/",
    "synergy/",
    "synergy.csv",
    "warning/",
    "warning.csv",
    "warning/MLI/",
    "warning/MLI.csv",
    "warning/money/",
    "warning/money.csv",
    "warning/crisis/",
    "warning/crisis.csv",
    "warning/triggers/",
    "warning/triggers.csv",
    "warning/skill/",
    "warning/model/",
    "warning/issued/",
    "warning/issued.csv",
    "warning/scores.csv",
    "need/",
    "need.csv",
    "outcomes/A1/",
    "outcomes/A1.csv",
    "brief/MLI.pdf",
    "brief/F3.pdf",
    "answer/?clause=F3",
    "answer.xlsx?clause=F3&year=2022",
    "budget/",
    "budget/recipients/",
    "budget/recipients.csv",
    "budget.csv",
    "unplaced/",
    "wording/",
    "data/",
    "data/issues/",
    "data/tables/result_value.csv",
    "data/tables/country_series.csv",
    "data/tables/plan_funding.csv",
    "search/?q=mali",
    "behind/?clause=F3",
    "behind.csv?clause=F3",
    "rows/?clause=F3",
    "rows.csv?clause=F3",
    "table.csv?by=year",
]
API = [
    "series",
    "results/values",
    "results/achievements",
    "results/sums",
    "indicators",
    "synergy",
    "tables",
    "countries",
    "need/plans",
    "need/people",
]


def without(lake: Path, copy: Path, tables: tuple[str, ...]) -> Path:
    """A copy of a lake whose snapshot lacks some tables."""
    shutil.copytree(lake, copy)
    for manifest in copy.glob("snapshots/*/manifest.json"):
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        for name in tables:
            del facts["tables"][name]
            (manifest.parent / f"{name}.parquet").unlink()
        manifest.write_text(json.dumps(facts), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    "tables", [RESULTS, SERIES, CHAIN, AHEAD, WARNING, ("partner",), ("dataset", "issue"), BUDGET, NEED]
)
def test_every_page_answers_without_tables_that_came_later(
    client: Client, sample_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: tuple[str, ...]
) -> None:
    """200 or 503, never a fault of ours; what cannot be shown says which table lacks and that a build makes it."""
    monkeypatch.setenv("VREDE_LAKE", str(without(sample_lake, tmp_path / "old", tables)))
    page_cache.forget()
    index.forget()
    door.forget()
    refused = 0
    for page in PAGES:
        answer = client.get(f"/en/{page}")
        assert answer.status_code in (200, 404, 503), page
        if answer.status_code == 503:
            refused += 1
            text = answer.content.decode()
            assert "vrede build" in text, page
            assert any(table in text for table in tables), page
            dutch = client.get(f"/nl/{page}").content.decode()
            assert "voer `vrede build` opnieuw uit" in dutch, page
    assert refused
    for name in API:
        answer = client.get(f"/api/v1/{name}")
        assert answer.status_code in (200, 503), name
        if answer.status_code == 503:
            assert "vrede build" in answer.json()["what to do"]
    if tables == RESULTS:
        assert client.get("/en/results/").status_code == 503
        assert client.get("/api/v1/results/values").status_code == 503
        assert client.get("/en/").status_code == 200
    assert client.get("/en/data/").status_code == (503 if tables == ("dataset", "issue") else 200)


def test_a_missing_table_is_named(sample_lake: Path, tmp_path: Path) -> None:
    from lakefolder import opened

    snapshot = opened(without(sample_lake, tmp_path / "old", RESULTS))
    assert not snapshot.has("synergy")
    with pytest.raises(TableMissing, match="`vrede build` makes it anew"):
        snapshot.table("synergy")


@pytest.mark.parametrize("tables", [RESULTS, SERIES, CHAIN, AHEAD, WARNING])
def test_so_it_does_with_a_place_withheld(
    client: Client, sample_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: tuple[str, ...]
) -> None:
    """What must not be shown is taken out of the tables that there are."""
    listed = tmp_path / "suppress.csv"
    listed.write_text("kind,value,reason\nplace,MLI,test\n", encoding="utf-8")
    monkeypatch.setenv("VREDE_SUPPRESS", str(listed))
    monkeypatch.setenv("VREDE_LAKE", str(without(sample_lake, tmp_path / "old", tables)))
    page_cache.forget()
    index.forget()
    assert {client.get(f"/en/{page}").status_code for page in PAGES} <= {200, 404, 503}
    assert client.get("/en/").status_code == 200
