"""Paths of the standard's rules as people read them: an element by its name, and a condition as `type 1`."""

from __future__ import annotations

import re

PREDICATE = re.compile(r"\[([^\[\]]*)\]")
EQUAL = re.compile(r"(?:\.\./)*@?([\w:-]+)\s*=\s*'([^']+)'")
STEPS = re.compile(r"(?:\.\./|\./{1,2}|/{2,}|\b(?:descendant|self|child|parent|ancestor)(?:-or-self)?::)")


def condition(text: str) -> str:
    """Conditions of a path as `vocabulary 1`; '' where they say nothing that has a name."""
    return ", ".join(dict.fromkeys(f"{name} {value}" for name, value in EQUAL.findall(text)))


def plain_path(path: str) -> str:
    """A path, or several, without conditions and axes; what a condition names stands behind it."""
    return ", ".join(dict.fromkeys(_one(part) for part in re.split(r"\s*[|]\s*|,\s+", path) if part.strip()))


def _one(path: str) -> str:
    said: list[str] = []
    plain = path.strip()
    while PREDICATE.search(plain):
        said += [name for name in (condition(inner) for inner in PREDICATE.findall(plain)) if name]
        plain = PREDICATE.sub("", plain)
    plain = STEPS.sub("", plain.replace("/text()", "")).strip("/()")
    return f"{plain} ({', '.join(dict.fromkeys(said))})" if said else plain
