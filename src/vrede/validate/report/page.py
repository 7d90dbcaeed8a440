"""A report as a reader sees it: the answer, its reasons, links, what is seen, what is not added up, and the findings in words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from vrede.validate.check import ValidationReport
from vrede.validate.finding import Group, Place, Severity
from vrede.validate.links import Upward
from vrede.validate.messages import PART_WORDS, SEVERITY_WORDS, said, to_do
from vrede.validate.readable import NOT_ADDED

PLACES_SHOWN = 3


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("words.toml").open("rb") as stream:
        return tomllib.load(stream)


def result_word(key: str, lang: str, **values: object) -> str:
    """A word or sentence of the report in nl or en."""
    return _words()[key][lang].format(**values)


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
    """Everything that a page about one file says. answer: yes, partly, no, other or protected."""

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
    rows: tuple[Row, ...]


def number(value: int, lang: str) -> str:
    """A whole number with the language's thousands separator."""
    text = f"{value:,}"
    return text.replace(",", ".") if lang == "nl" else text


def amounts(values: dict[str, Decimal], lang: str) -> str:
    """Amounts by currency, whole units."""
    said_so = [f"{currency} {number(int(value), lang)}" for currency, value in sorted(values.items())]
    return ", ".join(said_so) or "–"


def where_of(group: Group, lang: str) -> str:
    """The first places of a group, as `identifier, line 12`."""
    shown = [place_text(place, lang) for place in group.places[:PLACES_SHOWN]]
    more = "; …" if group.count > len(shown) else ""
    return "; ".join(text for text in shown if text) + (more if any(shown) else "")


def place_text(place: Place, lang: str) -> str:
    """One place in words."""
    parts = [place.identifier] if place.identifier else [f"#{place.ordinal + 1}"] if place.ordinal is not None else []
    if place.line is not None:
        parts.append(f"{result_word('line', lang)} {place.line}")
    return ", ".join(parts)


def row_of(group: Group, lang: str) -> Row:
    """A group in words."""
    finding = group.finding
    return Row(
        finding.severity,
        SEVERITY_WORDS[finding.severity][lang],
        PART_WORDS[finding.part][lang],
        finding.rule,
        number(group.count, lang),
        said(finding, lang),
        to_do(finding, lang),
        where_of(group, lang),
        finding.fix,
    )


def page_of(report: ValidationReport, upward: Upward, lang: str) -> ResultPage:
    """The page about a report in nl or en."""
    view = report.view
    answer = "protected" if report.protected else report.visible
    rows = tuple(row_of(group, lang) for group in report.findings.groups())
    failing = sum(count for state, count in view.states.items() if state not in ("good", "other"))
    counts = report.findings.counts()
    facts = [
        (result_word("version", lang), report.version or "–"),
        (result_word("activities", lang), number(report.activities, lang)),
    ]
    facts.append((result_word("linked", lang), f"{number(view.linked, lang)} / {number(view.funded, lang)}"))
    facts += [(SEVERITY_WORDS[severity][lang], number(counts[severity.value], lang)) for severity in Severity]
    notes = []
    if report.exempt:
        notes.append(result_word("exempt", lang, amount=number(upward.small_eur_cents // 100, lang)))
    return ResultPage(
        report.name,
        answer,
        result_word(f"verdict.{answer}", lang, linked=number(view.linked, lang), funded=number(view.funded, lang)),
        _reasons(report, failing, lang),
        tuple(notes),
        tuple(facts),
        tuple(_links(report, lang)),
        _links_note(report, upward, lang),
        tuple(
            SeenRow(
                seen.identifier,
                seen.title,
                result_word("yes" if seen.linked else "no", lang),
                amounts(seen.incoming, lang),
                amounts(seen.spent, lang),
                seen.indicators,
            )
            for seen in view.seen
        ),
        result_word("seen.lead", lang, n=number(len(view.seen), lang), all=number(report.activities, lang)),
        _added(report, lang),
        tuple(
            (result_word(f"not.{name}", lang), number(view.not_added[name], lang))
            for name in NOT_ADDED
            if view.not_added[name]
        ),
        tuple(row for row in rows if row.severity is Severity.critical),
        rows,
    )


def _reasons(report: ValidationReport, failing: int, lang: str) -> tuple[str, ...]:
    """Why the file is not seen, in the order of the ministry's help desk."""
    if report.protected or report.kind == "organisations":
        return ()
    reasons = []
    view = report.view
    if not view.funded and not view.states["other"]:
        reasons.append(result_word("reason.none", lang))
    if failing:
        reasons.append(result_word("reason.links", lang, n=number(failing, lang)))
    reasons.append(result_word("reason.new", lang))
    critical = report.findings.count(Severity.critical)
    if critical:
        reasons.append(result_word("reason.critical", lang, n=number(critical, lang)))
    if not report.complete:
        reasons.append(result_word("reason.incomplete", lang))
    return tuple(reasons)


def _links(report: ValidationReport, lang: str) -> list[LinkRow]:
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
                result_word(f"state.{link.state}", lang),
                link.fix,
            )
        )
    return rows


def _links_note(report: ValidationReport, upward: Upward, lang: str) -> tuple[str, ...]:
    view = report.view
    if not view.links:
        return (result_word("links.none", lang),)
    notes = [result_word("links.lead", lang)]
    if any(upward.example in link.fix for link in view.links):
        notes.append(result_word("links.example", lang, example=upward.example))
    if sum(view.states.values()) > len(view.links):
        states = ", ".join(
            f"{result_word(f'state.{state}', lang)} {number(count, lang)}"
            for state, count in sorted(view.states.items())
        )
        notes.append(result_word("links.more", lang, states=states))
    return tuple(notes)


def _added(report: ValidationReport, lang: str) -> tuple[str, ...]:
    view = report.view
    if view.indicators:
        notes = [result_word("added.lead", lang, added=number(view.added, lang), all=number(view.indicators, lang))]
    else:
        notes = [result_word("added.none", lang)]
    if view.funded > view.linked:
        notes.append(
            result_word("added.money", lang, n=number(view.funded - view.linked, lang), all=number(view.funded, lang))
        )
    return tuple(notes)
