"""Who gets which share of a transaction, in whole parts of a million: the rules of the split, on planned texts.

Transaction level wins, whole, per dimension. Of several vocabularies one is used: DAC purpose codes (1, or no
vocabulary stated), else the three-digit DAC codes (2). A missing percentage takes what the given ones leave of 100,
several missing ones equally; sums of 99 to 101 are read as rounding and scaled to the whole. Regions share only what
countries leave below 100. Parts are made whole by largest remainder; ties go to the earlier entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from vrede.sources.sample.plan import SampleActivity, SamplePlace, Sector, Transaction

WHOLE = 1_000_000


def shares(percentages: Sequence[str], room: Fraction = Fraction(100)) -> list[Fraction]:
    """Per entry its percentage of 100, missing ones filled from what is left of `room`."""
    given = [Fraction(p) if p else None for p in percentages]
    missing = sum(1 for g in given if g is None)
    left = max(room - sum((g for g in given if g is not None), Fraction(0)), Fraction(0))
    filled = [left / missing if g is None else g for g in given]
    total = sum(filled, Fraction(0))
    if total and room - 1 <= total <= room + 1:
        return [share * room / total for share in filled]
    return filled


def whole_parts(percentages: Sequence[Fraction]) -> list[int]:
    """Parts of a million that sum to the rounded-down sum of `percentages`, by largest remainder."""
    exact = [share * WHOLE / 100 for share in percentages]
    parts = [int(share) for share in exact]
    short = int(sum(exact, Fraction(0))) - sum(parts)
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[:short]:
        parts[index] += 1
    return parts


def sector_weights(activity: SampleActivity, transaction: Transaction) -> tuple[tuple[str, str, int], ...]:
    """(vocabulary, code, parts of a million) of one transaction; () when no DAC sector is given anywhere."""
    if transaction.sectors:
        chosen = _one_vocabulary(transaction.sectors)
        return tuple(
            (s.vocabulary or "1", s.code, part)
            for s, part in zip(chosen, whole_parts(shares([""] * len(chosen))), strict=True)
        )
    chosen = _one_vocabulary(activity.sectors)
    parts = whole_parts(shares([s.percentage for s in chosen]))
    return tuple((s.vocabulary or "1", s.code, part) for s, part in zip(chosen, parts, strict=True) if part)


def _one_vocabulary(sectors: Sequence[Sector]) -> list[Sector]:
    for vocabulary in ("1", "2"):
        found = [s for s in sectors if (s.vocabulary or "1") == vocabulary]
        if found:
            return found
    return []


def place_weights(activity: SampleActivity, transaction: Transaction) -> tuple[tuple[str, str, int], ...]:
    """('country' or 'region', code, parts of a million) of one transaction; () when no place is given."""
    if transaction.place is not None:
        return ((transaction.place.kind, transaction.place.code, WHOLE),)
    countries = [p for p in activity.places if p.kind == "country"]
    regions = [p for p in activity.places if p.kind == "region"]
    wide = shares([p.percentage for p in countries])
    left = 100 - sum(wide, Fraction(0))
    places: list[SamplePlace] = list(countries)
    if regions and left > 0:
        places += regions
        wide += shares([p.percentage for p in regions], left)
    parts = whole_parts(wide)
    return tuple((p.kind, p.code, part) for p, part in zip(places, parts, strict=True) if part)
