"""Shares of sectors and places: which codes an activity or transaction names, and how much each weighs.

A share is a whole number: its weight over the sum of the unit's weights. Percentages count in ten-thousandths of a
percent (100 % is 1,000,000). Rule: a missing percentage beside given ones takes the rest, several take it equally; with none
given all weigh the same; what does not sum to 100 is rescaled, and recorded.
"""

from __future__ import annotations

from math import gcd

import polars as pl

WHOLE = 1_000_000
DAC_5, DAC_3 = "1", "2"
SECTOR_VOCABULARIES = {None: DAC_5, "1": DAC_5, "DAC": DAC_5, "2": DAC_3, "DAC-3": DAC_3}
SHARE = {"unit": pl.Int64, "code": pl.String, "weight": pl.Int64}


def weigh(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """unit, code, percentage (Decimal) -> (unit, code, weight Int64 > 0; issues: unit, value, reason).

    One row a code of a unit in the result; rows without a code are issues.
    """
    stated = (pl.col("percentage").to_physical().cast(pl.Int64) + 50) // 100
    coded = rows.filter(pl.col("code").is_not_null()).with_columns(p=stated)
    negative = coded.filter(pl.col("p") < 0)
    coded = coded.with_columns(p=pl.when(pl.col("p") >= 0).then("p"))
    unit = coded.group_by("unit").agg(
        given=pl.col("p").sum(),
        stated=pl.col("p").is_not_null().sum().cast(pl.Int64),
        missing=pl.col("p").is_null().sum().cast(pl.Int64),
    )
    rest = pl.max_horizontal(WHOLE - pl.col("given"), pl.lit(0))
    none = (pl.col("stated") == 0) | ((pl.col("given") == 0) & (pl.col("missing") == 0))
    weight = (
        pl.when(none)
        .then(pl.lit(1, dtype=pl.Int64))
        .when(pl.col("missing") == 0)
        .then("p")
        .when(pl.col("p").is_null())
        .then(rest)
        .otherwise(pl.col("p") * pl.col("missing"))
    )
    weighed = coded.join(unit, on="unit", how="left").with_columns(weight=weight)
    shares = (
        weighed.filter(pl.col("weight") > 0).group_by("unit", "code").agg(pl.col("weight").sum()).sort("unit", "code")
    )
    off = unit.filter((pl.col("stated") > 0) & (pl.col("missing") == 0) & (pl.col("given") != WHOLE))
    over = unit.filter((pl.col("stated") > 0) & (pl.col("missing") > 0) & (pl.col("given") >= WHOLE))
    partly = unit.filter((pl.col("stated") > 0) & (pl.col("missing") > 0) & (pl.col("given") < WHOLE))
    several = unit.filter((pl.col("stated") == 0) & (pl.col("missing") > 1))
    percent = (pl.col("given").cast(pl.Decimal(20, 4)) / 10_000).cast(pl.Decimal(20, 4)).cast(pl.String)
    issues = [
        off.select("unit", percent.alias("value"), pl.lit("percentages do not sum to 100: rescaled").alias("reason")),
        over.select("unit", percent.alias("value"), pl.lit("a percentage is missing and the others leave nothing: it gets nothing").alias("reason")),
        partly.select("unit", percent.alias("value"), pl.lit("a percentage is missing: it gets the rest").alias("reason")),
        several.select("unit", pl.lit("").alias("value"), pl.lit("several without a percentage: equal shares").alias("reason")),
        negative.select("unit", pl.col("percentage").cast(pl.String).alias("value"), pl.lit("negative percentage: treated as missing").alias("reason")),
    ]
    return shares.select("unit", "code", "weight"), pl.concat(issues)


def one_vocabulary(rows: pl.DataFrame) -> pl.DataFrame:
    """Of each unit's sectors those of DAC 5 digits, else DAC 3 digits, else none: never pooled. Adds `level`."""
    known = rows.with_columns(
        level=pl.col("vocabulary").replace_strict(
            {k: v for k, v in SECTOR_VOCABULARIES.items() if k}, default=None, return_dtype=pl.String
        )
    ).with_columns(level=pl.when(pl.col("vocabulary").is_null()).then(pl.lit(DAC_5)).otherwise("level"))
    dac = known.filter(pl.col("level").is_not_null() & pl.col("code").is_not_null())
    return dac.filter(pl.col("level") == pl.col("level").min().over("unit"))


def _regions_beside(countries: pl.DataFrame, regions: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Countries at their stated share and regions over what they leave, as whole numbers without a common divisor."""
    rows: list[tuple[int, str, str, int]] = []
    total = dict(sums.iter_rows())
    named: dict[int, list[tuple[str, int]]] = {}
    for unit, code, weight in regions.iter_rows():
        named.setdefault(unit, []).append((code, weight))
    stated: dict[int, list[tuple[str, int]]] = {}
    for unit, code, weight in countries.iter_rows():
        stated.setdefault(unit, []).append((code, weight))
    for unit in sorted(stated):
        left, whole = WHOLE - total[unit], sum(weight for _, weight in named[unit])
        mine = [("country", code, weight * whole) for code, weight in stated[unit]]
        mine += [("region", code, weight * left) for code, weight in named[unit]]
        divisor = gcd(*(weight for _, _, weight in mine))
        rows += [(unit, kind, code, weight // divisor) for kind, code, weight in mine]
    return pl.DataFrame(rows, schema={"unit": pl.Int64, "kind": pl.String, "code": pl.String, "weight": pl.Int64}, orient="row")


def places(countries: pl.DataFrame, regions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """unit, kind (country|region), code, weight: regions count only for what the countries leave below 100.

    countries: unit, code, percentage. regions: also vocabulary; only the DAC's, or where none, the first vocabulary.
    """
    dac = regions.with_columns(v=pl.col("vocabulary").fill_null("1")).filter(pl.col("code").is_not_null())
    one = dac.filter(pl.col("v") == pl.col("v").min().over("unit"))
    country_weight, country_issue = weigh(countries)
    region_weight, region_issue = weigh(one.select("unit", "code", "percentage"))
    stated = (pl.col("percentage").to_physical().cast(pl.Int64) + 50) // 100
    sums = (
        countries.filter(pl.col("code").is_not_null())
        .group_by("unit")
        .agg(total=stated.sum(), missing=pl.col("percentage").is_null().sum(), low=stated.min())
    )
    both = sums.join(region_weight.select("unit").unique(), on="unit", how="semi").filter(
        (pl.col("missing") == 0) & (pl.col("total") < WHOLE) & (pl.col("total") > 0) & (pl.col("low") >= 0)
    )
    mixed = _regions_beside(
        country_weight.join(both, on="unit", how="semi"),
        region_weight.join(both, on="unit", how="semi"),
        both.select("unit", "total").sort("unit"),
    )
    only_countries = country_weight.join(both, on="unit", how="anti").with_columns(kind=pl.lit("country"))
    only_regions = region_weight.join(sums, on="unit", how="anti").with_columns(kind=pl.lit("region"))
    order = ["unit", "kind", "code", "weight"]
    result = pl.concat([only_countries.select(order), only_regions.select(order), mixed.select(order)]).sort("unit", "kind", "code")
    country_issue = country_issue.join(both, on="unit", how="anti")
    region_issue = region_issue.join(only_regions, on="unit", how="semi")
    return result, pl.concat([country_issue, region_issue])
