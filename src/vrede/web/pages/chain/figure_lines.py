"""The lines of a figure that is no sum of slices: of the chain, of what lies ahead, of what changed, of other levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.article import Language
from vrede.language import has_words
from vrede.money import ACTIVITY_GONE, ACTIVITY_NEW, BOUND, CENTS, MONEY_TYPES, NUMBER
from vrede.web.figure.address import WITHIN, Part, of_change, of_changes
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.page import rendered
from vrede.web.figure.reasons import issue_reason
from vrede.web.figure.table import activity_address
from vrede.web.figure.title import described, title_of
from vrede.web.pages.money.changes import chosen, condition_of, pair_of
from vrede.web.site.problem import helpful
from vrede.web.site.request import BadFilter, language_of, parameters, state_of
from vrede.web.site.words import say

PER_PAGE = 100
ORDER = ("iati_identifier", "other_identifier", "snapshot", "source", "row_no", "day", "what")


def _parts(request: HttpRequest) -> list[Part]:
    """The lines that the address names. Raises BadFilter, Http404."""
    words, state = parameters(request), state_of(request)
    of = words.get("of", "")
    if of in WITHIN:
        return [Part(state, WITHIN[of](state, words))]
    if of not in ("change", "changes"):
        raise BadFilter(f"of={of[:40]}: {', '.join((*WITHIN, 'change', 'changes'))}")
    _names, old, new = pair_of(request)
    if old is None:
        raise Http404(say("site.there_is_no_older_snapshot"))
    if of == "change":
        return of_change(old, new, words)
    what = words.get("what", "")
    if what not in (*MONEY_TYPES, ACTIVITY_NEW, ACTIVITY_GONE):
        raise BadFilter(f"what={what[:40]}")
    return of_changes(old, new, chosen(old, new, condition_of(request)), what)


def _resolved(parts: list[Part], language: Language) -> pl.DataFrame:
    """All lines, the largest first, with identifiers and titles of their activities and the snapshot they are from."""
    made = []
    for part in parts:
        known = part.state.activity.select("activity_key", "iati_identifier", title=f"title_{language}")
        others = known.select(other_key="activity_key", other_identifier="iati_identifier", other_title="title")
        made.append(
            part.lines.join(known, on="activity_key", how="left", maintain_order="left")
            .join(others, on="other_key", how="left", maintain_order="left")
            .with_columns(snapshot=pl.lit(part.state.snapshot.name))
        )
    if not made:
        raise BadFilter("old, new")
    return pl.concat(made).sort(
        pl.col("amount_eur_cents").abs(), *ORDER, descending=[True, *[False] * len(ORDER)], nulls_last=True
    )


def _what(code: str | None, language: Language) -> str:
    """What a line is: a type of transaction, a rest, a reason, or (as it is) an identifier or code."""
    ident = f"code.transaction.transaction_type.{code}"
    if has_words(ident):
        return say(ident)
    known = {
        BOUND: say("chain.behind.what_bound_adds_or_takes"),
        "again": say("chain.behind.same_receipt_again_it_counts"),
        "new": say("site.new"),
        "gone": say("site.gone"),
        "committed": say("site.committed"),
        "spent": say("site.spent"),
        "received": say("site.received"),
    }
    return known.get(code or "", issue_reason(code or "") or code or "")


def _source_words(source: str | None) -> str:
    """Where a line comes from, in words."""
    return {
        "transaction": say("chain.behind.transaction"),
        "budget": say("site.budget_lower"),
        "planned_disbursement": say("chain.behind.planned_payment"),
        "chain_step": say("chain.behind.payment_further_down"),
        "chain_edge": say("chain.behind.payment_from_one_to_other"),
        "chain_balance": say("chain.behind.sum_of_activity"),
        "chain_gap": say("chain.behind.sum_of_activity"),
        "changes": say("chain.behind.difference_of_activity"),
        "slice": say("chain.behind.sum_of_activity"),
    }.get(source or "", "")


@dataclass(frozen=True, slots=True)
class LinesPage:
    """The lines of a figure, a hundred a page."""

    title: str
    described: list[tuple[str, str]]
    lines: list[dict[str, Any]]
    total: int
    unpriced: int
    claimed: int | None
    height: int
    others: bool
    days: bool
    page: int
    pages: int
    query: str


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Lines with their amounts, a hundred a page, the largest first; the total is over all pages."""
    state, language = state_of(request), language_of(request)
    parts = _parts(request)
    found = _resolved(parts, language)
    pages = max(1, -(-found.height // PER_PAGE))
    asked = request.GET.get("page", "1")
    if not NUMBER.fullmatch(asked) or not 1 <= int(asked) <= pages:
        raise Http404(say("site.page_page_there_are_pages", page=asked[:20], pages=pages))
    number = int(asked)
    by_name = {part.state.snapshot.name: part.state for part in parts}
    claimed = request.GET.get("cents", "")
    words = request.GET.copy()
    words.pop("page", None)
    lines: list[dict[str, Any]] = []
    for row in found.slice((number - 1) * PER_PAGE, PER_PAGE).iter_rows(named=True):
        then = by_name[row["snapshot"]]
        asked_then = f"&snapshot={row['snapshot']}" if then is not state else ""
        hrefs = [
            "" if row[key] is None else f"{activity_address(then, row[key])}{asked_then}"
            for key in ("activity_key", "other_key")
        ]
        lines.append(
            {
                **row,
                "href": hrefs[0],
                "other_href": hrefs[1],
                "what": _what(row["what"], language),
                "where": _source_words(row["source"]),
                "older": row["snapshot"] if then is not state else "",
            }
        )
    context = LinesPage(
        title=title_of(request.GET["of"]),
        described=described(state, parameters(request), language),
        lines=lines,
        total=int(found["amount_eur_cents"].sum() or 0),
        unpriced=int(found["amount_eur_cents"].null_count()),
        claimed=int(claimed) if CENTS.fullmatch(claimed) else None,
        height=found.height,
        others=found["other_key"].null_count() < found.height,
        days=found["day"].null_count() < found.height,
        page=number,
        pages=pages,
        query=words.urlencode(),
    )
    return rendered(request, "chain/figure_lines.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same lines, all of them: the column amount_eur_cents sums to the figure."""
    found = _resolved(_parts(request), language_of(request))
    columns = (
        "iati_identifier",
        "title",
        "other_identifier",
        "other_title",
        "snapshot",
        "source",
        "row_no",
        "day",
        "what",
    )
    return csv_answer(found.select(*columns, "amount_eur_cents"), f"vrede-{state_of(request).snapshot.name}-behind.csv")
