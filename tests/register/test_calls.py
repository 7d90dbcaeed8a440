"""Calls: what they must say, when they are ranked, and what may be committed from one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from registerbook import ARTICLE, DAY, MOMENT, YEAR, Book
from registergrant import APPRAISAL, commit, facts, judged, partner, proposed
from registerrefused import refused
from vrede.register.audit.verification import verify
from vrede.register.chain.act import Act

CALL = {
    "article": ARTICLE,
    "line": "4.3",
    "title": "Safe streets 2024",
    "sub_ceilings": {"streets": 60, "courts": 60},
    "deadline": "2024-03-01",
    "thresholds": {"registered": "has been registered for three years"},
    "criteria": {"need": "need", "plan": "plan"},
    "minimum_score": 60,
    "legal_basis": "a rule of this test",
}
LATER = datetime(2024, 3, 2, tzinfo=UTC)
BASIS = {"legal_basis": "statutory"}


@pytest.fixture
def called(book: Book) -> Book:
    """A call of 100 cents, 60 at most for each of two themes."""
    book.staff()
    partner(book)
    book.do("betty", "call", "C1", CALL, cents=100, year=YEAR)
    return book


def applied(book: Book, dossier: str, cents: int, score: int, theme: str = "streets", **changed: Any) -> Act:
    """A proposal for the call with scores on both criteria."""
    said = facts(cents, "subsidy", call="C1", theme=theme, **BASIS)
    proposal = book.do("olga", "proposal", dossier, said, cents=cents, year=YEAR, **changed)
    scores = {name: {"score": score, "reason": "so"} for name in CALL["criteria"]}  # type: ignore[attr-defined]
    judged(book, dossier, proposal, scores=scores, thresholds={"registered": "since 2001"})
    return proposal


def ranked(book: Book) -> Act:
    return book.do("betty", "ranking", "C1", moment=LATER)


def whys(act: Act) -> dict[str, str]:
    return {row["dossier"]: row["why"] for row in act.facts.get("rows", [])}


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"deadline": "2024-02-29"}, "late", "has passed"),
        ({"minimum_score": 101}, "words", "0 to 100"),
        ({"criteria": {}}, "criterion", "at least one criterion"),
        ({"criteria": {"need": " "}}, "criterion", "say what it is"),
        ({"thresholds": {"a": ""}}, "criterion", "say what it is"),
        ({"sub_ceilings": {"streets": 101}}, "ceiling", "within the ceiling"),
        ({"sub_ceilings": {"streets": 0}}, "ceiling", "within the ceiling"),
        ({"sub_ceilings": {"streets": -1}}, "words", "sub-ceilings"),
        ({"line": "4.9"}, "line", "has no line"),
        ({"line": "undivided"}, "line", "divide it first"),
    ],
)
def test_what_a_call_must_say(book: Book, changed: dict[str, Any], code: str, said: str) -> None:
    message = refused(code, lambda: book.do("betty", "call", "C1", {**CALL, **changed}, cents=100, year=YEAR), book)
    assert said in message


def test_the_best_are_taken_and_committed(called: Book) -> None:
    """By score while there is room; the rest hears why; after an amendment the ranking is done again."""
    best, second = applied(called, "G1", 60, 90), applied(called, "G2", 40, 80)
    courts, low = applied(called, "G3", 40, 70, "courts"), applied(called, "G4", 1, 59, "courts")
    assert "were not ranked" in refused("ranking", lambda: commit(called, "G1", best), called)
    act = ranked(called)
    assert whys(act) == {"G1": "taken", "G2": "sub_ceiling", "G3": "taken", "G4": "score"}
    for dossier, proposal, why in (("G2", second, "sub_ceiling"), ("G4", low, "score")):
        assert why in refused("ranking", lambda d=dossier, p=proposal: commit(called, d, p), called)  # type: ignore[misc]
    commit(called, "G1", best)
    smaller = proposed(called, "G3", 39, "subsidy", "amendment", call="C1", theme="courts", **BASIS)
    del courts
    judged(called, "G3", smaller, scores={n: {"score": 70, "reason": "r"} for n in ("need", "plan")})
    assert "rank again" in refused("ranking", lambda: commit(called, "G3", smaller), called)
    assert whys(ranked(called))["G3"] == "threshold"
    assert verify(called.database) == []


def test_what_was_promised_keeps_its_room_when_it_is_ranked_again(called: Book) -> None:
    first = applied(called, "G1", 60, 70)
    ranked(called)
    commit(called, "G1", first)
    better = applied(called, "G2", 60, 95)
    assert whys(ranked(called)) == {"G2": "ceiling", "G1": "taken"}
    refused("ranking", lambda: commit(called, "G2", better), called)


def test_a_call_is_ranked_after_its_deadline(called: Book) -> None:
    assert "open until 2024-03-01" in refused(
        "state", lambda: called.do("betty", "ranking", "C1", moment=MOMENT), called
    )
    assert ranked(called).facts.get("rows", []) == []
    refused("state", lambda: called.do("betty", "ranking", "G9", moment=LATER), called)


def test_late_and_not_appraised(called: Book) -> None:
    """The day of receipt counts, as said or else the day it was recorded."""
    given = {"call": "C1", "theme": "streets", **BASIS}
    proposed(called, "G1", 1, "subsidy", **given)
    called.do("olga", "proposal", "G2", facts(1, "subsidy", **given), cents=1, year=YEAR, moment=LATER)
    called.do(
        "olga", "proposal", "G3", facts(1, "subsidy", **given, received="2024-03-01"), cents=1, year=YEAR, moment=LATER
    )
    assert whys(ranked(called)) == {"G1": "not appraised", "G2": "late", "G3": "not appraised"}


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"theme": "roads"}, "words", "name a theme of the call"),
        ({"theme": None}, "words", "name a theme of the call"),
        ({"line": "4.1"}, "line", "the call is on line 4.3"),
    ],
)
def test_a_proposal_for_a_call_fits_it(called: Book, changed: dict[str, Any], code: str, said: str) -> None:
    given = {"call": "C1", "theme": "streets", **BASIS, **changed}
    assert said in refused(code, lambda: proposed(called, "G1", 1, "subsidy", **given), called)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scores": {"need": {"score": 1, "reason": "r"}}}, "score each criterion"),
        ({"thresholds": {"rich": "yes"}}, "the thresholds of the call"),
    ],
)
def test_an_appraisal_for_a_call_uses_its_criteria(called: Book, changed: dict[str, Any], said: str) -> None:
    proposal = proposed(called, "G1", 1, "subsidy", call="C1", theme="streets", **BASIS)
    scores = {name: {"score": 1, "reason": "r"} for name in ("need", "plan")}
    facts = {"proposal": proposal.seq, **APPRAISAL, "scores": scores, **changed}
    assert said in refused("criterion", lambda: called.do("anna", "appraisal", "G1", facts), called)


def test_two_appraisers_count_together_and_each_once(called: Book) -> None:
    """The mean is over all scores of each appraiser's newest appraisal; a threshold must be met in all of them."""
    proposal = applied(called, "G1", 1, 10)
    met = {"registered": "yes"}
    for who, score, thresholds in (("arie", 90, met), ("anna", 80, met), ("arie", 91, {"registered": " "})):
        scores = {name: {"score": score, "reason": "r"} for name in ("need", "plan")}
        called.do(
            who, "appraisal", "G1", {"proposal": proposal.seq, **APPRAISAL, "scores": scores, "thresholds": thresholds}
        )
    (row,) = ranked(called).facts.get("rows", [])
    assert (row["numerator"], row["denominator"], row["why"]) == (171, 2, "threshold")


