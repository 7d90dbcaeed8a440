"""The rules and reasons of the chain in words, nl and en."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("vrede.chain").joinpath("words.toml").read_text("utf-8"))


def chain_words(rule: str, language: Literal["nl", "en"]) -> str:
    """A rule, or several with '; ' between, in words. Raises KeyError for a rule that has none: that is a fault of ours."""
    return "; ".join(_words()[one][language] for one in rule.split("; "))
