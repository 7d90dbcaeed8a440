"""How an organisation is written in a file, and the spellings that are one before anything is compared."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from vrede.article import normal_identifier
from vrede.money.fold import Name

NOBODY, BY_NAME = "NONE-", "NAME-"
"""How our own references begin: a kind of nobody, and an organisation that is known by its name alone."""
GOVERNMENT = ("10", "11", "15")
KINDS_OF_TYPE = {
    **dict.fromkeys(GOVERNMENT, "government"),
    **dict.fromkeys(("21", "22", "23", "24", "30", "60"), "society"),
    "40": "multilateral",
    **dict.fromkeys(("70", "71", "72", "73"), "business"),
    "80": "academic",
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way in which an organisation is written: an identifier, a name or both ('' where there is none), and where an office's name
    holds. place: ISO3 of the activity's only country; ident: the activity itself; both '' where they do not matter. activities: in how
    many it stands; own: the publisher writes it of itself."""

    written: str
    name: str
    types: frozenset[str] = frozenset()
    place: str = ""
    ident: str = ""
    activities: int = 1
    own: bool = False

    @property
    def ref(self) -> str:
        """The identifier, normalised."""
        return normal_identifier(self.written)


@dataclass(frozen=True, slots=True)
class Link:
    """A spelling that is taken for an organisation, and why. matched: the spelling that it was compared with; score: from 0 to 100."""

    organisation: str
    written: str
    name: str
    country: str
    grade: str
    reason: str
    matched: str
    score: int
    activities: int


@dataclass(slots=True)
class Unit:
    """Spellings that are one before anything is compared: an identifier, or a folded name in the place where it holds."""

    key: str
    ref: str = ""
    name: Name | None = None
    scope: str = ""
    valid: bool = False
    activities: int = 0
    types: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    own: set[str] = field(default_factory=set)
    spellings: list[Spelling] = field(default_factory=list)
    target: Unit | None = None
    grade: str = ""
    reason: str = ""
    matched: str = ""
    score: int = 100

    @property
    def kinds(self) -> set[str]:
        """Kinds of organisation that its types say."""
        return {KINDS_OF_TYPE[t] for t in self.types if t in KINDS_OF_TYPE}

    @property
    def root(self) -> Unit:
        """The unit that it is taken for, itself where it is taken for none."""
        found = self
        while found.target is not None:
            found = found.target
        return found

    @property
    def organisation(self) -> str:
        """The reference of the organisation: its identifier, or one made from its name and the place where that holds."""
        root = self.root
        if root.ref:
            return root.ref
        digest = hashlib.sha256(root.key.encode()).hexdigest()[:12].upper()
        return f"{BY_NAME}{digest}"


def one_is_a_government(one: set[str], other: set[str]) -> bool:
    """Whether the files say of one that it is a government and nothing else, and of the other that it is something else; other kinds are
    mixed up so often that they tell nothing."""
    mine, theirs = sorted((one, other), key=lambda kinds: kinds != {"government"})
    return mine == {"government"} and bool(theirs) and not theirs & {"government", "multilateral"}


def place_of(spelling: Spelling) -> tuple[str, str, str, str]:
    """By what a spelling is found again."""
    return (spelling.written, spelling.name, spelling.place, spelling.ident)
