"""What must not be shown: activities, partners and places whose mention can harm people (docs/decisions/0008).

Applied when a snapshot is built and again whenever one is read, so that it holds for older snapshots too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from vrede.article.channels import normal_identifier
from vrede.lake.store import LakeError

KINDS = ("activity", "partner", "place")
WITHHELD = "[…]"
WITHHELD_PLACE = "ZZZ"
WITHHELD_ISO2 = "ZZ"
SHORTEST_NAME = 4
ORG_NAMES = (
    "participating_org",
    "transaction/provider-org",
    "transaction/receiver-org",
    "activity/reporting-org",
    "planned_disbursement/provider-org",
    "planned_disbursement/receiver-org",
)
ID_COLUMNS = {
    "participating_org": ("activity_id",),
    "transaction": ("provider_activity_id", "receiver_activity_id"),
    "planned_disbursement": ("provider_activity_id", "receiver_activity_id"),
    "related_activity": ("ref",),
    "other_identifier": ("ref",),
}
REF_COLUMNS = {
    "participating_org": ("ref",),
    "transaction": ("provider_ref", "receiver_ref", "partner_ref"),
    "planned_disbursement": ("provider_ref", "receiver_ref"),
    "other_identifier": ("owner_ref",),
    "slice": ("partner_ref",),
}

ORGANISATION = "organisation_key"
KEPT = ("dataset", "sha256")  # names of files and hashes join tables
# Tables that tell where an activity is in words, points or the names of emergencies.
BLURRED = ("location", "recipient_region", "document_link", "transaction_region", "humanitarian_scope")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Identifiers of activities, refs and names of partners, ISO3 codes and names of places; `digest` names the list."""

    activities: frozenset[str] = field(default_factory=frozenset)
    partners: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    digest: str = "none"

    @property
    def empty(self) -> bool:
        """True where nothing is withheld."""
        return not (self.activities or self.partners or self.places)


def normal(column: str) -> pl.Expr:
    """A column of refs as `normal_identifier` writes one."""
    plain = pl.col(column).fill_null("").str.replace_all(r"\s", "").str.to_uppercase()
    return plain.str.replace(r"^NL-NL-", "NL-")


def parse_suppression(data: bytes, where: str = "the suppression file") -> Suppression:
    """From CSV with the columns kind, value (and reason). Raises LakeError: a list that cannot be read stops everything."""
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise LakeError(f"{where} cannot be read: {error}. Nothing is shown until it can.") from error
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for number, row in enumerate(rows, 2):
        kind, value = (row.get("kind") or "").strip(), (row.get("value") or "").strip()
        if kind not in KINDS or not value:
            raise LakeError(
                f"{where}, line {number}: kind must be one of {', '.join(KINDS)}, and value filled. Nothing is shown until it is."
            )
        found[kind].add(normal_identifier(value) if kind == "partner" else value)
    digest = hashlib.sha256(repr([(k, sorted(v)) for k, v in sorted(found.items())]).encode()).hexdigest()[:16]
    activities, partners, places = (frozenset(found[kind]) for kind in KINDS)
    return Suppression(activities, partners, places, digest if activities or partners or places else "none")


def load_suppression(path: Path) -> Suppression:
    """The list at this path; an empty one where there is no file. Raises LakeError where it cannot be read."""
    try:
        return parse_suppression(path.read_bytes(), str(path))
    except FileNotFoundError:
        return Suppression()
    except OSError as error:
        raise LakeError(f"{path} cannot be read: {error.strerror}. Nothing is shown until it can.") from error


def hidden_keys(activity: pl.DataFrame, suppression: Suppression) -> pl.Series:
    """activity_key of the activities that are withheld whole: by identifier, or published by a withheld partner."""
    hidden = pl.col("iati_identifier").is_in(list(suppression.activities))
    hidden |= normal("reporting_org_ref").is_in(list(suppression.partners))
    return activity.filter(hidden.fill_null(False))["activity_key"]


def placed_keys(tables: dict[str, pl.DataFrame], suppression: Suppression, iso2: dict[str, str]) -> pl.Series:
    """activity_key of the activities that name a withheld country: their texts and points would give it away."""
    codes = [iso2[place] for place in sorted(suppression.places) if place in iso2]
    frames = [tables[name] for name in ("recipient_country", "transaction_country") if name in tables]
    hits = [f.filter(pl.col("code").str.to_uppercase().is_in(codes)).select("activity_key") for f in frames]
    return pl.concat(hits)["activity_key"].unique() if hits else pl.Series("activity_key", [], dtype=pl.Int64)


def names_of(tables: dict[str, pl.DataFrame], suppression: Suppression) -> list[str]:
    """Names under which the withheld partners and places stand in texts, longest first."""
    names = {n for n in suppression.places if not re.fullmatch("[A-Z]{3}", n)}
    narrative = tables["narrative"]
    for table, refs, element in (
        ("participating_org", "ref", "participating_org"),
        ("transaction", "provider_ref", "transaction/provider-org"),
        ("transaction", "receiver_ref", "transaction/receiver-org"),
        ("activity", "reporting_org_ref", "activity/reporting-org"),
    ):
        number = {"participating_org": "row_no", "transaction": "transaction_no"}.get(table)
        frame = tables[table]
        rows = frame.filter(normal(refs).is_in(list(suppression.partners)))
        rows = rows.select("activity_key", *([pl.col(number).alias("parent_no")] if number else []))
        met = narrative.filter(pl.col("element") == element).join(rows, on=rows.columns, how="semi")
        names |= {str(text) for text in met["text"].unique() if text}
    known = narrative.filter(pl.col("element").is_in(ORG_NAMES))["text"].unique()
    names |= {str(text) for text in known if text and normal_identifier(str(text)) in suppression.partners}
    return sorted((n for n in names if len(n) >= SHORTEST_NAME), key=lambda n: (-len(n), n))


