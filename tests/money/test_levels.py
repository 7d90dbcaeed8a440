"""At which level a publisher's money counts: policy of one publisher first, else the larger of a parent and its parts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakefolder import Folder, activity, opened
from twin import follow
from vrede.article.errors import PolicyError
from vrede.article.lists import Bilingual
from vrede.article.policy import load_policy
from vrede.money.family import kin, not_counted
from vrede.money.levels import GENERAL, LARGER_REASON, LEVEL_REASON, POLICY, CountedLevel, counted_levels, level_rules
from vrede.withheld.suppression import load_suppression

DAY = date(2021, 6, 15)
GEC = "GB-COH-03580586-GEC"


def level(kind: str = "spent", at: int = 2, publisher: str = "X") -> CountedLevel:
    return CountedLevel(publisher, kind, at, Bilingual(nl="getekend", en="drawn"), date(2000, 1, 1), "drawn", DAY)


def activities(*rows: tuple[str, str, int | None]) -> pl.DataFrame:
    """Identifier, publisher and level of each; keys in order."""
    names, refs, levels = zip(*rows, strict=True)
    return pl.DataFrame(
        {"activity_key": range(len(rows)), "iati_identifier": names, "reporting_org_ref": refs, "hierarchy": levels},
        schema_overrides={"activity_key": pl.Int64, "hierarchy": pl.Int64},
    )


def money(*rows: tuple[int, str, int | None]) -> pl.DataFrame:
    schema = {"activity_key": pl.Int64, "transaction_type": pl.String, "amount_eur_cents": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def parts(*pairs: tuple[int, str]) -> pl.DataFrame:
    """(parent's key, the part's identifier)."""
    rows = [(key, ref, "2") for key, ref in pairs]
    return pl.DataFrame(rows, schema={"activity_key": pl.Int64, "ref": pl.String, "type": pl.String}, orient="row")


FUND = activities(("F", "X", 1), ("A", "X", 2), ("B", "x ", 2), ("O", "Y", 1))
# levels of policy | related | money (key, type, cents) | who gives way
DRAWN = {
    "the parts count": ([level()], [], [(0, "3", 10), (1, "3", 4), (2, "4", 6)], [(0, "spent")]),
    "the parent counts": ([level(at=1)], [], [(0, "3", 10), (1, "3", 4), (2, "4", 6)], [(1, "spent"), (2, "spent")]),
    "no entry, nothing ties them": ([], [], [(0, "3", 10), (1, "3", 4), (2, "4", 6)], []),
    "another publisher's entry": ([level(publisher="Y", at=1)], [], [(0, "3", 10), (1, "3", 4)], []),
    "an entry for the other kind": ([level("commitment")], [], [(0, "3", 10), (0, "2", 1)], [(0, "commitment")]),
    "the parts count though the parent says more": ([level()], [(0, "A")], [(0, "3", 10), (1, "3", 4)], [(0, "spent")]),
    "no price": ([level()], [], [(0, "3", None), (1, "3", 4)], [(0, "spent")]),
    "below nothing": ([level()], [], [(0, "3", -5), (1, "3", 4)], [(0, "spent")]),
    "nothing of that kind at the other level": ([level()], [], [(0, "2", 9), (1, "3", 4)], []),
    "the general rule among what is left": ([level()], [(1, "B")], [(1, "3", 9), (2, "3", 4)], [(2, "spent")]),
}


@pytest.mark.parametrize(("levels", "related", "rows", "gone"), DRAWN.values(), ids=DRAWN)
def test_who_gives_way(
    levels: list[CountedLevel],
    related: list[tuple[int, str]],
    rows: list[tuple[int, str, int | None]],
    gone: list[tuple[int, str]],
) -> None:
    found = not_counted(FUND, parts(*related), money(*rows), levels)
    assert sorted(found.select("activity_key", "kind").rows()) == gone


def test_a_level_that_is_not_given_is_the_first() -> None:
    bare = activities(("F", "X", None), ("A", "X", 2))
    assert not_counted(bare, parts(), money((0, "3", 10), (1, "3", 10)), [level()]).rows() == [
        (0, "spent", LEVEL_REASON)
    ]
    assert not_counted(bare, parts(), money((0, "3", 10), (1, "3", 10)), [level(at=1)]).rows() == [
        (1, "spent", LEVEL_REASON)
    ]


@given(st.data())
def test_no_level_is_summed_twice_and_order_does_not_matter(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 8))
    at = data.draw(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=size, max_size=size))
    refs = data.draw(st.lists(st.sampled_from(["X", "Y"]), min_size=size, max_size=size))
    cents = data.draw(st.lists(st.integers(-5, 50), min_size=size, max_size=size))
    pairs = data.draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=8, unique=True))
    counted = data.draw(st.sampled_from([1, 2, 3]))
    known = activities(*((f"A{n}", ref, lvl) for n, (ref, lvl) in enumerate(zip(refs, at, strict=True))))
    related = parts(*((parent, f"A{part}") for parent, part in pairs if parent < part))
    rows = money(*((n, "3", amount) for n, amount in enumerate(cents)))
    levels = [level(at=counted)]
    found = not_counted(known, related, rows, levels)
    assert found.height == found.select("activity_key", "kind").unique().height
    gone = set(found["activity_key"])
    counting = {n for n in range(size) if n not in gone}
    assert not any(refs[n] == "X" and (at[n] or 1) != counted for n in counting)
    for parent, part in kin(known, related).rows():
        assert not (parent in counting and part in counting and cents[parent] > 0 and cents[part] > 0)
    order = data.draw(st.permutations(range(size)))
    shuffled = not_counted(known[order], related[::-1], rows[order], levels[::-1])
    assert set(shuffled.rows()) == set(found.rows())


def test_policy_that_names_no_kind_or_no_level_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    for value, said in (
        ('paid = "2"', "no kind of money"),
        ('spent = "deep"', "no level"),
        ('spent = "²"', "no level"),
    ):
        (tmp_path / "policy" / "one.toml").write_text(
            f"""["counted_level/X"]
