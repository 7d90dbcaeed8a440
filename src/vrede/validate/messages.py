"""What each finding says to people, in Dutch and English: what is wrong, and what to do. Composed by us from the rule's data."""

from __future__ import annotations

from functools import cache

from vrede.language import Language, chapter, parameters_of, say
from vrede.validate.finding import Finding

LANGUAGES: tuple[Language, ...] = ("nl", "en")
FINDING, WHAT, TO_DO = "validate.finding.", ".what", ".to_do"


@cache
def messages() -> frozenset[str]:
    """The keys of all messages; the catalogue has what is wrong and what to do of each."""
    return frozenset(
        ident.removeprefix(FINDING).removesuffix(WHAT)
        for ident in chapter("validate")
        if ident.startswith(FINDING) and ident.endswith(WHAT)
    )


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
        **dict(finding.words),
        "path": finding.path,
        "value": finding.value,
        "rule": finding.rule,
        "fix": finding.fix,
    }
    return say(ident, lang, **{name: known.get(name, "") for name in parameters_of(ident)}).strip()
