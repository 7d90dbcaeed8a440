"""What changed between two wordings, as rows: for the page that shows it and for the changelog."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeVar

from vrede.article.lists import Bilingual, Region
from vrede.article.model import ArticleText, Clause, NotComputed, Part, PlacementRule
from vrede.article.phrases import without_marks
from vrede.article.rule_words import describe

What = Literal["clause", "part", "title", "sentence", "focus region", "rule", "region", "not computed"]
Change = Literal["added", "removed", "changed"]


class Difference(NamedTuple):
    """One change. where: the id of the clause, part, rule or region. before, after: in both languages, None if none."""

    what: What
    where: str
    change: Change
    before: Bilingual | None
    after: Bilingual | None


def differences(before: ArticleText, after: ArticleText) -> tuple[Difference, ...]:
    """Every difference, in the order of the later text, what was removed first. Equal texts give none."""
    return tuple(_clauses(before, after)) + tuple(_regions(before.regions, after.regions))


def _clauses(before: ArticleText, after: ArticleText) -> Iterator[Difference]:
    for old, new in _paired(before.clauses, after.clauses):
        if new is None or old is None:
            clause = old or new
            assert clause is not None
            yield _whole("clause", clause.id, old.title if old else None, new.title if new else None)
            continue
        yield from _changed("title", new.id, old.title, new.title)
        yield from _changed("sentence", new.id, _plain(old), _plain(new))
        yield from _focus(old, new, before, after)
        yield from _uncomputed(new.id, old.not_computed, new.not_computed)
        for old_part, new_part in _paired(old.parts, new.parts):
            yield from _part(old_part, new_part, before, after)


def _part(old: Part | None, new: Part | None, before: ArticleText, after: ArticleText) -> Iterator[Difference]:
    if old is None or new is None:
        part = old or new
        assert part is not None
        yield _whole("part", part.id, old.title if old else None, new.title if new else None)
    else:
        yield from _changed("title", new.id, old.title, new.title)
    for a, b in _paired(old.rules if old else (), new.rules if new else ()):
        rule = a or b
        assert rule is not None
        if a is None or b is None:
            yield _whole("rule", rule.id, _said(a, before) if a else None, _said(b, after) if b else None)
        elif a != b:
            yield Difference("rule", rule.id, "changed", _said(a, before), _said(b, after))


def _focus(old: Clause, new: Clause, before: ArticleText, after: ArticleText) -> Iterator[Difference]:
    for region in old.regions:
        if region not in new.regions:
            yield Difference("focus region", f"{new.id} {region}", "removed", before.region(region).title, None)
    for region in new.regions:
        if region not in old.regions:
            yield Difference("focus region", f"{new.id} {region}", "added", None, after.region(region).title)


def _uncomputed(clause: str, old: Sequence[NotComputed], new: Sequence[NotComputed]) -> Iterator[Difference]:
    was, now = {row.phrase: row for row in old}, {row.phrase: row for row in new}
    for phrase in was:
        if phrase not in now:
            yield Difference("not computed", clause, "removed", phrase, None)
    for phrase, row in now.items():
        if phrase not in was:
            yield Difference("not computed", clause, "added", None, phrase)
        elif was[phrase].reason != row.reason:
            yield Difference("not computed", clause, "changed", was[phrase].reason, row.reason)


def _regions(before: Sequence[Region], after: Sequence[Region]) -> Iterator[Difference]:
    for old, new in _paired(before, after):
        region = old or new
        assert region is not None
        if old is None or new is None:
            yield _whole("region", region.id, old.title if old else None, new.title if new else None)
        elif old.countries != new.countries:
            yield Difference("region", region.id, "changed", _countries(old), _countries(new))


_Row = TypeVar("_Row", Clause, Part, PlacementRule, Region)


def _paired(before: Sequence[_Row], after: Sequence[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    was, now = {row.id: row for row in before}, {row.id: row for row in after}
    for name, row in was.items():
        if name not in now:
            yield row, None
    for name, row in now.items():
        yield was.get(name), row


def _whole(what: What, where: str, before: Bilingual | None, after: Bilingual | None) -> Difference:
    return Difference(what, where, "removed" if after is None else "added", before, after)


def _changed(what: What, where: str, before: Bilingual, after: Bilingual) -> Iterator[Difference]:
    if before != after:
        yield Difference(what, where, "changed", before, after)


def _plain(clause: Clause) -> Bilingual:
    return Bilingual(nl=without_marks(clause.sentence.nl), en=without_marks(clause.sentence.en))


def _said(rule: PlacementRule, text: ArticleText) -> Bilingual:
    return Bilingual(nl=describe(rule, text, "nl"), en=describe(rule, text, "en"))


def _countries(region: Region) -> Bilingual:
    countries = " ".join(region.countries)
    return Bilingual(nl=countries, en=countries)
