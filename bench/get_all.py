"""`get` of 500 files of 200 kB with 50 ms before each answer, against a plain loop over the same addresses, in the same run.

    python bench/get_all.py

Prints both times, the most questions that one host was asked at once, and the most memory of the process that fetched.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

FILES, SIZE, PAUSE = 500, 200_000, 0.05
HOST = "bulk-data.iatistandard.org"
FETCH = """
import resource, sys, time
from datetime import date
from pathlib import Path
from vrede.fetch import Client, FetchLimits, mirror_of
from vrede.sources.iati import Ask, get_iati
begun = time.monotonic()
with Client(FetchLimits(), mirror=mirror_of(sys.argv[1]), today=date(2026, 11, 30)) as client:
    rows = get_iati(Path(sys.argv[2]), client, date(2026, 11, 30), Ask(["bench"]))
assert sum(row.state == "new" for row in rows) == int(sys.argv[3]) + 2, rows[:3]
print(time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


class Gauge:
    """How many questions are open, and the most that were."""

    def __init__(self) -> None:
        self.open, self.most, self.guard = 0, 0, threading.Lock()

    def change(self, by: int) -> None:
        """One more or one less."""
        with self.guard:
            self.open += by
            self.most = max(self.most, self.open)


def answers() -> dict[str, bytes]:
    """The index, the owners, and the files."""
    draw = random.Random(4)
    found = {
        f"/{HOST}/bench/file-{n}.xml": b"<iati-activities version='2.03'><!-- "
        + draw.randbytes(SIZE // 2).hex().encode()
        + b" --></iati-activities>"
        for n in range(FILES)
    }
    datasets = [
        {
            "short_name": path.split("/")[-1][:-4],
            "reporting_org_id": "1",
            "reporting_org_short_name": "bench",
            "source_url": None,
            "licence_id": None,
            "last_known_good_dataset": {"cached_dataset_xml_url": "https:/" + path, "hash": "0"},
        }
        for path in found
    ]
    owner = {
        "id": "1",
        "short_name": "bench",
        "organisation_identifier": "XX-1",
        "reporting_source_type": "primary-source",
    }
    return found | {
        f"/{HOST}/datasets-minimal": json.dumps({"datasets": datasets}).encode(),
        f"/{HOST}/reporting-orgs": json.dumps({"reporting_orgs": [owner]}).encode(),
    }


def main() -> None:
    """Both, one after the other."""
    found, gauge = answers(), Gauge()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            gauge.change(1)
            try:
                time.sleep(PAUSE)
                body = found.get(self.path, b"")
                self.send_response(200 if body else 404)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            finally:
                gauge.change(-1)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    begun = time.monotonic()
    with httpx.Client(trust_env=False) as plain:
        for path in found:
            plain.get(base + path).raise_for_status()
    loop = time.monotonic() - begun
    gauge.most = 0
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", FETCH, base, folder, str(FILES)],
            capture_output=True,
            text=True,
            check=True,
            env=dict(os.environ),
        )
    ours, memory = done.stdout.split()
    print(
        f"loop {loop:.1f} s; get {float(ours):.1f} s, {float(ours) / loop:.2f} of it; at once {gauge.most}; memory {memory} MB"
    )
    server.shutdown()


if __name__ == "__main__":
    main()
