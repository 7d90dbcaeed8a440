"""Reasons of issues in the reader's language. The tables hold them in English, as the code that found them does."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from vrede.money import BY_CHANNEL_NAME


def placement_reason(rule: str, reasons: Mapping[str, str]) -> str:
    """Why a rule placed money, in words; with what weakens it. reasons: rule id -> its own reason."""
    plain = rule.removesuffix(BY_CHANNEL_NAME)
    reason = reasons.get(plain) or _("a purpose code that has left the list; policy says where it counts")
    if plain == rule:
        return reason
    weaker = _("The receiver gives no identifier: the channel was told from its name, so this is likely at most.")
    return f"{reason} {weaker}"


def issue_reason(reason: str) -> str:
    """An issue's reason in words; '' where we have none better than the reason itself."""
    known = {
        "gone": _("could not be opened; check that it exists and may be read"),
        "empty": _("empty; fetch it again"),
        "not-xml": _("not XML but a web page or another format; fetch it again"),
        "ill-formed": _("broken or cut off, so nothing in it is used; the publisher must mend it"),
        "entities": _("declares entities, which may be an attack; the publisher must write it without"),
        "not-iati": _("XML, but no IATI activities"),
        "too-large": _("unpacks to more than is safe"),
        "encoding": _("the encoding is unknown, or the bytes do not fit it"),
        "not a date (YYYY-MM-DD)": _("not a date (YYYY-MM-DD)"),
        "not a date and time": _("not a date and time"),
        "not a number": _("not a number"),
        "not a whole number": _("not a whole number"),
        "neither 0 nor 1": _("neither 0 nor 1"),
        "percentages do not sum to 100: rescaled": _("percentages do not sum to 100: rescaled"),
        "a percentage is missing: it gets the rest": _("a percentage is missing: it gets the rest"),
        "several without a percentage: equal shares": _("several without a percentage: equal shares"),
        "not a country code: takes no share": _("not a country code: takes no share"),
        "a region of another list than the DAC's: its money has no named place": _(
            "a region of another list than the DAC's: its money has no named place"
        ),
        "counted at another level of its family": _("counted with its parent or its parts, which say more"),
        "counted at another level of its publisher": _("at a level of its publisher that does not count"),
        "owner not verified": _("under the ministry's identifier, but the owner of the file is unknown"),
        "owner is another": _("under the ministry's identifier in a file of another: not counted"),
        "unpriced: no rate": _("without a price in euro: no exchange rate"),
        "unpriced: no amount": _("without a price in euro: no amount that can be read"),
        "unpriced: no currency": _("without a price in euro: no currency"),
        "unpriced: no date": _("without a price in euro: no date"),
        "unpriced: too large": _("without a price in euro: more than can be true"),
        "given more than once: the first counts": _("given more than once: the first counts"),
        "no date that can be read: counted under no year": _("no date that can be read: counted under no year"),
        "day of retrieval unknown: the file's own date is used": _(
            "day of retrieval unknown: the file's own date is used"
        ),
        "empty identifier: known by file and place in it": _("empty identifier: known by file and place in it"),
        "more than six decimals: rounded to six, half away from zero": _(
            "more than six decimals: rounded to six, half away from zero"
        ),
        "not an amount (at most 18 digits, a point before decimals, no thousands separator)": _(
            "not an amount (at most 18 digits, a point before decimals, no thousands separator)"
        ),
    }
    return known.get(reason, "")


def rates_refused(reason: str) -> str:
    """Why fetched exchange rates were not taken, in words; '' where they were, or there are none."""
    return {
        "unreadable": _("The fetched file cannot be read as the Bank's table, so the copy in the package counts."),
        "few": _("The fetched file holds too few rates to be whole, so the copy in the package counts."),
        "hole": _("The fetched file misses days, so the copy in the package counts."),
        "older": _("The fetched file ends earlier than the copy in the package, so that one counts."),
    }.get(reason, "")
