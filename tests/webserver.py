"""A real HTTP server on loopback whose paths behave as the test says: sound, broken, slow, endless."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat

Answer = Callable[[BaseHTTPRequestHandler], None]


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """An answer with its length, unless the headers say another. `_` in a header's name stands for `-`."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    handler.send_response(status)
    for key, value in {"content-length": str(len(body)), **named}.items():
        if value:
            handler.send_header(key, value)
    handler.end_headers()
    handler.wfile.write(body)


def sound(body: bytes, etag: str = "", modified: str = "", ranges: bool = True) -> Answer:
    """The body, or 304 where it is known, or its rest where that is asked for and is still the same."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers
        marks = {"etag": etag, "last_modified": modified}
        if (etag and asked["If-None-Match"] == etag) or (modified and asked["If-Modified-Since"] == modified):
            reply(handler, 304, content_length="", **marks)
        elif ranges and asked["Range"] and asked["If-Range"] == (etag or modified):
            start = int(asked["Range"].removeprefix("bytes=").rstrip("-"))
            where = f"bytes {start}-{len(body) - 1}/{len(body)}"
            reply(handler, 206, body[start:], content_range=where, **marks)
        else:
            reply(handler, 200, body, **marks)

    return answer


def broken(body: bytes, at: int, etag: str = "") -> Answer:
    """Says the length of the body and sends `at` bytes of it."""
    return lambda handler: reply(handler, 200, body[:at], content_length=str(len(body)), etag=etag)


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """This status."""
    return lambda handler: reply(handler, code, body, **headers)


def redirect(to: str, code: int = 302) -> Answer:
    """Elsewhere."""
    return status(code, location=to)


def in_turn(*answers: Answer) -> Answer:
    """Each answer once, then the last for ever."""
    turns = iter((*answers, *repeat(answers[-1], 1000)))
    return lambda handler: next(turns)(handler)


def endless(piece: bytes, pause: float = 0.0, most: int = 2000) -> Answer:
    """The piece again and again, with a pause in seconds, until the other side goes (or `most` times: a test must end)."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        reply(handler, 200, content_length="", etag='"endless"')
        wait = threading.Event()
        for _ in range(most):
            handler.wfile.write(piece)
            wait.wait(pause)

    return answer


def packed(body: bytes, **headers: str) -> Answer:
    """The body under gzip."""
    return status(200, gzip.compress(body), content_encoding="gzip", **headers)


@dataclass
class Web:
    """The server: what it answers by path, and what it was asked."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """host:port, as an allow list takes it."""
        return f"127.0.0.1:{self.port}"

    def address(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"


@contextmanager
def serving() -> Iterator[Web]:
    """A server on a free port, until the end of the block. Unknown paths get 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
            try:
                web.answers.get(self.path, status(404))(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
