"""What lies around a dossier: other dossiers, accounts, applications of a call, funds, suspended payments. Read when it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import balance
from vrede.register.chain.reading import act_of, acts_of, by_dossier
from vrede.register.dossier.names import BUDGET
from vrede.register.dossier.oda import LineCounts, counts
from vrede.register.dossier.state import PROPOSALS
from vrede.register.table.bodies import BudgetLaw, Concern, Drawdown, FundRequest, Proposal
from vrede.register.table.kinds import Kind

T = TypeVar("T")
SELECT = f"SELECT {', '.join(COLUMNS)} FROM act"
OF_A_CALL = (
    f"{SELECT} WHERE dossier IN (SELECT dossier FROM act WHERE kind IN ('{Kind.PROPOSAL}', '{Kind.AMENDMENT}')"
    " AND body LIKE '%\"call\":%') ORDER BY seq"
)
OF_CONCERNS = f"{SELECT} WHERE dossier IN (SELECT dossier FROM act WHERE kind = '{Kind.CONCERN}') ORDER BY seq"
OF_FUNDS = f"{SELECT} WHERE kind IN ('{Kind.FUND_REQUEST}', '{Kind.DRAWDOWN}') AND year = ? ORDER BY seq"


class Surroundings:
    """As the database has them; what was asked once is kept, so that it is for one act, or for one look at the whole register."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under a key, or is made now."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def acts(self, dossier: str) -> Sequence[Act]:
        """The acts of a dossier, in order."""
        return acts_of(self.database, dossier)

    def balance(self, account: str) -> int:
        """Cents on an account."""
        return balance(self.database, account)

    def applications(self, call: str) -> list[Act]:
        """All acts of the dossiers that name a call in a proposal, in order."""
        acts = [act_of(row) for row in self.database.all(OF_A_CALL)]
        named = {act.dossier for act in acts if act.kind in PROPOSALS and act.read(Proposal).call == call}
        return [act for act in acts if act.dossier in named]

    def line_counts(self) -> LineCounts:
        """How the lines of the budget count as official development assistance."""
        return self.once("oda", lambda: counts(self.acts(BUDGET)))

    def phases(self, article: str, year: int, authority: str) -> set[str]:
        """The phases of the laws of an article that were recorded."""
        laws = self.once("laws", self._phases)
        return laws.get((article, year, authority), set())

    def _phases(self) -> dict[tuple[str, int, str], set[str]]:
        laws: dict[tuple[str, int, str], set[str]] = {}
        for act in self.acts(BUDGET):
            if act.kind == Kind.BUDGET_LAW:
                law = act.read(BudgetLaw)
                laws.setdefault((law.article, act.year or 0, law.authority), set()).add(law.phase)
        return laws

    def suspended(self) -> set[str]:
        """Dossiers, and dossiers of partners, of which payments are suspended."""
        return self.once("suspended", self._suspended)

    def _suspended(self) -> set[str]:
        about = set()
        for acts in by_dossier([act_of(row) for row in self.database.all(OF_CONCERNS)]).values():
            concern, kinds = acts[0].read(Concern), {act.kind for act in acts}
            if (concern.suspend or Kind.SUSPENSION in kinds) and Kind.RESUMPTION not in kinds:
                about.add(concern.about)
        return about

    def drawn_by_use(self, fund: str, year: int | None) -> Counter[str]:
        """Use -> cents drawn on a fund for it in a year. A drawdown for several uses, of before a rule that keeps money, counts for none:
        nobody wrote how much was for which."""
        drawn = Counter[str]()
        acts = {act.seq: act for act in map(act_of, self.database.all(OF_FUNDS, (year,)))}
        for act in acts.values():
            request = acts.get(act.approves or 0)
            if act.kind == Kind.DRAWDOWN and request is not None and act.read(Drawdown).fund == fund:
                uses = request.read(FundRequest).uses
                if len(uses) == 1:
                    drawn[uses[0]] += act.cents or 0
        return drawn
