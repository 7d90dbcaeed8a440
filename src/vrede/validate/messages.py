"""What each finding says to people, in Dutch and English: what is wrong, and what to do. Composed by us from the rule's data."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from vrede.validate.finding import Finding, Part, Severity

LANGUAGES = ("nl", "en")
FILE = Path(__file__).with_name("messages.toml")


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[str, str]]:
    """Key of a message -> `nl` and `en` (what is wrong) and `nl_do` and `en_do` (what to do), with {words} to fill in."""
    with FILE.open("rb") as stream:
        return tomllib.load(stream)


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _filled(template: str, finding: Finding) -> str:
    known = {
        **dict(finding.words),
        "path": finding.path,
        "value": finding.value,
        "rule": finding.rule,
        "fix": finding.fix,
    }
    return template.format_map(_Words(known)).strip()


def said(finding: Finding, lang: str) -> str:
    """What is wrong. lang: nl or en."""
    text = _filled(texts()[finding.message][lang], finding)
    return f"{text} {texts()['stricter'][lang]}" if finding.stricter else text


def to_do(finding: Finding, lang: str) -> str:
    """What to do about it."""
    text = _filled(texts()[finding.message][f"{lang}_do"], finding)
    return f"{text} {texts()['exempt'][lang]}" if dict(finding.words).get("exempt") else text


SEVERITY_WORDS = {
    Severity.critical: {"nl": "kritiek", "en": "critical"},
    Severity.error: {"nl": "fout", "en": "error"},
    Severity.warning: {"nl": "waarschuwing", "en": "warning"},
    Severity.advice: {"nl": "advies", "en": "advice"},
}
PART_WORDS = {
    Part.file: {"nl": "bestand", "en": "file"},
    Part.structure: {"nl": "structuur", "en": "structure"},
    Part.codelists: {"nl": "codelijsten", "en": "codelists"},
    Part.ruleset: {"nl": "regels", "en": "rules"},
    Part.identifiers: {"nl": "kenmerken", "en": "identifiers"},
    Part.references: {"nl": "verwijzingen", "en": "references"},
    Part.funder: {"nl": "leesbaar voor de financier", "en": "readable by the funder"},
}
