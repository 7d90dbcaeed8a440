"""The brief's sentences, read from words.toml; a sentence that lacks a language is a fault of ours."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from vrede.article import Bilingual, Language

FILE = Path(__file__).parent / "words.toml"


@cache
def sentences() -> dict[str, Bilingual]:
    """Every sentence by name. Raises pydantic.ValidationError where one lacks a language."""
    return {name: Bilingual.model_validate(row) for name, row in tomllib.loads(FILE.read_text("utf-8")).items()}


def say(sentence: str, language: Language, /, **filled: object) -> str:
    """One sentence, filled in. Raises KeyError for an unknown name or a word that is not filled in."""
    return sentences()[sentence].get(language).format(**filled)
