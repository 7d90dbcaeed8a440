"""A register that another program prepared, or whose guards were taken away: it is noticed, and once prepared all of it is there again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from registerbook import MOMENT, RULES, YEAR, Book
from registerrefused import everything
from vrede.cli.app import app
from vrede.register.acts.submission import Submission
from vrede.register.audit.verification import verify
from vrede.register.chain.database import Database
from vrede.register.chain.guards import Guard, lacking, wanted
from vrede.register.recording.recorder import record
from vrede.register.refused import RegisterError, RegisterRefused

Another = Callable[[], Database]
FUNCTIONS = ("vrede_act", "vrede_kept", "vrede_posting", "vrede_member")


def gone(guard: Guard, postgres: bool) -> str:
    """What takes a guard away."""
    return f"DROP {guard.kind} {guard.name}{f' ON {guard.table}' if postgres and guard.kind == 'trigger' else ''}"


def changes(postgres: bool) -> Iterator[tuple[str, list[str]]]:
    """What may be wrong with the guards -> how it came so."""
    for guard in sorted(wanted(postgres)):
        drop = gone(guard, postgres)
        yield f"{guard.name} gone", [drop]
        if guard.kind == "index":
            narrow = "CREATE UNIQUE INDEX act_answered_once ON act (approves) WHERE kind IN ('commitment', 'payment')"
            yield f"{guard.name} narrower", [drop, narrow]
            yield f"{guard.name} not unique", [drop, narrow.replace("UNIQUE ", "")]
        elif postgres:
            yield f"{guard.name} off", [f"ALTER TABLE {guard.table} DISABLE TRIGGER {guard.name}"]
            other = (
                f"CREATE TRIGGER {guard.name} BEFORE DELETE ON {guard.table} FOR EACH ROW EXECUTE FUNCTION vrede_kept()"
            )
            yield f"{guard.name} on another event", [drop, other]
        else:
            yield (
                f"{guard.name} empty",
                [drop, f"CREATE TRIGGER {guard.name} BEFORE INSERT ON {guard.table} BEGIN SELECT 1; END"],
            )
            yield (
                f"{guard.name} never",
                [drop, guard.text.replace("'refused:", "'never:").replace("RAISE(ABORT", "max(1")],
            )
    for name in FUNCTIONS if postgres else ():
        empty = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        yield f"{name} empty", [empty]


def propose(database: Database) -> None:
    facts = {"article": "XVII.4", "line": "4.3", "schedule": {str(YEAR): 100}}
    asked = Submission("olga", "policy officer", "proposal", "G1", uuid4().hex, "r", 100, YEAR, facts=facts)
    record(database, asked, MOMENT, RULES)


def test_every_guard_of_the_dialects_is_looked_at(book: Book) -> None:
    """As many as their files make; a register that was just prepared lacks none."""
    database = book.database
    kinds = [guard.kind for guard in wanted(database.postgres)]
    assert lacking(database.all, database.postgres) == frozenset()
    assert kinds.count("index") == 1
    there = (
        "SELECT COUNT(*) FROM pg_trigger WHERE NOT tgisinternal"
        if database.postgres
        else "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'"
    )
    assert database.one(there) == (kinds.count("trigger"),)


def test_a_guard_that_is_gone_or_another_is_noticed_and_made_again(book: Book, another: Another) -> None:
    """Whichever it is: until then nothing is recorded; no act is changed; twice prepared is as once."""
    database, wrong = book.database, []
    before = everything(book)
    for what, statements in changes(database.postgres):
        for sql in statements:
            database._connection.execute(sql)
        late = another()
        if not late.is_older():
            wrong.append(what)
        with pytest.raises(RegisterError, match="run `vrede register prepare` once"):
            propose(late)
        for _twice in range(2):
            late.prepare()
            if late.is_older() or lacking(late.all, late.postgres):
                wrong.append(f"{what}: still")
        assert everything(book) == before
        late.close()
    assert wrong == []
    assert verify(database) == []
    propose(another())


def test_guards_that_are_new_guard_a_register_of_before(book: Book, another: Another) -> None:
    """As those against INSERT OR REPLACE: they were not there, and refuse once it is prepared."""
    if book.database.postgres:
        book.database.run("DROP TRIGGER member_not_emptied ON member")
        wrong = "TRUNCATE member CASCADE"
    else:
        book.database.run("DROP TRIGGER member_not_replaced")
        wrong = "INSERT OR REPLACE INTO member (who, role, act) VALUES ('olga', 'policy officer', 3)"
    another().prepare()
    with pytest.raises(RegisterRefused, match="never changed"):
        book.database.run(wrong)


def test_what_others_put_beside_it_makes_no_register_older(book: Book, another: Another) -> None:
    """A trigger or unique index of whoever runs the database stays, also when it is prepared."""
    database = book.database
    if database.postgres:
        database.run("CREATE TRIGGER theirs BEFORE DELETE ON balance FOR EACH ROW EXECUTE FUNCTION vrede_kept()")
    else:
        database.run("CREATE TRIGGER theirs BEFORE DELETE ON balance BEGIN SELECT 1; END")
    database.run("CREATE UNIQUE INDEX theirs_too ON balance (account)")
    for _twice in range(2):
        assert not another().is_older()
        database.prepare()
    assert database.one("SELECT COUNT(*) FROM act") == (book.count(),)
    database.run("DROP INDEX theirs_too")
    database.run(f"DROP TRIGGER theirs{' ON balance' if database.postgres else ''}")


def test_a_register_from_before_the_table_of_approvals(book: Book, another: Another) -> None:
    """It is older and no fault; the acts are read, and nothing is written until it was prepared."""
    book.database.run("DROP TABLE approval")
    before, late = everything(book), another()
    assert late.is_older()
    for _twice in range(2):
        with pytest.raises(RegisterError, match="is older than this program"):
            propose(late)
    assert everything(book) == before
    late.prepare()
    assert not late.is_older()
    assert everything(book) == before
    propose(late)


def test_what_is_made_is_made_whole_or_not_at_all(book: Book, another: Another) -> None:
    """An act stands there twice because the guard was gone: it is said, and what was there before stays."""
    database = book.database
    act = book.propose("G1", 100)
    book.commit("G1", act)
    for guard in wanted(database.postgres):
        if guard.name in ("act_answered_once", "act_fits", "act_checked"):
            database._connection.execute(gone(guard, database.postgres))
    columns = "moment, who, role, kind, dossier, approves, cents, year, reason, body, previous"
    database.run(
        f"INSERT INTO act (seq, token, hash, {columns}) SELECT seq + 1, 'twice', 'twice', {columns} FROM act "
        "WHERE kind = 'commitment'"
    )
    before, lacks = everything(book), lacking(database.all, database.postgres)
    assert {guard.name for guard in lacks} > {"act_answered_once"}
    with pytest.raises(RegisterRefused, match="approved already"):
        another().prepare()
    assert everything(book) == before
    assert lacking(database.all, database.postgres) == lacks


def test_the_command_that_people_are_told_to_run(
    book: Book, address: str, another: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what it mended, once, and every act fits."""
    monkeypatch.setenv("VREDE_DATABASE", address)
    first = CliRunner().invoke(app, ["register", "verify"])
    assert (first.exit_code, first.stderr) == (0, "")
    for guard in sorted(wanted(book.database.postgres))[:6]:
        book.database._connection.execute(gone(guard, book.database.postgres))
    book.database.run("DROP TABLE approval")
    assert another().is_older()
    done = CliRunner().invoke(app, ["register", "prepare"])
    assert done.exit_code == 0, done.output
    assert "were made anew" in done.stderr
    assert not another().is_older()
    assert CliRunner().invoke(app, ["register", "prepare"]).stderr == ""
    fits = CliRunner().invoke(app, ["register", "verify"])
    assert (fits.exit_code, fits.stderr) == (0, "")
    assert "acts: all fits" in fits.stdout


def test_it_is_looked_at_once_a_connection(book: Book, another: Another, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recording asks nothing of the guards after that."""
    late, asked = another(), []
    real = Database._execute

    def counted(self: Database, sql: str, values: object) -> object:
        if "sqlite_master" in sql or "pg_trigger" in sql:
            asked.append(sql)
        return real(self, sql, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "_execute", counted)
    same = Book.__new__(Book)
    same.database = late
    for number in range(3):
        same.propose(f"G{number}", 100)
    assert len(asked) == 1


def test_a_file_without_tables_is_older_and_becomes_a_register(address: str) -> None:
    database = Database(address)
    assert database.is_older()
    database.prepare()
    assert not database.is_older()
    database.close()


def test_guards_of_sqlite_are_what_its_file_makes() -> None:
    """Also where it was made by executing the file as a whole, as programs before this one did."""
    from vrede.register.chain.guards import script

    connection = sqlite3.connect(":memory:")
    connection.executescript(script(False))
    assert lacking(lambda sql: connection.execute(sql).fetchall(), False) == frozenset()
    connection.close()