unit = "level"
title = {{ nl = "x", en = "x" }}
[["counted_level/X".values]]
from = 2000-01-01
source = "drawn"
checked = 2026-11-24
["counted_level/X".values.value]
{value}
""",
            encoding="utf-8",
        )
        with pytest.raises(PolicyError, match=said):
            counted_levels(load_policy(tmp_path), DAY)


def test_an_entry_that_has_not_begun_holds_for_nobody() -> None:
    assert counted_levels(load_policy(), date(1999, 12, 31)) == ()
    assert (GEC, "spent", 2) in {(c.publisher, c.kind, c.level) for c in counted_levels(load_policy(), DAY)}


def test_the_rule_of_every_publisher_that_uses_levels() -> None:
    """X has an entry for what is spent, Y a parent and its part on one level, Z one level and no parts."""
    known = activities(
        ("F", "X", 1), ("A", "X", 1), ("P", "Y", 1), ("Q", "Y", 1), ("R", "Z", 1), ("S", "W", 2), ("T", "W", None)
    )
    rules = level_rules(known, kin(known, parts((2, "Q"))), [level(), level(publisher="NOBODY")])
    assert rules.select("partner_ref", "kind", "rule", "level").rows() == [
        ("W", "commitment", GENERAL, None),
        ("W", "spent", GENERAL, None),
        ("X", "commitment", GENERAL, None),
        ("X", "spent", POLICY, 2),
        ("Y", "commitment", GENERAL, None),
        ("Y", "spent", GENERAL, None),
    ]


def gec(identifier: str, at: str, *rows: str) -> str:
    where = '<sector code="15220"/><recipient-country code="ML"/>'
    return activity(identifier, *rows, ref=GEC, inside=where, attributes=f'hierarchy="{at}"')


@pytest.fixture
def fund(tmp_path: Path) -> Folder:
    """A fund that writes at level 1 what its two recipients write at level 2, and a family of another publisher."""
    folder = Folder(tmp_path / "sources", tmp_path / "lake")
    folder.file(
        "a.xml",
        gec("FUND", "1", "3 2016-02-01 10", "3 2017-02-01 30", "2 2016-01-01 50"),
        gec("ONE", "2", "3 2016-02-01 10"),
        gec("TWO", "2", "3 2017-02-01 30"),
        activity(
            "P", "3 2016-02-01 5", ref="NL-9", inside='<sector code="15220"/><related-activity ref="Q" type="2"/>'
        ),
        activity("Q", "3 2016-02-01 3", ref="NL-9", inside='<sector code="15220"/>'),
    )
    return folder


def test_each_euro_of_the_fund_counts_once_and_the_slow_twin_agrees(fund: Folder) -> None:
    found = fund.build()
    slices = found.table("slice")
    assert slices.filter(pl.col("measure") == "field").group_by("kind").agg(pl.col("amount_eur_cents").sum()).sort(
        "kind"
    ).rows() == [("commitment", 5000), ("spent", 4500)]
    plain: dict[tuple[str, str], int] = defaultdict(int)
    for piece in follow(fund.root)[1]:
        plain[piece.measure, piece.kind] += piece.cents or 0
    fast = slices.group_by("measure", "kind").agg(pl.col("amount_eur_cents").sum())
    assert {(m, k): cents for m, k, cents in fast.iter_rows()} == plain
    assert set(found.table("issue").filter(pl.col("element") == "related-activity")["reason"]) == {
        LARGER_REASON,
        LEVEL_REASON,
    }


def test_the_rule_of_a_withheld_publisher_is_withheld(fund: Folder, tmp_path: Path) -> None:
    fund.build()
    (tmp_path / "list.csv").write_text(f"kind,value,reason\npartner,{GEC},\n")
    told = opened(fund.lake, load_suppression(tmp_path / "list.csv")).table("level_rule")
    assert set(told["partner_ref"]) == {"NL-9"}
