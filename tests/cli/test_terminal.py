"""What is printed is the text itself: brackets and colons in names, files and advice are no commands of the terminal."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from rich.table import Table

import vrede.cli
from lakefolder import Folder, activity
from vrede.cli.lazy import COMMANDS, loaded
from vrede.cli.terminal import console

CLI = Path(vrede.cli.__file__).parent
TEXTS = ["pip install 'vrede[cluster]'", "a[/b].xml", "[red]name[/red]", "10:x:20 :heart:", "[link=x]"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_printed_as_it_is(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On a line, in a cell, in a heading."""
    table = Table(text)
    table.add_row(text)
    console().print(text)
    console().print(table)
    assert capsys.readouterr().out.count(text) == 3


def test_doctor_says_how_the_extra_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the name of the extra."""
    from vrede.cli.doctor import doctor

    monkeypatch.setenv("VREDE_LAKE", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BaseException, match="1"):
        doctor()
    assert "pip install 'vrede[cluster]'" in capsys.readouterr().out


def test_a_build_names_a_file_that_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with brackets, whole."""
    from vrede.cli.build import build

    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    for name in ("a[bold]b.xml", "x[/red].xml"):
        (folder.root / name).parent.mkdir(parents=True, exist_ok=True)
        (folder.root / name).write_text("<not", encoding="utf-8")
    folder.file("c.xml", activity("A", "3 2021-06-15 100"))
    monkeypatch.setenv("VREDE_LAKE", str(folder.lake))
    monkeypatch.setenv("COLUMNS", "200")
    build(sources=folder.root)
    said = capsys.readouterr().err
    assert "a[bold]b.xml: " in said
    assert "x[/red].xml: " in said


def test_every_command_prints_through_it() -> None:
    """No other console, and no markup, in any command."""
    for path in CLI.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert path.name == "terminal.py" or not re.search(r"\bConsole\(|rich\.markup|rich import print", text), (
            path.name
        )
        assert all("markup=False" in line for line in text.splitlines() if re.search(r"\bTextColumn\(", line)), (
            path.name
        )


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_has_brackets_that_the_terminal_would_take(name: str) -> None:
    """Help is the one text that the command line's library takes for markup."""
    waiting = [loaded(name)]
    while waiting:
        command = waiting.pop()
        waiting += getattr(command, "commands", {}).values()
        for text in (command.help, command.epilog, *(getattr(one, "help", "") for one in command.params)):
            assert "[" not in (text or ""), (name, command.name)
