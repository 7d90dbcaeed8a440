"""The site for readers of a lake of any size: start, memory, views never asked before, search, export.

python bench/readers.py LAKE [LAKE ...]
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import polars as pl
from pages import SEARCHES
from processes import run

CLIENTS, ROUNDS, PORT = 8, 40, 8141


def ask(path: str) -> float:
    """Seconds until an answer is whole. Raises OSError where nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return time.perf_counter() - begun


def memory_of(pid: int) -> tuple[int, int]:
    """(all of it, what is their own and no page of a file) in MB of a process and all below it; what they share counts once."""
    whole = own = 0
    for one in family(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            whole += int(line.split()[1]) if line.startswith("Pss:") else 0
            own += int(line.split()[1]) if line.startswith("Pss_Anon:") else 0
    return whole // 1024, own // 1024


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    return [pid, *(one for child in below for one in family(int(child)))]


class Served:
    """The site of a lake while it is served; start: seconds from the command to the first article page."""

    def __init__(self, lake: str, workers: int = 1) -> None:
        environment = {**os.environ, "VREDE_LAKE": str(Path(lake).resolve()), "VREDE_PORT": str(PORT)}
        begun = time.perf_counter()
        command = [sys.executable, "-m", "vrede", "serve", "--workers", str(workers)]
        self.process = subprocess.Popen(
            command, env=environment, cwd=lake, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while True:
            try:
                self.first = ask("/en/")
                break
            except OSError:
                time.sleep(0.02)
        self.start = time.perf_counter() - begun

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def views(lake: str) -> list[str]:
    """Addresses of article, clause, country, partner, rows and chain, each once, drawn from what the lake has."""
    name = json.loads((Path(lake) / "pointer.json").read_text())["snapshot"]
    slices = pl.scan_parquet(Path(lake) / "snapshots" / name / "slice.parquet").filter("placed")
    placement = pl.scan_parquet(Path(lake) / "snapshots" / name / "placement.parquet")
    placed = slices.filter(pl.col("place_kind") == "country").select("place_code").unique().collect()
    countries = placed["place_code"].sort().to_list()
    most = slices.group_by("partner_ref").len().sort("len", "partner_ref", descending=[True, False]).limit(60)
    partners = most.collect()["partner_ref"].drop_nulls().to_list()
    clauses = placement.select("clause").unique().collect()["clause"].sort().to_list()
    years = range(2012, 2022)
    kinds = ("spent", "commitment")
    languages = ("en", "nl")
    found = {
        "article": [
            f"/{lang}/?year={y}&kind={k}&grade={g}"
            for lang in languages
            for y in years
            for k in kinds
            for g in ("", "coded", "likely")
        ],
        "clause": [
            f"/{lang}/clause/{c}/?year={y}&kind={k}"
            for lang in languages
            for c in clauses
            for y in years
            for k in kinds
        ],
        "country": [
            f"/{lang}/country/{c}/?year={y}&kind={k}"
            for lang in languages
            for c in countries
            for y in years[-4:]
            for k in kinds
        ],
        "partner": [
            f"/{lang}/partner/?ref={quote(p)}&year={y}" for lang in languages for p in partners for y in years[-4:]
        ],
        "rows": [
            f"/{lang}/rows/?clause={c}&year={y}&measure={m}&kind={k}"
            for lang in languages
            for c in clauses
            for y in years
            for m in ("chain", "field")
            for k in kinds
        ],
        "chain": [f"/{lang}/chain/?clause={c}&year={y}" for lang in languages for c in clauses for y in years],
    }
    draw = random.Random(7)
    each = CLIENTS * ROUNDS // len(found) + 1
    return [path for kind in found for path in draw.sample(found[kind], min(each, len(found[kind])))]


def in_loops(paths: list[str], clients: int = CLIENTS) -> list[tuple[str, float]]:
    """(address, seconds) of addresses asked by readers who each wait for an answer before they ask again."""
    left, seconds, guard = iter(paths), [], threading.Lock()

    def reader() -> None:
        while True:
            with guard:
                path = next(left, None)
            if path is None:
                return
            took = ask(path)
            with guard:
                seconds.append((path, took))

    threads = [threading.Thread(target=reader) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


def at(share: float, seconds: list[float]) -> float:
    """Milliseconds within which this share of the answers came."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))] * 1000


def kind_of(path: str) -> str:
    """Which page an address is of."""
    return path.split("/")[2].split("?")[0] or "article"


def main(lake: str) -> Iterator[str]:
    """Rows of the table of docs/performance.md, as they are measured."""
    paths = views(lake)
    random.Random(3).shuffle(paths)
    with Served(lake) as site:
        yield f"| server start to first article page | {site.start:.1f} s, the page itself {site.first * 1000:.0f} ms | 2 s |"
        first = ask("/en/search/?q=peacebuilding")
        searches = [
            f"/en/search/?q={q.replace(' ', '+')}&n={n}" for n, q in itertools.product(range(CLIENTS * 3), SEARCHES)
        ]
        found = in_loops(searches)
        yield f"| search: first; 8 readers, 95th percentile | {first * 1000:.0f} ms; {at(0.95, [s for _p, s in found]):.0f} ms | 300 ms; 150 ms |"
    for workers in (1, 2, 4):
        with Served(lake, workers) as site:
            asked = in_loops(paths)
            whole, own = memory_of(site.process.pid)
        seconds = [s for _p, s in asked]
        per = {kind: [s for p, s in asked if kind_of(p) == kind] for kind in sorted({kind_of(p) for p in paths})}
        words = ", ".join(f"{kind} {at(0.95, some):.0f}" for kind, some in per.items())
        yield f"| {len(asked)} views never asked before, 8 readers, {workers} workers: 95th percentile | {at(0.95, seconds):.0f} ms (median {at(0.5, seconds):.0f}; {words}) | 300 ms |"
        yield f"| memory after it, {workers} workers | {whole} MB, of which {own} MB are no pages of files | 600 MB for one, 1 GB for four |"
    with tempfile.TemporaryDirectory() as folder:
        used = run([sys.executable, "-m", "vrede", "export", f"{folder}/open"], {"VREDE_LAKE": lake})
    yield f"| export of everything | {used.wall:.0f} s, {used.megabytes:.0f} MB of memory | 1 GB |"


if __name__ == "__main__":
    for folder in sys.argv[1:]:
        print(f"{folder}\n\n| what | figure | goal |\n|---|---|---|")
        for row in main(folder):
            print(row, flush=True)