def test_a_ranking_that_somebody_wrote_otherwise_is_found(called: Book) -> None:
    """Verifying calculates every ranking again from the acts before it."""
    import json
    from dataclasses import replace

    from vrede.register.chain.act import COLUMNS, canonical
    from vrede.register.chain.reading import act_of

    applied(called, "G1", 60, 90)
    ranked(called)
    row = called.database.all(f"SELECT {', '.join(COLUMNS)} FROM act ORDER BY seq DESC LIMIT 1")[0]
    act = act_of(row)
    said = json.loads(act.body)
    said["rows"][0]["why"] = "score"
    forged = replace(act, seq=act.seq + 1, previous=act.hash, token="x", body=canonical(said), hash="").sealed()
    with called.database.writing():
        called.database.run(
            f"INSERT INTO act ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",
            [getattr(forged, name) for name in COLUMNS],
        )
    assert [(one.seq, one.what) for one in verify(called.database)] == [
        (forged.seq, "its ranking is not what the acts before it give")
    ]
    assert DAY


def test_a_change_stays_within_the_ceilings_of_the_call(called: Book) -> None:
    """What is added counts with all that the call promised: the sub-ceiling of its theme, and the ceiling."""
    one, other = applied(called, "G1", 55, 90), applied(called, "G2", 35, 80, "courts")
    ranked(called)
    commit(called, "G1", one)
    commit(called, "G2", other)

    def more(dossier: str, whole: int, cents: int) -> Act:
        return called.do("olga", "modification", dossier, {"schedule": {str(YEAR): whole}}, cents=cents, year=YEAR)

    def agree(act: Act) -> Act:
        given = {"cents": act.cents, "approves": act.seq, "year": YEAR, "day": DAY}
        return called.do("bea", "modification_approval", act.dossier, **given)

    part, whole = more("G1", 61, 6), more("G2", 46, 11)
    assert "1 cents above the sub-ceiling of streets" in refused("ceiling", lambda: agree(part), called)
    assert "1 cents above its ceiling" in refused("ceiling", lambda: agree(whole), called)
    agree(more("G2", 45, 10))
    assert verify(called.database) == []


