"""The three bounds of the chain: what is stated as received, what is at most the ministry's, and all of the activity."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakefolder import Folder, activity, transaction
from vrede.chain.bounds import bounds_of
from vrede.lake.snapshot import Snapshot

MINISTRY = '<participating-org role="1" ref="XM-DAC-7"/>'
OTHER = '<participating-org role="1" ref="GB-GOV-1"/>'


def partner(identifier: str, *rows: str, funders: str = MINISTRY, ref: str = "NL-KVK-1") -> str:
    return activity(identifier, ref=ref, inside=funders + "".join(rows))


def got(amount: int, day: str = "2021-02-01", kind: str = "1", ref: str = "XM-DAC-7", of: str = "") -> str:
    named = f' provider-activity-id="{of}"' if of else ""
    return transaction(f"{kind} {day} {amount}", f'<provider-org ref="{ref}"{named}/>')


def spent(amount: int, day: str = "2021-03-01", kind: str = "3", inside: str = "") -> str:
    return transaction(f"{kind} {day} {amount}", inside)


def sheet(snapshot: Snapshot, kind: str = "spent") -> dict[str, tuple[object, ...]]:
    """identifier -> basis, received, stated, passed on, at most, whole; in euro."""
    rows = snapshot.table("chain_bound").filter(pl.col("kind") == kind)
    named = rows.join(snapshot.table("activity").select("activity_key", "iati_identifier"), on="activity_key")
    euro = [pl.col(f"{name}_eur_cents") // 100 for name in ("received", "stated", "passed_on", "at_most", "whole")]
    return {row[0]: row[1:] for row in named.select("iati_identifier", "basis", *euro).rows()}


# what an activity says | basis, received, stated, passed on, at most, whole
STATED = {
    "the ministry alone": (MINISTRY, [got(80), spent(100)], ("alone", 80, 80, 0, 100, 100)),
    "alone, and nothing stated": (MINISTRY, [spent(100)], ("alone", 0, None, 0, 100, 100)),
    "shared, to what is stated": (MINISTRY + OTHER, [got(30), spent(100)], ("stated", 30, 30, 0, 30, 100)),
    "shared, to what was promised": (MINISTRY + OTHER, [got(30), got(60, kind="11"), spent(100)], ("stated", 30, 60, 0, 60, 100)),
    "shared, and more stated than spent": (MINISTRY + OTHER, [got(300), spent(100)], ("stated", 300, 300, 0, 100, 100)),
    "shared, and nothing stated": (MINISTRY + OTHER, [spent(100)], ("not stated", 0, None, 0, 100, 100)),
    "shared by who pays in": (MINISTRY, [got(30), got(70, ref="GB-GOV-1"), spent(100)], ("stated", 30, 30, 0, 30, 100)),
    "shared, stated without a price": (
        MINISTRY + OTHER,
        [transaction("1 2021-02-01 30 XXX", '<provider-org ref="XM-DAC-7"/>'), spent(100)],
        ("not stated", 0, None, 0, 100, 100),
    ),
    "received and taken back": (MINISTRY + OTHER, [got(30), got(-30), spent(100)], ("stated", 0, 0, 0, 0, 100)),
    "spent and taken back": (MINISTRY, [got(30), spent(100), spent(-100)], ("alone", 30, 30, 0, 0, 0)),
    "the ministry as provider of what is spent": (
        MINISTRY + OTHER,
        [spent(40, inside='<provider-org ref="NL-1"/>'), spent(60)],
        ("stated", 40, 40, 0, 40, 100),
    ),
    "both words, and the receipt counts": (
        MINISTRY + OTHER,
        [got(50), spent(40, inside='<provider-org ref="NL-1"/>'), spent(60)],
        ("stated", 50, 50, 0, 50, 100),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STATED)
def test_what_an_activity_says_bounds_what_is_the_ministrys(folder: Folder, case: str) -> None:
    funders, rows, expected = STATED[case]
    folder.file("p.xml", partner("P1", *rows, funders=funders))
    assert sheet(folder.build()) == {"P1": expected}


def test_a_euro_that_is_passed_on_counts_once(folder: Folder) -> None:
    """P1 passes 60 of its 100 on to P2, who names the ministry as where it came from, and spends 60."""
    passing = spent(60, inside='<receiver-org ref="NL-KVK-2" receiver-activity-id="P2"/>')
    folder.file("p.xml", partner("P1", got(100), passing, spent(40)))
    folder.file("q.xml", partner("P2", got(60, of="P1"), spent(60), ref="NL-KVK-2"))
    found = sheet(folder.build())
    assert found == {"P1": ("alone", 100, 100, 60, 40, 100), "P2": ("alone", 0, 60, 0, 60, 60)}


def test_who_receives_and_spends_nothing_takes_nothing_off(folder: Folder) -> None:
    passing = spent(60, inside='<receiver-org ref="NL-KVK-2" receiver-activity-id="P2"/>')
    folder.file("p.xml", partner("P1", got(100), passing, spent(40)))
    folder.file("q.xml", partner("P2", got(60, of="P1"), ref="NL-KVK-2"))
    assert sheet(folder.build())["P1"] == ("alone", 100, 100, 0, 100, 100)


def test_commitments_have_bounds_of_their_own(folder: Folder) -> None:
    folder.file("p.xml", partner("P1", got(70, kind="11"), spent(200, kind="2"), spent(50), funders=MINISTRY + OTHER))
    snapshot = folder.build()
    assert sheet(snapshot, "commitment") == {"P1": ("stated", 70, 70, 0, 70, 200)}
    assert sheet(snapshot) == {"P1": ("stated", 0, 70, 0, 50, 50)}


def test_receipts_are_split_and_placed_as_payments_are(folder: Folder) -> None:
    places = '<recipient-country code="ML" percentage="50"/><recipient-country code="NE" percentage="50"/>'
    folder.file("p.xml", partner("P1", got(101), spent(7), funders=MINISTRY + places + '<sector code="15220"/>'))
    snapshot = folder.build()
    rows = snapshot.table("receipt_slice")
    assert rows.select("place_code", "amount_eur_cents", "year", "kind").rows() == [
        ("MLI", 5050, 2021, "spent"),
        ("NER", 5050, 2021, "spent"),
    ]
    assert "F1" in snapshot.table("receipt_placement")["clause"]


def test_money_of_the_field_and_of_the_ministry_has_no_bounds(folder: Folder) -> None:
    folder.file("p.xml", activity("XM-DAC-7-1", ref="XM-DAC-7", inside=spent(5)))
    folder.file("q.xml", partner("P1", spent(5), funders=OTHER))
    snapshot = folder.build()
    assert snapshot.table("chain_bound").is_empty()
    assert snapshot.table("chain_slice").is_empty()
    assert snapshot.table("receipt_slice").is_empty()


# --- laws, on tables without files; and a slow plain twin of the whole rule

Activity = tuple[int, list[tuple[str, int | None]], list[tuple[str, int | None]]]
"""funders, slices (kind, cents or no price), receipts from the ministry (kind, cents or no price)."""
KINDS = st.sampled_from(["commitment", "spent"])
CENTS = st.one_of(st.none(), st.integers(-(10**6), 10**6))
ACTIVITIES = st.lists(
    st.tuples(st.integers(1, 3), st.lists(st.tuples(KINDS, CENTS), max_size=5), st.lists(st.tuples(KINDS, CENTS), max_size=3)),
    min_size=1,
    max_size=5,
)  # fmt: skip
EDGES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), KINDS, st.integers(-100, 10**6)), max_size=6)
THROUGH = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=3)
Edges = list[tuple[int, int, str, int]]


def tables_of(activities: list[Activity]) -> dict[str, pl.DataFrame]:
    slices = [(key, kind, cents) for key, (_n, rows, _r) in enumerate(activities) for kind, cents in rows]
    receipts = [(key, kind, cents) for key, (_n, _s, rows) in enumerate(activities) for kind, cents in rows]
    shape = {"activity_key": pl.Int64, "kind": pl.String, "amount_eur_cents": pl.Int64}

    def table(rows: list[tuple[int, str, int | None]], key: str) -> pl.DataFrame:
        made = pl.DataFrame(rows, schema=shape, orient="row").with_columns(measure=pl.lit("chain"))
        return made.with_row_index(key).with_columns(pl.col(key).cast(pl.Int64))

    return {
        "activity": pl.DataFrame(
            [(key, "chain", n, "names the ministry as funder") for key, (n, _s, _r) in enumerate(activities)],
            schema={"activity_key": pl.Int64, "measure": pl.String, "funders": pl.Int64, "measure_reason": pl.String},
            orient="row",
        ),
        "slice": table(slices, "slice_key"),
        "receipt_slice": table(receipts, "receipt_key").with_columns(transaction_key="receipt_key"),
        "receipt_placement": pl.DataFrame(schema={"receipt_key": pl.Int64}),
    }


def links_of(tables: dict[str, pl.DataFrame], through: set[tuple[int, int]]) -> pl.DataFrame:
    """Every receipt of the first of a pair names the second as its payer."""
    of = tables["receipt_slice"].select("activity_key", "transaction_key")
    pairs = pl.DataFrame(sorted(through), schema={"activity_key": pl.Int64, "target_key": pl.Int64}, orient="row")
    return of.join(pairs, on="activity_key").with_columns(direction=pl.lit("up"), state=pl.lit("certain"))


def edges_of(edges: Edges) -> pl.DataFrame:
    shape = {"payer_key": pl.Int64, "receiver_key": pl.Int64, "kind": pl.String, "passed_eur_cents": pl.Int64}
    once = {edge[:3]: edge for edge in edges}
    return pl.DataFrame(list(once.values()), schema=shape, orient="row").with_columns(state=pl.lit("certain"))


def made(activities: list[Activity], edges: Edges, through: set[tuple[int, int]]) -> dict[str, pl.DataFrame]:
    tables = tables_of(activities)
    return bounds_of(tables, links_of(tables, through), edges_of(edges)) | {"slice": tables["slice"]}


def twin(
    activities: list[Activity], edges: Edges, through: set[tuple[int, int]]
) -> dict[tuple[int, str], tuple[int, int, int]]:
    """(activity, kind) -> received, at most, whole: the rule said plainly, one activity after another."""
    found = {}
    known = range(len(activities))
    whole = {
        (key, kind): sum(cents or 0 for k, cents in activities[key][1] if k == kind)
        for key in known
        for kind in {k for k, _ in activities[key][1]}
    }
    paid = {edge[:3]: edge[3] for edge in edges}
    for key in known:
        funders, _slices, receipts = activities[key]
        elsewhere = any(of == key and payer != key and payer in known for of, payer in through)
        stated: int | None = None
        if receipts and all(cents is not None for _, cents in receipts):
            stated = max(0, *(sum(c or 0 for k, c in receipts if k == kind) for kind in {k for k, _ in receipts}))
        for kind in ("commitment", "spent"):
            counted = [] if elsewhere else [cents for k, cents in receipts if k == kind]
            if (key, kind) not in whole and not counted:
                continue
            mine = whole.get((key, kind), 0)
            passed = sum(
                cents
                for (payer, receiver, k), cents in paid.items()
                if payer == key and receiver != key and k == kind and cents > 0 and whole.get((receiver, kind), 0) > 0
            )
            most = mine - min(passed, max(mine, 0))
            if funders > 1 and stated is not None and most > 0:
                most = min(most, stated)
            found[key, kind] = (sum(c or 0 for c in counted), most, mine)
    return found


@settings(max_examples=300, deadline=None)
@given(ACTIVITIES, EDGES, THROUGH)
def test_the_bounds_are_those_of_the_plain_rule(
    activities: list[Activity], edges: Edges, through: set[tuple[int, int]]
) -> None:
    rows = made(activities, edges, through)["chain_bound"]
    wanted = ("activity_key", "kind", "received_eur_cents", "at_most_eur_cents", "whole_eur_cents")
    assert {row[:2]: row[2:] for row in rows.select(wanted).rows()} == twin(activities, edges, through)


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES, EDGES, THROUGH)
def test_at_most_is_never_more_than_all_of_the_activity(
    activities: list[Activity], edges: Edges, through: set[tuple[int, int]]
) -> None:
    """Received may be more than either: what came in is not yet all spent."""
    rows = made(activities, edges, through)["chain_bound"]
    assert (rows["at_most_eur_cents"] <= rows["whole_eur_cents"]).all()


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES)
def test_received_is_at_most_the_ministrys_where_as_much_was_spent_and_nothing_passed_on(
    activities: list[Activity],
) -> None:
    rows = made(activities, [], set())["chain_bound"].filter(
        (pl.col("received_eur_cents") <= pl.col("whole_eur_cents")) & pl.col("stated_eur_cents").is_not_null()
    )
    assert (rows["received_eur_cents"] <= rows["at_most_eur_cents"]).all()


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES, EDGES, THROUGH)
def test_slices_sum_to_the_bound_to_the_cent(
    activities: list[Activity], edges: Edges, through: set[tuple[int, int]]
) -> None:
    found = made(activities, edges, through)
    key = ["activity_key", "kind"]
    rows = found["slice"].join(found["chain_slice"], on=["slice_key", "activity_key"], validate="1:1")
    assert rows.height == found["slice"].height
    assert (rows["amount_eur_cents"].is_null() == rows["at_most_eur_cents"].is_null()).all()
    sums = rows.group_by(key).agg(pl.col("at_most_eur_cents").sum())
    both = sums.join(found["chain_bound"], on=key, validate="1:1")
    assert (both["at_most_eur_cents"] == both["at_most_eur_cents_right"]).all()


@settings(max_examples=200, deadline=None)
@given(ACTIVITIES, EDGES, THROUGH)
def test_a_payment_inside_the_chain_never_adds(
    activities: list[Activity], edges: Edges, through: set[tuple[int, int]]
) -> None:
    """What one passes on to another lowers the sum of the bounds or leaves it: the money is counted where it ends."""
    with_links, without = made(activities, edges, through)["chain_bound"], made(activities, [], set())["chain_bound"]
    for bound in ("at_most_eur_cents", "whole_eur_cents"):
        assert with_links[bound].sum() <= without[bound].sum()


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 6))
def test_a_chain_of_any_length_counts_what_came_in_once(cents: int, length: int) -> None:
    """Each receives all, passes all on to the next, who names it; the last one spends it."""
    activities: list[Activity] = [(1, [("spent", cents)], [("spent", cents)]) for _ in range(length)]
    edges = [(at, at + 1, "spent", cents) for at in range(length - 1)]
    rows = made(activities, edges, {(at + 1, at) for at in range(length - 1)})["chain_bound"]
    sums = [rows[f"{bound}_eur_cents"].sum() for bound in ("received", "at_most", "whole")]
    assert sums == [cents, cents, cents * length]
