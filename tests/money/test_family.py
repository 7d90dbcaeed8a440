"""Of a parent and its parts, whichever says more counts; commitments and spending apart."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.money.family import _give_way, not_counted
from vrede.money.levels import LARGER_REASON

# pairs (parent, part) | what each says | who gives way
DRAWN = {
    "strangers": ([], {1: 5, 2: 5}, []),
    "the parent says more": ([(1, 2), (1, 3)], {1: 10, 2: 4, 3: 5}, [2, 3]),
    "as much": ([(1, 2)], {1: 10, 2: 10}, [2]),
    "the parts say more": ([(1, 2), (1, 3)], {1: 8, 2: 4, 3: 5}, [1]),
    "only the parts": ([(1, 2), (1, 3)], {2: 4, 3: 5}, []),
    "only the parent": ([(1, 2)], {1: 4}, []),
    "the grandparent says most": ([(1, 2), (2, 3)], {1: 10, 2: 5, 3: 6}, [2, 3]),
    "the grandchild says most": ([(1, 2), (2, 3)], {1: 4, 2: 5, 3: 6}, [1, 2]),
    "a level without money between": ([(1, 2), (2, 3)], {1: 10, 3: 6}, [3]),
    "a part of two": ([(1, 3), (2, 3)], {1: 1, 2: 9, 3: 5}, [1, 3]),
    "a circle": ([(1, 2), (2, 3), (3, 1)], {1: 5}, []),
}


@pytest.mark.parametrize(("pairs", "stated", "gone"), DRAWN.values(), ids=DRAWN)
def test_who_gives_way(pairs: list[tuple[int, int]], stated: dict[int, int], gone: list[int]) -> None:
    assert _give_way(pairs, stated) == gone


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] < p[1]), max_size=12, unique=True),
    st.dictionaries(st.integers(0, 6), st.integers(0, 50)),
)
def test_no_parent_counts_beside_its_part_and_something_always_counts(
    pairs: list[tuple[int, int]], stated: dict[int, int]
) -> None:
    gone = set(_give_way(pairs, stated))
    counting = {key for key, cents in stated.items() if cents > 0} - gone
    assert not any(parent in counting and part in counting for parent, part in pairs)
    assert bool(counting) == any(cents > 0 for cents in stated.values())


def frame(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame(columns)


def test_only_within_one_publisher_and_when_both_agree() -> None:
    activity = pl.DataFrame(
        {
            "activity_key": [0, 1, 2, 3, 4],
            "hierarchy": [1, 2, 2, 1, 1],
            "iati_identifier": ["P", "A", "B", "C", "D"],
            "reporting_org_ref": ["X", "x ", "Y", "X", "X"],
        }
    )
    related = pl.DataFrame(
        {
            "activity_key": [0, 0, 3, 4],
            "ref": [
                "A",
                "B",
                "D",
                "C",
            ],  # A is a part of P; B is another publisher's; C and D each call the other a part
            "type": ["2", "2", "2", "2"],
        }
    )
    money = pl.DataFrame(
        {
            "activity_key": [0, 1, 2, 3, 4, 0, 1],
            "transaction_type": ["3", "4", "3", "3", "3", "2", "2"],
            "amount_eur_cents": [10, 5, 5, 5, 5, 3, 7],
        }
    )
    assert not_counted(activity, related, money).rows() == [
        (0, "commitment", LARGER_REASON),
        (1, "spent", LARGER_REASON),
    ]
