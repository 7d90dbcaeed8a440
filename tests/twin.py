"""The slow plain twin: the whole way from XML files to euro by measure, kind, year and part, by the decided rules.

ElementTree, dictionaries, Decimal and Fraction; no table engine and none of the code under test, except what stands
below it: the law's texts, the policy values, the table of rates and the country codes.
"""

from __future__ import annotations

import csv
import gc
import gzip
import hashlib
import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from oldmarkup import renewed

from twinsigns import Shown, signs
from vrede.article.channels import channel_of
from vrede.article.keywords import searchable
from vrede.article.load import load_texts, text_for_year
from vrede.article.model import GRADES, ArticleText, CodeMatch, PlacementRule
from vrede.article.policy import Policy, load_policy
from vrede.sources.countries import country_codes
from vrede.sources.rates import load_rates

Element = ElementTree.Element
KINDS = {"2": "commitment", "3": "spent", "4": "spent"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ISO3 = dict(country_codes().iter_rows())
AMOUNT = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*|Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII | re.DOTALL)
MICRO = Decimal("0.000001")
TODAY = date(2026, 12, 1)


@dataclass
class Copy:
    """One activity element in one file, with what decides which copy counts."""

    file: str
    ordinal: int
    ref: str
    identifier: str
    publisher: str
    retrieved: str
    generated: str
    updated: str
    sha256: str
    element: Element
    xml: str = ""

    def key(self) -> tuple[str, str, str]:
        return self.ref, self.identifier, "" if self.identifier else f"{self.sha256}#{self.ordinal:09d}"


@dataclass
class Slice:
    """A share of one commitment or payment. `cents` None: no price. `parts`: part -> grade."""

    activity: tuple[str, str, str]
    measure: str
    kind: str
    year: int | None
    level: str
    code: str
    place_kind: str
    place: str
    cents: int | None
    parts: dict[str, str] = field(default_factory=dict)
    case: Case | None = None


def text(element: Element | None) -> str:
    """All text of an element, stripped of outer white space; '' without one."""
    return "".join(element.itertext()).strip() if element is not None else ""


def value(element: Element | None, name: str) -> str:
    """An attribute, stripped; '' without one."""
    return (element.get(name) or "").strip() if element is not None else ""


def normal(ref: str) -> str:
    """An organisation identifier for comparison."""
    return re.sub(r"^NL-NL-", "NL-", re.sub(r"\s", "", ref).upper())


def day_of(raw: str) -> date | None:
    """A date that is a date, in years that can be meant."""
    if not DAY.fullmatch(raw):
        return None
    try:
        day = date.fromisoformat(raw[:10])
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def amount_of(raw: str) -> Decimal | None:
    """An amount to six decimals, half away from zero."""
    return Decimal(raw).quantize(MICRO, ROUND_HALF_UP) if AMOUNT.fullmatch(raw) else None


# ------------------------------------------------------------------------------------------------------- which copies


def listed(folder: Path) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """(path, name below the folder, its row in datasets.csv) of every XML file."""
    for path in sorted(folder.rglob("*")):
        if not path.name.endswith((".xml", ".xml.gz")):
            continue
        row: dict[str, str] = {}
        for above in path.parents:
            if (above / "datasets.csv").is_file():
                with (above / "datasets.csv").open(encoding="utf-8-sig", newline="") as stream:
                    rows = {r["file"].strip(): r for r in csv.DictReader(stream)}
                row = rows.get(path.relative_to(above).as_posix(), {})
                break
        yield path, path.relative_to(folder).as_posix(), row


def tree_of(path: Path) -> Element | None:
    """The root of an activity file, its activities in 2.0x; None for anything else."""
    body = path.read_bytes()
    try:
        body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    except (OSError, EOFError, zlib.error):
        return None
    if b"<!ENTITY" in body:
        return None
    try:
        if body[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
            root = ElementTree.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", body.decode("utf-32")))
        else:
            root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError):
        return None
    if root.tag.startswith("iati-organisation"):
        return None
    activities = list(root.iter("iati-activity"))
    if root.tag != "iati-activities" and not activities:
        return None
    for activity in activities:
        renewed(activity, root.get("version") or "")
    return root


