"""Signs that place an activity without a code: what its kin, its title, its partners or its publisher's own list say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from vrede.article.lists import Bilingual, Frozen, Line, Slug

Serves = Annotated[str, StringConstraints(pattern=r"^[FS][1-9](\.[a-z])?$")]
"""What a sign points to: a part, or a clause whose part hangs on the channel or comes first."""


class Sign(Frozen):
    """One kind of evidence beside an activity's own codes.

    share: of the coded activities it rests on, how many parts of a hundred must serve the same; least: of how many at
    least. weak_share: the same for a sign that counts only beside another weak one; None where it is never weak.
    largest: a group of more is a heading, and what stands under it need not be alike; None where size tells nothing.
    """

    id: Slug
    title: Bilingual
    reason: Bilingual
    grade: Literal["likely", "text"]
    share: int = Field(default=0, ge=0, le=100)
    least: int = Field(default=1, ge=1)
    weak_share: int | None = Field(default=None, ge=1, le=100)
    largest: int | None = Field(default=None, ge=2)


class OwnList(Frozen):
    """A publisher's own list of sectors, each code beside what it serves. Codes are compared in any case.

    names: for rows without a code, the name that stands there instead, in small letters.
    """

    id: Slug
    publisher: Line
    vocabulary: Line
    source: Line
    checked: date
    codes: dict[Line, tuple[Serves, ...]] = Field(default_factory=dict)
    names: dict[Line, tuple[Serves, ...]] = Field(default_factory=dict)


class Correction(Frozen):
    """That an activity does or does not belong under a part, as two people judged it; it goes before every rule and sign.

    rule: what placed it wrongly; when rules are measured it counts as one wrong placement of theirs.
    """

    id: Slug
    publisher: Line
    identifier: Line
    part: Annotated[str, StringConstraints(pattern=r"^[AFS][1-9]\.([a-z]|\d{1,2})$")]
    belongs: bool
    rule: Line | None = None
    why: Bilingual
    proposed_by: Line
    second_reader: Line
    valid_from: date

    @model_validator(mode="after")
    def _two_readers(self) -> Correction:
        if self.proposed_by.casefold() == self.second_reader.casefold():
            raise ValueError("the second reader is somebody else than who proposed it")
        return self
