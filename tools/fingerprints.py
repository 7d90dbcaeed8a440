"""Hashes of everything that a reader can get: every table, the made-up register's dump, every page in both languages.

    python tools/fingerprints.py before.json --sources DIR     # from a folder of sources; without it from the sample
    python tools/fingerprints.py after.json --sources DIR
    python tools/fingerprints.py --compare before.json after.json

Written before and after a change of structure, it shows what that change moved. Of a page the text and the addresses count, not the
markup or the styles; the name of the snapshot, which follows the code, is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

PER_VIEW = 8
"""Pages of one view and language that are read: the first ones by the hash of their address."""
DAY = "2024-07-01"
ADDRESSES = re.compile(r"""(?:href|src|action|hx-get|data-[a-z]+)="([^"]*)\"""")
LEFT_OUT = re.compile(r"^/(static|api|account|nl/account|en/account|nl/register|en/register|nl/i18n|en/i18n)")
FILES = re.compile(r"\.(csv|pdf|xlsx|json|xml|atom|parquet)$")


def digest(data: bytes | str) -> str:
    """SHA-256."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def vrede(*words: str) -> None:
    """One command, as a reader gives it. Raises CalledProcessError."""
    subprocess.run(
        [sys.executable, "-m", "vrede", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def tables(folder: Path) -> dict[str, str]:
    """Every table of an export, by its CSV."""
    vrede("export", str(folder / "export"))
    return {path.name: digest(path.read_bytes()) for path in sorted((folder / "export").rglob("*.csv"))}


def register_dump(folder: Path) -> dict[str, str]:
    """The acts of the made-up register, without the moments at which they were written and what follows from these."""
    os.environ["VREDE_DATABASE"] = f"sqlite:///{folder / 'demo.sqlite3'}"
    vrede("register", "demo", "--day", DAY)
    vrede("register", "dump", str(folder / "dump.jsonl"))
    kept = []
    for line in (folder / "dump.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for name in ("hash", "previous", "token", "moment", "head"):
            row.pop(name, None)
        kept.append(json.dumps(row, sort_keys=True))
    return {"acts": digest("\n".join(kept))}


def shown(text: str, snapshot: str) -> str:
    """The text and the addresses of a page, on lines."""
    plain = text.replace(snapshot, "SNAPSHOT")
    plain = re.sub(r'href="/static/[^"]*"|src="/static/[^"]*"', "", plain)
    from lxml import html

    words = [" ".join(piece.split()) for piece in html.fromstring(plain).itertext()]
    return "\n".join([*(word for word in words if word), *ADDRESSES.findall(plain)])


def view_of(address: str) -> str:
    """Which view an address asks, by its path without values, and which questions it has."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return "none"
    asked = ",".join(sorted({name for name, _value in parse_qsl(parts.query) if name != "snapshot"}))
    return f"{parts.path[:4]}{found.view_name or found.route}?{asked}"


def pages(most: int) -> dict[str, str]:
    """Every page that links lead to from both front doors: address -> hash."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
    os.environ["VREDE_ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.test import Client
    from django.utils import translation

    client, known, hashes = Client(), {"/en/", "/nl/"}, {}
    todo, counts = ["/en/", "/nl/"], defaultdict(int)
    snapshot = json.loads((Path(os.environ["VREDE_LAKE"]) / "pointer.json").read_text(encoding="utf-8"))["snapshot"]
    while todo:
        links: set[str] = set()
        for address in todo:
            translation.activate(address[1:3])
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = body.decode("utf-8", "replace")
            clean = address.replace(snapshot, "SNAPSHOT")
            if "html" not in answer.headers.get("Content-Type", ""):
                hashes[clean] = f"{answer.status_code} {digest(body.replace(snapshot.encode(), b'SNAPSHOT'))}"
                continue
            hashes[clean] = f"{answer.status_code} {digest(shown(text, snapshot))}"
            for link in re.findall(r'href="([^"#]*)', text):
                link = urljoin(f"http://testserver{address}", link.replace("&amp;", "&"))
                parts = urlsplit(link)
                if parts.netloc == "testserver" and not LEFT_OUT.match(parts.path) and not FILES.search(parts.path):
                    links.add(parts.path + (f"?{parts.query}" if parts.query else ""))
        todo = []
        for link in sorted(links - known, key=lambda one: digest(one.replace(snapshot, ""))):
            translation.activate(link[1:3] if link[1:3] in ("nl", "en") else "en")
            view = view_of(link)
            if counts[view] < most:
                counts[view] += 1
                todo.append(link)
        known |= set(todo)
    return dict(sorted(hashes.items()))


def differences(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> list[str]:
    """What is gone, new or changed, a line each."""
    lines = []
    for chapter in before:
        old, new = before[chapter], after[chapter]
        lines += [f"{chapter}: gone {name}" for name in sorted(set(old) - set(new))]
        lines += [f"{chapter}: new {name}" for name in sorted(set(new) - set(old))]
        lines += [f"{chapter}: changed {name}" for name in sorted(set(old) & set(new)) if old[name] != new[name]]
    return lines


def main() -> int:
    """Writes the hashes, or compares two files of them: 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--sources", type=Path)
    parser.add_argument("--lake", type=Path, help="a lake that was built before, instead of building one")
    parser.add_argument("--most", type=int, default=PER_VIEW)
    parser.add_argument("--compare", nargs=2, type=Path)
    asked = parser.parse_args()
    if asked.compare:
        lines = differences(*(json.loads(path.read_text()) for path in asked.compare))
        print("\n".join(lines) or "the same")
        return 1 if lines else 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["VREDE_LAKE"] = str(asked.lake or folder / "lake")
        if not asked.lake:
            vrede("build", *(("--sources", str(asked.sources)) if asked.sources else ("--sample",)))
        found = {"tables": tables(folder), "register": register_dump(folder), "pages": pages(asked.most)}
        asked.out.write_text(json.dumps(found, indent=1))
        print({chapter: len(rows) for chapter, rows in found.items()})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
