"""A real server on loopback with what `make run` makes, and a real Chromium in front of it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from once import once
from registersite import serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
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


MAKEFILE = Path(__file__).resolve().parents[2] / "Makefile"


def recipe() -> list[list[str]]:
    """The commands of `make run`, each as words after `vrede`; the last serves."""
    lines = MAKEFILE.read_text(encoding="utf-8").split("\nrun:")[1].splitlines()[1:]
    own = itertools.takewhile(lambda line: line.startswith("\t"), lines)
    return [line.removeprefix("\t$(BIN)/vrede ").split() for line in own]


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of a site for which everything was done that `make run` does before it serves."""

    def make(folder: Path) -> None:
        for words in recipe()[:-1]:
            command = [sys.executable, "-m", "vrede", *words]
            subprocess.run(command, env={**os.environ, **_settings(folder)}, check=True, capture_output=True)

    return _settings(once(tmp_path_factory, "make-run", make))


def _settings(folder: Path) -> dict[str, str]:
    return {"VREDE_LAKE": str(folder / "lake"), "VREDE_DATABASE": f"sqlite:///{folder / 'register.sqlite3'}"}


@pytest.fixture(scope="session")
def site(fresh: dict[str, str]) -> Iterator[str]:
    """The address of what `make run` serves."""
    assert recipe()[-1] == ["serve"]
    with serving(**fresh) as address:
        yield address


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
