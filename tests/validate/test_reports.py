"""The forms of a report: both languages complete, nothing that a browser or spreadsheet would run, nothing from elsewhere."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from lxml import etree

from vrede.language import parameters_of
from vrede.language.catalogue import chapter
from vrede.validate.check import ValidationReport, Validator
from vrede.validate.engine import IDENTIFIER_MESSAGES
from vrede.validate.links import STATES
from vrede.validate.messages import LANGUAGES, has_message
from vrede.validate.report.csv import write_csv
from vrede.validate.report.html import write_html
from vrede.validate.report.json import write_json
from vrede.validate.report.sarif import write_sarif
from vrede.validate.report.text import write_text
from vrede.validate.rules.load import KINDS
from vrede.validate.structure import TYPES
from written import activity, file_of, incoming

Check = Callable[..., ValidationReport]
NASTY = '<script>alert(1)</script>" onload="x'


@pytest.fixture
def nasty(check: Check) -> ValidationReport:
    """A file whose every value is an attack."""
    bad = NASTY.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    inside = incoming(f'ref="XM-DAC-7" provider-activity-id="{bad}"') + incoming(
        'ref="XM-DAC-7" provider-activity-id="=1+2"'
    )
    return check(file_of(activity(1, inside).replace("Titel", "&lt;b>Titel"), activity(identifier="=HYPERLINK(1) ")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_harmless(nasty: ValidationReport, validator: Validator, lang: str) -> None:
    """Sound markup, no script, nothing fetched, values escaped, and a policy that forbids the rest."""
    out = io.StringIO()
    write_html([nasty], validator.upward, lang, out)
    page = out.getvalue()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"\b(src|href)=", page)
    assert "default-src 'none'" in page
    assert f'<html lang="{lang}">' in page
    root = etree.fromstring(
        re.sub(r"<meta[^>]*>", "", page.removeprefix("<!doctype html>")).replace("<br>", "").encode()
    )
    assert [h.text for h in root.iter("h1")] == [
        {"nl": "Ziet het ministerie mijn bestand?", "en": "Will the ministry see my file?"}[lang]
    ]


def test_a_spreadsheet_runs_nothing(nasty: ValidationReport) -> None:
    """No cell begins as a formula."""
    out = io.StringIO()
    write_csv([nasty], "en", out)
    rows = list(csv.reader(io.StringIO(out.getvalue())))
    assert any(cell == "'=1+2" for row in rows for cell in row)
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_json_has_both_languages_and_places(nasty: ValidationReport) -> None:
    """File, activity, line, element, rule, severity and what to do."""
    out = io.StringIO()
    write_json([nasty], out)
    (file,) = json.loads(out.getvalue())["files"]
    (finding,) = [f for f in file["findings"] if f["value"] == "=1+2" and f["rule"] == "funder.link.form"]
    assert finding["places"][0]["activity"] == "NL-KVK-27108436-1"
    assert finding["places"][0]["line"] > 1
    assert finding["element"] == "transaction/provider-org/@provider-activity-id"
    assert set(finding["what"]) == set(finding["todo"]) == set(LANGUAGES)
    assert file["ministry"]["failing"][0]["paste"].startswith(
        '<provider-org ref="XM-DAC-7" provider-activity-id="XM-DAC-7-PPR-4000001234"'
    )


def test_sarif_is_of_its_form(nasty: ValidationReport) -> None:
    """Version, one run, every result with a known rule, level and a line."""
    out = io.StringIO()
    write_sarif([nasty], "nl", out)
    data = json.loads(out.getvalue())
    (run,) = data["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert data["version"] == "2.1.0"
    assert {result["ruleId"] for result in run["results"]} == rules
    assert {result["level"] for result in run["results"]} <= {"error", "warning", "note"}
    assert all(result["message"]["text"] for result in run["results"])


def test_a_terminal_obeys_nothing(check: Check, validator: Validator) -> None:
    """Characters that steer a terminal are blanks."""
    report = check(file_of(activity(1, incoming('ref="XM-DAC-7" provider-activity-id="a\x9b31mb&#x9b;31m"'))))
    out = io.StringIO()
    write_text([report], validator.upward, "en", out)
    assert not [letter for letter in out.getvalue() if not letter.isprintable() and letter != "\n"]


def test_the_same_file_gives_the_same_bytes(nasty: ValidationReport, check: Check, validator: Validator) -> None:
    """Twice the same report, twice the same page."""
    pages = []
    for _ in range(2):
        out = io.StringIO()
        write_html([nasty], validator.upward, "nl", out)
        pages.append(out.getvalue())
    assert pages[0] == pages[1]


def test_equal_findings_are_one_line(check: Check) -> None:
    """17,390 narratives in a language that no list has: one group with its number and five places."""
    lines = '<description><narrative xml:lang="EN">t</narrative></description>' * 100
    report = check(file_of(*(activity(n).replace("<activity-status", lines + "<activity-status") for n in range(50))))
    (group,) = [g for g in report.findings.groups() if g.finding.rule == "codelist.Language"]
    assert (group.count, len(group.places)) == (5000, 5)


def test_different_values_do_not_fill_the_memory(check: Check) -> None:
    """Beyond 200 values of a rule the rest is counted in one group."""
    report = check(file_of(*(activity(identifier=f"XX-{n}") for n in range(400))))
    groups = [g for g in report.findings.groups() if g.finding.rule == "1.1.21"]
    assert len(groups) == 201
    assert sum(group.count for group in groups) == 400


def test_every_message_stands_in_both_languages() -> None:
    """Kinds of rule, types of schema error, states of links, identifiers: all have words and what to do."""
    wanted = {f"rule.{kind}" for kind in KINDS} | set(TYPES.values()) | {"structure.other"}
    wanted |= {f"funder.link.{state}" for state in STATES if state not in ("good", "other")}
    wanted |= {message for message, _ in IDENTIFIER_MESSAGES.values()}
    assert not {key for key in wanted if not has_message(key)}
    for ident in chapter("validate"):
        if ident.startswith("validate.finding.") and ident.endswith(".what"):
            assert parameters_of(ident.removesuffix("what") + "to_do") is not None
            for language in LANGUAGES:
                assert all(chapter("validate")[ident][language]), ident


def test_no_word_of_the_official_messages_is_copied(shared: object, standard: object) -> None:
    """Our messages are ours: none is a message of the ruleset."""
    rules = standard.ruleset("2.03")  # type: ignore[attr-defined]
    theirs = set(re.findall(r'"message": "([^"]+)"', rules))
    assert not theirs & {one for forms in chapter("validate").values() for one in forms["en"]}
