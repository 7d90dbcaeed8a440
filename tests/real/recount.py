"""Own money, the three bounds of the chain and the field, counted again from the raw XML: by year, kind and clause.

Elements, dictionaries and fractions: nothing of the product's money, chain or lake. The primitives (which copy counts, what
a share is, what a rate is) are those of the slow plain twin (tests/twin.py). What is placed where is taken as given.
Run it by hand with a folder of IATI files: `PYTHONPATH=src:tests:tests/real python tests/real/recount.py FOLDER`.
"""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

import twin
from twin import Copy, Element, day_of, normal, text, value

KINDS = {"2": "commitment", "3": "spent", "4": "spent"}
INCOMING = {"11": "commitment", "1": "spent"}
PAYING = ("1", "11", "13")
Identity = tuple[str, str, str]
Place = tuple[Identity, int, str, str, str]
"""A share: its activity, the number of its transaction, purpose code, kind of place, place ('' for none)."""
Sums = dict[tuple[str, str, str, str], int]
"""(figure, kind, year or 'none', clause or 'all') -> cents, where there are any."""


@dataclass
class Share:
    """A part of one transaction for one purpose and place. cents None: no price."""

    at: Place
    kind: str
    year: str
    cents: int | None


@dataclass
class Read:
    """One activity: its measure, whether the ministry alone funds it, its shares, receipts, and what it says of payments."""

    measure: str
    alone: bool
    shares: list[Share] = field(default_factory=list)
    receipts: list[tuple[str, list[Share]]] = field(default_factory=list)
    """(identifier of the activity that paid, shares) of what it states to have received from the ministry."""
    says: list[tuple[str, str, str, str, int | None]] = field(default_factory=list)
    """(payer or receiver, kind, identifier of the other, its organisation, cents) of every payment it names another of."""

    def whole(self, kind: str) -> int:
        """All that it spent or committed."""
        return sum(share.cents or 0 for share in self.shares if share.kind == kind)


def identity(copy: Copy) -> Identity:
    """Publisher, identifier, and for want of one the file and place."""
    return copy.ref, copy.identifier, "" if copy.identifier else f"{copy.file}#{copy.ordinal}"


def of_ministry(transaction: Element, ministry: Sequence[str]) -> bool:
    """Whether a transaction names the ministry as its provider."""
    provider = transaction.find("provider-org")
    named = normal(value(provider, "provider-activity-id"))
    return normal(value(provider, "ref")) in ministry or named.startswith(tuple(f"{ref}-" for ref in ministry))


def who(element: Element | None) -> str:
    """An organisation: its identifier, else its first name."""
    if element is None:
        return ""
    names = [name for n in element.findall("narrative") if (name := text(n))]
    return normal(value(element, "ref")) or (names[0].lower() if names else "")


def is_ministry(name: str, ministry: Sequence[str]) -> bool:
    """Whether an organisation, as `who` tells it, is the ministry: by identifier, or by a name that is in no list of the product's."""
    letters = "".join(filter(str.isalpha, name.lower()))
    dutch = "netherlands" in letters or "dutch" in letters
    return name in ministry or ("foreignaffairs" in letters and dutch)


def alone(lead: Copy, transactions: Sequence[Element], ministry: Sequence[str]) -> bool:
    """Whether nobody but the ministry is named as funder or as provider of incoming money."""
    parties = [p for p in lead.element.findall("participating-org") if value(p, "role") == "1"]
    given = [
        p
        for t in transactions
        if value(t.find("transaction-type"), "code") in PAYING and (p := t.find("provider-org")) is not None
    ]
    funders = {ministry[0] if is_ministry(name := who(p), ministry) else name for p in (*parties, *given)}
    named = any(normal(value(p, "ref")) in ministry for p in parties)
    return named and len(funders - {"", normal(lead.ref)}) <= 1


