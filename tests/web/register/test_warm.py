"""A server folds its register while it starts, so that the first reader does not wait; without one it starts all the same."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from vrede.register.desk import worklist
from vrede.register.desk.projection import Projection


def test_the_first_page_finds_projection_and_work_list_made(
    desk: Any, granted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No act is folded and no dossier is looked at for the page; one that came since is."""
    from vrede.web.register import connection
    from vrede.web.warm import warm

    granted("G1")
    granted("G2", commit=False)
    browser, folded, looked = desk.at("olga"), [], []
    apply, changed = Projection.apply, worklist._changed

    def counted(now: Projection, act: Any) -> None:
        folded.append(act.seq)
        apply(now, act)

    def seen(*of: Any, **how: Any) -> Any:
        found = changed(*of, **how)
        looked.extend(one.name for one in found[0])
        return found

    monkeypatch.setattr(Projection, "apply", counted)
    monkeypatch.setattr(worklist, "_changed", seen)
    connection.forget()
    warm()
    assert folded == list(range(1, desk.book.count() + 1))
    assert sorted(looked) == ["G1", "G2"]
    folded.clear()
    looked.clear()
    assert browser.get("/en/register/work/").status_code == 200
    assert (folded, looked) == ([], [])
    granted("G3", commit=False)
    assert browser.get("/en/register/work/").status_code == 200
    assert (len(folded), looked) == (1, ["G3"])


@pytest.mark.parametrize("kind", ["none", "no database", "a server that is down"])
def test_without_a_register_the_site_starts(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """Where none is, nothing is made and nothing is said; what cannot be read is logged in words, without a password."""
    from registercluster import free_port
    from vrede.web.register import connection
    from vrede.web.warm import warm

    path = tmp_path / "other.sqlite3"
    if kind == "no database":
        path.write_bytes(b"no database at all\n" * 100)
    down = f"postgresql://vrede:secret@127.0.0.1:{free_port()}/vrede"
    monkeypatch.setenv("VREDE_DATABASE", down if kind.startswith("a server") else f"sqlite:///{path}")
    connection.forget()
    with caplog.at_level(logging.WARNING):
        warm()
    said = [record.getMessage() for record in caplog.records]
    assert "secret" not in " ".join(said)
    if kind == "none":
        assert said == []
        assert not path.exists()
    else:
        assert len(said) == 1
        assert "starts without its register" in said[0]
    assert desk.nobody().get("/en/countries/").status_code == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("older", "said"),
    [
        ("DROP TABLE approval", "nothing can be recorded: the register in the database is older than this program"),
        ("ALTER TABLE act RENAME COLUMN reason TO why", "the site starts without its register: the register at"),
    ],
)
def test_a_server_starts_beside_a_register_of_another_program(
    desk: Any,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    older: str,
    said: str,
) -> None:
    """A table that was not there yet, and acts that had other columns: the log says so in one line, and what to do."""
    from registerbook import Book as Register
    from vrede.web.register import connection
    from vrede.web.warm import warm

    sqlite = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    address = sqlite if kind == "sqlite" else str(request.getfixturevalue("new_postgres")())
    register = Register(address)
    register.database.run(older)
    register.database.close()
    monkeypatch.setenv("VREDE_DATABASE", address)
    connection.forget()
    with caplog.at_level(logging.WARNING):
        warm()
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(said)
    assert "run `vrede register prepare` once" in line or "See whether its database" in line
    connection.forget()
    assert desk.nobody().get("/en/countries/").status_code == 200


def test_without_a_lake_the_register_is_made_all_the_same(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from vrede.web.register import connection
    from vrede.web.site import page_cache
    from vrede.web.warm import warm

    monkeypatch.setenv("VREDE_LAKE", str(tmp_path / "empty"))
    page_cache.forget()
    connection.forget()
    warm()
    assert [record.getMessage()[:33] for record in caplog.records] == ["the site starts without its lake:"]
    assert [now.seq for now in connection._projections.values()] == [desk.book.count()]
    page_cache.forget()


def test_a_register_of_an_older_program_is_read_and_not_written(
    desk: Any, granted: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The log of the start says so; pages are shown; a form is answered in words, and nothing in the database is changed."""
    from vrede.web.register import connection
    from vrede.web.warm import warm

    granted("G1")
    tables = ("transition", "approval")
    for table in tables:
        desk.book.database.run(f"DELETE FROM {table} WHERE kind IN ('refusal', 'rejection')")
    before = [desk.book.database.all(f"SELECT * FROM {table}") for table in (*tables, "act")]
    connection.forget()
    with caplog.at_level(logging.WARNING):
        warm()
    assert "is older than this program" in caplog.text
    assert desk.get("olga", "dossier/?name=G1").status_code == 200
    given = {"reason": "r", "token": "t", "end_date": "2026-12-31"}
    answer = desk.at("olga").post("/en/register/act/modification/?dossier=G1", given)
    assert answer.status_code == 503
    assert "run `vrede register prepare` once" in answer.content.decode()
    assert [desk.book.database.all(f"SELECT * FROM {table}") for table in (*tables, "act")] == before
