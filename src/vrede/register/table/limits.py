"""What a fact of an act may be: its type, and how long, how many and how large.

Each type carries the `Shape` that forms and refusals know it by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

LARGEST = 10**15
"""Cents that one act may move: ten thousand times the article. The database has the same bound."""
MOST = 1_000
"""Entries that a list or a mapping may have."""
Type = Literal[
    "cents", "year", "day", "line", "text", "long", "yes", "choice", "whole", "amount", "amounts", "texts", "scores",
    "list", "receipts", "hash", "dossier", "partner"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of value a field takes. negative: amounts below nothing are allowed."""

    type: Type
    negative: bool = False


def is_day(value: object) -> bool:
    """Whether it is a day as YYYY-MM-DD.

    >>> is_day("2024-02-30")
    False
    """
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not is_day(value):
        raise ValueError("not a day")
    return date.fromisoformat(value)


def each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    """The same values. Raises ValueError where one is named twice."""
    if len(set(values)) < len(values):
        raise ValueError("one is named twice")
    return values


IN_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
SAYING_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*[^\x00-\x1f\s][^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
SAYING = r"^[^\x00-\x1f]*[^\x00-\x1f\s][^\x00-\x1f]*$"
RECEIPT = r"^((https?://[^\s/]+)?/[^\s]*[?&]snapshot=[0-9a-f]{16}(&[^\s]*)?|sha256:[0-9a-f]{64}|act [1-9][0-9]{0,15})$"
"""What an act can rely on: a figure of a snapshot by its address, a document by its SHA-256, another act by its number."""
IDENTIFIER = r"^[!-$&-9;-~]{2,100}$"
"""Of ASCII alone, without : and %: a character that cannot be seen, or a letter that looks like another, would make two of one partner."""

Line = Annotated[str, StringConstraints(max_length=300, pattern=SAYING), Shape("line")]
Text = Annotated[str, StringConstraints(max_length=2_000, pattern=SAYING_LINES), Shape("text")]
Long = Annotated[str, StringConstraints(max_length=20_000, pattern=SAYING_LINES), Shape("long")]
DossierName = Annotated[str, StringConstraints(max_length=2_000, pattern=SAYING), Shape("dossier")]
Partner = Annotated[str, StringConstraints(pattern=IDENTIFIER), Shape("partner")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Shape("hash")]
Day = Annotated[date, BeforeValidator(_day), Shape("day")]
Yes = Annotated[bool, Shape("yes")]
Whole = Annotated[int, Field(ge=0, le=LARGEST), Shape("whole")]
Cents = Annotated[int, Field(ge=0, le=LARGEST), Shape("amount")]
_Key = Annotated[str, StringConstraints(max_length=100, pattern=SAYING)]
_Part = Annotated[str, StringConstraints(max_length=2_000, pattern=SAYING)]
_Receipt = Annotated[str, StringConstraints(max_length=2_000, pattern=RECEIPT)]
_Any = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
_Whole = Annotated[int, Field(ge=0, le=LARGEST)]
Amounts = Annotated[dict[_Key, _Whole], Field(max_length=MOST), Shape("amounts")]
AnyAmounts = Annotated[dict[_Key, _Any], Field(max_length=MOST), Shape("amounts", negative=True)]
Texts = Annotated[
    dict[_Key, Annotated[str, StringConstraints(max_length=2_000, pattern=IN_LINES)]],
    Field(max_length=MOST),
    Shape("texts"),
]
Several = Annotated[tuple[_Part, ...], Field(max_length=MOST), Shape("list")]
Receipts = Annotated[tuple[_Receipt, ...], Field(max_length=MOST), AfterValidator(each_once), Shape("receipts")]


class Score(BaseModel):
    """A score on a criterion, with its reason."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    score: Annotated[int, Field(ge=0, le=100)]
    reason: Annotated[str, StringConstraints(max_length=2_000, pattern=SAYING_LINES)]


Scores = Annotated[dict[_Key, Score], Field(max_length=MOST), Shape("scores")]