def copies(folder: Path) -> list[Copy]:
    """Every activity element of every readable file."""
    found = []
    for path, name, row in listed(folder):
        root = tree_of(path)
        if root is None:
            continue
        packed = path.read_bytes()
        digest = hashlib.sha256(packed).hexdigest()
        xml = hashlib.sha256(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed).hexdigest()
        for ordinal, element in enumerate(root.iter("iati-activity")):
            found.append(
                Copy(
                    name, ordinal, value(element.find("reporting-org"), "ref"), text(element.find("iati-identifier")),
                    (row.get("publisher") or "").strip(), (row.get("retrieved") or "").strip(),
                    value(root, "generated-datetime") if root.tag == "iati-activities" else "",
                    value(element, "last-updated-datetime"), digest, element, xml,
                )
            )  # fmt: skip
    return found


def vintage(copy: Copy) -> str:
    """The day of retrieval, else the file's own, else none."""
    for own in (copy.generated, copy.updated):
        if not copy.retrieved and DAY.fullmatch(own[:10]):
            return own[:10]
    return copy.retrieved or "0001-01-01"


def prints(copy: Copy) -> set[tuple[str, date | None, Decimal | None]]:
    """What tells a copy's transactions apart: type, day, amount."""
    return {
        (
            value(t.find("transaction-type"), "code"),
            day_of(value(t.find("transaction-date"), "iso-date")),
            amount_of(text(t.find("value"))),
        )
        for t in copy.element.findall("transaction")
    }


def settled(found: Iterable[Copy], ministry: Sequence[str]) -> dict[tuple[str, str, str], list[Copy]]:
    """Per activity the copies whose transactions count, the leading one first."""
    by: dict[tuple[str, str, str], list[Copy]] = defaultdict(list)
    for copy in found:
        by[copy.key()].append(copy)
    result = {}
    for key, group in by.items():
        theirs = normal(key[0]) in ministry
        sound = [c for c in group if not (theirs and c.publisher and normal(c.publisher) not in ministry)] or group
        disowned = theirs and sound is group and bool(group[0].publisher) and normal(group[0].publisher) not in ministry
        newest = max(vintage(c) for c in sound)
        rivals = [c for c in sound if vintage(c) == newest]
        rivals.sort(key=lambda c: c.ordinal)
        for name in ("xml", "generated", "updated"):
            rivals.sort(key=lambda c: getattr(c, name), reverse=True)
        counted, seen, publishers = [rivals[0]], prints(rivals[0]), {rivals[0].publisher} - {""}
        for copy in [] if disowned else rivals[1:]:
            mine = prints(copy)
            one = not copy.publisher or not publishers or copy.publisher in publishers
            if mine and seen and not mine & seen and one:
                counted.append(copy)
                seen |= mine
                publishers |= {copy.publisher} - {""}
        result[key] = counted
    return result


# --------------------------------------------------------------------------------------------------- price and shares


@cache
def rates() -> dict[str, tuple[list[date], list[int]]]:
    """currency -> (days in order, millionths of it for one euro)."""
    table: dict[str, tuple[list[date], list[int]]] = {}
    for currency, day, micro in load_rates().sort("currency", "rate_date").iter_rows():
        days, values = table.setdefault(currency, ([], []))
        days.append(day)
        values.append(micro)
    return table


def euro_cents(amount: Decimal | None, currency: str, day: date | None) -> int | None:
    """Cents at the rate of the day, or the last one of at most 31 days before."""
    if amount is None or not currency:
        return None
    micro = 1_000_000
    if currency != "EUR":
        days, values = rates().get(currency, ([], []))
        at = bisect_right(days, day) - 1 if day else -1
        if at < 0 or day is None or (day - days[at]).days > 31:
            return None
        micro = values[at]
    exact = Fraction(amount) * 100 * 1_000_000 / micro
    cents = (abs(exact) * 2 + 1).__floor__() // 2
    return None if cents > 10**17 else cents if exact >= 0 else -cents


