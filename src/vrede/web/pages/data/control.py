"""What the data page says of violence by month: event files, the panel's control, revisions, what the forecast leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from vrede.lake import where
from vrede.language import percent_of
from vrede.sources.conflict import EARLIER, TARGETS, event_cards, months_old
from vrede.sources.countries import apart_codes, apart_name, country_name
from vrede.warning import exceptions_to_show, in_order, largest_revisions, revisions_per_target
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

FEW = 100
OLD_TIMES = 2
"""A file counts as old where its last month is further back than twice the days that its card allows."""
DAYS_A_MONTH = 30


def kind_of(target: str) -> str:
    """A target in words."""
    return {
        "ged_sb": say("data.control.state_based_conflict"),
        "ged_ns": say("site.conflict_between_groups_without_state"),
        "ged_os": say("site.violence_against_civilians"),
        EARLIER: say("data.control.state_based_conflict_earlier_vintage"),
    }[target]


def exception_words(reason: str) -> str:
    """Why the panel and the yearly total differ, as far as it is known."""
    return {
        "absent": say("data.control.state_of_that_time"),
        "part_year": say("data.control.only_part_of_that_year"),
        "vintages": say("data.control.two_vintages_other_one_agrees"),
        "earlier_vintage": say("data.control.months_are_of_earlier_vintage"),
        "no_control": say("data.control.total_has_no_row"),
        "unexplained": say("data.control.not_explained"),
    }[reason]


def refused_words(reason: str) -> str:
    """Why a line of an event file was not used."""
    return {
        "fields": say("data.control.wrong_number_of_fields"),
        "id": say("data.control.no_whole_number_as_identifier"),
        "type": say("data.control.kind_of_violence"),
        "country": say("data.control.country_number_that_is_unknown"),
        "date": say("data.control.not_date"),
        "order": say("data.control.ends_before_it_starts"),
        "long": say("data.control.lasts_more_than_ten_years"),
        "count": say("data.control.deaths_are_not_whole_number"),
        "negative": say("data.control.fewer_than_no_deaths"),
        "huge": say("data.control.more_deaths_than_possible"),
        "clarity": say("data.control.degree_of_clarity"),
        "active_year": say("data.control.neither_yes_nor_no"),
        "duplicate": say("data.control.identifier_given_before"),
    }[reason]


@dataclass(frozen=True, slots=True)
class ViolenceChecks:
    """Violence by month: files of events, refused lines, the months against yearly totals, and revisions."""

    event_files: list[dict[str, Any]]
    event_refused: list[dict[str, Any]]
    event_refused_more: int
    checks: list[dict[str, Any]]
    exceptions: list[dict[str, Any]]
    revisions: list[dict[str, Any]]
    revision_sums: list[dict[str, Any]]
    deaths: int
    unclear: int
    beyond: bool


def violence_checks(state: State, language: str) -> ViolenceChecks:
    """All that the part of the page about violence by month shows; empty lists where nothing is loaded."""
    snapshot = state.snapshot
    day = date.fromisoformat(snapshot.manifest["policy_day"])
    check, exception = snapshot.table("series_check"), snapshot.table("series_exception")
    refused = snapshot.table("event_refused")
    revision = snapshot.table("event_revision")
    months = snapshot.table("event_month")
    return ViolenceChecks(
        event_files=[_file(row, day) for row in snapshot.table("event_file").iter_rows(named=True)],
        event_refused=[
            {**row, "words": refused_words(row["reason"])} for row in refused.head(FEW).iter_rows(named=True)
        ],
        event_refused_more=max(0, refused.height - FEW),
        checks=[
            {
                **row,
                "kind": kind_of(row["target"]),
                "share": percent_of(row["panel"], row["control"], language),
            }
            for row in in_order(where(check, target=TARGETS), TARGETS, "year", descending=[True]).iter_rows(named=True)
        ],
        exceptions=[
            {
                **row,
                "kind": kind_of(row["target"]),
                "name": name_of(row["iso3"], language),
                "words": exception_words(row["reason"]),
            }
            for row in exceptions_to_show(exception, EARLIER).iter_rows(named=True)
        ],
        revisions=[
            {**row, **_signed(row), "name": name_of(row["iso3"], language)}
            for row in largest_revisions(revision).iter_rows(named=True)
        ],
        revision_sums=[
            {**row, **_signed(row)} for row in revisions_per_target(revision, TARGETS).iter_rows(named=True)
        ],
        deaths=int(months["deaths_at_end"].sum()),
        unclear=int(months["deaths_unclear"].sum()),
        beyond=bool(snapshot.table("event_file")["beyond"].sum()),
    )


def name_of(iso3: str, language: str) -> str:
    """A country's name; also of a state that no longer exists, which today's lists of names leave out."""
    if iso3 == "SCG":
        return say("data.control.yugoslavia_later_serbia_and_montenegro")
    return apart_name(iso3, language) if iso3 in apart_codes() else country_name(iso3, language)


def _signed(row: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind_of(row["target"]), "fewer": -row["deaths_changed"]}


def _file(row: dict[str, Any], day: date) -> dict[str, Any]:
    card = event_cards()[row["release"]]
    age = months_old(row["last_month"], day)
    words = {"final": say("data.control.final"), "candidate": say("data.control.candidate")}[row["release"]]
    old = age is not None and age * DAYS_A_MONTH > card.lag_days * OLD_TIMES
    return {**row, "card": card, "kind": words, "age": age, "old": old}
