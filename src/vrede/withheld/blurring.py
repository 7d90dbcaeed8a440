"""Activities that name a withheld country: their money stays, everything that tells where they are goes.

A text, a point, a file's name, a partner's activity number: each gives the country away, and so does the place of an
identifier among its neighbours. So these activities, and their transactions and slices, get numbers behind all others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import polars as pl

from vrede.sources import Table
from vrede.withheld.names import BY_NAME, LINKS, NAMED
from vrede.withheld.suppression import WITHHELD

NUMBERS = ("activity_key", "transaction_key", "slice_key", "receipt_key")


def placed_keys(tables: dict[str, pl.DataFrame], codes: list[str]) -> pl.Series:
    """activity_key of the activities that name one of these countries (ISO2), on themselves or on a transaction."""
    frames = [tables[name] for name in ("recipient_country", "transaction_country") if name in tables]
    hits = [f.filter(pl.col("code").str.to_uppercase().is_in(codes)).select("activity_key") for f in frames]
    none = pl.Series("activity_key", [], dtype=pl.Int64)
    return pl.concat(hits)["activity_key"].unique().sort() if hits else none


def identifiers_of(tables: dict[str, pl.DataFrame], keys: pl.Series) -> list[str]:
    """The identifiers of these activities."""
    mine = tables["activity"].filter(pl.col("activity_key").is_in(keys.implode()))
    return sorted(str(name) for name in mine["iati_identifier"].drop_nulls().unique() if name)


def touched(table: Table, keys: pl.Series) -> pl.Expr:
    """Whether a row is of one of these activities, from either side of it."""
    return pl.any_horizontal(
        pl.lit(False), *(pl.col(c).is_in(keys.implode()).fill_null(False) for c in table.columns_of("activity"))
    )


def _blurred(frame: pl.DataFrame, table: Table, keys: pl.Series) -> pl.DataFrame:
    """A table without what tells where these activities are: their rows, or in a conserved table what is written in them."""
    hit = touched(table, keys)
    if not table.conserved:
        return frame.filter(~hit)
    return frame.with_columns(
        *(pl.when(~hit).then(pl.col(c)).alias(c) for c in table.columns_of("words", "link", "offset")),
        *(pl.when(hit).then(pl.lit(WITHHELD)).otherwise(pl.col(c)).alias(c) for c in table.columns_of("file")),
        *(
            pl.when(~(hit & pl.col(c).str.starts_with(BY_NAME).fill_null(False))).then(pl.col(c)).alias(c)
            for c in table.columns_of("organisation")
        ),
    )


def without_points(tables: dict[str, pl.DataFrame], declared: Mapping[str, Table]) -> dict[str, pl.DataFrame]:
    """The tables without the points of activities that name no country: such a point may lie in a withheld one."""
    stated = pl.concat([tables[n]["activity_key"] for n in ("recipient_country", "transaction_country") if n in tables])
    out = dict(tables)
    for name, frame in tables.items():
        points = declared[name].columns_of("point")
        if points:
            known = (
                pl.col("activity_key").is_in(stated.unique().implode()) if "activity_key" in frame.columns else False
            )
            out[name] = frame.with_columns(pl.when(known).then(pl.col(c)).alias(c) for c in points)
    return out


def blur(
    tables: dict[str, pl.DataFrame], declared: Mapping[str, Table], keys: pl.Series, salt: str
) -> dict[str, pl.DataFrame]:
    """The tables with these activities blurred and numbered anew, in an order that `salt` mixes."""
    if keys.is_empty():
        return tables
    partners = _names_met(tables, keys)
    spelt = _spelt(tables, keys)
    out: dict[str, pl.DataFrame] = {}
    for name, frame in tables.items():
        frame = _blurred(frame, declared[name], keys)
        if name == "partner":
            by_name = pl.col("partner_ref").str.starts_with(BY_NAME)
            frame = frame.filter(~by_name | pl.col("partner_ref").is_in(partners))
            frame = frame.with_columns(name=pl.when(pl.col("partner_ref").is_in(partners)).then("name"))
        if name == LINKS:
            told = pl.col("as_name").is_in(spelt).fill_null(False) | pl.col("as_ref").is_not_null()
            frame = frame.filter(told & pl.col("partner_ref").is_in(partners)).with_columns(
                matched=pl.when(pl.col("matched").is_in(spelt) | (pl.col("grade") == "identifier")).then("matched")
            )
        out[name] = frame
    return _renumbered(out, declared, keys, salt)


def _names_met(tables: dict[str, pl.DataFrame], keys: pl.Series) -> list[str]:
    """References that other activities name too, by identifier or by name: only these keep their name in the list of partners."""
    met: set[str] = set()
    for table, columns in (
        ("activity", ("reporting_org_ref",)),
        ("participating_org", ("ref",)),
        ("transaction", ("provider_ref", "receiver_ref")),
        ("planned_disbursement", ("provider_ref", "receiver_ref")),
    ):
        if table not in tables:
            continue
        rest = tables[table].filter(~pl.col("activity_key").is_in(keys.implode()))
        for column in columns:
            met |= {"".join(str(ref).split()).upper() for ref in rest[column].drop_nulls().unique()}
    if LINKS not in tables:
        return sorted(met)
    spelt, links = _spelt(tables, keys), tables[LINKS]
    named = pl.col("as_ref").str.replace_all(r"\s", "").str.to_uppercase().is_in(sorted(met)) | pl.col("as_name").is_in(
        spelt
    )
    by_name = tables["partner"].filter(pl.col("partner_ref").str.starts_with(BY_NAME) & pl.col("name").is_in(spelt))
    return sorted({*met, *links.filter(named.fill_null(False))["partner_ref"], *by_name["partner_ref"]})


def _spelt(tables: dict[str, pl.DataFrame], keys: pl.Series) -> list[str]:
    """Names of organisations as other activities write them, and identifiers."""
    elements = sorted({element for _table, _ref, element, _number in NAMED})
    rest = tables["narrative"].filter(pl.col("element").is_in(elements) & ~pl.col("activity_key").is_in(keys.implode()))
    plain = rest.select(pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars())["text"].drop_nulls().unique()
    return sorted(plain)


def _renumbered(
    tables: dict[str, pl.DataFrame], declared: Mapping[str, Table], keys: pl.Series, salt: str
) -> dict[str, pl.DataFrame]:
    mine = tables["activity"].filter(pl.col("activity_key").is_in(keys.implode()))
    names = dict(mine.select("activity_key", "iati_identifier").iter_rows())
    order = sorted(names, key=lambda key: hashlib.sha256(f"{salt},{key},{names[key]}".encode()).digest())
    numbers = {"activity_key": _behind(tables["activity"]["activity_key"], order)}
    place = {key: at for at, key in enumerate(order)}
    for column, table in (("transaction_key", "transaction"), ("slice_key", "slice"), ("receipt_key", "receipt_slice")):
        if table in tables:
            found = tables[table].filter(pl.col("activity_key").is_in(keys.implode()))
            rows = found.select(column, "activity_key").sort(column).rows()
            numbers[column] = _behind(tables[table][column], [n for n, key in sorted(rows, key=lambda r: place[r[1]])])
    out = {}
    for name, frame in tables.items():
        here = [column for column in NUMBERS if column in frame.columns]
        if name == "activity":
            mark = pl.format(f"{WITHHELD}-{{}}", pl.col("activity_key").replace(numbers["activity_key"]))
            hit = pl.col("activity_key").is_in(keys.implode())
            frame = frame.with_columns(iati_identifier=pl.when(hit).then(mark).otherwise("iati_identifier"))
        others = [c for c in declared[name].columns_of("activity") if c != "activity_key"]
        frame = frame.with_columns(pl.col(c).replace(numbers["activity_key"]) for c in others)
        if here:
            frame = frame.with_columns(pl.col(c).replace(numbers[c]) for c in here if c in numbers)
            frame = frame.sort(*_sorting(name, frame, here), nulls_last=True, maintain_order=True)
        out[name] = frame
    return out


def _sorting(name: str, frame: pl.DataFrame, here: list[str]) -> list[str]:
    """Files first where a table is a list of files, else the row's own number, else its activity's."""
    if name in ("copy", "issue"):
        return [c for c in ("dataset", "activity_ordinal", "activity_key") if c in frame.columns]
    own = {
        "transaction": "transaction_key",
        "slice": "slice_key",
        "chain_slice": "slice_key",
        "placement": "slice_key",
        "receipt_slice": "receipt_key",
        "receipt_placement": "receipt_key",
    }.get(name)
    return [own or ("transaction_key" if "transaction_key" in here else "activity_key")]


def _behind(all_numbers: pl.Series, order: list[int]) -> dict[int, int]:
    """The last numbers of all for these rows, and no gap in front: who counts on from 0 sees nobody missing."""
    chosen, every = set(order), sorted(int(n) for n in all_numbers.unique())
    kept = [n for n in every if n not in chosen]
    return {old: new for new, old in enumerate([*kept, *order])}
