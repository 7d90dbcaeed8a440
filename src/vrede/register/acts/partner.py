"""Partners: due diligence, screening against lists, and whether both still count on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from vrede.register.acts.separation import approved
from vrede.register.acts.situation import Case
from vrede.register.chain.act import Act
from vrede.register.chain.reading import newest
from vrede.register.dossier.names import PARTNER
from vrede.register.refused import RegisterRefused
from vrede.register.rules.terms import after

FIT = ("fit", "fit_with_conditions")


def vet(case: Case) -> dict[str, Any]:
    """Due diligence of the partner that the dossier is named after."""
    _named(case)
    if case.facts["expires"] < case.today.isoformat():
        raise RegisterRefused("vet", f"this has expired already on {case.facts['expires']}")
    return case.facts


def screen(case: Case) -> dict[str, Any]:
    """A search on a list, which is not of tomorrow."""
    _named(case)
    if case.facts["list_day"] > case.today.isoformat():
        raise RegisterRefused("screen", f"a list of {case.facts['list_day']} is not there yet")
    return case.facts


def clear(case: Case) -> dict[str, Any]:
    """Of the newest screening, by another controller: its hits are somebody else."""
    target = approved(case)
    last = newest(case.acts, "screen")
    if last is None or last.seq != target.seq:
        raise RegisterRefused("stale", f"the partner was screened again since (act {last and last.seq}); look at that")
    if not target.said["hits"]:
        raise RegisterRefused("screen", "this screening has no hit to clear")
    if any(act.kind == "clear" and act.approves == target.seq for act in case.acts):
        raise RegisterRefused("paid", "the hits of this screening were cleared already")
    return case.facts


def _named(case: Case) -> None:
    if case.asked.dossier != f"{PARTNER}{case.facts['partner']}":
        raise RegisterRefused("words", f"the dossier of this partner is {PARTNER}{case.facts['partner']}")


def unfit(acts: Sequence[Act]) -> bool:
    """Whether the newest due diligence found the partner unfit. acts: of the dossier of the partner."""
    last = newest(acts, "vet")
    return last is not None and last.said["outcome"] not in FIT


def has_hit(acts: Sequence[Act]) -> bool:
    """Whether the newest screening has a hit that nobody cleared. acts: of the dossier of the partner."""
    last = newest(acts, "screen")
    cleared = {act.approves for act in acts if act.kind == "clear"}
    return last is not None and bool(last.said["hits"]) and last.seq not in cleared


def vetted(acts: Sequence[Act], partner: str, day: date) -> None:
    """Whether the newest due diligence finds the partner fit, and still counts. acts: of the dossier of the partner. Raises
    RegisterRefused."""
    last = newest(acts, "vet")
    if last is None:
        raise RegisterRefused("vet", f"there is no due diligence of {partner}")
    said = last.said
    if unfit(acts):
        raise RegisterRefused("vet", f"due diligence found {partner} unfit (act {last.seq})")
    if said["expires"] < day.isoformat():
        raise RegisterRefused("vet", f"the due diligence of {partner} expired on {said['expires']}: do it again")


def screened(acts: Sequence[Act], partner: str, day: date, days: int) -> None:
    """Whether the newest screening has no hit that stands, and its list is at most so many days old. acts: of the dossier of the partner.
    Raises RegisterRefused."""
    last = newest(acts, "screen")
    if last is None:
        raise RegisterRefused("screen", f"{partner} was not screened")
    said = last.said
    if has_hit(acts):
        raise RegisterRefused("screen", f"the screening of {partner} has a hit that was not cleared (act {last.seq})")
    if after(date.fromisoformat(said["list_day"]), days) < day:
        raise RegisterRefused(
            "screen", f"{partner} was screened against a list of {said['list_day']}; it counts {days} days: do it again"
        )
