"""The command line: examples in every help, one exit code a kind of trouble, and figures that equal the truths."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lakefolder import opened
from twin import Slice, follow
from vrede.cli.app import main
from vrede.lake.snapshot import Snapshot
from vrede.lake.store import Store
from vrede.money.link import query_of
from vrede.money.selection import Selection
from vrede.sources.sample import Truths

COMMANDS = ("build", "show", "article", "serve", "verify", "prune", "doctor", "place list", "place evaluate")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], sample_lake: Path) -> Run:
    """Runs `vrede ...` in this process, on the sample's lake unless the test names another."""

    def call(*words: str, lake: Path | str = sample_lake, more: Mapping[str, str] | None = None) -> Said:
        environment = {
            "VREDE_LAKE": str(lake),
            "VREDE_WORKERS": "1",
            "COLUMNS": "200",
            "NO_COLOR": "1",
            "VREDE_PORT": "0",
            **(more or {}),
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["vrede", *words])
        capfd.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return call


@pytest.fixture(scope="module")
def pieces(sample: tuple[Path, Truths]) -> list[Slice]:
    return follow(sample[0] / "iati")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(run: Run, command: str) -> None:
    said = run(*command.split(), "--help")
    assert said.code == 0
    assert re.search(rf"Examples?:\s+vrede {command}", said.out), said.out


def test_the_exit_codes_stand_in_the_help(run: Run) -> None:
    said = run("--help")
    for word in ("0 done", "2 wrong words", "3 law", "4 the lake", "5 another build", "6 the sources", "7 `verify`"):
        assert word in " ".join(said.out.split())


# --------------------------------------------------------------------------------------------------------- what it says


def article(run: Run) -> dict[str, Any]:
    said = run("show", "article", "--format", "json")
    assert said.code == 0
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_the_article_as_json_has_the_agreed_shape(run: Run, sample_snapshot: Snapshot) -> None:
    data = article(run)
    assert {"snapshot", "counts", "clauses", "article", "unplaced", "all"} <= set(data)
    assert data["snapshot"] == sample_snapshot.name
    measures = ("own", "chain_received", "chain_at_most", "chain_whole", "field")
    columns = {f"{m}_{k}_eur_cents" for m in measures for k in ("spent", "commitment")}
    blocks = [
        data["article"],
        data["unplaced"],
        data["all"],
        *data["clauses"],
        *(p for c in data["clauses"] for p in c["parts"]),
    ]
    for block in blocks:
        for year, values in block["years"].items():
            assert re.fullmatch(r"\d{4}|none", year)
            assert set(values) == columns | {"taken_back", "nothing"}
            assert {name for name in columns if values[name] is None} == set(values["nothing"])
            assert set(values["nothing"].values()) <= {"not_published", "not_loaded"}
            assert all(type(values[name]) is int for name in columns - set(values["nothing"]))
            assert all(cents < 0 and values[name] is not None for name, cents in values["taken_back"].items())
    assert [c["id"] for c in data["clauses"]] == [
        "A1",
        "A2",
        "A3",
        "A4",
        "A5",
        "F1",
        "F2",
        "F3",
        "F4",
        "F5",
        "F6",
        "S1",
        "S2",
        "S3",
        "S4",
    ]


TWIN_NAMES = {"own": "own", "chain": "chain_whole", "field": "field"}
"""Figures that the twin knows: of the chain all of the activity (the other bounds: tests/chain/test_bounds.py)."""


def known_years(block: dict[str, Any]) -> dict[str, dict[str, int]]:
    """The years of a block without the bounds of the chain that the twin does not know; a year with those alone is left out."""
    names = tuple(f"{name}_" for name in TWIN_NAMES.values())
    kept = {y: {k: v or 0 for k, v in values.items() if k.startswith(names)} for y, values in block["years"].items()}
    return {year: values for year, values in kept.items() if any(values.values())}