def test_a_refused_application_takes_no_part_in_a_ranking(called: Book) -> None:
    """It takes no room; after an objection to the refusal that was upheld, and an amendment, it takes part again."""
    first = applied(called, "G1", 60, 90)
    applied(called, "G2", 60, 80)
    assert whys(ranked(called)) == {"G1": "taken", "G2": "ceiling"}
    no = called.do("bram", "refusal", "G1", {"ground": "partner"}, cents=60, approves=first.seq, day=DAY)
    assert whys(ranked(called)) == {"G2": "taken"}
    objection = called.do("pia", "objection", "G1", {"decision": no.seq}, day=DAY)
    called.do("boris", "objection_decision", "G1", {"outcome": "upheld"}, approves=objection.seq, day=DAY)
    assert whys(ranked(called)) == {"G2": "taken"}
    proposed(called, "G1", 60, "subsidy", "amendment", call="C1", theme="streets", **BASIS)
    assert whys(ranked(called)) == {"G2": "taken", "G1": "not appraised"}
    assert verify(called.database) == []


def no(book: Book, act: Act, ground: str, who: str = "bram") -> Act:
    return book.do(
        who,
        "refusal",
        act.dossier,
        {"ground": ground},
        cents=act.cents,
        approves=act.seq,
        day=LATER.date(),
        moment=LATER,
    )


OF_A_CALL = ("ceiling", "ranking", "threshold", "late")


