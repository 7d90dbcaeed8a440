"""The checks of one version and kind of file, made once, and run over each piece of a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from vrede.validate.codelists import BadCode, CodelistCheck, Placed, codelists_of
from vrede.validate.finding import PLACES_KEPT, Finding, Found, Part, Place, Severity, shown
from vrede.validate.identifiers import CASE, DUPLICATE, MISSING, BadIdentifier, IdentifierCheck
from vrede.validate.messages import has_message
from vrede.validate.naming import condition
from vrede.validate.plain import as_built
from vrede.validate.references import PlaceOf
from vrede.validate.rules.load import Problem, Ruleset, load_ruleset
from vrede.validate.rules.model import Rule, Surroundings
from vrede.validate.rules.run import Broken, Quick, Texts, WholeFile
from vrede.validate.standard import Standard, StandardError
from vrede.validate.structure import marked_up, misfits

# Elements that fill a file and that most rules on an activity's head do not look at: gone before those rules run.
HEAVY = ("transaction", "result", "document-link", "location", "contact-info", "planned-disbursement", "budget")
FAR = re.compile(r"//|\.\.|\*|descendant|ancestor|following|preceding|parent::|\b(?:" + "|".join(HEAVY) + r")\b")
NO_SEPARATORS = r"^[^\/\&\|\?]+$"
# A rule that names no upper bound, or no text to begin with but a list of registers: its sentence says so.
OPEN_ENDED = {("rule.range", "max"): "rule.range.from", ("rule.startswith", "prefix"): "rule.startswith.register"}
IDENTIFIER_MESSAGES = {
    DUPLICATE: ("identifier.duplicate", Severity.error),
    MISSING: ("identifier.missing", Severity.error),
    CASE: ("identifier.prefix-case", Severity.warning),
}
CONTEXTS = re.compile(r"^\(?/+iati-(activities|organisations)(/iati-(activity|organisation))?/?")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that hold for a kind of file: those that need the whole piece, those of an activity's head, and of the root."""

    whole: tuple[Quick, ...]
    heads: tuple[Quick, ...]
    of_root: tuple[Rule, ...]
    problems: tuple[Problem, ...]


def is_head_rule(rule: Rule) -> bool:
    """True where no expression of a rule looks at HEAVY elements, or anywhere but down from its activity."""
    if (
        rule.whole_file
        or rule.kind == "one_or_all"
        or not re.match(r"^/iati-activities/iati-activity(/|$)", rule.context)
    ):
        return False
    check = getattr(rule.check, "inner", rule.check)
    case = {key: value for key, value in check.case.items() if key != "ruleInfo"}
    words = json.dumps([rule.context, case, getattr(rule.check, "foreach_source", "")])
    return not FAR.search(words.replace("/iati-activities/iati-activity", ""))


def rulebook(sets: list[Ruleset], kind: str) -> Rulebook:
    """The rules of some rulesets that can hold for a kind of file (activities or organisations)."""
    other = "iati-organisation" if kind == "activities" else "iati-activit"
    rules = [rule for ruleset in sets for rule in ruleset.rules if other not in rule.context]
    inside = [rule for rule in rules if not rule.whole_file]
    return Rulebook(
        tuple(Quick(rule) for rule in inside if not is_head_rule(rule)),
        tuple(Quick(rule) for rule in inside if is_head_rule(rule)),
        tuple(rule for rule in rules if rule.whole_file),
        tuple(problem for ruleset in sets for problem in ruleset.problems),
    )


