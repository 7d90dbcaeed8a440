"""Raw tables of each source file, kept by the file's hash: a file that did not change is not read again."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

import polars as pl

import vrede.sources.iati
from vrede.lake.parquet import write_small
from vrede.lake.store import LakeError, Store
from vrede.sources.iati import (
    ASCII_COMPATIBLE,
    BY_NAME,
    ISSUE_SCHEMA,
    ORGANISATION_BY_NAME,
    Batch,
    DatasetFile,
    FileFacts,
    FileIssue,
    NotCuttable,
    look,
    open_plain,
    read_cut,
    read_root,
    read_whole,
    sha256_of,
    spans,
    xml_sha256_of,
)

PIECE = 24 << 20
ISSUE = "value_issue"


@dataclass(frozen=True, slots=True)
class RawFile:
    """What became of one file: its hash, and why it was not read (`reason` empty: it was). xml_sha256: of its unpacked bytes, the same
    however somebody packed them; '' where it was not read."""

    sha256: str
    version: str = ""
    generated: str = ""
    activities: int = 0
    parts: int = 0
    unpacked: int = 0
    reason: str = ""
    detail: str = ""
    kind: str = "activities"
    xml_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """A task: a file, or the part of it from start to stop. With `whole` it is read by element, whatever the encoding."""

    path: str
    folder: str
    number: int
    start: int
    stop: int | None
    first_ordinal: int
    whole: FileFacts | None = None


class RawReader(Protocol):
    """Gives a raw table by its name, all columns or those named, with `file`."""

    def __call__(self, name: str, columns: Sequence[str] = ()) -> pl.DataFrame: ...


def reader_version() -> str:
    """Hash over the reader's own code: another reader, other raw tables."""
    folder = Path(vrede.sources.iati.__file__).parent
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.py"), folder.parent / "table.py", Path(__file__)]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _write(batch: Batch, folder: Path, number: int, sequence: int) -> None:
    target = folder / f"{number:05d}-{sequence:05d}"
    temporary = folder / f".{target.name}.{uuid.uuid4().hex}"
    frames = {**batch.tables, ISSUE: batch.issues} if batch.issues.height else batch.tables
    try:
        temporary.mkdir(parents=True)
        for name, frame in sorted(frames.items()):
            write_small(frame, temporary / f"{name}.parquet")
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise LakeError(f"cannot write in {folder}: {error}. Free some space or set VREDE_LAKE.") from error
    try:
        temporary.rename(target)
    except OSError:  # a task that ran twice: the first one's folder stands, with the same rows
        shutil.rmtree(temporary, ignore_errors=True)


def read_piece(piece: ReadPiece) -> tuple[int, str, str]:
    """Write one piece's tables; returns (activities, reason, detail). Reason 'cut' asks for reading it whole."""
    gc.disable()  # rows are plain lists without cycles; collecting them costs a fifth of the time
    try:
        batches: Iterator[Batch]
        path, activities = Path(piece.path), 0
        if piece.whole is not None:
            batches = read_whole(path, piece.whole)
        else:
            batches = read_cut(path, piece.start, piece.stop, piece.first_ordinal)
        for sequence, batch in enumerate(batches):
            _write(batch, Path(piece.folder), piece.number, sequence)
            activities += batch.activities
        return activities, "", ""
    except NotCuttable as error:
        return 0, "cut", str(error)
    except FileIssue as error:
        return 0, error.reason, error.detail
    except FileNotFoundError as error:
        return 0, "gone", f"removed while it was read: {error.strerror}"
    finally:
        gc.enable()


def _pieces(path: Path, folder: Path) -> tuple[list[ReadPiece], RawFile]:
    """The tasks of one file and its facts. Raises FileIssue."""
    with open_plain(path) as stream:
        facts = look(stream)
        kind = "organisations" if facts.organisations else "activities"
        known = RawFile("", facts.version, facts.generated, kind=kind)
        if not facts.cuttable or facts.organisations or facts.encoding not in ASCII_COMPATIBLE:
            return [ReadPiece(str(path), str(folder), 0, 0, None, 0, facts)], known
        plain = path.stat().st_size
        with path.open("rb") as probe:
            packed = probe.read(2) == b"\x1f\x8b"
        if packed or plain <= PIECE:
            return [ReadPiece(str(path), str(folder), 0, facts.root_size, None, 0)], known
        stream.seek(0)
        root = read_root(stream.read(1 << 16))
        found = spans(stream, root, PIECE)
        return [ReadPiece(str(path), str(folder), n, *span) for n, span in enumerate(found)], known


