"""Grants that may be shown as IATI 2.03 activities: rows of the raw tables of sources/iati, which its writer makes a file of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl

from vrede.register.dossier.names import humanitarian
from vrede.register.publish.grants import Grant, Reached
from vrede.register.publish.policy import Coding
from vrede.register.publish.withhold import identifier
from vrede.sources.countries import country_codes
from vrede.sources.iati import TABLES, write

STATUS = {"committed": "2", "settled": "3", "closed": "4"}
TYPES = {"commitment": "2", "release": "2", "disbursement": "3", "repayment": "3"}
REFERENCE = re.compile(r"[A-Z]{2}-[A-Z0-9_]+-[^\s/&?|%]+|[0-9]{5}")
FORMATS = {"pdf": "application/pdf", "html": "text/html", "htm": "text/html", "xml": "application/xml"}
INVENTED = "Made up"
"""How title and description of an activity begin that comes from a register to learn with."""
WHOLE = 100_000_000
"""A hundred percent in millionths of a percent: the writer keeps six figures."""


def euro(cents: int) -> Decimal:
    """Cents as euro, exactly.

    >>> euro(-1234)
    Decimal('-12.34')
    """
    return Decimal(cents).scaleb(-2)


def sub_article(line: str) -> str:
    """The sub-article that a line of the budget belongs to.

    >>> sub_article("4.1 UNHCR"), sub_article("4.10")
    ('4.1', '4.10')
    """
    match = re.match(r"[0-9]+[.][0-9]+", line)
    return match[0] if match else line


def shares(codes: Iterable[str]) -> list[tuple[str, Decimal]]:
    """An equal percentage for every code, the same code added up; together exactly a hundred.

    >>> shares(["ML", "NE", "TD"])
    [('ML', Decimal('33.333334')), ('NE', Decimal('33.333333')), ('TD', Decimal('33.333333'))]
    """
    listed = list(codes)
    total: Counter[str] = Counter()
    for number, code in enumerate(listed):
        total[code] += WHOLE // len(listed) + (1 if number < WHOLE % len(listed) else 0)
    return [(code, Decimal(millionths).scaleb(-6)) for code, millionths in total.items()]


class Rows:
    """Rows of the raw tables of one activity after another."""

    def __init__(self, coding: Coding, made_up: bool = False) -> None:
        self.coding, self.made_up = coding, made_up
        self.rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
        self.ordinal = -1
        self.numbers: Counter[str] = Counter()
        self.iso2 = {iso3: str(iso2) for iso2, iso3 in country_codes().iter_rows()}

    def add(self, table: str, parent: int | None = None, /, **values: Any) -> int:
        """A row; its number in its table and activity."""
        number = self.numbers[table]
        self.numbers[table] += 1
        below = {} if parent is None else {"parent_no": parent}
        self.rows[table].append({"activity_ordinal": self.ordinal, "row_no": number, **below, **values})
        return number

    def say(self, element: str, text: str, parent: int = 0, language: str | None = None) -> None:
        """A narrative of an element; nothing where there is no text."""
        if text:
            self.add("narrative", parent, element=element, language=language, text=text)

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables."""
        made = {}
        for table in TABLES:
            rows = self.rows[table.name]
            schema = {name: kind for name, kind in table.schema.items() if any(name in row for row in rows)}
            made[table.name] = table.conform(pl.DataFrame(rows, schema=schema)) if rows else table.empty()
        return made

    def activity(self, grant: Grant) -> None:
        """All rows of a grant."""
        coding = self.coding
        self.ordinal += 1
        self.numbers.clear()
        flow = {True: coding.codes["flow_oda"], False: coding.codes["flow_other"], None: None}[grant.oda]
        self.rows["activity"].append(
            {
                "activity_ordinal": self.ordinal,
                "iati_identifier": identifier(grant, coding.prefix),
                "reporting_org_ref": coding.reporter,
                "reporting_org_type": coding.reporter_type,
                "activity_status": STATUS[grant.state],
                "default_flow_type": flow,
                "default_finance_type": coding.finance.get(grant.instrument),
                "default_aid_type": coding.aid.get(grant.instrument),
                "default_currency": "EUR",
                "default_language": coding.language,
                "humanitarian": True if humanitarian(grant.line) else None,
                "last_updated": datetime.combine(grant.last, time(), UTC),
            }
        )
        self._names("activity/reporting-org")
        language = "en" if grant.withheld else None
        title, description = grant.title, grant.description
        if self.made_up:
            title, description = f"{INVENTED}: {title}" if title else INVENTED, f"{INVENTED}. {description}".strip()
        self.say("activity/title", title, language=language)
        self.say("activity/description", description, language=language)
        self._names(
            "participating_org", self.add("participating_org", ref=coding.reporter, role="1", type=coding.reporter_type)
        )
        if grant.partner:
            known = self._reference(grant)
            number = self.add("participating_org", ref=known, role="4")
            if known is None:
                self.say("participating_org", grant.partner, number, language)
        self._dates(grant)
        self._classified(grant)
        self._money(grant)
        for one in grant.documents:
            ending = one.address.rpartition(".")[2].lower()
            form = FORMATS.get(ending, "application/octet-stream")
            category = coding.documents.get(one.sort, coding.documents["other"])
            number = self.add("document_link", url=one.address, format=form, category=category)
            self.say("document_link/title", one.title or one.sort, number)
        self._results(grant)

    def _names(self, element: str, parent: int = 0) -> None:
        for language in ("nl", "en"):
            self.say(element, getattr(self.coding.reporter_name, language), parent, language)

    @staticmethod
    def _reference(grant: Grant) -> str | None:
        return grant.partner if REFERENCE.fullmatch(grant.partner) else None

    def _dates(self, grant: Grant) -> None:
        self.add("activity_date", type="1", iso_date=grant.start)
        self.add("activity_date", type="2", iso_date=grant.start)
        if grant.end is not None and grant.end >= grant.start:
            self.add("activity_date", type="3", iso_date=grant.end)
        if grant.closed is not None:
            self.add("activity_date", type="4", iso_date=grant.closed)

    def _classified(self, grant: Grant) -> None:
        coding = self.coding
        places = [("country", self.iso2[iso3]) for iso3 in grant.countries]
        places += [("region", code) for code in grant.regions]
        places = places or [("region", coding.codes["region_unspecified"])]
        for name, percentage in shares(f"{kind} {code}" for kind, code in places):
            kind, _space, code = name.partition(" ")
            if kind == "country":
                self.add("recipient_country", code=code, percentage=percentage)
            else:
                self.add("recipient_region", code=code, vocabulary="1", percentage=percentage)
        sectors = dict.fromkeys(
            coding.sectors[clause] for part in grant.clauses if (clause := part.partition(".")[0]) in coding.sectors
        )
        line = coding.sector_lines.get(sub_article(grant.line), coding.codes["sector_unspecified"])
        for code, percentage in shares(sectors or [line]):
            self.add("sector", code=code, vocabulary="1", percentage=percentage)
        for code, weight in grant.markers:
            self.add("policy_marker", code=code, vocabulary="1", significance=weight)
        if not grant.markers:
            none = coding.unmarked
            number = self.add("policy_marker", code=none.code, vocabulary="1", significance=none.significance)
            self.say("policy_marker", none.words.nl, number, "nl")
            self.say("policy_marker", none.words.en, number, "en")

    def _money(self, grant: Grant) -> None:
        parties: dict[str, Any] = {"provider_ref": self.coding.reporter, "receiver_ref": self._reference(grant)}
        value: dict[str, Any] = {"currency": "EUR"}
        for year, cents in grant.schedule:
            first = date(year, 1, 1)
            period: dict[str, Any] = {
                "period_start": first,
                "period_end": date(year, 12, 31),
                "amount": euro(cents),
                "value_date": grant.start,
            }
            kind = "2" if grant.revised else "1"
            self.add("budget", type=kind, status="2", **period, **value)
            number = self.add("planned_disbursement", type=kind, **period, **value, **parties)
            self._receiver("planned_disbursement", grant, number)
        for move in grant.movements:
            number = self.add(
                "transaction",
                transaction_ref=str(move.act),
                transaction_type=TYPES[move.type],
                transaction_date=move.day,
                amount=euro(move.cents),
                value_date=move.day,
                provider_type=self.coding.reporter_type,
                **value,
                **parties,
            )
            self._receiver("transaction", grant, number)

    def _receiver(self, table: str, grant: Grant, number: int) -> None:
        if grant.partner and self._reference(grant) is None:
            self.say(f"{table}/receiver-org", grant.partner, number, "en" if grant.withheld else None)

    def _results(self, grant: Grant) -> None:
        by_indicator: dict[tuple[str, str], list[Reached]] = {}
        for one in grant.results:
            by_indicator.setdefault((one.indicator, one.unit), []).append(one)
        for (name, unit), reached in sorted(by_indicator.items()):
            result = self.add("result", type="9")
            self.say("result/title", name, result)
            indicator = self.add("indicator", result, measure="2" if unit.strip() == "%" else "1", ascending=True)
            self.say("indicator/title", f"{name} ({unit})" if unit else name, indicator)
            for one in sorted(reached, key=lambda r: r.period_end):
                begun = min(grant.start, one.period_end)
                period = self.add("period", indicator, period_start=begun, period_end=one.period_end)
                actual = self.add("actual", period, value=one.value)
                self.say("actual/comment", one.narrative, actual)


def activities(shown: Iterable[Grant], coding: Coding, made_up: bool = False) -> bytes:
    """The bytes of a 2.03 file of grants that may be shown; the same grants give the same bytes. Amounts in euro, exact to the cent.

    made_up: every activity says so in its title and description, for whoever reads the file alone.
    """
    rows = Rows(coding, made_up)
    for grant in shown:
        rows.activity(grant)
    return b"".join(write(rows.frames()))
