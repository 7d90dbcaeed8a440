"""Shares of sectors and places: which codes an activity or transaction names, and how much each weighs.

A share is a whole number: its weight over the sum of the unit's weights. Percentages count in ten-thousandths of a
percent (100 % is 1,000,000). Rule: a missing percentage beside given ones takes the rest, several take it equally; with none
given all weigh the same; what does not sum to 100 is rescaled, and recorded.
"""

from __future__ import annotations

from math import gcd

import polars as pl

WHOLE = 1_000_000
LARGEST_PERCENT = 1_000  # above it a share is a typing error
LARGEST_TOTAL = 10 * WHOLE  # of the weights of one unit and dimension, so that products of two dimensions stay exact
DAC_5, DAC_3 = "1", "2"
SECTOR_VOCABULARIES = {None: DAC_5, "1": DAC_5, "DAC": DAC_5, "2": DAC_3, "DAC-3": DAC_3}
DAC_REGIONS = "1"
DAC_REGION_CODE = "^[0-9]{1,4}$"
NOWHERE = ""  # stands for every code of another list while shares are worked out
OTHER_LIST = "a region of another list than the DAC's: its money has no named place"
NOTHING_KNOWN = "countries and regions without a percentage: what goes where is not known"
REST_UNKNOWN = "a country and a region without a percentage: where the rest goes is not known"
REST_BESIDE_REGION = "a country without a percentage beside a region: it gets what the others leave"
NOTHING_LEFT = "a country without a percentage beside a region that leaves nothing: it gets nothing"
ODD = f"a percentage below 0 or above {LARGEST_PERCENT}: treated as missing"
SHARE = {"unit": pl.Int64, "code": pl.String, "weight": pl.Int64}


def _stated() -> pl.Expr:
    """The percentage in ten-thousandths of a percent; null where there is none or it cannot be a share."""
    sound = pl.col("percentage").is_between(0, LARGEST_PERCENT)
    return (pl.when(sound).then("percentage").to_physical().cast(pl.Int64) + 50) // 100


