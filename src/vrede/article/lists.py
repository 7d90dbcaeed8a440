"""What the rules refer to: themes, regions, channels, funds, SDG targets, purpose codes. One file each in lists/."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from vrede.article.keywords import keyword_literals

Language = Literal["nl", "en"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Frozen(BaseModel):
    """Base of every policy model: nothing changes, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Frozen):
    """The same words in Dutch and in English; both are always there."""

    nl: Line
    en: Line

    def get(self, language: Language) -> str:
        """The words in one language."""
        return self.nl if language == "nl" else self.en


class Keywords(Frozen):
    """Literal keywords per language; see keywords.keyword_literals for what they match."""

    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    es: tuple[str, ...] = ()
    de: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every keyword of every language: a text is searched with all, because its language is often not given."""
        return self.nl + self.en + self.fr + self.es + self.de


class Theme(Frozen):
    """A subject that words in a title or description show. contrary: not one of the article's."""

    id: Slug
    title: Bilingual
    keywords: Keywords
    contrary: bool = False

    @field_validator("keywords")
    @classmethod
    def _well_formed(cls, keywords: Keywords) -> Keywords:
        if not keywords.all:
            raise ValueError("a theme needs at least one keyword")
        keyword_literals(keywords.all)
        return keywords

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What shows one of its words in a searchable text; see keywords.searchable."""
        return keyword_literals(self.keywords.all)


class Region(Frozen):
    """A dated list of countries (ISO 3166-1 alpha-3). A country may stand in several: a set, not a partition.

    verified: False where no list was found and the countries are from general knowledge; a page must say so.
    """

    id: Slug
    title: Bilingual
    countries: tuple[Iso3, ...] = Field(min_length=1)
    valid_from: date | None
    source: Line
    checked: date
    verified: bool = True

    @model_validator(mode="after")
    def _honest(self) -> "Region":
        if len(set(self.countries)) != len(self.countries):
            raise ValueError("a country stands twice in the list")
        if self.verified == self.source.startswith("general knowledge"):
            raise ValueError("verified contradicts the source: general knowledge is never verified")
        return self


class Body(Frozen):
    """An organisation named in a channel. alliance: the joint it is a member of (`dra`), if any."""

    name: Line
    identifier: Line
    alliance: Slug | None = None


class Channel(Frozen):
    """The way money travels, told from the organisation that receives it; see channels.channel_of.

    bodies: organisations by identifier, as channels.normal_identifier writes it. channel_codes: DAC channel codes;
    channel_prefixes: their first digits. organisation_types: IATI codes; with identifier_prefixes both must hold.
    names: under which its bodies stand where no identifier is given, with names_source; see channels.channel_named.
    passes_on: bodies of this kind pay others to do the work, so the channel of what they publish is their receiver's.
    """

    id: Slug
    title: Bilingual
    bodies: tuple[Body, ...] = ()
    channel_codes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{5}$")], ...] = ()
    channel_prefixes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{1,4}$")], ...] = ()
    organisation_types: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2}$")], ...] = ()
    identifier_prefixes: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    names_source: Line | None = None
    passes_on: bool = False
    rest: bool = False

    @model_validator(mode="after")
    def _names_have_a_source(self) -> "Channel":
        if bool(self.names) != bool(self.names_source):
            raise ValueError("names and names_source go together")
        return self


class Fund(Frozen):
    """An integrated fund, and how an activity states it: by a word in its texts or by an identifier it carries."""

    id: Slug
    title: Bilingual
    budget: Bilingual
    keywords: Keywords
    identifiers: tuple[Line, ...] = ()
    source: Line

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What shows one of its words in a searchable text; see keywords.searchable."""
        return keyword_literals(self.keywords.all)


class SdgTarget(Frozen):
    """One target of Sustainable Development Goal 16, worded by us."""

    id: Annotated[str, StringConstraints(pattern=r"^16\.(\d{1,2}|[ab])$")]
    title: Bilingual


class Purpose(Frozen):
    """A purpose code of the DAC: five digits (sector vocabulary 1) or three (vocabulary 2), named by us.

    withdrawn: the day the code left the list; old files still carry it. successor: the code that took its place.
    in_donor: costs of refugees inside the donor country, under no clause at all.
    """

    code: Annotated[str, StringConstraints(pattern=r"^(\d{3}|\d{5})$")]
    title: Bilingual
    withdrawn: date | None = None
    successor: str | None = None
    in_donor: bool = False
