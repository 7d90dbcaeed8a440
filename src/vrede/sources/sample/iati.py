"""Writes planned activities as IATI 2.01, 2.02 or 2.03 XML, element by element in the order of the standard.

`activity_xml` leaves out what a version does not know (tags before 2.03, humanitarian marks before 2.02). Nothing here
repairs: a planned amount of '1,000' is written as it stands.
"""

from __future__ import annotations

from vrede.sources.sample.organisations import MINISTRY_OLD_REF, MINISTRY_REF
from vrede.sources.sample.places import BY_CODE
from vrede.sources.sample.plan import Party, Result, SampleActivity, SampleFile, Sector, Texts, Transaction

NEVER_STORED = "Nooit Bewaard"
"""Begins the name of every made-up contact person; a reader must never store it."""
NEVER_STORED_HOST = "never-stored.example"
"""The host of every made-up contact address."""

CLOSED_BEFORE = "2024-06-30"
"""Activities that end before this day are closed; the older vintage was retrieved on it."""

Attributes = tuple[tuple[str, str], ...]


def escape(text: str) -> str:
    """`text` for element content and double-quoted attributes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def element(tag: str, attributes: Attributes = (), *content: str) -> str:
    """One element; attributes with an empty value are left out, `content` is XML already."""
    marks = "".join(f' {name}="{escape(value)}"' for name, value in attributes if value)
    inner = "".join(content)
    return f"<{tag}{marks}>{inner}</{tag}>" if inner else f"<{tag}{marks}/>"


def texts(tag: str, pairs: Texts, attributes: Attributes = ()) -> str:
    """An element with one narrative a language."""
    return element(tag, attributes, *(element("narrative", (("xml:lang", lang),), escape(t)) for lang, t in pairs))


def file_xml(file: SampleFile) -> str:
    """The whole text of a sound file, in the version it declares."""
    root = f'<iati-activities version="{file.version}"'
    if file.generated:
        root += f' generated-datetime="{file.generated}"'
    body = "\n".join(activity_xml(activity, file.version) for activity in file.activities)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}>\n{body}\n</iati-activities>\n'


def activity_xml(a: SampleActivity, version: str = "2.03") -> str:
    """One activity; `a.full` adds contact, location, budgets, documents and the rest of the standard."""
    humanitarian = "1" if a.humanitarian and version != "2.01" else ""
    marks: Attributes = (
        ("xml:lang", a.language),
        ("default-currency", a.currency),
        ("last-updated-datetime", a.updated),
        ("humanitarian", humanitarian),
        ("hierarchy", a.hierarchy),
    )
    secondary = "1" if a.secondary else ""
    closed = a.end < CLOSED_BEFORE
    reporting: Attributes = (("ref", a.ref), ("type", a.organisation.type), ("secondary-reporter", secondary))
    parts = [
        element("iati-identifier", (), escape(a.identifier)),
        texts("reporting-org", ((a.organisation.language, a.organisation.name),), reporting),
        texts("title", a.title),
        texts("description", a.description, (("type", "1"),)),
        *(_party("participating-org", party, role=role) for role, party in a.participants),
        *(_other_identifiers(a) if a.full else ()),
        element("activity-status", (("code", "4" if closed else "2"),)),
        element("activity-date", (("type", "1"), ("iso-date", a.start))),
        element("activity-date", (("type", "2"), ("iso-date", a.start))),
        element("activity-date", (("type", "3"), ("iso-date", a.end))),
        *((element("activity-date", (("type", "4"), ("iso-date", a.end))),) if closed else ()),
        *(_contact(a) if a.full else ()),
        *((element("activity-scope", (("code", "4"),)),) if a.full else ()),
        *(_places(a)),
        *(_location(a) if a.full else ()),
        *(_sector(s) for s in a.sectors),
        *(element("tag", (("vocabulary", v), ("code", c))) for v, c in a.tags if version == "2.03"),
        *(
            element("humanitarian-scope", (("type", t), ("vocabulary", v), ("code", c)))
            for t, v, c in a.scopes
            if version != "2.01"
        ),
        *(element("policy-marker", (("vocabulary", "1"), ("code", c), ("significance", s))) for c, s in a.markers),
        element("collaboration-type", (("code", "1"),)),
        element("default-flow-type", (("code", "10"),)),
        element("default-finance-type", (("code", "110"),)),
        element("default-aid-type", (("code", "C01"),)),
        element("default-tied-status", (("code", "5"),)),
        *(_budgets(a, version) if a.full else ()),
        *(_transaction(t, version) for t in a.transactions),
        *(_document(a, version) if a.full else ()),
        *(element("related-activity", (("ref", ref), ("type", t))) for t, ref in a.related),
        *(_result(r, version) for r in a.results),
    ]
    return element("iati-activity", marks, "\n  ", "\n  ".join(parts), "\n ")


def _party(tag: str, party: Party, *, role: str = "", link: str = "activity-id", typed: bool = True) -> str:
    name = ((element("narrative", (), escape(party.name))),) if party.name else ()
    marks: Attributes = (
        ("ref", party.ref),
        ("type", party.type if typed else ""),
        ("role", role),
        (link, party.activity),
    )
    return element(tag, marks, *name)


def _sector(sector: Sector) -> str:
    return element(
        "sector",
        (("vocabulary", sector.vocabulary), ("code", sector.code), ("percentage", sector.percentage)),
    )


def _places(a: SampleActivity) -> tuple[str, ...]:
    countries = [p for p in a.places if p.kind == "country"]
    regions = [p for p in a.places if p.kind == "region"]
    return tuple(
        [element("recipient-country", (("code", p.code), ("percentage", p.percentage))) for p in countries]
        + [
            element("recipient-region", (("vocabulary", "1"), ("code", p.code), ("percentage", p.percentage)))
            for p in regions
        ]
    )


def _other_identifiers(a: SampleActivity) -> tuple[str, ...]:
    old = a.identifier.strip().replace(f"{MINISTRY_REF}-PPR-", f"{MINISTRY_OLD_REF}-PPR-")
    owner = element("owner-org", (("ref", a.ref.strip()),), element("narrative", (), escape(a.organisation.name)))
    return (element("other-identifier", (("ref", f"{old}/internal"), ("type", "A1")), owner),)


def _contact(a: SampleActivity) -> tuple[str, ...]:
    number = sum(a.identifier.encode()) % 10_000
    return (
        element(
            "contact-info",
            (("type", "1"),),
            texts("organisation", (("en", a.organisation.name),)),
            texts("person-name", (("en", f"{NEVER_STORED} {number:04d}"),)),
            texts("job-title", (("en", f"{NEVER_STORED} programme officer"),)),
            element("telephone", (), f"+00 000 {number:04d}"),
            element("email", (), f"contact{number:04d}@{NEVER_STORED_HOST}"),
            element("website", (), "https://example.org/made-up"),
            texts("mailing-address", (("en", f"{NEVER_STORED} street {number}"),)),
        ),
    )


def _location(a: SampleActivity) -> tuple[str, ...]:
    country = next((BY_CODE[p.code] for p in a.places if p.kind == "country" and p.code in BY_CODE), None)
    if country is None:
        return ()
    point = element(
        "point", (("srsName", "http://www.opengis.net/def/crs/EPSG/0/4326"),), element("pos", (), country.point)
    )
    return (
        element(
            "location",
            (("ref", f"{country.code}-1"),),
            element("location-reach", (("code", "1"),)),
            element("location-id", (("vocabulary", "G1"), ("code", "1"))),
            texts("name", (("en", f"Example town, {country.en}"), ("nl", f"Voorbeeldstad, {country.nl}"))),
            texts("activity-description", (("en", "Where the made-up work is done"),)),
            element("administrative", (("vocabulary", "G1"), ("level", "1"), ("code", "1"))),
            point,
            element("exactness", (("code", "2"),)),
            element("location-class", (("code", "2"),)),
            element("feature-designation", (("code", "PPL"),)),
        ),
    )


def _money(amount: str, currency: str, value_date: str) -> str:
    return element("value", (("currency", currency), ("value-date", value_date)), escape(amount))


def _budgets(a: SampleActivity, version: str) -> tuple[str, ...]:
    year = a.start[:4]
    amount = str(10_000 + sum(a.identifier.encode()) * 100)
    period = element("period-start", (("iso-date", f"{year}-01-01"),)) + element(
        "period-end", (("iso-date", f"{year}-12-31"),)
    )
    status = "" if version == "2.01" else "2"
    value = _money(amount, a.currency, f"{year}-01-01")
    revised = _money(amount + ".50", a.currency, f"{year}-07-01")
    planned: tuple[str, ...] = (
        _party("provider-org", Party(a.ref.strip(), a.organisation.name), link="provider-activity-id"),
        _party("receiver-org", Party("", "Example receiver (made-up data)"), link="receiver-activity-id"),
    )
    return (
        element("budget", (("type", "1"), ("status", status)), period, value),
        element("budget", (("type", "2"), ("status", status)), period, revised),
        element("planned-disbursement", (("type", "1"),), period, value, *(() if version == "2.01" else planned)),
    )


def _transaction(t: Transaction, version: str) -> str:
    place = ""
    if t.place is not None:
        vocabulary = "1" if t.place.kind == "region" else ""
        place = element(f"recipient-{t.place.kind}", (("vocabulary", vocabulary), ("code", t.place.code)))
    humanitarian = "1" if t.humanitarian and version != "2.01" else ""
    typed = version != "2.01"
    return element(
        "transaction",
        (("humanitarian", humanitarian),),
        element("transaction-type", (("code", t.type),)),
        element("transaction-date", (("iso-date", t.date),)) if t.date else "",
        _money(t.amount, t.currency, t.value_date),
        texts("description", t.text) if t.text else "",
        _party("provider-org", t.provider, link="provider-activity-id", typed=typed) if t.provider else "",
        _party("receiver-org", t.receiver, link="receiver-activity-id", typed=typed) if t.receiver else "",
        *(element("sector", (("vocabulary", s.vocabulary), ("code", s.code))) for s in t.sectors),
        place,
    )


def _document(a: SampleActivity, version: str) -> tuple[str, ...]:
    dated = () if version == "2.01" else (element("document-date", (("iso-date", a.start),)),)
    address = f"https://example.org/made-up/{sum(a.identifier.encode())}.pdf"
    return (
        element(
            "document-link",
            (("format", "application/pdf"), ("url", address)),
            texts("title", (("en", "Plan (made-up data)"),)),
            element("category", (("code", "A02"),)),
            element("language", (("code", a.language),)),
            *dated,
        ),
    )


def _result(r: Result, version: str) -> str:
    periods = []
    for period in r.periods:
        sides = []
        for side, value in (("target", period.target), ("actual", period.actual)):
            if value:
                dims = period.dimensions if version != "2.01" else ()
                marks = [element("dimension", (("name", n), ("value", v))) for n, v in dims]
                sides.append(element(side, (("value", value),), *marks))
        periods.append(
            element(
                "period",
                (),
                element("period-start", (("iso-date", period.start),)),
                element("period-end", (("iso-date", period.end),)),
                *sides,
            )
        )
    reference = ""
    if r.reference[1] and version != "2.01":
        reference = element("reference", (("vocabulary", r.reference[0]), ("code", r.reference[1])))
    baseline = element("baseline", (("year", r.baseline[0]), ("value", r.baseline[1]))) if r.baseline[0] else ""
    indicator = element(
        "indicator",
        (("measure", r.measure), ("ascending", "1")),
        texts("title", r.indicator),
        reference,
        baseline,
        *periods,
    )
    return element("result", (("type", "1"), ("aggregation-status", "1")), texts("title", r.title), indicator)