def percent(raw: str) -> Fraction | None:
    """A share in ten-thousandths of a percent, whole; None where it is none."""
    amount = amount_of(raw)
    if amount is None or not 0 <= amount <= 1000:
        return None
    return Fraction((int(amount * 1_000_000) + 50) // 100)


def shares(rows: Sequence[tuple[str, str]]) -> dict[str, Fraction]:
    """(code, percentage as stated) -> code: share, together 1. A missing percentage takes the rest."""
    stated = [(code, percent(raw)) for code, raw in rows if code]
    given = sum((p for _, p in stated if p is not None), Fraction(0))
    missing = sum(1 for _, p in stated if p is None)
    if not stated:
        return {}
    result: dict[str, Fraction] = defaultdict(Fraction)
    rest = max(1_000_000 - given, Fraction(0))
    for code, p in stated:
        if missing == len(stated) or (given == 0 and missing == 0):
            result[code] += 1
        else:
            result[code] += rest / missing if p is None else p
    total = sum(result.values())
    return {code: share / total for code, share in result.items() if share}


def sectors(parent: Element) -> list[tuple[str, str, Fraction]] | None:
    """(level, code, share) of one vocabulary; None where the element names no sector at all."""
    rows = parent.findall("sector")
    if not rows:
        return None
    levels = {"": "1", "1": "1", "DAC": "1", "2": "2", "DAC-3": "2"}
    known = [(levels.get(value(r, "vocabulary"), ""), value(r, "code"), value(r, "percentage")) for r in rows]
    for level in ("1", "2"):
        one = [(code, raw) for found, code, raw in known if found == level and code]
        if one:
            return [(level, code, share) for code, share in shares(one).items()]
    return []


def beside_regions(
    countries: Sequence[tuple[str, str]], regions: Sequence[tuple[str, str]]
) -> list[tuple[str, str, Fraction]]:
    """A country without a percentage beside a region: both together are the whole, and what is not known is nowhere."""
    every = [("country", code, percent(raw)) for code, raw in countries]
    every += [("region" if code else "none", code, percent(raw)) for code, raw in regions]
    given = sum((p for _, _, p in every if p is not None), Fraction(0))
    rest = max(Fraction(1_000_000) - given, Fraction(0))
    bare = [code for kind, code, p in every if kind == "country" and p is None]
    found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for kind, code, p in every:
        found[kind, code] += p or 0
    if not given or any(p is None for kind, _, p in every if kind != "country"):
        found["none", ""] += rest
    else:
        for code in bare:
            found["country", code] += rest / len(bare)
    total = sum(found.values())
    return [(kind, code, share / total) for (kind, code), share in found.items() if share]


def places(parent: Element) -> list[tuple[str, str, Fraction]] | None:
    """(kind, code, share); None where the element names no place at all. Regions count for what countries leave."""
    named = [(value(r, "code").upper(), value(r, "percentage")) for r in parent.findall("recipient-country")]
    wide = [
        (value(r, "vocabulary") or "1", value(r, "code"), value(r, "percentage"))
        for r in parent.findall("recipient-region")
    ]
    if not named and not wide:
        return None
    countries = [(ISO3[code], raw) for code, raw in named if code in ISO3]
    wide = [row for row in wide if row[1]]
    lists = {v for v, _, _ in wide}
    first = "1" if "1" in lists else min(lists, default="")
    # What is not a number on the DAC's own list has money but no place: '' is nowhere.
    ours = [
        (code if first == "1" and re.fullmatch("[0-9]{1,4}", code) else "", raw) for v, code, raw in wide if v == first
    ]
    if ours and any(percent(raw) is None for _, raw in countries):
        return beside_regions(countries, ours)
    region = {code[1:]: share for code, share in shares([("=" + code, raw) for code, raw in ours]).items()}
    stated = [percent(raw) for _, raw in countries]
    left = Fraction(0)
    if region:
        left = Fraction(1)
        if stated:
            left = max(1 - sum((p for p in stated if p is not None), Fraction(0)) / 1_000_000, Fraction(0))
    found = [("country", code, share * (1 - left)) for code, share in shares(countries).items()]
    found += [("region" if code else "none", code, share * left) for code, share in region.items()]
    return [row for row in found if row[2]]


def cut(cents: int, weights: Sequence[tuple[tuple[str, str, str], Fraction]]) -> list[int]:
    """Cents over weights that sum to 1, by largest remainder; ties in the order of (sector, kind, place), '' last."""
    size, sign = abs(cents), -1 if cents < 0 else 1
    exact = [size * weight for _, weight in weights]
    floors = [share.__floor__() for share in exact]
    left = size - sum(floors)
    order = sorted(range(len(weights)), key=lambda i: (floors[i] - exact[i], [(t == "", t) for t in weights[i][0]]))
    for index in order[:left]:
        floors[index] += 1
    return [sign * floor for floor in floors]


# ---------------------------------------------------------------------------------------------------------- placement


class Seen:
    """What an activity shows of itself."""

    def __init__(self, element: Element, transactions: Sequence[Element]) -> None:
        narratives = [
            n for name in ("title", "description") for e in element.findall(name) for n in e.findall("narrative")
        ]
        self.words = searchable("\n".join(text(n) for n in narratives))
        titles = searchable("\n".join(text(n) for e in element.findall("title") for n in e.findall("narrative")))
        who = [element.find("reporting-org"), *element.findall("participating-org")]
        who += [o for t in transactions for name in ("provider-org", "receiver-org") for o in t.findall(name)]
        names = {searchable(text(n)).strip() for o in who if o is not None for n in o.findall("narrative")} - {""}
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n.split()), n)))
        self.subject = re.sub(rf"(?<= )(?:{longest_first}) ", "", self.words) if names else self.words
        self.heading = re.sub(rf"(?<= )(?:{longest_first}) ", "", titles) if names else titles
        self.tags = self._codes(element.findall("tag"))
        self.sectors = self._codes([*element.findall("sector"), *element.findall("transaction/sector")])
        first = [i.find("reference") for i in element.findall("result/indicator")]
        self.indicators = {
            (value(r, "vocabulary"), value(r, "code").removeprefix("SDG ")) for r in first if r is not None
        }
        self.markers = [
            (value(m, "vocabulary") or "1", value(m, "code"), value(m, "significance"))
            for m in element.findall("policy-marker")
        ]
        self.scopes = {value(s, "vocabulary") or "1-2" for s in element.findall("humanitarian-scope")}
        self.others = {value(o, "ref") for o in element.findall("other-identifier")}
        refs = {normal(value(p, "ref")) for p in element.findall("participating-org")}
        self.dutch = sum(1 for r in refs if r.startswith("NL-") and r != "NL-1")
        self._shown: dict[tuple[str, ...], bool] = {}
        self._mainly: dict[tuple[str, ...], bool] = {}

    @staticmethod
    def _codes(elements: Iterable[Element]) -> set[tuple[str, str]]:
        return {(value(e, "vocabulary"), value(e, "code")) for e in elements}

    def shows(self, literals: tuple[str, ...]) -> bool:
        if literals not in self._shown:
            self._shown[literals] = any(literal in self.subject for literal in literals)
        return self._shown[literals]

    def mainly(self, literals: tuple[str, ...]) -> bool:
        """Whether it is what the text is about: in a title, in a short text, or once in every five hundred signs."""
        if literals not in self._mainly:
            times, at = 0, 0
            while at < len(self.subject):  # from the left, none over another
                here = [word for word in literals if self.subject.startswith(word, at)]
                times += bool(here)
                at += len(min(here, key=len)) if here else 1
            short, often = len(self.subject) <= 200, times >= 2 and len(self.subject) <= times * 500
            self._mainly[literals] = any(w in self.heading for w in literals) or (times >= 1 and short) or often
        return self._mainly[literals]


