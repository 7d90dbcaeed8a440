"""Calls: their ceiling and criteria, the ranking of their proposals, and whether a proposal may be committed from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vrede.register.acts.appraisal import appraisals
from vrede.register.acts.budget import known_lines
from vrede.register.acts.handler import Handler
from vrede.register.acts.situation import Situation
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import Act, day_of_moment
from vrede.register.chain.reading import newest
from vrede.register.dossier.award import PROMISES, committed_cents
from vrede.register.dossier.dossier import Dossier
from vrede.register.dossier.state import PROPOSALS, newest_proposal, said_no
from vrede.register.refused import RegisterRefused
from vrede.register.rules.ranking import Candidate, Limits, ranking
from vrede.register.table.bodies import Appraisal, Call, Proposal, Ranking, RankingRow
from vrede.register.table.kinds import Kind


def announce(situation: Situation, body: Call) -> Call:
    """A ceiling on a line, what is scored, and until when."""
    year = situation.submission.year or 0
    known_lines(situation.around.database, body.article, year, "commitment", (body.line,))
    if body.deadline < situation.today:
        raise RegisterRefused("late.deadline_passed", deadline=body.deadline)
    if body.minimum_score > 100:
        raise RegisterRefused("words.minimum_score")
    if not body.criteria:
        raise RegisterRefused("criterion.none")
    for name, titles in (("criteria", body.criteria), ("thresholds", body.thresholds)):
        for code, title in titles.items():
            if not title.strip():
                raise RegisterRefused("criterion.untitled", field=f"{body.kind}.{name}", code=code)
    for theme, cents in body.sub_ceilings.items():
        if not 0 < cents <= situation.cents:
            raise RegisterRefused("ceiling.sub_ceiling", theme=theme)
    return body


def fold_call(dossier: Dossier, act: Act, body: Call) -> None:
    """Title, line, year and ceiling of a call."""
    dossier.title, dossier.article, dossier.line = body.title, body.article, body.line
    dossier.year, dossier.asked = act.year, act.cents or 0


def rank(situation: Situation, _body: Ranking) -> Ranking:
    """The ranking, calculated; only after the deadline, for until then somebody may still apply."""
    announced = situation.acts[0]
    deadline = announced.read(Call).deadline
    if situation.today <= deadline:
        raise RegisterRefused("state.call_open", deadline=deadline)
    return ranked(announced, situation.around.applications(situation.submission.dossier))


def limits_of(announced: Act) -> Limits:
    """What a call allows, from the act that announced it."""
    call = announced.read(Call)
    return Limits(announced.cents or 0, call.sub_ceilings, call.deadline.isoformat(), call.minimum_score)


def ranked(announced: Act, acts: Iterable[Act]) -> Ranking:
    """The body of a ranking from the acts of dossiers, in order: anyone can calculate it again."""
    limits = limits_of(announced)
    return Ranking(
        ceiling=limits.ceiling,
        sub_ceilings=dict(limits.sub_ceilings),
        deadline=limits.deadline,
        minimum_score=limits.minimum_score,
        rows=tuple(ranking(limits, candidates(announced, acts))),
    )


def candidates(announced: Act, acts: Iterable[Act]) -> list[Candidate]:
    """The dossiers whose newest proposal is for a call and was not refused, as their acts say it.

    Scores: of every appraiser's newest appraisal on it.
    """
    of: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        of[act.dossier].append(act)
    made = []
    for dossier, its in of.items():
        last = newest_proposal(its)
        if last is None or last.read(Proposal).call != announced.dossier or last.seq in said_no(its):
            continue
        given = [act.read(Appraisal) for act in appraisals(its)]
        thresholds = announced.read(Call).thresholds
        committed = any(act.kind in PROMISES for act in its)
        made.append(
            Candidate(
                dossier,
                last.seq,
                committed_cents(its) if committed else last.cents or 0,
                last.read(Proposal).theme or "",
                received(its, announced.dossier),
                tuple(score.score for one in given for _code, score in sorted(one.scores.items())),
                all(one.thresholds.get(code, "").strip() for one in given for code in thresholds),
                committed,
            )
        )
    return made


def received(acts: Sequence[Act], call: str) -> str:
    """The day an application for a call came in, YYYY-MM-DD: as its first proposal for it says, else the day of that. acts: of its dossier.

    A later amendment makes nobody late, and nobody in time.
    """
    first = next(act for act in acts if act.kind in PROPOSALS and act.read(Proposal).call == call)
    return (first.read(Proposal).received or day_of_moment(first.moment)).isoformat()


@dataclass(frozen=True, slots=True)
class LastRanking:
    """A ranking that was made. seq: its act. rows: dossier -> its row."""

    seq: int
    rows: Mapping[str, RankingRow]

    def why(self, proposal: Act) -> str:
        """What it says of a proposal; '' where it is not of that."""
        row = self.rows.get(proposal.dossier)
        return row.why if row is not None and row.proposal == proposal.seq else ""


def last_ranking(acts: Sequence[Act]) -> LastRanking | None:
    """The newest ranking of a call. acts: of the call."""
    last = newest(acts, Kind.RANKING)
    return LastRanking(last.seq, {row.dossier: row for row in last.read(Ranking).rows}) if last else None


def taken(last: LastRanking | None, proposal: Act) -> None:
    """Whether the newest ranking of its call takes a proposal. Raises RegisterRefused."""
    call = proposal.read(Proposal).call
    if last is None:
        raise RegisterRefused("ranking.none", call=call)
    why = last.why(proposal)
    if not why:
        raise RegisterRefused("ranking.another_proposal", call=call, act=last.seq)
    if why != "taken":
        raise RegisterRefused("ranking.not_taken", call=call, act=last.seq, why=why)


def ranking_now(around: Surroundings, call: str) -> LastRanking:
    """What a ranking of a call would be now."""

    def make() -> LastRanking:
        rows = ranked(around.acts(call)[0], around.applications(call)).rows
        return LastRanking(0, {row.dossier: row for row in rows})

    return around.once(("ranking", call), make)


def within_ceilings(around: Surroundings, proposal: Proposal, cents: int) -> None:
    """Whether all that the call promised, with what is added now, stays within its ceilings. Raises RegisterRefused."""
    call = proposal.call
    if not call:
        return
    announced = around.acts(call)[0]
    limits = limits_of(announced)
    every = around.once(("candidates", call), lambda: candidates(announced, around.applications(call)))
    promised = [one for one in every if one.committed]
    above = sum(one.cents for one in promised) + cents - limits.ceiling
    if above > 0:
        raise RegisterRefused("ceiling.above", call=call, above_cents=above)
    theme = proposal.theme or ""
    part = sum(one.cents for one in promised if one.theme == theme) + cents
    if limits.sub_ceilings and part > limits.sub_ceilings.get(theme, 0):
        above = part - limits.sub_ceilings.get(theme, 0)
        raise RegisterRefused("ceiling.above_sub_ceiling", call=call, above_cents=above, theme=theme)


HANDLERS = (Handler(Call, announce, fold=fold_call), Handler(Ranking, rank))
