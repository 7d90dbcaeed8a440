"""A real server on loopback with the sample, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it the browser tests are skipped, and say so."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    pytest.skip("browser: no Chromium on this machine")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(sample_lake: Path) -> Iterator[str]:
    """The address of `vrede serve` with the sample."""
    port = _free_port()
    environment = {**os.environ, "VREDE_LAKE": str(sample_lake), "VREDE_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "vrede", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(SECONDS * 10):
            try:
                with urllib.request.urlopen(f"{address}/robots.txt", timeout=5):
                    break
            except OSError:
                assert server.poll() is None, "the server left"
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; an error in its console, or a request to elsewhere, fails the test."""
    context = browser.new_context(viewport={"width": 1360, "height": 1000}, locale="en-GB")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            None if "://127.0.0.1" in request.url or request.url.startswith("data:") else wrong.append(request.url)
        ),
    )
    yield opened
    context.close()
    assert not wrong, wrong


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """One page for many addresses, into which a test may put a script: opening a new one takes longer than what is looked at."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """Keeps a page as a picture in the folder VREDE_SCREENSHOTS, for whoever looks; without it no picture is made, which takes long."""
    named = os.environ.get("VREDE_SCREENSHOTS", "")
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        if named:
            page.screenshot(path=Path(named) / f"{name}.png", full_page=True)

    return keep
