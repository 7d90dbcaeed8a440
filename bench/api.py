"""The JSON API at the 95th percentile: eight clients, closed loop, on real data, hardly an address asked twice."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from real import shared

CLIENTS, ROUNDS, PORT, BOUND = 8, 60, 8139, 200
CLAUSES = ("A1", "A5", "F1", "F2", "F3", "F4", "F5", "F6", "S1", "S2", "S3", "S4")
# Limits and offsets differ at every asking, so that hardly an answer is one that was kept.
ASKED = (
    "totals?clause={clause}&year={year}",
    "rows?clause={clause}&measure=field&limit={limit}&offset={offset}",
    "rows?scope=all&measure=chain&kind=commitment&limit={limit}&offset={offset}",
    "activities?clause={clause}&limit={limit}&offset={offset}",
    "activities/{key}",
    "transactions?limit={limit}&offset={offset}",
    "results/values?kind=actual&limit={limit}&offset={offset}",
    "results/achievements?limit={limit}&offset={offset}",
    "results/sums?limit={limit}&offset={offset}",
    "indicators/mines-cleared/matches?limit={limit}",
    "synergy?limit={limit}",
    "series?limit={limit}&offset={offset}",
    "countries?clause={clause}&year={year}&limit={limit}",
    "partners?limit={limit}&offset={offset}",
    "clauses/{clause}?lang=nl",
    "article",
    "tables?limit={limit}",
)
LARGE = ("rows?measure=field&limit=1000&offset={offset}", "activities?limit=1000&offset={offset}")


def _path(forms: tuple[str, ...], client: int, turn: int) -> str:
    number = client * ROUNDS + turn
    return "/api/v1/" + forms[(client + turn) % len(forms)].format(
        clause=CLAUSES[number % len(CLAUSES)],
        year=2012 + number % 11,
        limit=80 + number % 40,
        offset=number,
        key=number * 31,
    )


def _loop(paths: list[str], seconds: list[tuple[float, str]]) -> None:
    for path in paths:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        seconds.append((time.perf_counter() - start, path))
        assert answer.status == 200, (path, body[:200])
        connection.close()


def _measured(forms: tuple[str, ...]) -> tuple[float, float]:
    seconds: list[tuple[float, str]] = []
    threads = [
        threading.Thread(target=_loop, args=([_path(forms, n, k) for k in range(ROUNDS)], seconds))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seconds) == CLIENTS * ROUNDS
    ranked = sorted(taken for taken, _path in seconds)
    return ranked[len(ranked) // 2] * 1000, ranked[int(len(ranked) * 0.95)] * 1000


def main() -> list[str]:
    """Rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "VREDE_LAKE": os.environ.get("VREDE_LAKE", str(Path(folder) / "lake")),
            "VREDE_PORT": str(PORT),
            "VREDE_API_PER_MINUTE": "1000000",
        }
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(
            [sys.executable, "-m", "vrede", "build", "--sources", str(shared())], env=environment, check=True, **quiet
        )  # type: ignore[call-overload]  # two constants
        server = subprocess.Popen([sys.executable, "-m", "vrede", "serve"], env=environment, **quiet)  # type: ignore[call-overload]  # as above
        try:
            for _ in range(300):
                try:
                    _loop(["/api/v1/article", *(_path(ASKED, 0, k) for k in range(len(ASKED)))], [])
                    break
                except OSError:
                    time.sleep(0.1)
            usual, large = _measured(ASKED), _measured(LARGE)
        finally:
            server.terminate()
            server.wait(timeout=20)
    return [
        f"| the API, 17 kinds of questions of about 100 rows, 8 clients | median {usual[0]:.0f} ms, 95th percentile {usual[1]:.0f} ms | {BOUND} ms | {'yes' if usual[1] < BOUND else 'no'} |",
        f"| the same, pages of 1,000 rows of slices and activities | median {large[0]:.0f} ms, 95th percentile {large[1]:.0f} ms | {BOUND} ms | {'yes' if large[1] < BOUND else 'no'} |",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
