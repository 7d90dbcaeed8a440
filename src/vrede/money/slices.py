"""From tables of activities and transactions to slices: one row a transaction x sector x place, priced to the cent."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.money.shares import one_vocabulary, places, weigh
from vrede.money.split import LARGEST_WEIGHT, split

IATI_TYPE_COMMITMENT = "2"
IATI_TYPE_DISBURSEMENT = "3"
IATI_TYPE_EXPENDITURE = "4"
KIND_OF_TYPE = {IATI_TYPE_COMMITMENT: "commitment", IATI_TYPE_DISBURSEMENT: "spent", IATI_TYPE_EXPENDITURE: "spent"}
BLOCK = 250_000


def _dimension(
    counted: pl.DataFrame, of_transaction: pl.DataFrame, of_activity: pl.DataFrame, names: list[str]
) -> pl.DataFrame:
    """The shares of each counted transaction: its own where it has any row of this dimension, else its activity's."""
    return (
        counted.select("transaction_key", "activity_key", "own")
        .join(
            pl.concat(
                [
                    of_transaction.with_columns(own=pl.lit(True)),
                    of_activity.with_columns(own=pl.lit(False)),
                ]
            ),
            left_on=[pl.when("own").then("transaction_key").otherwise("activity_key"), "own"],
            right_on=["unit", "own"],
            how="left",
        )
        .select("transaction_key", *names)
    )