def below(match: CodeMatch, codes: set[tuple[str, str]]) -> bool:
    """True where one of the codes equals a prefix of the match or stands below it."""
    return any(v == match.vocabulary and any(c == p or c.startswith(f"{p}.") for p in match.prefixes) for v, c in codes)


@cache
def laws() -> tuple[ArticleText, ...]:
    """Every wording of the article, oldest first."""
    return load_texts()


def holds(
    rule: PlacementRule, law: ArticleText, piece: Slice, seen: Seen, channel: str, flag: bool, apart: Sequence[str]
) -> bool:
    """Does a rule hold for a slice? Its `parts` are looked at elsewhere."""
    five = piece.code if piece.level == "1" else ""
    countries = {*rule.countries, *(c for r in rule.regions for c in law.region(r).countries)}
    somewhere = rule.regions or rule.countries
    strong = [(m.code, m.significance_min) for m in rule.markers]
    return (
        five not in apart
        and (not rule.purpose_codes or five in rule.purpose_codes)
        and (not rule.sector_groups or piece.code[:3] in rule.sector_groups)
        and (not rule.sector_groups_or_none or not piece.code or piece.code[:3] in rule.sector_groups_or_none)
        and (not rule.without_purpose_codes or five not in rule.without_purpose_codes)
        and (not somewhere or (piece.place_kind == "country" and piece.place in countries))
        and (not rule.channels or channel in rule.channels)
        and (rule.humanitarian is None or flag == rule.humanitarian)
        and (rule.dutch_partners_min is None or seen.dutch >= rule.dutch_partners_min)
        and (
            not rule.themes
            or any((seen.mainly if rule.grade == "text" else seen.shows)(law.theme(t).literals) for t in rule.themes)
        )
        and (not rule.subjects or any(seen.mainly(law.theme(t).literals) for t in rule.subjects))
        and (not rule.beside or any(seen.shows(law.theme(t).literals) for t in rule.beside))
        and (
            not rule.funds
            or any(
                any(literal in seen.words for literal in law.fund(f).literals)
                or bool(seen.others & set(law.fund(f).identifiers))
                for f in rule.funds
            )
        )
        and (not rule.tags or any(below(m, seen.tags) for m in rule.tags))
        and (not rule.other_sectors or any(below(m, seen.sectors) for m in rule.other_sectors))
        and (not rule.indicators or any(below(m, seen.indicators) for m in rule.indicators))
        and (
            not strong
            or any(
                v == "1" and c == code and s.isdigit() and int(s) >= least
                for code, least in strong
                for v, c, s in seen.markers
            )
        )
        and (not rule.scope_vocabularies or any(v in seen.scopes for v in rule.scope_vocabularies))
    )


