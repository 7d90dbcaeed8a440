"""Many at once on one line, and a process that is killed while it writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registerbook import COMMITMENT, DAY, MOMENT, RULES, YEAR, Book
from vrede.register.acts.submission import Submission
from vrede.register.audit.verification import verify
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterRefused

CLIENTS, EACH, CENTS = 8, 6, 25_000
KILLS = 4
"""Here; 200 in tests/proof."""
WRITER = Path(__file__).resolve().parents[1] / "registerwriter.py"


def test_many_at_once_never_exceed_the_line(book: Book, address: str) -> None:
    """Eight people commit 48 dossiers on a line that has room for 24: 24 win, 24 hear that there is no room, none is lost."""
    dossiers = [f"G{number}" for number in range(CLIENTS * EACH)]
    proposals = {dossier: book.propose(dossier, CENTS) for dossier in dossiers}
    room = 600_000

    def client(number: int) -> list[str]:
        database, heard = Database(address), []
        try:
            for dossier in dossiers[number::CLIENTS]:
                asked = Submission(
                    "bram",
                    "budget holder",
                    "commitment",
                    dossier,
                    f"c {dossier}",
                    "r",
                    CENTS,
                    YEAR,
                    proposals[dossier].seq,
                    DAY,
                )
                try:
                    record(database, asked, MOMENT, RULES)
                    heard.append("done")
                except RegisterRefused as refused:
                    heard.append(refused.code)
        finally:
            database.close()
        return heard

    with ThreadPoolExecutor(CLIENTS) as pool:
        heard = [code for answers in pool.map(client, range(CLIENTS)) for code in answers]
    assert sorted(set(heard)) == ["done", "line"]
    assert heard.count("done") == room // CENTS
    assert book.room("commitment") == COMMITMENT - room
    assert sum(len(acts_of(book.database, dossier)) for dossier in dossiers) == len(dossiers) + room // CENTS
    assert verify(book.database) == []


def test_two_send_the_same_at_once_and_it_is_done_once(book: Book, address: str) -> None:
    """One token from eight sides: one act, and everybody gets it."""
    book.commit("G1", book.propose("G1", 100))
    request = book.request("G1", 60)

    def pay(_number: int) -> int:
        database = Database(address)
        asked = Submission("carla", "controller", "payment", "G1", "the payment", "r", 60, YEAR, request.seq, DAY)
        try:
            return record(database, asked, MOMENT, RULES).seq
        finally:
            database.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert len(set(pool.map(pay, range(CLIENTS)))) == 1
    assert [act.kind for act in acts_of(book.database, "G1")] == [
        "proposal",
        "commitment",
        "payment_request",
        "payment",
    ]


@pytest.mark.parametrize("number", range(KILLS))
def test_after_a_kill_every_acknowledged_act_is_there_and_none_is_half(book: Book, address: str, number: int) -> None:
    """A process writes and says what was done; killed at a line that differs, its words and the register agree."""
    killed_after(book, address, 3 + 7 * number)


def killed_after(book: Book, address: str, lines: int) -> None:
    """Start a writer, let it say so many acts, kill it, and look."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writer = subprocess.Popen(
        [sys.executable, str(WRITER), address, f"K{datetime.now(UTC).timestamp()}"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert writer.stdout is not None
    said = []
    for line in writer.stdout:
        said.append(line.split())
        if len(said) == lines:
            os.kill(writer.pid, signal.SIGKILL)
            break
    rest = writer.stdout.read().splitlines()
    words = [line.split() for line in rest]  # the last may be cut off anywhere
    said += [two for two in words if len(two) == 2 and len(two[1]) == 64]
    writer.wait()
    writer.stdout.close()
    assert writer.returncode == -signal.SIGKILL
    for seq, seal in said:
        assert book.database.one("SELECT hash FROM act WHERE seq = ?", (int(seq),)) == (seal,)
    assert verify(book.database) == []


def test_the_same_figures_after_moving_from_sqlite_to_postgresql(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    """Acts are recorded again from their own words, and every hash, account and member comes out the same."""
    from vrede.register.recording.replay import copy

    old = Book(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    old.commit("G1", old.propose("G1", 100))
    old.pay("G1", old.request("G1", 40))
    new = Database(new_postgres())
    assert copy(old.database, new) == old.count()
    for table in ("act", "posting", "balance", "member"):
        order = {"act": "seq", "posting": "act, place", "balance": "account", "member": "who, role"}[table]
        assert sorted(new.all(f"SELECT * FROM {table} ORDER BY {order}")) == sorted(
            old.database.all(f"SELECT * FROM {table} ORDER BY {order}")
        )
    assert verify(new) == []
    back = Database(f"sqlite:///{tmp_path / 'back.sqlite3'}")
    copy(new, back)
    assert back.all("SELECT * FROM act ORDER BY seq") == old.database.all("SELECT * FROM act ORDER BY seq")
    with pytest.raises(RegisterRefused, match="not empty"):
        copy(old.database, back)
    for database in (old.database, new, back):
        database.close()
