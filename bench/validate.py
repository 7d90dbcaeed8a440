"""All checks of `vrede validate` on one large file of real activities that fit the schema, against a bare parse and plain XSD."""

from __future__ import annotations

import gzip
import re
import statistics
import sys
import tempfile
from pathlib import Path

from lxml import etree
from processes import run

from real import CLOSE, IDENTIFIER, OPEN, shared

LEAST = 30_000_000
TURNS = 3
BARE = """
import sys
from lxml import etree
for _, element in etree.iterparse(sys.argv[1], events=("end",)):
    element.clear()
"""
SCHEMA = """
import io, sys
from pathlib import Path
from vrede.validate.standard import Standard
from vrede.validate.stream import opened, pieces
schema = Standard(Path(sys.argv[2])).schema("2.03", "activities")
with open(sys.argv[1], "rb") as stream:
    opening, rest = opened(stream)
    assert all(schema.validate(piece.root) for piece in pieces(opening, rest, "2.03"))
"""
OURS = """
import sys
from pathlib import Path
from vrede.article.policy import load_policy
from vrede.validate.check import Validator
from vrede.validate.standard import Standard
from vrede.validate.unpack import Source
report = Validator(Standard(Path(sys.argv[2])), load_policy()).check(Source("one", Path(sys.argv[1])))
assert report.complete and not report.findings.counts()["critical"], report.findings.counts()
print(report.activities, sum(report.findings.counts().values()))
"""
FIRST = re.compile(rb"<iati-activity[\s>]")


def bodies() -> list[bytes]:
    """The activities of every real 2.03 file that fits its schema and needs no prefix of its own."""
    folder = shared() / "iati-standard" / "schemas" / "2.03"
    schema = etree.XMLSchema(etree.parse(str(folder / "iati-activities-schema.xsd")))
    found = []
    for path in sorted((shared() / "iati").rglob("*.xml.gz")):
        data = gzip.decompress(path.read_bytes())
        head = data[:3000]
        first = FIRST.search(data)
        if (
            b'version="2.03"' not in head
            or first is None
            or re.search(rb"xmlns:(?!dstore|iati-activities|xs[id]=)", head)
        ):
            continue
        try:
            if not schema.validate(etree.fromstring(data)) or b"xsi:" in data:
                continue
            data.decode("utf-8")
        except (etree.XMLSyntaxError, UnicodeDecodeError):
            continue
        found.append(data[first.start() : data.rindex(b"</iati-activities")])
    return found


def one_file(target: Path, parts: list[bytes], least: int) -> int:
    """The activities until `least` bytes are there, every turn under new identifiers; returns the bytes."""
    written, turn = 0, 0
    with target.open("wb") as out:
        written += out.write(OPEN)
        while written < least:
            for part in parts:
                written += out.write(IDENTIFIER.sub(rb"\g<1>COPY%d-" % turn, part) if turn else part)
                if written >= least:
                    break
            turn += 1
        written += out.write(CLOSE)
    return written


def main() -> list[str]:
    """Rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, code in (("bare.py", BARE), ("schema.py", SCHEMA), ("ours.py", OURS)):
            (place / name).write_text(code)
        parts, total = bodies(), 0
        small = []
        for part in parts:  # one turn of the small file, so that the large one holds the same, more often
            small.append(part)
            total += len(part)
            if total >= LEAST:
                break
        size = one_file(place / "one.xml", small, LEAST)
        large = one_file(place / "ten.xml", small, 10 * LEAST)

        def used(script: str, file: str) -> tuple[float, float]:
            done = run([sys.executable, str(place / script), str(place / file), str(shared() / "iati-standard")], {})
            assert done.code == 0
            return done.cpu, done.megabytes

        bare, schema, ours = (
            statistics.median(used(script, "ten.xml")[0] for _ in range(TURNS))
            for script in ("bare.py", "schema.py", "ours.py")
        )
        memory = [used("ours.py", file)[1] for file in ("one.xml", "ten.xml")]
    mb = large / 1e6
    return [
        f"| {mb:.0f} MB of real 2.03 that fits the schema, bare lxml iterparse, one core | {mb / bare:.1f} MB/s of CPU | | |",
        f"| the same by the schema alone | {mb / schema:.1f} MB/s of CPU | | |",
        f"| all checks of `vrede validate` | {mb / ours:.1f} MB/s of CPU, {bare / ours:.2f} of bare, {schema / ours:.2f} of the schema alone | 15 MB/s | {'yes' if mb / ours >= 15 else 'no'} |",
        f"| peak memory for {size / 1e6:.0f} MB and for {mb:.0f} MB | {memory[0]:.0f} MB and {memory[1]:.0f} MB | the same | {'yes' if memory[1] <= 1.25 * memory[0] else 'no'} |",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
