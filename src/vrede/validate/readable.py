"""Readable by the funder: what the ministry sees of a file, which links fail, what it would not add up, and whom rules excuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from vrede.validate.finding import NOWHERE, Finding, Part, Place, Severity, shown
from vrede.validate.identifiers import identifier_of
from vrede.validate.links import Link, LinkReader, Upward, link_of
from vrede.validate.plain import UNKNOWN_CURRENCY, currency_of, plain_number
from vrede.validate.references import PlaceOf
from vrede.validate.rules.expression import Expression

LINKS_KEPT = 200
ACTIVITIES_KEPT = 100
ORGANISATIONS_KEPT = 20
SPENT = ("3", "4", "D", "E")
COMMITTED = ("11", "IC")
# Why an indicator is not added up -> XPath at the indicator. Totals take only what is marked on result and indicator.
MARKED = "(@aggregation-status='1' or @aggregation-status='true')"
WORDS = "@measure='5'"
NOT_ADDED = {
    "unmarked": f"not({MARKED} and (../@aggregation-status='1' or ../@aggregation-status='true'))",
    "baseline": "not(baseline/@value)",
    "target": "not(period/target/@value)",
    "actual": "not(period/actual/@value)",
    "number": "",
    "words": "",
}
INDICATORS = "/*/iati-activity/result/indicator"
VALUES = " | ".join(
    f"{INDICATORS}[not({WORDS})]/{path}/@value" for path in ("baseline", "period/target", "period/actual")
)
FUNDING = "participating-org[normalize-space(@role)='1' or normalize-space(@role)='Funding']"


@dataclass(slots=True)
class Seen:
    """One activity as the ministry's page would show it. Amounts by currency, as stated."""

    identifier: str
    title: str
    linked: bool
    incoming: dict[str, Decimal]
    spent: dict[str, Decimal]
    indicators: int
    ordinal: int


@dataclass(slots=True)
class View:
    """What the ministry sees of a file. links: the failing first kept, at most 200; states and not_added count all.

    named: activities that say only by participating-org that the ministry pays. first_failing, first_named: where first. own:
    activities that the ministry itself reports. nameless: incoming transactions that no identifier tells the provider of.
    """

    activities: int = 0
    linked: int = 0
    funded: int = 0
    named: int = 0
    first_failing: Place = NOWHERE
    first_named: Place = NOWHERE
    states: Counter[str] = field(default_factory=Counter)
    links: list[Link] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    indicators: int = 0
    added: int = 0
    not_added: Counter[str] = field(default_factory=Counter)
    incoming: dict[str, Decimal] = field(default_factory=dict)
    organisations: Counter[str] = field(default_factory=Counter)
    protected: bool = False
    own: int = 0
    nameless: int = 0

    @property
    def is_own(self) -> bool:
        """True for a file of the ministry itself, which needs no link upward."""
        return bool(self.activities) and self.own == self.activities

    def exempt(self, upward: Upward) -> bool:
        """True for a partner below the threshold: all incoming money of the file is known, in euro, and less than that."""
        if len(self.organisations) != 1 or set(self.incoming) != {"EUR"}:
            return False
        return Decimal(0) < self.incoming["EUR"] * 100 < upward.small_eur_cents


