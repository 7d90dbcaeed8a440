"""Where the real data stand, and files made of them: one large file, and copies under new identifiers."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from pathlib import Path

OPEN = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" '
    b'xmlns:dstore="http://d-portal.org/xmlns/dstore" xmlns:iati-activities="http://d-portal.org/xmlns/iati-activities">\n'
)
CLOSE = b"</iati-activities>\n"
IDENTIFIER = re.compile(rb"(<iati-identifier>\s*)")


def shared() -> Path:
    """The folder of real data: VREDE_SHARED, else `shared/data` beside the checkout."""
    named = os.environ.get("VREDE_SHARED", "")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def one_file(target: Path, least: int) -> int:
    """Concatenates covid-2021-06-15, again under new identifiers until `least` bytes are there; returns the bytes."""
    files = sorted((shared() / "iati" / "covid-2021-06-15").glob("*.xml.gz"))
    written, turn = 0, 0
    with target.open("wb") as out:
        written += out.write(OPEN)
        while written < least:
            for file in files:
                data = gzip.decompress(file.read_bytes())
                if b"<iati-activities" not in data:
                    continue
                start = data.index(b">", data.index(b"<iati-activities")) + 1
                body = data[start : data.rindex(b"</iati-activities")]
                if turn:
                    body = IDENTIFIER.sub(rb"\g<1>COPY%d-" % turn, body)
                written += out.write(body)
                if turn and written >= least:
                    break
            turn += 1
        written += out.write(CLOSE)
    return written


def copies(target: Path, times: int) -> int:
    """A sources folder with all real files `times` over, each copy with its own identifiers; returns unpacked bytes."""
    total = 0
    source = shared() / "iati"
    for turn in range(times):
        for file in sorted(source.rglob("*")):
            place = target / "iati" / f"copy-{turn:02d}" / file.relative_to(source)
            if file.is_dir():
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            if not file.name.endswith(".gz"):
                shutil.copyfile(file, place)
                continue
            data = gzip.decompress(file.read_bytes())
            total += len(data)
            if turn:
                data = IDENTIFIER.sub(rb"\g<1>COPY%d-" % turn, data)
                place.write_bytes(gzip.compress(data, 1, mtime=0))
            else:
                shutil.copyfile(file, place)
    return total
