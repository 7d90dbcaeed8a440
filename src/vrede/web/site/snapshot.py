"""What the site shows at this moment: the snapshot, its ledger, the article; and the cache of pages by snapshot."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import polars as pl
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from vrede.article import ArticleText, OwnIndicator, SynergyPair, load_indicators, load_pairs, load_texts, text_for_year
from vrede.lake import (
    LakeError,
    Snapshot,
    Store,
    current_name,
    newest_by_measure,
    own_selections,
    partial_years,
    selections,
    where,
)
from vrede.money import NUMBER, SNAPSHOT, Ledger, normal_ref, statement
from vrede.settings import read_settings
from vrede.withheld import ListMissing, Suppression, load_suppression, open_snapshot

UPLOADS = re.compile(r"/(nl|en)/validate/")
PERSONAL = re.compile(r"/((nl|en)/)?(register|account)/.*")
"""The register and its accounts: what they show depends on who asks, so nothing of it is kept."""
KEPT_STATES = 3
KEPT_PAGES = 2_000
KEPT_BYTES = 128 << 20


@lru_cache(maxsize=1)
def texts() -> tuple[ArticleText, ...]:
    """The article's wordings, read once: they come with the code."""
    return load_texts()


@lru_cache(maxsize=1)
def own_indicators() -> tuple[OwnIndicator, ...]:
    """The ministry's own indicators, read once: they come with the code."""
    return load_indicators()


@lru_cache(maxsize=1)
def synergy_pairs() -> tuple[SynergyPair, ...]:
    """The pairs of subjects that strengthen each other, read once."""
    return load_pairs()


@dataclass
class State:
    """One snapshot with what pages need of it, all made when first asked for."""

    snapshot: Snapshot
    lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def ledger(self) -> Ledger:
        """Slices and placements to select from."""
        regions = {region.id: region.countries for region in texts()[-1].regions}
        return Ledger(self.snapshot.table("slice"), self.snapshot.table("placement"), regions)

    @cached_property
    def activity(self) -> pl.DataFrame:
        """Activities by activity_key: what lists of activities show."""
        wanted = (
            "activity_key",
            "iati_identifier",
            "reporting_org_ref",
            "title_en",
            "title_nl",
            "measure",
            "owner_state",
            "funders",
        )
        return self.snapshot.table("activity").select(wanted)

    def tables(self, *names: str) -> dict[str, pl.DataFrame]:
        """Tables of the snapshot by name. Raises TableMissing."""
        return {name: self.snapshot.table(name) for name in names}

    def activity_row(self, key: int) -> dict[str, Any]:
        """The row of one activity; keys are row numbers unless something is withheld."""
        if self.snapshot.clear is None:
            return self.activity.row(key, named=True)
        return where(self.activity, activity_key=key).row(0, named=True)

    @cached_property
    def own_files(self) -> list[str]:
        """Names of the files that own money comes from."""
        own = where(self.snapshot.table("activity"), measure="own")
        return sorted(str(name) for name in own["dataset"].unique())

    @cached_property
    def shared(self) -> pl.Series:
        """activity_key of the activities that several organisations fund."""
        return self.activity.filter(pl.col("funders") > 1)["activity_key"]

    @cached_property
    def selections(self) -> dict[str, str]:
        """File -> what was asked for when it was fetched; '' where nobody noted it."""
        return selections(self.snapshot.table("dataset"))

    @cached_property
    def own_selections(self) -> list[str]:
        """What was asked for when the files of own money were fetched, each once."""
        return own_selections(self.snapshot.table("activity"), self.snapshot.table("dataset"))

    @cached_property
    def newest(self) -> dict[str, date]:
        """Measure -> the newest day on which one of its files was retrieved."""
        return newest_by_measure(self.snapshot.table("activity"))

    @cached_property
    def partial(self) -> dict[int, date]:
        """Year -> the last day that its files can know of; see lake.retrieval."""
        return partial_years(self.newest)

    @cached_property
    def partner(self) -> pl.DataFrame:
        """Organisations by identifier."""
        return self.snapshot.table("partner")

    @cached_property
    def partner_names(self) -> dict[str, str]:
        """Identifier -> name."""
        rows = self.partner.select("partner_ref", "name").iter_rows()
        return {ref: name or ref for ref, name in rows}

    @cached_property
    def publishers(self) -> pl.DataFrame:
        """activity_key, publisher: who publishes each activity, normalised as partners are."""
        return self.snapshot.table("activity").select("activity_key", publisher=normal_ref(pl.col("reporting_org_ref")))

    @cached_property
    def result_values(self) -> pl.DataFrame:
        """Table result_value with its publisher."""
        return self.snapshot.table("result_value").join(
            self.publishers, on="activity_key", how="left", maintain_order="left"
        )

    @cached_property
    def indicator_titles(self) -> pl.DataFrame:
        """activity_key, indicator_no, indicator: the title of every indicator, the first given."""
        narrative = where(self.snapshot.table("narrative"), element="indicator/title")
        first = narrative.unique(["activity_key", "parent_no"], keep="first", maintain_order=True)
        return first.select("activity_key", indicator_no="parent_no", indicator="text")

    @cached_property
    def statement(self) -> dict[str, Any]:
        """The article's statement, as `vrede show article --format json` gives it."""
        names = ("transaction", "dataset", "issue", "activity", "copy", "slice")
        return statement(self.ledger, texts(), {n: self.snapshot.table(n) for n in names}, self.snapshot.name)

    @property
    def years(self) -> list[int]:
        """Years in which the article has money of any measure, the youngest first."""
        return self.ledger.years

    @property
    def default_year(self) -> str:
        """The youngest year with own money spent; where there is none, the youngest with any money; else 'all'."""
        return "all" if self.ledger.default_year is None else str(self.ledger.default_year)

    @property
    def made_up(self) -> bool:
        """True where it is built from the sample."""
        return bool(self.snapshot.manifest["made_up"])


