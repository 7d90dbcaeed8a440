"""All acts in a file and back: the same figures on either database, and no dump that somebody changed is ever restored."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from registerbook import PARTNER, Book
from vrede.register.audit.budget_statement import statement
from vrede.register.audit.dump_file import FORMAT, dump, restore
from vrede.register.audit.verification import Head, head, verify
from vrede.register.chain.act import Act, canonical
from vrede.register.chain.database import Database
from vrede.register.refused import RegisterError, RegisterRefused


def filled(book: Book) -> Book:
    """Some of everything."""
    for number in range(4):
        act = book.propose(f"G{number}", 20_000 + number, title=f"Titel “{number}” é \u2028", partner=PARTNER)
        book.commit(f"G{number}", act)
        book.pay(f"G{number}", book.request(f"G{number}", 5_000 + number))
    book.act("betty", "budget holder", "release", "G0", 1)
    book.move("cash", 7)
    return book


@pytest.fixture
def dumped(book: Book, tmp_path: Path) -> Path:
    path = tmp_path / "register.jsonl"
    dump(filled(book).database, path)
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield database
    database.close()


def same(one: Database, other: Database) -> None:
    """Both verify, and every figure, act, posting, balance and member is the same."""
    assert verify(one) == verify(other) == []
    assert statement(one) == statement(other)
    for table, order in (("act", "seq"), ("posting", "act, place"), ("balance", "account"), ("member", "who, role")):
        sql = f"SELECT * FROM {table} ORDER BY {order}"
        assert sorted(one.all(sql)) == sorted(other.all(sql))


def nothing_in(database: Database) -> None:
    database.prepare()
    for table in ("act", "posting", "balance", "member"):
        assert database.all(f"SELECT * FROM {table}") == []


def test_from_sqlite_to_postgresql_and_back(tmp_path: Path, new_postgres: Callable[[], str]) -> None:
    """Three registers, one statement; and the third dump is the first, byte for byte."""
    first = filled(Book(f"sqlite:///{tmp_path / 'first.sqlite3'}")).database
    second, third = Database(new_postgres()), Database(f"sqlite:///{tmp_path / 'third.sqlite3'}")
    paths = [tmp_path / f"{number}.jsonl" for number in range(3)]
    dump(first, paths[0])
    assert restore(second, paths[0]) == head(first)
    dump(second, paths[1])
    restore(third, paths[1], head(first))
    dump(third, paths[2])
    assert paths[0].read_bytes() == paths[1].read_bytes() == paths[2].read_bytes()
    same(first, second)
    same(first, third)
    for database in (first, second, third):
        database.close()


def test_a_restored_register_goes_on(book: Book, dumped: Path, empty: Database) -> None:
    """Roles, balances and triggers are there: the next act is recorded, and what is refused is refused."""
    restore(empty, dumped)
    again = Book.__new__(Book)
    again.database = empty
    act = again.propose("next", 100)
    again.commit("next", act)
    with pytest.raises(RegisterRefused):
        again.commit("G0", act)
    assert verify(empty) == []


def test_only_its_owner_may_read_a_dump(dumped: Path) -> None:
    assert stat.S_IMODE(dumped.stat().st_mode) == 0o600
    assert [path.name for path in dumped.parent.iterdir() if path.name.startswith(".")] == []


def test_a_dump_is_whole_or_not_there(book: Book, dumped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dumped.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RegisterError, match="cannot write"):
        dump(book.database, dumped)
    assert dumped.read_bytes() == before
    assert [path.name for path in dumped.parent.iterdir() if path.name.startswith(".")] == []


def test_nothing_is_restored_over_a_register(book: Book, dumped: Path) -> None:
    count = book.count()
    with pytest.raises(RegisterRefused, match="not empty"):
        restore(book.database, dumped)
    assert book.count() == count


def acts_of(path: Path) -> list[Act]:
    return [Act(**json.loads(line)) for line in path.read_text(encoding="utf-8").split("\n")[:-2]]


def anew(chain: list[Act]) -> str:
    """A dump of these acts with every number and hash made to fit, and the head too."""
    previous, lines = "", []
    for number, act in enumerate(chain, 1):
        act = replace(act, seq=number, previous=previous, hash="").sealed()
        previous = act.hash
        lines.append(canonical(asdict(act)))
    return "\n".join([*lines, canonical({"format": FORMAT, "head": [len(chain), previous]})]) + "\n"


def cut(text: str) -> dict[str, str]:
    """What may become of a file, by what was done to it."""
    lines = text.split("\n")[:-1]
    middle = len(lines) // 2

    def joined(*parts: str) -> str:
        return "\n".join(parts) + "\n"

    return {
        "its head gone": joined(*lines[:-1]),
        "the last act gone": joined(*lines[:-2], lines[-1]),
        "an act gone": joined(*lines[:middle], *lines[middle + 1 :]),
        "the first act gone": joined(*lines[1:]),
        "two in another order": joined(*lines[:middle], lines[middle + 1], lines[middle], *lines[middle + 2 :]),
        "an act twice": joined(*lines[:middle], lines[middle], *lines[middle:]),
        "half a line": text[: len(text) // 2],
        "without its last line end": text[:-1],
        "something after the head": text + lines[0] + "\n",
        "the head twice": text + lines[-1] + "\n",
        "another format": text.replace('{"format":1', '{"format":2'),
        "white space": joined(lines[0].replace(",", ", ", 1), *lines[1:]),
        "an empty line": joined(*lines[:middle], "", *lines[middle:]),
        "a name twice": joined(lines[0].replace("{", '{"seq":1,', 1), *lines[1:]),
        "one name more": joined(lines[0].replace("{", '{"a":1,', 1), *lines[1:]),
        "a number as a text": joined(lines[0].replace('"seq":1', '"seq":"1"'), *lines[1:]),
        "a number as a decimal": joined(lines[0].replace('"seq":1', '"seq":1.0'), *lines[1:]),
        "only a head": joined(lines[-1]),
        "nothing": "",
        "no JSON": "acts\n",
        "deep": "[" * 100_000 + "\n",
        "zero bytes": "\0\n",
    }


@pytest.mark.parametrize("what", cut("a\nb\nc\nd\n"))
def test_a_dump_that_was_cut_or_mended_is_refused(dumped: Path, empty: Database, what: str) -> None:
    """With its line, in words; and nothing is written."""
    dumped.write_text(cut(dumped.read_text(encoding="utf-8"))[what], encoding="utf-8")
    with pytest.raises(RegisterRefused) as refused:
        restore(empty, dumped)
    assert refused.value.code == "verify"
    nothing_in(empty)


def test_a_dump_with_one_other_sign_is_refused(dumped: Path, empty: Database) -> None:
    """Two hundred places by chance, each with another byte."""
    data, chance = dumped.read_bytes(), random.Random(7)
    for _ in range(200):
        place = chance.randrange(len(data))
        other = chance.choice([b"0", b"x", b"\xff", b"\n", b" ", b'"'])
        if data[place : place + 1] == other:
            continue
        dumped.write_bytes(data[:place] + other + data[place + 1 :])
        with pytest.raises(RegisterRefused):
            restore(empty, dumped)
    nothing_in(empty)


# What a forger does who makes all hashes fit, by what is wrong with it then.
FORGED: dict[str, Callable[[list[Act]], list[Act]]] = {
    "paid twice": lambda acts: [*acts, replace(next(a for a in acts if a.kind == "payment"), token="another")],
    "without a role": lambda acts: [replace(a, who="thief") if a.kind == "payment" else a for a in acts],
    "own act": lambda acts: [replace(a, who="olga", role="policy officer") if a.kind == "commitment" else a for a in acts],
    "beyond the room": lambda acts: [replace(a, cents=10**9) if a.kind == "commitment" else a for a in acts],
    "below nothing": lambda acts: [replace(a, cents=-5) if a.kind == "payment" else a for a in acts],
    "a huge amount": lambda acts: [replace(a, cents=10**30) if a.kind == "payment" else a for a in acts],
    "a huge law": lambda acts: [replace(a, body=re.sub(r'"level":\d+', f'"level":{10**30}', a.body)) for a in acts],
    "a body that is none": lambda acts: [replace(a, body="[]") if a.kind == "payment" else a for a in acts],
    "a body without a line": lambda acts: [replace(a, body='{"day":"2024-03-01"}') if a.kind == "payment" else a for a in acts],
    "a decimal": lambda acts: [replace(a, body=re.sub(r'"level":\d+', '"level":0.5', a.body)) for a in acts],
    "another year": lambda acts: [replace(a, year=2025) if a.kind == "commitment" else a for a in acts],
    "no such act": lambda acts: [replace(a, kind="gift") if a.kind == "payment" else a for a in acts],
    "the founder gone": lambda acts: acts[1:],
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_dump_whose_hashes_fit_is_held_against_the_rules(
    tmp_path: Path, request: pytest.FixtureRequest, what: str, kind: str
) -> None:
    """The database's own refusals hold for a restore; all of it goes."""
    book = filled(Book(f"sqlite:///{tmp_path / 'book.sqlite3'}"))
    dump(book.database, tmp_path / "d.jsonl")
    chain = acts_of(tmp_path / "d.jsonl")
    (tmp_path / "d.jsonl").write_text(anew(chain), encoding="utf-8")
    postgres = kind == "postgresql"
    made = Database(request.getfixturevalue("new_postgres")() if postgres else f"sqlite:///{tmp_path / 'e.sqlite3'}")
    (tmp_path / "f.jsonl").write_text(anew(FORGED[what](chain)), encoding="utf-8")
    with pytest.raises(RegisterRefused):
        restore(made, tmp_path / "f.jsonl")
    nothing_in(made)
    restore(made, tmp_path / "d.jsonl")
    same(book.database, made)
    made.close()
    book.database.close()


