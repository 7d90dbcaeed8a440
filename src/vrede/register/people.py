"""A person of the register: what acts of appointment gave them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Person:
    """roles: of acts.toml, and auditor. side: for a member of a fund's board. partner: the organisation of a partner's contact."""

    who: str
    roles: frozenset[str] = frozenset()
    side: str = ""
    partner: str = ""

    def appointed(self, role: str, side: str = "", partner: str = "") -> Person:
        """The same person with one role more."""
        return replace(self, roles=self.roles | {role}, side=side or self.side, partner=partner or self.partner)

    def has(self, *roles: str) -> bool:
        """Whether one of these roles is theirs."""
        return not self.roles.isdisjoint(roles)
