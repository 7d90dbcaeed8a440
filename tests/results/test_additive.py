"""Which results may be added: every reason drawn, 500 chains in which the sum is the truth, and the laws of adding."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import frame, publishers, titles, value
from vrede.article import load_policy
from vrede.results.additive import ADDED, ALONE, adding, covered, downward, indicator_titles, lawful_sums, reach
from vrede.results.measured import not_counts

NOT_COUNTS = not_counts(load_policy(), date(2026, 11, 30))
LINK = {"activity_key": pl.Int64, "target_key": pl.Int64, "direction": pl.String}
EDGE = {"payer_key": pl.Int64, "receiver_key": pl.Int64}


def told(
    rows: list[dict[str, object]],
    below: dict[int, set[int]] | None = None,
    names: dict[int, str] | None = None,
    said: dict[tuple[int, int], str] | None = None,
) -> dict[tuple[int, int], str]:
    """(activity_key, value_no) -> what is done with each value. names: activity -> publisher; said: titles."""
    every = frame(rows)
    keys = every["activity_key"].unique().to_list()
    found = adding(every, publishers(names or dict.fromkeys(keys, "X")), titles(said or {}), below or {}, NOT_COUNTS)
    return {(a, n): said for a, n, said in found.select("activity_key", "value_no", "adding").iter_rows()}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"number": ""}, "no value"),
        ({"number": "n/a"}, "no number"),
        ({"number": "1,234"}, "no number"),
        ({"number": "12%"}, "no number"),
        ({"number": "5", "measure": "percentage"}, "not a unit"),
        ({"number": "5", "measure": "qualitative"}, "not a unit"),
        ({"number": "5", "measure": "unknown"}, "not a unit"),
        ({"number": "5", "aggregation": "not allowed"}, "aggregation not allowed"),
        ({"number": "5", "aggregation": "not stated"}, "aggregation not stated"),
        ({"number": "5", "reference": None}, "no reference"),
        ({"number": "5", "year": None}, "no period"),
        ({"number": "5", "start": None}, "no period"),
        ({"number": "5", "end": None}, "no period"),
        ({"number": "5"}, ADDED),
    ],
)
def test_each_reason_for_one_value_beside_a_good_one(changed: dict[str, object], reason: str) -> None:
    """A second value that could be added stands beside it: only the value itself decides."""
    number = str(changed.pop("number"))
    said = told([value(1, number, **changed), value(2, "7")])  # type: ignore[arg-type]
    assert said[1, 0] == reason
    assert said[2, 0] == (ADDED if reason == ADDED else ALONE)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("% of households with safe water", "not a count"),
        ("Percentage of women", "not a count"),
        ("Average number of meals a day", "not a count"),
        ("Average composite gender and social inclusion scorecard rating", "not a count"),
        ("Level of satisfaction of partners", "not a count"),
        ("Rule of law index", "not a count"),
        ("Infant mortality rate", "not a count"),
        ("Number of visits per capita", "not a count"),
        ("Subsidies received by health centers per capita per quarter", "not a count"),
        ("Number of households (% of target)", "not a count"),
        ("Aandeel vrouwen in besturen", "not a count"),
        ("Gemiddelde score van gemeenten", "not a count"),
        ("Taux de scolarisation", "not a count"),
        ("Pourcentage des ménages", "not a count"),
        ("Number of hectares cleared", ADDED),
        ("Number of countries with a better score", ADDED),
        ("1.2 # of laws with a higher level of protection", ADDED),
        ("Aantal gemeenten met een hogere score", ADDED),
        ("Nombre d'écoles au niveau national", ADDED),
        ("People reached at community level", ADDED),
        ("Corporate agreements signed", ADDED),
    ],
)
def test_what_is_no_count_by_its_title(title: str, said: str) -> None:
    """An index, a score, an average, a level, a share, so much for each: sums of them are nonsense. Counts of them are counts."""
    assert set(told([value(1, "5"), value(2, "7")], said={(1, 0): title.lower(), (2, 0): title.lower()}).values()) == {
        said
    }


@pytest.mark.parametrize("kind", ["baseline", "target", "actual"])
def test_beside_a_percentage_nothing_is_a_count(kind: str) -> None:
    """One value written as 45% tells what its indicator is, whatever the scale that its publisher stated."""
    rows = [value(1, "5"), value(2, "7"), {**value(1, "45 %"), "kind": kind, "value_no": 1}]
    said = told(rows)
    assert (said[1, 0], said[2, 0]) == ("not a count", ALONE)


@pytest.mark.parametrize(
    "other",
    [
        {"reference": "B2"},
        {"vocabulary": "2"},
        {"year": 2021},
        {"dimension": "sex=female"},
    ],
)
def test_what_is_not_the_same_is_not_added(other: dict[str, object]) -> None:
    """Another code, list, year or part: each stands alone."""
    assert set(told([value(1, "5"), value(2, "7", **other)]).values()) == {ALONE}  # type: ignore[arg-type]


def test_own_lists_of_two_publishers_are_two_lists() -> None:
    """The code A1 of one publisher's own list is not the code A1 of another's; within one list it is."""
    rows = [value(1, "5", vocabulary="99"), value(2, "7", vocabulary="99"), value(3, "9", vocabulary=None)]
    assert told(rows, names={1: "X", 2: "Y", 3: "Y"}) == {(1, 0): ALONE, (2, 0): ADDED, (3, 0): ADDED}


def test_a_sum_of_what_is_more_and_what_is_less_is_no_sum() -> None:
    """One publisher says that more is better, another that less is: they do not count the same."""
    assert set(told([value(1, "5"), value(2, "7", direction="down")]).values()) == {"directions differ"}


def test_one_code_under_several_titles_may_count_a_part_of_itself() -> None:
    """Trained people, trained girls, trained boys under one code: 100 = 55 + 45, and 200 is nobody's number."""
    rows = [value(1, "100"), value(2, "55"), value(3, "45"), value(4, "7", reference="B")]
    said = told(rows, said={(1, 0): "people trained", (2, 0): "girls trained", (3, 0): "boys trained"})
    assert said == {(1, 0): "titles differ", (2, 0): "titles differ", (3, 0): "titles differ", (4, 0): ALONE}
    assert set(told(rows[:3], said=dict.fromkeys([(1, 0), (2, 0), (3, 0)], "people trained")).values()) == {ADDED}


