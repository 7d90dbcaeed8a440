"""Which activity stands in which file: three sets, two vintages, one file a publisher or a year of start.

`files(seed)` gives the whole plan. Set '2024-06' is the older vintage, '2025-03' and 'awkward' are the newer one
(retrieved on one day); one file of 'awkward' has no retrieval date and carries its own.
"""

from __future__ import annotations

from dataclasses import replace

from vrede.sources.sample import awkward
from vrede.sources.sample.activities import first_links, ministry, others, second_links, theme_of
from vrede.sources.sample.draw import Draw
from vrede.sources.sample.organisations import DUTCH, LOCAL, MINISTRY_REF, PROVIDERS, SampleOrganisation
from vrede.sources.sample.plan import SampleActivity, SampleFile, Transaction

NEW, OLD, AWKWARD = "2025-03", "2024-06", "awkward"
NEW_DAY, OLD_DAY = "2025-03-31", "2024-06-30"
VERSIONS = {"opdigtet-bro": "2.01", "two-rivers": "2.02"}


def files(seed: int) -> list[SampleFile]:
    """Every file of the sample in the order in which they are written."""
    draw = Draw(seed)
    own = ministry(draw)
    first = first_links(draw, own)
    second = second_links(draw, first)
    other = others(draw)
    own, before = _moved(own)
    years = _years(own)
    partners = _partners(first + second + other)
    return [*_older(before, partners), *years, *partners, *_awkward_files(own, first)]


def _moved(own: list[SampleActivity]) -> tuple[list[SampleActivity], list[SampleActivity]]:
    """The newer and the older state of the 2019 activities.

    Since the older file a payment moved from the third to the fourth activity, a commitment was revised, the fifth
    lost a payment without a trace, and every newest payment is newer than the older file.
    """
    chosen = [a for a in own if a.start[:4] == "2019" and theme_of(a).key != "donor-refugees"][:12]
    before = [replace(a, updated="2024-06-01T00:00:00Z", standing="older") for a in chosen]
    third, fourth, fifth, sixth = chosen[2], chosen[3], chosen[4], chosen[5]
    changed = {
        third.identifier: replace(third, transactions=third.transactions[:-1], note="payment-moved-away"),
        fourth.identifier: replace(
            fourth, transactions=(*fourth.transactions, third.transactions[-1]), note="payment-moved-here"
        ),
        fifth.identifier: replace(fifth, transactions=fifth.transactions[:-1], note="payment-lost-in-revision"),
        sixth.identifier: replace(
            sixth, transactions=(replace(sixth.transactions[0], amount="1234567"), *sixth.transactions[1:]),
            note="commitment-revised",
        ),
    }  # fmt: skip
    before = [
        replace(a, transactions=tuple(t for t in a.transactions if t.date <= OLD_DAY))
        if a.identifier not in changed
        else a
        for a in before
    ]
    return [changed.get(a.identifier, a) for a in own], before


def _older(before: list[SampleActivity], partners: list[SampleFile]) -> list[SampleFile]:
    gone = [
        replace(a, identifier=f"{MINISTRY_REF}-PPR-4000{980_000 + n}", note="only-in-older-vintage", parents=())
        for n, a in enumerate(awkward.plain_for_older())
    ]
    one = next(f for f in partners if f.publisher == DUTCH[1].ref)
    copies = tuple(
        replace(a, standing="older", updated="2024-05-31T12:00:00Z", transactions=a.transactions[:-1])
        for a in one.activities[:6]
    )
    generated = "2024-06-29T03:00:00Z"
    return [
        SampleFile(OLD, "ministry-2019.xml.gz", OLD_DAY, MINISTRY_REF, tuple(before + gone), generated=generated),
        SampleFile(OLD, one.name, OLD_DAY, one.publisher, copies, generated=generated, licence=one.licence),
    ]


def _years(own: list[SampleActivity]) -> list[SampleFile]:
    """The ministry's files, one a year of start; one activity in two parts, one twice."""
    by_year: dict[str, list[SampleActivity]] = {str(year): [] for year in range(2017, 2025)}
    for activity in own:
        by_year[activity.start[:4]].append(activity)
    whole = awkward.parts_and_copies()
    by_year["2019"].append(_part(whole[0], "2019", "2020"))
    by_year["2020"].append(_part(whole[0], "2021", "2099"))
    by_year["2021"].append(whole[1])
    by_year["2022"].append(replace(whole[1], standing="copy"))
    return [
        SampleFile(
            NEW, f"ministry-{year}.xml" + (".gz" if int(year) % 2 == 0 else ""), NEW_DAY, MINISTRY_REF, tuple(rows),
            generated="2025-03-30T03:00:00Z",
        )
        for year, rows in by_year.items()
    ]  # fmt: skip


