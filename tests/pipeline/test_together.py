"""What several sources give of one table: one producer a series, and codes of no country apart."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from vrede.pipeline.together import together
from vrede.sources.country_series import COUNTRY_SERIES, SERIES_APART, SERIES_FILE


def part(fetched: bool, *values: tuple[str, str, int, int]) -> dict[str, pl.DataFrame]:
    """Tables of a source with these values (indicator, code, year, number)."""
    file = "asked" if fetched else "collected"
    rows = [(i, c, y, Decimal(n), file, at) for at, (i, c, y, n) in enumerate(values, 1)]
    told = {"series": "x", "series_file": file, "retrieved": "2026-11-30" if fetched else ""}
    return {
        "country_series": pl.DataFrame(rows, schema=COUNTRY_SERIES.schema, orient="row"),
        "series_file": SERIES_FILE.conform(pl.DataFrame([told])),
        "series_apart": SERIES_APART.empty(),
    }


def values(tables: dict[str, pl.DataFrame]) -> list[tuple[object, ...]]:
    """indicator, country, year, number."""
    return [
        (i, c, y, int(n))
        for i, c, y, n in tables["country_series"].select("indicator", "iso3", "year", "number").iter_rows()
    ]


def test_of_a_series_only_what_was_asked_counts() -> None:
    """Whole: a year that only the collected file has would be another method's. A series that nobody asked for stays."""
    old = part(False, ("gdp", "MLI", 2019, 1), ("gdp", "MLI", 2020, 2), ("rule_of_law", "MLI", 2019, 3))
    new = part(True, ("gdp", "MLI", 2020, 5), ("gdp", "NER", 2025, 6))
    expected = [("gdp", "MLI", 2020, 5), ("gdp", "NER", 2025, 6), ("rule_of_law", "MLI", 2019, 3)]
    assert values(together({"conflict": old, "worldbank": new})) == expected
    assert values(together({"worldbank": new, "conflict": old})) == expected


def test_codes_of_no_country_are_counted_apart() -> None:
    """An aggregate is no country and in no sum; people whose origin is no country have a code of their own and stay."""
    made = together(
        {
            "worldbank": part(
                True, ("gdp", "AFE", 2024, 1), ("gdp", "AFE", 2025, 2), ("gdp", "XXA", 2025, 3), ("gdp", "MLI", 2025, 4)
            )
        }
    )
    assert values(made) == [("gdp", "MLI", 2025, 4), ("gdp", "XXA", 2025, 3)]
    assert made["series_apart"].rows() == [("gdp", "AFE", 2, 2024, 2025)]
