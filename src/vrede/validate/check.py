"""One file through all checks: its version, its pieces, its findings, and what the ministry sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import BinaryIO

from vrede.article import Policy
from vrede.validate.broken import SENTENCE, Unreadable
from vrede.validate.codelists import Placed
from vrede.validate.engine import Engine, identifiers, rule_finding, where
from vrede.validate.finding import Finding, Findings, Part, Place, Severity, shown
from vrede.validate.funder import funder_ruleset
from vrede.validate.identifiers import IdentifierCheck
from vrede.validate.links import Upward
from vrede.validate.opening import ROOTS, Opening, opened
from vrede.validate.readable import FunderCheck, View
from vrede.validate.references import PlaceOf, ReferenceCheck
from vrede.validate.rules.model import Surroundings
from vrede.validate.standard import VERSIONS, Gap, Standard, StandardError
from vrede.validate.strays import TAGS, nested_findings, take_out
from vrede.validate.stream import Piece, pieces
from vrede.validate.unpack import Limits, UnpackedFile, reading
from vrede.validate.verdict import Facts, Verdict, unseen, verdict_of
from vrede.validate.version import used_version, version_findings

UNREADABLE_ID = "0.1.1"


@dataclass(slots=True)
class ValidationReport:
    """Everything about one file. version: checked as; declared: what it says; complete: read to its end. gap: why it was not
    checked by the standard; None where it was. aside: not judged, since by its name it is no data."""

    name: str
    findings: Findings = field(default_factory=Findings)
    view: View = field(default_factory=View)
    kind: str = ""
    declared: str = ""
    version: str = ""
    activities: int = 0
    complete: bool = True
    exempt: bool = False
    gap: Gap | None = None
    aside: bool = False

    @property
    def protected(self) -> bool:
        """True where the publisher must not be named."""
        return self.view.protected

    @property
    def verdict(self) -> Verdict:
        """The one answer, worked out from the findings."""
        return verdict_of(self.findings, self._facts())

    @property
    def visible(self) -> str:
        """Will the ministry see it: the answer, also for whom must not be named."""
        return verdict_of(self.findings, replace(self._facts(), protected=False)).answer.value

    @property
    def fails(self) -> bool:
        """True where something has to be done before the file is published. A No always has a critical finding or an error."""
        return bool(self.findings.count(Severity.critical) or self.findings.count(Severity.error))

    def _facts(self) -> Facts:
        view = self.view
        return Facts(
            self.kind,
            self.activities,
            view.linked,
            view.funded,
            view.is_own,
            bool(view.nameless) and view.nameless == view.states["other"],
            self.exempt,
            self.protected,
            self.gap,
            self.aside,
        )


class Validator:
    """Checks files against a standard. now: what counts as now, so that the same file and day give the same report.

    Where the standard is not there or not whole, the ministry's side is checked alone, and a finding says so. protected: identifiers
    of partners and activities that must not be named as missing. at_site: readers cannot fetch the standard. Raises PolicyError.
    """

    def __init__(
        self,
        standard: Standard,
        policy: Policy,
        now: datetime | None = None,
        protected: frozenset[str] = frozenset(),
        at_site: bool = False,
    ) -> None:
        self.standard, self.now, self.protected, self.at_site = standard, now or datetime.now(UTC), protected, at_site
        self.upward = Upward.of(policy, self.now.date())
        self.funder = funder_ruleset(self.upward, self.now.date())
        self.engines: dict[tuple[str, str], Engine] = {}

    def engine(self, version: str, kind: str) -> Engine:
        """The checks of a version and kind, made once."""
        key = (version, kind)
        if key not in self.engines:
            try:
                around = Surroundings(self.now, frozenset(), self.standard.agencies())
                self.engines[key] = Engine(self.standard, version, kind, around, self.funder)
            except StandardError as error:
                around = Surroundings(self.now, frozenset(), frozenset())
                self.engines[key] = Engine(None, version, kind, around, self.funder, error)
        return self.engines[key]

    def check(self, source: UnpackedFile, forced: str = "", limits: Limits = Limits()) -> ValidationReport:
        """All checks of one file. forced: a version to check as. What cannot be read is a finding."""
        report = ValidationReport(source.name, aside=source.aside)
        if source.aside:
            return report
        try:
            with reading(source, limits) as stream:
                opening, rest = opened(stream)
                self._read(report, opening, rest, forced, limits)
        except Unreadable as error:
            report.complete = False
            report.findings.add(unreadable(error))
        return report

    def _read(self, report: ValidationReport, opening: Opening, stream: BinaryIO, forced: str, limits: Limits) -> None:
        report.declared = opening.version
        if not opening.kind:
            report.findings.add(not_iati(opening))
            if opening.tag.startswith("{") or b"<iati-activity" not in opening.head:
                report.complete = False
                return
        report.kind = opening.kind or "activities"
        report.version = forced or used_version(opening, report.kind)
        if opening.kind:
            report.findings.extend(version_findings(opening, report.kind, report.version))
        run = _Run(self, report, opening.line)
        until = monotonic() + limits.seconds
        try:
            for piece in pieces(opening, stream, report.version):
                if monotonic() > until:
                    raise Unreadable("file.time", str(limits.seconds), piece.lines_before + 1)
                run.piece(piece)
        except Unreadable:
            report.complete = False
            raise
        finally:
            run.end()


class _Run:
    """The state of one file while it is read."""

    def __init__(self, validator: Validator, report: ValidationReport, root_line: int) -> None:
        self.report, self.upward, self.root_line = report, validator.upward, root_line
        self.engine = validator.engine(report.version, report.kind)
        self.identifiers = IdentifierCheck(self.engine.agencies)
        self.references = ReferenceCheck(self.identifiers)
        self.funder = FunderCheck(validator.upward, validator.protected)
        self.funder.view = report.view
        self.of_root = self.engine.root_rules()
        self.placed: Placed = {}
        if self.engine.lacks is not None:
            report.gap = self.engine.lacks.gap
            report.findings.add(lacking(self.engine.lacks, validator.at_site))
        report.findings.extend(self._problems())

    def _problems(self) -> Iterator[Finding]:
        for problem in self.engine.book.problems:
            words = (("detail", shown(f"{problem.reason}: {problem.detail}")),)
            yield Finding(problem.rule, Severity.warning, Part.file, "file.rule-unknown", words=words)
        if self.report.kind == "activities" and not self.engine.has_funder_rules:
            yield Finding("file.no-funder-rules", Severity.warning, Part.file, "file.no-funder-rules")

    def piece(self, piece: Piece) -> None:
        """All checks of a piece."""
        found = self.report.findings
        document, place_of = piece.root, PlaceOf(piece.root, piece.ordinal, piece.lines_before)
        if document.get("version") not in VERSIONS:  # said already, and once
            document.set("version", self.report.version)
        self.report.activities += sum(1 for child in document if child.tag in TAGS.values())
        found.extend(nested_findings(piece.nested, piece.lines_before))
        strays = list(take_out(document, self.report.kind, piece.lines_before))
        found.extend(strays)
        if strays and not len(document):
            return
        if self.report.kind == "activities":
            found.extend(identifiers(self.identifiers, document, place_of))
            self.references.run(document, place_of)
            found.extend(self.funder.run(document, place_of))
        for whole in self.of_root:
            found.found(((rule_finding(broken), 1, (where(broken),)) for broken in whole.run(document)), place_of)
        found.extend(self.engine.structure(document, place_of, self.root_line))
        found.found(self.engine.piece(document, piece.first, self.placed), place_of)

    def end(self) -> None:
        """What only the whole file can say."""
        report = self.report
        for rule, why in self.engine.failed():
            words = (("detail", shown(why)),)
            report.findings.add(Finding(rule, Severity.warning, Part.file, "file.rule-unknown", words=words))
        for whole in self.of_root:
            for broken in whole.end():
                report.findings.add(replace(rule_finding(broken), place=Place(line=self.root_line)))
        for reference in self.references.end():
            finding = Finding(
                reference.rule, Severity.advice, Part.references, "reference.nowhere", reference.path, reference.value
            )
            report.findings.add_many(finding, reference.place, reference.count)
        if self.references.overflow:
            words = (("count", str(self.references.overflow)),)
            report.findings.add(
                Finding("reference.overflow", Severity.advice, Part.references, "reference.overflow", words=words)
            )
        if report.kind == "activities" and not report.activities and report.complete:
            report.findings.add(Finding("file.nothing", Severity.error, Part.file, "file.nothing"))
        report.exempt = report.view.exempt(self.upward)
        if report.kind == "activities" and report.complete and not report.version.startswith("1."):
            report.findings.extend(unseen(report.view, report.exempt or report.protected))
        if report.exempt or report.protected:
            report.findings.excuse(self.upward.excusable)


def lacking(error: StandardError, at_site: bool) -> Finding:
    """That a file was not checked by the standard, and why, as a finding."""
    rule = f"standard.{error.gap}"
    message, words = (f"{rule}.site", ()) if at_site else (rule, (("file", error.file),))
    return Finding(rule, Severity.warning, Part.file, message, words=words)


def not_iati(opening: Opening) -> Finding:
    """That the root is not one of IATI's, or is in a namespace, which none of IATI's is."""
    space, _, name = opening.tag.rpartition("}")
    message = "file.namespace" if name in ROOTS else "file.not-iati"
    words = (("detail", shown(name)), ("namespace", shown(space.removeprefix("{"))))
    return Finding("0.2.1", Severity.critical, Part.file, message, words=words, place=Place(line=opening.line))


def unreadable(error: Unreadable) -> Finding:
    """Why a file could not be read on, as a finding."""
    unsound = error.reason.startswith(SENTENCE) or error.reason in ("file.not-xml", "file.empty")
    rule = UNREADABLE_ID if unsound else error.reason
    words = (("detail", shown(error.detail)), *((name, shown(word)) for name, word in error.words))
    return Finding(rule, Severity.critical, Part.file, error.reason, words=words, place=Place(line=error.line))
