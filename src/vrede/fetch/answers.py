"""What a source answered last, whole and judged: `answers.json` in its folder names the files, by day, with hash and address.

Readers go by this list alone. A file that it names is never written again, so an answer that fails later takes nothing with it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from vrede.fetch.plan import is_safe

FILE = "answers.json"


class AnswersError(ValueError):
    """A list of answers cannot be read; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """One file of an answer: where it is, the true address that it came from, and its hash."""

    path: Path
    address: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    day: on which these bytes came first; checked: on which they were last found to be the newest (YYYY-MM-DD). rows: of facts.
    newest: the period of the newest fact, YYYY, YYYY-MM or YYYY-MM-DD; '' where it tells none.
    """

    name: str
    day: str
    checked: str
    files: tuple[AnswerFile, ...]
    rows: int
    newest: str


def read_answers(folder: Path) -> dict[str, Answer]:
    """The answers of a source by name, in the order of their names; empty where nothing was fetched. folder: that of the source.

    An answer of which a file is gone or lies outside the folder is left out. Raises AnswersError where the list itself is broken.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        answers = {name: _answer(folder, name, raw) for name, raw in sorted(found.items())}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AnswersError(f"{path} is broken ({error}); remove it and fetch again") from error
    return {name: one for name, one in answers.items() if all(file.path.is_file() for file in one.files)}


def _answer(folder: Path, name: str, raw: Mapping[str, object]) -> Answer:
    files = raw["files"]
    if not isinstance(files, list):
        raise TypeError("files")
    kept = tuple(AnswerFile(folder / str(f["path"]), str(f["address"]), str(f["sha256"])) for f in files)
    if not all(is_safe(str(f["path"])) for f in files):
        raise ValueError("a path leads out of the folder")
    rows = int(str(raw["rows"]))
    return Answer(name, str(raw["day"]), str(raw["checked"]), kept, rows, str(raw["newest"]))


def write_answers(folder: Path, answers: Mapping[str, Answer]) -> None:
    """Writes the list in one step. Raises OSError."""
    shown = {}
    for name, one in sorted(answers.items()):
        files = [
            {"path": f.path.relative_to(folder).as_posix(), "address": f.address, "sha256": f.sha256} for f in one.files
        ]
        shown[name] = {key: value for key, value in asdict(one).items() if key not in ("name", "files")} | {
            "files": files
        }
    half = folder / (FILE + ".half")
    with half.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(shown, indent=1, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(half, folder / FILE)


def keep_file(folder: Path, day: str, came: Path, sha256: str) -> Path:
    """A file that came, under its day and with eight digits of its hash in its name; no second copy where that can be. Raises OSError.

    >>> keep_file(Path("ucdp"), "2026-11-30", Path("ucdp/.asked/ged261-csv.zip"), "1a2b3c4d...")  # doctest: +SKIP
    PosixPath('ucdp/2026-11-30/ged261-csv-1a2b3c4d.zip')
    """
    target = folder / day / f"{came.stem}-{sha256[:8]}{came.suffix}"
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.link(came, part)
    except OSError:
        shutil.copyfile(came, part)
    os.replace(part, target)
    return target
