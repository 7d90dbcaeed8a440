"""Files that were fetched, and the small JSON beside each: what it was, so that the next request can ask 'anything new?'"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from vrede.fetch.plan import is_safe
from vrede.fetch.route import Refusal

NOTE = ".fetched.json"
PART = ".part"
STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Note:
    """What a server said of a file: entity tag and day of change ('' where it said nothing), and what came."""

    address: str
    etag: str
    modified: str
    sha256: str = ""
    bytes: int = 0

    @property
    def validator(self) -> str:
        """What a resumed request may rest on: a strong entity tag, else the day of change; '' for neither."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def digest(path: Path) -> str:
    """SHA-256 of a file, as hex. Raises OSError."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(STEP):
            found.update(piece)
    return found.hexdigest()


def inside(folder: Path, name: str) -> Path:
    """The place of a file, with its folders made. Raises Refusal where the name or a link leads out of the folder."""
    target = folder / name
    leads_out = not is_safe(name) or not target.parent.resolve().is_relative_to(folder.resolve())
    if leads_out or target.is_symlink() or target.is_dir():
        raise Refusal("name")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def part_of(target: Path) -> Path:
    """Where the bytes stand until they are whole and judged."""
    return _beside(target, PART)


def read_note(path: Path) -> Note | None:
    """The note beside a file or part; None where there is none that can be read."""
    try:
        return Note(**json.loads(_beside(path, NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_note(path: Path, note: Note) -> None:
    """Writes the note beside a file or part. Raises OSError."""
    half = _beside(path, NOTE + ".half")
    half.write_text(json.dumps(asdict(note), indent=1) + "\n", encoding="utf-8")
    os.replace(half, _beside(path, NOTE))


def known(path: Path, address: str) -> Note | None:
    """The note of a file that still is what was fetched from this address; None where it was changed or came otherwise."""
    note = read_note(path)
    if note is None or note.address != address or not path.is_file() or path.stat().st_size != note.bytes:
        return None
    return note if digest(path) == note.sha256 else None


def drop_part(target: Path) -> None:
    """Removes a part and its note."""
    part = part_of(target)
    part.unlink(missing_ok=True)
    _beside(part, NOTE).unlink(missing_ok=True)


def keep(target: Path, note: Note) -> None:
    """Puts the part in the place of the file in one step, then its note. Raises OSError."""
    part = part_of(target)
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    os.replace(part, target)
    write_note(target, note)
    drop_part(target)


def adopt(former: Path, target: Path, note: Note) -> None:
    """Gives a file of a former day its place in today's folder: the same bytes, without a second copy where that can be."""
    if former != target:
        part = part_of(target)
        part.unlink(missing_ok=True)
        try:
            os.link(former, part)
        except OSError:
            shutil.copyfile(former, part)
        os.replace(part, target)
    write_note(target, note)
    drop_part(target)
