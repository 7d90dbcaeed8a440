"""The tables without what must not be shown (docs/decisions/0008).

Applied to a snapshot when it is built and again whenever one is read, so that it holds for older snapshots too.
"""

from __future__ import annotations

import re

import polars as pl

from vrede.lake.tables.warning import WARNING_TABLES
from vrede.sources.countries import iso2_of
from vrede.withheld.blurring import ACTIVITY_KEYS, blur, identifiers_of, placed_keys
from vrede.withheld.names import names_pattern, normal, resolved, short_names
from vrede.withheld.suppression import WITHHELD, WITHHELD_ISO2, WITHHELD_PLACE, Suppression

ID_COLUMNS = {
    "participating_org": ("activity_id",),
    "transaction": ("provider_activity_id", "receiver_activity_id"),
    "planned_disbursement": ("provider_activity_id", "receiver_activity_id"),
    "related_activity": ("ref",),
    "other_identifier": ("ref",),
    "link": ("stated_id", "suggested_id"),
    "double_claim": ("stated_id",),
}
REF_COLUMNS = {
    "activity": ("reporting_org_ref", "publisher"),
    "participating_org": ("ref",),
    "transaction": ("provider_ref", "receiver_ref", "partner_ref"),
    "planned_disbursement": ("provider_ref", "receiver_ref"),
    "other_identifier": ("owner_ref",),
    "slice": ("partner_ref",),
    "forward_slice": ("partner_ref",),
    "link": ("stated_ref",),
    "synergy": ("first_partner", "second_partner"),
    "dataset": ("publisher",),
}
# Columns in which somebody wrote words of his own.
FREE = (
    "text",
    "title_en",
    "title_nl",
    "name",
    "value",
    "url",
    "original_dataset",
    "address",
    "selection",
    "detail",
    "note",
    "scheme",
    "transaction_ref",
    "dimension",
)
ORGANISATION = "organisation_key"
CHAINED = (
    "link",
    "chain_edge",
    "chain_balance",
    "chain_step",
    "chain_gap",
    "double_claim",
    "forward",
    "forward_slice",
    "forward_placement",
    "synergy",
)
KEPT = ("dataset", "sha256")  # names of files and hashes join tables
CODES = (
    "code",
    "sector_code",
    "transaction_type",
    "vocabulary",
)  # lists of their own, in which a number is no reference
SHORTEST_REFERENCE = (
    5  # a reference found by its name: a shorter one is a slip of somebody's, and part of too many words
)
SHORTEST_IDENTIFIER = 6  # a shorter one is part of too many words


def hidden_keys(activity: pl.DataFrame, suppression: Suppression) -> pl.Series:
    """activity_key of the activities that are withheld whole: by identifier, or published by a withheld partner."""
    hidden = normal("iati_identifier").is_in(list(suppression.activities))
    hidden |= normal("reporting_org_ref").is_in(list(suppression.partners))
    return activity.filter(hidden.fill_null(False))["activity_key"]


def withheld_files(
    tables: dict[str, pl.DataFrame], suppression: Suppression, keys: pl.Series, blurred: pl.Series, tokens: str
) -> tuple[pl.Series, pl.Series]:
    """(files of which nothing is left, files whose name alone would give a withheld country away).

    The first: all their activities are withheld, or they are a withheld publisher's with nothing left. The second: all
    that is left is blurred, or the name holds the country's code or name.
    """
    activity, datasets = tables["activity"], tables.get("dataset", pl.DataFrame(schema={"dataset": pl.String}))
    if datasets.is_empty():
        return datasets["dataset"], datasets["dataset"]
    left = activity.filter(~pl.col("activity_key").is_in(keys.implode()))
    told = left.filter(~pl.col("activity_key").is_in(blurred.implode()))
    theirs = normal("publisher").is_in(list(suppression.partners)) | pl.col("dataset").is_in(
        activity["dataset"].implode()
    )
    gone = datasets.filter(theirs).join(left, on="dataset", how="anti")["dataset"]
    named = datasets.filter(pl.col("dataset").str.contains(tokens)) if tokens else datasets.head(0)
    silent = left.join(told, on="dataset", how="anti")["dataset"]
    return gone, pl.concat([silent, named["dataset"]]).unique().sort()


def _without_words(frame: pl.DataFrame, name: str, words: str) -> pl.DataFrame:
    """No withheld identifier in any text: a link that holds one is emptied, elsewhere it is replaced."""
    links = (*ID_COLUMNS.get(name, ()), *REF_COLUMNS.get(name, ()))
    changes = []
    for column, kind in frame.schema.items():
        if kind != pl.String or column in (*KEPT, *CODES):
            continue
        if column in links:
            hit = pl.col(column).str.contains(words).fill_null(False)
            changes.append(pl.when(~hit).then(pl.col(column)).alias(column))
        else:
            changes.append(pl.col(column).str.replace_all(words, f"${{1}}{WITHHELD}${{3}}"))
    return frame.with_columns(changes)


