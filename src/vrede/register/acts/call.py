"""Calls: their ceiling and criteria, the ranking of their proposals, and whether a proposal may be committed from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vrede.register.acts.appraisal import appraisals
from vrede.register.acts.budget import known_line
from vrede.register.acts.ground import received
from vrede.register.acts.situation import Case
from vrede.register.chain.act import COLUMNS, Act
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of, acts_of, newest
from vrede.register.dossier.state import PROPOSALS, said_no
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ranking import Candidate, Limits, body, ranking

PROMISES = ("commit", "agree")


def announce(case: Case) -> dict[str, Any]:
    """A ceiling on a line, what is scored, and until when."""
    facts = case.facts
    known_line(case.database, {**facts, "authority": "commitment"}, ("line",))
    if facts["deadline"] < case.today.isoformat():
        raise RegisterRefused("late", f"the deadline {facts['deadline']} has passed already")
    if facts["least"] > 100:
        raise RegisterRefused("words", "the least score is from 0 to 100")
    if not facts["criteria"]:
        raise RegisterRefused("criterion", "a call names at least one criterion")
    for name in ("criteria", "thresholds"):
        for code, title in facts[name].items():
            if not title.strip():
                raise RegisterRefused("criterion", f"{name} {code}: say what it is")
    for theme, cents in facts["sub_ceilings"].items():
        if not 0 < cents <= case.cents:
            raise RegisterRefused("ceiling", f"the sub-ceiling of {theme} must be above nothing and within the ceiling")
    return facts


def rank(case: Case) -> dict[str, Any]:
    """The ranking, calculated; only after the deadline, for until then somebody may still apply."""
    announced = case.acts[0]
    if case.today.isoformat() <= announced.said["deadline"]:
        raise RegisterRefused("state", f"the call is open until {announced.said['deadline']}: rank it after that day")
    return ranked(announced, applications(case.database, case.asked.dossier))


def limits_of(announced: Act) -> Limits:
    """What a call allows, from the act that announced it."""
    said = announced.said
    return Limits(announced.cents or 0, said["sub_ceilings"], said["deadline"], said["least"])


def ranked(announced: Act, acts: Iterable[Act]) -> dict[str, Any]:
    """The body of a ranking from the acts of dossiers, in order: anyone can calculate it again."""
    limits = limits_of(announced)
    return body(limits, ranking(limits, candidates(announced, acts)))


def candidates(announced: Act, acts: Iterable[Act]) -> list[Candidate]:
    """The dossiers whose newest proposal is for a call and was not refused, as their acts say it.

    Scores: of every appraiser's newest appraisal on it.
    """
    of: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        of[act.dossier].append(act)
    found = []
    for dossier, mine in of.items():
        last = newest(mine, *PROPOSALS)
        if last is None or last.said.get("call") != announced.dossier or last.seq in said_no(mine):
            continue
        said, given = last.said, [act.said for act in appraisals(mine)]
        met = all(one["thresholds"].get(code, "").strip() for one in given for code in announced.said["thresholds"])
        promised = [act.cents or 0 for act in mine if act.kind in PROMISES]
        found.append(
            Candidate(
                dossier,
                last.seq,
                sum(promised) if promised else last.cents or 0,
                str(said.get("theme", "")),
                received(mine, announced.dossier),
                tuple(score["score"] for one in given for _code, score in sorted(one["scores"].items())),
                met,
                bool(promised),
            )
        )
    return found


def applications(database: Database, call: str) -> list[Act]:
    """All acts of the dossiers that name a call in a proposal, in order."""
    rows = database.all(
        f"SELECT {', '.join(COLUMNS)} FROM act WHERE dossier IN (SELECT dossier FROM act WHERE kind IN ('propose', 'amend')"
        " AND body LIKE '%\"call\":%') ORDER BY seq"
    )
    acts = [act_of(row) for row in rows]
    named = {act.dossier for act in acts if act.kind in PROPOSALS and act.said.get("call") == call}
    return [act for act in acts if act.dossier in named]


def from_call(case: Case, proposal: Act) -> None:
    """Whether the newest ranking of its call takes a proposal, and the ceilings have room for it. Raises RegisterRefused."""
    call = proposal.said.get("call")
    if not call:
        return
    taken(last_ranking(acts_of(case.database, call)), proposal)
    within_ceilings(case, proposal)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking that was made. seq: its act. rows: dossier -> its line."""

    seq: int
    rows: Mapping[str, Mapping[str, Any]]

    def why(self, proposal: Act) -> str:
        """What it says of a proposal; '' where it is not of that."""
        row = self.rows.get(proposal.dossier)
        return str(row["why"]) if row is not None and row["proposal"] == proposal.seq else ""


def last_ranking(acts: Sequence[Act]) -> Ranked | None:
    """The newest ranking of a call. acts: of the call."""
    last = newest(acts, "rank")
    return Ranked(last.seq, {row["dossier"]: row for row in last.said["rows"]}) if last else None


def taken(last: Ranked | None, proposal: Act) -> None:
    """Whether the newest ranking of its call takes a proposal. Raises RegisterRefused."""
    call = proposal.said["call"]
    if last is None:
        raise RegisterRefused("rank", f"the proposals of {call} were not ranked yet")
    why = last.why(proposal)
    if not why:
        raise RegisterRefused(
            "rank", f"the newest ranking of {call} (act {last.seq}) is not of this proposal: rank again"
        )
    if why != "taken":
        raise RegisterRefused("rank", f"the newest ranking of {call} (act {last.seq}) does not take it: {why}")


@dataclass(frozen=True, slots=True)
class CallNow:
    """What a call says of each of its applications, read once for all of them. last: the newest ranking. now: what one of now would be."""

    deadline: str
    last: Ranked | None
    now: Ranked


def call_now(acts: Sequence[Act], applied: Iterable[Act]) -> CallNow | None:
    """acts: of the call; none: there is no call. applied: of its applications, each one's in order."""
    if not acts:
        return None
    now = {row["dossier"]: row for row in ranked(acts[0], applied)["rows"]}
    return CallNow(str(acts[0].said["deadline"]), last_ranking(acts), Ranked(0, now))


def within_ceilings(case: Case, proposal: Act) -> None:
    """Whether all that the call promised, with what is added now, stays within its ceilings. Raises RegisterRefused."""
    said = proposal.said
    if not said.get("call"):
        return
    announced = acts_of(case.database, said["call"])[0]
    limits = limits_of(announced)
    promised = [one for one in candidates(announced, applications(case.database, said["call"])) if one.committed]
    whole = sum(one.cents for one in promised) + case.cents
    if whole > limits.ceiling:
        raise RegisterRefused("ceiling", f"{said['call']} would be {whole - limits.ceiling} cents above its ceiling")
    theme = str(said.get("theme", ""))
    part = sum(one.cents for one in promised if one.theme == theme) + case.cents
    if limits.sub_ceilings and part > limits.sub_ceilings.get(theme, 0):
        above = part - limits.sub_ceilings.get(theme, 0)
        raise RegisterRefused("ceiling", f"{said['call']} would be {above} cents above the sub-ceiling of {theme}")