class FunderCheck:
    """Reads the view of a file piece by piece. protected: identifiers of partners and activities that must not be named."""

    def __init__(self, upward: Upward, protected: frozenset[str] = frozenset()) -> None:
        self.upward, self.reader, self.protected = upward, LinkReader(upward), protected
        self.view = View()
        types = " or ".join(f"transaction-type/@code='{code}'" for code in upward.types)
        self.incoming = Expression(f"/*/iati-activity/transaction[{types}]")
        self.kind = Expression("string(transaction-type/@code)")
        self.indicators = Expression("count(result/indicator)")
        self.total = Expression(f"count({INDICATORS})")
        tests = {name: f"not({WORDS}) and {test}" for name, test in NOT_ADDED.items() if test} | {"words": WORDS}
        self.not_added = {name: Expression(f"count({INDICATORS}[{test}])") for name, test in tests.items()}
        every = " or ".join(f"({test})" for test in tests.values())
        self.left_out = Expression(f"{INDICATORS}[{every}]")
        self.texts = Expression(VALUES, smart=False)
        self.values = Expression(VALUES)
        self.funding = Expression(FUNDING)
        self.elsewhere = Expression(
            "related-activity/@ref | participating-org/@activity-id | transaction/provider-org/@provider-activity-id"
            " | planned-disbursement/provider-org/@provider-activity-id",
            smart=False,
        )

    def run(self, root: etree._Element, place_of: PlaceOf) -> Iterator[Finding]:
        """Findings about links of a piece, adding it to the view."""
        if total := int(self.total.value(root)):
            self._indicators(root, total)
        incoming: dict[etree._Element, list[etree._Element]] = {}
        for transaction in self.incoming.nodes(root):
            incoming.setdefault(transaction.getparent(), []).append(transaction)
        for activity in root.iterchildren("iati-activity"):
            yield from self._activity(activity, incoming.get(activity, []), place_of)

    def _indicators(self, root: etree._Element, total: int) -> None:
        bad = {text for text in set(self.texts.nodes(root)) if plain_number(str(text)) is None}
        no_number = set()
        for value in self.values.nodes(root) if bad else ():
            if str(value) in bad:
                no_number.add(next(value.getparent().iterancestors("indicator")))
        left_out = no_number.union(self.left_out.nodes(root))
        self.view.indicators += total
        self.view.added += total - len(left_out)
        self.view.not_added["number"] += len(no_number)
        if left_out:
            for name, expression in self.not_added.items():
                self.view.not_added[name] += int(expression.value(root))

    def _activity(
        self, activity: etree._Element, transactions: list[etree._Element], place_of: PlaceOf
    ) -> Iterator[Finding]:
        view = self.view
        view.activities += 1
        own = identifier_of(activity)
        reporting = activity.find("reporting-org")
        ref = reporting.get("ref", "").strip() if reporting is not None else ""
        if ref in view.organisations or len(view.organisations) < ORGANISATIONS_KEPT:
            view.organisations[ref] += 1
        view.own += self.reader.is_ministry(ref)
        view.protected = view.protected or ref in self.protected or own in self.protected
        linked = ours = False
        funding = [self.reader.is_ministry(one.get("ref", "")) for one in self.funding.nodes(activity)]
        named, alone = any(funding), bool(funding) and all(funding)
        elsewhere: list[str] | None = None
        amounts: dict[str, dict[str, Decimal]] = {"": {}, "c": {}}
        for transaction in transactions:
            kind = str(self.kind.value(transaction))
            provider = transaction.find("provider-org")
            judged = self.reader.judge(provider, own, (), alone)
            if judged[0] in ("missing", "form", "self"):
                elsewhere = (
                    elsewhere
                    if elsewhere is not None
                    else [str(text).strip() for text in self.elsewhere.nodes(activity)]
                )
                judged = self.reader.judge(provider, own, elsewhere, alone)
            state = judged[0]
            view.states[state] += 1
            view.nameless += state == "other" and self.reader.nameless(provider)
            linked, ours = linked or state == "good", ours or (state != "other" and not self.reader.nameless(provider))
            self._amount(transaction, activity, amounts["c" if kind in COMMITTED else ""])
            yield from self._link(link_of(place_of(transaction if provider is None else provider), kind, judged))
        named = named and not ours
        if named:
            view.first_named = view.first_named if view.named else place_of(activity)
            view.named += 1
        incoming = amounts["c"] or amounts[""]
        for currency, amount in incoming.items():
            view.incoming[currency] = view.incoming.get(currency, Decimal(0)) + amount
        view.linked += linked
        view.funded += ours or named
        if len(view.seen) < ACTIVITIES_KEPT:
            view.seen.append(self._seen(activity, own, linked, incoming, place_of))

    def _link(self, link: Link) -> Iterator[Finding]:
        """Keep a link, and say what is wrong with it."""
        view, failing = self.view, link.state not in ("good", "other")
        if (failing or len(view.links) < LINKS_KEPT // 4) and len(view.links) < LINKS_KEPT:
            view.links.append(link)
        if failing:
            view.first_failing = link.place if view.first_failing is NOWHERE else view.first_failing
            yield _finding(link)

    def _amount(self, transaction: etree._Element, activity: etree._Element, into: dict[str, Decimal]) -> None:
        """Add what a transaction is worth. An amount that is no number is worth 0 in an unknown currency: it is not nothing."""
        value = transaction.find("value")
        if value is None or not (value.text or "").strip() or len(into) >= 10:
            return
        number = plain_number(value.text or "")
        currency = currency_of(value.get("currency"), activity.get("default-currency"))
        if number is None:
            number, currency = Decimal(0), UNKNOWN_CURRENCY
        into[currency] = into.get(currency, Decimal(0)) + number

    def _seen(
        self, activity: etree._Element, own: str, linked: bool, incoming: dict[str, Decimal], place_of: PlaceOf
    ) -> Seen:
        spent: dict[str, Decimal] = {}
        for transaction in activity.iterchildren("transaction"):
            kind = transaction.find("transaction-type")
            if kind is not None and kind.get("code") in SPENT:
                self._amount(transaction, activity, spent)
        title = activity.findtext("title/narrative") or activity.findtext("title") or ""
        count = int(self.indicators.value(activity))
        return Seen(shown(own), shown(title.strip()), linked, incoming, spent, count, place_of.ordinal(activity))


def _finding(link: Link) -> Finding:
    key = f"funder.link.{link.state}"
    attribute, value = ("@ref", link.ref) if link.by_ref else ("@provider-activity-id", link.activity)
    severity = Severity.error if link.state == "self" else Severity.warning
    return Finding(
        key, severity, Part.funder, key, f"transaction/provider-org/{attribute}", value, fix=link.fix, place=link.place
    )
