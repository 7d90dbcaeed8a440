"""What a right reader finds in the sample, computed from the plan and never from the XML.

`truths_of` applies the decided rules: one activity is one (reporting ref, identifier); parts of one vintage join,
duplicates and older vintages give way; a reference without its owner proves nothing. Amounts are decimal texts, weights
whole parts of a million.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from vrede.sources.sample.budget import BudgetRow, is_fault
from vrede.sources.sample.iati import NEVER_STORED, NEVER_STORED_HOST
from vrede.sources.sample.organisations import MINISTRY_OLD_REF, MINISTRY_REF
from vrede.sources.sample.plan import Measure, SampleActivity, SampleFile, Texts, Transaction
from vrede.sources.sample.weights import place_weights, sector_weights

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DECIMAL = re.compile(r"-?\d+(\.\d+)?")
UNPRICED = ("XDR",)
FILE_ISSUES = {
    "truncated": "ill-formed",
    "page": "not-xml",
    "entities": "entities",
    "empty": "empty",
    "lying": "version-lies",
}
REFUSED = ("truncated", "page", "entities", "empty")


@dataclass(frozen=True)
class ActivityTruth:
    """One distinct activity. `copies`: (file, activity ordinal from 0) of each element that counts, parts included.

    `carriers`: (clause part, what carries it). `owner_verified` is about own money: the file's owner is the ministry.
    `parents`: right identifiers of the activities that its incoming money names; `depth` 0, 1, 2 in the chain.
    """

    reporting_ref: str
    identifier: str
    title: Texts
    measure: Measure
    carriers: tuple[tuple[str, str], ...]
    secondary: bool
    owner_verified: bool
    copies: tuple[tuple[str, int], ...]
    parents: tuple[str, ...]
    depth: int
    hierarchy: str
    humanitarian: bool
    note: str


@dataclass(frozen=True)
class TransactionTruth:
    """One transaction of an activity's counted copies; `ordinal` from 0 within its element in `file`.

    `amount`, `date` and `currency` are '' where what is stated cannot be read. `sectors`: (vocabulary, code, parts of a
    million); `places`: ('country' or 'region', code, parts of a million). `target`: the activity that the provider's
    activity id means, '' for none.
    """

    reporting_ref: str
    identifier: str
    file: str
    activity_ordinal: int
    ordinal: int
    measure: Measure
    type: str
    date: str
    date_stated: str
    value_date: str
    currency: str
    amount: str
    amount_stated: str
    sectors: tuple[tuple[str, str, int], ...]
    places: tuple[tuple[str, str, int], ...]
    provider_activity_stated: str
    target: str


@dataclass(frozen=True)
class IssueTruth:
    """What a reader must tell: of a file (identifier '') or of one value in a counted activity."""

    file: str
    kind: str
    identifier: str = ""
    element: str = ""
    value: str = ""


@dataclass(frozen=True)
class ResultTruth:
    """One period of one indicator of a counted activity; values as stated."""

    reporting_ref: str
    identifier: str
    indicator: str
    start: str
    end: str
    target: str
    actual: str
    dimensions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Truths:
    """All that is known about one sample. `never_stored`: texts that no table, page or log may hold."""

    seed: int
    activities: tuple[ActivityTruth, ...]
    transactions: tuple[TransactionTruth, ...]
    issues: tuple[IssueTruth, ...]
    results: tuple[ResultTruth, ...]
    budget: tuple[BudgetRow, ...]
    budget_fault: BudgetRow
    files: tuple[str, ...]
    counts: dict[str, int] = field(hash=False)
    never_stored: tuple[str, ...] = (NEVER_STORED, NEVER_STORED_HOST)


def truths_of(seed: int, files: Iterable[SampleFile], budget: Iterable[BudgetRow]) -> Truths:
    """The truths of a plan; every list is in the order of the files."""
    plan, rows = list(files), tuple(budget)
    counted = list(_counted(plan))
    activities = _activities(counted)
    transactions = tuple(t for file, ordinal, a in counted for t in _transactions(file, ordinal, a))
    results = tuple(
        ResultTruth(*a.identity, r.indicator[0][1], p.start, p.end, p.target, p.actual, p.dimensions)
        for _, _, a in counted
        for r in a.results
        for p in r.periods
    )
    issues = (*_file_issues(plan), *(i for file, _, a in counted for i in _value_issues(file, a)))
    measures = Counter(a.measure for a in activities)
    counts = {
        "files": len(plan),
        "files_read": sum(1 for f in plan if f.shape not in REFUSED),
        "activities": len(activities),
        **{f"activities_{measure}": measures[measure] for measure in ("own", "chain", "field", "none")},
        "elements_counted": len(counted),
        "elements_set_aside": sum(len(f.activities) for f in plan if f.shape in ("sound", "lying")) - sum(
            1 for file, _, _ in counted if file.shape in ("sound", "lying")
        ),
        "transactions": len(transactions),
        "transactions_with_date_and_amount": sum(1 for t in transactions if t.date and t.amount and t.currency),
    }  # fmt: skip
    fault = next(r for r in rows if is_fault(r))
    names = tuple(f.path for f in plan)
    return Truths(seed, activities, transactions, issues, results, rows, fault, names, counts)


def _counted(plan: list[SampleFile]) -> Iterator[tuple[SampleFile, int, SampleActivity]]:
    for file in plan:
        for ordinal, activity in enumerate(file.activities):
            if activity.standing == "counts":
                yield file, ordinal, activity


def _activities(counted: list[tuple[SampleFile, int, SampleActivity]]) -> tuple[ActivityTruth, ...]:
    copies: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for file, ordinal, activity in counted:
        copies.setdefault(_key(file, ordinal, activity), []).append((file.path, ordinal))
    found, seen = [], set()
    for file, ordinal, a in counted:
        key = _key(file, ordinal, a)
        if key in seen:
            continue
        seen.add(key)
        verified = a.measure == "own" and file.publisher in (MINISTRY_REF, MINISTRY_OLD_REF)
        found.append(
            ActivityTruth(
                *a.identity, a.title, a.measure, a.carriers, a.secondary, verified, tuple(copies[key]), a.parents,
                a.depth, a.hierarchy, a.humanitarian, a.note,
            )
        )  # fmt: skip
    return tuple(found)


def _key(file: SampleFile, ordinal: int, activity: SampleActivity) -> tuple[str, str, str]:
    """An empty identifier makes an activity of its own: the file and the ordinal stand for it."""
    ref, identifier = activity.identity
    return ref, identifier, "" if identifier else f"{file.path}#{ordinal}"


def _transactions(file: SampleFile, ordinal: int, a: SampleActivity) -> Iterator[TransactionTruth]:
    for position, t in enumerate(a.transactions):
        amount = t.amount.strip()
        yield TransactionTruth(
            *a.identity, file.path, ordinal, position, a.measure, t.type,
            t.date if DATE.fullmatch(t.date) else "", t.date, t.value_date, t.currency or a.currency,
            amount if DECIMAL.fullmatch(amount) else "", t.amount, sector_weights(a, t), place_weights(a, t),
            t.provider.activity if t.provider else "", t.target,
        )  # fmt: skip


def _file_issues(plan: list[SampleFile]) -> Iterator[IssueTruth]:
    for file in plan:
        if file.shape in FILE_ISSUES:
            yield IssueTruth(file.path, FILE_ISSUES[file.shape])
        if not file.retrieved:
            yield IssueTruth(file.path, "retrieved-missing")
        refs = {a.ref.strip() for a in file.activities}
        if MINISTRY_REF in refs and file.publisher != MINISTRY_REF:
            yield IssueTruth(file.path, "owner-is-another" if file.publisher else "owner-unknown")


def _value_issues(file: SampleFile, a: SampleActivity) -> Iterator[IssueTruth]:
    def issue(kind: str, element: str, value: str) -> IssueTruth:
        return IssueTruth(file.path, kind, a.identifier.strip(), element, value)

    if not a.identifier.strip():
        yield issue("identifier-empty", "iati-identifier", a.identifier)
    elif a.identifier != a.identifier.strip():
        yield issue("identifier-blanks", "iati-identifier", a.identifier)
    one = [s.percentage for s in a.sectors if (s.vocabulary or "1") == "1"]
    if len(one) > 1 and any(one) and not all(one):
        yield issue("percentage-missing", "sector", "")
    elif len(one) > 1 and all(one) and sum(Fraction(p) for p in one) != 100:
        yield issue("percentages-not-100", "sector", "+".join(one))
    for t in a.transactions:
        yield from _transaction_issues(issue_of=issue, activity=a, t=t)


def _transaction_issues(
    *, issue_of: Callable[[str, str, str], IssueTruth], activity: SampleActivity, t: Transaction
) -> Iterator[IssueTruth]:
    if not DATE.fullmatch(t.date):
        yield issue_of("date-unreadable" if t.date else "date-missing", "transaction-date", t.date)
    if not DECIMAL.fullmatch(t.amount.strip()):
        yield issue_of("amount-unreadable" if t.amount else "amount-missing", "value", t.amount)
    if not t.value_date:
        yield issue_of("value-date-missing", "value", t.amount)
    currency = t.currency or activity.currency
    if not currency:
        yield issue_of("currency-missing", "value", t.amount)
    elif currency in UNPRICED:
        yield issue_of("unpriced", "value", currency)
    given = t.provider.activity if t.provider else ""
    if activity.depth and t.type in ("1", "11") and given and given != t.target:
        yield issue_of("provider-activity-mangled" if t.target else "provider-activity-unknown", "provider-org", given)
