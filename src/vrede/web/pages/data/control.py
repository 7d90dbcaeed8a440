"""What the data page says of violence by month: event files, the panel's control, revisions, what the forecast leaves out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vrede.lake import where
from vrede.language import percent_of
from vrede.sources.conflict import EARLIER, TARGETS, event_cards, months_old
from vrede.sources.countries import country_name
from vrede.warning import exceptions_to_show, in_order, largest_revisions, revisions_per_target
from vrede.web.site.snapshot import State

FEW = 100
OLD_TIMES = 2
"""A file is said to be old where its last month lies further back than twice the days that its card allows."""
DAYS_A_MONTH = 30


def kind_of(target: str) -> str:
    """A target in words."""
    return {
        "ged_sb": _("state-based conflict"),
        "ged_ns": _("conflict between groups without a state"),
        "ged_os": _("violence against civilians"),
        EARLIER: _("state-based conflict, earlier vintage"),
    }[target]


def exception_words(reason: str) -> str:
    """Why the panel and the yearly total differ, as far as it is known."""
    return {
        "absent": _("the state of that time is not in the months"),
        "part_year": _("only a part of that year is in the months: the state begins or ends in it"),
        "vintages": _("two vintages: the other one agrees with the total"),
        "earlier_vintage": _("the months are of an earlier vintage than the total"),
        "no_control": _("the total has no row for it"),
        "unexplained": _("not explained"),
    }[reason]


def refused_words(reason: str) -> str:
    """Why a line of an event file was not used."""
    return {
        "fields": _("a wrong number of fields, or a quotation mark that does not close"),
        "id": _("no whole number as identifier"),
        "type": _("a kind of violence that is unknown"),
        "country": _("a country number that is unknown"),
        "date": _("not a date"),
        "order": _("ends before it starts"),
        "long": _("lasts more than ten years"),
        "count": _("deaths are not a whole number"),
        "negative": _("fewer than no deaths"),
        "huge": _("more deaths than can be"),
        "clarity": _("a degree of clarity that is unknown"),
        "active_year": _("neither yes nor no for an active year"),
        "duplicate": _("an identifier that the file gave before"),
    }[reason]


def control_context(state: State, language: str) -> dict[str, Any]:
    """All that the part of the page about violence by month shows; empty lists where nothing is loaded."""
    snapshot = state.snapshot
    day = date.fromisoformat(snapshot.manifest["policy_day"])
    check, exception = snapshot.table("series_check"), snapshot.table("series_exception")
    refused = snapshot.table("event_refused")
    revision = snapshot.table("event_revision")
    return {
        "event_files": [_file(row, day) for row in snapshot.table("event_file").iter_rows(named=True)],
        "event_refused": [
            {**row, "words": refused_words(row["reason"])} for row in refused.head(FEW).iter_rows(named=True)
        ],
        "event_refused_more": max(0, refused.height - FEW),
        "checks": [
            {
                **row,
                "kind": kind_of(row["target"]),
                "share": percent_of(row["panel"], row["control"], language),
            }
            for row in in_order(where(check, target=TARGETS), TARGETS, "year", descending=[True]).iter_rows(named=True)
        ],
        "exceptions": [
            {
                **row,
                "kind": kind_of(row["target"]),
                "name": name_of(row["iso3"], language),
                "words": exception_words(row["reason"]),
            }
            for row in exceptions_to_show(exception, EARLIER).iter_rows(named=True)
        ],
        "revisions": [
            {**row, **_signed(row), "name": name_of(row["iso3"], language)}
            for row in largest_revisions(revision).iter_rows(named=True)
        ],
        "revision_sums": [
            {**row, **_signed(row)} for row in revisions_per_target(revision, TARGETS).iter_rows(named=True)
        ],
    }


def name_of(iso3: str, language: str) -> str:
    """A country's name; that of a state that is no more, which lists of names of today do not have."""
    return {"SCG": _("Yugoslavia, later Serbia and Montenegro")}.get(iso3) or country_name(iso3, language)


def _signed(row: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind_of(row["target"]), "fewer": -row["deaths_changed"]}


def _file(row: dict[str, Any], day: date) -> dict[str, Any]:
    card = event_cards()[row["release"]]
    age = months_old(row["last_month"], day)
    words = {"final": _("final"), "candidate": _("candidate")}[row["release"]]
    old = age is not None and age * DAYS_A_MONTH > card.lag_days * OLD_TIMES
    return {**row, "card": card, "kind": words, "age": age, "old": old}
