"""The one answer about a file, worked out from what was found in it: yes, yes but, no because, or why it cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vrede.language import Language, counts_of, say, whole
from vrede.validate.finding import Finding, Findings, Group, Part, Severity
from vrede.validate.messages import said
from vrede.validate.readable import View
from vrede.validate.standard import Gap

UNSEEN = "funder.unseen"
NOTHING = "file.nothing"
# Reading was stopped before the file itself was judged.
UNREAD = frozenset(
    f"file.{why}"
    for why in (
        "activity-too-large", "bomb", "gone", "locked", "members", "nothing-packed", "packing", "time", "zip-in-zip",
    )
)  # fmt: skip
# What keeps a Yes from being a whole one, the first first: also where the standard or the ministry calls it a warning.
SPOILING = ("funder.link.", "nl.100.2.2", "nl.100.1.1", "nl.res.number")
FOREIGN = ("file.not-iati", "file.namespace")


class Answer(StrEnum):
    """Will the ministry see the file. partly: yes, but; other, lead, unread: cannot be told; organisations, foreign, aside: it is
    not a file about activities."""

    yes = "yes"
    partly = "partly"
    no = "no"
    other = "other"
    lead = "lead"
    unread = "unread"
    organisations = "organisations"
    foreign = "foreign"
    aside = "aside"
    protected = "protected"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer needs beside the findings. linked of funded: activities with money of the ministry. own: the ministry's file. nameless: no
    identifier tells who pays."""

    kind: str
    activities: int
    linked: int
    funded: int
    own: bool
    nameless: bool
    exempt: bool
    protected: bool
    gap: Gap | None
    aside: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason. why: which sentence; finding: what it repeats; counts: what else fills it."""

    answer: Answer
    why: str
    finding: Finding | None = None
    counts: tuple[tuple[str, int], ...] = ()

    def said(self, lang: Language) -> str:
        """The sentence."""
        what = {"what": said(self.finding, lang)} if self.finding is not None else {}
        ident = f"validate.report.verdict.{self.why}"
        numbers = {name: count if counts_of(ident) else whole(count, lang) for name, count in self.counts}
        return say(ident, lang, **what, **numbers)


def unseen(view: View, excused: bool) -> Iterator[Finding]:
    """That the ministry sees nothing of a file about activities, and why; nothing where others pay, or where that may be."""
    if view.linked or excused or view.own == view.activities:
        return
    if view.named:
        words = (("n", str(view.named)),)
        yield Finding(UNSEEN, Severity.error, Part.funder, f"{UNSEEN}.named", words=words, place=view.first_named)
    elif view.funded:
        words = (("n", str(view.funded)),)
        yield Finding(UNSEEN, Severity.error, Part.funder, f"{UNSEEN}.links", words=words, place=view.first_failing)
    elif not view.states["other"]:
        yield Finding(UNSEEN, Severity.error, Part.funder, f"{UNSEEN}.none")


def verdict_of(findings: Findings, facts: Facts) -> Verdict:
    """The answer. The worst finding is its reason."""
    groups = findings.groups()
    critical = next((group.finding for group in groups if group.finding.severity is Severity.critical), None)
    if facts.aside:
        return Verdict(Answer.aside, "aside")
    if facts.protected:
        return Verdict(Answer.protected, "protected")
    if critical is not None:
        return _with_critical(critical, groups, facts)
    if facts.kind == "organisations":
        return _of_organisations(groups, facts)
    wrong = next((group.finding for group in groups if group.finding.rule in (UNSEEN, NOTHING)), None)
    if wrong is not None:
        return Verdict(Answer.no, "no.unseen", wrong)
    if facts.own:
        return _seen(groups, facts, "own", ("nl.res.number",))
    if not facts.linked:
        may_leave = facts.exempt and facts.funded
        why = "lead" if may_leave else "nameless" if facts.nameless else "other"
        return Verdict(Answer.lead if may_leave else Answer.other, why)
    return _seen(groups, facts)


def _with_critical(critical: Finding, groups: list[Group], facts: Facts) -> Verdict:
    grave = [group.finding for group in groups if group.finding.severity is Severity.critical]
    unread = next((finding for finding in grave if finding.message in UNREAD), None)
    wrong_root = next((finding for finding in grave if finding.rule == "file.wrong-root"), None)
    if unread is not None:
        return Verdict(Answer.unread, "unread", unread)
    if critical.message in FOREIGN and not facts.kind:
        return Verdict(Answer.foreign, "foreign", critical)
    if facts.kind == "organisations" and wrong_root is None:
        return Verdict(Answer.organisations, "organisations.faults", critical)
    return Verdict(Answer.no, "no.critical", wrong_root or critical)


def _of_organisations(groups: list[Group], facts: Facts) -> Verdict:
    error = next((group.finding for group in groups if group.finding.severity is Severity.error), None)
    if error is not None:
        return Verdict(Answer.organisations, "organisations.faults", error)
    why = "sound" if facts.gap is None else "unchecked"
    return Verdict(Answer.organisations, f"organisations.{why}", counts=(("n", facts.activities),))


def _seen(groups: list[Group], facts: Facts, why: str = "yes", spoilt_by: tuple[str, ...] = SPOILING) -> Verdict:
    """Yes, or yes with what keeps it from being a whole one."""
    if facts.linked < facts.funded:
        return Verdict(Answer.partly, "partly.links", counts=(("linked", facts.linked), ("funded", facts.funded)))
    grave = [group.finding for group in groups if group.finding.severity in (Severity.error, Severity.warning)]
    spoiling = next((one for rule in spoilt_by for one in grave if one.rule.startswith(rule)), None)
    errors = sum(group.count for group in groups if group.finding.severity is Severity.error)
    if spoiling is not None:
        return Verdict(Answer.partly, "partly.found", spoiling)
    if errors:
        return Verdict(Answer.partly, "partly.errors", grave[0], (("n", errors),))
    if facts.gap is not None:
        return Verdict(Answer.partly, f"partly.unchecked.{facts.gap}")
    return Verdict(Answer.yes, why)
