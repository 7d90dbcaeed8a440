"""The data: sources with dates and licences, issues by reason, what went in and what came out, downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse

from vrede.article import ArticleText, Language
from vrede.lake import Store, counted, files_by_folder, issues_by_reason, most_first, own_files, refused_files, where
from vrede.lake.tables import BY_NAME
from vrede.money import NUMBER, read_counts
from vrede.pipeline import last_status
from vrede.settings import read_settings
from vrede.sources import Card, age_days, load_card
from vrede.sources.conflict import SERIES_FILE, SeriesSource, declared
from vrede.sources.iati import FILE_REASONS
from vrede.web.figure.csv import csv_answer
from vrede.web.figure.page import rendered
from vrede.web.figure.reasons import issue_reason, rates_refused
from vrede.web.figure.series import hidden_words
from vrede.web.pages.data.control import ViolenceChecks, violence_checks
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, state_of
from vrede.web.site.snapshot import State, texts
from vrede.web.site.today import today
from vrede.web.site.words import say

PER_PAGE = 100
LARGEST_DOWNLOAD = 2_000_000


@dataclass(frozen=True, slots=True)
class CardRow:
    """A source's card in the page's language, with how many rows were read, whether that is within its bounds, and how old its newest
    fact is: age in days, None where it has none; stale: older than is normal. asked: the day it was last asked, good: the last on which it
    gave everything, both '' where no update is known."""

    card: Card
    title: str
    unit: str
    producer: str
    licence: str
    rows: int
    verdict: str
    newest: str
    age: int | None
    stale: bool
    asked: str
    good: str


def _card(source: str, judged: dict[str, Any], asked: dict[str, Any], day: date, language: Language) -> CardRow:
    card = load_card(source)
    newest = str(judged.get("newest", ""))
    age = age_days(newest, day)
    return CardRow(
        card,
        card.title[language],
        card.unit[language],
        card.producer[language],
        card.licence[language],
        judged["rows"],
        judged["verdict"],
        newest,
        age,
        age is not None and age > card.lag_days,
        str(asked.get("asked", ""))[:10],
        str(asked.get("good", ""))[:10],
    )


@dataclass(frozen=True, slots=True)
class DataPage:
    """What was read: sources with their cards, what could not be used, and the tables of the snapshot."""

    numbers: dict[str, Any]
    cards: list[Any]
    folders: list[dict[str, Any]]
    refused: list[Any]
    refused_files: list[dict[str, Any]]
    reasons: list[Any]
    own_files: list[dict[str, Any]]
    tables: list[Any]
    manifest: dict[str, Any]
    hidden_words: str
    series: list[SeriesRead]
    apart: list[dict[str, Any]]
    violence: ViolenceChecks
    rates: Any
    last_rate: date
    rates_refused: str
    wordings: tuple[ArticleText, ...]
    vintages: list[dict[str, Any]]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """What was read, and how much of it could be used."""
    state, language = state_of(request), language_of(request)
    snapshot = state.snapshot
    asked = last_status(Store(read_settings().lake)).get("sources", {})
    dataset, issue = snapshot.table("dataset"), snapshot.table("issue")
    numbers = read_counts(
        {name: snapshot.table(name) for name in ("transaction", "dataset", "issue", "activity", "copy", "slice")}
    )
    context = DataPage(
        numbers=numbers,
        cards=[
            _card(source, judged, asked.get(source, {}), today(state), language)
            for source, judged in snapshot.manifest["sources"].items()
        ],
        folders=files_by_folder(dataset).to_dicts(),
        refused=[
            (r, n, issue_reason(r) or FILE_REASONS.get(r, r))
            for r, n in most_first(refused_files(dataset), "reason", then="reason").iter_rows()
        ],
        refused_files=refused_files(dataset).select("dataset", "reason", "detail").head(PER_PAGE).to_dicts(),
        reasons=[
            (level, element, issue_reason(reason) or reason, n)
            for level, element, reason, n in issues_by_reason(issue).head(60).iter_rows()
        ],
        own_files=own_files(snapshot.table("activity")).to_dicts(),
        tables=[
            (
                t.name,
                t.meaning,
                snapshot.manifest["tables"][t.name]["rows"],
                snapshot.manifest["tables"][t.name]["sha256"][:16],
            )
            for t in BY_NAME.values()
            if snapshot.has(t.name)
        ],
        manifest=snapshot.manifest,
        hidden_words=hidden_words() if snapshot.series_hidden else "",
        series=_series(state, language),
        apart=snapshot.table("series_apart").to_dicts() if snapshot.has("series_apart") else [],
        violence=violence_checks(state, language),
        rates=snapshot.manifest["sources"]["rates"],
        last_rate=date.fromisoformat(snapshot.manifest["sources"]["rates"]["last_day"]),
        rates_refused=rates_refused(snapshot.manifest["sources"]["rates"]["refused"]),
        wordings=texts(),
        vintages=counted(snapshot.table("copy"), "state").sort("state").to_dicts(),
    )
    return rendered(request, "data/data.html", context)


@dataclass(frozen=True, slots=True)
class SeriesRead:
    """A source of country series, its files, and how old its last year is."""

    source: SeriesSource
    titles: list[str]
    files: list[dict[str, Any]]
    last: int | None
    age: int | None


def _series(state: State, language: str) -> list[SeriesRead]:
    """Every source of country series with its card, and what was read of it; none where it is not loaded."""
    files = state.snapshot.table("series_file") if state.snapshot.has("series_file") else SERIES_FILE.empty()
    day = date.fromisoformat(state.snapshot.manifest["policy_day"])
    made = []
    for source in declared():
        rows = where(files, series=source.id).to_dicts()
        last = max((row["last_year"] for row in rows if row["last_year"] is not None), default=None)
        made.append(
            SeriesRead(
                source=source,
                titles=[one.title[language] for one in source.indicators],
                files=rows,
                last=last,
                age=None if last is None else day.year - last,
            )
        )
    return made


def _issues(request: HttpRequest, state: State) -> pl.DataFrame:
    issue = state.snapshot.table("issue")
    for name in ("level", "reason", "element", "dataset"):
        value = request.GET.get(name, "")
        if value:
            issue = where(issue, **{name: value})
    return issue


@dataclass(frozen=True, slots=True)
class IssuesPage:
    """Issues, a hundred a page."""

    lines: list[dict[str, Any]]
    total: int
    page: int
    pages: int
    query: str


@helpful
def issues(request: HttpRequest) -> HttpResponse:
    """Issues, a hundred a page, filtered by level, reason, element and file."""
    state = state_of(request)
    found = _issues(request, state)
    pages = max(1, -(-found.height // PER_PAGE))
    asked = request.GET.get("page", "1")
    if not NUMBER.fullmatch(asked) or not 1 <= int(asked) <= pages:
        raise Http404(say("site.page_page_there_are_pages", page=asked[:20], pages=pages))
    number = int(asked)
    words = request.GET.copy()
    words.pop("page", None)
    shown = found.slice((number - 1) * PER_PAGE, PER_PAGE).join(
        state.activity.select("activity_key", "iati_identifier"), on="activity_key", how="left", maintain_order="left"
    )
    lines = [{**row, "reason": issue_reason(row["reason"]) or row["reason"]} for row in shown.to_dicts()]
    return rendered(
        request,
        "data/issues.html",
        IssuesPage(lines=lines, total=found.height, page=number, pages=pages, query=words.urlencode()),
    )


@helpful
def issues_csv(request: HttpRequest) -> HttpResponse:
    """The same issues as CSV, all of them."""
    state = state_of(request)
    return csv_answer(_issues(request, state), f"vrede-{state.snapshot.name}-issues.csv")


@helpful
def table_csv(request: HttpRequest, name: str) -> HttpResponse:
    """One table of the snapshot, whole, as CSV."""
    state = state_of(request)
    if name not in BY_NAME:
        raise Http404(say("data.overview.there_is_no_table_name", name=name[:40]))
    frame = BY_NAME[name].leaving(state.snapshot.table(name))
    if frame.height > LARGEST_DOWNLOAD:
        raise Http404(say("data.overview.table_name_is_too_large", name=name))
    return csv_answer(frame, f"vrede-{state.snapshot.name}-{name}.csv")
