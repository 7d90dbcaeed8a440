"""Article page and search at the 95th percentile: eight clients, closed loop, warm, no HTTP cache."""

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

CLIENTS, ROUNDS, PORT = 8, 60, 8137
SEARCHES = (
    "refugees",
    "refug",
    "mali",
    "covid leb",
    "unhcr",
    "human rights",
    "voedsel",
    "sant",
    "XM-DAC-7",
    "water yemen",
)
PAGES = ("/en/", "/nl/", "/en/?year=2020", "/nl/?year=2020&kind=commitment")


def _loop(paths: list[str], seconds: list[float]) -> None:
    for path in paths:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - start)
        assert answer.status == 200, path
        connection.close()


def _measured(paths: list[list[str]]) -> tuple[float, float]:
    seconds: list[float] = []
    threads = [threading.Thread(target=_loop, args=(mine, seconds)) for mine in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ranked = sorted(seconds)
    return ranked[len(ranked) // 2] * 1000, ranked[int(len(ranked) * 0.95)] * 1000


def main() -> list[str]:
    """Rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "VREDE_LAKE": str(Path(folder) / "lake"), "VREDE_PORT": str(PORT)}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(
            [sys.executable, "-m", "vrede", "build", "--sources", str(shared())], env=environment, check=True, **quiet
        )  # type: ignore[call-overload]  # two constants
        server = subprocess.Popen([sys.executable, "-m", "vrede", "serve"], env=environment, **quiet)  # type: ignore[call-overload]  # as above
        try:
            for _ in range(300):
                try:
                    _loop(["/en/search/?q=warm", *PAGES], [])
                    break
                except OSError:
                    time.sleep(0.1)
            articles = _measured([[PAGES[(n + k) % len(PAGES)] for k in range(ROUNDS)] for n in range(CLIENTS)])
            # Every search is a new address, so that none is answered from the kept pages.
            searches = _measured(
                [
                    [
                        f"/en/search/?q={SEARCHES[(n + k) % len(SEARCHES)].replace(' ', '+')}&n={n}-{k}"
                        for k in range(ROUNDS)
                    ]
                    for n in range(CLIENTS)
                ]
            )
            cold = _measured([[f"/en/?year={2012 + k}&n={n}" for k in range(10)] for n in range(CLIENTS)])
        finally:
            server.terminate()
            server.wait(timeout=20)
    return [
        f"| article page, 8 clients | median {articles[0]:.0f} ms, 95th percentile {articles[1]:.0f} ms | 300 ms | {'yes' if articles[1] < 300 else 'no'} |",
        f"| search, 8 clients, none from the kept pages | median {searches[0]:.0f} ms, 95th percentile {searches[1]:.0f} ms | 150 ms | {'yes' if searches[1] < 150 else 'no'} |",
        f"| article page never asked before, 8 clients at once | median {cold[0]:.0f} ms, 95th percentile {cold[1]:.0f} ms | | |",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
