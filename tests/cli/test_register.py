"""`vrede register` on the command line: a live budget file, publishing, dump and restore."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from registerbook import Book
from vrede.cli.app import app, main
from vrede.lake import LakeError
from vrede.sources.budget.read import BudgetError

TABLE = {
    "jaar": 2025, "fase": "VB", "hoofdstuk_nummer": "XVII", "artikel_nummer": "4", "artikelonderdeel_nummer": "1",
    "instrument_of_uitsplitsing_apparaat_naam": "Bijdrage", "regeling_detailniveau_naam": "Noodhulpfonds", "vuo": "V", "bedrag": "1.000",
}  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["register", *words])


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """The register of this environment."""
    address = f"sqlite:///{tmp_path / 'register.sqlite3'}"
    monkeypatch.setenv("VREDE_DATABASE", address)
    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "lake"))
    made = Book(address)
    yield made
    made.database.close()


def live_file(tmp_path: Path, *records: dict[str, Any]) -> str:
    path = tmp_path / "live.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return str(path)


def test_laws_from_the_live_open_data(book: Book, tmp_path: Path) -> None:
    """A budget table is told by its headings; its sums are the law, in cents; what cannot be read is said."""
    path = live_file(tmp_path, TABLE, {**TABLE, "fase": "OWB", "jaar": 2024, "bedrag": "1,5"})
    done = run("budget", "--file", path, "--who", "carla")
    assert done.exit_code == 0, done.output
    assert "1 laws stand" in done.stdout
    assert "line 2: readable: the amount '1,5'" in done.stderr
    rows = {(row["year"], row["line"]): row for row in json.loads(run("show", "--format", "json").stdout)}
    assert rows[2025, ""]["commitment_authority_cents"] == rows[2025, "4.1"]["commitment_free_cents"] == 100_000_000


def test_recipients_are_no_law(book: Book, tmp_path: Path) -> None:
    """Their euro are never read as thousands."""
    record = {
        "jaar": 2024,
        "hoofdstuk": "XVII",
        "artikel": "4",
        "instrument": "B",
        "regeling": "N",
        "ontvanger": "R",
        "bedrag": 5,
    }
    before = book.count()
    done = run("budget", "--file", live_file(tmp_path, record), "--who", "carla")
    assert isinstance(done.exception, BudgetError)
    assert "in euro; no budget law" in str(done.exception)
    assert isinstance(run("budget", "--file", str(tmp_path / "none.csv"), "--who", "carla").exception, BudgetError)
    assert book.count() == before


def test_publishing_says_what_it_did(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the list that VREDE_SUPPRESS names; one that is not there stops it, and a folder of another is left alone."""
    act = book.propose("G1", 500, title="Werk van de Vredesvogel", partner="NL-KVK-1", iso3=["NER"])
    book.commit("G1", act)
    out = tmp_path / "out"
    done = run("publish", str(out))
    assert done.exit_code == 0, done.output
    assert f"1 activities, up to act {book.count()}" in done.stdout
    assert "1 without a policy marker" in done.stderr
    assert "Vredesvogel" in (out / "activities.xml").read_text()
    monkeypatch.setenv("VREDE_SUPPRESS", str(tmp_path / "list.csv"))
    assert isinstance(run("publish", str(out)).exception, LakeError)
    assert "Vredesvogel" in (out / "activities.xml").read_text()
    (tmp_path / "list.csv").write_text("kind,value,reason\npartner,Vredesvogel,\n")
    done = run("publish", str(out), "--until", str(book.count()))
    assert "Words replaced in 1, left out 0" in done.stderr
    assert "Vredesvogel" not in (out / "activities.xml").read_text()
    refused = run("publish", str(tmp_path))
    assert (refused.exit_code, "something else" in refused.stderr) == (11, True)
    assert run("publish", str(out), "--until", "999").exit_code == 11


def test_dump_and_restore(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of one database, into another; a dump that was changed ends with exit code 11 and writes nothing."""
    book.commit("G1", book.propose("G1", 500))
    path = tmp_path / "register.jsonl"
    done = run("dump", str(path))
    assert done.exit_code == 0, done.output
    head = done.stdout.split()[-1]
    shown = run("show", "--format", "json").stdout
    monkeypatch.setenv("VREDE_DATABASE", f"sqlite:///{tmp_path / 'other.sqlite3'}")
    text = path.read_text()
    path.write_text(text.replace('"cents":500', '"cents":501', 1))
    refused = run("restore", str(path))
    assert refused.exit_code == 11
    assert "nothing was written" in refused.stderr
    path.write_text(text)
    assert run("restore", str(path), "--head", f"{head[:-1]}{'0' if head[-1] != '0' else '1'}").exit_code == 11
    assert run("restore", str(path), "--head", "x").exit_code == 2
    assert run("restore", str(path), "--head", head).exit_code == 0
    assert run("show", "--format", "json").stdout == shown
    assert "all fits" in run("verify", "--head", head).stdout
    assert run("restore", str(path)).exit_code == 11


@pytest.mark.parametrize("words", [("show",), ("head",), ("verify",), ("found", "--administrator", "a"), ("demo",)])
def test_a_register_that_cannot_be_read_is_one_line_and_an_exit_code(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Locked by another program: what, where, and what to do; never taken for an empty database."""
    path = tmp_path / "register.sqlite3"
    book.database.run("PRAGMA journal_mode = DELETE")
    book.database.close()
    monkeypatch.setattr("vrede.register.chain.database.WAIT_SECONDS", 0.1)
    monkeypatch.setattr("sys.argv", ["vrede", "register", *words])
    told: list[str] = []
    monkeypatch.setattr("typer.echo", lambda text="", **_given: told.append(str(text)))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 4
    assert len(told) == 1
    assert "locked" in told[0]
    assert str(path) in told[0]
    holder.close()


def test_a_partner_is_looked_for_on_a_list(book: Book, tmp_path: Path) -> None:
    """A hit is told and recorded with the digest of the list; a list that cannot be read writes nothing."""
    path = tmp_path / "list.csv"
    path.write_text("name,aliases,identifier\nBad Company,Mauvaise Compagnie,\n", encoding="utf-8")
    words = ("screen", "--partner", "NL-KVK-1", "--file", str(path), "--title", "a list", "--who", "carla", "--name")
    assert "hits: Bad Company" in run(*words, "la mauvaise compagnie").stdout
    assert "no hits" in run(*words[:2], "NL-KVK-2", *words[3:], "Good Company").stdout
    before = book.count()
    path.write_text("nothing\n", encoding="utf-8")
    assert run(*words, "Good Company").exit_code == 11
    assert book.count() == before
