"""A person of the register: what acts of appointment gave them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Person:
    """roles: of acts.toml, and auditor. side: for a member of a fund's board. partners: the organisations of a partner's contact.
    board: whether they ever sat on a fund's board; it closes humanitarian aid to them for good.
    """

    who: str
    roles: frozenset[str] = frozenset()
    side: str = ""
    partners: frozenset[str] = frozenset()
    board: bool = False

    def appointed(self, role: str, side: str = "", partner: str = "") -> Person:
        """The same person with one role more."""
        return replace(
            self,
            roles=self.roles | {role},
            side=side or self.side,
            partners=self.partners | ({partner} if partner else set()),
            board=self.board or role == "fund board",
        )

    def dismissed(self, role: str) -> Person:
        """The same person without a role."""
        return replace(self, roles=self.roles - {role})

    def has(self, *roles: str) -> bool:
        """Whether one of these roles is theirs."""
        return not self.roles.isdisjoint(roles)
