"""Search over titles, descriptions, organisations and identifiers, ranked, as you type."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from vrede.article import Language
from vrede.sources.countries import country_codes, country_name
from vrede.web.figure.page import rendered
from vrede.web.figure.table import activity_address
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.search_index import index_of
from vrede.web.site.snapshot import texts
from vrede.web.site.words import say

LONGEST = 200
MANY, FEW = 50, 8


@dataclass(frozen=True, slots=True)
class LawHit:
    """A clause or a country whose name holds all words: the name of its page and what that page takes."""

    kind: str
    title: str
    name: str
    arg: str


def _in_law(words: str, language: Language) -> list[LawHit]:
    """Clauses and countries whose names hold all words."""
    needles = words.lower().split()
    found = []
    for clause in texts()[-1].clauses:
        hay = f"{clause.id} {clause.title.nl} {clause.title.en}".lower()
        if all(n in hay for n in needles):
            found.append(
                LawHit(
                    kind=say("article.clause_word"),
                    title=f"{clause.id} {clause.title.get(language)}",
                    name="clause",
                    arg=clause.id,
                )
            )
    for _iso2, iso3 in country_codes().iter_rows():
        hay = f"{iso3} {country_name(iso3, 'nl')} {country_name(iso3, 'en')}".lower()
        if all(n in hay for n in needles):
            found.append(
                LawHit(
                    kind=say("site.country_lower"),
                    title=country_name(iso3, language),
                    name="country",
                    arg=iso3,
                )
            )
    return found[:FEW]


@dataclass(frozen=True, slots=True)
class PartnerHit:
    """An organisation that the words name."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class ActivityHit:
    """An activity that the words name, with the stretch of text that holds them."""

    title: str
    identifier: str
    publisher: str
    href: str
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the words found, in the article, among activities and among partners."""

    q: str
    law: list[LawHit]
    activities: list[ActivityHit]
    partners: list[PartnerHit]
    limit: int
    partial: bool


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Results for `q`: a whole page, or for htmx only the list."""
    state = state_of(request)
    language = language_of(request)
    words = request.GET.get("q", "")[:LONGEST].strip()
    partial = bool(request.headers.get("HX-Request"))
    limit = FEW if partial else MANY
    index = index_of(state)
    activities, partners = [], []
    if words:
        titles = f"title_{language}"
        for key, snippet in index.activities(words, limit):
            row = state.activity_row(key)
            activities.append(
                ActivityHit(
                    title=row[titles] or row["iati_identifier"] or say("site.without_title"),
                    identifier=row["iati_identifier"] or "",
                    publisher=state.partner_names.get(
                        (row["reporting_org_ref"] or "").upper(), row["reporting_org_ref"] or ""
                    ),
                    href=activity_address(state, key),
                    snippet=snippet,
                )
            )
        partners = [PartnerHit(ref=ref, name=state.partner_names.get(ref, ref)) for ref in index.partners(words, limit)]
    context = SearchPage(
        q=words,
        law=_in_law(words, language) if words else [],
        activities=activities,
        partners=partners,
        limit=limit,
        partial=partial,
    )
    return rendered(request, "article/search_list.html" if partial else "article/search.html", context)
