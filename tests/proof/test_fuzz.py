"""`make proof`: 2,000 mutated files. The reader gives tables or a reason; it never crashes, hangs or eats the memory."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lakefolder import Folder, activity, build_here, opened
from vrede.lake.snapshot import Snapshot
from vrede.sources.sample import Truths

FILES = 2000
SEED = 20261124
BATCH = 40
SECONDS = 30
MEGABYTES = 500
LARGEST = 3 << 20  # of a file that is mutated: the largest real ones would only repeat themselves
CHILD = """
import json, resource, sys, time
from pathlib import Path
from vrede.lake.raw import Piece, _pieces, read_piece
from vrede.sources.iati.file import FILE_REASONS, FileFacts, FileIssue
for line in sys.stdin:
    path = Path(line.strip())
    folder = path.parent / (path.name + ".out")
    folder.mkdir()
    begun = time.monotonic()
    try:
        pieces, known = _pieces(path, folder)
        results = [read_piece(piece) for piece in pieces]
        if any(reason == "cut" for _, reason, _ in results):
            told = FileFacts(known.version, known.generated, "utf-8", False, 0)
            results = [read_piece(Piece(str(path), str(folder), 1, 0, None, 0, told))]
        reasons = [reason for _, reason, _ in results if reason]
        count = sum(count for count, _, _ in results)
    except FileIssue as issue:
        reasons, count = [issue.reason], 0
    assert all(reason in FILE_REASONS for reason in reasons), reasons
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([path.name, reasons, count, time.monotonic() - begun, peak]), flush=True)
"""
TAGS = (
    b"iati-activity",
    b"iati-activities",
    b"transaction",
    b"value",
    b"narrative",
    b"sector",
    b"title",
    b"reporting-org",
)
SOUND = (
    b"",
    b"0",
    b"-1",
    b"1e999",
    b"9" * 400,
    b"99999999999999999999",
    b"999999999999999999",
    b"0.0000001",
    b"&amp;",
    b"&lt;",
    b"2021-99-99",
    b" ",
    b"EUR",
    b"15220",
    b"9999-12-31",
    b"ML",
)
VALUES = (
    b"",
    b"0",
    b"-1",
    b"1e999",
    b"9" * 400,
    b"99999999999999999999",
    b"\xff",
    b"\xc3\xa9",
    b"&amp;",
    b"&x;",
    b"<",
    b"]]>",
    b"\x00",
    b"2021-99-99",
    b" ",
)


def mutate(data: bytes, draw: random.Random) -> bytes:
    """One to four of: flip bytes, cut, double a stretch, rename a tag, replace an attribute's value, swap stretches."""
    body = bytearray(data)
    gentle = draw.random() < 0.6  # keeps the XML sound, so that what is read deeper is tried too
    for _ in range(draw.randint(1, 4)):
        if not body:
            break
        at = draw.randrange(len(body))
        kind = draw.choice((5, 6, 8)) if gentle else draw.randrange(9)
        if kind == 0:
            for _ in range(draw.randint(1, 30)):
                body[draw.randrange(len(body))] = draw.randrange(256)
        elif kind == 1:
            del body[at : at + draw.randint(1, 5000)]
        elif kind == 2:
            del body[at:]
        elif kind == 3:
            body[at:at] = body[at : at + draw.randint(1, 20000)]
        elif kind == 4:
            old, new = draw.sample(TAGS, 2)
            body = bytearray(bytes(body).replace(b"<" + old, b"<" + new, draw.randint(1, 3)))
        elif kind == 5:
            found = body.find(b'="', at)
            stop = body.find(b'"', found + 2)
            if 0 <= found < stop:
                body[found + 2 : stop] = draw.choice(SOUND if gentle else VALUES)
        elif kind == 6:
            found = body.find(b">", at)
            stop = body.find(b"<", found)
            if 0 <= found < stop:
                body[found + 1 : stop] = draw.choice(SOUND if gentle else VALUES)
        elif kind == 8:
            first = body.find(b"<iati-activity ", at)
            stop = body.find(b"</iati-activity>", first)
            if 0 <= first < stop:  # one activity twice, and once more with other digits
                whole = bytes(body[first : stop + 16])
                body[stop + 16 : stop + 16] = whole + whole.replace(b"1", b"2")
        else:
            encoding = draw.choice((b"UTF-16", b"iso-8859-1", b"x-none", b"utf-32"))
            body = bytearray(b'<?xml version="1.0" encoding="' + encoding + b'"?>' + bytes(body))
    return bytes(body)


