"""The sound part of the plan: the ministry's activities, the chains below them, and those of everybody else.

Every list is made in one fixed order from one `Draw`, so that the same seed gives the same plan. Amounts are whole
cents; the texts of amounts are made by `stated`.
"""

from __future__ import annotations

from dataclasses import replace

from vrede.sources.sample.draw import Draw
from vrede.sources.sample.organisations import (
    DUTCH,
    FIRST_LINK,
    INTERNATIONAL,
    LOCAL,
    MINISTRY,
    MINISTRY_REF,
    PROVIDERS,
    UN_LIKE,
    SampleOrganisation,
)
from vrede.sources.sample.places import BY_CODE, COUNTRIES
from vrede.sources.sample.plan import (
    MeasuredResult,
    Party,
    Result,
    SampleActivity,
    SamplePlace,
    Sector,
    Texts,
    Transaction,
)
from vrede.sources.sample.themes import THEMES, SampleTheme

FIRST_YEAR, LAST_YEAR = 2017, 2024
SPLITS = (("60", "40"), ("70", "30"), ("50", "50"), ("33.3", "66.7"), ("12.5", "87.5"))
THEME = {theme.key: theme for theme in THEMES}
MINISTRY_PARTY = Party(MINISTRY_REF, MINISTRY.name, type="10")


def stated(cents: int) -> str:
    """Cents as a file states them: whole euros without, others with two decimals."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}" if cents % 100 == 0 else f"{sign}{cents // 100}.{cents % 100:02d}"


def party(organisation: SampleOrganisation, activity: str = "") -> Party:
    """An organisation as provider, receiver or participant."""
    return Party(organisation.ref, organisation.name, activity, organisation.type)


def theme_of(activity: SampleActivity) -> SampleTheme:
    """The theme an activity was made from: its title in English or Dutch begins as the theme's does."""
    for theme in THEMES:
        heads = {theme.en.split("{")[0], theme.nl.split("{")[0], theme.fr.split("{")[0]}
        if any(text.startswith(head) for _, text in activity.title for head in heads):
            return theme
    raise ValueError(activity.identifier)


def _texts(
    draw: Draw, organisation: SampleOrganisation, theme: SampleTheme, country: str, years: str
) -> tuple[Texts, Texts]:
    own = organisation.language
    order = [own] + [lang for lang in ("en", "nl", "fr") if lang != own]
    keep = 1 if own == "en" and draw.chance(45) else 3 if draw.chance(25) else 2
    place = BY_CODE[country]
    titles = {"nl": theme.nl, "en": theme.en, "fr": theme.fr}
    whys = {"nl": theme.why_nl, "en": theme.why_en, "fr": theme.why_fr}
    title = tuple(
        (lang, f"{titles[lang].format(nl=place.nl, en=place.en, fr=place.fr)} {years}") for lang in order[:keep]
    )
    return title, tuple((lang, whys[lang]) for lang in order[:keep])


def _sectors(draw: Draw, theme: SampleTheme) -> tuple[tuple[Sector, ...], SampleTheme | None]:
    extra = tuple(Sector(code, "100", vocabulary) for vocabulary, code in theme.extra_sectors)
    other = draw.pick(THEMES)
    second = draw.chance(18) and other.sector != theme.sector and theme.sector != "93010" and other.sector != "93010"
    if second:
        one, two = draw.pick(SPLITS)
        return (Sector(theme.sector, one), Sector(other.sector, two), *extra), other
    form = draw.below(3)
    sector = Sector(theme.sector, "" if form == 0 else "100", "" if form == 1 else "1")
    return (sector, *extra), None


def _places(draw: Draw, theme: SampleTheme, within: tuple[str, ...]) -> tuple[SamplePlace, ...]:
    codes = within or theme.places or tuple(country.code for country in COUNTRIES)
    code = draw.pick(codes)
    form = draw.below(100)
    if theme.key == "donor-refugees":
        return (SamplePlace("region", "998"),)
    if form < 15:
        other = draw.pick(codes)
        if other != code:
            one, two = draw.pick(SPLITS)
            return (SamplePlace("country", code, one), SamplePlace("country", other, two))
    if form < 22:
        return (SamplePlace("country", code, "60"), SamplePlace("region", BY_CODE[code].region, "40"))
    return (SamplePlace("country", code, "100" if form % 2 else ""),)


def _results(draw: Draw, theme: SampleTheme, first: int, last: int) -> tuple[Result, ...]:
    nl, en, measure = theme.indicator
    if not en or (theme.sector != "15250" and not draw.chance(45)):
        return ()
    scale = 500 if "m2" in en else 1
    periods = []
    for year in range(first, min(last, LAST_YEAR) + 1):
        target = draw.between(20, 900) * scale
        actual = target * draw.between(55, 130) // 100
        dimensions = (("sex", "female"),) if "People" in en and draw.chance(40) else ()
        periods.append(MeasuredResult(f"{year}-01-01", f"{year}-12-31", str(target), str(actual), dimensions))
    # Everyone who counts the same gives the same code of a shared list, so that results can be added.
    code = "-".join(word[0] for word in en.upper().replace("(", "").split())
    title: Texts = (("en", en), ("nl", nl))
    return (Result(title, title, (str(first), "0"), tuple(periods), ("8", code), measure),)