def test_a_dump_that_was_made_anew_is_found_by_a_published_head(book: Book, dumped: Path, empty: Database) -> None:
    """Whole, in order, every hash right, and another story: only a head from elsewhere tells."""
    published = head(book.database)
    assert published is not None
    chain = acts_of(dumped)
    dumped.write_text(anew([replace(a, reason="another") if a.seq == 12 else a for a in chain]), encoding="utf-8")
    with pytest.raises(RegisterRefused, match="published head"):
        restore(empty, dumped, published)
    with pytest.raises(RegisterRefused, match="before the published head"):
        restore(empty, dumped, Head(published.seq + 1, published.hash))
    nothing_in(empty)


def test_no_dump_of_nothing_or_of_what_does_not_verify(tmp_path: Path, empty: Database) -> None:
    empty.prepare()
    with pytest.raises(RegisterRefused, match="no act"):
        dump(empty, tmp_path / "d.jsonl")
    book = filled(Book(f"sqlite:///{tmp_path / 'book.sqlite3'}"))
    book.database.run("DROP TRIGGER act_kept")
    book.database.run("UPDATE act SET reason = 'another' WHERE seq = 12")
    with pytest.raises(RegisterRefused, match="act 12"):
        dump(book.database, tmp_path / "d.jsonl")
    assert not (tmp_path / "d.jsonl").exists()
    with pytest.raises(RegisterError, match="cannot read"):
        restore(empty, tmp_path / "d.jsonl")
    book.database.close()


