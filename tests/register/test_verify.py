"""A hostile administrator: triggers off, rows edited, added, deleted, moved, hashes calculated anew. Every edit is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from registerbook import Book
from vrede.register.audit.verification import Head, head, verify
from vrede.register.chain.act import COLUMNS, Act, canonical
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of

EDITS = 40
"""On each database here; 1,000 in tests/proof."""


def filled(book: Book) -> Book:
    """A few dossiers with everything in them."""
    for number in range(6):
        dossier = f"G{number}"
        act = book.propose(dossier, 20_000 + number)
        book.commit(dossier, act)
        book.pay(dossier, book.request(dossier, 5_000 + number))
    book.act("betty", "budget holder", "release", "G0", 1)
    assert verify(book.database) == []
    return book


def unguarded(database: Database) -> Callable[[str, tuple[object, ...]], None]:
    """A way to write that no trigger or key watches, as whoever owns the database has."""
    if database.postgres:
        database.run("SET session_replication_role = replica")
    else:
        for (name,) in database.all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.run(f"DROP TRIGGER {name}")
        database.run("PRAGMA foreign_keys = OFF")
    return lambda sql, values: database.run(sql, values)


def acts(database: Database) -> list[Act]:
    return [act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")]


def rewritten(write: Callable[[str, tuple[object, ...]], None], chain: list[Act], start: int) -> None:
    """The rows of a chain put back from a place on, every hash calculated anew."""
    write("DELETE FROM act WHERE seq >= ?", (chain[start].seq,))
    previous = chain[start - 1].hash if start else ""
    for act in chain[start:]:
        act = replace(act, previous=previous, hash="").sealed()
        previous = act.hash
        write(
            f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
            tuple(getattr(act, n) for n in COLUMNS),
        )


def _value(chance: random.Random, act: Act) -> tuple[str, object]:
    name = chance.choice(
        ["moment", "who", "kind", "dossier", "cents", "year", "reason", "body", "previous", "hash", "token"]
    )
    old = getattr(act, name)
    if name in ("cents", "year"):
        return name, (old or 0) + 1 if name == "cents" else (2031 if old != 2031 else 2032)
    return name, f"{old}x"


def edited(chance: random.Random, database: Database, write: Callable[[str, tuple[object, ...]], None]) -> str:
    """One edit by chance; what it was."""
    chain = acts(database)
    place = chance.randrange(1, len(chain))
    act = chain[place]
    what = chance.choice(
        ["value", "delete", "swap", "posting", "posting gone", "balance", "member", "anew", "insert", "renumber"]
    )
    if what == "value":
        name, value = _value(chance, act)
        write(f"UPDATE act SET {name} = ? WHERE seq = ?", (value, act.seq))
    elif what == "delete":
        write("DELETE FROM posting WHERE act = ?", (act.seq,))
        write("DELETE FROM act WHERE seq = ?", (act.seq,))
    elif what == "swap":
        other = chain[place - 1]
        for name in ("who", "role", "kind", "dossier", "cents", "reason", "body", "moment"):
            write(f"UPDATE act SET {name} = ? WHERE seq = ?", (getattr(other, name), act.seq))
            write(f"UPDATE act SET {name} = ? WHERE seq = ?", (getattr(act, name), other.seq))
    elif what == "posting":
        rows = database.all("SELECT act, place FROM posting")
        write("UPDATE posting SET cents = cents + 1 WHERE act = ? AND place = ?", chance.choice(rows))
    elif what == "posting gone":
        rows = database.all("SELECT act, place FROM posting")
        write("DELETE FROM posting WHERE act = ? AND place = ?", chance.choice(rows))
    elif what == "balance":
        write(
            "UPDATE balance SET cents = cents + 1 WHERE account = ?",
            chance.choice(database.all("SELECT account FROM balance")),
        )
    elif what == "member":
        write("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (f"thief {chance.random()}", "controller", 1))
    elif what == "anew":
        chain[place] = replace(act, reason=f"{act.reason}, changed")
        rewritten(write, chain, place)
    elif what == "insert":
        last = chain[-1]
        forged = replace(
            last,
            seq=last.seq + 1,
            token=f"t{chance.random()}",
            previous=last.hash,
            cents=(last.cents or 0) + 1,
            hash="",
        ).sealed()
        write(
            f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
            tuple(getattr(forged, n) for n in COLUMNS),
        )
    else:
        write("DELETE FROM posting WHERE act = ?", (act.seq,))
        chain = chain[:place] + [replace(one, seq=one.seq - 1) for one in chain[place + 1 :]]
        write("DELETE FROM act WHERE seq >= ?", (act.seq,))
        rewritten(write, [*chain], min(place, len(chain) - 1))
    return what


@pytest.mark.parametrize("seed", range(EDITS))
def test_every_edit_is_found(book: Book, seed: int) -> None:
    """Against the head that was published before; where it can be told, the act is named."""
    filled(book)
    published = head(book.database)
    what = edited(random.Random(seed), book.database, unguarded(book.database))
    assert verify(book.database, published), what


def test_where_it_is_wrong_is_said(book: Book) -> None:
    """The number of the act, and what does not fit."""
    filled(book)
    write = unguarded(book.database)
    write("UPDATE act SET reason = ? WHERE seq = ?", ("another", 12))
    assert {finding.seq for finding in verify(book.database)} == {12}
    assert "its hash does not fit" in verify(book.database)[0].what


def test_what_no_head_shows_is_not_found(book: Book) -> None:
    """The last acts cut off with all they moved: without a head that was published the rest fits (docs/security.md says so)."""
    filled(book)
    published = head(book.database)
    assert published is not None
    last = acts(book.database)[-1]
    write = unguarded(book.database)
    for source, target, cents in book.database.all(
        "SELECT source, target, cents FROM posting WHERE act = ?", (last.seq,)
    ):
        write("UPDATE balance SET cents = cents + ? WHERE account = ?", (cents, source))
        write("UPDATE balance SET cents = cents - ? WHERE account = ?", (cents, target))
    write("DELETE FROM posting WHERE act = ?", (last.seq,))
    write("DELETE FROM act WHERE seq = ?", (last.seq,))
    write("DELETE FROM balance WHERE cents = 0 AND account LIKE 'released:%'", ())
    assert verify(book.database) == []
    assert [finding.what for finding in verify(book.database, published)] == [
        f"the register ends at {published.seq - 1}, before the published head"
    ]
    assert verify(book.database, Head(5, "0" * 64))


def test_a_canonical_text_is_one_text() -> None:
    assert canonical({"b": [1, 2], "a": None}) == '{"a":null,"b":[1,2]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})
