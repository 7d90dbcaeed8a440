"""What must still be done before a proposal can be committed or a request to a fund drawn, and what an upheld objection asks anew.

The same rules as at the commitment itself (`steps`) and the draw (`drawing`), asked beforehand, so that a work list holds what can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from vrede.register.acts.appraisal import advices, appraisals
from vrede.register.acts.call import CallNow, taken
from vrede.register.acts.conditions import suits
from vrede.register.acts.fund import fund
from vrede.register.acts.objection import WELL_FOUNDED, reopened
from vrede.register.acts.partner import has_hit, screened, unfit, vetted
from vrede.register.acts.situation import Case
from vrede.register.acts.submission import Asked
from vrede.register.chain.act import Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import acts_of, newest
from vrede.register.desk.due import left_open
from vrede.register.dossier.oda import Counts, Line, fits
from vrede.register.dossier.state import PROPOSALS, said_no, state_of
from vrede.register.refused import RegisterRefused
from vrede.register.rules.funds import rule_for
from vrede.register.rules.instruments import InstrumentRule, instrument_rule
from vrede.register.rules.ruleset import Rules
from vrede.register.table.transitions import transitions

DOES = {
    "amend": "amend",
    "appraise": "appraise",
    "advise_legal": "advise",
    "advise_financial": "advise",
    "vet": "vet",
    "screen": "screen",
    "rank": "rank",
    "request_again": "request",
    "vary_again": "vary",
}
"""What lacks -> the act that does it. Others lack no act of their own: clear (a hit waits for it), deadline (the call is open), fund (it has
too little), REFUSABLE."""
REFUSABLE = ("outside", "unfit")
"""What stands alone where a proposal can only be refused: the ranking of its call does not take it, its partner was found unfit."""
SIGN = "sign "
"""How a signature that lacks begins; its side follows."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside a dossier. partner: acts of its partner, in order. call: what its call says. lines: how they count as ODA
    (`odalines.counts`)."""

    partner: Sequence[Act] = ()
    call: CallNow | None = None
    lines: Mapping[Line, tuple[Counts, int]] = field(default_factory=dict)
    short: Callable[[Act], bool] = lambda _asked: False


def lacking(acts: Sequence[Act], around: Around, rules: Rules, day: date) -> tuple[str, ...]:
    """What lacks in a dossier on a day, in the order in which it is done. acts: of the dossier. Empty where nothing lacks or nothing
    waits."""
    asked = newest(acts, "ask")
    if asked is not None:
        return _before_draw(acts, asked, around, rules, day)
    state, proposal = state_of(acts), newest(acts, *PROPOSALS)
    if proposal is None or state == "closed":
        return ()
    if state == "refused":
        return ("amend",) if reopened(acts) else ()
    if newest(acts, "commit") is not None:
        return _again(acts)
    try:
        rule = instrument_rule(rules.instruments, proposal.said.get("instrument"), day)
    except RegisterRefused:
        return ()
    return _before_commit(acts, proposal, around, rule, day)


def _before_commit(
    acts: Sequence[Act], proposal: Act, around: Around, rule: InstrumentRule, day: date
) -> tuple[str, ...]:
    wanted, given = rule.before_commit, advices(acts)
    said = proposal.said
    if _refuses(lambda: suits(said, rule, day)) or _refuses(lambda: fits(around.lines, said, proposal.year)):
        return ("amend",)
    if "vet" in wanted and unfit(around.partner):
        return ("unfit",)
    why, place = _of_call(proposal, around.call, day)
    if place == "outside" or why == "late":
        return (place,)
    lacks_score = ("appraise" in wanted or around.call is not None) and not appraisals(acts)
    found = ["appraise"] if lacks_score else []
    found += [f"advise_{kind}" for kind in ("legal", "financial") if f"advise_{kind}" in wanted and kind not in given]
    found += _of_partner(around.partner, str(said.get("partner", "")), rule, day)
    if place and not (place == "rank" and lacks_score):  # a ranking before its scores would leave it out
        found.append(place)
    return tuple(found)


def _of_partner(acts: Sequence[Act], partner: str, rule: InstrumentRule, day: date) -> list[str]:
    found = []
    if "vet" in rule.before_commit and _refuses(lambda: vetted(acts, partner, day)):
        found.append("vet")
    if "screen" in rule.before_commit and _refuses(lambda: screened(acts, partner, day, rule.screening_days or 0)):
        found.append("clear" if has_hit(acts) else "screen")
    return found


def _of_call(proposal: Act, call: CallNow | None, day: date) -> tuple[str, str]:
    """(what a ranking of now says of it, what lacks: deadline, rank, outside or nothing)."""
    if call is None or not _refuses(lambda: taken(call.last, proposal)):
        return "", ""
    now = call.now.why(proposal)
    if day.isoformat() <= call.deadline:
        return now, "deadline"
    before = call.last.why(proposal) if call.last else ""
    return now, "outside" if before == now != "not appraised" else "rank"


def _again(acts: Sequence[Act]) -> tuple[str, ...]:
    """What was declined, and must be asked anew because an objection to that was upheld, as long as it can be."""
    by_seq, state = {act.seq: act for act in acts}, state_of(acts)
    found = []
    for act in acts:
        if act.kind != "decide" or act.said["outcome"] not in WELL_FOUNDED:
            continue
        against = by_seq[by_seq[act.approves or 0].said["against"]]
        if against.kind == "decline":
            kind = by_seq[against.approves or 0].kind
            can = state in transitions()[kind].needs and (kind != "request" or left_open(acts) > 0)
            if can and not any(one.kind == kind and one.seq > act.seq for one in acts):
                found.append(f"{kind}_again")
    return tuple(dict.fromkeys(found))


def _before_draw(acts: Sequence[Act], asked: Act, around: Around, rules: Rules, day: date) -> tuple[str, ...]:
    if newest(acts, "draw") is not None or asked.seq in said_no(acts):
        return ()
    try:
        sides = rule_for(rules.funds, asked.said["fund"], day).sides
    except RegisterRefused:
        return ()
    done = {str(act.said["side"]) for act in acts if act.kind == "sign" and act.approves == asked.seq}
    return tuple(f"{SIGN}{side}" for side in sides if side not in done) or (("fund",) if around.short(asked) else ())


def fund_short(database: Database, rules: Rules, day: date, asked: Act) -> bool:
    """Whether a draw for a request would be refused because its fund has too little, on the day nearest to a day in the year asked for."""
    year = asked.year or day.year
    in_it = min(max(day, date(year, 1, 1)), date(year, 12, 31))
    draw = Asked("", "controller", "draw", asked.dossier, "", "", asked.cents, asked.year, asked.seq, in_it)
    row = transitions()["draw"]
    try:
        fund(Case(database, draw, row, acts_of(database, asked.dossier), {}, rules, datetime.now(UTC)))
    except RegisterRefused as refused:
        return refused.code == "left"
    return False


def _refuses(asks: Callable[[], None]) -> bool:
    try:
        asks()
    except RegisterRefused:
        return True
    return False


def unsigned(lacks: Mapping[str, tuple[str, ...]], dossier: str) -> set[str]:
    """Sides that have not signed the request of a dossier."""
    return {one.removeprefix(SIGN) for one in lacks.get(dossier, ()) if one.startswith(SIGN)}
