"""All of IATI in one zip: what is in it by publisher and dataset, read member by member within bounds, and never unpacked whole."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from vrede.fetch import NotWhole

STEP = 1 << 20
BROKEN = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Archive:
    """The zip, opened; a member is `<anything>/datasets/<publisher>/<dataset>.xml`. Names are looked up, never written to."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._at = {}
        for item in packed.infolist():
            pieces = PurePosixPath(item.filename).parts
            if len(pieces) >= 2 and item.filename.endswith(".xml"):
                self._at[pieces[-1].removesuffix(".xml")] = item

    def has(self, dataset: str) -> bool:
        """Whether the dataset is in it."""
        return dataset in self._at

    @contextmanager
    def opened(self, dataset: str, most: int) -> Iterator[IO[bytes]]:
        """The bytes of a dataset. Raises NotWhole where there are more than `most` or the archive is broken there."""
        item = self._at[dataset]
        if item.file_size > most:
            raise NotWhole("too large", f"{item.file_size} bytes")
        try:
            with self._packed.open(item) as stream:
                yield stream
        except BROKEN as error:
            raise NotWhole("truncated", f"{dataset}: {error}"[:100]) from error

    def copy(self, dataset: str, target: Path, most: int) -> None:
        """Writes a dataset to a file, whole or not at all. Raises NotWhole, OSError."""
        target.parent.mkdir(parents=True, exist_ok=True)
        part, size = target.with_name(target.name + ".part"), 0
        try:
            with self.opened(dataset, most) as stream, part.open("wb") as out:
                while piece := stream.read(STEP):
                    size += len(piece)
                    if size > most:
                        raise NotWhole("bomb", f"> {most} bytes")
                    out.write(piece)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """The archive of a file. Raises NotWhole where it is none."""
    try:
        packed = zipfile.ZipFile(path)
    except BROKEN as error:
        raise NotWhole("content", str(error)[:100]) from error
    with packed:
        yield Archive(packed)
