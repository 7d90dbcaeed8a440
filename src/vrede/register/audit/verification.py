"""Whether the register is what was recorded: every hash, every number, every cent, and a head that was published before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from vrede.register.acts.call import ranked
from vrede.register.acts.registry import postings
from vrede.register.chain.act import COLUMNS, Act, canonical, digest
from vrede.register.chain.database import Database
from vrede.register.chain.reading import act_of
from vrede.register.table.bodies import BODIES, Appointment, Dismissal
from vrede.register.table.kinds import Kind


@dataclass(frozen=True, slots=True)
class Head:
    """The last act at a moment, as published elsewhere: nothing up to it can be changed unseen."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Finding:
    """seq: the act where something is wrong (0: none in particular). what: in words."""

    seq: int
    what: str


def head(database: Database) -> Head | None:
    """The last act; None where there is none."""
    last = database.one("SELECT seq, hash FROM act ORDER BY seq DESC LIMIT 1")
    return Head(int(last[0]), str(last[1])) if last else None


def verify(database: Database, published: Head | None = None) -> list[Finding]:
    """Everything that does not fit, the first act first; empty where all fits. Reads the whole register.

    Found are: a ranking that the acts before it do not give; a changed value, a missing, added or moved act; postings, balances or members that the acts do not give; and,
    against a published head, a register whose hashes were all calculated anew. Not found without a head: the last acts cut off.
    """
    findings: list[Finding] = []
    accounts: Counter[str] = Counter()
    members: set[tuple[str, str]] = set()
    ended: set[tuple[str, str]] = set()
    previous, number = "", 0
    seen: list[Act] = []
    moved: dict[int, list[tuple[int, str, str, int]]] = {}
    for act_no, place, source, target, cents in database.all(
        "SELECT act, place, source, target, cents FROM posting ORDER BY act, place"
    ):
        moved.setdefault(int(act_no), []).append((int(place), str(source), str(target), int(cents)))
    for row in database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq"):
        act = act_of(row)
        number += 1
        findings += _of_act(act, number, previous, members, ended, moved.pop(act.seq, []), accounts)
        if act.kind in RANKED_FROM:
            seen.append(act)
        elif act.kind == Kind.RANKING:
            findings += _of_ranking(act, seen)
        previous = act.hash
        if published is not None and act.seq == published.seq and act.hash != published.hash:
            findings.append(Finding(act.seq, "its hash is not that of the published head"))
    if published is not None and number < published.seq:
        findings.append(Finding(published.seq, f"the register ends at {number}, before the published head"))
    findings += [Finding(seq, "postings of an act that is not there") for seq in sorted(moved)]
    stored = {str(account): int(cents) for account, cents in database.all("SELECT account, cents FROM balance")}
    for account in sorted({*stored, *accounts}):
        if stored.get(account, 0) != accounts[account]:
            findings.append(Finding(0, f"{account} holds {stored.get(account, 0)}, the acts give {accounts[account]}"))
    gone = {(str(who), str(role)) for who, role in database.all("SELECT who, role FROM ended")}
    findings += [
        Finding(0, f"{who} as {role}: what is ended is not what the acts say") for who, role in sorted(gone ^ ended)
    ]
    named = {(str(who), str(role)) for who, role in database.all("SELECT who, role FROM member")}
    findings += [Finding(0, f"{who} as {role}: no act appoints so") for who, role in sorted(named - members)]
    findings += [
        Finding(0, f"{who} as {role}: appointed, and not among the members") for who, role in sorted(members - named)
    ]
    return findings


RANKED_FROM = (
    Kind.CALL,
    Kind.PROPOSAL,
    Kind.AMENDMENT,
    Kind.APPRAISAL,
    Kind.COMMITMENT,
    Kind.REFUSAL,
    Kind.MODIFICATION_APPROVAL,
)
"""Acts that a ranking is calculated from."""


def _of_ranking(act: Act, seen: list[Act]) -> list[Finding]:
    """Whether a ranking is what the acts before it give."""
    try:
        announced = next(one for one in seen if one.kind == Kind.CALL and one.dossier == act.dossier)
        fits = canonical(ranked(announced, seen).facts()) == act.body
    except (StopIteration, ValueError, KeyError, TypeError, AttributeError, AssertionError):
        fits = False
    return [] if fits else [Finding(act.seq, "its ranking is not what the acts before it give")]


def _of_act(
    act: Act,
    number: int,
    previous: str,
    members: set[tuple[str, str]],
    ended: set[tuple[str, str]],
    moved: list[tuple[int, str, str, int]],
    accounts: Counter[str],
) -> list[Finding]:
    findings = []
    if act.seq != number:
        findings.append(
            Finding(act.seq, f"its number is {act.seq}, it is in place {number}: one is gone, or was put in")
        )
    if act.previous != previous:
        findings.append(Finding(act.seq, "it does not follow the act before it"))
    try:
        fits = digest(act) == act.hash
        wanted = [(at, p.source, p.target, p.cents) for at, p in enumerate(postings(act))]
        body = act.read(BODIES[act.kind])
    except (ValueError, KeyError, TypeError, AssertionError):
        return [*findings, Finding(act.seq, "its words cannot be read")]
    if not fits:
        findings.append(Finding(act.seq, "something in it was changed: its hash does not fit"))
    if moved != wanted:
        findings.append(Finding(act.seq, "its postings are not what it says"))
    for _at, source, target, cents in wanted:
        accounts[source] -= cents
        accounts[target] += cents
    if act.kind == Kind.FOUNDING:
        members.add((act.who, act.role))
    elif isinstance(body, Appointment):
        members.add((body.person, body.role))
    if (act.who, act.role) not in members or (act.who, act.role) in ended:
        findings.append(Finding(act.seq, f"{act.who} did not have the role {act.role} then"))
    if isinstance(body, Dismissal):
        ended.add((body.person, body.role))
    return findings