def test_titles_are_compared_in_all_languages_whatever_their_case_and_order() -> None:
    """'People  Trained' and 'people trained' are one title; a second language is a part of it."""
    narrative = pl.DataFrame(
        [
            (1, "indicator/title", 0, "People  Trained "),
            (1, "indicator/title", 0, "mensen getraind"),
            (2, "indicator/title", 0, "Mensen getraind"),
            (2, "indicator/title", 0, "people\ntrained"),
            (3, "indicator/title", 0, "people trained"),
            (3, "indicator/description", 0, "mensen getraind"),
        ],
        schema={"activity_key": pl.Int64, "element": pl.String, "parent_no": pl.Int32, "text": pl.String},
        orient="row",
    )
    found = {key: title for key, _no, title in indicator_titles(narrative).iter_rows()}
    assert found[1] == found[2] == "mensen getraind; people trained"
    assert found[3] == "people trained"


def test_an_output_is_not_added_to_an_outcome() -> None:
    """The same code as an output and as an outcome: what was delivered and what came of it."""
    assert set(told([value(1, "5"), value(2, "7", result_type="2")]).values()) == {"kinds of result differ"}


def test_only_the_same_period_is_added() -> None:
    """Two whole years are added, two first quarters too; the quarter is not added to the year."""
    quarter = {"end": (3, 31)}
    rows = [value(1, "365"), value(2, "365"), value(3, "91", **quarter), value(4, "91", **quarter)]  # type: ignore[arg-type]
    every = frame(rows)
    said = adding(every, publishers(dict.fromkeys(range(1, 5), "X")), titles({}), {})
    assert set(said["adding"]) == {ADDED}
    counted = every.drop("adding").join(said.drop("list"), on=["activity_key", "value_no"])
    found = lawful_sums(counted.with_columns(publisher=pl.lit("X")))
    by_end = {end.month: number for end, number in found.select("period_end", "number").iter_rows()}
    assert by_end == {12: Decimal(730), 3: Decimal(182)}
    alone = told([value(1, "365"), value(2, "365"), value(3, "91", **quarter)])  # type: ignore[arg-type]
    assert alone == {(1, 0): ADDED, (2, 0): ADDED, (3, 0): "periods differ"}


