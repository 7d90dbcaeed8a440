"""One wording of the article, in force from one day to another: clauses, their parts, and the rules of each part."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints, model_validator

from vrede.article.keywords import code_pattern
from vrede.article.lists import (
    Bilingual,
    Channel,
    Frozen,
    Fund,
    Iso3,
    Line,
    Purpose,
    Region,
    SdgTarget,
    Slug,
    Theme,
)

Grade = Literal["coded", "likely", "text"]
Kind = Literal["aim", "finance", "stimulate"]
GRADES: tuple[Grade, ...] = ("coded", "likely", "text")
"""From strong to weak, as DESIGN orders them."""

ClauseId = Annotated[str, StringConstraints(pattern=r"^[AFS][1-9]$")]
PartId = Annotated[str, StringConstraints(pattern=r"^[AFS][1-9]\.([a-z]|\d{1,2})$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[AFS][1-9]\.([a-z]|\d{1,2})-[1-9]\d?$")]
Digits5 = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
Digits3 = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]


class CodeMatch(Frozen):
    """Codes of one vocabulary, each with everything below it: `16.1` holds `16.1.2` and never `16.10`."""

    vocabulary: Line
    prefixes: tuple[Line, ...] = Field(min_length=1)

    @property
    def pattern(self) -> str:
        """The regular expression of these codes, for Python's re and for polars alike."""
        return code_pattern(self.prefixes)


class MarkerMatch(Frozen):
    """A DAC policy marker (vocabulary 1), at this significance (0 to 4) or above."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{1,2}$")]
    significance_min: int = Field(ge=1, le=4)


class PlacementRule(Frozen):
    """When a slice of money belongs to a part. All stated conditions hold together; within a list any one is enough.

    purpose_codes: sector vocabulary 1. sector_groups: vocabulary 2, or the first three digits of vocabulary 1.
    themes, funds: words in title or description. regions, countries: where the slice goes. channels: who receives.
    humanitarian: the activity's flag. indicators: references of its indicators, by list (an SDG indicator may stand
    there with 'SDG' before it). scope_vocabularies: of humanitarian-scope. tags, other_sectors, markers: codes
    by vocabulary. dutch_partners_min: distinct participating organisations with an identifier that begins NL-.
    parts: the slice is already placed in one of these, by a rule that has no `parts` itself.
    without_purpose_codes: the slice has none of these.
    sector_groups_or_none: the slice has no DAC sector, or one of these groups: what it says itself does not differ.
    """

    id: RuleId
    grade: Grade
    reason: Bilingual
    purpose_codes: tuple[Digits5, ...] = ()
    sector_groups: tuple[Digits3, ...] = ()
    themes: tuple[Slug, ...] = ()
    regions: tuple[Slug, ...] = ()
    countries: tuple[Iso3, ...] = ()
    channels: tuple[Slug, ...] = ()
    humanitarian: bool | None = None
    scope_vocabularies: tuple[Line, ...] = ()
    tags: tuple[CodeMatch, ...] = ()
    other_sectors: tuple[CodeMatch, ...] = ()
    markers: tuple[MarkerMatch, ...] = ()
    indicators: tuple[CodeMatch, ...] = ()
    funds: tuple[Slug, ...] = ()
    dutch_partners_min: int | None = Field(default=None, ge=1)
    parts: tuple[PartId, ...] = ()
    without_purpose_codes: tuple[Digits5, ...] = ()
    sector_groups_or_none: tuple[Digits3, ...] = ()

    @model_validator(mode="after")
    def _grade_fits(self) -> "PlacementRule":
        codes = bool(
            self.purpose_codes
            or self.tags
            or self.other_sectors
            or self.markers
            or self.indicators
            or self.scope_vocabularies
            or self.humanitarian
        )
        words = bool(self.themes or self.funds)
        elsewhere = bool(self.sector_groups or self.regions or self.countries or self.channels or self.parts)
        if not (codes or words or elsewhere):
            raise ValueError("a rule needs at least one condition that can hold")
        if self.grade == "coded" and not codes:
            raise ValueError("grade coded needs a purpose code, marker, tag, other sector, indicator, scope or flag")
        if self.grade == "text" and (codes or self.sector_groups or not words):
            raise ValueError("grade text needs words and allows no codes")
        if self.grade == "likely" and not (codes or elsewhere):
            raise ValueError("words alone are grade text")
        return self


class Part(Frozen):
    """One phrase of a clause, under which money is counted.

    named: False where the law's sentence does not name it and we count it apart to be complete (F3.d, S3.1).
    """

    id: PartId
    title: Bilingual
    named: bool = True
    rules: tuple[PlacementRule, ...] = ()


class NotComputed(Frozen):
    """Something the clause says and nothing can compute, with the reason; its page shows both."""

    phrase: Bilingual
    reason: Bilingual


class Clause(Frozen):
    """One sentence of the article in our own words, phrases marked `[words](F1.a)`; see phrases.segments.

    regions: the focus regions the sentence names, an emphasis and not a condition.
    """

    id: ClauseId
    kind: Kind
    title: Bilingual
    sentence: Bilingual
    regions: tuple[Slug, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)
    not_computed: tuple[NotComputed, ...] = ()


class LawSource(Frozen):
    """Where the wording stands, and the day somebody last compared it."""

    title: Bilingual
    reference: Line
    checked: date


class ArticleText(Frozen):
    """One wording of the article with the lists that its rules refer to; `load` checks every reference.

    valid_to: the last day it holds; None while no later wording is known. notes: what a reader must know of it.
    """

    law: Slug
    valid_from: date
    valid_to: date | None = None
    title: Bilingual
    source: LawSource
    notes: tuple[Bilingual, ...] = ()
    clauses: tuple[Clause, ...] = Field(min_length=1)
    themes: tuple[Theme, ...]
    regions: tuple[Region, ...]
    channels: tuple[Channel, ...]
    funds: tuple[Fund, ...]
    sdg_targets: tuple[SdgTarget, ...]
    purposes: tuple[Purpose, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part of every clause, in the order of the text."""
        return tuple(part for clause in self.clauses for part in clause.parts)

    def rules(self) -> Iterator[tuple[Clause, Part, PlacementRule]]:
        """Every rule with its clause and part, in the order of the text."""
        for clause in self.clauses:
            for part in clause.parts:
                for rule in part.rules:
                    yield clause, part, rule

    def clause(self, clause_id: str) -> Clause:
        """The clause with this id. Raises KeyError."""
        return _found(self.clauses, clause_id)

    def part(self, part_id: str) -> Part:
        """The part with this id. Raises KeyError."""
        return _found(self.parts, part_id)

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id. Raises KeyError."""
        return _found(self.themes, theme_id)

    def region(self, region_id: str) -> Region:
        """The region with this id. Raises KeyError."""
        return _found(self.regions, region_id)

    def channel(self, channel_id: str) -> Channel:
        """The channel with this id. Raises KeyError."""
        return _found(self.channels, channel_id)

    def fund(self, fund_id: str) -> Fund:
        """The fund with this id. Raises KeyError."""
        return _found(self.funds, fund_id)

    def purpose(self, code: str) -> Purpose:
        """The purpose code of five or three digits. Raises KeyError."""
        for purpose in self.purposes:
            if purpose.code == code:
                return purpose
        raise KeyError(code)


_Named = TypeVar("_Named", Clause, Part, Theme, Region, Channel, Fund)


def _found(items: tuple[_Named, ...], wanted: str) -> _Named:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
