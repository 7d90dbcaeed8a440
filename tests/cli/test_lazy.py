"""`vrede --help` loads no command, and says of each what the command says of itself."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from vrede.cli.app import app
from vrede.cli.lazy import COMMANDS, loaded

HEAVY = ("polars", "numpy", "pydantic", "django", "lxml", "fsspec", "httpx")


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_no_table_code_and_no_site_is_loaded(words: list[str]) -> None:
    """None of the large packages: they take a second."""
    script = (
        "import sys\nsys.argv = ['vrede', *sys.argv[1:]]\nfrom vrede.cli import main\n"
        f"try:\n    main()\nfinally:\n    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_line_is_the_first_of_the_commands_own_help(name: str) -> None:
    """Said twice, and the same."""
    assert (loaded(name).help or "").split("\n\n")[0].replace("\n", " ").strip() == COMMANDS[name].help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_found_and_has_its_own_help(name: str) -> None:
    """Its usage, and that of what is below it."""
    answer = CliRunner().invoke(app, [name, "--help"])
    assert answer.exit_code == 0
    assert f"Usage: vrede {name}" in answer.output


def test_a_slip_is_answered_with_what_was_meant() -> None:
    """As long as it is near."""
    answer = CliRunner().invoke(app, ["buidl"])
    assert answer.exit_code == 2
    assert "build" in answer.output


def test_the_version_is_that_of_the_package() -> None:
    """Name and number."""
    assert CliRunner().invoke(app, ["--version"]).output == f"vrede {version('vrede')}\n"
