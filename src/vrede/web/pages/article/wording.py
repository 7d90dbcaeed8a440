"""What changed in the wording of the article from one year to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse

from vrede.article import ArticleText, differences
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of
from vrede.web.site.snapshot import texts
from vrede.web.site.words import say


@dataclass(frozen=True, slots=True)
class WordingChange:
    """One difference between two wordings."""

    what: str
    where: str
    change: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WordingStep:
    """Two wordings that follow each other, with what differs."""

    before: ArticleText
    after: ArticleText
    rows: list[WordingChange]


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording with its notes."""

    text: ArticleText
    title: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class WordingPage:
    """Every wording, and the changes from one to the next."""

    wordings: list[Wording]
    changes: list[WordingStep]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Every wording with its source, and each change from one to the next."""
    language = language_of(request)
    whats = {
        "clause": say("article.clause_word"),
        "part": say("site.part_lower"),
        "title": say("site.title"),
        "sentence": say("site.sentence_lower"),
        "focus region": say("article.wording.focus_region"),
        "rule": say("article.wording.rule"),
        "region": say("article.wording.list_of_countries"),
        "not computed": say("article.wording.what_cannot_be_computed"),
    }
    changes = {
        "added": say("site.added"),
        "removed": say("article.wording.removed"),
        "changed": say("article.wording.changed"),
    }
    made = []
    for before, after in pairwise(texts()):
        rows = [
            WordingChange(
                what=whats[d.what],
                where=d.where,
                change=changes[d.change],
                before=d.before.get(language) if d.before else "",
                after=d.after.get(language) if d.after else "",
            )
            for d in differences(before, after)
        ]
        made.append(WordingStep(before=before, after=after, rows=rows))
    wordings = [Wording(text=t, title=t.title.get(language), notes=[n.get(language) for n in t.notes]) for t in texts()]
    return rendered(request, "article/wording.html", WordingPage(wordings=wordings, changes=made))
