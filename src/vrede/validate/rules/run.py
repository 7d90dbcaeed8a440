"""Rules over a document of many activities: a quick look in XPath per rule, and the exact case only where it hints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from vrede.validate.rules.expression import BadExpression, Expression, any_of, below, filtered
from vrede.validate.rules.loop import Loop
from vrede.validate.rules.model import Fault, Rule
from vrede.validate.rules.presence import AtLeastOne
from vrede.validate.rules.values import text_of

MAX_LOOP_VALUES = 64
MAX_TEXTS_KEPT = 1_000
MAX_BAD_TEXTS = 8


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold at an element of its context."""

    rule: Rule
    node: etree._Element
    fault: Fault


# The different texts that an expression finds in one piece: several rules look at the same attribute.
Texts = dict[str, set[str]]


def different(expression: Expression, root: etree._Element, known: Texts) -> set[str]:
    """The different texts of an expression in a piece, looked up once for all rules."""
    found = known.get(expression.source)
    if found is None:
        found = known[expression.source] = {text_of(node) for node in expression.nodes(root)}
    return found


class Quick:
    """One rule with its quick look. `run` gives every fault in a document; the slow and the quick way agree (a test says so)."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.contexts = Expression(rule.context)
        check = rule.check
        self.foreach = None
        if isinstance(check, Loop) and "|" not in check.foreach_source:
            self.foreach = Expression(below(rule.context, check.foreach_source), smart=False)
        quick = check.quick()
        self.suspects: Expression | None = None
        if quick and (self.foreach is not None or not isinstance(check, Loop)):
            self.suspects = Expression(filtered(rule.context, quick))
        plain = not quick and not isinstance(check, Loop) and all("|" not in path for path in check.values())
        self.texts = [Expression(below(rule.context, path), smart=False) for path in check.values()] if plain else []
        having = any_of(tuple(f"{path}[. = $loop]" for path in check.values()))
        self.having = Expression(filtered(rule.context, having)) if plain and check.values() else None
        self.good: set[str] = set()
        self.failed = ""
        self.alike = None if self.suspects is None or self.foreach is not None else check.alike()

    def run(self, root: etree._Element, known: Texts | None = None) -> Iterator[Broken]:
        """Every fault of this rule below a root; `failed` says where an expression cannot be worked out."""
        try:
            for node in self.suspected(root, {} if known is None else known):
                for fault in self.rule.check.faults(node):
                    yield Broken(self.rule, node, fault)
        except BadExpression as error:
            self.failed = str(error)

    def slow(self, root: etree._Element) -> Iterator[Broken]:
        """The same without quick look."""
        for node in self.contexts.nodes(root):
            for fault in self.rule.check.faults(node):
                yield Broken(self.rule, node, fault)

    def suspected(self, root: etree._Element, known: Texts) -> Sequence[etree._Element]:
        """The elements at which the rule may not hold; where `alike` is given, those at which it does not."""
        try:
            if self.texts:
                return self._with_bad_text(root, known)
            if self.suspects is None:
                return self.contexts.nodes(root)
            if self.foreach is None:
                return self.suspects.nodes(root)
            return self._loop(root, self.foreach, self.suspects, known)
        except BadExpression:  # the quick look asks more of an expression than the rule itself does
            self.suspects, self.alike, self.texts = None, None, []
            return self.contexts.nodes(root)

    def _loop(
        self, root: etree._Element, foreach: Expression, suspects: Expression, known: Texts
    ) -> Sequence[etree._Element]:
        values = different(foreach, root, known)
        if len(values) > MAX_LOOP_VALUES:
            return self.contexts.nodes(root)
        return self._any(root, suspects, sorted(values))

    def _any(self, root: etree._Element, suspects: Expression, values: Sequence[str]) -> Sequence[etree._Element]:
        """What an expression finds for any of some values, in document order."""
        found = [suspects.nodes(root, value) for value in values]
        hits = [nodes for nodes in found if nodes]
        if len(hits) <= 1:
            return hits[0] if hits else ()
        wanted = {node for nodes in hits for node in nodes}
        return [node for node in self.contexts.nodes(root) if node in wanted]

    def _with_bad_text(self, root: etree._Element, known: Texts) -> Sequence[etree._Element]:
        bad: set[str] = set()
        for expression in self.texts:
            for text in different(expression, root, known) - self.good:
                if not self.rule.check.sound(text):
                    bad.add(text)
                elif len(self.good) < MAX_TEXTS_KEPT and len(text) < 200:
                    self.good.add(text)
        if not bad:
            return ()
        if self.having is None or len(bad) > MAX_BAD_TEXTS:
            return self.contexts.nodes(root)
        return self._any(root, self.having, sorted(bad))


class WholeFile:
    """A rule whose context is the root: over a file that is read in pieces it is judged at the end.

    `atleast_one` holds where some piece has a match; other kinds are judged per piece.
    """

    def __init__(self, rule: Rule) -> None:
        self.quick = Quick(rule)
        self.rule = rule
        self.by_any = isinstance(rule.check, AtLeastOne)
        self.held = False
        self.last: Broken | None = None

    def run(self, root: etree._Element) -> Iterator[Broken]:
        """What is known of this piece already."""
        found = list(self.quick.run(root))
        if not self.by_any:
            yield from found
        elif found:
            self.last = self.last or found[0]
        else:
            self.held = self.held or bool(self.quick.contexts.nodes(root))

    def end(self) -> Iterator[Broken]:
        """What is known at the end of the file."""
        if self.by_any and not self.held and self.last is not None:
            yield self.last
