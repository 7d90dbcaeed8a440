"""What changed between two snapshots: a page, a CSV and a feed, for the whole, a clause, a country or a partner."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from vrede.article import normal_identifier
from vrede.lake import snapshot_names, where
from vrede.money import (
    ACTIVITY_GONE,
    ACTIVITY_NEW,
    MONEY_TYPES,
    Beyond,
    changes,
    changes_per_kind,
    changes_touching,
    together,
)
from vrede.sources.countries import is_country
from vrede.web.figure.address import linked_cell
from vrede.web.figure.cell import Cell
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.feed import feed
from vrede.web.figure.page import rendered
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, state, text_of
from vrede.web.site.words import say

MANY, KEPT, FEED_ENTRIES, TOLD = 300, 8, 10, 30
_kept: OrderedDict[tuple[str, str], pl.DataFrame] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Condition:
    """What the address asks for: a clause, a country (ISO3) or a partner, at most one of them."""

    clause: str = ""
    country: str = ""
    ref: str = ""

    def words(self) -> str:
        """The condition as address words."""
        return urlencode(
            {
                name: value
                for name, value in (("clause", self.clause), ("country", self.country), ("ref", self.ref))
                if value
            }
        )


def condition_of(request: HttpRequest) -> Condition:
    """The condition in an address. Raises Http404."""
    condition = Condition(
        request.GET.get("clause", ""),
        request.GET.get("country", "").upper(),
        normal_identifier(request.GET.get("ref", "")),
    )
    if condition.clause and condition.clause not in {c.id for c in text_of("all")[0].clauses}:
        raise Http404(say("site.there_is_no_clause_clause", clause=condition.clause[:20]))
    if condition.country and not is_country(condition.country):
        raise Http404(say("money.changes.there_is_no_country_country", country=condition.country[:20]))
    return condition


def between(old: State, new: State) -> pl.DataFrame:
    """All changes from one snapshot to another, kept by both and by what is withheld."""
    key = (old.snapshot.key, new.snapshot.key)
    found = _kept.get(key)
    if found is None:
        tables = [{n: s.snapshot.table(n) for n in ("activity", "transaction")} for s in (old, new)]
        found = _kept[key] = changes(*tables)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _keys(state: State, condition: Condition) -> pl.Series:
    """activity_key of the activities that the condition is about, in one snapshot."""
    if condition.clause:
        return state.ledger.activities(clause=condition.clause)
    if condition.country:
        return state.ledger.activities(country=condition.country)
    ref = state.organisation(condition.ref)
    publishes = state.published(ref)
    return pl.concat([publishes, where(state.ledger.slices, partner_ref=ref)["activity_key"]]).unique()


def chosen(old: State, new: State, condition: Condition) -> pl.DataFrame:
    """The changes that the condition is about: activities that fall under it before or after."""
    rows = between(old, new)
    if not condition.words():
        return rows
    return changes_touching(rows, _keys(old, condition), _keys(new, condition))


def pair_of(request: HttpRequest) -> tuple[list[str], State | None, State]:
    """(kept snapshots, the older, the newer): `from` or the one before, and the page's own."""
    new = state_of(request)
    names = snapshot_names(new.snapshot.store)
    earlier = names[: names.index(new.snapshot.name)] if new.snapshot.name in names else names
    wanted = request.GET.get("from", "") or (earlier[-1] if earlier else "")
    if wanted and wanted not in names:
        raise Http404(say("money.changes.there_is_no_snapshot_name", name=wanted[:20]))
    return names, state(wanted) if wanted and wanted != new.snapshot.name else None, new


def what_names() -> dict[str, str]:
    """What changed, in the page's language."""
    return {
        "new": say("site.new"),
        "gone": say("site.gone"),
        "committed": say("site.committed"),
        "spent": say("site.spent"),
        "received": say("site.received"),
        "title": say("site.title"),
        "status": say("site.status"),
        "start": say("money.changes.start"),
        "end": say("money.changes.end"),
        "measure": say("site.measure_lower"),
        "other": say("money.changes.something_else"),
    }


def _counted(new: State, old: State, condition: Condition, what: str, cents: int | None) -> Cell | None:
    """What the changes of one kind make together; None for kinds that are not about money."""
    if what not in (*MONEY_TYPES, ACTIVITY_NEW, ACTIVITY_GONE):
        return None
    where = {"clause": condition.clause, "country": condition.country, "ref": condition.ref, "from": old.snapshot.name}
    return linked_cell(new, cents, "changes", what=what, **where)


def _cells(new: State, old: State, row: dict[str, Any]) -> dict[str, Cell | None]:
    """before, after and difference of a change of money, each with its transactions."""
    if row["difference_eur_cents"] is None:
        return {}
    what = row["what"] if row["what"] in MONEY_TYPES else "spent"
    amounts = {
        "before": None if row["before"] is None else int(row["before"]),
        "after": None if row["after"] is None else int(row["after"]),
        "difference": row["difference_eur_cents"],
    }
    where = {"old": row["old_key"], "new": row["new_key"], "from": old.snapshot.name}
    return {side: linked_cell(new, cents, "change", what=what, side=side, **where) for side, cents in amounts.items()}


Sides = dict[str, Beyond]


