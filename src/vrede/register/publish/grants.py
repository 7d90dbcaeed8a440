"""Grant dossiers as their acts leave them: state, partner, places, money by day, results. Pure: seen acts in, grants out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vrede.register.publish.disclosure import DisclosedAct
from vrede.register.table.kinds import Kind
from vrede.sources.countries import is_country

STATES: dict[str, str] = {Kind.COMMITMENT: "committed", Kind.FINAL_SETTLEMENT: "settled", Kind.CLOSURE: "closed"}
DECIMAL = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Movement:
    """type: commitment, release, disbursement or repayment; the last two of a pair are below nothing. cents: with their sign."""

    act: int
    type: str
    day: date
    year: int | None
    cents: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A value of an indicator at the end of a period. value: a decimal as text."""

    indicator: str
    unit: str
    period_end: date
    value: str
    narrative: str


@dataclass(frozen=True, slots=True)
class Document:
    """An open document with an address."""

    title: str
    sort: str
    address: str


@dataclass(frozen=True, slots=True)
class Grant:
    """One dossier that was committed. dossier: its name, or its mark where it is withheld. schedule: year -> cents. last: day of its last
    act that is shown. regions: in place of withheld countries, one for each."""

    dossier: str
    mark: str
    title: str
    description: str
    state: str
    instrument: str
    partner: str
    countries: tuple[str, ...]
    clauses: tuple[str, ...]
    article: str
    line: str
    oda: bool | None
    start: date
    end: date | None
    closed: date | None
    schedule: tuple[tuple[int, int], ...]
    revised: bool
    markers: tuple[tuple[str, str], ...]
    movements: tuple[Movement, ...]
    results: tuple[Reached, ...]
    documents: tuple[Document, ...]
    last: date
    regions: tuple[str, ...] = ()
    withheld: bool = False

    @property
    def committed_cents(self) -> int:
        """Commitments less what was released."""
        return sum(one.cents for one in self.movements if one.type in ("commitment", "release"))

    @property
    def paid_cents(self) -> int:
        """Payments less what was repaid."""
        return sum(one.cents for one in self.movements if one.type in ("disbursement", "repayment"))


def grants(acts: Iterable[DisclosedAct]) -> list[Grant]:
    """Every dossier with a proposal that was committed, by name."""
    by_dossier: dict[str, list[DisclosedAct]] = {}
    for act in acts:
        by_dossier.setdefault(act.dossier, []).append(act)
    made = (
        _grant(dossier, own)
        for dossier, own in sorted(by_dossier.items())
        if own[0].kind == Kind.PROPOSAL and any(act.kind == Kind.COMMITMENT for act in own)
    )
    return list(made)


def _grant(dossier: str, acts: list[DisclosedAct]) -> Grant:
    approved = next(act for act in reversed(acts) if act.kind == Kind.COMMITMENT).approves
    proposals = [
        act for act in acts if act.kind in (Kind.PROPOSAL, Kind.AMENDMENT) and act.seq <= (approved or act.seq)
    ]
    said: dict[str, Any] = {}
    for act in proposals:
        said |= act.facts
    schedule = _schedule(said)
    varied = _varied(acts)
    for act in varied:
        said |= {name: value for name, value in act.facts.items() if value}
        schedule = _schedule(act.facts) or schedule  # a change gives the payments of the whole
    appraisals = [act for act in acts if act.kind == Kind.APPRAISAL]
    markers = appraisals[-1].facts.get("markers") if appraisals else {}
    closed = next((act.day for act in acts if act.kind == Kind.CLOSURE), None)
    oda = said.get("oda")
    return Grant(
        dossier=dossier,
        mark=acts[0].mark,
        title=_text(said.get("title")) or dossier,
        description=acts[0].reason,
        state=[STATES[act.kind] for act in acts if act.kind in STATES][-1],
        instrument=_text(said.get("instrument")),
        partner=_text(said.get("partner")),
        countries=tuple(sorted({code for one in _list(said.get("iso3")) if is_country(code := one.upper())})),
        clauses=tuple(sorted(set(_list(said.get("clauses"))))),
        article=_text(said.get("article")),
        line=_text(said.get("line")),
        oda=oda if isinstance(oda, bool) else None,
        start=min(act.day for act in acts if act.kind == Kind.COMMITMENT),
        end=_day(said.get("end_date")),
        closed=closed,
        schedule=tuple(sorted(schedule.items())),
        revised=bool(varied),
        markers=tuple(
            (str(code), str(weight)) for code, weight in sorted(_mapping(markers).items()) if str(weight) in {*"01234"}
        ),
        movements=tuple(move for act in acts if (move := _movement(act)) is not None),
        results=tuple(reached for act in acts if (reached := _reached(act)) is not None),
        documents=tuple(document for act in acts if (document := _document(act)) is not None),
        last=max(act.day for act in acts),
    )


def _varied(acts: list[DisclosedAct]) -> list[DisclosedAct]:
    """The changes that were agreed, in the order of their agreement."""
    by_seq = {act.seq: act for act in acts if act.kind == Kind.MODIFICATION}
    return [by_seq[act.approves] for act in acts if act.kind == Kind.MODIFICATION_APPROVAL and act.approves in by_seq]


def _schedule(said: Mapping[str, Any]) -> dict[int, int]:
    given = _mapping(said.get("schedule")).items()
    return {
        int(year): cents
        for year, cents in given
        if re.fullmatch("[0-9]{4}", str(year)) and isinstance(cents, int) and cents > 0
    }


def _movement(act: DisclosedAct) -> Movement | None:
    cents = act.cents or 0
    if act.kind in (Kind.COMMITMENT, Kind.MODIFICATION_APPROVAL):
        return Movement(act.seq, "commitment", act.day, act.year, cents) if cents else None
    if act.released_cents:
        return Movement(act.seq, "release", act.day, act.year, -act.released_cents)
    if act.kind == Kind.PAYMENT:
        return Movement(act.seq, "disbursement", act.day, act.year, cents)
    if act.kind == Kind.REPAYMENT and cents:
        return Movement(act.seq, "repayment", act.day, act.year, -cents)
    return None


def _reached(act: DisclosedAct) -> Reached | None:
    end, value = _day(act.facts.get("period_end")), _text(act.facts.get("value"))
    indicator = _text(act.facts.get("indicator"))
    if act.kind != Kind.RESULT or end is None or not indicator or not DECIMAL.fullmatch(value):
        return None
    return Reached(indicator, _text(act.facts.get("unit")), end, value, _text(act.facts.get("narrative")))


def _document(act: DisclosedAct) -> Document | None:
    address = _text(act.facts.get("address"))
    if (
        act.kind != Kind.DOCUMENT
        or act.facts.get("public") is not True
        or not re.fullmatch(r"https?://[^\s<>\"]{4,1000}", address)
    ):
        return None
    return Document(_text(act.facts.get("title")), _text(act.facts.get("category")), address)


def _text(value: object) -> str:
    """A text without signs that XML does not know."""
    text = value if isinstance(value, str) else ""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t").strip()


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