def _units(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame.rename({key: "unit"})


def _noted(issues: pl.DataFrame, owner: pl.DataFrame, element: str) -> pl.DataFrame:
    """Issues of units as rows of activities, and of transactions where these are the units. owner maps unit to both."""
    return issues.join(owner, on="unit", how="inner").select(
        "transaction_key", "activity_key", pl.lit(element).alias("element"), "value", "reason"
    )


def _iso3(rows: pl.DataFrame, codes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Country codes as ISO3; what is no country becomes an issue and takes no share."""
    joined = rows.with_columns(iso2=pl.col("code").str.to_uppercase()).join(
        codes, on="iso2", how="left", maintain_order="left"
    )
    bad = joined.filter(pl.col("code").is_not_null() & pl.col("iso3").is_null()).select(
        "unit", pl.col("code").alias("value"), pl.lit("not a country code: takes no share").alias("reason")
    )
    return joined.select("unit", pl.col("iso3").alias("code"), "percentage"), bad


def make_slices(tables: Mapping[str, pl.DataFrame], codes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(slices, issues). tables: transaction (priced), sector, recipient_country, recipient_region, transaction_sector,
    transaction_country, transaction_region, each with activity_key or transaction_key. codes: iso2, iso3.

    Slices: transaction_key, activity_key, kind, year (Int32, null without a date), sector_level ('1', '2' or null),
    sector_code, place_kind (country, region of the DAC, none), place_code, share_ppm, amount_eur_cents (Int64, null: unpriced).
    The whole dimension of a transaction wins over its activity's.
    """
    counted = (
        tables["transaction"]
        .with_columns(
            kind=pl.col("transaction_type").replace_strict(KIND_OF_TYPE, default=None, return_dtype=pl.String)
        )
        .filter(pl.col("kind").is_not_null())
        .with_columns(year=pl.col("transaction_date").dt.year().cast(pl.Int32))
        .select("transaction_key", "activity_key", "kind", "year", "amount_eur_cents")
    )
    keys, activities = counted.select("transaction_key"), counted.select("activity_key").unique()
    sector_t = _units(tables["transaction_sector"].join(keys, on="transaction_key", how="semi"), "transaction_key")
    country_t = _units(tables["transaction_country"].join(keys, on="transaction_key", how="semi"), "transaction_key")
    region_t = _units(tables["transaction_region"].join(keys, on="transaction_key", how="semi"), "transaction_key")
    sector_a = _units(tables["sector"].join(activities, on="activity_key", how="semi"), "activity_key")
    country_a = _units(tables["recipient_country"].join(activities, on="activity_key", how="semi"), "activity_key")
    region_a = _units(tables["recipient_region"].join(activities, on="activity_key", how="semi"), "activity_key")

    of_transaction = counted.select("activity_key", "transaction_key", unit="transaction_key")
    of_activity = activities.select(
        "activity_key", unit="activity_key", transaction_key=pl.lit(None, dtype=counted.schema["transaction_key"])
    )
    issues: list[pl.DataFrame] = []
    sectors, place_shares = [], []
    for sector, country, region, owner, prefix in (
        (sector_t, country_t, region_t, of_transaction, "transaction/"),
        (sector_a, country_a, region_a, of_activity, ""),
    ):
        one = one_vocabulary(sector)
        shares, found = weigh(one.select("unit", "code", "percentage"))
        issues.append(_noted(found, owner, prefix + "sector"))
        sectors.append(shares.join(one.select("unit", "level").unique(), on="unit", how="left"))
        iso3, bad = _iso3(country, codes)
        place, found = places(iso3, region.select("unit", "code", "percentage", "vocabulary"))
        issues.append(_noted(bad, owner, prefix + "recipient-country"))
        for element in ("recipient-country", "recipient-region"):
            said = found.filter(pl.col("element") == element).drop("element")
            issues.append(_noted(said, owner, prefix + element))
        place_shares.append(place)
    own_sector = counted.with_columns(own=pl.col("transaction_key").is_in(sector_t["unit"].unique().implode()))
    named = pl.concat([country_t.select("unit"), region_t.select("unit")])["unit"].unique()
    own_place = counted.with_columns(own=pl.col("transaction_key").is_in(named.implode()))
    names = ["sector_level", "sector_code", "sector_weight"]
    renamed = {"level": "sector_level", "code": "sector_code", "weight": "sector_weight"}
    of_sector = _dimension(own_sector, sectors[0].rename(renamed), sectors[1].rename(renamed), names)
    names = ["place_kind", "place_code", "place_weight"]
    renamed = {"kind": "place_kind", "code": "place_code", "weight": "place_weight"}
    of_place = _dimension(own_place, place_shares[0].rename(renamed), place_shares[1].rename(renamed), names)
    blocks = []
    for start in range(0, counted.height, BLOCK):
        block = counted.slice(start, BLOCK)
        crossed = (
            block.join(of_sector, on="transaction_key", how="inner")
            .join(of_place, on="transaction_key", how="inner")
            .with_columns(
                pl.col("sector_weight", "place_weight").fill_null(1), place_kind=pl.col("place_kind").fill_null("none")
            )
            .pipe(_weighed)
        )
        blocks.append(_finished(split(crossed)))
    slices = pl.concat(blocks) if blocks else _finished(split(_nothing(counted)))
    return slices.with_row_index("slice_key").with_columns(pl.col("slice_key").cast(pl.Int64)), pl.concat(issues)


def _weighed(crossed: pl.DataFrame) -> pl.DataFrame:
    """Adds weight: sector times place. In the wider integer only where a product would leave Int64: it is slower."""
    product = pl.col("sector_weight").cast(pl.Float64) * pl.col("place_weight")  # a guard only: it decides no share
    largest = crossed.select(product.sum().over("transaction_key").max()).item() or 0
    wide = pl.Int128 if largest > LARGEST_WEIGHT else pl.Int64
    return crossed.with_columns(weight=pl.col("sector_weight").cast(wide) * pl.col("place_weight"))


def _nothing(counted: pl.DataFrame) -> pl.DataFrame:
    text = pl.lit(None, dtype=pl.String)
    return counted.with_columns(
        sector_level=text, sector_code=text, place_kind=text, place_code=text, weight=pl.lit(1, dtype=pl.Int64)
    )


def _finished(rows: pl.DataFrame) -> pl.DataFrame:
    total = pl.col("weight").sum().over("transaction_key").cast(pl.Int128)
    ppm = ((pl.col("weight").cast(pl.Int128) * 2_000_000 + total) // (total * 2)).cast(pl.Int64)
    return rows.with_columns(share_ppm=ppm).select(
        "transaction_key",
        "activity_key",
        "kind",
        "year",
        "sector_level",
        "sector_code",
        "place_kind",
        "place_code",
        "share_ppm",
        amount_eur_cents="slice_eur_cents",
    )