def _outliers(of: State) -> dict[tuple[int, str], Beyond]:
    """(activity_key, kind of change) -> its outliers, of the kinds that count money. What came in is not judged."""
    typed = of.outliers.join(
        of.snapshot.table("transaction").select("transaction_key", "transaction_type"), on="transaction_key"
    )
    found: dict[tuple[int, str], Beyond] = {}
    for what, types in MONEY_TYPES.items():
        sums = typed.filter(pl.col("transaction_type").is_in(types)).group_by("activity_key")
        for key, cents, number in sums.agg(pl.col("amount_eur_cents").sum(), pl.len()).iter_rows():
            found[key, what] = Beyond(int(cents), int(number))
    return found


def beyond_of(old: State, new: State, rows: pl.DataFrame) -> list[Sides]:
    """For each change the outliers before, after, and in the difference: one that stands in both makes none.

    Of what is new or gone it is what was spent; changes of other things than money hold none.
    """
    was, now = _outliers(old), _outliers(new)
    made: list[Sides] = []
    for what, old_key, new_key in rows.select("what", "old_key", "new_key").iter_rows():
        if what not in (*MONEY_TYPES, ACTIVITY_NEW, ACTIVITY_GONE):
            made.append({})
            continue
        of = what if what in MONEY_TYPES else "spent"
        before, after = was.get((old_key, of), Beyond()), now.get((new_key, of), Beyond())
        cents = after.cents - before.cents
        both = Beyond(cents, before.transactions + after.transactions) if cents else Beyond()
        made.append({"before": before, "after": after, "difference": both})
    return made


def _differences(rows: pl.DataFrame, far: list[Sides], what: str) -> Beyond:
    """The outliers in what the changes of one kind make together. far: as `beyond_of` gives it."""
    return together(
        sides.get("difference", Beyond()) for of, sides in zip(rows["what"], far, strict=True) if of == what
    )


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed since an older snapshot."""

    condition: Condition
    words: str
    names: list[str]
    old: str
    counts: list[tuple[str, int, Cell | None, Beyond]]
    rows: list[dict[str, Any]]
    more: int


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Changes since the snapshot before, or since `from`."""
    condition = condition_of(request)
    names, old, new = pair_of(request)
    rows = chosen(old, new, condition) if old else None
    words = what_names()
    far = beyond_of(old, new, rows) if old and rows is not None else []
    context = ChangesPage(
        condition=condition,
        words=condition.words(),
        names=names,
        old=old.snapshot.name if old else "",
        counts=[
            (words[w], n, _counted(new, old, condition, w, cents), _differences(rows, far, w))
            for w, n, cents in changes_per_kind(rows)
        ]
        if old and rows is not None
        else [],
        rows=[
            {**row, "word": words[row["what"]], "cells": _cells(new, old, row), "beyond": beyond}
            for row, beyond in zip(rows.head(MANY).to_dicts(), far, strict=False)
        ]
        if old and rows is not None
        else [],
        more=max(rows.height - MANY, 0) if rows is not None else 0,
    )
    return rendered(request, "money/changes.html", context)


@helpful
def as_csv(request: HttpRequest) -> HttpResponse:
    """All changes of the page."""
    condition = condition_of(request)
    _names, old, new = pair_of(request)
    if old is None:
        raise Http404(say("site.there_is_no_older_snapshot"))
    rows = chosen(old, new, condition)
    far = pl.Series([sides["difference"].cents if sides else 0 for sides in beyond_of(old, new, rows)], dtype=pl.Int64)
    left = rows.with_columns(difference_eur_cents_without_outliers=pl.col("difference_eur_cents") - far)
    return csv_answer(left.drop("old_key", "new_key"), f"changes-{old.snapshot.name}-{new.snapshot.name}.csv")


@helpful
def atom(request: HttpRequest) -> HttpResponse:
    """A feed: an entry for each kept snapshot in which something changed under the condition."""
    condition, words, language = condition_of(request), what_names(), language_of(request)
    names, _old, _new = pair_of(request)
    base = f"{request.scheme}://{request.get_host()}"
    entries: list[dict[str, Any]] = []
    for before, after in list(pairwise(names))[-FEED_ENTRIES:]:
        old, new = state(before), state(after)
        rows = chosen(old, new, condition)
        if rows.is_empty():
            continue
        told = [f"{row['iati_identifier']}: {words[row['what']]}" for row in rows.head(TOLD).to_dicts()]
        link = (
            f"{base}{reverse('changes')}?{urlencode({'snapshot': after, 'from': before})}&{condition.words()}".rstrip(
                "&"
            )
        )
        entries.append(
            {
                "id": f"urn:vrede:{before}:{after}:{condition.words() or 'all'}",
                "title": say("money.changes.n_changes", n=rows.height),
                "updated": f"{new.snapshot.manifest['policy_day']}T00:00:00Z",
                "link": link,
                "text": "\n".join(told + ([say("money.changes.and_more")] if rows.height > TOLD else [])),
            }
        )
    title = " ".join(
        ("vrede,", say("money.changes.what_changed"), condition.clause or condition.country or condition.ref)
    ).strip()
    here = f"{base}{request.get_full_path()}"
    return HttpResponse(feed(title, here, entries[::-1], language), content_type="application/atom+xml; charset=utf-8")