def sums(pieces: list[Slice]) -> dict[str, dict[str, int]]:
    years: dict[str, dict[str, int]] = defaultdict(
        lambda: {f"{m}_{k}_eur_cents": 0 for m in TWIN_NAMES.values() for k in ("spent", "commitment")}
    )
    for piece in pieces:
        if piece.measure != "none":
            years["none" if piece.year is None else str(piece.year)][
                f"{TWIN_NAMES[piece.measure]}_{piece.kind}_eur_cents"
            ] += piece.cents or 0
    return dict(years)


def test_its_sums_equal_the_plain_twin(run: Run, pieces: list[Slice]) -> None:
    data = article(run)
    assert known_years(data["all"]) == sums(pieces)
    assert known_years(data["article"]) == sums([p for p in pieces if p.parts])
    for clause in data["clauses"]:
        assert known_years(clause) == sums(
            [p for p in pieces if any(part.startswith(clause["id"]) for part in p.parts)]
        ), clause["id"]
        for part in clause["parts"]:
            assert known_years(part) == sums([p for p in pieces if part["id"] in p.parts]), part["id"]


def test_its_euro_sums_equal_the_truths(run: Run, sample: tuple[Path, Truths], sample_snapshot: Snapshot) -> None:
    """Own payments of 2021 that are in euro, from the plan, beside the same from the tables: no rate comes in."""
    exact = sum(
        round(float(t.amount) * 100)
        for t in sample[1].transactions
        if t.measure == "own" and t.type in "34" and t.date[:4] == "2021" and t.amount and t.currency == "EUR"
    )
    other = {
        t.currency for t in sample[1].transactions if t.measure == "own" and t.type in "34" and t.date[:4] == "2021"
    }
    assert other == {"EUR"}
    assert article(run)["all"]["years"]["2021"]["own_spent_eur_cents"] == exact


def test_its_counts_equal_the_truths(run: Run, sample: tuple[Path, Truths]) -> None:
    counts, truths = article(run)["counts"], sample[1].counts
    assert (counts["activities"], counts["transactions"], counts["files"]) == (
        truths["activities"],
        truths["transactions"],
        truths["files"],
    )
    assert counts["files_not_used"] == truths["files"] - truths["files_read"]
    assert counts["issues"] > 0
    assert sum(counts["transactions_by_type"].values()) == counts["transactions"]


def test_article_unplaced_and_apart_are_all(run: Run) -> None:
    data = article(run)
    for year, values in data["all"]["years"].items():
        for name in (name for name in values if name.endswith("_cents")):
            years = [data[block]["years"].get(year, {}) for block in ("article", "unplaced", "apart")]
            assert sum(of.get(name) or 0 for of in years) == (values[name] or 0), (year, name)
            taken = sum(of.get("taken_back", {}).get(name, 0) for of in years)
            assert taken == values["taken_back"].get(name, 0), (year, name)


