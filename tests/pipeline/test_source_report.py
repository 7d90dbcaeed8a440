"""What the report of a source says is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from vrede.fetch import Outcome
from vrede.fetch.answers import Answer, AnswerFile, write_answers
from vrede.pipeline.fetching import report_of

DAY = date(2026, 11, 30)


def test_answers_that_could_not_be_asked_for_are_there_all_the_same(tmp_path: Path) -> None:
    """Where the list of a source fails, what it listed earlier is counted still."""
    home = tmp_path / "views"
    home.mkdir()
    files = []
    for name in ("a", "b"):
        (home / name).write_bytes(b"12345")
        files.append(AnswerFile(home / name, "https://x.example/", "0" * 64))
    write_answers(home, {"run": Answer("run", "2026-11-30", "2026-11-30", tuple(files), 2, "2026-10")})
    told = report_of("views", [Outcome("runs", "https://x.example/", "failed", reason="dead")], tmp_path, DAY)
    assert (told.state, told.files, told.bytes) == ("failed", 2, 10)


def test_without_answers_the_rows_are_counted(tmp_path: Path) -> None:
    rows = [Outcome("a.zip", "", "unchanged", 7, "0" * 64), Outcome("b.zip", "", "failed", reason="dead")]
    told = report_of("rates", rows, tmp_path, DAY)
    assert (told.state, told.files, told.bytes) == ("failed", 1, 7)
