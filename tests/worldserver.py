"""The made-up world of tools/world.py on a server of the test, whose hosts can be made to fail in every way that servers do."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from world import world

from vrede.fetch import Client, FetchLimits, Mirror

TODAY = date(2026, 11, 30)
MONTH, NEXT = (2026, 9), (2026, 10)
HOSTS = {
    "iati": "bulk-data.iatistandard.org",
    "rates": "www.ecb.europa.eu",
    "conflict": "ucdp.uu.se",
    "worldbank": "api.worldbank.org",
    "unhcr": "api.unhcr.org",
    "inform": "drmkc.jrc.ec.europa.eu",
    "need": "data.humdata.org",
    "views": "api.viewsforecasting.org",
    "budget": "www.rijksfinancien.nl",
}
"""Source -> the host that it is asked of."""
QUICK = FetchLimits(
    attempts=1, wait_seconds=0, wait_most_seconds=0, read_seconds=0.3, connect_seconds=2, deadline_seconds=5
)
"""No pause between tries, and no patience."""

PATIENT = FetchLimits(attempts=2, wait_seconds=0, wait_most_seconds=0)
"""For a world that is sound, on a machine that may be busy."""

Fault = Callable[[BaseHTTPRequestHandler, bytes], None]


@cache
def answers_of(seed: int, month: tuple[int, int]) -> Mapping[str, bytes]:
    """The world's answers; drawn once."""
    return world(seed, month, TODAY)


def sent(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """An answer."""
    handler.send_response(status)
    for key, value in {"content-length": str(len(body)), **headers}.items():
        handler.send_header(key.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def dead(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Hangs up."""
    handler.close_connection = True


def slow(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Says its head and then nothing for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.flush()
    threading.Event().wait(1)
    handler.close_connection = True


def truncated(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Promises all and sends half."""
    handler.send_response(200)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


def as_half(body: bytes) -> bytes:
    """The same shape with half of the rows, and counts that fit."""
    if body[:2] == b"PK":
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(body)) as packed, zipfile.ZipFile(out, "w") as half:
            for name in packed.namelist():
                half.writestr(name, as_half(packed.read(name)))
        return out.getvalue()
    text = body.decode("utf-8-sig")
    if text[:1] in "[{":
        return json.dumps(_half_of(json.loads(text))).encode()
    if text.startswith(("<!", "<html")):
        return body
    if text.startswith("<"):
        head, *activities = text.split("<iati-activity")
        return (
            head + "".join("<iati-activity" + one for one in activities[: len(activities) // 2])
        ).encode() + b"</iati-activities>"
    dialect = ";" if text.partition("\n")[0].count(";") > 3 else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect))
    out_text = io.StringIO()
    csv.writer(out_text, delimiter=dialect).writerows([rows[0], *rows[1 : 1 + len(rows[1:]) // 2]])
    return out_text.getvalue().encode()


def _half_of(value: Any) -> Any:
    if isinstance(value, list):
        if len(value) == 2 and isinstance(value[1], list):  # the World Bank's: what the page is, and its records
            rows = value[1][: len(value[1]) // 2]
            return [{**value[0], "pages": 1, "total": len(rows)}, rows]
        return value[: len(value) // 2] if len(value) > 3 else value
    if isinstance(value, dict):
        made = {key: _half_of(one) for key, one in value.items()}
        if "row_count" in made:
            made |= {"row_count": len(made["data"]), "page_count": 1, "next_page": ""}
        return made | ({"maxPages": 1} if "maxPages" in made else {})
    return value


PAGE = b"<!DOCTYPE html><html><body><h1>We are working on it</h1></body></html>"
FAULTS: dict[str, Fault] = {
    "dead": dead,
    "slow": slow,
    "truncated": truncated,
    "empty": lambda handler, body: sent(handler, 200),
    "another shape": lambda handler, body: sent(handler, 200, b'{"a": [1, 2, 3]}'),
    "half its rows": lambda handler, body: sent(handler, 200, as_half(body)),
    "redirect to loopback": lambda handler, body: sent(handler, 302, location="http://127.0.0.1:1/secret"),
    "404": lambda handler, body: sent(handler, 404, b"not here"),
    "406": lambda handler, body: sent(handler, 406, b"not acceptable"),
    "429": lambda handler, body: sent(handler, 429, b"slow down", retry_after="0"),
    "200 with a message": lambda handler, body: sent(
        handler, 200, b'[{"message": [{"id": "120", "value": "not valid"}]}]'
    ),
    "a page": lambda handler, body: sent(handler, 200, PAGE),
}
"""What goes wrong -> how a host answers then."""


@dataclass
class World:
    """The server: what it answers, which hosts are broken and how, and what it was asked."""

    port: int
    answers: Mapping[str, bytes]
    broken: dict[str, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def client(self, limits: FetchLimits = PATIENT) -> Client:
        """A client that asks everything of it."""
        return Client(limits, mirror=Mirror("127.0.0.1", self.port), today=TODAY)


@contextmanager
def world_served(answers: Mapping[str, bytes]) -> Iterator[World]:
    """A server on a free port, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            body = served.answers.get(self.path)
            fault = served.broken.get(self.path.split("/")[1])
            try:
                if fault is not None:
                    fault(self, body or b"")
                elif body is None:
                    sent(self, 404)
                else:
                    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                    known = self.headers["If-None-Match"] == tag
                    sent(self, 304 if known else 200, b"" if known else body, etag=tag)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = World(server.server_address[1], answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