def weaker(rule: PlacementRule, by_likeness: bool) -> str:
    """A rule's grade; a channel that only a name tells makes a code no proof."""
    return "likely" if rule.channels and by_likeness and rule.grade == "coded" else rule.grade


@dataclass
class Case:
    """What placement hangs on, once for all slices that share it: by_itself is part -> grades."""

    piece: Slice
    seen: Seen
    channel: str
    flag: bool
    law: ArticleText
    by_itself: dict[str, list[str]]

    def speaks(self) -> bool:
        """A code that says something of a subject."""
        return self.piece.level == "1" and self.piece.code not in policy_of_today().names("silent_purpose_codes", TODAY)


def part_for(name: str, law: ArticleText, channel: str) -> str:
    """The part that a clause or part means: of a clause the one with the channel, else the last; without channels the first."""
    if "." in name:
        return name
    parts = law.clause(name).parts
    by_channel = [part.id for part in parts if any(channel in rule.channels for rule in part.rules)]
    cut_so = any(rule.channels for part in parts for rule in part.rules)
    return by_channel[0] if by_channel else parts[-1].id if cut_so else parts[0].id


def doubtful(rule: PlacementRule, law: ArticleText, seen: Seen) -> bool:
    """The text is of another subject and of nothing of the article."""
    about = {theme.id for theme in law.themes if seen.shows(theme.literals)}
    others = {theme.id for theme in law.themes if theme.contrary}
    return rule.doubted and bool(about & others) and not about - others


def case_of(piece: Slice, seen: Seen, channel: str, by_likeness: bool, flag: bool) -> Case:
    """What a slice says itself, by the wording of its year."""
    texts = laws()
    law = texts[-1] if piece.year is None else text_for_year(texts, piece.year)[0]
    apart, withdrawn = policies()
    found: dict[str, list[str]] = defaultdict(list)
    if piece.level == "1" and piece.code in withdrawn:
        found[part_for(withdrawn[piece.code], law, channel)].append("coded")
    for _, part, rule in law.rules():
        if not rule.parts and holds(rule, law, piece, seen, channel, flag, apart):
            found[part.id].append("text" if doubtful(rule, law, seen) else weaker(rule, by_likeness))
    return Case(piece, seen, channel, flag, law, found)


