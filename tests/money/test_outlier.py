"""Outliers: amounts far outside both their publisher's and their activity's own scale are marked, and count all the same."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakefolder import Folder, activity
from vrede.article import load_policy
from vrede.money import Ledger, Selection, without_outliers
from vrede.money.outlier import OUTLIER, OutlierRule, outlier_issues, outliers

RULE = OutlierRule(activity_times=20, publisher_times=100, fewest_others=5, budgets_used_percent=50)
Money = tuple[int, str, int | None]
"""Activity, type, cents."""
Stated = tuple[int, str, int | None]
"""Activity, source, cents of a year."""


def found(
    money: list[Money], stated: list[Stated], publishers: dict[int, str | None], rule: OutlierRule = RULE
) -> pl.DataFrame:
    transactions = pl.DataFrame(
        [(key, *row) for key, row in enumerate(money)],
        schema={
            "transaction_key": pl.Int64,
            "activity_key": pl.Int64,
            "transaction_type": pl.String,
            "amount_eur_cents": pl.Int64,
        },
        orient="row",
    )
    years = pl.DataFrame(
        stated, schema={"activity_key": pl.Int64, "source": pl.String, "amount_eur_cents": pl.Int64}, orient="row"
    )
    who = pl.DataFrame(
        list(publishers.items()), schema={"activity_key": pl.Int64, "publisher": pl.String}, orient="row"
    )
    return outliers(transactions, years, who, rule)


SMALL: list[Money] = [(9, "3", 10)] * 9  # another activity of the same publisher, which gives it its scale
BUDGET_1000: list[Stated] = [(1, "budget", 1000)]
DRAWN = {
    # claim: money of activity 1 (type cents), what it states, places of the outliers, basis
    "below the activity's bound": ([("3", 19_999)], BUDGET_1000, [], ""),
    "at the activity's bound": ([("3", 20_000)], BUDGET_1000, [0], "budget"),
    "taken back is as far": ([("3", -20_000)], BUDGET_1000, [0], "budget"),
    "a commitment beside a budget": ([("2", 20_000)], BUDGET_1000, [0], "budget"),
    "expenditure beside a budget": ([("4", 20_000)], BUDGET_1000, [0], "budget"),
    "a plan alone says what is still to be paid": ([("4", 20_000)], [(1, "planned", 1000)], [], ""),
    "a plan above the budget is the basis": ([("3", 22_000)], [*BUDGET_1000, (1, "planned", 1100)], [0], "planned"),
    "the larger of budget and plan": ([("3", 20_000)], [*BUDGET_1000, (1, "planned", 1001)], [], ""),
    "a budget of two years": ([("3", 20_000)], [*BUDGET_1000, (1, "budget", 1)], [], ""),
    "what came in is no scale": ([("3", 20_000), ("1", 30_000)], BUDGET_1000, [0], "budget"),
    "what came in is not marked": ([("1", 90_000)], BUDGET_1000, [], ""),
    "a commitment beside it is a scale": ([("3", 20_000), ("2", 1001)], BUDGET_1000, [], ""),
    "others above the budget are the basis": ([("3", 22_000), ("2", 1100)], BUDGET_1000, [0], "others"),
    "five others and no budget": ([("3", 5_000), *[("3", 50)] * 5], [], [0], "others"),
    "four others are too few": ([("3", 5_000), *[("3", 50)] * 4], [], [], ""),
    "payments say nothing of a commitment": ([("2", 5_000), *[("3", 50)] * 5], [], [], ""),
    "commitments do": ([("2", 5_000), *[("2", 50)] * 5], [], [0], "others"),
    "alone, with nothing to compare": ([("3", 10**12)], [], [], ""),
    "no price": ([("3", None)], BUDGET_1000, [], ""),
    "a budget of zero is none": ([("3", 20_000)], [(1, "budget", 0)], [], ""),
    "a budget below zero is none": ([("3", 20_000)], [(1, "budget", -5)], [], ""),
    "a budget without a price is none": ([("3", 20_000)], [(1, "budget", None)], [], ""),
}


@pytest.mark.parametrize(("money", "stated", "places", "basis"), DRAWN.values(), ids=DRAWN)
def test_the_activity_gives_one_scale(
    money: list[tuple[str, int | None]], stated: list[Stated], places: list[int], basis: str
) -> None:
    rows: list[Money] = [*((1, kind, cents) for kind, cents in money), *SMALL]
    marked = found(rows, stated, {1: "P", 9: "P"})
    assert marked["transaction_key"].to_list() == places
    assert set(marked["basis"]) == ({basis} if places else set())


@pytest.mark.parametrize(
    ("middle", "marked"), [(200, True), (201, False)], ids=["at the publisher's bound", "within its publisher's scale"]
)
def test_the_publisher_gives_the_other(middle: int, marked: bool) -> None:
    """An amount that is large beside its activity alone is none: its publisher pays such amounts."""
    rows: list[Money] = [(1, "3", 20_000), *[(9, "3", middle)] * 9]
    assert found(rows, BUDGET_1000, {1: "P", 9: "P"}).height == marked


def test_of_two_middle_amounts_it_is_the_lower() -> None:
    """No amount is halved: the scale is an amount that was stated."""
    marked = found([(1, "3", 20_000)], [(1, "budget", 200)], {1: "P"})
    assert marked["publisher_scale_eur_cents"].to_list() == [200]


def test_budgets_that_are_mostly_zero_are_no_scale() -> None:
    """Some publishers state what is not yet contracted."""
    rows: list[Money] = [(1, "2", 20_000), *SMALL]
    zero: list[Stated] = [(2, "budget", 0)]
    assert found(rows, [*BUDGET_1000, *zero], dict.fromkeys((1, 2, 9), "P")).height == 1
    assert found(rows, [*BUDGET_1000, *zero, (3, "budget", 0)], dict.fromkeys((1, 2, 3, 9), "P")).height == 0


def test_without_a_publisher_there_is_no_scale() -> None:
    assert found([(1, "3", 20_000)], BUDGET_1000, {1: None}).height == 0


def twin(money: list[Money], stated: list[Stated], publishers: dict[int, str], rule: OutlierRule) -> list[int]:
    """The slow plain twin: by dictionaries and lists, a transaction at a time."""
    budgets: dict[tuple[int, str], int] = defaultdict(int)
    for key, source, cents in stated:
        budgets[key, source] += cents or 0
    stating: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (key, source), cents in budgets.items():
        stating[publishers[key], source].append(cents)
    sizes: dict[str, list[int]] = defaultdict(list)
    for key, kind, cents in money:
        if kind in "234" and cents:
            sizes[publishers[key]].append(abs(cents))
    for key, _source, cents in stated:
        if cents and cents > 0:
            sizes[publishers[key]].append(cents)
    marked = []
    for place, (key, kind, cents) in enumerate(money):
        if kind not in "234" or not cents:
            continue
        beside = [
            (k, abs(c)) for at, (other, k, c) in enumerate(money) if other == key and k in "234" and c and at != place
        ]
        budget = budgets.get((key, "budget"), 0)
        of_publisher = stating[publishers[key], "budget"]
        usable = budget > 0 and sum(c > 0 for c in of_publisher) * 100 >= len(of_publisher) * rule.budgets_used_percent
        fitting = [c for k, c in beside if k == "2" or kind != "2"]
        if not usable and len(fitting) < rule.fewest_others:
            continue
        scale = max([budget if usable else 0, budgets.get((key, "planned"), 0), sum(c for _k, c in beside)])
        ordered = sorted(sizes[publishers[key]])
        middle = ordered[(len(ordered) - 1) // 2]
        if abs(cents) >= scale * rule.activity_times and abs(cents) >= middle * rule.publisher_times:
            marked.append(place)
    return marked


CENTS = st.one_of(st.none(), st.integers(-30, 30), st.sampled_from([-900, 900, 40_000, 10**17]))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["1", "2", "3", "4", "12"]), CENTS), max_size=14),
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["budget", "planned"]), CENTS), max_size=6),
    st.builds(
        OutlierRule, st.integers(2, 30), st.integers(2, 30), st.integers(1, 5), st.sampled_from([0, 34, 50, 100])
    ),
)
def test_the_fast_rule_is_the_plain_one(money: list[Money], stated: list[Stated], rule: OutlierRule) -> None:
    publishers = {0: "P", 1: "P", 2: "Q", 3: "P"}
    fast = found(money, stated, dict(publishers), rule)["transaction_key"].to_list()
    assert fast == twin(money, stated, publishers, rule)


SLICES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(-(10**12), 10**12)),
        st.booleans(),
        st.sampled_from(["own", "field"]),
        st.sampled_from([2019, 2020, None]),
    ),
    max_size=12,
)


@given(SLICES, st.sampled_from(["", "own", "field"]), st.sampled_from(["", "2019", "none"]))
def test_a_figure_is_the_figure_without_and_its_outliers(
    rows: list[tuple[int | None, bool, str, int | None]], measure: str, year: str
) -> None:
    """To the cent, in every selection: nothing is left out of the figure itself."""
    slices = pl.DataFrame(
        [(at, at, 0, "spent", y, m, cents, True, False, out) for at, (cents, out, m, y) in enumerate(rows)],
        schema={
            "slice_key": pl.Int64,
            "transaction_key": pl.Int64,
            "activity_key": pl.Int64,
            "kind": pl.String,
            "year": pl.Int32,
            "measure": pl.String,
            "amount_eur_cents": pl.Int64,
            "placed": pl.Boolean,
            "apart": pl.Boolean,
            "outlier": pl.Boolean,
        },
        orient="row",
    )
    placement = pl.DataFrame(
        schema=dict.fromkeys(("clause", "part", "grade", "rule"), pl.String) | {"slice_key": pl.Int64}
    )
    ledger, selection = Ledger(slices, placement, {}), Selection(scope="all", measure=measure, year=year)
    of = [(c or 0, o) for c, o, m, y in rows if measure in ("", m) and year in ("", "none" if y is None else str(y))]
    beyond = ledger.outliers(selection)
    assert ledger.total(selection) == sum(c for c, _o in of)
    assert beyond.cents == sum(c for c, o in of if o)
    assert beyond.transactions == sum(o for _c, o in of)
    assert without_outliers(ledger.select(selection)) + beyond.cents == ledger.total(selection)


def transactions(*rows: str) -> str:
    return "".join(
        f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="2020-05-01"/>'
        f'<value currency="EUR" value-date="2020-05-01">{amount}</value></transaction>'
        for kind, amount in (row.split() for row in rows)
    )


BUDGET = (
    '<budget><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/>'
    '<value currency="EUR" value-date="2020-01-01">1000</value></budget>'
)


def test_it_counts_and_an_issue_names_it(folder: Folder) -> None:
    """Marked on each of its slices, in the figure all the same, and a row of `issue` says beside what."""
    folder.file(
        "a.xml",
        activity("A", ref="XX-1", inside=BUDGET + transactions("3 100000", "3 400"))
        + activity("B", ref="XX-1", inside=transactions(*["3 500"] * 5)),
    )
    built = folder.build()
    slices = built.table("slice")
    assert slices["amount_eur_cents"].sum() == 10_290_000
    assert slices.filter("outlier")["amount_eur_cents"].to_list() == [10_000_000]
    assert built.table("outlier").drop("transaction_key", "activity_key").rows() == [
        (10_000_000, "budget", 100_000, 50_000)
    ]
    issue = built.table("issue").filter(pl.col("reason") == OUTLIER)
    assert issue.select("dataset", "element", "state").rows() == [("a.xml", "transaction/value", "counted")]
    assert issue["value"][0] == "10000000 EUR cents; activity: 100000 (budget); publisher: 50000"


def test_every_outlier_has_its_issue() -> None:
    marked = found([(1, "3", 20_000), *SMALL], BUDGET_1000, {1: "P", 9: "P"})
    assert outlier_issues(marked).select("transaction_key", "reason").rows() == [(0, OUTLIER)]


def test_the_rule_of_the_house_is_dated() -> None:
    assert OutlierRule.of(load_policy(), date(2026, 12, 1)) == RULE
