"""A real server on loopback with what `make run` makes, a real Chromium in front of it, and what must hold for a page in any dress."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
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


MAKEFILE = Path(__file__).resolve().parents[1] / "Makefile"


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


AXE = {"resultTypes": ["violations"], "preload": False}  # nothing of a page comes from elsewhere
Scheme = Literal["light", "dark"]
Dress = tuple[str, Scheme]
EVERY_DRESS: tuple[Dress, ...] = (("nl", "light"), ("en", "dark"), ("nl", "dark"), ("en", "light"))


def dressed(names: Iterable[str]) -> list[tuple[str, str, Scheme]]:
    """Each page once, in Dutch and light or in English and dark by turns; every page in every dress is for `make proof`."""
    return [(name, *EVERY_DRESS[number % 2]) for number, name in enumerate(sorted(names))]


def holds_up(page: Page, address: str, scheme: Scheme) -> None:
    """WCAG 2.2 AA by axe-core with everything unfolded; at 390 px nothing sticks out sideways."""
    page.set_viewport_size({"width": 1360, "height": 1000})
    page.emulate_media(media="screen", color_scheme=scheme)
    page.goto(address)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