def shares_of(
    lead: Copy,
    number: int,
    transaction: Element,
    kind: str,
    dimensions: tuple[list[tuple[str, str, Fraction]] | None, ...],
) -> list[Share]:
    """A transaction's cents over purposes and places, priced at the day's rate."""
    when = day_of(value(transaction.find("transaction-date"), "iso-date"))
    stated = transaction.find("value")
    currency = (value(stated, "currency") or value(lead.element, "default-currency")).upper()
    cents = twin.euro_cents(twin.amount_of(text(stated)), currency, day_of(value(stated, "value-date")) or when)
    own_sector, own_place = twin.sectors(transaction), twin.places(transaction)
    wide = (own_sector if own_sector is not None else dimensions[0]) or [("", "", Fraction(1))]
    long = (own_place if own_place is not None else dimensions[1]) or [("none", "", Fraction(1))]
    crossed = [(s[1], p[0], p[1], s[2] * p[2]) for s in wide for p in long]
    parts = twin.cut(cents, [((s, k, p), w) for s, k, p, w in crossed]) if cents is not None else [None] * len(crossed)
    year = str(when.year) if when else "none"
    return [
        Share((identity(lead), number, s, k, p), kind, year, part)
        for (s, k, p, _), part in zip(crossed, parts, strict=True)
    ]


def read(group: Sequence[Copy], ministry: Sequence[str]) -> Read:
    """One activity from the copies that count."""
    lead = group[0]
    transactions = [t for copy in group for t in copy.element.findall("transaction")]
    made = Read(twin.measure_of(lead, transactions, ministry), alone(lead, transactions, ministry))
    dimensions = (twin.sectors(lead.element), twin.places(lead.element))
    own_words: list[tuple[str, list[Share]]] = []
    for number, t in enumerate(transactions):
        code = value(t.find("transaction-type"), "code")
        if code in KINDS:
            found = shares_of(lead, number, t, KINDS[code], dimensions)
            made.shares += found
            if of_ministry(t, ministry):
                own_words.append(("", found))
            receiver = t.find("receiver-org")
            if other := value(receiver, "receiver-activity-id"):
                cents = _sum(found)
                made.says.append(("payer", KINDS[code], other, value(receiver, "ref"), cents))
        if code in INCOMING and (made.measure == "chain"):
            provider = t.find("provider-org")
            found = shares_of(lead, number, t, INCOMING[code], dimensions)
            if of_ministry(t, ministry):
                made.receipts.append((value(provider, "provider-activity-id"), found))
            if other := value(provider, "provider-activity-id"):
                made.says.append(("receiver", INCOMING[code], other, value(provider, "ref"), _sum(found)))
    stated = {share.kind for _, found in made.receipts for share in found}
    made.receipts += [row for row in own_words if row[1] and row[1][0].kind not in stated]
    return made


def _sum(shares: Sequence[Share]) -> int | None:
    known = [share.cents for share in shares if share.cents is not None]
    return sum(known) if known else None


def everything(folder: Path) -> dict[Identity, Read]:
    """Every activity below a folder, once; money that counts at another level of its publisher is taken out."""
    ministry = twin.policy_of_today().names("ministry_identifiers", date(2026, 1, 1))
    gc.disable()  # millions of elements, none of them in a circle
    try:
        counted = twin.settled(twin.copies(folder), ministry)
    finally:
        gc.enable()
    found = {key: read(group, ministry) for key, group in counted.items()}
    for kind in ("commitment", "spent"):
        pieces = [
            twin.Slice(key, one.measure, kind, None, "", "", "", "", share.cents)
            for key, one in found.items()
            for share in one.shares
            if share.kind == kind
        ]
        for key in twin.given_way(counted, pieces):
            found[key].shares = [share for share in found[key].shares if share.kind != kind]
            found[key].receipts = [row for row in found[key].receipts if row[1][0].kind != kind]
    return {identity(counted[key][0]): one for key, one in found.items()}


