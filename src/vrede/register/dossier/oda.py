"""Whether a line of the budget counts as official development assistance: what the laws say of it. Nothing is guessed from its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.postings import UNDIVIDED
from vrede.register.chain.reading import acts_of
from vrede.register.dossier.names import BUDGET
from vrede.register.refused import RegisterRefused

Counts = Literal["oda", "non_oda", "partly"]
Line = tuple[str, int, str]
"""Article, year, line."""


def said(facts: Mapping[str, Any], lines: Iterable[str]) -> dict[str, list[str]]:
    """What a law says of its lines: `oda` and `non_oda`, a line in both is partly. Raises RegisterRefused for one that is none of its
    lines, or that is still to be divided."""
    known = set(lines) - {UNDIVIDED}
    found = {}
    for name in ("oda", "non_oda"):
        if name in facts:
            strange = sorted(set(facts[name]) - known)
            if strange:
                raise RegisterRefused("words", f"{name}: this law has no line {strange[0][:40]!r}")
            found[name] = sorted(set(facts[name]))
    return found


def counts(acts: Iterable[Act]) -> dict[Line, tuple[Counts, int]]:
    """Line -> (how it counts, number of the law that says so). The newest law that says anything of a line holds, of either authority."""
    found: dict[Line, tuple[Counts, int]] = {}
    for act in acts:
        if act.kind != "law":
            continue
        facts = act.said
        oda, other = set(facts.get("oda", ())), set(facts.get("non_oda", ()))
        for line in oda | other:
            how: Counts = "partly" if line in oda & other else "oda" if line in oda else "non_oda"
            found[facts["article"], int(facts["year"]), line] = how, act.seq
    return found


def fits(known: Mapping[Line, tuple[Counts, int]], facts: Mapping[str, Any], year: int | None) -> None:
    """Whether a grant counts as its line does; a line of which no law says it, and one that is partly, takes both. known: `counts`. Raises
    RegisterRefused."""
    how, law = known.get((facts["article"], year or 0, facts["line"]), ("partly", 0))
    if facts.get("oda") is True and how == "non_oda":
        raise RegisterRefused(
            "line", f"line {facts['line']} is not ODA (act {law}); a grant on it does not count as ODA"
        )
    if facts.get("oda") is False and how == "oda":
        raise RegisterRefused("line", f"line {facts['line']} is ODA (act {law}); a grant on it counts as ODA")


def agrees(database: Database, facts: Mapping[str, Any], year: int | None) -> None:
    """Whether a grant counts as its line does now (`fits`). Raises RegisterRefused."""
    fits(counts(acts_of(database, BUDGET)), facts, year)
