"""The catalogue of words: everything that people read has an id, and its Dutch and English in one place.

A chapter is a file of `words/`; the first part of an id is the name of its file. An entry is `en` and `nl`: a text, or two forms of it
(`one` and `other`) of which the number `n` chooses, and which write it as the language does. Parameters are names in braces: `{year}`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from vrede.language.numbers import Language, whole

PARAMETER = re.compile(r"\{(\w+)\}")
Forms = tuple[str, str]
"""The text for one, and the text for any other number."""


class Entry(NamedTuple):
    """The words of an id. parameters: what they need. counts: declared in two forms, of which `n` chooses."""

    forms: dict[Language, Forms]
    parameters: frozenset[str]
    counts: bool


class WordsError(LookupError):
    """An id that has no words, or words that were not given what they need: a fault of ours, never of a reader or a file."""


def say(ident: str, language: Language, /, **named: object) -> str:
    """The words of an id in one language, with its parameters filled in.

    Raises WordsError for an unknown id, and for a parameter that is missing or that the words do not have.
    """
    forms, parameters, counts = _entry(ident)
    if parameters != named.keys():
        raise WordsError(f"{ident}: needs {sorted(parameters)}, was given {sorted(named)}")
    text, other = forms[language]
    if counts:
        number = _number(ident, named["n"])
        text, named = (text if number == 1 else other), {**named, "n": whole(number, language)}
    return PARAMETER.sub(lambda found: str(named[found[1]]), text) if named else text


def has_words(ident: str) -> bool:
    """Whether an id has words: for names of codes and rules, of which we know some."""
    name = ident.partition(".")[0]
    return name in chapters() and ident in _chapter(name)


def parameters_of(ident: str) -> frozenset[str]:
    """What the words of an id need to be given. Raises WordsError for an unknown id."""
    return _entry(ident).parameters


def chapter(name: str) -> dict[str, dict[Language, Forms]]:
    """Every entry of a chapter, by id. Raises WordsError for an unknown chapter."""
    return {ident: entry.forms for ident, entry in _chapter(name).items()}


@cache
def chapters() -> list[str]:
    """The names of the chapters, sorted."""
    return sorted(file.name.removesuffix(".toml") for file in files("vrede.language").joinpath("words").iterdir())


def _number(ident: str, given: object) -> int:
    if not isinstance(given, int):
        raise WordsError(f"{ident}: n chooses the form, and {given!r} is not a number")
    return given


def _entry(ident: str) -> Entry:
    try:
        return _chapter(ident.partition(".")[0])[ident]
    except KeyError:
        raise WordsError(f"{ident}: no such words") from None


@cache
def _chapter(name: str) -> dict[str, Entry]:
    file = files("vrede.language").joinpath("words", f"{name}.toml")
    if not file.is_file():
        raise WordsError(f"{name}: no such chapter of words")
    return dict(_flat(tomllib.loads(file.read_text("utf-8")), ""))


def _flat(table: dict[str, Any], ident: str) -> list[tuple[str, Entry]]:
    """The entries of a table and of the tables in it, each with its whole id and its parameters."""
    if not {"en", "nl"} <= table.keys():
        return [one for name, inner in table.items() for one in _flat(inner, f"{ident}.{name}" if ident else name)]
    forms: dict[Language, Forms] = {"en": _forms(table["en"]), "nl": _forms(table["nl"])}
    needed = {name for pair in forms.values() for text in pair for name in PARAMETER.findall(text)}
    counts = any(isinstance(table[language], dict) for language in ("en", "nl"))
    if counts:
        needed.add("n")
    return [(ident, Entry(forms, frozenset(needed), counts))]


def _forms(text: str | dict[str, str]) -> Forms:
    return (text, text) if isinstance(text, str) else (text["one"], text["other"])
