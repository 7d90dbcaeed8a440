"""Under which references and names the withheld partners and places stand in the tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from vrede.article import channel_code_of, normal_identifier, plain_name
from vrede.sources.countries import country_named, country_names, iso2_of
from vrede.withheld.suppression import ListLine, Suppression

SHORTEST_NAME = 4  # a shorter one stands inside too many other words: it is masked only where it is the whole name
# table, its column of references, the element whose narratives name them, the column that numbers its rows.
NAMED = (
    ("participating_org", "ref", "participating_org", "row_no"),
    ("transaction", "provider_ref", "transaction/provider-org", "transaction_no"),
    ("transaction", "receiver_ref", "transaction/receiver-org", "transaction_no"),
    ("planned_disbursement", "provider_ref", "planned_disbursement/provider-org", "row_no"),
    ("planned_disbursement", "receiver_ref", "planned_disbursement/receiver-org", "row_no"),
    ("activity", "reporting_org_ref", "activity/reporting-org", ""),
)
LINKS = "organisation_link"
BY_NAME = "NAME-"
"""How a reference begins that was made from a name."""
# How languages make 'of that country' and its people from the name: Mali -> Malian, Malien(ne), Malinees, maliense.
ACCENTS = {"a": "[aàáâãäå]", "c": "[cç]", "e": "[eèéêë]", "i": "[iìíîï]", "n": "[nñ]", "o": "[oòóôõö]", "u": "[uùúûü]"}
ENDINGS = "(?:s|ense|enses|n|ns|an|ans|ian|ians|en|ens|enne|ennes|ien|iens|ienne|iennes|nees|nese|ees|ese|i|is)?"


def normal_reference(column: str | pl.Expr) -> pl.Expr:
    """A column of identifiers as `normal_identifier` writes one."""
    text = pl.col(column) if isinstance(column, str) else column
    plain = text.fill_null("").str.replace_all(r"\s", "").str.to_uppercase()
    return plain.str.replace(r"^NL-NL-", "NL-")


def mentions(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """ref (normal), name: every name under which a reference stands, once each; ref is '' where there is none."""
    found = []
    for table, column, element, number in NAMED:
        if table not in tables:
            continue
        rows = tables[table].select(
            "activity_key", normal_reference(column).alias("ref"), *([number] if number else [])
        )
        names = tables["narrative"].filter(pl.col("element") == element)
        keys = ["activity_key", number] if number else ["activity_key"]
        named = names.select("activity_key", *([pl.col("parent_no").alias(number)] if number else []), name="text")
        found.append(named.join(rows, on=keys, how="left").select(pl.col("ref").fill_null(""), "name"))
    if "partner" in tables:
        found.append(tables["partner"].select(ref="partner_ref", name="name"))
    if "organisation" in tables:
        found.append(tables["organisation"].select(ref=normal_reference("organisation_identifier"), name="name"))
    return pl.concat(found).drop_nulls().unique().sort("ref", "name")


def resolved(tables: Mapping[str, pl.DataFrame], suppression: Suppression) -> tuple[Suppression, list[str]]:
    """The list with every reference that carries a withheld name among its partners, and all names of these partners.

    A name is the same without case, accents and signs; what was taken for one organisation (organisation_link) is withheld under every
    spelling, over as many links as there are.
    """
    if not suppression.partners:
        return suppression, []
    known = mentions(tables)
    written = {name: plain_name(name) for name in known["name"].unique()}
    plain = {plain_name(name) for name in suppression.partner_names} - {""}
    named = known.filter(
        normal_reference("name").is_in(list(suppression.partners))
        | pl.col("name").is_in([name for name, folded in written.items() if folded in plain])
    )
    refs = suppression.partners | {ref for ref in named["ref"].unique() if ref}
    names = set(named["name"]) | suppression.partner_names
    while True:
        codes = {code for ref in refs if (code := channel_code_of(ref))}
        wider = (
            refs | codes | {f"XM-DAC-{code}" for code in codes}
        )  # one organisation of the DAC's list, written in two ways
        of_links = _linked(tables, wider, names)
        wider |= of_links[0]
        names |= of_links[1] | set(known.filter(pl.col("ref").is_in(list(wider)))["name"])
        if wider == refs:
            return replace(suppression, partners=frozenset(refs)), sorted(names)
        refs = wider


def _linked(tables: Mapping[str, pl.DataFrame], refs: Iterable[str], names: Iterable[str]) -> tuple[set[str], set[str]]:
    """References and names of the organisations for which any of these is taken."""
    if LINKS not in tables:
        return set(), set()
    links = tables[LINKS].with_columns(_ref=normal_reference("as_ref"), _partner=normal_reference("partner_ref"))
    given = list(refs)
    hit = (
        pl.col("_ref").is_in(given)
        | pl.col("_partner").is_in(given)
        | pl.col("as_name").is_in(list(names)).fill_null(False)
    )
    here = links.filter(pl.col("_partner").is_in(links.filter(hit)["_partner"].unique().implode()))
    return {*here["_partner"], *here["_ref"]} - {""}, set(here["as_name"].drop_nulls())


def names_pattern(names: Iterable[str], listed: Iterable[str], countries: Iterable[str]) -> str:
    """One expression for all names to be masked in texts, the longest first; '' where there is none.

    names: of partners, as found in the tables. listed: names as the list has them. Both anywhere, in any case; a short
    one of the list as a whole word; those of countries as whole words, with the endings that make an adjective of them.
    """
    anywhere = [n for n in {*names, *listed} if len(n) >= SHORTEST_NAME]
    parts = [r"\s+".join(re.escape(word) for word in name.split()) for name in anywhere]
    parts += [rf"\b{re.escape(name)}\b" for name in {*listed} if len(name) < SHORTEST_NAME and name.isalnum()]
    for iso3 in countries:
        for name in country_names(iso3):
            words = r"[\s–-]+".join(_any_accent(word) for word in re.split(r"[\s–-]+", name))
            parts.append(rf"\b{words}{ENDINGS}\b" if name[-1].isalnum() else rf"\b{words}")
        parts.append(rf"\b{iso3}\b")
    return "|".join(sorted(parts, key=lambda part: (-len(part), part)))


def _any_accent(word: str) -> str:
    """A word whatever accents its writer put on it: Mali and Malí."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return "".join(ACCENTS.get(c.lower(), re.escape(c)) for c in bare)