def test_a_publisher_written_in_two_ways_is_one() -> None:
    """'nl-kvk-1 ' and 'NL-KVK-1' are one publisher, so their own list is one list."""
    rows = [value(1, "5", vocabulary="99"), value(2, "7", vocabulary="99")]
    assert set(told(rows, names={1: "nl-kvk-1 ", 2: "NL-KVK-1"}).values()) == {ADDED}


def test_several_values_and_several_periods_stay_apart() -> None:
    """Two values for one part in one period, and two periods that end in one year, may each count something twice."""
    twice = [value(1, "5"), value(1, "6", value_no=1), value(2, "7")]
    assert told(twice)[1, 0] == told(twice)[1, 1] == "several values in one period"
    halves = [value(1, "5"), value(1, "6", value_no=1, period=1), value(2, "7")]
    assert told(halves)[1, 0] == told(halves)[1, 1] == "several periods in one year"
    two_indicators = [value(1, "5"), value(1, "6", value_no=1, indicator=1, period=1), value(2, "7")]
    assert told(two_indicators)[1, 0] == "several values in one period"


def test_what_is_reported_further_down_counts_there() -> None:
    """Funder 1 pays 2, which pays 3 without reporting; 3 reports. 4 stands outside the chain."""
    below = {1: {2}, 2: {3}}
    said = told([value(1, "100"), value(3, "100"), value(4, "9")], below)
    assert said == {(1, 0): "reported further down the chain", (3, 0): ADDED, (4, 0): ADDED}


def test_links_of_every_kind_make_a_chain() -> None:
    """Payments, stated links up and down, parents, children and other names; proposals too. Siblings do not."""
    link = pl.DataFrame(
        [
            (1, 2, "down"),
            (4, 3, "up"),
            (5, 6, "child"),
            (8, 7, "parent"),
            (9, 10, "alias"),
            (11, 12, "beside"),
            (13, None, "up"),
        ],
        schema=LINK,
        orient="row",
    )
    edge = pl.DataFrame([(20, 21), (22, 22)], schema=EDGE, orient="row")
    below = downward(link, edge)
    assert below == {1: {2}, 3: {4}, 5: {6}, 7: {8}, 9: {10}, 10: {9}, 20: {21}}


def test_a_circle_counts_once() -> None:
    """A hundred activities that each pay the next: one of them counts, the smallest value."""
    below = {key: {(key + 1) % 100} for key in range(100)}
    left = set(range(100)) - covered(range(100), below, {key: 200 - key for key in range(100)})
    assert left == {99}
    assert reach(0, below) == set(range(100))


def chain(seed: int) -> tuple[list[dict[str, object]], dict[int, set[int]], Decimal]:
    """Projects, each with a chain of one to four activities of which the last does the work. Every activity above may
    report the same result as the sum of what is below it; the truth is what the workers did, each once."""
    chance = random.Random(seed)
    rows: list[dict[str, object]] = []
    below: dict[int, set[int]] = {}
    truth, key = Decimal(0), 0

    def grow(depth: int) -> tuple[int, Decimal]:
        nonlocal key, truth
        me, key = key, key + 1
        if depth == 0:
            done = Decimal(chance.randint(1, 5000))
            truth += done
            rows.append(value(me, str(done)))
            return me, done
        whole = Decimal(0)
        for _ in range(chance.randint(1, 3)):
            child, done = grow(depth - 1)
            below.setdefault(me, set()).add(child)
            whole += done
        if chance.random() < 0.7:
            rows.append(value(me, str(whole)))
        return me, whole

    for _ in range(chance.randint(1, 3)):
        grow(chance.randint(0, 3))
    chance.shuffle(rows)
    return rows, below, truth


