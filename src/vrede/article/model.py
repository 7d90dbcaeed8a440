"""One wording of the article, in force from one day to another: clauses, their parts, and the rules of each part."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
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
from vrede.article.signs import Correction, OwnList, Sign

Grade = Literal["coded", "likely", "text"]
Kind = Literal["aim", "finance", "stimulate"]
WHOLE_CLAUSES, BY_PART = ("F3", "F5"), ("F1", "F4", "F6", "S2")
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
    themes, funds: words in title or description; for grade text, themes as subjects: what the text is about, not a word in
    passing (it stands in a title, or often). beside: of these themes any word anywhere, beside the other conditions. regions, countries: where the slice goes. channels: who receives.
    humanitarian: the activity's flag. indicators: references of its indicators, by list (an SDG indicator may stand
    there with 'SDG' before it). scope_vocabularies: of humanitarian-scope. tags, other_sectors, markers: codes
    by vocabulary. dutch_partners_min: distinct participating organisations with an identifier that begins NL-.
    parts: the slice is already placed in one of these, by a rule that has no `parts` itself; the grade is then theirs, and
    where the rule asks for more, never firmer than its own.
    without_purpose_codes: the slice has none of these.
    sector_groups_or_none: the slice has no DAC sector, or one of these groups: what it says itself does not differ.
    doubted: where the text is about another subject and about nothing of the article, the code alone is no proof.
    """

    id: RuleId
    grade: Grade
    reason: Bilingual
    purpose_codes: tuple[Digits5, ...] = ()
    sector_groups: tuple[Digits3, ...] = ()
    themes: tuple[Slug, ...] = ()
    subjects: tuple[Slug, ...] = ()
    beside: tuple[Slug, ...] = ()
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
    doubted: bool = False

    @property
    def only_parts(self) -> bool:
        """Whether it rests on other parts and on nothing that could be mistaken: no words, no sector, no channel."""
        asked = {name for name in type(self).model_fields if name not in ("id", "grade", "reason")}
        return {name for name in asked if getattr(self, name)} <= {"parts", "regions", "countries"}

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
        words = bool(self.themes or self.subjects or self.beside or self.funds)
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
    signs: tuple[Sign, ...] = ()
    own_lists: tuple[OwnList, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def agreeing(self) -> tuple[str, ...]:
        """Themes whose words show a subject of the article."""
        return tuple(theme.id for theme in self.themes if not theme.contrary)

    @property
    def contrary(self) -> tuple[str, ...]:
        """Themes whose words show another subject."""
        return tuple(theme.id for theme in self.themes if theme.contrary)

    @cached_property
    def signed(self) -> tuple[str, ...]:
        """What signs of others can point to: a part of F1, F4, F6 or S2, or a clause whose part hangs on the channel (F3) or comes first (F5)."""
        names = (self.serves(part.id) for part in self.parts)
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def serves(self, part_id: str) -> str | None:
        """What a sign that leads to this part points to; None for parts that no sign reaches: aims, funds, regions, goals."""
        clause = part_id.partition(".")[0]
        if clause in WHOLE_CLAUSES:
            return clause
        return part_id if clause in BY_PART else None

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
