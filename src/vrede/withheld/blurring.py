"""Activities that name a withheld country: their money stays, everything that tells where they are goes.

A text, a point, a file's name, a partner's activity number: each gives the country away, and so does the place of an
identifier among its neighbours. So these activities, and their transactions and slices, get numbers behind all others.
"""

from __future__ import annotations

import hashlib

import polars as pl

from vrede.withheld.suppression import WITHHELD

GONE = (
    "narrative",
    "location",
    "recipient_region",
    "transaction_region",
    "document_link",
    "humanitarian_scope",
    "related_activity",
    "other_identifier",
    "baseline_dimension",
    "target_dimension",
    "actual_dimension",
    "result",
    "indicator",
    "baseline",
    "period",
    "target",
    "actual",
    "result_value",
    "achievement",
    "indicator_match",
)
EMPTIED = {
    "activity": ("original_dataset", "title_en", "title_nl", "byte_start", "byte_end"),
    "transaction": ("transaction_ref", "provider_activity_id", "receiver_activity_id"),
    "participating_org": ("activity_id",),
    "planned_disbursement": ("provider_activity_id", "receiver_activity_id"),
    "copy": ("byte_start", "byte_end"),
    "issue": ("value",),
}
MASKED = ("dataset", "sha256")
ACTIVITY_KEYS = ("activity_key", "target_key", "payer_key", "receiver_key", "root_key", "first_key", "second_key")
NUMBERS = ("activity_key", "transaction_key", "slice_key")


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


def blur(tables: dict[str, pl.DataFrame], keys: pl.Series, salt: str) -> dict[str, pl.DataFrame]:
    """The tables with these activities blurred and numbered anew, in an order that `salt` mixes."""
    if keys.is_empty():
        return tables
    hit = pl.col("activity_key").is_in(keys.implode()).fill_null(False)
    partners = _names_met(tables, keys)
    out: dict[str, pl.DataFrame] = {}
    for name, frame in tables.items():
        if "activity_key" in frame.columns:
            if name in GONE:
                frame = frame.filter(~hit)
            emptied = [c for c in EMPTIED.get(name, ()) if c in frame.columns]
            masked = [c for c in MASKED if c in frame.columns]
            frame = frame.with_columns(
                *(pl.when(~hit).then(pl.col(c)).alias(c) for c in emptied),
                *(pl.when(hit).then(pl.lit(WITHHELD)).otherwise(pl.col(c)).alias(c) for c in masked),
            )
        if name == "partner":
            frame = frame.with_columns(name=pl.when(pl.col("partner_ref").is_in(partners)).then("name"))
        out[name] = frame
    return _renumbered(out, keys, salt)


def _names_met(tables: dict[str, pl.DataFrame], keys: pl.Series) -> list[str]:
    """References that other activities name too: only these keep their name in the list of partners."""
    met: set[str] = set()
    for table, columns in (
        ("activity", ("reporting_org_ref",)),
        ("participating_org", ("ref",)),
        ("transaction", ("provider_ref", "receiver_ref")),
    ):
        rest = tables[table].filter(~pl.col("activity_key").is_in(keys.implode()))
        for column in columns:
            met |= {"".join(str(ref).split()).upper() for ref in rest[column].drop_nulls().unique()}
    return sorted(met)


def _renumbered(tables: dict[str, pl.DataFrame], keys: pl.Series, salt: str) -> dict[str, pl.DataFrame]:
    mine = tables["activity"].filter(pl.col("activity_key").is_in(keys.implode()))
    names = dict(mine.select("activity_key", "iati_identifier").iter_rows())
    order = sorted(names, key=lambda key: hashlib.sha256(f"{salt},{key},{names[key]}".encode()).digest())
    numbers = {"activity_key": _behind(tables["activity"]["activity_key"], order)}
    place = {key: at for at, key in enumerate(order)}
    for column, table in (("transaction_key", "transaction"), ("slice_key", "slice")):
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
        others = [c for c in ACTIVITY_KEYS[1:] if c in frame.columns]
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
    own = {"transaction": "transaction_key", "slice": "slice_key", "placement": "slice_key"}.get(name)
    return [own or ("transaction_key" if "transaction_key" in here else "activity_key")]


def _behind(all_numbers: pl.Series, order: list[int]) -> dict[int, int]:
    """The last numbers of all for these rows, and no gap in front: who counts on from 0 sees nobody missing."""
    chosen, every = set(order), sorted(int(n) for n in all_numbers.unique())
    kept = [n for n in every if n not in chosen]
    return {old: new for new, old in enumerate([*kept, *order])}
