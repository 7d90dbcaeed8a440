"""Planted awkwardness inside activities: each case was met in real files, each is named by its `note`.

The functions return activities for two files: the ministry's (`ministry_cases`, valid against the schema, because
none of these faults is one of form) and a partner's (`partner_cases`, with dates and amounts that no schema takes).
All of them have plain amounts, so that a wrong split or a wrong sign is seen at once.
"""

from __future__ import annotations

from dataclasses import replace

from vrede.sources.sample.activities import MINISTRY_PARTY, THEME, party
from vrede.sources.sample.organisations import (
    DUTCH,
    LOCAL,
    MINISTRY,
    MINISTRY_OLD_REF,
    MINISTRY_REF,
    SampleOrganisation,
)
from vrede.sources.sample.plan import SampleActivity, SamplePlace, Sector, Transaction

LONG_TEXT_LENGTH = 70_530
FORMULAS = ('=HYPERLINK("https://example.org";"x")', "+31 procent meer", "-1 of minder, met een komma", "@SUM(A1:A9)")
OLD_NUMBER = "28456"
PARTNER = DUTCH[0]


def plain(organisation: SampleOrganisation, identifier: str, theme: str, note: str) -> SampleActivity:
    """An activity with one sector, one country, a commitment of 100 000 and payments of 40 000 and 25 000.01."""
    found = THEME[theme]
    own = party(organisation)
    rows = (
        Transaction("2", "2021-03-01", "100000", "EUR", "2021-03-01", provider=own),
        Transaction("3", "2021-06-15", "40000.00", "EUR", "2021-06-15", provider=own),
        Transaction("3", "2022-02-10", "25000.01", "", "2022-02-10", provider=own),
    )
    names = (("en", f"{found.en.format(en='Mali')} [{note}]"), ("nl", f"{found.nl.format(nl='Mali')} [{note}]"))
    return SampleActivity(
        organisation, identifier, names, (("en", found.why_en), ("nl", found.why_nl)),
        "own" if organisation is MINISTRY else "field", "2021-01-01", "2023-12-31",
        carriers=found.served, sectors=(Sector(found.sector, "100"),), places=(SamplePlace("country", "ML", "100"),),
        transactions=rows, participants=(("1", own),), tags=found.tags, markers=found.markers, scopes=found.scopes,
        humanitarian=found.humanitarian, note=note,
    )  # fmt: skip


def _own(number: int, note: str, theme: str = "early-warning") -> SampleActivity:
    return plain(MINISTRY, f"{MINISTRY_REF}-PPR-4000{990_000 + number}", theme, note)