@pytest.fixture(scope="module")
def originals(request: pytest.FixtureRequest) -> list[bytes]:
    """Real files where they are; else the sample's."""
    try:
        folder = request.getfixturevalue("shared") / "iati"
    except pytest.skip.Exception:
        sample: tuple[Path, Truths] = request.getfixturevalue("sample")
        folder = sample[0] / "iati"
    found = []
    for path in sorted(folder.rglob("*.xml*")):
        raw = path.read_bytes()
        data = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        if 0 < len(data) <= LARGEST:
            found.append(data)
    assert len(found) > 20
    return found


def build_of(paths: list[Path], folder: Path) -> Snapshot:
    """A snapshot of the mutated files that could be read: what follows reading must bear them too."""
    sources = folder / "sources"
    sources.mkdir()
    for path in paths:
        path.rename(sources / path.name)
    build_here(sources, folder / "lake")
    return opened(folder / "lake")


def limited() -> None:
    """No core files, and an end to a reader that eats all memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))


def test_2000_mutated_files(originals: list[bytes], tmp_path: Path) -> None:
    draw = random.Random(SEED)
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    seen: dict[str, int] = {}
    kept: list[Path] = []
    for batch in range(FILES // BATCH):
        paths = []
        for number in range(BATCH):
            data = mutate(draw.choice(originals), draw)
            path = tmp_path / f"{batch:03d}-{number:02d}.xml"
            packed = draw.random() < 0.2
            if packed:
                data = gzip.compress(data, 1)
                if draw.random() < 0.5:
                    data = mutate(data, draw)
            path.write_bytes(data)
            paths.append(path)
        child = subprocess.run(
            [sys.executable, str(script)], input="".join(f"{p}\n" for p in paths), capture_output=True, text=True, timeout=SECONDS * BATCH,
            env=environment, preexec_fn=limited, check=False,
        )  # fmt: skip
        answers = [json.loads(line) for line in child.stdout.splitlines()]
        assert child.returncode == 0, (
            paths[len(answers)].name if len(answers) < len(paths) else "",
            child.stderr[-2000:],
        )
        for name, reasons, _count, seconds, peak in answers:
            assert seconds < SECONDS, name
            assert peak < MEGABYTES, (name, peak)
            for reason in reasons or ["read"]:
                seen[reason] = seen.get(reason, 0) + 1
        read = {name for name, reasons, _, _, _ in answers if not reasons}
        for path in paths:
            shutil.rmtree(path.with_name(path.name + ".out"), ignore_errors=True)
            if path.name in read and path.stat().st_size < 200_000 and len(kept) < 150:
                kept.append(path)
            else:
                path.unlink()
    snapshot = build_of(kept, tmp_path)
    priced = snapshot.table("transaction").drop_nulls("amount_eur_cents")
    counted = priced.filter(priced["transaction_type"].is_in(["2", "3", "4"]))
    assert snapshot.table("slice")["amount_eur_cents"].sum() == counted["amount_eur_cents"].sum()
    assert seen["read"] > FILES // 20
    assert seen["ill-formed"] > FILES // 20


HOSTILE = [
    '<sector code="15220" percentage="999999999999999999"/><sector code="72010" percentage="-5"/>',
    '<sector percentage="50"/><sector code="" percentage="50"/>',
    '<recipient-country code="ML" percentage="0.000001"/><recipient-region code="289" percentage="99.999999"/>',
    '<recipient-country percentage="100"/><recipient-region/>',
    "".join(f'<sector code="{n}" percentage="0.0001"/>' for n in range(10000, 10400)),
    "".join(f'<recipient-country code="ML" percentage="{p}"/>' for p in (33.3333, 33.3331))
    + "".join(f'<recipient-region code="{r}" percentage="{r}.7777"/>' for r in (289, 189, 998)),
]


def test_hostile_shares_build_and_lose_nothing(tmp_path: Path) -> None:
    """Every mixture of odd sectors and places, with the largest and the smallest amounts."""
    folder = Folder(tmp_path / "s", tmp_path / "lake")
    folder.root.mkdir()
    amounts = ("1000000000000000", "-0.01", "0", "999999999999999999", "0.004")
    rows = [
        activity(f"A{i}-{j}", *(f"3 2020-01-01 {a}" for a in amounts), inside=one + two)
        for i, one in enumerate(HOSTILE)
        for j, two in enumerate(HOSTILE)
    ]
    folder.file("a.xml", *rows)
    snapshot = folder.build()
    priced = snapshot.table("transaction").drop_nulls("amount_eur_cents")
    assert snapshot.table("slice")["amount_eur_cents"].sum() == priced["amount_eur_cents"].sum()
