"""The tables without what must not be shown (docs/decisions/0008).

Applied to a snapshot when it is built and again whenever one is read, so that it holds for older snapshots too. Rows go first, then
activities in a withheld place are blurred, and last every cell that is left is masked by the role of its column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import polars as pl

from vrede.lake import Snapshot, Store, found_name
from vrede.lake.tables import BY_NAME
from vrede.sources import Table
from vrede.sources.countries import iso2_of
from vrede.withheld.blurring import blur, identifiers_of, placed_keys, touched, without_points
from vrede.withheld.masks import Secrets, masked, organisation_hit, references_in
from vrede.withheld.names import BY_NAME as KNOWN_BY_NAME
from vrede.withheld.names import names_pattern, normal_reference, resolved, short_names
from vrede.withheld.suppression import WITHHELD, Suppression

Tables = dict[str, pl.DataFrame]
ORGANISATION = "organisation_key"
BELOW = (
    ("placement", "slice", "slice_key"),
    ("chain_slice", "slice", "slice_key"),
    ("receipt_placement", "receipt_slice", "receipt_key"),
    ("forward_placement", "forward_slice", "ahead_key"),
)
"""Tables whose rows belong to rows of another, and the key by which they do."""
SHORTEST_REFERENCE = 5
"""Characters of a reference that was found by its name: a shorter one is a slip of somebody's, and part of too many words."""


def hidden_keys(activity: pl.DataFrame, suppression: Suppression) -> pl.Series:
    """activity_key of the activities that are withheld whole: by identifier, or published by a withheld partner."""
    hidden = normal_reference("iati_identifier").is_in(list(suppression.activities))
    hidden |= normal_reference("reporting_org_ref").is_in(list(suppression.partners))
    return activity.filter(hidden.fill_null(False))["activity_key"]


def withheld_files(
    tables: Mapping[str, pl.DataFrame], suppression: Suppression, keys: pl.Series, blurred: pl.Series, tokens: str
) -> tuple[pl.Series, pl.Series]:
    """(files of which nothing is left, files whose name alone would give something withheld away).

    The first: all their activities are withheld, or they are a withheld publisher's with nothing left. The second: all
    that is left is blurred, or the name holds the code or name of a country or the name of a partner.
    """
    activity, datasets = tables["activity"], tables.get("dataset", pl.DataFrame(schema={"dataset": pl.String}))
    if datasets.is_empty():
        return datasets["dataset"], datasets["dataset"]
    left = activity.filter(~pl.col("activity_key").is_in(keys.implode()))
    told = left.filter(~pl.col("activity_key").is_in(blurred.implode()))
    theirs = normal_reference("publisher").is_in(list(suppression.partners)) | pl.col("dataset").is_in(
        activity["dataset"].implode()
    )
    gone = datasets.filter(theirs).join(left, on="dataset", how="anti")["dataset"]
    named = datasets.filter(pl.col("dataset").str.contains(tokens)) if tokens else datasets.head(0)
    silent = left.join(told, on="dataset", how="anti")["dataset"]
    return gone, pl.concat([silent, named["dataset"]]).unique().sort()


def suppress(tables: Tables, suppression: Suppression, declared: Mapping[str, Table] = BY_NAME) -> Tables:
    """The tables without what must not be shown. Money of a withheld place stays, its place does not.

    declared: the declaration of every table. Raises KeyError for a table that nobody declared: nothing is known of its columns.
    """
    if suppression.empty:
        return tables
    asked = {*suppression.activities, *suppression.partners}
    suppression, names = resolved(tables, suppression)
    keys = hidden_keys(tables["activity"], suppression)
    countries = [place for place in sorted(suppression.places) if iso2_of(place)]
    codes = sorted(code for place in countries if (code := iso2_of(place)))
    placed = placed_keys(tables, codes)
    blurred = placed.filter(~placed.is_in(keys.implode()))
    found = {ref for ref in suppression.partners if len(ref) >= SHORTEST_REFERENCE}
    pattern = names_pattern(names, suppression.place_names | suppression.partner_names, sorted(suppression.places))
    suppression = replace(suppression, partners=suppression.partners | _told_by_name(tables, suppression, pattern))
    secrets = Secrets(
        sorted(suppression.partners),
        codes,
        sorted(suppression.places),
        pattern,
        short_names(names),
        references_in(sorted(asked | found)),
        identifiers_of(tables, blurred),
    )
    files = withheld_files(tables, suppression, keys, blurred, _in_file_names(pattern, codes))
    left = _without_organisations(tables, suppression, codes)
    left = {name: frame.filter(~touched(declared[name], keys)) for name, frame in left.items()}
    left = _ranked(_without_rows_below(blur(left, declared, blurred, suppression.digest)), keys, blurred)
    if suppression.places:
        left = without_points(left, declared)
    out = {}
    for name, frame in left.items():
        frame = _without_files(frame, declared[name], *files)
        frame = _without_lines(frame, declared[name], suppression, secrets)
        out[name] = masked(frame, declared[name], secrets)
    return out


