"""Any acts in any order by anybody, beside a plain model of what must come of them: a machine for Hypothesis."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from registerbook import DAY, PEOPLE, STAFF, YEAR, Book
from vrede.register.audit.open_commitments import rollforward
from vrede.register.audit.outstanding_advances import advances
from vrede.register.audit.verification import verify
from vrede.register.chain.reading import every_act
from vrede.register.desk.projection import Projection
from vrede.register.refused import RegisterRefused
from vrede.register.table.limits import LARGEST

AMOUNTS = st.one_of(
    st.integers(1, 50), st.integers(1, 2_000_000), st.sampled_from([1, 10**12, LARGEST, LARGEST + 1, 0])
)
CODES = {
    "role",
    "own",
    "stale",
    "room",
    "line",
    "open",
    "year",
    "paid",
    "no",
    "token",
    "state",
    "words",
    "phase",
    "claim",
    "humanitarian",
}
PERSON = st.sampled_from([*PEOPLE, "nobody"])
OFFICER = st.sampled_from(["olga", "otto", "olga", "otto", "bram", "nobody"])


def near(data: st.DataObject, have: int) -> int:
    """An amount that often fits in what is there, and often just does not."""
    return data.draw(st.one_of(st.integers(1, max(1, have)), st.sampled_from([max(1, have), have + 1]), AMOUNTS))


HOLDER = st.sampled_from([*(who for who, role in {**PEOPLE, **STAFF}.items() if role == "budget holder"), "olga"])
CONTROLLER = st.sampled_from([*(who for who, role in {**PEOPLE, **STAFF}.items() if role == "controller"), "bram"])
MODEL = ("open", "paid", "released", "claimed", "repaid", "outstanding", "accounted", "reclaimed")
LINE = st.sampled_from(["4.1", "4.3", "4.9", "undivided"])


def machine_of(address: Any) -> type[RuleBasedStateMachine]:
    """A machine whose every run has a database of its own. address: gives one."""

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.book = Book(address())
            self.book.staff()
            self.level = {"commitment": 1_000_000, "cash": 600_000}
            self.stands: Counter[tuple[str, str]] = Counter()
            self.open: set[str] = set()
            self.final: dict[str, int] = {}
            self.spent = 0
            self.proposals: list[tuple[str, Any]] = []
            self.requests: list[tuple[str, Any]] = []
            self.changes: list[tuple[str, Any]] = []
            self.reports: list[tuple[str, Any]] = []
            self.refused: dict[str, Any] = {}
            self.no: set[int] = set()
            self.number = 0

        def moved(self, dossier: str, source: str, target: str, cents: int) -> None:
            """In the model; '' is outside of it."""
            for name, amount in ((source, -cents), (target, cents)):
                if name:
                    self.stands[dossier, name] += amount

        def opened(self, data: st.DataObject) -> str:
            """A dossier that was committed."""
            return data.draw(st.sampled_from(sorted(self.open)))

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

        @initialize(data=st.data())
        def begun(self, data: st.DataObject) -> None:
            """Three dossiers that were committed and one that was refused, so that there is something to go on with."""
            act = self.book.propose("G0", data.draw(st.integers(1, 100_000)))
            self.proposals.append(("G0", act))
            given = {"cents": act.cents, "approves": act.seq, "day": DAY}
            self.refused["G0"] = self.book.do("boris", "refusal", "G0", {"ground": "policy"}, **given)
            self.no.add(act.seq)
            for line in ("4.1", "4.3", "4.3"):
                self.number += 1
                dossier, cents = f"G{self.number}", data.draw(st.integers(1, 100_000))
                act = self.book.propose(dossier, cents, line)
                self.book.commit(dossier, act)
                self.proposals.append((dossier, act))
                self.open.add(dossier)
                self.moved(dossier, "", "open", cents)
                given = {"advance": data.draw(st.booleans())}
                request = self.book.do("pia", "payment_request", dossier, given, cents=data.draw(st.integers(1, cents)))
                self.requests.append((dossier, request))
                if data.draw(st.booleans()):
                    self.book.pay(dossier, request, token=f"pay {request.seq}")
                    self.moved(dossier, "open", "paid", request.cents or 0)
                    self.moved(dossier, "", "outstanding", (request.cents or 0) * given["advance"])
                    self.spent += request.cents or 0

        @rule(cents=AMOUNTS, line=LINE, who=OFFICER)
        def propose(self, cents: int, line: str, who: str) -> None:
            self.number += 1
            dossier = f"G{self.number}"
            act = self.tried(lambda: self.book.propose(dossier, cents, line, who))
            if act is not None:
                self.proposals.append((dossier, act))

        @precondition(lambda self: self.proposals)
        @rule(data=st.data(), cents=AMOUNTS, other=LINE)
        def amend(self, data: st.DataObject, cents: int, other: str) -> None:
            dossier, before = data.draw(st.sampled_from(self.proposals))
            line = data.draw(st.sampled_from([before.facts["line"], other]))
            act = self.tried(lambda: self.book.propose(dossier, cents, line, kind="amendment"))
            if act is not None:
                assert dossier not in self.refused
                assert (line == "4.1") == (before.facts["line"] == "4.1")
                self.proposals.append((dossier, act))

        @precondition(lambda self: self.proposals)
        @rule(data=st.data(), who=HOLDER)
        def refuse(self, data: st.DataObject, who: str) -> None:
            dossier, act = data.draw(st.sampled_from(self.proposals[-3:]))
            given = {"cents": act.cents, "approves": act.seq, "day": DAY, "role": "budget holder"}
            no = self.tried(lambda: self.book.do(who, "refusal", dossier, {"ground": "policy"}, **given))
            if no is not None:
                assert dossier not in self.open
                assert act.seq == max(one.seq for name, one in self.proposals if name == dossier)
                self.refused[dossier] = no
                self.no.add(act.seq)

        @precondition(lambda self: self.refused)
        @rule(data=st.data(), who=HOLDER, upheld=st.booleans())
        def objection(self, data: st.DataObject, who: str, upheld: bool) -> None:
            """Of the partner to a refusal; where it is upheld, the proposal can be amended."""
            dossier = data.draw(st.sampled_from(sorted(self.refused)))
            against = {"decision": self.refused[dossier].seq}
            act = self.tried(lambda: self.book.do("pia", "objection", dossier, against, day=DAY))
            if act is None:
                return
            facts = {"outcome": "upheld" if upheld else "rejected"}
            given = {"approves": act.seq, "day": DAY, "role": "budget holder"}
            if (
                self.tried(lambda: self.book.do(who, "objection_decision", dossier, facts, **given)) is not None
                and upheld
            ):
                assert who != self.refused.pop(dossier).who

        @precondition(lambda self: self.requests or self.changes)
        @rule(data=st.data(), who=st.one_of(HOLDER, CONTROLLER))
        def decline(self, data: st.DataObject, who: str) -> None:
            dossier, act = data.draw(st.sampled_from([*self.requests, *self.changes[:2]]))
            role = {**PEOPLE, **STAFF}[who]
            if self.tried(lambda: self.book.do(who, "rejection", dossier, approves=act.seq, role=role)) is not None:
                assert role == ("controller" if act.kind == "payment_request" else "budget holder")
                assert act.seq not in self.no
                self.no.add(act.seq)

        @precondition(lambda self: self.proposals)
        @rule(data=st.data(), who=HOLDER)
        def commit(self, data: st.DataObject, who: str) -> None:
            dossier, act = data.draw(st.sampled_from(self.proposals))
            if self.tried(lambda: self.book.commit(dossier, act, who)) is not None:
                assert act.seq not in self.no
                assert dossier not in self.refused
                self.open.add(dossier)
                self.moved(dossier, "", "open", act.cents)

        @precondition(lambda self: self.open)
        @rule(data=st.data(), advance=st.booleans())
        def request(self, data: st.DataObject, advance: bool) -> None:
            dossier = self.opened(data)
            cents = near(data, self.stands[dossier, "open"])
            act = self.tried(lambda: self.book.do("pia", "payment_request", dossier, {"advance": advance}, cents=cents))
            if act is not None:
                self.requests.append((dossier, act))

        @precondition(lambda self: self.requests)
        @rule(data=st.data(), who=CONTROLLER)
        def pay(self, data: st.DataObject, who: str) -> None:
            dossier, act = data.draw(st.sampled_from(self.requests))
            token = f"pay {act.seq}"
            known = self.book.database.one("SELECT 1 FROM act WHERE token = ?", (token,)) is not None
            if self.tried(lambda: self.book.pay(dossier, act, who, token=token)) is not None and not known:
                assert act.seq not in self.no
                self.moved(dossier, "open", "paid", act.cents)
                self.spent += act.cents
                if act.facts.get("advance"):
                    self.moved(dossier, "", "outstanding", act.cents)

        @precondition(lambda self: self.open)
        @rule(data=st.data(), who=HOLDER)
        def release(self, data: st.DataObject, who: str) -> None:
            dossier = self.opened(data)
            cents = near(data, self.stands[dossier, "open"])
            if self.tried(lambda: self.book.act(who, "budget holder", "release", dossier, cents)) is not None:
                self.moved(dossier, "open", "released", cents)

        @precondition(lambda self: self.open)
        @rule(
            data=st.data(),
            cents=st.one_of(st.just(0), st.integers(1, 5_000), AMOUNTS),
            off=st.sampled_from([0, 0, 0, 1]),
        )
        def vary(self, data: st.DataObject, cents: int, off: int) -> None:
            dossier = self.opened(data)
            whole = sum(self.stands[dossier, name] for name in ("open", "paid", "claimed", "repaid"))
            facts = {"schedule": {str(YEAR): whole + cents + off}}
            year = YEAR if cents else None
            act = self.tried(lambda: self.book.do("otto", "modification", dossier, facts, cents=cents, year=year))
            if act is not None:
                assert off == 0
                self.changes.append((dossier, act))

        @precondition(lambda self: self.changes)
        @rule(data=st.data(), who=HOLDER)
        def agree(self, data: st.DataObject, who: str) -> None:
            dossier, act = data.draw(st.sampled_from(self.changes))
            given = {"cents": act.cents, "approves": act.seq, "year": act.year, "day": DAY, "role": "budget holder"}
            if self.tried(lambda: self.book.do(who, "modification_approval", dossier, **given)) is not None:
                assert act.seq == max(one.seq for name, one in self.changes if name == dossier)
                assert act.seq not in self.no
                self.moved(dossier, "", "open", act.cents)

        @precondition(lambda self: self.open)
        @rule(data=st.data(), accounted=st.one_of(st.integers(0, 1_000), st.integers(0, 10**6)))
        def receive(self, data: st.DataObject, accounted: int) -> None:
            dossier = self.opened(data)
            facts = {"report": "financial", "period_end": "2024-02-29", "document": "0a" * 32, "accounted": accounted}
            act = self.tried(lambda: self.book.do("pia", "report", dossier, facts))
            if act is not None:
                self.reports.append((dossier, act))

        @precondition(lambda self: self.reports)
        @rule(data=st.data(), who=CONTROLLER, good=st.booleans())
        def accept(self, data: st.DataObject, who: str, good: bool) -> None:
            dossier, act = data.draw(st.sampled_from(self.reports))
            facts = {"opinion": "accepted" if good else "rejected"}
            given = {"approves": act.seq, "role": "controller"}
            if self.tried(lambda: self.book.do(who, "report_assessment", dossier, facts, **given)) is not None and good:
                settled = min(act.facts.get("accounted", 0), self.stands[dossier, "outstanding"])
                self.moved(dossier, "outstanding", "accounted", settled)

        @precondition(lambda self: self.open)
        @rule(data=st.data(), who=HOLDER, share=st.integers(0, 110))
        def determine(self, data: st.DataObject, who: str, share: int) -> None:
            dossier = self.opened(data)
            paid, left = self.stands[dossier, "paid"], self.stands[dossier, "open"]
            final = (paid + left) * share // 100
            if (
                self.tried(lambda: self.book.do(who, "final_settlement", dossier, cents=final, role="budget holder"))
                is not None
            ):
                assert final <= paid + left
                self.final[dossier] = final
                self.moved(dossier, "open", "released", left - max(0, final - paid))

        @precondition(lambda self: self.open)
        @rule(data=st.data(), who=CONTROLLER, ground=st.sampled_from(["final_amount", "misuse", "undue"]))
        def recover(self, data: st.DataObject, who: str, ground: str) -> None:
            dossier = self.opened(data)
            cents = near(data, self.stands[dossier, "paid"] - self.final.get(dossier, 0))
            given = {"cents": cents, "role": "controller"}
            if self.tried(lambda: self.book.do(who, "recovery", dossier, {"ground": ground}, **given)) is not None:
                settled = min(cents, self.stands[dossier, "outstanding"])
                self.moved(dossier, "paid", "claimed", cents)
                self.moved(dossier, "outstanding", "reclaimed", settled)
                assert self.stands[dossier, "paid"] >= self.final.get(dossier, 0)

        @precondition(lambda self: self.open)
        @rule(data=st.data(), who=CONTROLLER)
        def repaid(self, data: st.DataObject, who: str) -> None:
            dossier = self.opened(data)
            cents = near(data, self.stands[dossier, "claimed"])
            if self.tried(lambda: self.book.do(who, "repayment", dossier, cents=cents, role="controller")) is not None:
                self.moved(dossier, "claimed", "repaid", cents)

        @precondition(lambda self: self.final)
        @rule(data=st.data(), who=CONTROLLER)
        def close(self, data: st.DataObject, who: str) -> None:
            dossier = data.draw(st.sampled_from(sorted(self.final)))
            if self.tried(lambda: self.book.do(who, "closure", dossier, role="controller")) is not None:
                assert self.stands[dossier, "open"] == self.stands[dossier, "claimed"] == 0
                assert self.stands[dossier, "paid"] <= self.final[dossier]

        @rule(cents=AMOUNTS, giver=LINE, taker=LINE, authority=st.sampled_from(["commitment", "cash"]))
        def move(self, cents: int, giver: str, taker: str, authority: str) -> None:
            self.tried(lambda: self.book.move(authority, cents, giver, taker))

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
            promised = sum(
                cents
                for (_d, name), cents in self.stands.items()
                if name in ("open", "paid", "released", "claimed", "repaid")
            )
            assert self.book.room("commitment") == self.level["commitment"] - promised >= 0
            assert self.book.room("cash") == self.level["cash"] - self.spent >= 0
            for dossier in self.open:
                found = [stored.get(f"{name}:{dossier}", 0) for name in MODEL]
                assert found == [self.stands[dossier, name] for name in MODEL]
                assert min(found) >= 0

        def teardown(self) -> None:
            assert verify(self.book.database) == []
            acts = every_act(self.book.database)
            standing = Projection().advance(self.book.database)
            assert not self.no & {seq for dossier in standing.waiting.values() for seq in dossier.pending}
            for dossier in self.refused:
                assert standing.dossiers[dossier].state == "refused"
            for name, counted in (
                ("open", sum(row.closing_cents for row in rollforward(acts))),
                ("outstanding", sum(row.total_cents for row in advances(acts, DAY))),
            ):
                assert counted == sum(cents for (_d, one), cents in self.stands.items() if one == name)
            self.book.database.close()

    assert DAY.year == YEAR
    return Machine
