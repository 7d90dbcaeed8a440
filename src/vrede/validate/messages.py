"""What each finding says to people, in Dutch and English: what is wrong, and what to do. Composed by us from the rule's data."""

from __future__ import annotations

from vrede.language import Language, has_words, parameters_of, say
from vrede.validate.finding import Finding
from vrede.validate.naming import plain_path

PATHS = ("more", "paths", "excluded", "all")
LANGUAGES: tuple[Language, ...] = ("nl", "en")


def has_message(key: str) -> bool:
    """Whether a finding of this key has words: what is wrong and what to do."""
    return has_words(f"validate.finding.{key}.what")


def said(finding: Finding, lang: Language) -> str:
    """What is wrong."""
    text = _filled(f"validate.finding.{finding.message}.what", finding, lang)
    return f"{text} {say('validate.stricter', lang)}" if finding.stricter else text


def to_do(finding: Finding, lang: Language) -> str:
    """What to do about it."""
    text = _filled(f"validate.finding.{finding.message}.to_do", finding, lang)
    return f"{text} {say('validate.exempt', lang)}" if dict(finding.words).get("exempt") else text


def _filled(ident: str, finding: Finding, lang: Language) -> str:
    """The words of a finding; what a finding does not know of itself is left empty, since one message serves many rules."""
    known = {
        **{name: _readable(name, text, lang) for name, text in finding.words},
        "path": plain_path(finding.path),
        "value": finding.value,
        "rule": finding.rule,
        "fix": finding.fix,
    }
    return say(ident, lang, **{name: known.get(name, "") for name in parameters_of(ident)}).strip()


def _readable(name: str, text: str, lang: Language) -> str:
    if text == "NOW":
        return say("validate.today", lang)
    return plain_path(text) if name in PATHS else text
