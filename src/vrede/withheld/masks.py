"""What a cell shows where something must not be shown: one pass over any table, by the role of each column.

A role says what a text can give away (sources.table.TEXTS), so a table that is added later is covered by its declaration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from vrede.sources import Table
from vrede.withheld.names import normal_reference
from vrede.withheld.suppression import WITHHELD, WITHHELD_ISO2, WITHHELD_PLACE

SHORTEST_IDENTIFIER = 6
"""Characters of an identifier that is looked for inside texts: a shorter one is part of too many words."""
APART = r"[^A-Za-z]"
"""What stands around a country's code inside a number, as in SE-6-5403-ML-15220."""


HASH = "^[0-9a-f]{64}$"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be read anywhere in a snapshot.

    partners: references as `normal_identifier` writes them. iso2, iso3: codes of countries, in one order. names: an expression for names
    of partners and places. short_names: names that are masked only where they are the whole text. references: an expression for
    identifiers and references inside texts, with the characters around them in groups 1 and 3; '' where there is none. blurred: identifiers
    of the activities in a withheld place.
    """

    partners: Sequence[str] = ()
    iso2: Sequence[str] = ()
    iso3: Sequence[str] = ()
    names: str = ""
    short_names: Sequence[str] = ()
    references: str = ""
    blurred: Sequence[str] = ()

    @property
    def coded(self) -> str:
        """An expression for a code of a withheld country inside an identifier; '' where there is none."""
        codes = "|".join([*self.iso2, *self.iso3])
        return rf"(^|{APART})({codes})({APART}|$)" if codes else ""


Masking = Callable[[pl.Expr, Secrets], pl.Expr]


def _never(text: pl.Expr) -> pl.Expr:
    return pl.lit(False)


def _holds(text: pl.Expr, expression: str) -> pl.Expr:
    return text.str.contains(expression).fill_null(False) if expression else _never(text)


def _named(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    return _holds(text, f"(?i){secrets.names}" if secrets.names else "")


def _refers(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    """Also where somebody put spaces into the number."""
    return _holds(text, secrets.references) | _holds(normal_reference(text), secrets.references)


def _emptied(text: pl.Expr, hit: pl.Expr) -> pl.Expr:
    return pl.when(~hit).then(text)


def _without_references(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    return text.str.replace_all(secrets.references, f"${{1}}{WITHHELD}${{3}}") if secrets.references else text


def _without_names(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    return text.str.replace_all(f"(?i){secrets.names}", WITHHELD) if secrets.names else text


def organisation_hit(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    """Whether a reference is that of a withheld partner, or begins with the code of a withheld country."""
    plain = normal_reference(text)
    hits = [plain.is_in(list(secrets.partners)), *(plain.str.starts_with(f"{code}-") for code in secrets.iso2)]
    return pl.any_horizontal(*hits)


def _organisation(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    hit = organisation_hit(text, secrets) | _refers(text, secrets) | _named(text, secrets)
    return _emptied(text, hit)


def _organisations(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    each = _organisation(pl.element(), secrets).fill_null(WITHHELD)
    return text.str.split("; ").list.eval(each).list.join("; ")


def _link(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    upper = ["".join(identifier.split()).upper() for identifier in secrets.blurred]
    hit = normal_reference(text).is_in(upper) | _holds(text, secrets.coded) | _refers(text, secrets)
    return _emptied(text, hit | _named(text, secrets))


def _words(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    masked = _without_names(text, secrets)
    if secrets.short_names:
        whole = masked.str.strip_chars().is_in(list(secrets.short_names)).fill_null(False)
        masked = pl.when(whole).then(pl.lit(WITHHELD)).otherwise(masked)
    long = [identifier for identifier in secrets.blurred if len(identifier) >= SHORTEST_IDENTIFIER]
    if long:
        masked = masked.str.replace_many(long, [WITHHELD] * len(long), ascii_case_insensitive=True)
    return _without_references(masked, secrets)


def _identifier(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    return _without_references(_without_names(text, secrets), secrets)


def _place(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    plain = text.str.strip_chars().str.to_uppercase()
    codes = f"(?i){secrets.coded}" if secrets.coded else ""
    hit = _holds(text, codes) | _named(text, secrets)
    return (
        pl.when(plain.is_in(list(secrets.iso2)).fill_null(False))
        .then(pl.lit(WITHHELD_ISO2))
        .when(plain.is_in(list(secrets.iso3)).fill_null(False))
        .then(pl.lit(WITHHELD_PLACE))
        .when(hit)
        .then(pl.lit(WITHHELD))
        .otherwise(_without_references(text, secrets))
    )


def _file(text: pl.Expr, secrets: Secrets) -> pl.Expr:
    # A hash holds no name, and the letters of some names are in one by chance: cafe, face.
    is_hash = text.str.contains(HASH).fill_null(False)
    return pl.when(_named(text, secrets) & ~is_hash).then(pl.lit(WITHHELD)).otherwise(text)


BY_ROLE: dict[str, Masking] = {
    "identifier": _identifier,
    "link": _link,
    "organisation": _organisation,
    "organisations": _organisations,
    "words": _words,
    "place": _place,
    "file": _file,
    "plain": _without_references,
}
"""A point has no words to go by (blurring.without_points), and a code of a list of numbers can hold no reference."""


def masked(frame: pl.DataFrame, table: Table, secrets: Secrets) -> pl.DataFrame:
    """The table with every cell that would show a secret emptied or masked, by the roles of its columns."""
    changes = [
        BY_ROLE[column.kind](pl.col(column.name), secrets).alias(column.name)
        for column in table.columns
        if column.kind in BY_ROLE and column.name in frame.columns
    ]
    return frame.with_columns(changes)


def references_in(texts: Sequence[str]) -> str:
    """An expression for identifiers and references inside texts, the longest first; '' where there is none."""
    escaped = sorted(map(re.escape, texts), key=lambda word: (-len(word), word))
    return f"(?i)(^|[^0-9A-Za-z])({'|'.join(escaped)})([^0-9A-Za-z]|$)" if escaped else ""
