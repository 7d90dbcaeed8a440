"""Serves a whole small world of sources on loopback, made up from a seed, for `VREDE_MIRROR`.

    python tools/world.py --port 8900 --month 2026-10
    VREDE_MIRROR=http://127.0.0.1:8900 vrede update data

Every address of the sources is answered as their services document it. Nothing in it is real.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from worlds import aid, budget, need, series, violence  # found beside this file

RAW = "raw.githubusercontent.com"


def world(seed: int, month: tuple[int, int], today: date) -> dict[str, bytes]:
    """`/HOST/PATH?QUERY` -> answer. month: the last one of which deaths are known; today: that of the questions."""
    year = today.year
    day = today.isoformat()
    return {
        **aid.answers(seed, day),
        **aid.rates(),
        **violence.ucdp(seed, month),
        **violence.views(seed, month),
        **series.world_bank(seed, year, year - 1),
        **series.unhcr(seed, year, year - 1),
        **series.inform(seed, year),
        **need.answers(seed, year, day),
        **budget.answers(seed, year),
    }


def handler_of(answers: Mapping[str, bytes]) -> type[BaseHTTPRequestHandler]:
    """Answers with an entity tag, and 304 where it is known."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = answers.get(self.path)
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if body is not None else ""
            known = body is not None and self.headers["If-None-Match"] == tag
            self.send_response(404 if body is None else 304 if known else 200)
            sent = b"" if body is None or known else body
            if tag:
                self.send_header("ETag", tag)
            if not known:
                self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Handler


def main() -> None:
    """Serves until it is stopped."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--port", type=int, default=8900)
    asked.add_argument("--seed", type=int, default=4)
    asked.add_argument("--month", default="2026-10", help="the last month of which deaths are known")
    given = asked.parse_args()
    year, _dash, month = given.month.partition("-")
    answers = world(given.seed, (int(year), int(month)), datetime.now(UTC).date())
    server = ThreadingHTTPServer(("127.0.0.1", given.port), handler_of(answers))
    print(
        f"{len(answers)} answers, {sum(map(len, answers.values())) >> 20} MB: VREDE_MIRROR=http://127.0.0.1:{given.port}",
        flush=True,
    )
    server.serve_forever()


if __name__ == "__main__":
    main()
