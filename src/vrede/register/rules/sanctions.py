"""Looking for a partner on a sanctions list: names compared without case, accents and punctuation; whether it is the same one, a person says."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from vrede.register.table.bodies import Screening

COLUMNS = ("name", "aliases", "identifier")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list. aliases: other names. identifier: '' where the list gives none."""

    name: str
    aliases: tuple[str, ...] = ()
    identifier: str = ""


def tokens(name: str) -> frozenset[str]:
    """The words of a name: NFKD, case folded, letters and digits only; accents are dropped, other characters part words.

    >>> sorted(tokens("Société  d'Étude (S.A.)"))
    ['a', 'd', 'etude', 's', 'societe']
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = (letter for letter in plain if not unicodedata.category(letter).startswith(("M", "Cf")))
    return frozenset("".join(letter if letter.isalnum() else " " for letter in kept).split())


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names have the same words, or all words of one are in the other; a name without words is like none."""
    return bool(one) and bool(other) and (one <= other or other <= one)


def hits(names: Iterable[str], identifier: str, rows: Iterable[Listed]) -> list[str]:
    """The listed names that are like one of the partner's names, or have its identifier; each once, sorted."""
    mine = [tokens(name) for name in names]
    code = identifier.strip().casefold()
    alike_names = set()
    for row in rows:
        same = bool(code) and row.identifier.strip().casefold() == code
        theirs = [tokens(name) for name in (row.name, *row.aliases)]
        if same or any(alike(one, other) for one in mine for other in theirs):
            alike_names.add(row.name)
    return sorted(alike_names)


def read_list(data: bytes) -> list[Listed]:
    """A list as CSV in UTF-8 with the columns name, aliases (parted by ;) and identifier. Raises ValueError with the line that is wrong."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"the columns must be {', '.join(COLUMNS)}, not {', '.join(reader.fieldnames or ())}")
    listed = []
    for row in reader:
        if None in row or None in row.values() or not tokens(row["name"]):
            raise ValueError(f"line {reader.line_num}: give three columns, and a name with letters or digits")
        aliases = tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip())
        listed.append(Listed(" ".join(row["name"].split()), aliases, row["identifier"].strip()))
    if not listed:
        raise ValueError("the list is empty: nobody was screened against it")
    return listed


def screening(partner: str, names: Sequence[str], data: bytes, title: str, day: date) -> Screening:
    """What a screening says. names: all that the partner is known by. day: on which the list was fetched. Raises ValueError."""
    if not any(tokens(name) for name in names):
        raise ValueError("give at least one name of the partner")
    hashed, alike = hashlib.sha256(data).hexdigest(), tuple(hits(names, partner, read_list(data)))
    return Screening(partner=partner, list=title, list_hash=hashed, list_day=day, hits=alike)
