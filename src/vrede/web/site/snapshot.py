"""What the site shows at this moment: the snapshot, its ledger, the article; and the cache of pages by snapshot."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import polars as pl

from vrede.article import (
    ArticleText,
    OwnIndicator,
    SynergyPair,
    load_indicators,
    load_pairs,
    load_texts,
    normal_identifier,
    text_for_year,
)
from vrede.chain import published_by
from vrede.lake import (
    Snapshot,
    Store,
    current_name,
    newest_by_measure,
    own_selections,
    partial_years,
    reach,
    selections,
    where,
    whole_year,
)
from vrede.lake.tables import BY_NAME
from vrede.money import NUMBER, Ledger, PartnerNames, ReadyLedger, normal_ref, refs_of, statement
from vrede.settings import read_settings
from vrede.web.site.words import language_of_request
from vrede.withheld import Suppression, load_suppression, open_snapshot

KEPT_STATES = 3
LINKS = "organisation_link"


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
        if self.snapshot.is_ready:
            return ReadyLedger(self.snapshot.table, self.snapshot.ready, regions, self.snapshot.hidden)
        return Ledger.of(self.snapshot.table, regions, self.snapshot.hidden)

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
        """The row of one activity."""
        return where(self.activity, activity_key=key).row(0, named=True)

    @cached_property
    def own_files(self) -> list[str]:
        """Names of the files that own money comes from."""
        own = where(self.snapshot.table("activity"), measure="own")
        return sorted(str(name) for name in own["dataset"].unique())

    @cached_property
    def outliers(self) -> pl.DataFrame:
        """Table outlier, with the number of the transaction in its activity."""
        outliers = self.snapshot.table("outlier")
        numbers = where(self.snapshot.table("transaction"), transaction_key=outliers["transaction_key"])
        numbers = numbers.select("transaction_key", "transaction_no")
        return outliers.join(numbers, on="transaction_key", how="left", maintain_order="left")

    @cached_property
    def outliers_followed(self) -> pl.DataFrame:
        """Those of own money and of the chain: what figures of the chain can hold."""
        followed = where(self.activity, measure=["own", "chain"])["activity_key"]
        return where(self.outliers, activity_key=followed)

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
        """Organisations, each once."""
        return self.snapshot.table("partner")

    @cached_property
    def organisation_links(self) -> pl.DataFrame:
        """Spellings that are taken for an organisation; none in a snapshot that was built before they were."""
        return self.snapshot.table(LINKS) if self.snapshot.has(LINKS) else BY_NAME[LINKS].empty()

    @cached_property
    def partner_names(self) -> PartnerNames:
        """Reference -> name, in the language of the request; also by the identifiers that are taken for it."""
        return PartnerNames(self.partner, self.organisation_links, language_of_request)

    def organisation(self, ref: str) -> str:
        """The reference of the organisation that an identifier is taken for; itself where it is taken for none."""
        ref = normal_identifier(ref)
        return self.partner_names.organisations.get(ref, ref)

    def published(self, ref: str) -> pl.Series:
        """activity_key of what an organisation publishes, under all its identifiers."""
        refs = refs_of(self.organisation_links, self.organisation(ref))
        return pl.concat([published_by(self.activity, one) for one in refs]).unique().sort()

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

    @cached_property
    def default_year(self) -> str:
        """The last whole year with own money spent; where the files hold none whole, the youngest; without own money, the last whole
        year with any; else 'all'."""
        newest = self.newest.get("own", max(self.newest.values(), default=None))
        year = whole_year(self.ledger.own_years, newest)
        return "all" if year is None else str(year)

    def is_whole(self, measure: str, year: int) -> bool:
        """Whether the files of a measure hold a year whole; where no day of retrieval is known nothing says that they do not."""
        newest = self.newest.get(measure)
        return newest is None or reach(newest, year) == "whole"

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


def text_of(year: str) -> tuple[ArticleText, bool]:
    """The wording for a year ('all' and 'none': the last), and True where the year lies before the first wording."""
    return text_for_year(texts(), int(year)) if NUMBER.fullmatch(year) else (texts()[-1], False)