def make(
    draw: Draw,
    organisation: SampleOrganisation,
    identifier: str,
    theme: SampleTheme,
    year: int,
    above: SampleActivity | None = None,
) -> SampleActivity:
    """A sound activity without transactions, with all its words, codes, places and results.

    With `above` it works in that activity's countries, as a link of a chain does.
    """
    last = min(year + draw.between(1, 4), LAST_YEAR + 2)
    sectors, other = _sectors(draw, theme)
    places = _places(draw, theme, tuple(p.code for p in above.places if p.kind == "country") if above else ())
    country = next((p.code for p in places if p.kind == "country"), COUNTRIES[0].code)
    title, description = _texts(draw, organisation, theme, country, f"({year}-{last})")
    codes = other.carriers if other else ()
    carriers = theme.served + tuple(c for c in codes if c[1] == f"sector:1:{other.sector if other else ''}")
    return SampleActivity(
        organisation, identifier, title, description, "field",
        f"{year}-{draw.between(1, 12):02d}-01", f"{last}-12-31",
        carriers=tuple(dict.fromkeys(carriers)), sectors=sectors, places=places,
        results=_results(draw, theme, year, last), tags=theme.tags, markers=theme.markers, scopes=theme.scopes,
        currency=organisation.currency, language=organisation.language, humanitarian=theme.humanitarian,
        full=draw.chance(40),
    )  # fmt: skip


def dates(draw: Draw, activity: SampleActivity, count: int) -> list[str]:
    """`count` dates in order, from the activity's start to the end of 2024 at most."""
    first, last = int(activity.start[:4]), min(int(activity.end[:4]), LAST_YEAR)
    months = int(activity.start[5:7])
    span = max((last - first) * 12 + 12 - months, 0)
    found = []
    for _ in range(count):
        month = months - 1 + draw.below(span + 1)
        found.append(f"{first + month // 12}-{month % 12 + 1:02d}-{draw.between(1, 28):02d}")
    return sorted(found)


def _flow(type_: str, date: str, cents: int, activity: SampleActivity, **more: Party | None) -> Transaction:
    words = {
        "2": "Commitment",
        "3": "Disbursement",
        "4": "Expenditure",
        "1": "Incoming funds",
        "11": "Incoming commitment",
    }
    return Transaction(
        type_, date, stated(cents), "" if cents % 3 else activity.currency, date,
        provider=more.get("provider"), receiver=more.get("receiver"),
        text=(("en", words.get(type_, "Other flow")),) if cents % 2 else (),
        humanitarian=activity.humanitarian,
    )  # fmt: skip


def _spending(
    draw: Draw, activity: SampleActivity, cents: int, receivers: tuple[Party | None, ...]
) -> list[Transaction]:
    """One commitment and two to five payments that add up to at most the commitment."""
    provider = party(activity.organisation)
    count = draw.between(2, 5)
    when = dates(draw, activity, count)
    rows = [_flow("2", activity.start, cents, activity, provider=provider, receiver=receivers[0])]
    for date in when:
        paid = cents // count * draw.between(60, 100) // 100
        kind = "4" if activity.organisation is not MINISTRY and draw.chance(35) else "3"
        rows.append(_flow(kind, date, paid, activity, provider=provider, receiver=draw.pick(receivers)))
    return rows


def ministry(draw: Draw) -> list[SampleActivity]:
    """150 own activities over the eight years, every theme at least five times."""
    made = []
    for number in range(150):
        year = FIRST_YEAR + number * 8 // 150
        theme = THEMES[number % len(THEMES)]
        activity = make(draw, MINISTRY, f"{MINISTRY_REF}-PPR-4000{900_000 + number * 17}", theme, year)
        partner = draw.pick(FIRST_LINK)
        receivers = (
            Party(partner.ref, partner.name), Party("", partner.name),
            Party(partner.channel or "22000", "Multiple Parties"),
        )  # fmt: skip
        rows = _spending(draw, activity, draw.cents(200_000, 9_000_000), (draw.pick(receivers), None))
        if number % 37 == 5:
            rows.append(_flow("2", dates(draw, activity, 1)[0], -draw.cents(1_000, 50_000), activity))
        if number % 41 == 7:
            rows.append(_flow("12", activity.start, draw.cents(10_000, 90_000), activity))
        roles = (("1", MINISTRY_PARTY), ("4", Party(partner.ref, partner.name, type=partner.type)))
        made.append(replace(activity, measure="own", transactions=tuple(rows), participants=roles))
    return made


