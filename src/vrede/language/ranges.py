"""Classes of amounts and of counts in words: from one number, up to another."""

from __future__ import annotations

from vrede.language.catalogue import say
from vrede.language.numbers import Language, euro_round, whole


def euro_range(low: int | None, high: int | None, language: Language) -> str:
    """From `low`, up to but not including `high`, in words: minder dan € 1 mln, € 1 mln tot € 3 mln, € 3 mln of meer.

    Raises ValueError when both ends are open.
    """
    if low is None and high is None:
        raise ValueError("a range without ends says nothing")
    if low is None:
        return say("range.less_than", language, high=euro_round(high or 0, language))
    if high is None:
        return say("range.or_more", language, low=euro_round(low, language))
    return say("range.up_to", language, low=euro_round(low, language), high=euro_round(high, language))


def whole_range(low: int | None, high: int | None, language: Language) -> str:
    """A class of counts: 'fewer than 3', '3 to 9', '30 or more'. Raises ValueError where both ends are open."""
    if low is None and high is None:
        raise ValueError("a range without ends")
    if low is None:
        return say("range.fewer_than", language, high=whole(high, language))
    if high is None:
        return say("range.or_more", language, low=whole(low, language))
    return say("range.to", language, low=whole(low, language), high=whole(high - 1, language))
