"""Where the lake stands: an fsspec URL or a folder. Files appear whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import polars as pl
from fsspec.implementations.local import LocalFileSystem

from vrede.lake.mapped import MappedError, read_mapped, write_mapped
from vrede.lake.parquet import sink


class LakeError(Exception):
    """The lake cannot be used; the message says what, where, and what to do."""


class LakeBusy(LakeError):
    """Another build holds the lake."""


def _unwritten(target: str, error: OSError) -> LakeError:
    return LakeError(f"cannot write {target}: {error.strerror or error}. Free some space or set VREDE_LAKE.")


class Store:
    """A folder of files, here or elsewhere. Paths are relative, with slashes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.fs, self.root = fsspec.core.url_to_fs(url)
        self.local = Path(self.root) if isinstance(self.fs, LocalFileSystem) else None

    def path(self, relative: str) -> str:
        """The full path in the file system."""
        return f"{self.root.rstrip('/')}/{relative}"

    def exists(self, relative: str) -> bool:
        """True where the file or folder is there."""
        return bool(self.fs.exists(self.path(relative)))

    def read_bytes(self, relative: str) -> bytes:
        """The whole file. Raises FileNotFoundError."""
        data: bytes = self.fs.cat_file(self.path(relative))
        return data

    def write_bytes(self, relative: str, data: bytes, settled: bool = True) -> None:
        """Write under another name, then rename: a reader sees the old file or the new one, whole. Raises LakeError.

        settled: wait until it is on disk; else `settle` does so for many files at once, which takes a tenth of the time.
        """
        target = self.path(relative)
        try:
            if self.local is not None:
                place = Path(target)
                place.parent.mkdir(parents=True, exist_ok=True)
                temporary = place.with_name(f".{place.name}.{uuid.uuid4().hex}")
                try:
                    with temporary.open("wb") as stream:
                        stream.write(data)
                        if settled:
                            stream.flush()
                            os.fsync(stream.fileno())
                    temporary.replace(place)
                finally:
                    temporary.unlink(missing_ok=True)
            else:
                self.fs.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
                self.fs.pipe_file(target, data)
        except OSError as error:
            raise _unwritten(target, error) from error

    def settle(self, relatives: Iterable[str]) -> None:
        """Wait until files that were written are on disk. Raises LakeError."""
        for relative in relatives if self.local is not None else ():
            target = self.path(relative)
            try:
                with open(target, "rb") as stream:
                    os.fsync(stream.fileno())
            except OSError as error:
                raise _unwritten(target, error) from error

    def write_json(self, relative: str, value: Any) -> None:
        """Sorted keys, so that the same value gives the same bytes."""
        self.write_bytes(relative, (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode())

    def read_json(self, relative: str) -> Any:
        """The value, or None where there is no such file or it is not whole."""
        try:
            return json.loads(self.read_bytes(relative))
        except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
            return None

    def write_table(self, relative: str, rows: pl.LazyFrame, settled: bool = True) -> str:
        """Write Parquet, a piece at a time, and return the hash of the file. Whole or not at all. Raises LakeError.

        settled: see `write_bytes`.
        """
        target = self.path(relative)
        folder = Path(target).parent if self.local is not None else Path(tempfile.gettempdir())
        temporary = folder / f".{Path(target).name}.{uuid.uuid4().hex}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sink(rows, temporary)
            with temporary.open("rb") as stream:
                if settled and self.local is not None:
                    os.fsync(stream.fileno())
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            if self.local is not None:
                temporary.replace(target)
            else:
                self.fs.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
                self.fs.put_file(str(temporary), target)
        except OSError as error:
            raise _unwritten(target, error) from error
        except pl.exceptions.PolarsError as error:  # polars tells of a full disk in an error of its own
            raise LakeError(f"cannot write {target}: {error}. Free some space or set VREDE_LAKE.") from error
        finally:
            temporary.unlink(missing_ok=True)
        return sha256

    def write_mapped(self, relative: str, rows: pl.LazyFrame) -> None:
        """Write a table as a server reads it, a piece at a time: whole, or not at all; nothing where the lake is not on this machine's
        disk. Raises LakeError."""
        if self.local is None:
            return
        target = Path(self.path(relative))
        temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_mapped(rows, temporary)
            temporary.replace(target)
        except OSError as error:
            raise _unwritten(str(target), error) from error
        except pl.exceptions.PolarsError as error:
            raise LakeError(f"cannot write {target}: {error}. Free some space or set VREDE_LAKE.") from error
        finally:
            temporary.unlink(missing_ok=True)

    def read_mapped(self, relative: str, ordered: tuple[str, ...] = ()) -> pl.DataFrame | None:
        """A table as it lies on disk; None where it was not written so. Raises LakeError where it is broken. ordered: as for `read_mapped`."""
        if self.local is None or not (file := Path(self.path(relative))).exists():
            return None
        try:
            return read_mapped(file, ordered)
        except MappedError as error:
            raise LakeError(f"cannot read {error}. Run `vrede build` again.") from error

    def read_table(self, relative: str) -> pl.DataFrame:
        """A Parquet file. Raises LakeError where it is missing or broken."""
        try:
            if self.local is not None:
                return pl.read_parquet(self.path(relative), glob=False)
            return pl.read_parquet(io.BytesIO(self.read_bytes(relative)))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise LakeError(f"cannot read {self.path(relative)}: {error}. Run `vrede build` again.") from error

    def list(self, relative: str) -> list[str]:
        """Names in a folder, sorted; none where it is not there."""
        try:
            names = self.fs.ls(self.path(relative), detail=False)
        except FileNotFoundError:
            return []
        return sorted(
            name.rstrip("/").rsplit("/", 1)[1] for name in names if not name.rsplit("/", 1)[1].startswith(".")
        )

    def remove(self, relative: str) -> None:
        """Remove a folder or file; nothing where it is not there."""
        if self.local is not None:
            target = Path(self.path(relative))
            if target.is_dir():
                shutil.rmtree(target, ignore_errors=True)
            else:
                target.unlink(missing_ok=True)
        elif self.exists(relative):
            self.fs.rm(self.path(relative), recursive=True)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Only one build at a time: the kernel frees the lock when its holder dies. Raises LakeBusy, LakeError.

        An object store has no lock; there two builds of the same inputs write the same bytes.
        """
        if self.local is None:
            yield
            return
        import fcntl

        try:
            self.local.mkdir(parents=True, exist_ok=True)
            handle = (self.local / ".lock").open("w")
        except OSError as error:
            raise LakeError(
                f"cannot write in {self.local}: {error.strerror}. Set VREDE_LAKE to a folder of yours."
            ) from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LakeBusy(
                    f"another build is at work in {self.local}; wait until it is done and try again"
                ) from error
            yield