_states: OrderedDict[str, State] = OrderedDict()
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _store() -> Store:
    return Store(read_settings().lake)


def suppression() -> Suppression:
    """What must not be shown, read anew at every call. Raises LakeError."""
    settings = read_settings()
    if settings.suppress is not None:
        return load_suppression(settings.suppress, asked_for=True)
    local = _store().local
    return load_suppression(local / "suppress.csv") if local is not None else Suppression()


def state(name: str = "") -> State:
    """The state of a kept snapshot, or of the current one. Raises LakeError where it is not kept.

    Pointer and suppression list are read at every call, so that a new build and a new name on the list show at once.
    """
    store, withheld = _store(), suppression()
    wanted = name or current_name(store) or ""
    key = f"{wanted}-{withheld.digest}"
    with _lock:
        found = _states.get(key)
        if found is None:
            found = _states[key] = State(open_snapshot(store, withheld, wanted or None))
            while len(_states) > KEPT_STATES:
                _states.popitem(last=False)
        _states.move_to_end(key)
    return found


def forget() -> None:
    """Drop all states and pages, as after a change of the environment in a test."""
    with _lock:
        _states.clear()
    _store.cache_clear()
    PageCache.pages.clear()
    PageCache.size = 0


def text_of(year: str) -> tuple[ArticleText, bool]:
    """The wording for a year ('all' and 'none': the last), and True where the year lies before the first wording."""
    return text_for_year(texts(), int(year)) if NUMBER.fullmatch(year) else (texts()[-1], False)


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the state (None where nothing was built), and the language."""
    found: State | None = getattr(request, "state", None)
    language = get_language() or "en"
    return {
        "state": found,
        "language": "nl" if language.startswith("nl") else "en",
        "asked_snapshot": getattr(request, "asked", ""),
        **{f"other_{code}": _in_language(request, code) for code in ("nl", "en")},
    }


def _in_language(request: HttpRequest, code: str) -> str:
    """This address in another language."""
    path = request.get_full_path()
    return f"/{code}{path[3:]}" if path[:4] in ("/nl/", "/en/") else f"/{code}/"


class PageCache:
    """Opens the state of each request and keeps rendered pages by snapshot, suppression list, language and address
    (`dear.kept_by`).

    Answers carry an ETag of that key; a conditional request with the same one gets 304. Where the lake cannot be read
    the page says so with 503, and an unknown snapshot with 404.
    """

    pages: ClassVar[OrderedDict[str, HttpResponse]] = OrderedDict()
    size = 0
    guard = threading.Lock()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """A kept page, a new one, or an answer that says what is wrong."""
        from vrede.web.site.costly import kept_by
        from vrede.web.site.problem import lake_problem, unknown_snapshot

        if request.path.startswith("/static/"):
            return self.get_response(request)
        asked = request.GET.get("snapshot", "")
        if asked and not SNAPSHOT.fullmatch(asked):
            return unknown_snapshot(request, asked)
        found: State | None = None
        upload = (UPLOADS.fullmatch(request.path) or PERSONAL.fullmatch(request.path)) is not None
        try:
            found = state(asked)
        except LakeError as error:
            unlisted = isinstance(error, ListMissing)
            if asked and not unlisted:
                return unknown_snapshot(request, asked)
            if not upload or unlisted:  # a file can be checked before anything was built
                return lake_problem(request, error)
        request.state = found  # type: ignore[attr-defined]  # read by the pages and by `context`
        request.asked = asked  # type: ignore[attr-defined]
        if upload or found is None:  # takes a file and answers about it: never kept
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        partial = request.headers.get("HX-Request", "")
        words = "\n".join((found.snapshot.key, get_language() or "", kept_by(request), partial, request.get_host()))
        key = hashlib.sha256(words.encode()).hexdigest()[:32]
        if request.headers.get("If-None-Match") == f'"{key}"' and key in self.pages:
            return HttpResponse(status=304, headers={"ETag": f'"{key}"', "Cache-Control": "no-cache"})
        kept = self.pages.get(key)
        if kept is None:
            answer = self.get_response(request)
            if answer.status_code != 200 or answer.streaming or not isinstance(answer, HttpResponse):
                return answer
            answer.headers["ETag"] = f'"{key}"'
            answer.headers["Cache-Control"] = "no-cache"
            answer.headers["Vary"] = "Accept-Language, HX-Request"
            self._keep(key, answer)
            kept = answer
        copy = HttpResponse(kept.content, status=200, headers=dict(kept.headers))
        if request.headers.get("If-None-Match") == f'"{key}"':
            return HttpResponse(status=304, headers={"ETag": f'"{key}"', "Cache-Control": "no-cache"})
        return copy

    @classmethod
    def _keep(cls, key: str, answer: HttpResponse) -> None:
        with cls.guard:
            before = cls.pages.pop(key, None)
            cls.size += len(answer.content) - (len(before.content) if before else 0)
            cls.pages[key] = answer
            while cls.pages and (len(cls.pages) > KEPT_PAGES or cls.size > KEPT_BYTES):
                _, gone = cls.pages.popitem(last=False)
                cls.size -= len(gone.content)
