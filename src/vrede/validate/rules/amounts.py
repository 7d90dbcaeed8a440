"""Kinds that look at numbers: sum, strict_sum, range."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from lxml import etree

from vrede.validate.rules.model import BadCase, Check, Fault, Surroundings
from vrede.validate.rules.values import number_of, text_of

FOUR_DECIMALS = Decimal("0.0001")
WIDE = Context(prec=240)


def _bound(case: Mapping[str, Any], key: str) -> Decimal | None:
    value = case.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise BadCase(f"{key} is not a number")
    number = number_of(str(value))
    if number is None:
        raise BadCase(f"{key} is not a number")
    return number


class _Total(Check):
    rounded = False

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        wanted = _bound(case, "sum")
        if wanted is None:
            raise BadCase("sum is missing")
        self.wanted = wanted

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where the total is another; a text that is no number makes it so."""
        hits = [
            (path, hit) for path, found in zip(self.paths, self.found, strict=True) for hit in found.nodes(node, loop)
        ]
        if not hits and not self.rounded:
            return []
        numbers = [number_of(text_of(hit)) for _, hit in hits]
        if None not in numbers:
            total = Decimal(0)
            for number in numbers:
                total = WIDE.add(total, number or Decimal(0))
            if self.rounded:
                total = total.quantize(FOUR_DECIMALS, ROUND_HALF_UP, WIDE)
            if total == self.wanted:
                return []
            said = f"{total.normalize():f}"
        else:
            said = "?"
        element = self.owner(hits[0][1], node) if hits else node
        return [Fault(" | ".join(self.paths), said, element, (("sum", f"{self.wanted.normalize():f}"),))]

    def suspect(self) -> str:
        """The total, as XPath reckons it, is another; rounding there can only make it true too often."""
        total = " + ".join(f"sum({path})" for path in self.paths) or "0"
        return f"not({total} = {self.wanted:f})"


class Sum(_Total):
    """No match, or the total is `sum` exactly."""


class StrictSum(_Total):
    """The total, rounded to four decimals, is `sum`; nothing found is 0."""

    rounded = True


class Range(Check):
    """min <= number <= max; either may be absent, and '' is 0."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.least, self.most = _bound(case, "min"), _bound(case, "max")

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault per number beyond the bounds, and per text that is none."""
        faults = []
        bounds = (("min", _plain(self.least)), ("max", _plain(self.most)))
        for path, found in zip(self.paths, self.found, strict=True):
            for hit in found.nodes(node, loop):
                number = number_of(text_of(hit))
                low = number is None or (self.least is not None and number < self.least)
                if low or (self.most is not None and number is not None and number > self.most):
                    faults.append(Fault(path, text_of(hit), self.owner(hit, node), bounds))
        return faults

    def suspect(self) -> str:
        """A number is not within the bounds as XPath reads it."""
        parts = [f". >= {self.least:f}"] if self.least is not None else []
        parts += [f". <= {self.most:f}"] if self.most is not None else []
        within = " and ".join(parts) or "number(.) = number(.)"
        return " or ".join(f"{path}[not({within})]" for path in self.paths) or "false()"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
