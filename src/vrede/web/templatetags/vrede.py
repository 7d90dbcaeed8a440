"""Amounts, dates, names and words in templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst as first_big
from django.utils.timezone import localtime

from vrede import language as written
from vrede.article import Bilingual, load_measured
from vrede.lake import asked_words
from vrede.register.desk import READERS
from vrede.register.dossier import Person
from vrede.web.charts import swatch
from vrede.web.charts.bars import Measure
from vrede.web.figure.cell import Cell
from vrede.web.figure.filter import label_of_year
from vrede.web.figure.reasons import issue_reason
from vrede.web.pages.data.fields import name_of_column, name_of_table
from vrede.web.register.words import kind_word
from vrede.web.site.words import language_of_request, say

register = template.Library()


@register.simple_tag(takes_context=True)
def euro(context: dict[str, Any], cents: int | None) -> str:
    """Millions of euro with one decimal, in the page's language."""
    return written.euro_millions(cents, context["language"])


@register.simple_tag(takes_context=True)
def euro_exact(context: dict[str, Any], cents: int | None) -> str:
    """Euro to the cent."""
    return written.euro_exact(cents, context["language"])


@register.simple_tag(takes_context=True)
def round_euro(context: dict[str, Any], cents: int) -> str:
    """A round amount, such as a bound."""
    return written.euro_round(cents, context["language"])


@register.simple_tag
def budget_kind(kind: str) -> str:
    """The kind of a budget in an organisation file, in words."""
    return {
        "total": say("site.names.in_all"),
        "recipient_org": say("site.names.for_organisations"),
        "recipient_region": say("site.names.for_regions"),
        "recipient_country": say("site.names.for_countries"),
        "expenditure": say("site.names.spent_in_all"),
    }.get(kind, kind)


@register.simple_tag
def words_of(words: dict[str, str], name: str) -> str:
    """One of several texts by name; an en dash where there is none."""
    return words.get(name, "–")


@register.simple_tag
def measure_heading(measure: str) -> str:
    """The heading of a measure's column, with its unit."""
    return {
        "own": say("site.names.own_money_euro_m"),
        "chain": say("site.names.chain_euro_m"),
        "field": say("site.names.field_euro_m"),
    }[measure]


@register.simple_tag(takes_context=True)
def whole(context: dict[str, Any], number: int | None) -> str:
    """A count."""
    return written.whole(number, context["language"])


@register.simple_tag(takes_context=True)
def share_of(context: dict[str, Any], cents: int, whole_cell: Any) -> str:
    """Cents as a share of a cell's, by euro."""
    return written.percent_of(cents, whole_cell.cents if whole_cell else None, context["language"])


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], moment: Any) -> str:
    """A date in words."""
    return written.day(moment, context["language"])


@register.simple_tag(takes_context=True)
def amount(context: dict[str, Any], cents: int | None) -> str:
    """Millions of euro as a bare number, for tables that name the unit once; an en dash where nothing is known."""
    return written.millions(cents, context["language"])


@register.simple_tag(takes_context=True)
def amount_of(context: dict[str, Any], amounts: dict[str, int | None], name: str) -> str:
    """One of several amounts, as `amount`."""
    return written.millions(amounts.get(name), context["language"])


@register.simple_tag
def cents_in(cells: dict[str, Cell], name: str) -> int:
    """One of several figures in cents, for whoever adds the table up again."""
    return cells[name].cents if name in cells else 0


@register.simple_tag(takes_context=True)
def own_selection(context: dict[str, Any]) -> str:
    """What was asked for when the files of own money were fetched, in words; '' where there are none."""
    return "; ".join(asked_words(text, context["language"]) for text in context["state"].own_selections)


@register.simple_tag(takes_context=True)
def file_selection(context: dict[str, Any], name: str) -> str:
    """What was asked for when this file was fetched."""
    found = context["state"].selections.get(name)
    return asked_words(found, context["language"]) if found else say("site.names.what_was_asked")


@register.simple_tag(takes_context=True)
def year_label(context: dict[str, Any], year: str) -> str:
    """A year; with the last day that its files can know of, where it was not over when they were fetched."""
    return label_of_year(context["state"], str(year), context["language"])


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], value: Any) -> str:
    """A decimal number as a reader writes it."""
    return written.number_text(value, context["language"])


@register.simple_tag(takes_context=True)
def partner_name(context: dict[str, Any], ref: str) -> str:
    """A partner's name, else its identifier."""
    return str(context["state"].partner_names.get(ref, ref))


@register.simple_tag
def filter_name(name: str) -> str:
    """A condition of a list of results, in words."""
    return {
        "year": say("site.names.year"),
        "measure": say("site.measure_lower"),
        "kind": say("site.kind_lower"),
        "adding": say("site.names.adding"),
        "given": say("site.names.with_value"),
        "publisher": say("site.names.publisher"),
        "vocabulary": say("site.names.list"),
        "reference": say("site.code"),
        "dimension": say("site.part_lower"),
        "direction": say("site.names.direction"),
        "period_start": say("site.names.first_day"),
        "period_end": say("site.names.last_day"),
        "own": say("site.names.own_indicator"),
        "clause": say("site.sentence_lower"),
        "country": say("site.country_lower"),
        "state": say("site.names.how_far"),
        "activity": say("site.activity_lower"),
    }[name]


