"""A report as a reader sees it: the answer, its reasons, links, what is seen, what is not added up, and the findings in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vrede.language import Language, say
from vrede.language import whole as number
from vrede.validate.check import ValidationReport
from vrede.validate.finding import Group, Place, Severity
from vrede.validate.links import Upward
from vrede.validate.messages import said, to_do
from vrede.validate.readable import NOT_ADDED
from vrede.validate.standard import Gap
from vrede.validate.verdict import Answer, Verdict

PLACES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A group of findings in words."""

    severity: Severity
    severity_word: str
    part: str
    rule: str
    count: str
    what: str
    todo: str
    where: str
    fix: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link in words."""

    activity: str
    line: str
    kind: str
    written: str
    state: str
    state_word: str
    paste: str


@dataclass(frozen=True, slots=True)
class SeenRow:
    """An activity as the ministry's page shows it."""

    identifier: str
    title: str
    visible: str
    incoming: str
    spent: str
    indicators: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything that a page about one file says. answer: one of `Answer`."""

    name: str
    answer: str
    verdict: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    links: tuple[LinkRow, ...]
    links_note: tuple[str, ...]
    seen: tuple[SeenRow, ...]
    seen_note: str
    added_note: tuple[str, ...]
    not_added: tuple[tuple[str, str], ...]
    critical: tuple[Row, ...]
    critical_none: str
    rows: tuple[Row, ...]


def amounts(values: dict[str, Decimal], lang: Language) -> str:
    """Amounts by currency, whole units."""
    said_so = [f"{currency} {number(int(value), lang)}" for currency, value in sorted(values.items())]
    return ", ".join(said_so) or "–"


def where_of(group: Group, lang: Language) -> str:
    """The first places of a group, as `identifier, line 12`."""
    shown = [place_text(place, lang) for place in group.places[:PLACES_SHOWN]]
    more = "; …" if group.count > len(shown) else ""
    return "; ".join(text for text in shown if text) + (more if any(shown) else "")


def place_text(place: Place, lang: Language) -> str:
    """One place in words."""
    parts = [place.identifier] if place.identifier else [f"#{place.ordinal + 1}"] if place.ordinal is not None else []
    if place.line is not None:
        parts.append(f"{say('validate.report.line', lang)} {place.line}")
    return ", ".join(parts)


def row_of(group: Group, lang: Language) -> Row:
    """A group in words."""
    finding = group.finding
    return Row(
        finding.severity,
        say(f"validate.severity.{finding.severity}", lang),
        say(f"validate.part.{finding.part}", lang),
        finding.rule,
        number(group.count, lang),
        said(finding, lang),
        to_do(finding, lang),
        where_of(group, lang),
        finding.fix,
    )


def page_of(report: ValidationReport, upward: Upward, lang: Language) -> ResultPage:
    """The page about a report in nl or en."""
    view = report.view
    verdict = report.verdict
    rows = tuple(row_of(group, lang) for group in report.findings.groups())
    failing = sum(count for state, count in view.states.items() if state not in ("good", "other"))
    counts = report.findings.counts()
    facts = [
        (say("validate.report.version", lang), report.version or "–"),
        (say("validate.report.activities", lang), number(report.activities, lang)),
    ]
    facts.append((say("validate.report.linked", lang), f"{number(view.linked, lang)} / {number(view.funded, lang)}"))
    facts += [
        (say(f"validate.severity.{severity}", lang), number(counts[severity.value], lang)) for severity in Severity
    ]
    notes = []
    if report.gap is not None:
        notes.append(say(f"validate.report.unchecked.{report.gap}", lang))
    if report.exempt:
        notes.append(say("validate.report.exempt", lang, amount=number(upward.small_eur_cents // 100, lang)))
    return ResultPage(
        report.name,
        verdict.answer.value,
        verdict.said(lang),
        _reasons(report, verdict, failing, lang),
        tuple(notes),
        tuple(facts),
        tuple(_links(report, lang)),
        _links_note(report, upward, lang),
        tuple(
            SeenRow(
                seen.identifier,
                seen.title,
                say("validate.report.yes" if seen.linked else "validate.report.no", lang),
                amounts(seen.incoming, lang),
                amounts(seen.spent, lang),
                seen.indicators,
            )
            for seen in view.seen
        ),
        say("validate.report.seen_lead", lang, n=number(len(view.seen), lang), all=number(report.activities, lang)),
        _added(report, lang),
        tuple(
            (say(f"validate.report.not.{name}", lang), number(view.not_added[name], lang))
            for name in NOT_ADDED
            if view.not_added[name]
        ),
        tuple(row for row in rows if row.severity is Severity.critical),
        say("validate.report.critical_none" if _all_checked(report) else "validate.report.critical_unknown", lang),
        rows,
    )


def lead_of(why: Gap | None, lang: Language) -> str:
    """What is checked, above every file. why: why not all of it."""
    return say("validate.report.lead" if why is None else "validate.report.lead_without", lang)


def source_of(why: Gap | None, lang: Language) -> str:
    """Where rules and lists are from, below every file."""
    return say("validate.report.source_without" if why is Gap.absent else "validate.report.source", lang)


def _all_checked(report: ValidationReport) -> bool:
    return report.gap is None and bool(report.version)


def _reasons(report: ValidationReport, verdict: Verdict, failing: int, lang: Language) -> tuple[str, ...]:
    """What else keeps the file from being seen, beside the reason that the answer gives."""
    if verdict.answer not in (Answer.yes, Answer.partly, Answer.no):
        return ()
    reasons = []
    if failing and not report.exempt:
        reasons.append(say("validate.report.reason.links", lang, n=failing))
    if report.kind == "activities":
        reasons.append(say("validate.report.reason.new", lang))
    if critical := report.findings.count(Severity.critical):
        reasons.append(say("validate.report.reason.critical", lang, n=critical))
    if not report.complete:
        reasons.append(say("validate.report.reason.incomplete", lang))
    return tuple(reasons)


def _links(report: ValidationReport, lang: Language) -> list[LinkRow]:
    failing_first = sorted(report.view.links, key=lambda link: link.state in ("good", "other"))
    rows = []
    for link in failing_first:
        written = f'ref="{link.ref}" provider-activity-id="{link.activity}"' if link.activity else f'ref="{link.ref}"'
        line = "" if link.place.line is None else str(link.place.line)
        rows.append(
            LinkRow(
                link.place.identifier,
                line,
                link.kind,
                written,
                link.state,
                say(f"validate.report.state.{link.state}", lang),
                link.fix,
            )
        )
    return rows


def _links_note(report: ValidationReport, upward: Upward, lang: Language) -> tuple[str, ...]:
    view = report.view
    if not view.links:
        return (say("validate.report.links_none", lang),)
    notes = [say("validate.report.links_lead", lang)]
    if any(upward.example in link.fix for link in view.links):
        notes.append(say("validate.report.links_example", lang, example=upward.example))
    if sum(view.states.values()) > len(view.links):
        states = ", ".join(
            f"{say(f'validate.report.state.{state}', lang)} {number(count, lang)}"
            for state, count in sorted(view.states.items())
        )
        notes.append(say("validate.report.links_more", lang, states=states))
    return tuple(notes)


def _added(report: ValidationReport, lang: Language) -> tuple[str, ...]:
    view = report.view
    if view.indicators:
        notes = [
            say("validate.report.added_lead", lang, added=number(view.added, lang), all=number(view.indicators, lang))
        ]
    else:
        notes = [say("validate.report.added_none", lang)]
    if view.funded > view.linked:
        notes.append(
            say(
                "validate.report.added_money",
                lang,
                n=number(view.funded - view.linked, lang),
                all=number(view.funded, lang),
            )
        )
    return tuple(notes)