def withheld_files(tables: dict[str, pl.DataFrame], suppression: Suppression, keys: pl.Series) -> pl.Series:
    """Files of a withheld publisher in which nothing is left to show: their names would give it away."""
    if "dataset" not in tables:
        return pl.Series("dataset", [], dtype=pl.String)
    theirs = tables["dataset"].filter(normal("publisher").is_in(list(suppression.partners)))
    left = tables["activity"].filter(~pl.col("activity_key").is_in(keys.implode()))
    return theirs.join(left, on="dataset", how="anti")["dataset"]


def _without_words(frame: pl.DataFrame, name: str, words: str) -> pl.DataFrame:
    """No withheld identifier in any text: a link that holds one is emptied, elsewhere it is replaced."""
    links = (*ID_COLUMNS.get(name, ()), *REF_COLUMNS.get(name, ()))
    changes = []
    for column, kind in frame.schema.items():
        if kind != pl.String or column in KEPT:
            continue
        if column in links:
            hit = pl.col(column).str.contains(words).fill_null(False)
            changes.append(pl.when(~hit).then(pl.col(column)).alias(column))
        else:
            changes.append(pl.col(column).str.replace_all(words, f"${{1}}{WITHHELD}${{3}}"))
    return frame.with_columns(changes)


def suppress(
    tables: dict[str, pl.DataFrame], suppression: Suppression, iso2: dict[str, str]
) -> dict[str, pl.DataFrame]:
    """The tables without what must not be shown. iso2: ISO3 -> ISO2. Money of a withheld place stays, its place does not."""
    if suppression.empty:
        return tables
    keys = hidden_keys(tables["activity"], suppression)
    blurred = placed_keys(tables, suppression, iso2)
    pattern = "|".join(re.escape(name) for name in names_of(tables, suppression))
    secret = sorted(
        (re.escape(word) for word in (*suppression.activities, *suppression.partners)), key=len, reverse=True
    )
    words = f"(?i)(^|[^0-9A-Za-z])({'|'.join(secret)})([^0-9A-Za-z]|$)" if secret else ""
    files = withheld_files(tables, suppression, keys)
    codes = [iso2[place] for place in suppression.places if place in iso2]
    tables = _without_organisations(tables, suppression, codes)
    gone_slices = None
    if "slice" in tables:
        gone_slices = tables["slice"].filter(pl.col("activity_key").is_in(keys.implode()))["slice_key"]
    result: dict[str, pl.DataFrame] = {}
    for name, frame in tables.items():
        if "activity_key" in frame.columns:
            frame = frame.filter(~pl.col("activity_key").is_in(keys.implode()).fill_null(False))
        if name == "placement" and gone_slices is not None:
            frame = frame.filter(~pl.col("slice_key").is_in(gone_slices.implode()))
        if "dataset" in frame.columns:
            frame = frame.filter(~pl.col("dataset").is_in(files.implode()))
        for column in REF_COLUMNS.get(name, ()):
            if column in frame.columns:
                hit = normal(column).is_in(list(suppression.partners))
                frame = frame.with_columns(pl.when(~hit).then(pl.col(column)).alias(column))
        if name == "partner":
            frame = frame.filter(~pl.col("partner_ref").is_in(list(suppression.partners)))
        if name in ("recipient_country", "transaction_country"):
            hit = pl.col("code").str.to_uppercase().is_in(codes).fill_null(False)
            frame = frame.with_columns(code=pl.when(hit).then(pl.lit(WITHHELD_ISO2)).otherwise("code"))
        if name == "slice":
            hit = pl.col("place_code").is_in(list(suppression.places)).fill_null(False)
            frame = frame.with_columns(place_code=pl.when(hit).then(pl.lit(WITHHELD_PLACE)).otherwise("place_code"))
        if name in BLURRED:
            frame = frame.filter(~pl.col("activity_key").is_in(blurred.implode()))
        if name == "narrative":
            frame = frame.filter(~pl.col("activity_key").is_in(blurred.implode()) | pl.col("element").is_in(ORG_NAMES))
        for column in ("text", "title_en", "title_nl", "name", "value"):
            if column in frame.columns and frame.schema[column] == pl.String and pattern:
                frame = frame.with_columns(pl.col(column).str.replace_all(f"(?i){pattern}", WITHHELD))
        for column in ("title_en", "title_nl"):
            if column in frame.columns:
                hit = pl.col("activity_key").is_in(blurred.implode())
                frame = frame.with_columns(pl.when(~hit).then(pl.col(column)).alias(column))
        result[name] = _without_words(frame, name, words) if words else frame
    return result


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
