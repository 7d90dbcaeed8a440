"""`vrede get`: the report in three forms and two languages, and an exit code that says whether all came."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from statefiles import row, state_file
from vrede.cli.app import main
from vrede.fetch import read_answers
from vrede.settings import SettingsError, read_settings
from webserver import Web, sound, status

XML = b"<iati-activities version='2.03'></iati-activities>"
ANSWERS = Path(__file__).with_name("answers")

Said = tuple[int, str, str]
Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], web: Web) -> Run:
    """Runs `vrede get ...` in this process, with the server allowed; gives code, output, complaints."""

    def call(*words: str, allow: str = web.host) -> Said:
        monkeypatch.setenv("VREDE_GET_ALLOW", allow)
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(sys, "argv", ["vrede", "get", *words])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        return code, *capfd.readouterr()

    return call


@pytest.fixture
def addresses(web: Web, tmp_path: Path) -> Path:
    """A list with one sound and one missing file."""
    web.answers["/a.xml"] = sound(XML)
    path = tmp_path / "addresses.txt"
    path.write_text(f"{web.address('/a.xml')}\n{web.address('/missing.xml')}\n")
    return path


def test_all_came_is_0_and_something_missing_is_9(run: Run, web: Web, addresses: Path, tmp_path: Path) -> None:
    """What came is there either way."""
    code, out, err = run("iati", str(tmp_path / "data"), "--urls", str(addresses))
    assert code == 9 and "1 new, 0 unchanged, 0 failed, 1 gone" in out and "there is no copy" in err
    web.answers["/missing.xml"] = sound(XML)
    assert run("iati", str(tmp_path / "data"), "--urls", str(addresses))[0] == 0
    assert len(list((tmp_path / "data").rglob("*.xml"))) == 2


def test_the_report_is_the_same_in_every_form(run: Run, addresses: Path, tmp_path: Path) -> None:
    """JSON and CSV hold the same rows, with the whole hash; the table says the reason in Dutch."""
    words = ("iati", str(tmp_path / "data"), "--urls", str(addresses), "--lang", "nl")
    from_json = json.loads(run(*words, "--format", "json")[1])
    from_csv = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv")[1])))
    assert [row["state"] for row in from_json] == ["new", "gone"]
    assert [row["state"] for row in from_csv] == ["unchanged", "gone"]
    assert [row["sha256"] for row in from_csv] == [row["sha256"] for row in from_json]
    assert len(from_csv[0]["sha256"]) == 64
    assert from_csv[1]["words"] == "de server heeft dit niet meer (404); er is geen kopie"
    assert "de server heeft dit niet meer" in run(*words)[1]


def test_a_host_that_is_not_allowed_is_not_asked(run: Run, web: Web, addresses: Path, tmp_path: Path) -> None:
    """Without VREDE_GET_ALLOW loopback is out of reach, and the line names the setting."""
    code, _, err = run("iati", str(tmp_path / "data"), "--urls", str(addresses), allow="")
    assert code == 9 and "VREDE_GET_ALLOW" in err and web.asked == []


def test_a_size_of_yours_holds(run: Run, web: Web, tmp_path: Path) -> None:
    """--file-mib 1 refuses a file of more than a MiB."""
    web.answers["/large.xml"] = sound(b"<" + b" " * (1 << 20) + b">")
    (tmp_path / "list").write_text(web.address("/large.xml"))
    code, _, err = run("iati", str(tmp_path / "data"), "--urls", str(tmp_path / "list"), "--file-mib", "1")
    assert code == 9 and "the file is larger than allowed" in err


def test_the_other_sources_say_the_same_way_what_failed(run: Run, web: Web, tmp_path: Path) -> None:
    """A sound budget is 0, a failing server 9, for each command."""
    pages = ("/overzicht-datasets", "/open-data/budgettaire%20tabellen%20rijksbegroting")
    link, whole = "/Budgettaire_Tabellen_2026_O1_excl.csv", state_file(row("5", "1", "Subsidies", "A"))
    listing = sound(f'<html><a href="{link}">2026</a></html>'.encode())
    web.answers = {**dict.fromkeys(pages, listing), link: sound(whole), "/no": status(403)}
    assert run("budget", str(tmp_path), "--from", web.address(""))[0] == 0
    for source in ("rates", "conflict", "budget", "standard"):
        code, _, err = run(source, str(tmp_path), "--from", web.address("/no"))
        assert code == 9 and ("the server refuses" in err or "the server has this no longer" in err), source
    (kept,) = read_answers(tmp_path / "budget").values()
    assert kept.files[0].path.read_bytes() == whole


@pytest.mark.parametrize("command", ["iati", "rates", "conflict", "budget", "standard"])
def test_each_command_shows_an_example(command: str, run: Run) -> None:
    """--help names the command as one types it."""
    code, out, _ = run(command, "--help")
    assert code == 0 and f"vrede get {command}" in out


def test_nothing_asked_for_is_a_word_too_few(run: Run, tmp_path: Path) -> None:
    """No publisher, no list and not everything; and a list that is not there."""
    assert run("iati", str(tmp_path))[0] == 2
    assert run("iati", str(tmp_path), "--urls", str(tmp_path / "no such list"))[0] == 2


@pytest.mark.parametrize("text", ["localhost", "http://localhost:80", "localhost:x", "a b:80"])
def test_an_allow_list_that_is_none_is_refused(text: str) -> None:
    """The message names the setting."""
    with pytest.raises(SettingsError, match="VREDE_GET_ALLOW"):
        read_settings({"VREDE_GET_ALLOW": text})
    assert read_settings({"VREDE_GET_ALLOW": " A.example:80, [::1]:8000,"}).get_allow == {"a.example:80", "[::1]:8000"}