class RawLake:
    """The raw tables below `raw/` of a local lake, one folder a file hash; `done.json` says that it is whole."""

    def __init__(self, store: Store) -> None:
        if store.local is None:
            raise LakeError(f"{store.url}: raw tables need a folder on this machine; set VREDE_RAW to one")
        self.store = store
        self.root = store.local
        self.version = reader_version()
        self.fresh: set[str] = set()

    @property
    def work(self) -> Path:
        """Where a build keeps what it made of the raw tables."""
        return self.root / "work"

    def read_all(
        self,
        files: Sequence[DatasetFile],
        pool: Callable[[], AbstractContextManager[Executor]],
        progress: Callable[[str, RawFile, bool], None],
    ) -> dict[str, RawFile]:
        """As `read`, entering the pool only where a file is new. Raises LakeError."""
        known: dict[str, RawFile] = {}
        for file in files:
            try:
                record = self.known(sha256_of(file.path))
            except FileIssue:
                record = None
            if record is not None:
                known[file.name] = record
                progress(file.name, record, False)
        missing = [file for file in files if file.name not in known]
        if missing:
            with pool() as executor:
                known |= self.read(missing, executor, progress)
            self.fresh = {file.name for file in missing}
        return known

    def _folder(self, sha256: str) -> str:
        return f"raw/{self.version}/{sha256[:2]}/{sha256}"

    def known(self, sha256: str) -> RawFile | None:
        """The file's record, or None where it was not read whole by this reader."""
        record = self.store.read_json(f"{self._folder(sha256)}/done.json")
        return RawFile(**record) if record else None

    def read(
        self, files: Iterable[DatasetFile], executor: Executor, progress: Callable[[str, RawFile, bool], None]
    ) -> dict[str, RawFile]:
        """Read what is not known yet; returns name -> RawFile. `progress(name, file, was_read)` is called per file.

        Raises LakeError where the lake cannot be written; a bad source file is a RawFile with a reason.
        """
        done: dict[str, RawFile] = {}
        tasks: dict[Future[tuple[int, str, str]], tuple[str, ReadPiece]] = {}
        waiting: dict[str, list[ReadPiece]] = {}
        facts: dict[str, RawFile] = {}
        again: list[DatasetFile] = []
        for file in files:
            sha256 = ""
            try:
                sha256 = sha256_of(file.path)
                known = self.known(sha256)
                if known is not None:
                    done[file.name] = known
                    progress(file.name, known, False)
                    continue
                if any(f.sha256 == sha256 for f in facts.values()):
                    again.append(file)  # the same bytes under another name: read once
                    continue
                pieces, known = _pieces(file.path, self._empty_folder(sha256))
                unpacked = xml_sha256_of(file.path)
            except FileIssue as error:
                done[file.name] = self._finish(RawFile(sha256, reason=error.reason, detail=error.detail))
                progress(file.name, done[file.name], True)
                continue
            except OSError as error:
                raise LakeError(
                    f"cannot write in {self.store.root}: {error.strerror}. Free some space or set VREDE_LAKE."
                ) from error
            facts[file.name] = replace(known, sha256=sha256, xml_sha256=unpacked)
            waiting[file.name] = pieces
            for piece in pieces:
                tasks[executor.submit(read_piece, piece)] = (file.name, piece)
        results: dict[str, list[tuple[int, str, str]]] = {name: [] for name in waiting}
        while tasks:
            for future in as_completed(list(tasks)):
                name, piece = tasks.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool as error:
                    raise LakeError(
                        "a worker process was killed (out of memory?); what was read is kept: build again"
                    ) from error
                except OSError as error:
                    raise LakeError(
                        f"cannot write in {self.store.root}: {error.strerror}. Free some space or set VREDE_LAKE."
                    ) from error
                results[name].append(result)
                if len(results[name]) < len(waiting[name]):
                    continue
                if any(reason == "cut" for _, reason, _ in results[name]):
                    self._empty_folder(facts[name].sha256)
                    told = FileFacts(facts[name].version, facts[name].generated, "utf-8", False, 0)
                    whole = ReadPiece(piece.path, piece.folder, 0, 0, None, 0, told)
                    waiting[name], results[name] = [whole], []
                    tasks[executor.submit(read_piece, whole)] = (name, whole)
                    continue
                done[name] = self._merge(facts[name], results[name])
                progress(name, done[name], True)
        for file in again:
            done[file.name] = self._twin(file)
            progress(file.name, done[file.name], False)
        return done

    def _empty_folder(self, sha256: str) -> Path:
        folder = self._folder(sha256)
        self.store.remove(folder)
        place = Path(self.store.path(folder))
        place.mkdir(parents=True, exist_ok=True)
        return place

    def _twin(self, file: DatasetFile) -> RawFile:
        """The record of a file whose bytes were read under another name in this run."""
        try:
            sha256 = sha256_of(file.path)
        except FileIssue as error:
            return RawFile("", reason=error.reason, detail=error.detail)
        return self.known(sha256) or RawFile(sha256, reason="gone", detail="changed while it was read")

    def _merge(self, facts: RawFile, results: list[tuple[int, str, str]]) -> RawFile:
        bad = next(((reason, detail) for _, reason, detail in results if reason), ("", ""))
        folder = self._folder(facts.sha256)
        if bad[0]:
            self.store.remove(folder)
        parts = len(self.store.list(folder)) if not bad[0] else 0
        total = sum(count for count, _, _ in results) if not bad[0] else 0
        return self._finish(replace(facts, activities=total, parts=parts, reason=bad[0], detail=bad[1]))

    def _finish(self, file: RawFile) -> RawFile:
        if file.sha256 and file.reason != "gone":
            self.store.write_json(f"{self._folder(file.sha256)}/done.json", asdict(file))
        return file

    def reader(self, hashes: Sequence[str]) -> RawReader:
        """reader(name): all rows of one raw table over the files with these hashes (empty: none), `file` = position; with names of columns
        only these and file."""
        found: dict[str, list[tuple[int, str]]] = {}
        for number, sha256 in enumerate(hashes):
            root = self.store.path(self._folder(sha256)) if sha256 else ""
            for part in sorted(os.listdir(root)) if root else ():
                folder = f"{root}/{part}"
                for name in sorted(os.listdir(folder)) if not part.startswith(".") and part != "done.json" else ():
                    found.setdefault(name.removesuffix(".parquet"), []).append((number, f"{folder}/{name}"))

        def table(name: str, columns: Sequence[str] = ()) -> pl.DataFrame:
            schema = ISSUE_SCHEMA if name == ISSUE else (BY_NAME | ORGANISATION_BY_NAME)[name].schema
            if name not in found:
                return pl.DataFrame(schema={**schema, "file": pl.Int32()})
            paths = pl.DataFrame(found[name], schema={"file": pl.Int32, "path": pl.String}, orient="row")
            rows = pl.scan_parquet(
                paths["path"].unique(maintain_order=True).to_list(), glob=False, include_file_paths="path"
            )
            wanted = rows.select(*columns, "path") if columns else rows
            return wanted.collect().join(paths, on="path", how="inner", maintain_order="left").drop("path")

        return table

    def reader_of(self, hashes: Sequence[str], copies: pl.DataFrame) -> RawReader:
        """As `reader`, of some copies of activities alone. copies: file, activity_ordinal."""
        wanted = set(copies["file"].unique())
        whole = self.reader([sha256 if number in wanted else "" for number, sha256 in enumerate(hashes)])

        def table(name: str, columns: Sequence[str] = ()) -> pl.DataFrame:
            return whole(name, columns).join(copies, on=["file", "activity_ordinal"], how="semi", maintain_order="left")

        return table