def finished(case: Case, said: dict[str, set[str]]) -> dict[str, str]:
    """part -> the strongest grade: by itself, by the signs of others, then what rests on those."""
    apart, law, found = policies()[0], case.law, {part: list(grades) for part, grades in case.by_itself.items()}
    if not case.speaks() and case.piece.code not in apart:
        grade = {sign.id: sign.grade for sign in law.signs}
        known = {part.id for part in law.parts}
        for sign, served in said.items():
            for serves in served:
                if (part := part_for(serves, law, case.channel)) in known:
                    found.setdefault(part, []).append(grade[sign])
    direct = {part: min(grades, key=GRADES.index) for part, grades in found.items()}
    for _, part, rule in law.rules():
        below = [direct[name] for name in rule.parts if name in direct]
        if below and holds(rule, law, case.piece, case.seen, case.channel, case.flag, apart):
            base = min(below, key=GRADES.index)
            asks = (
                rule.themes
                or rule.subjects
                or rule.beside
                or rule.sector_groups
                or rule.purpose_codes
                or rule.dutch_partners_min
            )
            grade_here = max(base, rule.grade, key=GRADES.index) if asks else base
            found.setdefault(part.id, []).append(grade_here)
    return {part: min(grades, key=GRADES.index) for part, grades in found.items()}


@cache
def policy_of_today() -> Policy:
    """The policy files, read once."""
    return load_policy()


@cache
def policies() -> tuple[tuple[str, ...], dict[str, str]]:
    """(codes listed apart, withdrawn codes and where they count)."""
    policy = policy_of_today()
    return policy.names("in_donor_refugee_codes", TODAY), policy.mapping("withdrawn_purpose_codes", TODAY)


# -------------------------------------------------------------------------------------------------------- the whole way


def flag_of(element: Element) -> bool | None:
    """The humanitarian flag; None where none is given."""
    return {"1": True, "true": True, "0": False, "false": False}.get(value(element, "humanitarian").lower())


def measure_of(lead: Copy, transactions: Sequence[Element], ministry: Sequence[str]) -> str:
    """own, chain, field, or none."""
    if value(lead.element.find("reporting-org"), "secondary-reporter").lower() in ("1", "true"):
        return "none"
    if normal(lead.ref) in ministry:
        return "own" if not lead.publisher or normal(lead.publisher) in ministry else "none"
    for party in lead.element.findall("participating-org"):
        if value(party, "role") == "1" and normal(value(party, "ref")) in ministry:
            return "chain"
    for provider in (t.find("provider-org") for t in transactions):
        named = normal(value(provider, "provider-activity-id"))
        if normal(value(provider, "ref")) in ministry or named.startswith(tuple(f"{ref}-" for ref in ministry)):
            return "chain"
    return "field"


def channel_for(lead: Copy, transaction: Element, measure: str) -> tuple[str, bool]:
    """Through whom the money goes, and whether only a name tells it."""
    channels = laws()[-1].channels
    reporting = lead.element.find("reporting-org")
    rank = {"4": 0, "3": 1, "2": 2}
    every = lead.element.findall("participating-org")
    parties = [
        p
        for p in every
        if value(p, "role") in rank and (not value(p, "ref") or normal(value(p, "ref")) != normal(lead.ref))
    ]
    best = min(
        enumerate(parties), key=lambda p: (not value(p[1], "ref"), rank[value(p[1], "role")], p[0]), default=(0, None)
    )[1]
    receiver = transaction.find("receiver-org")
    publisher = channel_of(channels, lead.ref, value(reporting, "type"), "")
    sole = best is not None and sum(1 for p in every if value(p, "role") == "4") <= 1
    if measure != "own":
        if not next(c for c in channels if c.id == publisher).passes_on:
            return publisher, False
        if value(receiver, "ref") and normal(value(receiver, "ref")) != normal(lead.ref):
            return channel_of(channels, value(receiver, "ref"), value(receiver, "type"), ""), False
        if sole and (value(best, "ref") or value(best, "crs-channel-code")):
            return channel_of(channels, value(best, "ref"), value(best, "type"), value(best, "crs-channel-code")), False
        return next(((told, True) for told in named_by(receiver, best if sole else None)), (publisher, False))
    if value(receiver, "ref"):
        return channel_of(channels, value(receiver, "ref"), value(receiver, "type"), ""), False
    if not value(best, "ref") and not value(best, "crs-channel-code"):
        for named in named_by(receiver, best):
            return named, True
    return channel_of(channels, value(best, "ref"), value(best, "type"), value(best, "crs-channel-code")), False


