"""Partners: due diligence, screening against lists, and whether both still count on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from vrede.register.acts.handler import Handler, Lacks, missing
from vrede.register.acts.separation import approved, is_newest
from vrede.register.acts.situation import Situation
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import Act
from vrede.register.chain.reading import newest
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.names import PARTNER
from vrede.register.refused import RegisterRefused
from vrede.register.rules.instruments import InstrumentRule
from vrede.register.rules.terms import after
from vrede.register.table.bodies import DueDiligence, Screening, ScreeningClearance
from vrede.register.table.kinds import Kind


def examine(situation: Situation, body: DueDiligence) -> DueDiligence:
    """Due diligence of the partner that the dossier is named after."""
    _of_its_partner(situation, body.partner)
    if body.valid_until < situation.today:
        raise RegisterRefused("due_diligence.expired_already", day=body.valid_until)
    return body


def screen(situation: Situation, body: Screening) -> Screening:
    """A search on a list, which is not of tomorrow."""
    _of_its_partner(situation, body.partner)
    if body.list_day > situation.today:
        raise RegisterRefused("screening.list_ahead", day=body.list_day)
    return body


def fold_partner(dossier: Dossier, _act: Act, body: DueDiligence | Screening) -> None:
    """Which partner the dossier is of."""
    dossier.partner = body.partner


def clear(situation: Situation, body: ScreeningClearance) -> ScreeningClearance:
    """Of the newest screening, by another controller: its hits are somebody else."""
    target = approved(situation)
    is_newest(situation, target)
    if not target.read(Screening).hits:
        raise RegisterRefused("screening.no_hit")
    if any(act.kind == Kind.SCREENING_CLEARANCE and act.approves == target.seq for act in situation.acts):
        raise RegisterRefused("paid.clearance")
    return body


def _of_its_partner(situation: Situation, partner: str) -> None:
    if situation.submission.dossier != f"{PARTNER}{partner}":
        raise RegisterRefused("words.partner_dossier", dossier=f"{PARTNER}{partner}")


def unfit(acts: Sequence[Act]) -> bool:
    """Whether the newest due diligence found the partner unfit. acts: of the dossier of the partner."""
    last = newest(acts, Kind.DUE_DILIGENCE)
    return last is not None and last.read(DueDiligence).outcome == "unfit"


def has_hit(acts: Sequence[Act]) -> bool:
    """Whether the newest screening has a hit that nobody cleared. acts: of the dossier of the partner."""
    last = newest(acts, Kind.SCREENING)
    cleared = {act.approves for act in acts if act.kind == Kind.SCREENING_CLEARANCE}
    return last is not None and bool(last.read(Screening).hits) and last.seq not in cleared


def examined(acts: Sequence[Act], partner: str, day: date) -> None:
    """Whether the newest due diligence finds the partner fit, and still counts. acts: of the dossier of the partner. Raises
    RegisterRefused."""
    last = newest(acts, Kind.DUE_DILIGENCE)
    if last is None:
        raise RegisterRefused("due_diligence.none", partner=partner)
    if unfit(acts):
        raise RegisterRefused("due_diligence.unfit", partner=partner, act=last.seq)
    until = last.read(DueDiligence).valid_until
    if until < day:
        raise RegisterRefused("due_diligence.expired", partner=partner, day=until)


def screened(acts: Sequence[Act], partner: str, day: date, days: int) -> None:
    """Whether the newest screening has no hit that nobody cleared, and its list is at most so many days old. acts: of the dossier of the partner.
    Raises RegisterRefused."""
    last = newest(acts, Kind.SCREENING)
    if last is None:
        raise RegisterRefused("screening.none", partner=partner)
    if has_hit(acts):
        raise RegisterRefused("screening.hit", partner=partner, act=last.seq)
    listed = last.read(Screening).list_day
    if after(listed, days) < day:
        raise RegisterRefused("screening.expired", partner=partner, day=listed, days=days)


def partner_lacks(around: Surroundings, partner: str, rule: InstrumentRule, steps: Collection[str], day: date) -> Lacks:
    """Due diligence and screening of a partner that must count on a day, where the steps ask them."""
    acts = around.acts(f"{PARTNER}{partner}")
    lacks: Lacks = ()
    if "due_diligence" in steps:
        lacks += missing("unfit" if unfit(acts) else "due_diligence", lambda: examined(acts, partner, day))
    if "screening" in steps:
        to_do = "clearance" if has_hit(acts) else "screening"
        lacks += missing(to_do, lambda: screened(acts, partner, day, rule.screening_days or 0))
    return lacks


HANDLERS = (
    Handler(DueDiligence, examine, fold=fold_partner),
    Handler(Screening, screen, fold=fold_partner),
    Handler(ScreeningClearance, clear),
)