def short_names(names: Iterable[str]) -> list[str]:
    """Names too short to be looked for inside texts."""
    return sorted({n for n in names if len(n) < SHORTEST_NAME})


def hits_of(tables: Mapping[str, pl.DataFrame], suppression: Suppression) -> dict[str, bool]:
    """Line digest -> whether the line matches anything in these tables, which nothing must have been taken from yet."""
    if suppression.empty:
        return {}
    activities = set(tables["activity"].select(normal_reference("iati_identifier")).to_series())
    known = mentions(tables) if suppression.partners else pl.DataFrame({"ref": [""], "name": [""]})
    partners = set(known["ref"]) | set(known.select(normal_reference("name")).to_series())
    plain = {plain_name(name) for name in known["name"].unique()} - {""}
    codes = {
        str(code).upper()
        for name in ("recipient_country", "transaction_country")
        for code in tables[name]["code"].drop_nulls().unique()
    }
    texts = tables["narrative"]["text"]

    def matches(line: ListLine) -> bool:
        if line.kind == "activity":
            return normal_identifier(line.value) in activities
        if line.kind == "partner":
            known_as = normal_identifier(line.value) in partners or plain_name(line.value) in plain
            return known_as or _stands_in(texts, names_pattern([], [line.value], []))
        country = country_named(line.value)
        if country and iso2_of(country) in codes:
            return True
        return _stands_in(texts, names_pattern([], [] if country else [line.value], [country] if country else []))

    return {line.digest: matches(line) for line in suppression.lines}


def _stands_in(texts: pl.Series, pattern: str) -> bool:
    return bool(pattern) and bool(texts.str.contains(f"(?i){pattern}").any())