def named_by(*parties: Element | None) -> Iterator[str]:
    """The channels that the names of organisations tell, the first first."""
    for party in parties:
        said = [text(n) for n in party.findall("narrative")] if party is not None else []
        if said and (named := by_name(said[0])):
            yield named


def by_name(name: str) -> str:
    """The channel one of whose names stands in this name; '' where none does."""
    words = re.split(r"[\W_]+", name.strip(" .,;:()"))
    for channel in laws()[-1].channels:
        for known in channel.names:
            if known.upper() == known and " " not in known:
                if known in words and (len(words) < 3 or name.upper() != name):
                    return channel.id
            elif re.search(rf" {re.escape(searchable(known).strip())} ", searchable(name)):
                return channel.id
    return ""


def slices_of(key: tuple[str, str, str], group: Sequence[Copy], ministry: Sequence[str]) -> Iterator[Slice]:
    """All slices of one activity, placed."""
    lead = group[0]
    transactions = [t for copy in group for t in copy.element.findall("transaction")]
    measure, seen = measure_of(lead, transactions, ministry), Seen(lead.element, transactions)
    for copy in group[1:]:  # sectors on the transactions of a part count as shown too
        seen.sectors |= Seen._codes(copy.element.findall("transaction/sector"))
    default = value(lead.element, "default-currency")
    of_sector, of_place, its_flag = sectors(lead.element), places(lead.element), flag_of(lead.element)
    known: dict[tuple[object, ...], Case] = {}
    for t in transactions:
        kind = KINDS.get(value(t.find("transaction-type"), "code"))
        if kind is None:
            continue
        stated, when = t.find("value"), day_of(value(t.find("transaction-date"), "iso-date"))
        currency = (value(stated, "currency") or default).upper()
        cents = euro_cents(amount_of(text(stated)), currency, day_of(value(stated, "value-date")) or when)
        own_sector, own_place, own_flag = sectors(t), places(t), flag_of(t)
        wide = (own_sector if own_sector is not None else of_sector) or [("", "", Fraction(1))]
        long = (own_place if own_place is not None else of_place) or [("none", "", Fraction(1))]
        flag = bool(own_flag if own_flag is not None else its_flag)
        channel, by_likeness = channel_for(lead, t, measure)
        crossed = [(s, p, s[2] * p[2]) for s in wide for p in long]
        parts = (
            cut(cents, [((s[1], p[0], p[1]), w) for s, p, w in crossed]) if cents is not None else [None] * len(crossed)
        )
        for (s, p, _), share in zip(crossed, parts, strict=True):
            piece = Slice(key, measure, kind, when.year if when else None, s[0], s[1], p[0], p[1], share)
            case = (piece.level, piece.code, piece.place_kind, piece.place, channel, by_likeness, flag, piece.year)
            if case not in known:
                known[case] = case_of(piece, seen, channel, by_likeness, flag)
            piece.case = known[case]
            yield piece


def follow(folder: Path) -> tuple[dict[tuple[str, str, str], list[Copy]], list[Slice]]:
    """Everything below a folder of IATI files: the copies that count, by activity, and all slices."""
    ministry = policy_of_today().names("ministry_identifiers", date(2026, 1, 1))
    gc.disable()  # millions of elements, none of them in a circle: collecting takes most of the time
    try:
        counted = settled(copies(folder), ministry)
    finally:
        gc.enable()
    pieces = [piece for key, group in counted.items() for piece in slices_of(key, group, ministry)]
    place_all(counted, pieces)
    for kind in ("commitment", "spent"):
        gone = given_way(counted, [piece for piece in pieces if piece.kind == kind])
        for piece in pieces:
            if piece.kind == kind and piece.activity in gone:
                piece.measure = "none"
    return counted, pieces