class Separated(int):
    """A count that is written with the language's sign between thousands, and still chooses the plural."""

    def __str__(self) -> str:
        return written.whole(int(self), language_of_request())


@register.filter
def separated(number: int) -> Separated:
    """A count for blocktranslate: 1.851 activiteiten, 1,851 activities."""
    return Separated(number)


@register.filter
def spoken(words: Bilingual) -> str:
    """Words of the law's files in the page's language."""
    return words.get(language_of_request())


@register.simple_tag
def measure_money(measure: str) -> str:
    """A measure as it stands in a sentence: 'the map shows money in the chain'."""
    return {
        "own": say("site.own_money"),
        "chain": say("site.names.money_in_chain"),
        "field": say("site.names.money_in_field"),
    }.get(measure, measure)


@register.simple_tag
def table_name(name: str) -> str:
    """A table of an activity in words."""
    return name_of_table(name)


@register.simple_tag
def column_name(table: str, column: str) -> str:
    """A column of such a table in words."""
    return name_of_column(table, column)


@register.simple_tag
def grade_name(grade: str) -> str:
    """coded, likely or text in the page's language."""
    return {"coded": say("site.coded"), "likely": say("site.likely"), "text": say("site.text")}.get(grade, grade)


@register.simple_tag
def measured_grades() -> str:
    """How often each grade of placement is right, as it was measured, in one line."""
    shares = {grade: round((right.share or 0) * 100) for grade, right in load_measured().grades.items()}
    return say("article.placement.one_line", **shares)


@register.simple_tag
def measure_name(measure: str) -> str:
    """own, chain or field in the page's language; of the chain every figure of a page is what is at most the ministry's."""
    return {"own": say("site.own_money"), "chain": say("site.chain_at_most"), "field": say("site.field")}.get(
        measure, measure
    )


@register.simple_tag
def measure_swatch(measure: Measure) -> SafeString:
    """A small sample of a measure's texture, as its bars have it."""
    return swatch(f"key-{measure}", measure)


@register.simple_tag
def reason_of(reasons: dict[str, list[tuple[str, str, str]]], key: str) -> tuple[str, str, str] | None:
    """(grade, rule, reason) of an activity, or nothing."""
    found = reasons.get(key)
    return found[0] if found else None


@register.simple_tag(takes_context=True)
def stated(context: dict[str, Any], amount: Any, currency: str | None) -> str:
    """An amount as published, to its last decimal, with its currency."""
    if amount is None:
        return written.UNKNOWN
    text = f"{amount:,.6f}".rstrip("0")
    whole_part, _point, decimals = text.partition(".")
    if context["language"] == "nl":
        whole_part = whole_part.replace(",", ".")
    mark = "," if context["language"] == "nl" else "."
    return f"{currency or '?'} {whole_part}{mark + decimals.ljust(2, '0') if decimals else ''}".replace("-", "−")


@register.simple_tag
def issue_words(reason: str) -> str:
    """An issue's reason in the page's language."""
    return issue_reason(reason) or reason


@register.simple_tag
def copy_state(state: str) -> str:
    """What became of a copy, in the page's language."""
    return {
        "counted": say("site.counted"),
        "part": say("site.names.part_transactions_count_too"),
        "duplicate": say("site.names.duplicate"),
        "revised": say("site.names.revised_by_newer_one"),
        "foreign": say("site.names.in_file_of_another"),
    }.get(state, state)


@register.simple_tag
def kind(row: Any) -> str:
    """A kind of act in the page's language."""
    return first_big(kind_word(row.kind))


@register.simple_tag
def begins(row: Any) -> str:
    """An act with which a dossier begins, as a button says it."""
    return say("site.names.new_what", what=kind_word(row.kind))


@register.simple_tag
def help_of(row: Any) -> str:
    """What an act is for, in the page's language."""
    return str(getattr(row.help, language_of_request()))


@register.filter
def moment(text: str) -> date:
    """The day of an ISO date or moment; moments are UTC, days are of Amsterdam."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return localtime(datetime.fromisoformat(text)).date()


@register.filter
def reads(person: Any, page: str) -> bool:
    """Whether a page of the register is for this person; where nobody is known, whether it is for everybody."""
    return page not in READERS or (isinstance(person, Person) and person.has(*READERS[page]))


@register.simple_tag
def efforts(names: Iterable[str]) -> str:
    """Kinds of effort in words."""
    words = {
        "diplomatic": say("site.diplomatic"),
        "civil": say("site.names.civil"),
        "military": say("site.names.military"),
    }
    return ", ".join(words.get(name, name) for name in names)


@register.filter
def absolute(cents: int) -> int:
    """An amount without its sign, where the sentence says which way it goes."""
    return abs(cents)