def _told_by_name(tables: Tables, suppression: Suppression, pattern: str) -> frozenset[str]:
    """References made from a name that must not be shown, or that is of an office in a withheld country: who knows how they are made can
    make them of any name, and look."""
    partner = tables.get("partner")
    if partner is None or "country" not in partner.columns:
        return frozenset()
    named = pl.col("name").str.contains(f"(?i){pattern}") if pattern else pl.lit(False)
    told = named | pl.col("country").is_in(sorted(suppression.places))
    found = partner.filter(pl.col("partner_ref").str.starts_with(KNOWN_BY_NAME) & told.fill_null(False))
    return frozenset(found["partner_ref"])


def _in_file_names(names: str, codes: list[str]) -> str:
    """An expression for the names of files: a code stands between signs (afdb-ml.xml), a name may stand anywhere."""
    code = f"(?:^|[^0-9a-z])(?:{'|'.join(codes)})(?:[^0-9a-z]|$)" if codes else ""
    return "|".join(f"(?i:{part})" for part in (code, names) if part)


def _ranked(tables: Tables, *gone: pl.Series) -> Tables:
    """The places in the ranking of programmes count on where some are left out."""
    if "synergy" not in tables or all(keys.is_empty() for keys in gone):
        return tables
    ranks = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    return {**tables, "synergy": tables["synergy"].with_columns(rank=ranks)}


def _without_rows_below(tables: Tables) -> Tables:
    out = dict(tables)
    for name, above, key in BELOW:
        if name in out and above in out:
            out[name] = out[name].join(out[above].select(key), on=key, how="semi", maintain_order="left")
    return out


def _without_files(frame: pl.DataFrame, table: Table, gone: pl.Series, told: pl.Series) -> pl.DataFrame:
    """No row of a file of which nothing is left; no name or hash of one that gives something away, nor that file's own row."""
    if "dataset" not in frame.columns:
        return frame
    frame = frame.filter(~pl.col("dataset").is_in(gone.implode()))
    hit = pl.col("dataset").is_in(told.implode())
    if table.key == ("dataset",):
        return frame.filter(~hit)
    return frame.with_columns(
        pl.when(hit).then(pl.lit(WITHHELD)).otherwise(c).alias(c) for c in table.columns_of("file")
    )


def _without_lines(frame: pl.DataFrame, table: Table, suppression: Suppression, secrets: Secrets) -> pl.DataFrame:
    """No list of all countries where one is withheld, no line of a withheld organisation in a list of organisations, and no plan or
    disaster whose number holds the code of a withheld country."""
    if table.of_countries and suppression.series_hidden:
        return frame.clear()
    if table.name == "humanitarian_scope" and suppression.places:
        tokens = rf"(^|[^A-Z])({'|'.join(secrets.iso3)})([^A-Z]|$)"
        frame = frame.filter(~pl.col("code").str.to_uppercase().str.contains(tokens).fill_null(False))
    listed = [name for name in table.columns_of("organisation") if name in table.key]
    return frame.filter(~organisation_hit(pl.col(name), secrets) for name in listed) if listed else frame


def _without_organisations(tables: Tables, suppression: Suppression, codes: list[str]) -> Tables:
    """No organisation file of a withheld publisher, no budget row that names a withheld partner or country.

    The texts of an organisation with such a row go too: they name it.
    """
    partners = list(suppression.partners)
    if not (partners or codes) or "organisation" not in tables:
        return dict(tables)
    theirs = tables["organisation"].filter(
        (
            normal_reference("organisation_identifier").is_in(partners)
            | normal_reference("reporting_org_ref").is_in(partners)
        ).fill_null(False)
    )[ORGANISATION]
    named = tables["organisation_budget"].filter(
        (normal_reference("recipient").is_in(partners) | normal_reference("recipient").is_in(codes)).fill_null(False)
    )
    out = dict(tables)
    for name in [n for n, frame in tables.items() if ORGANISATION in frame.columns]:
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


@cache
def _rules() -> str:
    """A hash over how things are withheld: the code of this package and the role of every column."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    roles = [
        (name, column.name, str(column.kind)) for name, table in sorted(BY_NAME.items()) for column in table.columns
    ]
    return digest.hexdigest()[:16] + hashlib.sha256(repr(roles).encode()).hexdigest()[:16]


def mark_of(suppression: Suppression) -> str:
    """Names a list and the rules by which it is held: tables with this mark have nothing left of what the list names."""
    return f"{suppression.digest}-{_rules()}"


def open_snapshot(store: Store, suppression: Suppression, name: str | None = None) -> Snapshot:
    """A snapshot by name, or the current one. Raises LakeError where there is none, with what to do."""
    clear = None if suppression.empty else partial(suppress, suppression=suppression)
    snapshot = Snapshot(
        store,
        found_name(store, name),
        suppression.digest,
        clear,
        suppression.series_hidden,
        suppression.kinds,
        mark_of(suppression),
    )
    assert snapshot.manifest
    return snapshot