def _part(whole: SampleActivity, first: str, last: str) -> SampleActivity:
    rows = tuple(t for t in whole.transactions if first <= t.date[:4] <= last)
    return replace(whole, transactions=rows)


def _partners(activities: list[SampleActivity]) -> list[SampleFile]:
    groups: dict[str, list[SampleActivity]] = {}
    publishers: dict[str, SampleOrganisation] = {}
    for activity in activities:
        groups.setdefault(activity.organisation.stem, []).append(activity)
        publishers[activity.organisation.stem] = activity.organisation
    made = []
    for number, stem in enumerate(sorted(groups)):
        version = VERSIONS.get(stem, "2.03")
        rows = tuple(fit(a, version) for a in groups[stem])
        licence = ("CC0-1.0", "CC-BY-4.0", "ODC-PDDL-1.0", "")[number % 4]
        name = f"{stem}.xml" + (".gz" if number % 2 else "")
        made.append(SampleFile(NEW, name, NEW_DAY, publishers[stem].ref, rows, version, licence=licence))
    return made


def fit(activity: SampleActivity, version: str) -> SampleActivity:
    """The activity with what `version` can say: no tags before 2.03, no humanitarian marks in 2.01."""
    lost = {"2.01": ("tag:", "humanitarian", "scope:"), "2.02": ("tag:",)}.get(version, ())
    if not lost:
        return activity
    carriers = tuple(c for c in activity.carriers if not c[1].startswith(lost))
    rows: tuple[Transaction, ...] = activity.transactions
    humanitarian, scopes = activity.humanitarian, activity.scopes
    if version == "2.01":
        humanitarian, scopes = False, ()
        rows = tuple(replace(t, humanitarian=False) for t in rows)
    return replace(
        activity, carriers=carriers, tags=(), humanitarian=humanitarian, scopes=scopes, transactions=rows
    )  # fmt: skip


def _awkward_files(own: list[SampleActivity], first: list[SampleActivity]) -> list[SampleFile]:
    partner = awkward.PARTNER
    cut = [a for a in first if a.organisation is DUTCH[2]][:2]
    repeated = next(a for a in first if a.organisation is DUTCH[3])
    known = next(a for a in own if a.start[:4] == "2022" and len(a.transactions) > 3)
    target = own[1].identifier
    provider, local = PROVIDERS[0], LOCAL[2]

    def file(name: str, publisher: str, *rows: SampleActivity, **more: str) -> SampleFile:
        retrieved = more.pop("retrieved", NEW_DAY)
        return SampleFile(AWKWARD, name, retrieved, publisher, tuple(rows), **more)

    bomb = awkward.plain(provider, f"{provider.ref}-BOMB", "relief", "entities")
    old = replace(awkward.plain(provider, f"{provider.ref}-OLD1", "justice", "version-1.03"), tags=(), markers=())
    old = replace(old, carriers=tuple(c for c in old.carriers if not c[1].startswith("tag:")))
    return [
        file("ministry-awkward.xml", MINISTRY_REF, *awkward.ministry_cases()),
        file("partner-awkward.xml.gz", partner.ref, *awkward.partner_cases(target), note="not valid"),
        file("secondary.xml", PROVIDERS[1].ref, awkward.secondary(repeated, PROVIDERS[1])),
        file("owner-unknown.xml", "", *awkward.unowned()),
        file("owner-is-another.xml", DUTCH[6].ref, *awkward.claimed(known)),
        file("truncated.xml.gz", DUTCH[2].ref, *(replace(a, standing="copy") for a in cut), shape="truncated"),
        file("page.xml", provider.ref, shape="page"),
        file("entities.xml", provider.ref, replace(bomb, standing="unread"), shape="entities"),
        file("empty.xml", provider.ref, shape="empty"),
        file("version-1.03.xml", provider.ref, old, version="1.03", shape="old"),
        file("version-lies.xml", provider.ref, awkward.plain(provider, f"{provider.ref}-LIES", "water", "version-lies"),
             version="1.03", shape="lying"),
        file("utf-16.xml", LOCAL[5].ref, awkward.local_words(), shape="utf-16"),
        file("no-retrieval-date.xml", local.ref,
             awkward.plain(local, f"{local.ref}-N001", "relief", "no-retrieval-date"),
             retrieved="", generated="2025-01-15T00:00:00Z"),
    ]  # fmt: skip