def first_links(draw: Draw, above: list[SampleActivity]) -> list[SampleActivity]:
    """220 activities of those whom the ministry funds; each names its own one in `provider-activity-id`."""
    made = []
    parents = [a for a in above if theme_of(a).key != "donor-refugees"]
    for number in range(220):
        parent = parents[number * 7 % len(parents)]
        theme = theme_of(parent)
        organisation = _suited(theme, number)
        year = min(int(parent.start[:4]) + draw.below(2), LAST_YEAR)
        activity = make(draw, organisation, f"{organisation.ref}-V{number:04d}", theme, year, parent)
        cents = draw.cents(80_000, 2_500_000)
        provider = replace(MINISTRY_PARTY, activity=parent.identifier)
        one, two = dates(draw, activity, 2)
        own = party(organisation, activity.identifier)
        incoming = [
            replace(
                _flow("11", activity.start, cents, activity, provider=provider, receiver=own), target=parent.identifier
            ),
            replace(
                _flow("1", one, cents * 6 // 10, activity, provider=provider, receiver=own), target=parent.identifier
            ),
            replace(
                _flow("1", two, cents * 3 // 10, activity, provider=provider, receiver=own), target=parent.identifier
            ),
        ]
        below = draw.pick(LOCAL)
        rows = incoming + _spending(draw, activity, cents * 9 // 10, (party(below), Party("", below.name), None))
        if number % 29 == 3:
            rows.append(_flow("13", activity.start, draw.cents(1_000, 9_000), activity))
        roles = [("2", party(organisation)), ("4", party(below))]
        if number % 3:
            roles.insert(0, ("1", MINISTRY_PARTY))
        made.append(
            replace(activity, measure="chain", depth=1, parents=(parent.identifier,), transactions=tuple(rows),
                    participants=tuple(roles))
        )  # fmt: skip
    return made


def _suited(theme: SampleTheme, number: int) -> SampleOrganisation:
    suited = {
        "demining": (DUTCH[4], INTERNATIONAL[1]),
        "cluster-munitions": (INTERNATIONAL[1], DUTCH[4]),
        "refugee-protection": (FIRST_LINK[-3], DUTCH[5]),
        "relief": (FIRST_LINK[-2], DUTCH[5], UN_LIKE[1]),
        "migration": (FIRST_LINK[-1], DUTCH[1]),
    }.get(theme.key, FIRST_LINK)
    return suited[number % len(suited)]


def second_links(draw: Draw, above: list[SampleActivity]) -> list[SampleActivity]:
    """90 activities of local partners below Dutch and international ones; every second names the ministry as funder.

    The others name only the partner above them: by the three measures they are field, and still a link of the chain.
    """
    made = []
    parents = [a for a in above if a.organisation.kind in ("dutch", "international")]
    for number in range(90):
        parent = parents[number * 5 % len(parents)]
        organisation = LOCAL[number % len(LOCAL)]
        year = min(int(parent.start[:4]) + draw.below(2), LAST_YEAR)
        activity = make(draw, organisation, f"{organisation.ref}-P{number:04d}", theme_of(parent), year, parent)
        cents = draw.cents(9_000, 240_000)
        provider = party(parent.organisation, parent.identifier)
        own = party(organisation, activity.identifier)
        incoming = _flow("1", dates(draw, activity, 1)[0], cents, activity, provider=provider, receiver=own)
        rows = [replace(incoming, target=parent.identifier), *_spending(draw, activity, cents * 95 // 100, (None,))]
        named = number % 2 == 0
        roles = ((("1", MINISTRY_PARTY),) if named else ()) + (
            ("3", party(parent.organisation)),
            ("4", party(organisation)),
        )
        made.append(
            replace(activity, measure="chain" if named else "field", depth=2, parents=(parent.identifier,),
                    transactions=tuple(rows), participants=roles)
        )  # fmt: skip
    return made


def others(draw: Draw) -> list[SampleActivity]:
    """140 activities that name the ministry nowhere."""
    made = []
    publishers = PROVIDERS + LOCAL + INTERNATIONAL + UN_LIKE
    themes = tuple(
        theme for theme in THEMES if theme.key not in ("donor-refugees", "security-budget", "stability-fund")
    )
    for number in range(140):
        organisation = publishers[number % len(publishers)]
        year = FIRST_YEAR + number * 8 // 140
        activity = make(draw, organisation, f"{organisation.ref}-F{number:04d}", themes[number % len(themes)], year)
        funder = PROVIDERS[number % 2]
        cents = draw.cents(20_000, 1_200_000)
        rows = _spending(draw, activity, cents, (party(LOCAL[number % 6]), None))
        if organisation not in PROVIDERS:
            rows.insert(
                0, _flow("1", activity.start, cents, activity, provider=party(funder), receiver=party(organisation))
            )
        if number % 23 == 4:
            rows.append(_flow("7", dates(draw, activity, 1)[0], draw.cents(100, 900), activity))
        roles = (("1", party(funder)), ("4", party(organisation)))
        made.append(replace(activity, transactions=tuple(rows), participants=roles))
    return made
