"""The references of one text: every name a rule or sentence uses exists, once, and means what it says."""

from __future__ import annotations

from collections.abc import Iterable

from vrede.article.errors import ReferenceProblem
from vrede.article.model import ArticleText, Clause, Part, PlacementRule
from vrede.article.phrases import marked_parts

IN_DONOR_GROUP = "930"
"""DAC sector group of refugees in donor countries (93010-93018): listed apart, under no clause."""


def check(text: ArticleText) -> None:
    """Raises ReferenceProblem, with its key, at the first thing that does not fit. Source: DESIGN, Clauses."""
    if text.valid_to is not None and text.valid_to < text.valid_from:
        raise ReferenceProblem("valid_to", f"{text.valid_to} lies before valid_from {text.valid_from}")
    _unique("clauses", (clause.id for clause in text.clauses))
    _unique("clauses.parts", (part.id for part in text.parts))
    _unique("clauses.parts.rules", (rule.id for _, _, rule in text.rules()))
    for name in ("themes", "regions", "channels", "funds", "sdg_targets", "signs", "own_lists", "corrections"):
        _unique(f"lists/{name}", (item.id for item in getattr(text, name)))
    _unique("purposes", (purpose.code for purpose in text.purposes))
    _purposes(text)
    _channels(text)
    own = {part.id for part in text.parts if any(not rule.parts for rule in part.rules)}
    every = {part.id for part in text.parts}
    _beside(text, every)
    for clause in text.clauses:
        _clause(clause, every, {region.id for region in text.regions})
    for clause, part, rule in text.rules():
        _rule(text, rule, f"clauses[{clause.id}].parts[{part.id}].rules[{rule.id}]", part, every, own)


def _unique(key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ReferenceProblem(f"{key}[{name}]", "stands twice")
        seen.add(name)


def _purposes(text: ArticleText) -> None:
    known = {purpose.code for purpose in text.purposes}
    for purpose in text.purposes:
        key = f"purposes[{purpose.code}]"
        if purpose.successor is not None and purpose.successor not in known:
            raise ReferenceProblem(key, f"successor {purpose.successor} is not a known purpose code")
        if purpose.successor is not None and purpose.withdrawn is None:
            raise ReferenceProblem(key, "has a successor but no day on which it was withdrawn")
        if purpose.in_donor != purpose.code.startswith(IN_DONOR_GROUP):
            raise ReferenceProblem(key, f"in_donor holds for group {IN_DONOR_GROUP} and for nothing else")


def _channels(text: ArticleText) -> None:
    rest = [channel.id for channel in text.channels if channel.rest]
    if not text.channels or rest != [text.channels[-1].id]:
        raise ReferenceProblem("lists/channels", "the last channel, and no other, holds the rest (rest = true)")
    _unique("lists/channels.bodies", (b.identifier for channel in text.channels for b in channel.bodies))


def _beside(text: ArticleText, every: set[str]) -> None:
    """What signs and corrections point to exists, in this wording or as one that another wording has."""
    clauses = {clause.id for clause in text.clauses}
    for one in text.own_lists:
        for code, serves in {**one.codes, **one.names}.items():
            if unknown := [name for name in serves if name not in every | clauses]:
                raise ReferenceProblem(
                    f"lists/own_lists[{one.id}]", f"code {code} serves {unknown[0]!r}, which is no part or clause"
                )
    for correction in text.corrections:
        if correction.part[:2] not in clauses:
            raise ReferenceProblem(f"lists/corrections[{correction.id}]", f"{correction.part!r} is of no clause")


def _clause(clause: Clause, every: set[str], regions: set[str]) -> None:
    key = f"clauses[{clause.id}]"
    for region in clause.regions:
        if region not in regions:
            raise ReferenceProblem(f"{key}.regions", f"unknown region {region!r}")
    for part in clause.parts:
        if not part.id.startswith(f"{clause.id}."):
            raise ReferenceProblem(f"{key}.parts[{part.id}]", f"a part of {clause.id} has an id that begins so")
        for rule in part.rules:
            if not rule.id.startswith(f"{part.id}-"):
                raise ReferenceProblem(f"{key}.parts[{part.id}].rules[{rule.id}]", "a rule's id begins with its part's")
        if not part.rules and not clause.not_computed:
            raise ReferenceProblem(f"{key}.parts[{part.id}]", "has no rule, and the clause no not_computed row")
    named = {part.id for part in clause.parts if part.named}
    for language in ("nl", "en"):
        where = f"{key}.sentence.{language}"
        try:
            marked = set(marked_parts(getattr(clause.sentence, language)))
        except ValueError as error:
            raise ReferenceProblem(where, str(error)) from error
        if unknown := sorted(marked - every):
            raise ReferenceProblem(where, f"a phrase points to {unknown[0]!r}, which is no part of this text")
        if unmarked := sorted(named - marked):
            raise ReferenceProblem(where, f"no phrase is marked for part {unmarked[0]}, which is named = true")


def _rule(text: ArticleText, rule: PlacementRule, key: str, part: Part, every: set[str], own: set[str]) -> None:
    purposes = {purpose.code for purpose in text.purposes}
    lists = {
        "themes": {theme.id for theme in text.themes},
        "subjects": {theme.id for theme in text.themes},
        "beside": {theme.id for theme in text.themes},
        "regions": {region.id for region in text.regions},
        "channels": {channel.id for channel in text.channels},
        "funds": {fund.id for fund in text.funds},
        "parts": every,
        "purpose_codes": purposes,
        "sector_groups": purposes,
        "sector_groups_or_none": purposes,
        "without_purpose_codes": purposes,
    }
    for name, known in lists.items():
        values: tuple[str, ...] = getattr(rule, name)
        _unique(f"{key}.{name}", values)
        for value in values:
            if value not in known:
                raise ReferenceProblem(f"{key}.{name}", f"unknown {name.rstrip('s').replace('_', ' ')} {value!r}")
    for code in rule.purpose_codes + rule.sector_groups:
        if code.startswith(IN_DONOR_GROUP):
            raise ReferenceProblem(key, f"{code} is refugees inside the donor country: it matches no clause")
    for other in rule.parts:
        if other == part.id:
            raise ReferenceProblem(f"{key}.parts", "a part cannot rest on itself")
        if other not in own:
            raise ReferenceProblem(f"{key}.parts", f"{other} has no rule of its own to rest on")