class Engine:
    """Everything that checks files of one version and kind. funder: rules for where the standard's folder has none.

    Without a standard it runs the ministry's rules alone; lacks: why it is without. Raises StandardError, RulesetError.
    """

    def __init__(
        self,
        standard: Standard | None,
        version: str,
        kind: str,
        around: Surroundings,
        funder: str = "",
        lacks: StandardError | None = None,
    ) -> None:
        self.version, self.kind, self.lacks = version, kind, lacks
        self.schema: etree.XMLSchema | None = None
        self.codelists: CodelistCheck | None = None
        sets = []
        if standard is not None:
            self.schema, self.codelists = standard.schema(version, kind), codelists_of(standard, version, kind)
            sets.append(load_ruleset(standard.ruleset(version), version, around))
            funder = standard.funder_ruleset() or funder
        self.has_funder_rules = bool(funder)
        # A file of 1.0x writes its codes otherwise: that it lacks what the ministry asks of 2.0x would not be true.
        if funder and kind == "activities" and not version.startswith("1."):
            sets.append(load_ruleset(as_built(funder), "nl", around))
        self.book = rulebook(sets, kind)
        self.agencies = around.prefixes

    def failed(self) -> list[tuple[str, str]]:
        """Rules whose expressions could not be worked out on some piece, and why."""
        quicks = (*self.book.whole, *self.book.heads)
        return [(quick.rule.id, quick.failed) for quick in quicks if quick.failed]

    def root_rules(self) -> list[WholeFile]:
        """The rules on the root, for one file: they remember what was seen."""
        return [WholeFile(rule) for rule in self.book.of_root]

    def piece(self, root: etree._Element, first: bool, placed: Placed) -> Iterator[Found]:
        """Codelists and rules of a piece. The piece is emptied of HEAVY elements on the way: run it last."""
        for code in self.codelists.run(root, first, placed) if self.codelists is not None else ():
            yield code_finding(code), code.count, code.elements
        known: Texts = {}
        for quick in self.book.whole:
            yield from broken_rules(quick, root, known)
        if self.book.heads:
            etree.strip_elements(root, *HEAVY, with_tail=False)
            for quick in self.book.heads:
                yield from broken_rules(quick, root, known)

    def structure(self, root: etree._Element, place_of: PlaceOf, root_line: int = 1) -> Iterator[Finding]:
        """What of a piece does not fit the schema. root_line: where the file's root begins."""
        children: list[etree._Element] = []
        for misfit in misfits(self.schema, root) if self.schema is not None else marked_up(root):
            children = children or [child for child in root if child.tag in ("iati-activity", "iati-organisation")]
            place = Place(line=root_line if misfit.of_root else misfit.line + place_of.lines_before)
            if misfit.index is not None and misfit.index < len(children):
                inside = place_of(children[misfit.index])
                place = Place(inside.ordinal, inside.identifier, place.line)
            words = (*misfit.words, ("version", self.version))
            yield Finding(
                "0.3.1", Severity.critical, Part.structure, misfit.message, misfit.path, words=words, place=place
            )


def code_finding(code: BadCode) -> Finding:
    """A bad code as a finding."""
    path = code.mapped.path
    for start in ("//iati-activity/", "//iati-organisation/", "//"):
        path = path.removeprefix(start)
    key = (
        "codelist.withdrawn"
        if code.withdrawn
        else "codelist.unknown"
        if code.codelist.complete
        else "codelist.incomplete"
    )
    words = (
        ("list", code.codelist.name),
        ("condition", f" ({condition(code.mapped.condition)})" if condition(code.mapped.condition) else ""),
    )
    return Finding(f"codelist.{code.codelist.name}", code.severity, Part.codelists, key, path, shown(code.value), words)


@lru_cache(maxsize=1_000)
def below_activity(context: str) -> str:
    """The first path of a context as it is shown: without predicates, and from the activity on."""
    return CONTEXTS.sub("", re.sub(r"\[[^\]]*\]", "", context.split("|")[0].strip())).strip("/")


def rule_finding(broken: Broken) -> Finding:
    """A broken rule as a finding; a rule of the ministry has words of its own."""
    rule, fault = broken.rule, broken.fault
    funder = rule.id.startswith("nl.")
    key = rule.id if has_message(rule.id) else f"rule.{rule.kind}"
    words = fault.words
    check = getattr(rule.check, "inner", rule.check)
    if key == "rule.regex_matches" and check.case["regex"] == NO_SEPARATORS:
        key = "rule.characters"
    key = OPEN_ENDED.get((key, next((name for name in ("max", "prefix") if dict(words).get(name) == ""), "")), key)
    context = below_activity(rule.context)
    path = f"{context}/{fault.path}" if context and not fault.path.startswith("/") else fault.path
    return Finding(
        rule.id,
        rule.severity,
        Part.funder if funder else Part.ruleset,
        key,
        shown(path),
        shown(fault.value),
        tuple((name, shown(word)) for name, word in words),
        stricter=fault.stricter,
    )


def broken_rules(quick: Quick, root: etree._Element, known: Texts) -> Iterator[Found]:
    """The faults of a rule in a piece; where the quick look says all, its elements are counted at once."""
    if quick.alike is not None:
        nodes = quick.suspected(root, known)
        if quick.alike is not None:
            if nodes:
                yield rule_finding(Broken(quick.rule, nodes[0], quick.alike)), len(nodes), nodes[:PLACES_KEPT]
            return
    for broken in quick.run(root, known):
        yield rule_finding(broken), 1, (where(broken),)


def where(broken: Broken) -> etree._Element:
    """The element to look at."""
    return broken.fault.element if broken.fault.element is not None else broken.node


def identifier_finding(bad: BadIdentifier, place: Place) -> Finding:
    """A bad identifier as a finding."""
    message, severity = IDENTIFIER_MESSAGES[bad.rule]
    path = "reporting-org/@ref" if bad.rule == CASE else "iati-identifier"
    return Finding(bad.rule, severity, Part.identifiers, message, path, shown(bad.value), bad.words, place=place)


def identifiers(check: IdentifierCheck, root: etree._Element, place_of: PlaceOf) -> Iterator[Finding]:
    """What is wrong with the identifiers of a piece."""
    for activity in root.iterchildren("iati-activity"):
        for bad in check.run(activity):
            yield identifier_finding(bad, place_of(bad.element))