def ministry_cases() -> list[SampleActivity]:
    """Splits, places, dates, signs, identifiers and texts; all count as own money."""
    a = [_own(n, note) for n, note in enumerate((
        "percentages-99.99", "percentages-100.01", "percentage-missing", "percentages-two-missing",
        "two-vocabularies", "vocabulary-2-only", "sector-on-transaction", "country-on-transaction",
        "region-beside-countries", "region-on-top", "no-sector", "no-place", "negative-disbursement", "zero-amount",
        "value-date-in-later-year", "amount-four-decimals", "amount-with-blanks",
    ))]  # fmt: skip
    thirds = ("15220", "15130", "15150")
    ml, ne = SamplePlace("country", "ML", "50"), SamplePlace("country", "NE", "50")
    t = a[0].transactions

    def extra(date: str, amount: str, currency: str = "EUR", value_date: str = "2022-05-01") -> tuple[Transaction, ...]:
        return (*t, Transaction("3", date, amount, currency, value_date, provider=party(MINISTRY)))

    changed = [
        replace(a[0], sectors=tuple(Sector(c, "33.33") for c in thirds)),
        replace(a[1], sectors=tuple(Sector(c, p) for c, p in zip(thirds, ("33.34", "33.33", "33.34"), strict=True))),
        replace(a[2], sectors=(Sector("15220", "60"), Sector("72010"))),
        replace(a[3], sectors=(Sector("15220", "50"), Sector("72010"), Sector("15190"))),
        replace(a[4], sectors=(Sector("152", "60", "2"), Sector("15220", "100"), Sector("720", "40", "2"))),
        replace(a[5], sectors=(Sector("152", "75", "2"), Sector("720", "25", "2"))),
        replace(a[6], transactions=(t[0], replace(t[1], sectors=(Sector("72010"), Sector("720", "", "2"))),
                                    replace(t[2], sectors=(Sector("15190", "", ""),)))),
        replace(a[7], transactions=(t[0], replace(t[1], place=SamplePlace("country", "SO")),
                                    replace(t[2], place=SamplePlace("region", "289")))),
        replace(a[8], places=(ne, replace(ml, percentage="30"), SamplePlace("region", "289", "20"))),
        replace(a[9], places=(ne, ml, SamplePlace("region", "289", "100"))),
        replace(a[10], sectors=(), carriers=(("F1.a", "text:early warning"), ("S3", "tag:3:16.1"))),
        replace(a[11], places=()),
        replace(a[12], transactions=extra("2022-05-01", "-5000.50")),
        replace(a[13], transactions=extra("2022-05-01", "0")),
        replace(a[14], transactions=extra("2020-12-30", "7000", "USD", "2021-01-08")),
        replace(a[15], transactions=extra("2022-05-01", "1234.5678")),
        replace(a[16], transactions=extra("2022-05-01", "\n   8000.10\n  ")),
    ]  # fmt: skip
    old = plain(MINISTRY, f"{MINISTRY_OLD_REF}-PPR-{OLD_NUMBER}", "justice", "old-prefix")
    older = replace(
        plain(MINISTRY, f"{MINISTRY_OLD_REF}-PPR-28457", "justice", "old-reporting-ref"), reporting_ref=MINISTRY_OLD_REF
    )
    blanks = replace(_own(50, "identifier-with-blanks"), identifier=f"\n   {MINISTRY_REF}-PPR-4000990050 ")
    formulas = [
        replace(_own(60 + n, "title-like-a-formula"), title=(("nl", text), ("en", text)))
        for n, text in enumerate(FORMULAS)
    ]
    markup = replace(
        _own(70, "markup-in-title"), title=(("en", '<script>alert("x")</script> & "quotes", \u202ereversed'),)
    )
    line = "A very long text that says nothing at all. "
    text = (line * (LONG_TEXT_LENGTH // len(line) + 1))[:LONG_TEXT_LENGTH]
    long = replace(_own(71, "very-long-text"), description=(("en", text),))
    return [*changed, old, older, blanks, *formulas, markup, long]


def _theirs(number: int, note: str, *rows: Transaction, currency: str = "EUR") -> SampleActivity:
    base = plain(PARTNER, f"{PARTNER.ref}-X{number:03d}", "mediation", note)
    return replace(base, transactions=(*base.transactions, *rows), currency=currency)


def partner_cases(target: str) -> list[SampleActivity]:
    """Dates, amounts, currencies and links of a partner; `target` is the ministry activity that mangled links mean."""
    own = party(PARTNER)
    cases = [
        _theirs(1, "date-missing", Transaction("3", "", "900", "EUR", "2022-05-01", provider=own)),
        _theirs(2, "date-unreadable", Transaction("3", "31/12/2019", "901", "EUR", "2019-12-31", provider=own)),
        _theirs(3, "amount-unreadable", Transaction("3", "2022-05-01", "1,000", "EUR", "2022-05-01", provider=own)),
        _theirs(4, "amount-missing", Transaction("3", "2022-05-01", "", "EUR", "2022-05-01", provider=own)),
        _theirs(5, "currency-missing", currency=""),
        _theirs(6, "currency-without-rate", Transaction("3", "2022-05-01", "5000", "XDR", "2022-05-01", provider=own)),
        _theirs(7, "identifier-empty"),
        _theirs(8, "identifier-empty"),
        _theirs(9, "same-activity-twice-in-one-file"),
        _theirs(10, "value-date-missing", Transaction("3", "2022-05-02", "3000", "USD", provider=own)),
    ]
    cases[6] = replace(cases[6], identifier="")
    cases[7] = replace(cases[7], identifier="   ")
    return [*cases, replace(cases[8], standing="copy"), *_links(target), *_levels()]


def _links(target: str) -> list[SampleActivity]:
    """Incoming money whose `provider-activity-id` is mangled, with the identifier it means ('' for none)."""
    number = target.rsplit("-", 1)[1]
    old = f"{MINISTRY_OLD_REF}-PPR-{OLD_NUMBER}"
    links = (
        (f"{MINISTRY_REF}-{MINISTRY_OLD_REF}-PPR-{number}", target), (f"{MINISTRY_REF}-{target}", target),
        (f"{MINISTRY_REF}-{number}", target), (f"{MINISTRY_OLD_REF}-PPR-{number}", target), (f" {target} ", target),
        (f"{MINISTRY_REF}-PPR-{OLD_NUMBER}", old), (f"{MINISTRY_REF}-{MINISTRY_OLD_REF}-PPR-{OLD_NUMBER}", old),
        (f"{target}0", ""), (f"{MINISTRY_REF}-6", ""), ("", ""),
    )  # fmt: skip
    made = []
    for position, (given, meant) in enumerate(links):
        base = _theirs(20 + position, "provider-activity-mangled" if given else "provider-without-activity")
        incoming = Transaction(
            "1",
            "2021-02-01",
            "90000",
            "EUR",
            "2021-02-01",
            provider=replace(MINISTRY_PARTY, activity=given),
            target=meant,
        )
        made.append(
            replace(base, measure="chain", depth=1, parents=(meant,) if meant else (),
                    transactions=(incoming, *base.transactions))
        )  # fmt: skip
    return made


def _levels() -> list[SampleActivity]:
    """A parent on level 1 that repeats the money of its two children on level 2."""
    parent = replace(_theirs(40, "hierarchy"), hierarchy="1")
    children = [
        replace(_theirs(41 + n, "hierarchy"), hierarchy="2", related=(("1", parent.identifier),)) for n in (0, 1)
    ]
    doubled = tuple(
        replace(t, amount=amount)
        for t, amount in zip(parent.transactions, ("200000", "80000.00", "50000.02"), strict=True)
    )
    return [replace(parent, transactions=doubled, related=tuple(("2", c.identifier) for c in children)), *children]


def secondary(of: SampleActivity, publisher: SampleOrganisation) -> SampleActivity:
    """Another's activity as a secondary reporter repeats it: counted as an activity, in no total."""
    return replace(
        of, organisation=publisher, secondary=True, measure="none", note="secondary-reporter", parents=(), depth=0,
        transactions=tuple(replace(t, target="") for t in of.transactions),
    )  # fmt: skip


def unowned() -> list[SampleActivity]:
    """Two that say to be the ministry's in a file whose owner nobody knows: own money, owner not verified."""
    return [_own(80 + n, "owner-unknown", theme) for n, theme in enumerate(("demining", "relief"))]


def claimed(known: SampleActivity) -> list[SampleActivity]:
    """One invented and one real-looking ministry activity, much too large, in another owner's file: neither counts."""
    invented = replace(_own(90, "owner-is-another"), measure="none")
    larger = tuple(replace(t, amount=t.amount.replace(".", "") + "0") for t in known.transactions)
    repeated = replace(
        known, transactions=larger, standing="disowned", measure="none", note="owner-is-another",
        updated="2025-03-30T00:00:00Z",
    )  # fmt: skip
    return [invented, repeated]


def local_words() -> SampleActivity:
    """One activity for the UTF-16 file, with letters outside Latin-1."""
    base = plain(LOCAL[5], f"{LOCAL[5].ref}-U001", "cluster-munitions", "utf-16")
    return replace(
        base, title=(("ar", "إزالة الألغام [utf-16]"), *base.title), places=(SamplePlace("country", "IQ", "100"),)
    )


def plain_for_older() -> list[SampleActivity]:
    """Three ministry activities that the newer vintage no longer has; their newest copy still counts."""
    return [_own(0, "only-in-older-vintage", theme) for theme in ("justice", "demining", "food-aid")]


def parts_and_copies() -> tuple[SampleActivity, SampleActivity]:
    """One activity to be split over two year files by its transactions, and one to stand whole in two of them."""
    base = _own(95, "parts")
    rows = tuple(
        Transaction(
            t, f"{year}-0{3 + n}-10", f"{year * 10 + n}.{n}5", "EUR", f"{year}-0{3 + n}-10", provider=party(MINISTRY)
        )
        for year in (2019, 2020, 2021, 2022)
        for n, t in enumerate(("2", "3"))
    )
    split = replace(base, transactions=rows, start="2019-01-01")
    return split, replace(_own(96, "duplicate"), start="2021-01-01")
