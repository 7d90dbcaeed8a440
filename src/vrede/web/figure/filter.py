"""The filters of a page, as its address gives them: what is shown, the form, and the filters that links carry on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from vrede.article import GRADES
from vrede.language import Language, day
from vrede.money import AT_MOST, CHAIN, KINDS, MEASURES, NUMBER, LinkError, Selection, parse_selection, query_of
from vrede.web.site.request import BadFilter, parameters, state_of
from vrede.web.site.snapshot import State, text_of, texts
from vrede.web.site.words import say

ALL = "all"
FILTERS = ("region", "grade", "channel", "purpose", "partner", "country", "place")


def label_of_year(state: State, year: str, language: Language) -> str:
    """'2021 (until 15 June)' where the newest retrieval lies in the year, else the year as it is."""
    until = state.partial.get(int(year)) if NUMBER.fullmatch(year) else None
    if until is None:
        return year
    return say("figure.filter.year_until_day", year=year, day=day(until, language).rsplit(" ", 1)[0])


@dataclass(frozen=True, slots=True)
class View:
    """The filters of a page: a selection without its measure, the year as asked ('all' or four digits), the snapshot.

    The chain's money is what is at most the ministry's (its bound is in the selection) unless another bound is asked for.
    """

    selection: Selection
    year: str
    kind: str
    measure: str
    snapshot: str
    asked: bool

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the view shows; those that its filter leaves out are not on the page at all."""
        return (self.measure,) if self.measure else MEASURES

    def query(self, cents: int | None = None, **changes: str) -> str:
        """The address words of a figure: this view with changes, its snapshot and the cents it claims."""
        year = "" if self.year == ALL else self.year
        whole = self.selection.but(**{"year": year, "kind": self.kind, "measure": self.measure, **changes})
        return query_of(whole if whole.measure == CHAIN else whole.but(bound=""), self.snapshot, cents)

    def filters(self) -> dict[str, str]:
        """The filters that a reader chose, to carry on to the next page."""
        chosen = {
            "year": self.year,
            "kind": self.kind,
            "region": self.selection.region,
            "grade": self.selection.grade,
            "measure": self.measure,
        }
        return {name: value for name, value in chosen.items() if value}

    def carry(self, **changes: str) -> str:
        """The words after `?` that carry the filters on, with some changed; the snapshot only where the address names one."""
        from urllib.parse import urlencode

        words = {**self.filters(), **changes}
        if self.asked:
            words["snapshot"] = self.snapshot
        return urlencode({name: value for name, value in words.items() if value})


def view_of(request: HttpRequest, **fixed: str) -> View:
    """The view that an address asks for; the page's own conditions (its clause, its country) are `fixed`.

    Default: spent, in the youngest year with own money. Raises BadFilter, Http404.
    """
    state = state_of(request)
    words = parameters(request)
    given = {name: words[name] for name in FILTERS if words.get(name)}
    year = words.get("year", "") or state.default_year
    kind = words.get("kind", "") or "spent"
    measure = words.get("measure", "")
    if measure and measure not in MEASURES:
        raise BadFilter(say("figure.filter.value_is_no_measure_choose", value=measure[:60]))
    try:
        if year != ALL:
            parse_selection({"year": year}, ())
        parse_selection({"kind": kind, "measure": measure}, ())
        regions = {region.id for region in texts()[-1].regions}
        selection = with_organisation(parse_selection(given, regions).but(bound=AT_MOST, **fixed), state)
    except LinkError as error:
        raise BadFilter(str(error)) from error
    return View(selection, year, kind, measure, state.snapshot.name, bool(words.get("snapshot")))


def with_organisation(selection: Selection, state: State) -> Selection:
    """The selection with its partner as this snapshot knows it: an address may have any of its identifiers."""
    return (
        selection.but(partner=state.organisation(selection.partner))
        if selection.partner not in ("", "none")
        else selection
    )


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filter form: fields with their choices (value, label, chosen), and what must be said of the year."""

    fields: list[tuple[str, str, list[tuple[str, str, bool]]]]
    until: date | None
    until_own: bool
    first_wording: date | None
    year: str
    snapshot: str


def form_of(view: View, state: State, language: Language) -> FilterForm:
    """The filter form: its fields with their choices, each (value, label, chosen)."""
    text = texts()[-1]

    def choices(pairs: list[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
        return [(value, label, value == chosen) for value, label in pairs]

    years = [
        (ALL, say("figure.filter.all_years")),
        *((str(y), label_of_year(state, str(y), language)) for y in state.years),
    ]
    if view.year not in {value for value, _label in years}:
        years.append((view.year, view.year))
    kinds = [(kind, {"commitment": say("site.committed"), "spent": say("site.spent")}[kind]) for kind in KINDS]
    regions = [
        ("", say("figure.filter.everywhere")),
        *((r.id, r.title.get(language)) for r in text.regions),
    ]
    grades = [
        ("", say("figure.filter.any_evidence")),
        *((g, {"coded": say("site.coded"), "likely": say("site.likely"), "text": say("site.text")}[g]) for g in GRADES),
    ]
    fields = [
        ("year", say("site.year"), choices(years, view.year)),
        ("kind", say("site.money"), choices(kinds, view.kind)),
        ("region", say("site.region"), choices(regions, view.selection.region)),
        ("grade", say("site.evidence"), choices(grades, view.selection.grade)),
    ]
    measures = [
        ("", say("figure.filter.own_chain_and_field")),
        *(
            (m, {"own": say("site.own_money"), "chain": say("site.chain"), "field": say("site.field")}[m])
            for m in MEASURES
        ),
    ]
    fields.append(("measure", say("site.measure"), choices(measures, view.measure)))
    wording, before_first = text_of(view.year)
    first = wording.valid_from if before_first else None
    until = state.partial.get(int(view.year)) if NUMBER.fullmatch(view.year) else None
    return FilterForm(
        fields=fields,
        until=until,
        until_own=until is not None and until == state.newest.get("own"),
        first_wording=first,
        year=view.year,
        snapshot=view.snapshot if view.asked else "",
    )


def known_or_404(value: str, known: set[str], what: str) -> str:
    """The value where it is known. Raises Http404, with what was asked."""
    if value not in known:
        raise Http404(f"{what} {value[:60]}")
    return value
