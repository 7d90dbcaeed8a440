"""Recording an act: everything is looked at under the lock, then all of it is written or none of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from vrede.register.acts.access import may_act, may_know, may_rely
from vrede.register.acts.body import checked
from vrede.register.acts.registry import postings, ruled
from vrede.register.acts.situation import Situation, on_its_day
from vrede.register.acts.submission import Submission
from vrede.register.acts.surroundings import Surroundings
from vrede.register.chain.act import COLUMNS, Act, canonical
from vrede.register.chain.database import OLDER, Database
from vrede.register.chain.reading import act_of, acts_of
from vrede.register.dossier.names import FOUNDING, askable, looks_reserved, plainly
from vrede.register.dossier.state import state_of
from vrede.register.refused import RegisterError, RegisterRefused
from vrede.register.rules.ruleset import Rules, rules_of
from vrede.register.table.bodies import Appointment, Dismissal, Founding, Proposal
from vrede.register.table.body import Body, derived
from vrede.register.table.kinds import Kind
from vrede.register.table.limits import LARGEST
from vrede.register.table.transition import Transition, transitions


def found(database: Database, administrator: str, moment: datetime, made_up: bool = False) -> Act:
    """Begin a register: its tables, and one person who may appoint others. Raises RegisterRefused where one was begun.

    made_up: everything in it is invented, and it says so for ever.
    """
    database.prepare()
    with database.writing():
        if database.one("SELECT seq FROM act LIMIT 1"):
            raise RegisterRefused("state.begun")
        begin_membership(database, administrator, "administrator", 1)
        begins = Submission(administrator, "administrator", Kind.FOUNDING, FOUNDING, "found", "the register begins")
        return _write(database, begins, Founding(made_up=made_up), moment)


def record(
    database: Database, submission: Submission, moment: datetime | None = None, rules: Rules | None = None
) -> Act:
    """Do what is submitted, once: the same token with the same words gives the act of before.

    moment: when; now where none is given. rules: funds, instruments and terms; those of the register where none are given. Raises
    RegisterRefused, or RegisterError for a database that was prepared by an older program, and then nothing was written.
    """
    when = moment or datetime.now(UTC)
    row = _in_shape(submission)
    with database.writing():
        if database.is_older():
            raise RegisterError(OLDER)
        before = database.one(f"SELECT {', '.join(COLUMNS)} FROM act WHERE token = ?", (submission.token,))
        if before is not None:
            return _again(act_of(before), submission)
        _has_role(database, submission)
        acts = acts_of(database, submission.dossier)
        state = state_of(acts)
        may_know(database, submission, acts)
        if state not in row.needs and submission.kind == Kind.CONCERN:
            raise RegisterRefused("state.number_taken")
        if state not in row.needs:
            needs = [one or "new" for one in row.needs]
            raise RegisterRefused(
                "state.other" if state else "state.no_dossier", kind=row.kind, dossier_state=state, needs=needs
            )
        body = checked(submission, row)
        situation = Situation(Surroundings(database), submission, row, acts, rules or rules_of(database), when)
        _named_dossiers(database, body)
        may_act(situation, body)
        on_its_day(situation)
        may_rely(situation, body)
        return _write(database, submission, ruled(situation, body), when)


def _has_role(database: Database, submission: Submission) -> None:
    who, role = submission.who, submission.role
    if database.one("SELECT 1 FROM member WHERE who = ? AND role = ?", (who, role)) is None:
        raise RegisterRefused("role.not_appointed", who=who, role=role)
    ended = database.one("SELECT act FROM ended WHERE who = ? AND role = ?", (who, role))
    if ended is not None:
        raise RegisterRefused("role.dismissed", who=who, role=role, act=ended[0])


def _in_shape(submission: Submission) -> Transition:
    """The row of the table that an act goes by. Raises RegisterRefused for words that cannot be."""
    row = transitions().get(submission.kind)
    if row is None or row.kind == Kind.FOUNDING:
        raise RegisterRefused("words.no_such_act", name=submission.kind[:40])
    if submission.role not in row.roles:
        raise RegisterRefused("role.other", kind=row.kind, roles=row.roles, role=submission.role)
    for name in ("who", "dossier", "token", "reason"):
        text, ends = getattr(submission, name), "" if name == "token" else "\n"
        seen = askable(text) and not any(ord(letter) < 32 and letter not in ends for letter in text)
        if not seen or not text.strip() or len(text) > 2000:
            raise RegisterRefused("words.text", name=name)
    _amount(submission, row)
    if row.place and not _stands(submission.dossier, row.place):
        raise RegisterRefused("words.place", kind=row.kind, dossier=row.place)
    if row.begins and not plainly(submission.dossier):
        raise RegisterRefused("words.dossier_name")
    if row.begins and not row.place and looks_reserved(submission.dossier):
        raise RegisterRefused("words.reserved_name", dossier=submission.dossier)
    return row


def _amount(submission: Submission, row: Transition) -> None:
    cents, least = submission.cents, 0 if row.zero else 1
    if row.amount is None and cents is not None:
        raise RegisterRefused("words.no_amount", kind=row.kind)
    if row.amount is not None and cents is None and not (row.zero and row.amount == "optional"):
        raise RegisterRefused("words.amount_needed", kind=row.kind)
    if cents is not None and not least <= cents <= LARGEST:
        raise RegisterRefused("words.amount", least=least, most=f"{LARGEST:,}")


def _stands(dossier: str, place: str) -> bool:
    """Whether a dossier is the one of the place; a place with a space at its end is how the name begins."""
    return dossier == place or (
        place.endswith(" ") and dossier.startswith(place) and bool(dossier[len(place) :].strip())
    )


def _named_dossiers(database: Database, body: Body) -> None:
    """Whether the other dossiers that a proposal names are there. Raises RegisterRefused. What a concern is about, may_act looks at."""
    if isinstance(body, Proposal):
        for named, refusal in ((body.call, "words.no_call"), (body.drawdown, "drawdown.unknown")):
            sql = "SELECT 1 FROM act WHERE dossier = ? AND kind <> ?"
            if named and database.one(sql, (named, Kind.CONCERN.value)) is None:
                raise RegisterRefused(refusal)


def _again(act: Act, submission: Submission) -> Act:
    """The act that the token was used for, where it says the same."""
    names = ("who", "role", "kind", "dossier", "cents", "approves", "reason")
    if any(getattr(act, name) != getattr(submission, name) for name in names) or not same_words(act, submission):
        raise RegisterRefused("token.another_act")
    return act


def same_words(act: Act, submission: Submission) -> bool:
    """Whether an act says what is submitted: its year, its day and every fact that its kind asks; what its rule derived is left aside."""
    row = transitions()[act.kind]
    try:
        body = checked(submission, row)
    except RegisterRefused:
        return False
    given = body.facts()
    recorded = {name: value for name, value in act.facts.items() if name not in derived(type(body))}
    if act.kind == Kind.BUDGET_LAW:  # a law keeps lines that it leaves at nothing, and its lists in order
        given, recorded = _plain_law(given), _plain_law(recorded)
    return act.year == submission.year and given == recorded


def _plain_law(facts: dict[str, Any]) -> dict[str, Any]:
    lines = {line: cents for line, cents in facts.get("lines", {}).items() if cents}
    return {
        **facts,
        "lines": lines,
        "oda": sorted(set(facts.get("oda", ()))),
        "non_oda": sorted(set(facts.get("non_oda", ()))),
    }


def begin_membership(database: Database, who: str, role: str, act: int) -> None:
    """Somebody is a member from an act on, where they are not yet."""
    if database.one("SELECT 1 FROM member WHERE who = ? AND role = ?", (who, role)) is None:
        database.run("INSERT INTO member (who, role, act) VALUES (?, ?, ?)", (who, role, act))


def write_effects(database: Database, act: Act) -> None:
    """Members and postings that an act gives. Raises ValueError for words that no act of its kind has."""
    if act.kind == Kind.APPOINTMENT:
        appointment = act.read(Appointment)
        begin_membership(database, appointment.person, appointment.role, act.seq)
    elif act.kind == Kind.DISMISSAL:
        dismissal = act.read(Dismissal)
        values = (dismissal.person, dismissal.role, act.seq)
        database.run("INSERT INTO ended (who, role, act) VALUES (?, ?, ?)", values)
    for number, posting in enumerate(postings(act)):
        database.run(
            "INSERT INTO posting (act, place, source, target, cents) VALUES (?, ?, ?, ?, ?)",
            (act.seq, number, posting.source, posting.target, posting.cents),
        )


def insert(database: Database, act: Act) -> None:
    """The row of an act."""
    marks = ", ".join("?" * len(COLUMNS))
    database.run(f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({marks})", [getattr(act, name) for name in COLUMNS])


def _write(database: Database, submission: Submission, body: Body, moment: datetime) -> Act:
    last = database.one("SELECT seq, hash FROM act ORDER BY seq DESC LIMIT 1")
    act = Act(
        seq=int(last[0]) + 1 if last else 1,
        moment=moment.astimezone(UTC).isoformat(timespec="milliseconds"),
        who=submission.who,
        role=submission.role,
        kind=str(submission.kind),
        dossier=submission.dossier,
        approves=submission.approves,
        cents=submission.cents,
        year=submission.year,
        token=submission.token,
        reason=submission.reason,
        body=canonical(body.facts()),
        previous=str(last[1]) if last else "",
    ).sealed()
    insert(database, act)
    write_effects(database, act)
    return act
