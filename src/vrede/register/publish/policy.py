"""The two policies of publishing by date: what may be shown (redaction.toml), and how it is coded (publishing.toml)."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from vrede.register.refused import RegisterRefused
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import Closed, Words

FOLDER = Path(__file__).parent


class Regions(Closed):
    """Region code -> countries (ISO3); rest: of all others."""

    rest: str
    countries: dict[str, tuple[str, ...]]

    def of(self, iso3: str) -> str:
        """The region that is shown in place of a country."""
        return next((code for code, countries in self.countries.items() if iso3 in countries), self.rest)


class Redaction(Closed):
    """What may be shown from a day on: facts by kind of act, kinds whose reason is shown, and beginnings of dossiers that never are."""

    since: date
    source: str
    word: str = Field(min_length=1)
    never: tuple[str, ...]
    reasons: tuple[str, ...]
    facts: dict[str, tuple[str, ...]]
    region: Regions

    @model_validator(mode="after")
    def _closed(self) -> Self:
        forbidden = {"account", "person", "who", "token", "role"}
        for kind, names in self.facts.items():
            if forbidden & set(names):
                raise ValueError(f"{kind}: accounts, people and tokens are never published")
        if set(self.reasons) - {Kind.PROPOSAL}:
            raise ValueError("no reason but that of a proposal is ever published")
        return self


class Unmarked(Closed):
    """The marker of an activity to which none was given."""

    code: str
    significance: str
    words: Words


class Coding(Closed):
    """How a dossier is written in IATI from a day on."""

    since: date
    source: str
    reporter: str
    reporter_type: str
    reporter_name: Words
    prefix: str
    language: str
    sectors: dict[str, str]
    sector_lines: dict[str, str]
    codes: dict[str, str]
    finance: dict[str, str]
    aid: dict[str, str]
    documents: dict[str, str]
    unmarked: Unmarked


class RedactionFile(Closed):
    """The whole file."""

    policy: tuple[Redaction, ...]


class CodingFile(Closed):
    """The whole file."""

    policy: tuple[Coding, ...]


def redaction_on(day: date, path: Path = FOLDER / "redaction.toml") -> Redaction:
    """What may be shown on a day. Raises RegisterRefused before the first policy: then nothing may; ValueError for a file of another shape."""
    policies = RedactionFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).policy
    begun = [policy for policy in policies if policy.since <= day]
    if not begun:
        raise RegisterRefused("state.no_redaction", day=day, name=path.name)
    return max(begun, key=lambda policy: policy.since)


def coding_on(day: date, path: Path = FOLDER / "publishing.toml") -> Coding:
    """How dossiers are coded on a day. Raises as `redaction_on` does."""
    policies = CodingFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).policy
    begun = [policy for policy in policies if policy.since <= day]
    if not begun:
        raise RegisterRefused("state.no_coding", day=day, name=path.name)
    return max(begun, key=lambda policy: policy.since)
