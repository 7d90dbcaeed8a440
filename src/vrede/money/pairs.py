"""What policy says of two spellings: that they are one organisation, or that they are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vrede.article import Policy, normal_identifier
from vrede.money.fold import Folding
from vrede.money.written import Written


@dataclass(frozen=True, slots=True)
class Keys:
    """How a spelling is compared."""

    folding: Folding
    written: Written

    def of_text(self, text: str) -> str:
        """The key of an identifier or a name in policy."""
        ref = normal_identifier(text)
        return (
            self.written.canonical(ref)
            if self.written.is_valid(ref) or (" " not in text and "_" in text)
            else self.folding.name(text).folded
        )


@dataclass(frozen=True, slots=True)
class Pairs:
    """What policy says of pairs. same: key of a spelling -> (key that it is taken for, id of the policy). apart: pairs of keys."""

    same: dict[str, tuple[str, str]]
    apart: frozenset[frozenset[str]]

    @classmethod
    def of(cls, policy: Policy, day: date, keys: Keys) -> Pairs:
        """Of the policy of a day. Raises PolicyError."""
        same: dict[str, tuple[str, str]] = {}
        apart: set[frozenset[str]] = set()
        for ident in policy.group("same_organisation", day):
            first, *others = policy.names(f"same_organisation/{ident}", day)
            target = keys.of_text(first)
            same |= {keys.of_text(text): (target, ident) for text in others if keys.of_text(text) != target}
        for ident in policy.group("other_organisation", day):
            texts = policy.names(f"other_organisation/{ident}", day)
            every = [*map(keys.of_text, texts), *map(normal_identifier, texts)]
            apart |= {frozenset((a, b)) for a in every for b in every if a != b}
        return cls(same, frozenset(apart))