def test_the_csv_says_the_same_as_the_json(run: Run) -> None:
    data = article(run)
    rows = list(csv.DictReader(io.StringIO(run("show", "article", "--format", "csv").out)))
    for clause in data["clauses"]:
        mine = {r["year"]: r for r in rows if r["what"] == clause["id"]}
        assert list(mine) == list(clause["years"])
        for year, values in clause["years"].items():
            for name in (name for name in values if name.endswith("_cents")):
                cell = mine[year]
                none, back = (cell[name.replace("_eur_cents", end)] for end in ("_nothing", "_taken_back_eur_cents"))
                if values[name] is None:
                    assert (cell[name], back, none) == ("", "", values["nothing"][name])
                else:
                    assert int(cell[name]) == values[name]
                    assert int(back) == values["taken_back"].get(name, 0)
                    assert none == ("" if values[name] else "zero")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("what", ["article", "F1", "f1", "F1.c", "f1.c", "MLI", "mli", "XM-DAC-7-PPR-4000990000"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_show_finds_what_is_named(run: Run, what: str, lang: str, form: str) -> None:
    said = run("show", what, "--lang", lang, "--format", form)
    assert (said.code, said.err) == (0, "")
    assert said.out.strip()


def test_a_sample_says_that_it_is_made_up(run: Run) -> None:
    assert "Made-up data" in run("show", "article").out
    assert "Verzonnen" in run("show", "article", "--lang", "nl").out


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_place_list(run: Run, form: str) -> None:
    said = run("place", "list", "--format", form)
    assert said.code == 0
    assert "F1.a" in said.out


def test_place_evaluate_writes_its_report(run: Run, tmp_path: Path) -> None:
    assert run("place", "evaluate", "--out", str(tmp_path / "placement.md")).code == 0
    assert "| part | coded | found | right |" in (tmp_path / "placement.md").read_text()
    data = json.loads(run("place", "evaluate", "--format", "json").out)
    assert all(s["right"] <= min(s["coded"], s["found"]) for s in data["scores"])


# ------------------------------------------------------------------------------------------------------------ exit codes


def line(said: Said) -> str:
    assert "Traceback" not in said.err + said.out
    return said.err.strip()


def test_2_wrong_words(run: Run) -> None:
    assert run("show", "nobody-knows-this").code == 2
    assert run("build").code == 2
    assert run("build", "--sample", "--sources", "x").code == 2
    assert run("show", "--format", "xml").code == 2
    assert run("frobnicate").code == 2
    assert run("prune", "--keep", "0").code == 2


def test_2_a_setting_that_cannot_be_used(run: Run) -> None:
    said = run("show", more={"VREDE_WORKERS": "many"})
    assert (said.code, line(said)) == (2, "vrede: VREDE_WORKERS is 'many'; it must be a whole number")


def test_4_nothing_was_built(run: Run, tmp_path: Path) -> None:
    said = run("show", lake=tmp_path / "empty")
    assert said.code == 4
    assert "vrede build --sample" in line(said)


def test_4_an_unknown_snapshot(run: Run) -> None:
    said = run("show", "--snapshot", "0123456789abcdef")
    assert said.code == 4
    assert "is not in" in line(said)


def test_4_a_lake_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    said = run("build", "--sources", str(tmp_path), lake=tmp_path / "plain" / "lake")
    assert said.code in (4, 6)
    said = run("build", "--sample", lake=tmp_path / "plain" / "lake")
    assert said.code == 4
    assert "Set VREDE_LAKE" in line(said)


def test_4_a_list_of_what_must_not_be_shown_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("kind,value\nperson,Jan\n")
    said = run("show", more={"VREDE_SUPPRESS": str(tmp_path / "list.csv")})
    assert said.code == 4
    assert "Nothing is shown" in line(said)


def test_5_another_build_is_at_work(run: Run, tmp_path: Path, sample: tuple[Path, Truths]) -> None:
    with Store(str(tmp_path / "lake")).lock():
        said = run("build", "--sources", str(sample[0]), lake=tmp_path / "lake")
    assert said.code == 5
    assert "another build is at work" in line(said)


def test_6_no_sources(run: Run, tmp_path: Path) -> None:
    said = run("build", "--sources", str(tmp_path / "none"), lake=tmp_path / "lake")
    assert said.code == 6
    assert line(said).endswith("no such folder. Name a folder with IATI files, or use --sample.")
    assert run("build", "--sources", str(tmp_path), lake=tmp_path / "lake").code == 6


def test_6_a_budget_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "s" / "budget").mkdir(parents=True)
    (tmp_path / "s" / "budget" / "art4_budget.csv").write_text("year,amount\n2020,5\n")
    said = run("build", "--sources", str(tmp_path / "s"), lake=tmp_path / "lake")
    assert said.code == 6
    assert "columns" in line(said)


def test_prune_says_what_went(run: Run, sample_lake: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_lake, tmp_path / "lake")
    said = run("prune", "--keep", "1", lake=tmp_path / "lake")
    assert (said.code, said.out.strip()) == (0, "Removed: nothing")


def test_doctor_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    said = run("doctor", lake=tmp_path / "empty")
    assert said.code == 1
    assert "vrede build --sample" in said.out


def test_doctor_lists_lines_that_match_nothing(run: Run, tmp_path: Path) -> None:
    """A line with a slip of the pen withholds nobody; that is said, with its number."""
    listed = tmp_path / "suppress.csv"
    listed.write_text("kind,value,reason\nplace,mli,\nplace,Erewhon,\n", encoding="utf-8")
    said = run("doctor", more={"VREDE_SUPPRESS": str(listed)})
    assert said.code == 1
    assert "3: place,Erewhon" in said.out
    assert "2: place" not in said.out


@pytest.mark.parametrize("words", [("show", "F1"), ("build", "--sample"), ("verify", "http://x/?clause=F1")])
def test_no_command_answers_while_the_list_is_gone(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    said = run(*words, more={"VREDE_SUPPRESS": str(tmp_path / "gone.csv")})
    assert said.code != 0
    assert "Nothing is shown" in said.err + said.out


def test_build_of_the_sample_by_the_installed_command(tmp_path: Path) -> None:
    """With its processes, as a person runs it; a second time nothing is read."""
    vrede = Path(sys.executable).with_name("vrede")
    environment = {**os.environ, "VREDE_LAKE": str(tmp_path / "lake"), "VREDE_WORKERS": "2"}
    first, second = (
        subprocess.run(
            [vrede, "build", "--sample"], env=environment, capture_output=True, text=True, timeout=120, check=True
        ).stderr
        for _ in (1, 2)
    )
    assert "(new)" in first
    assert "nothing changed" in second
    assert " 0 read now" in second
    assert opened(tmp_path / "lake").manifest["made_up"] is True


# ---------------------------------------------------------------------------------------------------------------- verify


def link(selection: Selection, snapshot: str, cents: int | None) -> str:
    return f"http://127.0.0.1:8000/en/rows/?{query_of(selection, snapshot, cents)}"


CHOICES = [
    Selection(clause="F1", year="2020", measure="own", kind="spent"),
    Selection(scope="all", country="MLI"),
    Selection(part="F1.a", grade="coded"),
]


@pytest.mark.parametrize("selection", CHOICES)
def test_verify_gives_the_same(run: Run, sample_snapshot: Snapshot, selection: Selection) -> None:
    from vrede.article.load import load_texts
    from vrede.cli.show import ledger_of

    cents = ledger_of(sample_snapshot, load_texts()).total(selection)
    said = run("verify", link(selection, sample_snapshot.name, cents), "--rows", "2")
    assert said.code == 0
    assert f"The link says {cents}; the snapshot gives {cents} (EUR cents): the same" in said.out


def test_verify_says_the_difference_and_7(run: Run, sample_snapshot: Snapshot) -> None:
    said = run("verify", link(CHOICES[0], sample_snapshot.name, 12))
    assert said.code == 7
    assert "DIFFERENT" in said.out


def test_verify_of_a_snapshot_that_is_gone_says_so(run: Run) -> None:
    said = run("verify", link(CHOICES[0], "0123456789abcdef", 12))
    assert said.code == 7
    assert "0123456789abcdef is no longer kept; compared with" in said.out


def test_verify_shows_the_xml(run: Run, sample_snapshot: Snapshot) -> None:
    said = run("verify", link(CHOICES[0], sample_snapshot.name, None), "--rows", "1", "--xml")
    assert said.code == 0
    assert "<iati-activity" in said.out
    assert "contact-info" not in said.out


@pytest.mark.parametrize("words", ["nonsense", "http://x/?clause=Z9", "http://x/?year=2020&snapshot=../.."])
def test_verify_refuses_nonsense(run: Run, words: str) -> None:
    said = run("verify", words)
    assert said.code == 2
    assert line(said).startswith("vrede: ")