def place_all(counted: dict[tuple[str, str, str], list[Copy]], pieces: list[Slice]) -> None:
    """Every slice under its parts: what cases say themselves first, because that is what the signs of others rest on."""
    cases: dict[tuple[str, str, str], dict[int, Case]] = defaultdict(dict)
    for piece in pieces:
        if piece.case is not None:
            cases[piece.activity][id(piece.case)] = piece.case
    coded, named = set(), defaultdict(set)
    for key, mine in cases.items():
        for case in mine.values():
            if case.speaks():
                coded.add(key)
                firm = {part for part, grades in case.by_itself.items() if "coded" in grades}
                named[key] |= {served for part in firm if (served := case.law.serves(part))}
    shown = {}
    for key, group in counted.items():
        mine = list(cases[key].values()) if key in cases else []
        seen = mine[0].seen if mine else None

        def mainly(theme: str, seen: Seen | None = seen) -> bool:
            return seen is not None and seen.mainly(laws()[-1].theme(theme).literals)

        transactions = [t for copy in group for t in copy.element.findall("transaction")]
        wordings = [law for law in laws() if any(case.law is law for case in mine)]
        shown[key] = Shown(group[0].element, transactions, mainly, wordings or [laws()[-1]])
    said = signs(shown, coded, named)
    done: dict[int, dict[str, str]] = {}
    for piece in pieces:
        if piece.case is not None:
            if id(piece.case) not in done:
                done[id(piece.case)] = finished(piece.case, said[piece.activity])
            piece.parts = done[id(piece.case)]


def given_way(counted: dict[tuple[str, str, str], list[Copy]], pieces: list[Slice]) -> set[tuple[str, str, str]]:
    """Activities whose money of one kind stands with their parent or their parts, which say more."""
    of = {(normal(key[0]), key[1]): key for key in counted if key[1]}
    parts: dict[tuple[str, str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for key, group in counted.items():
        for related in group[0].element.findall("related-activity"):
            other = of.get((normal(key[0]), value(related, "ref")))
            if other is not None and other != key and value(related, "type") in ("1", "2"):
                parent, part = (other, key) if value(related, "type") == "1" else (key, other)
                parts[parent].add(part)
    for parent in list(parts):
        for part in list(parts[parent]):
            if parent in parts.get(part, ()):  # each calls the other its part
                parts[parent].discard(part)
                parts[part].discard(parent)
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for piece in pieces:
        sums[piece.activity] += piece.cents or 0
    kind = pieces[0].kind if pieces else ""
    silent = {key for key, group in counted.items() if key in sums and not at_its_level(key, group, kind)}
    own = {key: 0 if key in silent else max(sums[key], 0) for key in counted}

    def most(key: tuple[str, str, str]) -> int:
        return max(own[key], below(key))

    def below(key: tuple[str, str, str]) -> int:
        return sum(most(part) for part in parts.get(key, ()))

    parents: dict[tuple[str, str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for parent, found in parts.items():
        for part in found:
            parents[part].add(parent)

    def covered(key: tuple[str, str, str]) -> bool:
        return any(covered(p) or (own[p] > 0 and own[p] >= below(p)) for p in parents.get(key, ()))

    return silent | {key for key in own if own[key] > 0 and (covered(key) or own[key] < below(key))}


def at_its_level(key: tuple[str, str, str], group: list[Copy], kind: str) -> bool:
    """Whether policy lets this kind of money count at the activity's level; it does where policy says nothing."""
    for entry in policy_of_today().keys:
        if entry.name.startswith("counted_level/") and normal(entry.name.split("/", 1)[1]) == normal(key[0]):
            level = dict(entry.values[-1].value).get(kind, "")  # type: ignore[call-overload]  # a table of words
            return level in ("", value(group[0].element, "hierarchy") or "1")
    return True
