"""All acts in a file of JSON lines with the head at its end, and from such a file a register again; what does not verify is refused."""

from __future__ import annotations

import json
import os
import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vrede.register.audit.verification import Head, verify
from vrede.register.chain.act import COLUMNS, Act, canonical, digest
from vrede.register.chain.database import Database
from vrede.register.chain.drivers import errors
from vrede.register.chain.reading import act_of
from vrede.register.recording.replay import fill
from vrede.register.refused import RegisterError, RegisterRefused
from vrede.register.table.limits import LARGEST

FORMAT = 1
LONGEST_LINE = 10_000_000
NUMBERS = {"seq", "approves", "cents", "year"}
NEEDED = {name for name in COLUMNS if name not in ("approves", "cents", "year")}


def dump(database: Database, path: Path) -> Head:
    """Write every act to a file that only its owner may read: it holds everything, bank accounts and reports too. The head is its last line.

    Written under another name and renamed, so that a file that is there is whole. Raises RegisterRefused where the register is empty or
    does not verify, RegisterError where the file cannot be written.
    """
    findings = verify(database)
    if findings:
        raise RegisterRefused("verify.no_dump", act=findings[0].seq, what=findings[0].what)
    acts = [act_of(row) for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq")]
    if not acts:
        raise RegisterRefused("state.no_act")
    half = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        with open(
            os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n"
        ) as stream:
            stream.writelines(f"{canonical(asdict(act))}\n" for act in acts)
            stream.write(f"{canonical({'format': FORMAT, 'head': [acts[-1].seq, acts[-1].hash]})}\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(half, path)
    except OSError as error:
        raise RegisterError(f"cannot write {path}: {error.strerror}. Free some space or name another file.") from error
    finally:
        half.unlink(missing_ok=True)
    return Head(acts[-1].seq, acts[-1].hash)


def acts_in(path: Path, published: Head | None = None) -> Iterator[Act]:
    """The acts of a dump, each checked against the one before; the head at the end against the last, and against a published one.

    Raises RegisterRefused at the first line that is not as it was written: edited by a single sign, out of order, cut off, or
    followed by something. Raises RegisterError where the file cannot be read.
    """
    previous, number = "", 0
    ended = False
    for place, line in enumerate(_lines(path), 1):
        said = _said(line, place)
        if ended:
            raise _wrong(place, "something follows the head")
        if "head" in said:
            if said != {"format": FORMAT, "head": [number, previous]}:
                raise _wrong(place, f"the head is not that of the last act, or its format is not {FORMAT}")
            ended = True
            continue
        act = _act(said, place)
        if act.seq != number + 1 or act.previous != previous:
            raise _wrong(place, f"act {act.seq} does not follow act {number}")
        if digest(act) != act.hash:
            raise _wrong(place, f"something in act {act.seq} was changed: its hash does not fit")
        previous, number = act.hash, act.seq
        if published is not None and act.seq == published.seq and act.hash != published.hash:
            raise _wrong(place, "its hash is not that of the published head")
        yield act
    if not ended:
        raise RegisterRefused("verify.cut_off", act=number)
    if published is not None and number < published.seq:
        raise RegisterRefused("verify.before_head", act=number)


def restore(database: Database, path: Path, published: Head | None = None) -> Head:
    """Make a register of a dump in a database that holds no act. published: a head known from elsewhere that must be in it.

    The whole file is checked before anything is written; then all is written in one go and read again (verify), or nothing is. Raises
    RegisterRefused, RegisterError.
    """
    newest = deque(acts_in(path, published), maxlen=1)
    if not newest:
        raise RegisterRefused("verify.empty_dump")
    database.prepare()
    try:
        with database.writing():
            fill(database, acts_in(path, published))
            findings = verify(database)
            if findings:
                raise RegisterRefused("verify.not_restored", act=findings[0].seq, what=findings[0].what)
    except _refusing() as error:
        raise RegisterRefused("verify.database", error=str(error)[:200]) from error
    return Head(newest[0].seq, newest[0].hash)


def _refusing() -> tuple[type[Exception], ...]:
    """What the drivers raise for a row that their tables refuse, and postings for words that no act has."""
    return (*errors(), OverflowError, KeyError, TypeError, ValueError, AssertionError)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", newline="\n") as stream:
            place = 0
            while line := stream.readline(LONGEST_LINE):
                place += 1
                if not line.endswith("\n"):
                    raise _wrong(place, "it is cut off")
                yield line[:-1]
    except UnicodeDecodeError as error:
        raise RegisterRefused("verify.not_utf8", name=path.name) from error
    except OSError as error:
        raise RegisterError(f"cannot read {path}: {error.strerror}") from error


def _said(line: str, place: int) -> dict[str, Any]:
    try:
        said = json.loads(line)
        same = isinstance(said, dict) and canonical(said) == line
    except (ValueError, RecursionError, RegisterRefused):
        said, same = {}, False
    if not same:
        raise _wrong(place, "it is not a line as it was written")
    assert isinstance(said, dict)
    return said


def _act(said: dict[str, Any], place: int) -> Act:
    if set(said) != set(COLUMNS):
        raise _wrong(place, "it is no act")
    for name, value in said.items():
        kind = int if name in NUMBERS else str
        if not (type(value) is kind or (value is None and name not in NEEDED)):
            raise _wrong(place, f"{name} cannot be {str(value)[:40]!r}")
    act = Act(**said)
    if not 0 <= (act.cents or 0) <= LARGEST:
        raise _wrong(place, "its amount is out of bounds")
    return act


def _wrong(place: int, what: str) -> RegisterRefused:
    return RegisterRefused("verify.line", line=place, what=what)
