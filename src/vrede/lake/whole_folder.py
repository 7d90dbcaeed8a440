"""A folder of files that is written whole or not at all: beside the old one, which it then takes the place of."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder to write in; where the block ends without an error it takes the place of `folder`, and what stood there is gone.

    Raises OSError where it cannot be made or put in place; what stood there then stays as it was.
    """
    aside = uuid.uuid4().hex[:8]
    half, old = folder.with_name(f".{folder.name}.{aside}"), folder.with_name(f".{folder.name}.{aside}.old")
    try:
        half.mkdir(parents=True)
        yield half
        if folder.exists():
            os.replace(folder, old)
        try:
            os.replace(half, folder)
        except OSError:
            if old.exists():
                os.replace(old, folder)
            raise
    finally:
        shutil.rmtree(half, ignore_errors=True)
        if folder.exists():  # else the old one is all that is left
            shutil.rmtree(old, ignore_errors=True)
