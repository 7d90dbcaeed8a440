"""Whether a line of the budget counts as official development assistance: what the laws say of it. Nothing is guessed from its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from vrede.register.chain.act import Act
from vrede.register.chain.postings import UNDIVIDED
from vrede.register.refused import RegisterRefused
from vrede.register.table.bodies import BudgetLaw, Proposal
from vrede.register.table.kinds import Kind

Counts = Literal["oda", "non_oda", "partly"]
BudgetLine = tuple[str, int, str]
"""Article, year, line."""
LineCounts = Mapping[BudgetLine, tuple[Counts, int]]
"""Line -> (how it counts, number of the law that says so)."""


def named_lines(law: BudgetLaw) -> dict[str, tuple[str, ...]]:
    """What a law says of its lines: `oda` and `non_oda`, a line in both is partly. Raises RegisterRefused for one that is none of its
    lines, or that is still to be divided."""
    known = set(law.lines) - {UNDIVIDED}
    named = {}
    for field, lines in (("oda", law.oda), ("non_oda", law.non_oda)):
        strange = sorted(set(lines) - known)
        if strange:
            raise RegisterRefused("words.no_such_line", field=f"{law.kind}.{field}", line=strange[0][:40])
        named[field] = tuple(sorted(set(lines)))
    return named


def counts(acts: Iterable[Act]) -> dict[BudgetLine, tuple[Counts, int]]:
    """How lines count. The newest law that says anything of a line holds, of either authority."""
    known: dict[BudgetLine, tuple[Counts, int]] = {}
    for act in acts:
        if act.kind != Kind.BUDGET_LAW:
            continue
        law = act.read(BudgetLaw)
        oda, other = set(law.oda), set(law.non_oda)
        for line in oda | other:
            how: Counts = "partly" if line in oda & other else "oda" if line in oda else "non_oda"
            known[law.article, act.year or 0, line] = how, act.seq
    return known


def fits(known: LineCounts, proposal: Proposal, year: int | None) -> None:
    """Whether a grant counts as its line does; a line of which no law says it, and one that is partly, takes both. Raises
    RegisterRefused."""
    how, law = known.get((proposal.article, year or 0, proposal.line), ("partly", 0))
    if proposal.oda is True and how == "non_oda":
        raise RegisterRefused("line.not_oda", line=proposal.line, act=law)
    if proposal.oda is False and how == "oda":
        raise RegisterRefused("line.oda", line=proposal.line, act=law)
