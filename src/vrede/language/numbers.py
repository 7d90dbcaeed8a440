"""How a figure is written on a page, in Dutch and in English.

    nl   € 1.234,5 mln   € 1.234.567,89   12 %   juni 2025   1 juni 2025
    en   € 1,234.5 m     € 1,234,567.89   12%    June 2025   1 June 2025

Rules for all of them: what is unknown (None) is an en dash, never 0, and each other state of nothing has its own sign
(language/nothing); exactly nought is 0, without decimals; minus is U+2212 and stands before the first digit
(`€ −3,0 mln`); the space before or after a unit does not break; a figure that rounds to nought carries no minus.
Rounding is half away from zero (0,05 becomes 0,1 and −0,05 becomes −0,1). Money is an integer of euro cents and stays
one until its digits are written: no float comes near it. Any language but nl and en raises KeyError.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from babel import Locale

from vrede.language.nothing import UNKNOWN, Nothing, sign_of

Language = Literal["nl", "en"]

MINUS = "−"
SPACE = "\u00a0"
CENTS_IN_A_MILLION = 100_000_000

_LOCALES = {language: Locale.parse(language) for language in ("nl", "en")}
_THOUSANDS = {language: locale.number_symbols["latn"]["group"] for language, locale in _LOCALES.items()}
_DECIMAL = {language: locale.number_symbols["latn"]["decimal"] for language, locale in _LOCALES.items()}
_MILLION = {"nl": "mln", "en": "m"}
_MONTHS = {language: locale.months["format"]["wide"] for language, locale in _LOCALES.items()}


def rounded(number: int, unit: int) -> int:
    """How many whole units are in a number, half away from zero. `unit` is above zero."""
    many = (abs(number) * 2 + unit) // (unit * 2)
    return many if number >= 0 else -many


def _digits(units: int, decimals: int, language: str) -> str:
    """An integer of units of 10^-decimals as digits: (−12345, 1, "nl") is −1.234,5."""
    whole_part, rest = divmod(abs(units), 10**decimals)
    text = f"{whole_part:,}".replace(",", _THOUSANDS[language])
    if decimals:
        text += f"{_DECIMAL[language]}{rest:0{decimals}d}"
    return (MINUS if units < 0 else "") + text


def _is_small(cents: int) -> bool:
    """Whether an amount is not nothing and would be shown as nought."""
    return bool(cents) and not rounded(cents, CENTS_IN_A_MILLION // 10)


def _below(cents: int, language: str) -> str:
    """What stands for an amount that is not nothing and rounds to nought: < 0,1, or > −0,1."""
    sign = "<" if cents > 0 else ">"
    return f"{sign}{SPACE}{_digits(1 if cents > 0 else -1, 1, language)}"


def euro_millions(cents: int | Nothing | None, language: str) -> str:
    """Euro cents as millions with one decimal: € 1.234,5 mln, € 1,234.5 m; below half a tenth in whole euro: € 37.168."""
    if cents is None or isinstance(cents, Nothing):
        return sign_of(cents)
    if not cents:
        return f"€{SPACE}0"
    if _is_small(cents):
        euros = rounded(cents, 100)
        return f"€{SPACE}{_digits(euros, 0, language)}" if euros else euro_exact(cents, language)
    tenths = rounded(cents, CENTS_IN_A_MILLION // 10)
    return f"€{SPACE}{_digits(tenths, 1, language)}{SPACE}{_MILLION[language]}"


def millions(cents: int | Nothing | None, language: str, *, fine: bool = False) -> str:
    """Euro cents as a bare number of millions, for lists and drawings that name the unit once.

    One decimal, none from a thousand on: 88,3 and 2.960. With `fine` always one decimal. What is not nothing is never shown as 0,0: it
    reads < 0,1, or > −0,1.
    """
    if cents is None or isinstance(cents, Nothing):
        return sign_of(cents)
    if not cents:
        return "0"
    if _is_small(cents):
        return _below(cents, language)
    tenths = rounded(cents, CENTS_IN_A_MILLION // 10)
    if fine or abs(tenths) < 10_000:
        return _digits(tenths, 1, language)
    return _digits(rounded(cents, CENTS_IN_A_MILLION), 0, language)


def change_in_millions(cents: int | None, language: str) -> str:
    """A difference as a bare number of millions with its sign: +12,0 or −3,5; no change is 0,0, a small one < +0,1 or > −0,1."""
    text = millions(cents, language, fine=True)
    if cents is not None and cents > 0 and _is_small(cents):
        return text.replace(SPACE, f"{SPACE}+")
    return f"+{text}" if cents is not None and rounded(cents, CENTS_IN_A_MILLION // 10) > 0 else text


def euro_exact(cents: int | Nothing | None, language: str) -> str:
    """Euro cents to the cent: € 1.234.567,89."""
    if cents is None or isinstance(cents, Nothing):
        return sign_of(cents)
    return f"€{SPACE}{_digits(cents, 2, language)}"


def euro_round(cents: int, language: str) -> str:
    """A round amount, as a bound of a class: € 10 mln, or € 300.000 where it is no whole number of millions."""
    if cents and cents % CENTS_IN_A_MILLION == 0:
        return f"€{SPACE}{_digits(cents // CENTS_IN_A_MILLION, 0, language)}{SPACE}{_MILLION[language]}"
    return f"€{SPACE}{_digits(rounded(cents, 100), 0, language)}"


def number_text(value: Decimal | None, language: str) -> str:
    """An exact number as it stands, with its own decimals: 1.234,5 or 1,234.5; an en dash where there is none."""
    if value is None:
        return UNKNOWN
    text = f"{value.normalize():f}" if value else "0"
    before, _point, after = text.lstrip("-").partition(".")
    shown = (MINUS if text.startswith("-") else "") + _digits(int(before), 0, language)
    return f"{shown}{_DECIMAL[language]}{after}" if after else shown


def whole(number: int | None, language: str) -> str:
    """A count: 12.345 or 12,345."""
    return UNKNOWN if number is None else _digits(number, 0, language)


def percent(share: Fraction | float | None, language: str) -> str:
    """A share or chance as whole per cent; 1 is 100 %.

    What is not nothing is never shown as 0, nor what is not all as 100: those read < 1 % and > 99 %.
    A float is taken at its exact value; NaN or infinity raises ValueError or OverflowError.
    """
    if share is None:
        return UNKNOWN
    exact = Fraction(share) * 100
    units = rounded(exact.numerator, exact.denominator)
    sign = f"{SPACE}%" if language == "nl" else "%"
    if units == 0 and exact > 0:
        return f"<{SPACE}{_digits(1, 0, language)}{sign}"
    if units == 100 and exact < 100:
        return f">{SPACE}{_digits(99, 0, language)}{sign}"
    return _digits(units, 0, language) + sign


def percent_of(part: int | None, total: int | None, language: str) -> str:
    """A part of a total in whole per cent, from integers; unknown when either is unknown or the total is 0."""
    return percent(Fraction(part, total) if part is not None and total else None, language)


def month(moment: date | str | None, language: str) -> str:
    """A date, or a month written YYYY-MM, as June 2025. Raises ValueError for any other text."""
    if moment is None:
        return UNKNOWN
    if isinstance(moment, str):
        moment = date.fromisoformat(f"{moment}-01" if len(moment) == len("2025-06") else moment)
    return f"{_MONTHS[language][moment.month]} {moment.year}"


def day(moment: date | None, language: str) -> str:
    """A date as 1 June 2025."""
    return UNKNOWN if moment is None else f"{moment.day} {month(moment, language)}"


def chance_text(ppm: int | None, language: Language) -> str:
    r"""A chance of a forecast in whole per cent; an en dash where it is not known. None of 1,000 draws is < 1%, all are > 99%.

    >>> chance_text(0, "en").replace("\xa0", " "), chance_text(334_000, "en"), chance_text(None, "nl")
    ('< 1%', '33%', '–')
    """
    return percent(Fraction(min(max(ppm, 1), 999_999), 1_000_000) if ppm is not None else None, language)