def _reduced(shares: pl.DataFrame) -> pl.DataFrame:
    """The same shares in smaller numbers where a unit's weights are large; exact unless no common divisor is left."""
    large = shares.filter(pl.col("weight").sum().over("unit") > LARGEST_TOTAL)
    if large.is_empty():
        return shares
    rows: list[tuple[int, str, int]] = []
    for group in large.partition_by("unit"):
        weights = group["weight"].to_list()
        divisor = gcd(*weights)
        weights = [weight // divisor for weight in weights]
        total = sum(weights)
        if total > LARGEST_TOTAL:
            weights = [max(weight * LARGEST_TOTAL // total, 1) for weight in weights]
        rows += [
            (unit, code, w) for (unit, code), w in zip(group.select("unit", "code").iter_rows(), weights, strict=True)
        ]
    kept = shares.join(large.select("unit").unique(), on="unit", how="anti", maintain_order="left")
    return pl.concat([kept, pl.DataFrame(rows, schema=SHARE, orient="row")]).sort("unit", "code")


def weigh(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """unit, code, percentage (Decimal) -> (unit, code, weight Int64 > 0; issues: unit, value, reason).

    One row a code of a unit in the result; rows without a code are issues.
    """
    coded = rows.filter(pl.col("code").is_not_null()).with_columns(p=_stated())
    bare = rows.filter(pl.col("code").is_null())
    odd = coded.filter(pl.col("percentage").is_not_null() & pl.col("p").is_null())
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
    shares = _reduced(shares.select("unit", "code", "weight"))
    off = unit.filter((pl.col("stated") > 0) & (pl.col("missing") == 0) & (pl.col("given") != WHOLE))
    over = unit.filter((pl.col("stated") > 0) & (pl.col("missing") > 0) & (pl.col("given") >= WHOLE))
    partly = unit.filter((pl.col("stated") > 0) & (pl.col("missing") > 0) & (pl.col("given") < WHOLE))
    several = unit.filter((pl.col("stated") == 0) & (pl.col("missing") > 1))
    percent = (pl.col("given").cast(pl.Decimal(20, 4)) / 10_000).cast(pl.Decimal(20, 4)).cast(pl.String)
    issues = [
        off.select("unit", percent.alias("value"), pl.lit("percentages do not sum to 100: rescaled").alias("reason")),
        over.select(
            "unit",
            percent.alias("value"),
            pl.lit("a percentage is missing and the others leave nothing: it gets nothing").alias("reason"),
        ),
        partly.select(
            "unit", percent.alias("value"), pl.lit("a percentage is missing: it gets the rest").alias("reason")
        ),
        several.select(
            "unit", pl.lit("").alias("value"), pl.lit("several without a percentage: equal shares").alias("reason")
        ),
        odd.select("unit", pl.col("percentage").cast(pl.String).alias("value"), pl.lit(ODD).alias("reason")),
        bare.select("unit", pl.lit("").alias("value"), pl.lit("no code: takes no share").alias("reason")),
    ]
    return shares, pl.concat(issues)


def one_vocabulary(rows: pl.DataFrame) -> pl.DataFrame:
    """Of each unit's sectors those of DAC 5 digits, else DAC 3 digits, else none: never pooled. Adds `level`."""
    known = rows.with_columns(
        level=pl.col("vocabulary").replace_strict(
            {k: v for k, v in SECTOR_VOCABULARIES.items() if k}, default=None, return_dtype=pl.String
        )
    ).with_columns(level=pl.when(pl.col("vocabulary").is_null()).then(pl.lit(DAC_5)).otherwise("level"))
    dac = known.filter(pl.col("level").is_not_null())
    coded = pl.when(pl.col("code").is_not_null()).then("level").min().over("unit")
    return dac.filter((pl.col("level") == coded) | coded.is_null())


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
    return pl.DataFrame(
        rows, schema={"unit": pl.Int64, "kind": pl.String, "code": pl.String, "weight": pl.Int64}, orient="row"
    )


def _unclear(countries: pl.DataFrame, regions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Shares of units in which a country without a percentage stands beside a region: all that has none takes what is left.

    Where it is not known how a rest, or the whole, divides over countries and regions, it has no named place. Both: unit, code, percentage.
    """
    named: dict[int, list[tuple[str, str, int | None]]] = {}
    for kind, rows in (("country", countries), ("region", regions)):
        for unit, code, percent in rows.select("unit", "code", _stated()).iter_rows():
            named.setdefault(unit, []).append((kind, code, percent))
    made: list[tuple[int, str, str, int]] = []
    told: list[tuple[int, str, str]] = []
    for unit, places in sorted(named.items()):
        given = sum(percent or 0 for _kind, _code, percent in places)
        open_countries = [code for kind, code, percent in places if kind == "country" and percent is None]
        regions_too = any(kind == "region" and percent is None for kind, _code, percent in places)
        rest = max(WHOLE - given, 0)
        if not given:
            made.append((unit, "none", NOWHERE, 1))
            told.append((unit, "", NOTHING_KNOWN))
            continue
        several = len(open_countries)
        made += [(unit, kind, code, percent * several) for kind, code, percent in places if percent]
        value = f"{given / 10_000:.4f}"
        if not rest:
            told.append((unit, value, NOTHING_LEFT))
        elif regions_too:
            made.append((unit, "none", NOWHERE, rest * several))
            told.append((unit, value, REST_UNKNOWN))
        else:
            made += [(unit, "country", code, rest) for code in open_countries]
            told.append((unit, value, REST_BESIDE_REGION))
    order = {"unit": pl.Int64, "kind": pl.String, "code": pl.String, "weight": pl.Int64}
    shares = pl.DataFrame(made, schema=order, orient="row").group_by("unit", "kind", "code").agg(pl.col("weight").sum())
    issues = pl.DataFrame(told, schema={"unit": pl.Int64, "value": pl.String, "reason": pl.String}, orient="row")
    return shares.sort("unit", "kind", "code"), issues


def places(countries: pl.DataFrame, regions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """unit, kind (country|region|none), code, weight: regions count only for what the countries leave below 100.

    countries: unit, code, percentage. regions: also vocabulary; only the DAC's, or where none, the first vocabulary.
    A region that is not on the DAC's list keeps its share, as a place that is not named (kind none, without a code),
    and is an issue: the same code means something else there. A country without a percentage beside a region takes what both leave, and
    where neither has one nothing is known. Issues: unit, value, reason, element.
    """
    coded = regions.with_columns(v=pl.col("vocabulary").fill_null(DAC_REGIONS)).filter(pl.col("code").is_not_null())
    dac = pl.col("v") == DAC_REGIONS
    one = coded.filter(
        pl.when(dac.any().over("unit")).then(dac).otherwise(pl.col("v") == pl.col("v").min().over("unit"))
    )
    strange = ~(dac & pl.col("code").str.contains(DAC_REGION_CODE))
    elsewhere = one.filter(strange).select(
        "unit", pl.format("{} ({})", "code", "v").alias("value"), pl.lit(OTHER_LIST).alias("reason")
    )
    one = one.with_columns(code=pl.when(~strange).then("code").otherwise(pl.lit(NOWHERE)))
    bare = countries.filter(pl.col("code").is_not_null() & _stated().is_null()).select("unit").unique()
    unclear = bare.join(one.select("unit").unique(), on="unit", how="semi")
    of_unclear, unclear_issue = _unclear(
        countries.filter(pl.col("code").is_not_null()).join(unclear, on="unit", how="semi", maintain_order="left"),
        one.join(unclear, on="unit", how="semi", maintain_order="left"),
    )
    countries = countries.join(unclear, on="unit", how="anti", maintain_order="left")
    one = one.join(unclear, on="unit", how="anti", maintain_order="left")
    country_weight, country_issue = weigh(countries)
    region_weight, region_issue = weigh(one.select("unit", "code", "percentage"))
    sums = (
        countries.filter(pl.col("code").is_not_null())
        .group_by("unit")
        .agg(total=_stated().sum(), missing=_stated().is_null().sum())
    )
    left_over = (pl.col("missing") == 0) & (pl.col("total") < WHOLE)
    beside = sums.join(region_weight.select("unit").unique(), on="unit", how="semi").filter(left_over)
    both = beside.filter(pl.col("total") > 0)
    # Countries at 0 % leave everything to the regions.
    nothing = beside.filter(pl.col("total") == 0)
    sums = sums.join(nothing, on="unit", how="anti")
    country_weight = country_weight.join(nothing, on="unit", how="anti")
    mixed = _regions_beside(
        country_weight.join(both, on="unit", how="semi"),
        region_weight.join(both, on="unit", how="semi"),
        both.select("unit", "total").sort("unit"),
    )
    only_countries = country_weight.join(both, on="unit", how="anti").with_columns(kind=pl.lit("country"))
    only_regions = region_weight.join(sums, on="unit", how="anti").with_columns(kind=pl.lit("region"))
    order = ["unit", "kind", "code", "weight"]
    parts = (only_countries.select(order), only_regions.select(order), mixed.select(order), of_unclear.select(order))
    result = pl.concat(parts).sort("unit", "kind", "code")
    nowhere = pl.col("code") == NOWHERE
    result = result.with_columns(
        kind=pl.when(nowhere).then(pl.lit("none")).otherwise("kind"), code=pl.when(~nowhere).then("code")
    )
    country_issue = country_issue.join(beside, on="unit", how="anti")
    region_issue = region_issue.join(only_regions, on="unit", how="semi")
    used = pl.concat([only_regions.select("unit"), both.select("unit")])
    elsewhere = elsewhere.join(used, on="unit", how="semi")
    return result, pl.concat(
        [
            country_issue.with_columns(element=pl.lit("recipient-country")),
            region_issue.with_columns(element=pl.lit("recipient-country")),
            unclear_issue.with_columns(element=pl.lit("recipient-country")),
            elsewhere.with_columns(element=pl.lit("recipient-region")),
        ]
    )