def test_a_backup_of_sqlite_is_the_same_register(tmp_path: Path) -> None:
    """SQLite's own online backup, made while somebody writes."""
    book = filled(Book(f"sqlite:///{tmp_path / 'book.sqlite3'}"))
    before = statement(book.database)
    source, target = sqlite3.connect(tmp_path / "book.sqlite3"), sqlite3.connect(tmp_path / "backup.sqlite3")
    with book.database.writing():
        book.database.run("DELETE FROM transition WHERE 1 = 0")
        source.backup(target)
    source.close()
    target.close()
    backup = Database(f"sqlite:///{tmp_path / 'backup.sqlite3'}")
    backup.prepare()
    assert statement(backup) == before
    same(book.database, backup)
    backup.close()
    book.database.close()


def test_a_dump_of_postgresql_is_the_same_register(
    tmp_path: Path, new_postgres: Callable[[], str], programs: Callable[[str], str]
) -> None:
    """pg_dump and psql: the same statement, it verifies, and it refuses what the first refuses."""
    address, other = new_postgres(), new_postgres()
    book = filled(Book(address))
    script = tmp_path / "register.sql"
    subprocess.run([programs("pg_dump"), "--no-owner", "-f", str(script), address], check=True)
    done = subprocess.run(
        [programs("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", other, "-f", str(script)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    restored = Database(other)
    restored.prepare()
    same(book.database, restored)
    with pytest.raises(RegisterRefused, match="never changed"):
        restored.run("UPDATE act SET cents = 1 WHERE seq = 12")
    restored.close()
    book.database.close()
