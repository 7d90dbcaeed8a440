"""Selections and their links: each filter alone, the union counted once, the address and back."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrede.lake.snapshot import Snapshot
from vrede.money.added import grouped, unpriced
from vrede.money.article_statement import statement_of
from vrede.money.link import PATTERNS, LinkError, parse_link, parse_selection, query_of
from vrede.money.selection import Selection
from vrede.money.total import ChainTables, Ledger
from vrede.money.yearly import NAMES, by_year

# key | activity | kind | year | sector | place | cents | measure | partner | channel | placed | apart
SLICES = pl.DataFrame(
    [
        (0, 0, 0, "spent", 2020, "15220", "country", "MLI", 100, "own", "P", "un", True, False),
        (1, 0, 0, "spent", 2020, "15130", "country", "NER", 50, "own", "P", "un", True, False),
        (2, 1, 1, "commitment", 2021, "15220", "region", "289", 1000, "chain", "Q", "other", True, False),
        (3, 2, 1, "spent", None, None, "none", None, 7, "field", None, "other", False, False),
        (4, 3, 2, "spent", 2021, "93010", "region", "998", 9, "own", "P", "un", False, True),
        (5, 4, 2, "spent", 2021, "15220", "country", "MLI", None, "field", "Q", "other", True, False),
        (6, 5, 3, "spent", 2021, "15220", "country", "MLI", 3, "none", "Q", "other", True, False),
    ],
    schema={
        "slice_key": pl.Int64, "transaction_key": pl.Int64, "activity_key": pl.Int64, "kind": pl.String, "year": pl.Int64, "sector_code": pl.String,
        "place_kind": pl.String, "place_code": pl.String, "amount_eur_cents": pl.Int64, "measure": pl.String, "partner_ref": pl.String, "channel": pl.String,
        "placed": pl.Boolean, "apart": pl.Boolean,
    },
    orient="row",
)  # fmt: skip
PLACEMENT = pl.DataFrame(
    [(0, "F1", "F1.a", "coded"), (0, "F1", "F1.b", "text"), (0, "A1", "A1.a", "likely"), (1, "F1", "F1.c", "likely"), (2, "F1", "F1.a", "coded"),
     (5, "F1", "F1.a", "coded"), (6, "F1", "F1.a", "text")],
    schema={"slice_key": pl.Int64, "clause": pl.String, "part": pl.String, "grade": pl.String}, orient="row",
)  # fmt: skip
REGIONS = {"sahel": ("MLI", "NER")}
LEDGER = Ledger(SLICES, PLACEMENT, REGIONS)

TABLE = [
    ({}, [0, 1, 2, 5, 6]),
    ({"scope": "all"}, [0, 1, 2, 3, 4, 5, 6]),
    ({"scope": "unplaced"}, [3]),
    ({"scope": "apart"}, [4]),
    ({"clause": "F1"}, [0, 1, 2, 5, 6]),
    ({"clause": "A1"}, [0]),
    ({"part": "F1.a"}, [0, 2, 5, 6]),
    ({"part": "F1.b"}, [0]),
    ({"clause": "F1", "part": "F1.c"}, [1]),
    ({"clause": "S2"}, []),
    ({"measure": "own"}, [0, 1]),
    ({"measure": "none"}, [6]),
    ({"kind": "commitment"}, [2]),
    ({"year": "2020"}, [0, 1]),
    ({"year": "none", "scope": "all"}, [3]),
    ({"country": "MLI"}, [0, 5, 6]),
    ({"place": "289"}, [2]),
    ({"place": "none", "scope": "all"}, [3]),
    ({"region": "sahel"}, [0, 1, 5, 6]),
    ({"grade": "coded"}, [0, 2, 5]),
    ({"grade": "text", "part": "F1.b"}, [0]),
    ({"grade": "text"}, [6]),
    ({"channel": "un"}, [0, 1]),
    ({"partner": "Q"}, [2, 5, 6]),
    ({"partner": "none", "scope": "all"}, [3]),
    ({"purpose": "15130"}, [1]),
    ({"purpose": "none", "scope": "all"}, [3]),
    ({"activity": "0"}, [0, 1]),
    ({"measure": "own", "country": "NER", "year": "2020", "kind": "spent"}, [1]),
]


@pytest.mark.parametrize(
    ("conditions", "keys"), TABLE, ids=[" ".join(f"{k}={v}" for k, v in row[0].items()) or "article" for row in TABLE]
)
def test_selection(conditions: dict[str, str], keys: list[int]) -> None:
    rows = LEDGER.select(Selection(**conditions))
    assert rows["slice_key"].to_list() == keys
    assert LEDGER.total(Selection(**conditions)) == sum(SLICES["amount_eur_cents"][k] or 0 for k in keys)


def test_the_union_counts_a_slice_once_with_its_strongest_grade() -> None:
    rows = LEDGER.select(Selection())
    assert rows["slice_key"].is_unique().all()
    assert dict(rows.select("slice_key", "grade").rows())[0] == "coded"
    assert dict(LEDGER.select(Selection(clause="A1")).select("slice_key", "grade").rows()) == {0: "likely"}


def test_an_unknown_region_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        LEDGER.select(Selection(region="atlantis"))


def test_years_keep_the_measures_apart_and_leave_out_what_is_in_none() -> None:
    years = by_year(LEDGER.bounded(Selection(scope="all")), LEDGER.nothing)
    assert list(years) == ["2020", "2021", "none"]
    names = [f"{name}_{kind}_eur_cents" for name in NAMES for kind in ("commitment", "spent")]
    assert {name: years["2020"][name] for name in names} == dict.fromkeys(names) | {"own_spent_eur_cents": 150}
    assert years["2021"]["chain_whole_commitment_eur_cents"] == 1000
    assert years["none"]["field_spent_eur_cents"] == 7


def test_what_has_no_price_is_counted_not_zero() -> None:
    assert unpriced(LEDGER.select(Selection())) == 1
    assert statement_of(LEDGER, Selection())["unpriced_transactions"] == 1


# The chain's slice (2, of 1,000 cents) is at most 400 of the ministry's, of which it states to have received 150 and 20.
OF_SLICE_2 = SLICES.filter(pl.col("slice_key") == 2).drop("slice_key", "amount_eur_cents", "year")
BOUNDED = Ledger(
    SLICES,
    PLACEMENT,
    REGIONS,
    ChainTables(
        pl.DataFrame({"slice_key": [2], "activity_key": [1], "at_most_eur_cents": [400]}),
        pl.DataFrame({"receipt_key": [0, 1], "amount_eur_cents": [150, 20], "year": [2020, 2021]})
        .join(OF_SLICE_2, how="cross")
        .select(
            pl.col(c).cast(t) for c, t in {"receipt_key": pl.Int64, **dict(list(SLICES.schema.items())[1:])}.items()
        ),
        pl.DataFrame(
            {"receipt_key": [0, 1], "clause": ["F1", "A1"], "part": ["F1.a", "A1.a"], "grade": ["coded", "text"]}
        ),
    ),
)
# conditions -> received, at most, whole
BOUNDS_OF = [
    ({}, (170, 400, 1000)),
    ({"year": "2020"}, (150, 0, 0)),
    ({"year": "2021"}, (20, 400, 1000)),
    ({"clause": "F1"}, (150, 400, 1000)),
    ({"clause": "A1"}, (20, 0, 0)),
    ({"part": "F1.a"}, (150, 400, 1000)),
    ({"grade": "text"}, (20, 0, 0)),
    ({"country": "MLI"}, (0, 0, 0)),
]


@pytest.mark.parametrize(("conditions", "cents"), BOUNDS_OF, ids=[str(row[0]) for row in BOUNDS_OF])
def test_every_condition_selects_from_each_bound_of_the_chain(
    conditions: dict[str, str], cents: tuple[int, ...]
) -> None:
    chain = Selection(measure="chain", **conditions)
    assert tuple(BOUNDED.total(chain.but(bound=bound)) for bound in ("received", "at_most", "whole")) == cents
    assert BOUNDED.total(chain) == cents[-1]


# Slice 2 (of 1,000 cents, at most 400) is an outlier, and slice 0 of own money.
MARKED = Ledger(SLICES.with_columns(outlier=pl.col("slice_key").is_in([0, 2])), PLACEMENT, REGIONS, BOUNDED.chain)


@pytest.mark.parametrize(("conditions", "cents"), BOUNDS_OF, ids=[str(row[0]) for row in BOUNDS_OF])
def test_every_bound_of_the_chain_holds_the_outliers_of_its_own_rows(
    conditions: dict[str, str], cents: tuple[int, ...]
) -> None:
    """at most and whole: what of the bound is on the slice. received: what came in is not judged."""
    chain = Selection(measure="chain", **conditions)
    found = [MARKED.outliers(chain.but(bound=bound)).cents for bound in ("received", "at_most", "whole")]
    assert found == [0, cents[1], cents[2]]
    assert MARKED.outliers(chain).cents == cents[2]


def test_years_without_outliers_are_those_that_hold_one_by_each_name() -> None:
    """A figure of outliers alone is 0 without them; one that is none stays none, for the same reason."""
    block = statement_of(MARKED, Selection(scope="all"))
    assert block["outliers"] == 2
    years, left = block["years"], block["years_without_outliers"]
    assert list(left) == ["2020", "2021"]
    assert left["2020"] == {**years["2020"], "own_spent_eur_cents": 50}
    chain = {"chain_at_most_commitment_eur_cents": 0, "chain_whole_commitment_eur_cents": 0}
    assert left["2021"] == {**years["2021"], **chain}
    assert years["2021"]["chain_received_commitment_eur_cents"] == 20


def test_own_money_has_no_bounds() -> None:
    own = Selection(scope="all", measure="own")
    assert BOUNDED.total(own.but(bound="at_most")) == BOUNDED.total(own) == 159
    assert BOUNDED.select(own.but(bound="received")).is_empty()


def test_a_statement_has_each_bound_once_and_counts_slices_once() -> None:
    year = by_year(BOUNDED.bounded(Selection()), BOUNDED.nothing)["2021"]
    assert [year[f"chain_{bound}_commitment_eur_cents"] for bound in ("received", "at_most", "whole")] == [
        20,
        400,
        1000,
    ]
    assert statement_of(BOUNDED, Selection())["activities"] == LEDGER.select(Selection())["activity_key"].n_unique()


def test_a_bound_without_its_tables_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        LEDGER.select(Selection(bound="at_most"))


def test_groups_sum_to_the_total() -> None:
    rows = LEDGER.select(Selection())
    for by in ("year", "place_code", "partner_ref", "channel"):
        assert grouped(rows, by)["amount_eur_cents"].sum() == LEDGER.total(Selection())


VALUES = {
    "scope": ["all", "unplaced", "apart"], "clause": ["F1"], "part": ["F1.a"], "measure": ["own", "none"], "kind": ["spent"], "year": ["2020", "none"],
    "country": ["MLI"], "place": ["289", "none"], "region": ["sahel"], "grade": ["coded"], "channel": ["un"], "partner": ["NL-KVK-1", "a&b=c%+é"],
    "purpose": ["15220", "none"], "activity": ["12"], "bound": ["received", "at_most", "whole"],
}  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    chosen=st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}),
    cents=st.one_of(st.none(), st.integers(-(10**17), 10**17)),
    snapshot=st.sampled_from(["", "0123456789abcdef"]),
)
def test_a_link_says_what_it_was_made_from(chosen: dict[str, str], cents: int | None, snapshot: str) -> None:
    selection = Selection(**chosen)
    query = query_of(selection, snapshot, cents)
    if not query:
        return
    claim = parse_link(f"http://127.0.0.1:8000/en/rows/?{query}", {"sahel"})
    assert (claim.selection, claim.snapshot, claim.cents) == (selection, snapshot, cents)


def test_every_condition_can_be_in_a_link() -> None:
    assert set(PATTERNS) == set(VALUES) == set(Selection.__slots__)


NONSENSE = [
    ("scope", "everything"), ("clause", "F10"), ("clause", "X1"), ("part", "F1"), ("measure", "ours"), ("kind", "spend"), ("year", "20"), ("year", "1500"),
    ("year", "2020; drop"), ("country", "Mali"), ("country", "ml"), ("place", "x"), ("region", "atlantis"), ("grade", "sure"), ("channel", "U N"),
    ("partner", "a b"), ("partner", "x" * 121), ("purpose", "15220 "[:5] + "/x"), ("activity", "-1"), ("activity", "9" * 13), ("year", "２０２０"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_nonsense_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(LinkError) as met:
        parse_selection({name: value}, {"sahel"})
    assert met.value.name == name


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://x/",
        "?snapshot=xyz&year=2020",
        "?snapshot=../../etc",
        "?year=2020&cents=1.5",
        "?year=2020&cents=" + "9" * 30,
        "?year=x",
    ],
)
def test_a_link_that_is_none_is_refused(link: str) -> None:
    with pytest.raises(LinkError):
        parse_link(link, {"sahel"})


def test_other_words_in_an_address_are_left_alone() -> None:
    assert parse_selection({"page": "3", "lang": "nl", "year": " 2020 ", "kind": ""}, set()) == Selection(year="2020")


def test_on_the_sample_every_clause_is_at_most_its_parts_and_the_article_at_most_its_clauses(
    sample_snapshot: Snapshot,
) -> None:
    ledger = Ledger(sample_snapshot.table("slice"), sample_snapshot.table("placement"), REGIONS)
    keys: set[int] = set()
    for clause in sorted(set(ledger.placement["clause"])):
        mine = set(ledger.select(Selection(clause=clause))["slice_key"])
        parts = {
            k
            for part in set(ledger.placement.filter(pl.col("clause") == clause)["part"])
            for k in ledger.select(Selection(part=part))["slice_key"]
        }
        assert mine == parts
        keys |= mine
    assert set(ledger.select(Selection())["slice_key"]) == keys
    three = [set(ledger.select(Selection(scope=s))["slice_key"]) for s in ("article", "unplaced", "apart")]
    assert sum(len(s) for s in three) == ledger.slices.height == len(set.union(*three))