def _without_identifiers(frame: pl.DataFrame, name: str, identifiers: list[str]) -> pl.DataFrame:
    """No identifier of a blurred activity in the links and texts of others."""
    upper = ["".join(i.split()).upper() for i in identifiers]
    links = [c for c in ID_COLUMNS.get(name, ()) if c in frame.columns]
    long = [i for i in identifiers if len(i) >= SHORTEST_IDENTIFIER]
    texts = [c for c in FREE if c in frame.columns and frame.schema[c] == pl.String] if long else []
    return frame.with_columns(
        *(pl.when(~normal(c).is_in(upper)).then(pl.col(c)).alias(c) for c in links),
        *(
            pl.col(c).str.replace_many(long, [WITHHELD] * len(long), ascii_case_insensitive=True).alias(c)
            for c in texts
        ),
    )


def _without_names(frame: pl.DataFrame, pattern: str, short: list[str]) -> pl.DataFrame:
    for column in FREE:
        if column in frame.columns and frame.schema[column] == pl.String:
            if pattern:
                frame = frame.with_columns(pl.col(column).str.replace_all(f"(?i){pattern}", WITHHELD))
            if short and column in ("text", "name"):
                whole = pl.col(column).str.strip_chars().is_in(short).fill_null(False)
                frame = frame.with_columns(pl.when(whole).then(pl.lit(WITHHELD)).otherwise(column).alias(column))
    return frame


BY_COUNTRY = ("country_series", *(table.name for table in WARNING_TABLES))
"""Public lists of all countries: one that is not in them is told by its absence."""


def _without_codes(frame: pl.DataFrame, name: str, suppression: Suppression, codes: list[str]) -> pl.DataFrame:
    """Withheld countries as one place without a name; references that begin with such a country's code emptied."""
    if name in ("recipient_country", "transaction_country"):
        hit = pl.col("code").str.to_uppercase().is_in(codes).fill_null(False)
        frame = frame.with_columns(code=pl.when(hit).then(pl.lit(WITHHELD_ISO2)).otherwise("code"))
    if name == "slice":
        hit = pl.col("place_code").is_in(list(suppression.places)).fill_null(False)
        frame = frame.with_columns(place_code=pl.when(hit).then(pl.lit(WITHHELD_PLACE)).otherwise("place_code"))
    if name in BY_COUNTRY and suppression.series_hidden:
        frame = frame.clear()
    if name == "humanitarian_scope" and suppression.places:
        tokens = rf"(^|[^A-Z])({'|'.join(sorted(suppression.places))})([^A-Z]|$)"
        frame = frame.filter(~pl.col("code").str.to_uppercase().str.contains(tokens).fill_null(False))
    for column in REF_COLUMNS.get(name, ()):
        if column in frame.columns:
            hit = normal(column).is_in(list(suppression.partners))
            hit |= pl.any_horizontal(pl.lit(False), *(normal(column).str.starts_with(f"{code}-") for code in codes))
            frame = frame.with_columns(pl.when(~hit).then(pl.col(column)).alias(column))
    if codes:
        # Other activities of the same programme carry the country's code in their numbers: SE-6-5403-ML-15220.
        coded = rf"(^|[^A-Za-z])({'|'.join([*codes, *sorted(suppression.places)])})([^A-Za-z]|$)"
        links = [c for c in ID_COLUMNS.get(name, ()) if c in frame.columns]
        frame = frame.with_columns(
            pl.when(~pl.col(c).str.contains(coded).fill_null(False)).then(pl.col(c)).alias(c) for c in links
        )
    if name in ("partner", "level_rule"):
        hit = pl.col("partner_ref").is_in(list(suppression.partners))
        hit |= pl.any_horizontal(pl.lit(False), *(pl.col("partner_ref").str.starts_with(f"{code}-") for code in codes))
        frame = frame.filter(~hit)
    return frame


