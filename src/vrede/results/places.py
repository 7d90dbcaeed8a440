"""Where activities say they work, as precisely as they say it: points, areas by code, and countries."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import polars as pl

EARTH_METRES = 6_371_000
COUNTRY_FEATURES = ("PCLI", "PCL", "PCLD", "PCLS")
"""LocationType codes of whole countries: such a point is the middle of a map, not a place of work."""
NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?"


def points(location: pl.DataFrame) -> pl.DataFrame:
    """activity_key, lat, lon (degrees): the points that can be read and are on Earth; 0 0 and whole countries are none."""
    return (
        location.filter(~pl.col("feature").fill_null("").is_in(list(COUNTRY_FEATURES)))
        .select(
            "activity_key",
            pair=pl.col("position").str.strip_chars().str.extract_groups(rf"^({NUMBER})[\s,]+({NUMBER})$"),
        )
        .select(
            "activity_key",
            lat=pl.col("pair").struct[0].cast(pl.Float64, strict=False),
            lon=pl.col("pair").struct[1].cast(pl.Float64, strict=False),
        )
        .filter(
            pl.col("lat").is_between(-90, 90)
            & pl.col("lon").is_between(-180, 180)
            & ~((pl.col("lat") == 0) & (pl.col("lon") == 0))
        )
        .unique()
        .sort("activity_key", "lat", "lon")
    )


def areas(location: pl.DataFrame) -> pl.DataFrame:
    """activity_key, gazetteer, area: places named by a code of a list (list GeographicVocabulary)."""
    parts = [
        location.select("activity_key", gazetteer=vocabulary, area=code)
        for vocabulary, code in (
            ("location_id_vocabulary", "location_id"),
            ("administrative_vocabulary", "administrative"),
        )
        if vocabulary in location.columns
    ]
    stated = pl.concat(parts).with_columns(pl.col("gazetteer").str.strip_chars(), pl.col("area").str.strip_chars())
    return (
        stated.filter((pl.col("gazetteer").fill_null("") != "") & pl.col("area").fill_null("").str.contains("[0-9]"))
        .unique()
        .sort("activity_key", "gazetteer", "area")
    )


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> int:
    """The distance over the ground between two points in degrees, in whole metres (great circle).

    >>> metres(52.0, 5.0, 52.0, 5.0)
    0
    """
    a, b, c, d = map(radians, (lat, lon, other_lat, other_lon))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return round(2 * EARTH_METRES * asin(min(1.0, sqrt(half))))


def distance(lat: str, lon: str, other_lat: str, other_lon: str) -> pl.Expr:
    """`metres` over columns."""
    a, b, c, d = (pl.col(name).radians() for name in (lat, lon, other_lat, other_lon))
    half = ((c - a) / 2).sin() ** 2 + a.cos() * c.cos() * ((d - b) / 2).sin() ** 2
    return (2 * EARTH_METRES * half.sqrt().clip(0, 1).arcsin()).round(0).cast(pl.Int64)
