"""How figures are written, in Dutch and in English. In the tables a no-break space is drawn as `_`."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.language.numbers import (
    change_in_millions,
    day,
    euro_exact,
    euro_millions,
    euro_round,
    millions,
    month,
    percent,
    percent_of,
    rounded,
    whole,
)
from vrede.language.ranges import euro_range


def drawn(text: str) -> str:
    return text.replace("\u00a0", "_")


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()[1:]]


MILLIONS = """
cents             | nl                 | en
123450000000      | €_1.234,5_mln      | €_1,234.5_m
0                 | €_0                | €_0
None              | –                  | –
-300000000        | €_−3,0_mln         | €_−3.0_m
4999999           | €_50.000           | €_50,000
3716849           | €_37.168           | €_37,168
49                | €_0,49             | €_0.49
5000000           | €_0,1_mln          | €_0.1_m
-4999999          | €_−50.000          | €_−50,000
-5000000          | €_−0,1_mln         | €_−0.1_m
999949999         | €_10,0_mln         | €_10.0_m
994999999         | €_9,9_mln          | €_9.9_m
995000000         | €_10,0_mln         | €_10.0_m
99994999999       | €_999,9_mln        | €_999.9_m
99995000000       | €_1.000,0_mln      | €_1,000.0_m
111840000000      | €_1.118,4_mln      | €_1,118.4_m
123456789012345678| €_1.234.567.890,1_mln | €_1,234,567,890.1_m
"""


@pytest.mark.parametrize(("cents", "nl", "en"), table(MILLIONS))
def test_millions_have_one_decimal_and_are_rounded_half_away_from_zero(cents: str, nl: str, en: str) -> None:
    amount = None if cents == "None" else int(cents)
    assert (drawn(euro_millions(amount, "nl")), drawn(euro_millions(amount, "en"))) == (nl, en)


BARE = """
cents        | nl     | en
8830000000   | 88,3   | 88.3
99994999999  | 999,9  | 999.9
99995000000  | 1.000  | 1,000
296049999999 | 2.960  | 2,960
296050000000 | 2.961  | 2,961
-296050000000| −2.961 | −2,961
1            | < 0,1  | < 0.1
-4999999     | > −0,1 | > −0.1
0            | 0      | 0
None         | –      | –
"""


@pytest.mark.parametrize(("cents", "nl", "en"), table(BARE))
def test_a_list_drops_the_decimal_from_a_thousand_on(cents: str, nl: str, en: str) -> None:
    amount = None if cents == "None" else int(cents)
    assert (millions(amount, "nl"), millions(amount, "en")) == (nl, en)


def test_where_small_changes_matter_the_decimal_stays() -> None:
    assert millions(111_920_000_000, "nl", fine=True) == "1.119,2"


CHANGES = """
cents       | nl      | en
6440000000  | +64,4   | +64.4
-1050000000 | −10,5   | −10.5
0           | 0       | 0
4999999     | < +0,1  | < +0.1
-1          | > −0,1  | > −0.1
123450000000| +1.234,5| +1,234.5
None        | –       | –
"""


@pytest.mark.parametrize(("cents", "nl", "en"), table(CHANGES))
def test_a_change_carries_its_sign(cents: str, nl: str, en: str) -> None:
    amount = None if cents == "None" else int(cents)
    assert (change_in_millions(amount, "nl"), change_in_millions(amount, "en")) == (nl, en)


EXACT = """
cents     | nl              | en
123456789 | €_1.234.567,89  | €_1,234,567.89
0         | €_0,00          | €_0.00
5         | €_0,05          | €_0.05
-5        | €_−0,05         | €_−0.05
-100000   | €_−1.000,00     | €_−1,000.00
None      | –               | –
"""


@pytest.mark.parametrize(("cents", "nl", "en"), table(EXACT))
def test_exact_is_to_the_cent(cents: str, nl: str, en: str) -> None:
    amount = None if cents == "None" else int(cents)
    assert (drawn(euro_exact(amount, "nl")), drawn(euro_exact(amount, "en"))) == (nl, en)


WHOLE = """
n       | nl      | en
0       | 0       | 0
999     | 999     | 999
12345   | 12.345  | 12,345
-1000   | −1.000  | −1,000
None    | –       | –
"""


@pytest.mark.parametrize(("number", "nl", "en"), table(WHOLE))
def test_a_count_has_its_thousands_marked(number: str, nl: str, en: str) -> None:
    count = None if number == "None" else int(number)
    assert (whole(count, "nl"), whole(count, "en")) == (nl, en)


PERCENT = """
share     | nl      | en
12/100    | 12_%    | 12%
0         | 0_%     | 0%
1         | 100_%   | 100%
125/1000  | 13_%    | 13%
-125/1000 | −13_%   | −13%
1/1000    | <_1_%   | <_1%
999/1000  | >_99_%  | >_99%
12        | 1.200_% | 1,200%
-1/1000   | 0_%     | 0%
None      | –       | –
"""


@pytest.mark.parametrize(("share", "nl", "en"), table(PERCENT))
def test_a_share_is_whole_per_cent_and_never_rounds_to_nothing_or_all(share: str, nl: str, en: str) -> None:
    exact = None if share == "None" else Fraction(share)
    assert (drawn(percent(exact, "nl")), drawn(percent(exact, "en"))) == (nl, en)


def test_a_chance_may_be_a_float() -> None:
    assert drawn(percent(0.91, "nl")) == "91_%"


def test_a_chance_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        percent(float("nan"), "nl")


@pytest.mark.parametrize(
    ("part", "total", "expected"), [(1, 3, "33%"), (0, 3, "0%"), (1, 0, "–"), (None, 3, "–"), (3, None, "–")]
)
def test_a_part_of_nothing_or_of_the_unknown_is_unknown(part: int | None, total: int | None, expected: str) -> None:
    assert percent_of(part, total, "en") == expected


ROUND = """
cents       | nl           | en
1000000000  | €_10_mln     | €_10_m
30000000    | €_300.000    | €_300,000
100         | €_1          | €_1
0           | €_0          | €_0
"""


@pytest.mark.parametrize(("cents", "nl", "en"), table(ROUND))
def test_a_bound_is_written_without_decimals(cents: str, nl: str, en: str) -> None:
    assert (drawn(euro_round(int(cents), "nl")), drawn(euro_round(int(cents), "en"))) == (nl, en)


@pytest.mark.parametrize(
    ("low", "high", "language", "expected"),
    [
        (None, 100_000_000, "nl", "minder dan €_1_mln"),
        (100_000_000, 300_000_000, "nl", "€_1_mln tot €_3_mln"),
        (300_000_000, None, "nl", "€_3_mln of meer"),
        (None, 100_000_000, "en", "less than €_1_m"),
        (100_000_000, 300_000_000, "en", "€_1_m to €_3_m"),
        (300_000_000, None, "en", "€_3_m or more"),
    ],
)
def test_a_range_is_said_in_words(low: int | None, high: int | None, language: str, expected: str) -> None:
    assert drawn(euro_range(low, high, language)) == expected


def test_a_range_without_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="says nothing"):
        euro_range(None, None, "nl")


def test_dates_are_written_out() -> None:
    first = date(2025, 6, 1)
    assert [day(first, "nl"), day(first, "en"), month(first, "nl"), month(first, "en")] == [
        "1 juni 2025",
        "1 June 2025",
        "juni 2025",
        "June 2025",
    ]


def test_a_month_of_the_lake_is_written_out() -> None:
    assert (month("2025-03", "nl"), month("2024-12", "en")) == ("maart 2025", "December 2024")


def test_an_unknown_date_is_a_dash() -> None:
    assert (day(None, "nl"), month(None, "en")) == ("–", "–")


def test_what_is_no_month_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        month("spring", "nl")


def test_another_language_is_refused() -> None:
    with pytest.raises(KeyError):
        euro_millions(1, "fr")


def read_back(text: str, language: str) -> Fraction:
    """The amount in euro cents that a reader takes from `€ 1.234,5 mln`."""
    group, point = (".", ",") if language == "nl" else (",", ".")
    digits = text.split("\u00a0")[1].replace("−", "-").replace(group, "").replace(point, ".")
    return Fraction(digits) * (100_000_000 if text.endswith(("m", "mln")) else 100)


@given(st.integers(-(10**18), 10**18), st.sampled_from(["nl", "en"]))
def test_millions_never_differ_more_than_half_a_unit(cents: int, language: str) -> None:
    assert abs(read_back(euro_millions(cents, language), language) - cents) <= 5_000_000


@given(st.integers(-(10**18), 10**18), st.sampled_from(["nl", "en"]))
def test_exact_amounts_read_back_to_the_cent(cents: int, language: str) -> None:
    assert read_back(euro_exact(cents, language), language) == cents


@given(st.integers(1, 10**18))
def test_minus_mirrors_plus(cents: int) -> None:
    shown = euro_millions(cents, "nl")
    assert euro_millions(-cents, "nl") == shown.replace("€\u00a0", "€\u00a0−")


@given(st.integers(-(10**12), 10**12), st.sampled_from(["nl", "en"]))
def test_what_is_not_nothing_is_never_shown_as_nought(cents: int, language: str) -> None:
    """Nor nothing as anything else: a reader of any of the three forms can tell."""
    nought = ("0", "€\u00a00")
    shown = (millions(cents, language), change_in_millions(cents, language), euro_millions(cents, language))
    assert any(text in nought for text in shown) is (cents == 0)


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**9))
def test_rounding_is_the_nearest_and_half_goes_away_from_zero(number: int, unit: int) -> None:
    off = rounded(number, unit) * unit - number
    assert abs(off) * 2 <= unit
    if abs(off) * 2 == unit:
        assert (off > 0) == (number > 0)
