"""Who gets which share: percentages given, missing, not 100; one vocabulary; regions beside countries; whose level wins."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakefolder import Folder, activity, transaction
from twin import shares as plain_shares
from vrede.money.shares import weigh
from vrede.sources.table import AMOUNT

PERCENTAGES = [
    # what it shows | code:percentage ... | cents of 100.01 euro by code
    ("given", "15220:60 72010:40", "15220=6001 72010=4000"),
    ("the other way round", "72010:40 15220:60", "15220=6001 72010=4000"),
    ("none given: equal", "15220 72010", "15220=5001 72010=5000"),
    ("one without a percentage has all", "15220", "15220=10001"),
    ("a missing one takes the rest", "15220:60 72010", "15220=6001 72010=4000"),
    ("two missing ones share the rest", "15220:50 72010 15190", "15190=2500 15220=5001 72010=2500"),
    ("a missing one beside 100 gets nothing", "15220:100 72010", "15220=10001"),
    ("a missing one beside more than 100 gets nothing", "15220:70 15130:70 72010", "15130=5001 15220=5000"),
    ("99.99: rescaled", "15220:33.33 15130:33.33 15150:33.33", "15130=3334 15150=3334 15220=3333"),
    ("100.01: rescaled", "15220:50.01 15130:50", "15130=5000 15220=5001"),
    ("50: rescaled to the whole", "15220:50", "15220=10001"),
    ("zero gets nothing", "15220:100 72010:0", "15220=10001"),
    ("all zero: equal", "15220:0 72010:0", "15220=5001 72010=5000"),
    ("negative: as missing", "15220:60 72010:-40", "15220=6001 72010=4000"),
    ("absurd: as missing", "15220:60 72010:999999999999999999", "15220=6001 72010=4000"),
    ("unreadable: as missing", "15220:60 72010:40%", "15220=6001 72010=4000"),
    ("one code twice: together", "15220:30 15220:30 72010:40", "15220=6001 72010=4000"),
    ("a code that is missing takes no share", ":60 72010:40", "72010=10001"),
    ("two vocabularies that each say 100: only the DAC's", "1/15220:100 2/152:60 2/720:40", "15220=10001"),
    (
        "the DAC's five digits before its three, whatever their order",
        "2/152:100 15220:50 15130:50",
        "15130=5001 15220=5000",
    ),
    ("three digits where there are no five", "2/152:75 2/720:25 99/x:100", "152=7501 720=2500"),
    ("the old word for the DAC's", "DAC/15220:100 99/1:100", "15220=10001"),
    ("vocabularies of others are no purpose", "99/1:100 10/4:100", "None=10001"),
    ("no sector", "", "None=10001"),
]


def sector_xml(cells: str) -> str:
    out = []
    for cell in cells.split():
        head, _, percentage = cell.partition(":")
        vocabulary, _, code = head.rpartition("/")
        marks = {"vocabulary": vocabulary, "code": code, "percentage": percentage}
        out.append("<sector " + " ".join(f'{k}="{v}"' for k, v in marks.items() if v) + "/>")
    return "".join(out)


def cents_by(snapshot: Any, column: str) -> str:
    rows = snapshot.table("slice").group_by(column).agg(pl.col("amount_eur_cents").sum()).sort(column)
    return " ".join(f"{code}={cents}" for code, cents in rows.iter_rows())


@pytest.mark.parametrize(("cells", "expected"), [row[1:] for row in PERCENTAGES], ids=[row[0] for row in PERCENTAGES])
def test_sectors(folder: Folder, cells: str, expected: str) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 100.01", inside=sector_xml(cells)))
    assert cents_by(folder.build(), "sector_code") == expected


def country(code: str, percentage: str = "") -> str:
    return f'<recipient-country code="{code}"' + (f' percentage="{percentage}"/>' if percentage else "/>")


def region(code: str, percentage: str = "", vocabulary: str = "") -> str:
    marks = (f' percentage="{percentage}"' if percentage else "") + (
        f' vocabulary="{vocabulary}"' if vocabulary else ""
    )
    return f'<recipient-region code="{code}"{marks}/>'


PLACES = [
    ("a country", country("ML"), "MLI=10001"),
    ("small letters", country("ml"), "MLI=10001"),
    ("a region for what countries leave", country("NE", "50") + country("ML", "30") + region("289", "20"), "289=2000 MLI=3000 NER=5001"),
    ("a region on top of 100 counts for nothing", country("NE", "50") + country("ML", "50") + region("289", "100"), "MLI=5001 NER=5000"),
    ("a country and a region without percentages: nothing is known", country("NE") + region("289"), "None=10001"),
    ("a country without a percentage gets what a region leaves", country("NE") + region("289", "60"), "289=6001 NER=4000"),
    ("several share it", country("NE") + country("ML") + region("289", "50"), "289=5001 MLI=2500 NER=2500"),
    ("nothing where a region leaves nothing", country("NE") + region("289", "100"), "289=10001"),
    ("a rest of nobody known is nowhere", country("NE", "40") + country("ML") + region("289"), "None=6001 NER=4000"),
    ("regions of another list are still places of their own", country("NE") + region("CWG", "30", "99"), "None=3000 NER=7001"),
    ("a region over what is left, whatever its own percentage", country("NE", "60") + region("289", "100"), "289=4000 NER=6001"),
    ("countries at zero leave all", country("NE", "0") + region("289", "100"), "289=10001"),
    ("two regions by their percentages", country("NE", "50") + region("289", "10") + region("189", "30"), "189=3750 289=1250 NER=5001"),
    ("only regions", region("289", "75") + region("189", "25"), "189=2500 289=7501"),
    ("of two lists of regions one", region("289", "100", "1") + region("2", "100", "99"), "289=10001"),
    ("a region of another list is no place", region("CWG", "100", "99"), "None=10001"),
    ("nor is a number of another list, which would be another region of the DAC's", region("298", "100", "99"), "None=10001"),
    ("nor what is no code of the DAC's", region("CWG"), "None=10001"),
    ("regions of another list for what countries leave", country("NE", "60") + region("CWG", "20", "99") + region("AA", "20", "99"), "None=4000 NER=6001"),
    ("the DAC's list before another whose number is smaller", region("289", "100", "1") + region("2", "100", "0"), "289=10001"),
    ("what is no country takes no share", country("XX", "50") + country("ML", "50"), "MLI=10001"),
    ("Kosovo", country("XK"), "XKX=10001"),
    ("nowhere", "", "None=10001"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_places(folder: Folder, inside: str, expected: str) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 100.01", inside=inside))
    assert cents_by(folder.build(), "place_code") == expected


LEVELS = [
    ("the transaction's sector wins, whole", '<sector code="72010"/>', "72010 MLI"),
    ("the transaction's country wins, whole", country("SO"), "15220 SOM"),
    ("a region on the transaction beats a country of the activity", region("289"), "15220 289"),
    ("each dimension by itself", '<sector code="72010"/>' + country("SO"), "72010 SOM"),
    (
        "sectors of another vocabulary on the transaction leave no purpose",
        '<sector code="1" vocabulary="99"/>',
        "None MLI",
    ),
    ("nothing on the transaction: the activity's", "", "15220 MLI"),
]


@pytest.mark.parametrize(("inside", "expected"), [row[1:] for row in LEVELS], ids=[row[0] for row in LEVELS])
def test_whose_level(folder: Folder, inside: str, expected: str) -> None:
    rows = '<sector code="15220"/>' + country("ML") + transaction("3 2020-01-01 10", inside)
    folder.file("a.xml", activity("A", inside=rows))
    found = folder.build().table("slice").select("sector_code", "place_code", "amount_eur_cents").rows()
    assert found == [(*(None if v == "None" else v for v in expected.split()), 1000)]


ISSUES = [
    ("15220:60 72010", "a percentage is missing: it gets the rest"),
    ("15220:100 72010", "a percentage is missing and the others leave nothing: it gets nothing"),
    ("15220:33.33 72010:33.33", "percentages do not sum to 100: rescaled"),
    ("15220 72010", "several without a percentage: equal shares"),
    ("15220:60 72010:-40", "a percentage below 0 or above 1000: treated as missing"),
    (":60 72010:40", "no code: takes no share"),
]


@pytest.mark.parametrize(("cells", "reason"), ISSUES)
def test_what_was_done_to_shares_is_recorded(folder: Folder, cells: str, reason: str) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 100", inside=sector_xml(cells)))
    assert reason in folder.build().table("issue").filter(pl.col("element") == "sector")["reason"].to_list()


def test_what_is_no_country_is_recorded(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 100", inside=country("XX")))
    issues = folder.build().table("issue").filter(pl.col("element") == "recipient-country")
    assert ("XX", "not a country code: takes no share") in issues.select("value", "reason").rows()


def test_a_region_of_another_list_is_recorded(folder: Folder) -> None:
    folder.file("a.xml", activity("A", "3 2020-01-01 100", inside=region("CWG", "100", "99")))
    issues = folder.build().table("issue").filter(pl.col("element") == "recipient-region")
    assert issues.select("value", "reason").rows() == [
        ("CWG (99)", "a region of another list than the DAC's: its money has no named place")
    ]


def test_both_dimensions_at_once_and_nothing_lost(folder: Folder) -> None:
    """Sector x place: four slices of 0.05 euro."""
    inside = sector_xml("15220:50 72010:50") + country("ML", "50") + country("NE", "50")
    folder.file("a.xml", activity("A", "3 2020-01-01 0.05", inside=inside))
    rows = (
        folder.build()
        .table("slice")
        .select("sector_code", "place_code", "amount_eur_cents", "share_ppm")
        .sort("sector_code", "place_code")
        .rows()
    )
    assert rows == [
        ("15220", "MLI", 2, 250_000),
        ("15220", "NER", 1, 250_000),
        ("72010", "MLI", 1, 250_000),
        ("72010", "NER", 1, 250_000),
    ]


def test_many_odd_percentages_at_once_stay_exact(folder: Folder) -> None:
    """Eleven sectors without a percentage beside regions that sum to 99.9999: the products leave 64 bits."""
    inside = sector_xml("10001:49.9999 " + " ".join(str(20001 + n) for n in range(11)))
    inside += (
        country("ML", "33.3333")
        + country("NE", "33.3331")
        + "".join(region(str(r), "33.3337") for r in (289, 189, 998))
    )
    folder.file("a.xml", activity("A", "3 2020-01-01 999999999999.99", inside=inside))
    slices = folder.build().table("slice")
    assert (slices.height, slices["amount_eur_cents"].sum()) == (60, 99999999999999)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(["15220", "15130", "72010", "31120"]),
            st.one_of(st.none(), st.decimals(-5, 120, places=4), st.sampled_from([0, 100, 50])),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_shares_equal_the_plain_twin(cells: list[tuple[str, Any]]) -> None:
    frame = pl.DataFrame(
        {
            "unit": [1] * len(cells),
            "code": [c for c, _ in cells],
            "percentage": pl.Series([p for _, p in cells], dtype=AMOUNT, strict=False),
        }
    )
    shares, _ = weigh(frame)
    total = int(shares["weight"].sum())
    from fractions import Fraction

    found = {code: Fraction(weight, total) for _, code, weight in shares.iter_rows()}
    assert found == plain_shares([(code, "" if p is None else str(p)) for code, p in cells])
