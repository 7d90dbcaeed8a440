"""The kind loop: for each different value of `foreach`, the cases of `do` with `$1` put into the keys named in `subs`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from vrede.validate.rules.expression import Expression, with_loop
from vrede.validate.rules.model import BadCase, Check, Fault, Surroundings, word_of


def foreach_of(case: Mapping[str, Any]) -> str:
    """The expression whose different values are gone through. Raises BadCase."""
    return word_of(case, "foreach")


def inner_case(case: Mapping[str, Any], inner: Mapping[str, Any]) -> dict[str, Any]:
    """A case of `do` with `$1` as the loop's variable, in the keys that `subs` names and no other. Raises BadCase."""
    subs = case.get("subs", [])
    if not isinstance(subs, list):
        raise BadCase("subs is not a list")
    return {key: _put(value) if key in subs else value for key, value in inner.items()}


def _put(value: Any) -> Any:
    if isinstance(value, str):
        return with_loop(value)
    if isinstance(value, list):
        return [_put(item) for item in value]
    return value


class Loop(Check):
    """One inner case, judged once per different value of `foreach`."""

    def __init__(self, case: Mapping[str, Any], inner: Check, around: Surroundings) -> None:
        super().__init__({"condition": case.get("condition")}, around)
        self.foreach_source = foreach_of(case)
        self.foreach = Expression(self.foreach_source)
        self.inner = inner

    def different(self, node: etree._Element) -> list[str]:
        """The values of `foreach` at an element, each once, in document order."""
        return list(dict.fromkeys(self.foreach.texts(node)))

    def broken(self, node: etree._Element, loop: str) -> list[Fault]:
        """What the inner case finds, per value."""
        faults = []
        for value in self.different(node):
            for fault in self.inner.faults(node, value):
                words = (*fault.words, ("loop", value))
                faults.append(
                    Fault(fault.path.replace("$loop", f"'{value}'"), fault.value, fault.element, words, fault.stricter)
                )
        return faults

    def suspect(self) -> str:
        """The inner case's quick look, for elements that have the value at all."""
        quick = self.inner.quick()
        return f"{self.foreach_source} = $loop and ({quick})" if quick else ""