@pytest.mark.parametrize(
    ("why", "grounds", "application"),
    [
        ("taken", (), (60, 70, "streets", {})),
        ("ceiling", ("ceiling", "ranking"), (45, 70, "courts", {})),
        ("ceiling", ("ranking", "ceiling"), (45, 70, "courts", {})),
        ("sub_ceiling", ("ceiling", "ranking"), (20, 70, "streets", {})),
        ("sub_ceiling", ("ranking", "ceiling"), (20, 70, "streets", {})),
        ("score", ("ranking",), (1, 59, "streets", {})),
        ("late", ("late",), (1, 90, "streets", {"moment": LATER})),
        ("threshold", ("threshold",), (1, None, "streets", {})),
    ],
)
def test_a_ground_of_a_call_is_what_its_ranking_says(
    called: Book, why: str, grounds: tuple[str, ...], application: tuple[int, int | None, str, dict[str, Any]]
) -> None:
    """Every other ground of a call is refused with what the ranking says; before a ranking each is, but for who came too late."""
    cents, score, theme, changed = application
    if why in ("ceiling", "sub_ceiling"):
        applied(called, "G9", 60, 90)
    act = applied(called, "G1", cents, score or 90, theme, **changed)
    if score is None:  # appraised anew, by somebody who does not find that it meets the threshold
        scores = {name: {"score": 90, "reason": "so"} for name in ("need", "plan")}
        called.do("anna", "appraisal", "G1", {"proposal": act.seq, **APPRAISAL, "scores": scores})
    for ground in OF_A_CALL[:3]:
        assert "rank first" in refused("ground", lambda g=ground: no(called, act, g), called)  # type: ignore[misc]
    assert whys(ranked(called))["G1"] == why
    for ground in set(OF_A_CALL) - set(grounds):
        said = refused("ground", lambda g=ground: no(called, act, g), called)  # type: ignore[misc]
        assert f"says {why!r}" in said
    if grounds:
        no(called, act, grounds[0])
    assert verify(called.database) == []


def test_a_ground_of_a_call_is_for_no_other_proposal(called: Book) -> None:
    act = called.propose("G1", 100)
    for ground in OF_A_CALL:
        said = refused("ground", lambda g=ground: no(called, act, g), called)  # type: ignore[misc]
        assert "an application of a call" in said
    no(called, act, "awb_4_35")


@pytest.mark.parametrize(
    ("received", "moment", "late"),
    [("2024-03-01", LATER, False), ("2024-03-02", LATER, True), (None, LATER, True), (None, MOMENT, False)],
)
def test_who_came_too_late_hears_it_before_the_ranking(
    called: Book, received: str | None, moment: datetime, late: bool
) -> None:
    """The day it was received counts, else that of its first proposal: a change after the deadline makes nobody late."""
    said = facts(10, "subsidy", call="C1", theme="streets", received=received, **BASIS)
    called.do("olga", "proposal", "G1", said, cents=10, year=YEAR, moment=moment)
    act = called.do("olga", "amendment", "G1", said, cents=10, year=YEAR, moment=LATER)
    given: dict[str, Any] = {"cents": 10, "approves": act.seq, "day": LATER.date(), "moment": LATER}

    def refuse() -> Act:
        return called.do("bram", "refusal", "G1", {"ground": "late"}, **given)

    if late:
        refuse()
    else:
        assert "not after the deadline" in refused("ground", refuse, called)


@pytest.mark.parametrize(
    ("received", "moment", "came", "typed"),
    [("2024-03-02", LATER, "2024-03-02", "2024-02-28"), (None, LATER, "2024-03-02", "2024-03-01")],
)
def test_no_change_makes_a_late_application_one_in_time(
    called: Book, received: str | None, moment: datetime, came: str, typed: str
) -> None:
    """Deadline 1 March: the day of its first proposal for the call stays, whether it was said or was the day of that act."""
    given: dict[str, Any] = {"call": "C1", "theme": "streets", **BASIS}
    said = facts(10, "subsidy", **given, received=received)
    called.do("olga", "proposal", "G1", said, cents=10, year=YEAR, moment=moment)
    better = facts(10, "subsidy", **given, received=typed)
    message = refused(
        "late",
        lambda: called.do("olga", "amendment", "G1", better, cents=10, year=YEAR, moment=LATER),
        called,
    )
    assert f"came in on {came}" in message
    act = called.do("olga", "amendment", "G1", facts(9, "subsidy", **given), cents=9, year=YEAR, moment=LATER)
    judged(called, "G1", act, scores={name: {"score": 90, "reason": "r"} for name in ("need", "plan")})
    assert whys(ranked(called)) == {"G1": "late"}
    assert verify(called.database) == []
