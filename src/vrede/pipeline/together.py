"""What the sources give by themselves, put together: a table that several of them fill, and codes that are of no country."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from vrede.sources import all_sources
from vrede.sources.countries import apart_codes, country_codes

Tables = dict[str, pl.DataFrame]
SERIES, FILES, APART = "country_series", "series_file", "series_apart"


def given(found: Mapping[str, Path]) -> dict[str, Tables]:
    """Source -> the tables that it gives by itself; empty ones where it is not there. found: source -> its place. Raises what a reader raises."""
    return {source.name: source.tables_of(found.get(source.name)) for source in all_sources()}


def together(parts: Mapping[str, Tables]) -> Tables:
    """Every table of the sources, once. parts: source -> its tables.

    Of a series that two sources give, only the one that was asked of its producer counts, whole: two methods are never spliced.
    Values whose code no list of countries has are kept out and counted in series_apart.
    """
    made: Tables = {}
    for tables in parts.values():
        for name, frame in tables.items():
            made[name] = frame if name not in made else pl.concat([made[name], frame])
    if SERIES in made:
        made[SERIES], made[APART] = _known(_of_one_source(parts), made[APART])
    return made


def _of_one_source(parts: Mapping[str, Tables]) -> pl.DataFrame:
    frames = []
    for tables in parts.values():
        if SERIES in tables:
            files = tables[FILES].select("series_file", _fetched=pl.col("retrieved").fill_null("") != "")
            frames.append(tables[SERIES].join(files, on="series_file", how="left", maintain_order="left"))
    every = pl.concat(frames).with_columns(pl.col("_fetched").fill_null(False))
    best = pl.col("_fetched").max().over("indicator")
    chosen = every.filter(pl.col("_fetched") == best).drop("_fetched")
    once = chosen.unique(["indicator", "iso3", "year"], keep="last", maintain_order=True)
    return once.sort("indicator", "iso3", "year")


def _known(series: pl.DataFrame, empty: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(values of countries and of people of none, what stands under other codes)."""
    codes = [*country_codes()["iso3"].to_list(), *apart_codes()]
    strange = series.filter(~pl.col("iso3").is_in(codes))
    counted = strange.group_by("indicator", "iso3").agg(
        values=pl.len().cast(pl.Int64), first_year=pl.col("year").min(), last_year=pl.col("year").max()
    )
    told = counted.rename({"iso3": "code"}).sort("indicator", "code").select(empty.columns)
    return series.filter(pl.col("iso3").is_in(codes)), pl.concat([empty, told])
