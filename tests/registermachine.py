"""Any acts in any order by anybody, beside a plain model of what must come of them: a machine for Hypothesis."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from registerbook import ARTICLE, DAY, PEOPLE, YEAR, Book
from vrede.register.act import LARGEST
from vrede.register.refused import RegisterRefused
from vrede.register.verify import verify

AMOUNTS = st.one_of(
    st.integers(1, 50), st.integers(1, 2_000_000), st.sampled_from([1, 10**12, LARGEST, LARGEST + 1, 0])
)
CODES = {"role", "own", "stale", "room", "line", "open", "year", "paid", "token", "state", "words", "phase"}
PERSON = st.sampled_from([*PEOPLE, "nobody"])
LINE = st.sampled_from(["4.1", "4.3", "4.9", "undivided"])


def machine_of(address: Any) -> type[RuleBasedStateMachine]:
    """A machine whose every run has a database of its own. address: gives one."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.book = Book(address())
            self.level = {"commitment": 1_000_000, "cash": 600_000}
            self.open: Counter[str] = Counter()
            self.paid: Counter[str] = Counter()
            self.released: Counter[str] = Counter()
            self.proposals: list[tuple[str, Any]] = []
            self.requests: list[tuple[str, Any]] = []
            self.number = 0

        def tried(self, act: Any) -> Any:
            """The act, or None where it was refused; a refusal writes nothing."""
            before = self.book.count()
            code = ""
            try:
                return act()
            except RegisterRefused as trouble:
                code = trouble.code
            assert code in CODES
            assert self.book.count() == before
            return None

        @rule(cents=AMOUNTS, line=LINE, who=PERSON)
        def propose(self, cents: int, line: str, who: str) -> None:
            self.number += 1
            dossier = f"G{self.number}"
            act = self.tried(lambda: self.book.propose(dossier, cents, line, who))
            if act is not None:
                self.proposals.append((dossier, act))

        @precondition(lambda self: self.proposals)
        @rule(data=st.data(), cents=AMOUNTS)
        def amend(self, data: st.DataObject, cents: int) -> None:
            dossier, _act = data.draw(st.sampled_from(self.proposals))
            act = self.tried(lambda: self.book.propose(dossier, cents, kind="amend"))
            if act is not None:
                self.proposals.append((dossier, act))

        @precondition(lambda self: self.proposals)
        @rule(data=st.data(), who=PERSON)
        def commit(self, data: st.DataObject, who: str) -> None:
            dossier, act = data.draw(st.sampled_from(self.proposals))
            if self.tried(lambda: self.book.commit(dossier, act, who)) is not None:
                self.open[dossier] += act.cents

        @precondition(lambda self: self.open)
        @rule(data=st.data(), cents=AMOUNTS)
        def request(self, data: st.DataObject, cents: int) -> None:
            dossier = data.draw(st.sampled_from(sorted(self.open)))
            act = self.tried(lambda: self.book.request(dossier, cents))
            if act is not None:
                self.requests.append((dossier, act))

        @precondition(lambda self: self.requests)
        @rule(data=st.data(), who=PERSON, again=st.booleans())
        def pay(self, data: st.DataObject, who: str, again: bool) -> None:
            dossier, act = data.draw(st.sampled_from(self.requests))
            token = f"pay {act.seq}"
            known = self.book.database.one("SELECT 1 FROM act WHERE token = ?", (token,)) is not None
            if self.tried(lambda: self.book.pay(dossier, act, who, token=token)) is not None and not known:
                self.open[dossier] -= act.cents
                self.paid[dossier] += act.cents

        @precondition(lambda self: self.open)
        @rule(data=st.data(), cents=AMOUNTS, who=PERSON)
        def release(self, data: st.DataObject, cents: int, who: str) -> None:
            dossier = data.draw(st.sampled_from(sorted(self.open)))
            if self.tried(lambda: self.book.act(who, "budget holder", "release", dossier, cents)) is not None:
                self.open[dossier] -= cents
                self.released[dossier] += cents

        @rule(cents=AMOUNTS, giver=LINE, taker=LINE, authority=st.sampled_from(["commitment", "cash"]))
        def move(self, cents: int, giver: str, taker: str, authority: str) -> None:
            facts = {"article": ARTICLE, "authority": authority, "source": giver, "target": taker}
            self.tried(lambda: self.book.act("bram", "budget holder", "move", "budget", cents, year=YEAR, **facts))

        @rule(more=st.integers(0, 10**6), authority=st.sampled_from(["commitment", "cash"]))
        def supplementary(self, more: int, authority: str) -> None:
            lines = {
                "4.1": self.level[authority] // 2 + more,
                "4.3": self.level[authority] - self.level[authority] // 2,
            }
            if self.tried(lambda: self.book.law(authority, lines, "first_supplementary")) is not None:
                self.level[authority] = sum(lines.values())

        @invariant()
        def nothing_is_made_or_lost(self) -> None:
            """All accounts together hold nothing; room and what is used give the law; dossiers hold what the model says."""
            stored = {str(a): int(c) for a, c in self.book.database.all("SELECT account, cents FROM balance")}
            assert sum(stored.values()) == 0
            promised = sum(self.open.values()) + sum(self.paid.values()) + sum(self.released.values())
            assert self.book.room("commitment") == self.level["commitment"] - promised >= 0
            assert self.book.room("cash") == self.level["cash"] - sum(self.paid.values()) >= 0
            for dossier in self.open:
                found = tuple(stored.get(f"{name}:{dossier}", 0) for name in ("open", "paid", "released"))
                assert found == (self.open[dossier], self.paid[dossier], self.released[dossier])
                assert min(found) >= 0

        def teardown(self) -> None:
            assert verify(self.book.database) == []
            self.book.database.close()

    assert DAY.year == YEAR
    return Machine
