"""The ranking of a call: drawn tables, and laws for any proposals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.register.rules.ranking import Candidate, Limits, ranking

LIMITS = Limits(100, {}, "2024-03-31", 50)


def candidate(line: str) -> Candidate:
    """`dossier seq cents theme received scores flags`: scores parted by commas, - is none; flags: m met, c committed."""
    dossier, seq, cents, theme, received, scores, flags = line.split()
    given = () if scores == "-" else tuple(map(int, scores.split(",")))
    return Candidate(dossier, int(seq), int(cents), theme.strip("-"), received, given, "m" in flags, "c" in flags)


@pytest.mark.parametrize(
    ("limits", "drawn", "expected"),
    [
        (  # by score; what does not fit is passed over, and a smaller one after it is taken
            LIMITS,
            ["A 1 60 - 2024-03-01 70 m", "B 2 50 - 2024-03-01 80 m", "C 3 50 - 2024-03-01 60 m"],
            ["B 1 taken 80/1", "A 2 ceiling 70/1", "C 3 taken 60/1"],
        ),
        (  # ties: the earlier proposal
            LIMITS,
            ["A 9 60 - 2024-03-01 70,70 m", "B 2 60 - 2024-03-01 60,80 m"],
            ["B 1 taken 70/1", "A 2 ceiling 70/1"],
        ),
        (  # exact means: 2/3 more decides
            LIMITS,
            ["A 1 60 - 2024-03-01 66,67,67 m", "B 2 60 - 2024-03-01 67 m"],
            ["B 1 taken 67/1", "A 2 ceiling 200/3"],
        ),
        (  # why not: each reason by itself, and the deadline's day counts
            LIMITS,
            [
                "A 1 1 - 2024-03-31 50 m",
                "B 2 1 - 2024-04-01 90 m",
                "C 3 1 - 2024-03-01 90 -",
                "D 4 1 - 2024-03-01 49 m",
                "E 5 1 - 2024-03-01 - m",
                "F 6 1 - 2024-03-01 49,50 m",
            ],
            [
                "A 1 taken 50/1",
                "B - late 90/1",
                "C - threshold 90/1",
                "D - score 49/1",
                "E - not appraised -",
                "F - score 99/2",
            ],
        ),
        (  # sub-ceilings; a theme that has none gets nothing
            Limits(100, {"x": 30, "y": 80}, "2024-03-31", 0),
            [
                "A 1 30 x 2024-03-01 90 m",
                "B 2 1 x 2024-03-01 80 m",
                "C 3 70 y 2024-03-01 70 m",
                "D 4 1 z 2024-03-01 60 m",
            ],
            ["A 1 taken 90/1", "B 2 sub_ceiling 80/1", "C 3 taken 70/1", "D 4 ceiling 60/1"],
        ),
        (  # what was promised already keeps its room though a better one came in since
            LIMITS,
            ["A 1 60 - 2024-03-01 60 mc", "B 2 60 - 2024-03-01 90 m", "C 3 40 - 2024-03-01 55 m"],
            ["B 1 ceiling 90/1", "A 2 taken 60/1", "C 3 taken 55/1"],
        ),
        (LIMITS, [], []),
    ],
)
def test_a_ranking_as_drawn(limits: Limits, drawn: list[str], expected: list[str]) -> None:
    rows = ranking(limits, map(candidate, drawn))
    score = [f"{row.numerator}/{row.denominator}" if row.denominator else "-" for row in rows]
    assert [f"{r.dossier} {r.place or '-'} {r.why} {s}" for r, s in zip(rows, score, strict=True)] == expected


THEMES = ("x", "y", "")
CANDIDATE = st.builds(
    Candidate,
    st.text("ab", min_size=1, max_size=3),
    st.integers(1, 10**6),
    st.integers(1, 60),
    st.sampled_from(THEMES),
    st.sampled_from(["2024-03-30", "2024-03-31", "2024-04-01"]),
    st.lists(st.integers(0, 100), max_size=4).map(tuple),
    st.booleans(),
)
MANY = st.lists(CANDIDATE, max_size=12, unique_by=(lambda one: one.seq, lambda one: one.dossier))
CALL = st.builds(
    Limits,
    st.integers(1, 200),
    st.one_of(st.just({}), st.fixed_dictionaries({"x": st.integers(1, 100), "y": st.integers(1, 100)})),
    st.just("2024-03-31"),
    st.integers(0, 100),
)


@given(limits=CALL, many=MANY, data=st.data())
def test_the_order_in_which_they_come_does_not_matter(
    limits: Limits, many: list[Candidate], data: st.DataObject
) -> None:
    assert ranking(limits, many) == ranking(limits, data.draw(st.permutations(many)))


@given(limits=CALL, many=MANY)
def test_never_above_a_ceiling_and_nobody_is_left_out_without_a_reason(limits: Limits, many: list[Candidate]) -> None:
    """Every row once; what was taken fits; what fitted beside all that was taken better was taken."""
    rows = ranking(limits, many)
    assert sorted(row.dossier for row in rows) == sorted(one.dossier for one in many)
    taken = [row for row in rows if row.why == "taken"]
    assert sum(row.cents for row in taken) <= limits.ceiling
    for theme in {row.theme for row in taken} if limits.sub_ceilings else ():
        assert sum(row.cents for row in taken if row.theme == theme) <= limits.sub_ceilings.get(theme, 0)
    placed = [row for row in rows if row.place]
    assert [row.place for row in placed] == list(range(1, len(placed) + 1))
    means = [Fraction(row.numerator or 0, row.denominator or 1) for row in placed]
    assert means == sorted(means, reverse=True)
    assert all(mean >= limits.minimum_score for mean in means)


@given(limits=CALL, many=MANY)
def test_it_is_that_of_a_plain_twin(limits: Limits, many: list[Candidate]) -> None:
    """One at a time the best of what is left, in floats of no kind."""
    able = [
        one
        for one in many
        if one.scores
        and one.met
        and one.received <= limits.deadline
        and sum(one.scores) >= limits.minimum_score * len(one.scores)
    ]
    taken: list[Candidate] = []
    while able:
        best = able[0]
        for one in able[1:]:
            mine, theirs = sum(one.scores) * len(best.scores), sum(best.scores) * len(one.scores)
            if mine > theirs or (mine == theirs and one.seq < best.seq):
                best = one
        able.remove(best)
        fits = sum(one.cents for one in [*taken, best]) <= limits.ceiling
        if limits.sub_ceilings:
            same = [one.cents for one in [*taken, best] if one.theme == best.theme]
            fits = fits and sum(same) <= limits.sub_ceilings.get(best.theme, 0)
        if fits:
            taken.append(best)
    assert [row.dossier for row in ranking(limits, many) if row.why == "taken"] == [one.dossier for one in taken]
