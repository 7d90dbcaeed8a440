"""Kinds that look at dates: date_order, date_now, time_limit, between_dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from vrede.validate.rules.expression import Expression
from vrede.validate.rules.model import Check, Fault, Surroundings, word_of
from vrede.validate.rules.values import day_number, moment_of, text_of

NOW = frozenset({"NOW", "TODAY"})
LIMIT_DAYS = 365  # IATI rulesets, JavaScript edition: time_limit


def _as_number(path: str) -> str:
    """XPath of a day as YYYYMMDD; not a number where it is not written so."""
    return f"number(translate(substring({path}, 1, 10), '-', ''))"


class _Dated(Check):
    def side(self, key: str) -> tuple[str, Expression | None]:
        """The source of a date and its expression; no expression for the word NOW or TODAY."""
        source = word_of(self.case, key)
        return source, None if source in NOW else Expression(source)

    def first(self, expression: Expression | None, node: etree._Element, loop: str) -> tuple[Any, datetime | None]:
        """The first node and its moment: the language reads no other."""
        if expression is None:
            return None, self.around.now
        found = expression.nodes(node, loop)
        return (found[0], moment_of(text_of(found[0]))) if found else (None, None)

    def surely(self, less: str, more: str) -> str:
        """XPath that is true only where one day certainly lies before another: what has a time or a zone is no number here."""
        if less in NOW or more in NOW:
            return f"{self.day(less)} < {self.day(more)}"
        return f"number(translate({less}, '-', '')) < number(translate({more}, '-', ''))"

    def day(self, source: str) -> str:
        """XPath of one side as a number; for now two days less, so that no zone can make a difference."""
        return str(day_number(self.around.now.date() - timedelta(days=2))) if source in NOW else _as_number(source)


class DateOrder(_Dated):
    """less <= more. A missing date, or one that cannot be read, is skipped, and only the first node of a path counts.

    Against NOW all nodes of `less` are looked at, which is stricter: the language would look at the first transaction only.
    """

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.less_source, self.less = self.side("less")
        self.more_source, self.more = self.side("more")

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault, or against NOW one per date that lies after it."""
        if self.more is None and self.less is not None:
            faults = []
            for number, hit in enumerate(self.less.nodes(node, loop)):
                moment = moment_of(text_of(hit))
                if moment is not None and moment > self.around.now:
                    faults.append(
                        Fault(self.less_source, text_of(hit), self.owner(hit, node), (("more", "NOW"),), number > 0)
                    )
            return faults
        hit, less = self.first(self.less, node, loop)
        other, more = self.first(self.more, node, loop)
        if less is None or more is None or less <= more:
            return []
        element = self.owner(hit if hit is not None else other, node)
        value = f"{text_of(hit) if hit is not None else 'NOW'} > {text_of(other) if other is not None else 'NOW'}"
        return [Fault(self.less_source, value, element, (("more", self.more_source),))]

    def suspect(self) -> str:
        """The first day is not certainly before the second."""
        if self.more is None and self.less is not None:
            return f"({self.less_source})[not({_as_number('.')} < {self.day('NOW')})]"
        less, more = (f"boolean({s})" if s not in NOW else "true()" for s in (self.less_source, self.more_source))
        return f"{more} and not({self.surely(self.less_source, self.more_source)}) and {less}"


class DateNow(_Dated):
    """date <= now."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.date_source, self.date = self.side("date")

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where it lies after now."""
        hit, moment = self.first(self.date, node, loop)
        if moment is None or moment <= self.around.now:
            return []
        return [Fault(self.date_source, text_of(hit), self.owner(hit, node), (("more", "NOW"),))]

    def suspect(self) -> str:
        """Not certainly before today."""
        return f"boolean({self.date_source}) and not({self.day(self.date_source)} < {self.day('NOW')})"


class TimeLimit(_Dated):
    """end - start is at most 365 whole days."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.start_source, self.start = self.side("start")
        self.end_source, self.end = self.side("end")

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where it is longer."""
        hit, start = self.first(self.start, node, loop)
        other, end = self.first(self.end, node, loop)
        if start is None or end is None or (end - start).days <= LIMIT_DAYS:
            return []
        element = self.owner(hit if hit is not None else other, node)
        said = (("days", str((end - start).days)), ("limit", str(LIMIT_DAYS)))
        return [Fault(self.start_source, f"{start.date()} – {end.date()}", element, said)]

    def suspect(self) -> str:
        """The end is not certainly before the same day of the next year."""
        there = " and ".join(f"boolean({s})" for s in (self.start_source, self.end_source) if s not in NOW)
        return f"{there or 'true()'} and not({self.day(self.end_source)} - {self.day(self.start_source)} < 9990)"


class BetweenDates(_Dated):
    """start <= date <= end, both included."""

    def __init__(self, case: Mapping[str, Any], around: Surroundings) -> None:
        super().__init__(case, around)
        self.date_source, self.date = self.side("date")
        self.start_source, self.start = self.side("start")
        self.end_source, self.end = self.side("end")

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """One fault where it lies outside; a date that is missing or cannot be read is skipped."""
        hit, moment = self.first(self.date, node, loop)
        start, end = self.first(self.start, node, loop)[1], self.first(self.end, node, loop)[1]
        if moment is None or start is None or end is None or start <= moment <= end:
            return []
        words = (("start", str(start.date())), ("end", str(end.date())))
        return [Fault(self.date_source, text_of(hit) if hit is not None else "NOW", self.owner(hit, node), words)]

    def suspect(self) -> str:
        """Not certainly strictly between."""
        there = " and ".join(
            f"boolean({s})" for s in (self.date_source, self.start_source, self.end_source) if s not in NOW
        )
        inside = (
            f"{self.surely(self.start_source, self.date_source)} and {self.surely(self.date_source, self.end_source)}"
        )
        return f"{there or 'true()'} and not({inside})"