def suppress(tables: dict[str, pl.DataFrame], suppression: Suppression) -> dict[str, pl.DataFrame]:
    """The tables without what must not be shown. Money of a withheld place stays, its place does not."""
    if suppression.empty:
        return tables
    asked = {*suppression.activities, *suppression.partners}
    suppression, names = resolved(tables, suppression)
    codes = sorted(code for place in suppression.places if (code := iso2_of(place)))
    keys = hidden_keys(tables["activity"], suppression)
    placed = placed_keys(tables, codes)
    blurred = placed.filter(~placed.is_in(keys.implode()))
    identifiers = identifiers_of(tables, blurred)
    pattern = names_pattern(names, suppression.place_names | suppression.partner_names, sorted(suppression.places))
    found = {ref for ref in suppression.partners if len(ref) >= SHORTEST_REFERENCE}
    secret = sorted(map(re.escape, asked | found), key=lambda w: (-len(w), w))
    words = f"(?i)(^|[^0-9A-Za-z])({'|'.join(secret)})([^0-9A-Za-z]|$)" if secret else ""
    # A code stands in a file's name between signs (afdb-ml.xml); a name may stand anywhere in it.
    spoken = "|".join(p for p in (names_pattern([], [], sorted(suppression.places)), *codes) if p)
    tokens = f"(?i)(?:^|[^0-9a-z])(?:{spoken})(?:[^0-9a-z]|$)" if codes else ""
    gone, told = withheld_files(tables, suppression, keys, blurred, tokens)
    tables = _without_chains(_without_organisations(tables, suppression, codes), pl.concat([keys, blurred]))
    gone_slices = tables["slice"].filter(pl.col("activity_key").is_in(keys.implode()))["slice_key"]
    result: dict[str, pl.DataFrame] = {}
    for name, frame in tables.items():
        if "activity_key" in frame.columns:
            frame = frame.filter(~pl.col("activity_key").is_in(keys.implode()).fill_null(False))
        if name == "placement":
            frame = frame.filter(~pl.col("slice_key").is_in(gone_slices.implode()))
        result[name] = frame
    result = blur(result, blurred, suppression.digest)
    for name, frame in result.items():
        if "dataset" in frame.columns:
            frame = frame.filter(~pl.col("dataset").is_in(gone.implode()))
        if name == "dataset":
            frame = frame.filter(~pl.col("dataset").is_in(told.implode()))
        elif "dataset" in frame.columns:
            hit = pl.col("dataset").is_in(told.implode())
            masked = [c for c in KEPT if c in frame.columns]
            frame = frame.with_columns(pl.when(hit).then(pl.lit(WITHHELD)).otherwise(c).alias(c) for c in masked)
        frame = _without_codes(frame, name, suppression, codes)
        frame = _without_names(frame, pattern, short_names(names))
        frame = _without_identifiers(frame, name, identifiers) if identifiers else frame
        result[name] = _without_words(frame, name, words) if words else frame
    return result


def _without_chains(tables: dict[str, pl.DataFrame], keys: pl.Series) -> dict[str, pl.DataFrame]:
    """No link, payment or plan of these activities, from either side: whom they pay tells who and where they are."""
    out = dict(tables)
    for name in CHAINED:
        if name in out and not keys.is_empty():
            here = [pl.col(c).is_in(keys.implode()).fill_null(False) for c in ACTIVITY_KEYS if c in out[name].columns]
            out[name] = out[name].filter(~pl.any_horizontal(*here)) if here else out[name]
    if "synergy" in out and not keys.is_empty():
        out["synergy"] = out["synergy"].with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    if "forward_placement" in out:
        kept = out["forward_slice"].select("ahead_key")
        out["forward_placement"] = out["forward_placement"].join(
            kept, on="ahead_key", how="semi", maintain_order="left"
        )
    return out


def _without_organisations(
    tables: dict[str, pl.DataFrame], suppression: Suppression, codes: list[str]
) -> dict[str, pl.DataFrame]:
    """No organisation file of a withheld publisher, no budget row that names a withheld partner or country.

    The texts of an organisation with such a row go too: they name it.
    """
    partners = list(suppression.partners)
    if not (partners or codes) or "organisation" not in tables:
        return tables
    theirs = tables["organisation"].filter(
        (normal("organisation_identifier").is_in(partners) | normal("reporting_org_ref").is_in(partners)).fill_null(
            False
        )
    )[ORGANISATION]
    named = tables["organisation_budget"].filter(
        (normal("recipient").is_in(partners) | normal("recipient").is_in(codes)).fill_null(False)
    )
    out = dict(tables)
    for name in [n for n, frame in tables.items() if n.startswith("organisation")]:
        frame = out[name].filter(~pl.col(ORGANISATION).is_in(theirs.implode()))
        if name == "organisation_narrative":
            about = pl.col("element").is_in(["organisation/name", "organisation/reporting-org"])
            frame = frame.filter(about | ~pl.col(ORGANISATION).is_in(named[ORGANISATION].implode()))
        if name == "organisation_budget":
            frame = frame.join(named, on=[ORGANISATION, "kind", "row_no"], how="anti")
        if name == "organisation_budget_line":
            whole = named.select(ORGANISATION, "kind", pl.col("row_no").alias("parent_no"))
            frame = frame.join(whole, on=[ORGANISATION, "kind", "parent_no"], how="anti")
        out[name] = frame
    return out
