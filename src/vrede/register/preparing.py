"""What must still be done by others before a proposal can be committed, or a request to a fund drawn: the work before the approval.

The same rules as at the commitment itself (`steps`) and the draw (`drawing`), asked beforehand, so that a work list holds what can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from vrede.register.act import Act
from vrede.register.appraising import advices, appraisals
from vrede.register.calls import taken
from vrede.register.dossiers import PROPOSALS, newest, said_no
from vrede.register.funds import rule_for
from vrede.register.instruments import InstrumentRule, instrument_rule
from vrede.register.partners import screened, vetted
from vrede.register.refused import RegisterRefused
from vrede.register.rules import Rules

DOES = {
    "appraise": "appraise",
    "advise_legal": "advise",
    "advise_financial": "advise",
    "vet": "vet",
    "screen": "screen",
    "rank": "rank",
}
"""What lacks -> the act that does it. Two lack no act: deadline (the call is still open) and outside (its ranking does not take it)."""
OUTSIDE = ["outside"]
"""What a proposal lacks that the ranking of its call does not take: then nobody needs to advise on it or look at its partner."""
SIGN = "sign "
"""How a signature that lacks begins; its side follows."""


def lacking(
    acts: Sequence[Act], partner: Sequence[Act], call: Sequence[Act], rules: Rules, day: date
) -> tuple[str, ...]:
    """What lacks before the commitment of a proposal or the draw of a request on a day, in the order in which it is done.

    acts: of the dossier; partner, call: of the dossiers of its partner and of its call. Empty where nothing lacks or nothing waits.
    """
    asked = newest(acts, "ask")
    if asked is not None:
        return _unsigned(acts, asked, rules, day)
    proposal = newest(acts, *PROPOSALS)
    if proposal is None or newest(acts, "commit") is not None or proposal.seq in said_no(acts):
        return ()
    try:
        rule = instrument_rule(rules.instruments, proposal.said.get("instrument"), day)
    except RegisterRefused:
        return ()
    wanted = rule.before_commit
    given = advices(acts)
    found = [] if "appraise" not in wanted or appraisals(acts) else ["appraise"]
    ranked = _of_call(proposal, call, day)
    if ranked == OUTSIDE:
        return (*found, *OUTSIDE)
    found += [f"advise_{kind}" for kind in ("legal", "financial") if f"advise_{kind}" in wanted and kind not in given]
    found += _of_partner(partner, str(proposal.said.get("partner", "")), rule, day)
    return (*found, *ranked)


def _of_partner(acts: Sequence[Act], partner: str, rule: InstrumentRule, day: date) -> list[str]:
    found = []
    if "vet" in rule.before_commit and _refuses(lambda: vetted(acts, partner, day)):
        found.append("vet")
    if "screen" in rule.before_commit and _refuses(lambda: screened(acts, partner, day, rule.screening_days or 0)):
        found.append("screen")
    return found


def _of_call(proposal: Act, call: Sequence[Act], day: date) -> list[str]:
    if not call or not _refuses(lambda: taken(call, proposal)):
        return []
    if day.isoformat() <= call[0].said["deadline"]:
        return ["deadline"]
    last = newest(call, "rank")
    ranked = {(row["dossier"], row["proposal"]) for row in last.said["rows"]} if last else set()
    return OUTSIDE if (proposal.dossier, proposal.seq) in ranked else ["rank"]


def _unsigned(acts: Sequence[Act], asked: Act, rules: Rules, day: date) -> tuple[str, ...]:
    if newest(acts, "draw") is not None or asked.seq in said_no(acts):
        return ()
    try:
        sides = rule_for(rules.funds, asked.said["fund"], day).sides
    except RegisterRefused:
        return ()
    done = {str(act.said["side"]) for act in acts if act.kind == "sign" and act.approves == asked.seq}
    return tuple(f"{SIGN}{side}" for side in sides if side not in done)


def _refuses(asks: Callable[[], None]) -> bool:
    try:
        asks()
    except RegisterRefused:
        return True
    return False


def unsigned(lacks: Mapping[str, tuple[str, ...]], dossier: str) -> set[str]:
    """Sides that have not signed the request of a dossier."""
    return {one.removeprefix(SIGN) for one in lacks.get(dossier, ()) if one.startswith(SIGN)}
