"""How placement works and how good it was measured to be; what was corrected, and how to correct what does not belong."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from vrede.article import GRADES, Correction, Language, Right, load_measured, reasons
from vrede.settings import read_settings
from vrede.web.figure.page import rendered
from vrede.web.figure.reasons import placement_reason
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import texts
from vrede.web.site.words import say

LONGEST = 300
"""Signs of an address's parameter that are shown again."""


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A grade or rule with how often it was right: of so many, in hundred, between."""

    name: str
    reason: str
    of: float
    share: int | None
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that is ready to be sent: the entry to add, and a letter with it."""

    identifier: str
    part: str
    rule: str
    reason: str
    entry: str
    letter: str


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """The measurement, the corrections in force, and the one that the address asks for."""

    activities: int
    found: MeasuredRow
    found_without_code: MeasuredRow
    grades: list[MeasuredRow]
    rules: list[MeasuredRow]
    corrections: list[tuple[Correction, str]]
    proposal: Proposal | None
    contact: str


def measured_row(name: str, right: Right, reason: str = "") -> MeasuredRow:
    """A measurement in whole hundreds."""
    share = None if right.share is None else round(right.share * 100)
    return MeasuredRow(name, reason, right.of, share, round(right.low * 100), round(right.high * 100))


def _quoted(text: str) -> str:
    """Text as a basic string of TOML."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _proposal(request: HttpRequest, language: Language, contact: str) -> Proposal | None:
    """The correction that the address asks for; None where it names no activity and part."""
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("id", "publisher", "part", "rule")}
    if not asked["id"] or not asked["part"]:
        return None
    figure = request.build_absolute_uri()
    entry = "\n".join(
        [
            "[a-name-of-your-own]",
            f"publisher = {_quoted(asked['publisher'])}",
            f"identifier = {_quoted(asked['id'])}",
            f"part = {_quoted(asked['part'])}",
            "belongs = false",
            f"rule = {_quoted(asked['rule'])}",
            'why = { nl = "", en = "" }',
            'proposed_by = ""',
            'second_reader = ""',
            "valid_from = ",
        ]
    )
    subject = say("article.placement.subject", identifier=asked["id"], part=asked["part"])
    letter = ""
    if "@" in contact:
        letter = f"mailto:{contact.removeprefix('mailto:')}?subject={quote(subject)}&body={quote(entry + chr(10) * 2 + figure)}"
    reason = placement_reason(asked["rule"], reasons(texts(), language)) if asked["rule"] else ""
    return Proposal(asked["id"], asked["part"], asked["rule"], reason, entry, letter)


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """How often each grade and rule is right, and the corrections."""
    language = language_of(request)
    measured, why, contact = load_measured(), reasons(texts(), language), read_settings().contact
    context = PlacementPage(
        activities=measured.activities,
        found=measured_row("", measured.found),
        found_without_code=measured_row("", measured.found_without_code),
        grades=[measured_row(grade, measured.grades[grade]) for grade in GRADES],
        rules=[measured_row(name, right, placement_reason(name, why)) for name, right in measured.rules.items()],
        corrections=[(one, one.why.get(language)) for one in texts()[-1].corrections],
        proposal=_proposal(request, language, contact),
        contact=contact,
    )
    return rendered(request, "article/placement.html", context)