def test_500_chains_sum_to_the_truth() -> None:
    """Funder and implementer report the same result; counted once, the sum is what was done. A sum of all is not."""
    wrong = 0
    for seed in range(500):
        rows, below, truth = chain(seed)
        every = frame(rows)
        said = adding(every, publishers(dict.fromkeys(every["activity_key"].to_list(), "X")), titles({}), below)
        counted = every.drop("adding").join(said, on=["activity_key", "value_no"])
        lawful = counted.filter(pl.col("adding").is_in([ADDED, ALONE]))["number"].sum()
        assert lawful == truth, seed
        wrong += every["number"].sum() != truth
    assert wrong > 250  # the test would not notice a sum of everything otherwise


@st.composite
def reports(draw: st.DrawFn) -> tuple[list[dict[str, object]], dict[int, set[int]]]:
    """Any reports over any graph, cycles and all."""
    keys = draw(st.lists(st.integers(0, 8), min_size=1, max_size=8, unique=True))
    rows = [
        value(
            key,
            str(draw(st.integers(-9, 99))),
            reference=draw(st.sampled_from(["A", "B", None])),
            year=draw(st.sampled_from([2020, 2021])),
        )
        for key in keys
    ]
    pairs = draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12))
    below: dict[int, set[int]] = {}
    for a, b in pairs:
        if a != b:
            below.setdefault(a, set()).add(b)
    return rows, below


@settings(max_examples=120, deadline=None)
@given(reports(), st.randoms())
def test_order_does_not_matter(
    given_: tuple[list[dict[str, object]], dict[int, set[int]]], chance: random.Random
) -> None:
    """The same reports in another order get the same reasons."""
    rows, below = given_
    mixed = rows[:]
    chance.shuffle(mixed)
    assert told(rows, below) == told(mixed, below)


def plain(rows: list[dict[str, object]], below: dict[int, set[int]]) -> dict[tuple[int, int], str]:
    """The slow twin, for rows that only lack a reference or stand above another."""
    out: dict[tuple[int, int], str] = {}
    groups: dict[tuple[object, object], list[dict[str, object]]] = {}
    for row in rows:
        if row["reference"] is None:
            out[row["activity_key"], row["value_no"]] = "no reference"  # type: ignore[index]
        else:
            groups.setdefault((row["reference"], row["year"]), []).append(row)

    def under(key: int) -> set[int]:
        seen: set[int] = set()
        while True:
            more = {c for k in {key, *seen} for c in below.get(k, ())} - seen
            if not more:
                return seen
            seen |= more

    for group in groups.values():
        numbers = {row["activity_key"]: row["number"] for row in group}
        left = []
        for row in group:
            me = row["activity_key"]
            beneath = [k for k in under(me) if k in numbers and k != me]  # type: ignore[arg-type]
            strictly = [k for k in beneath if me not in under(k)]
            circle = [k for k in beneath if me in under(k)]
            first = min([me, *circle], key=lambda k: (numbers[k], k))
            if strictly or first != me:
                out[me, 0] = "reported further down the chain"  # type: ignore[index]
            else:
                left.append(me)
        for me in left:
            out[me, 0] = ADDED if len(left) > 1 else ALONE  # type: ignore[index]
    return out


@settings(max_examples=150, deadline=None)
@given(reports())
def test_the_slow_twin_agrees(given_: tuple[list[dict[str, object]], dict[int, set[int]]]) -> None:
    """Reach and groups by plain loops give the same."""
    rows, below = given_
    assert told(rows, below) == plain(rows, below)


def test_a_sum_is_the_sum_of_its_rows() -> None:
    """Sums are exact, per list, code, part and year; an own list carries its publisher."""
    rows = [value(1, "0.1"), value(2, "0.2"), value(3, "5", vocabulary="99"), value(4, "6", vocabulary="99")]
    every = frame(rows)
    said = adding(every, publishers(dict.fromkeys(range(1, 5), "X")), titles({}), {})
    counted = (
        every.drop("adding")
        .join(said.drop("list"), on=["activity_key", "value_no"])
        .with_columns(publisher=pl.lit("X"))
    )
    found = lawful_sums(counted).select("vocabulary", "publisher", "number", "values").rows()
    assert sorted(found, key=str) == sorted(
        [("1", None, Decimal("0.300000"), 2), (None, "X", Decimal("11.000000"), 2)], key=str
    )