class Names:
    """Which activity an identifier means: exactly the one that is published, of two publishers the one that is named."""

    def __init__(self, found: Mapping[Identity, Read]) -> None:
        self.by: dict[str, list[Identity]] = defaultdict(list)
        for key in found:
            if key[1]:
                self.by[key[1]].append(key)

    def meant(self, stated: str, ref: str, speaker: Identity) -> Identity | None:
        """None where nobody here is meant, or the speaker itself."""
        rows = self.by.get(stated, [])
        if len(rows) > 1:
            rows = [key for key in rows if normal(key[0]) == normal(ref)]
        return rows[0] if len(rows) == 1 and rows[0] != speaker and stated != speaker[1] else None


def passed_on(found: Mapping[Identity, Read], names: Names) -> dict[tuple[Identity, str], int]:
    """(payer, kind) -> cents that it passed on to others of the chain which spend: the receiver's word, else the payer's."""
    words: dict[tuple[Identity, Identity, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for key, one in found.items():
        for word, kind, stated, ref, cents in one.says:
            other = names.meant(stated, ref, key)
            if other is not None and cents is not None:
                pair = (key, other) if word == "payer" else (other, key)
                words[(*pair, kind)][word].append(cents)
    sums: dict[tuple[Identity, str], int] = defaultdict(int)
    for (payer, receiver, kind), said in words.items():
        cents = sum(said.get("receiver") or said.get("payer") or [])
        chain = found[payer].measure == found[receiver].measure == "chain"
        if chain and cents > 0 and found[receiver].whole(kind) > 0:
            sums[payer, kind] += cents
    return sums


def bounded(found: Mapping[Identity, Read]) -> Iterator[tuple[str, Share]]:
    """(figure, share): own, field, and of the chain received, at most and whole."""
    names = Names(found)
    passed = passed_on(found, names)
    for key, one in found.items():
        if one.measure in ("own", "field"):
            yield from ((one.measure, share) for share in one.shares)
        if one.measure != "chain":
            continue
        for payer, shares in one.receipts:
            other = names.meant(payer, "", key) if payer else None
            if other is None or found[other].measure != "chain":
                yield from (("chain_received", share) for share in shares)
        stated = stated_by(one)
        for kind in ("commitment", "spent"):
            mine = [share for share in one.shares if share.kind == kind]
            yield from (("chain_whole", share) for share in mine)
            whole = one.whole(kind)
            most = whole - min(passed.get((key, kind), 0), max(whole, 0))
            if not one.alone and stated is not None and most > 0:
                most = min(most, stated)
            yield from (("chain_at_most", share) for share in spread(mine, most, whole))


def stated_by(one: Read) -> int | None:
    """The larger of what it says to have received and to have been promised; None where it says nothing that has a price."""
    sums: dict[str, int] = defaultdict(int)
    for _, shares in one.receipts:
        for share in shares:
            if share.cents is None:
                return None
            sums[share.kind] += share.cents
    return max(0, *sums.values()) if sums else None


def spread(mine: Sequence[Share], most: int, whole: int) -> Iterator[Share]:
    """The bound over the shares in proportion, in the order of transactions, purposes and places."""
    run = before = 0
    for share in sorted(mine, key=lambda share: (share.at[1], *((t != "", t) for t in share.at[2:]))):
        cents = share.cents
        if cents is not None and whole > 0:
            run += cents
            reached = run * most // whole
            cents, before = reached - before, reached
        yield Share(share.at, share.kind, share.year, cents)


def recount(folder: Path, slices: Mapping[Place, frozenset[str]], receipts: Mapping[Place, frozenset[str]]) -> Sums:
    """Every figure by kind, year and clause. slices, receipts: under which clauses each share is placed by a code, as given."""
    sums: Sums = defaultdict(int)
    for name, share in bounded(everything(folder)):
        placed = (receipts if name == "chain_received" else slices).get(share.at, frozenset())
        for clause in ("all", *placed):
            sums[name, share.kind, share.year, clause] += share.cents or 0
    return {key: cents for key, cents in sums.items() if cents}


if __name__ == "__main__":
    for (name, kind, year, _clause), cents in sorted(recount(Path(sys.argv[1]), {}, {}).items()):
        print(f"{name:15} {kind:10} {year} {cents / 100:>20,.2f}")
