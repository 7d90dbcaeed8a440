"""The plain twin of signs: what kin, titles, partners, own lists and two weak signs say, with dictionaries and sets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from vrede.article.model import ArticleText

Element = ElementTree.Element
Key = tuple[str, str, str]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Shown(NamedTuple):
    """What signs need of one activity: its leading element, all its transactions, the themes it is about, its wordings."""

    lead: Element
    transactions: list[Element]
    mainly: Callable[[str], bool]
    laws: list[ArticleText]


def value(element: Element | None, name: str) -> str:
    return (element.get(name) or "").strip() if element is not None else ""


def words(element: Element) -> str:
    return "".join(element.itertext()).strip()


def normal(ref: str) -> str:
    return re.sub(r"^NL-NL-", "NL-", re.sub(r"\s", "", ref).upper())


def folded(name: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", name.lower()))


def title_en(lead: Element) -> str:
    """The title as English pages show it: English, else the activity's own language, else any."""
    own = (lead.get(LANG) or "").lower()[:2]

    def rank(narrative: Element) -> int:
        language = (narrative.get(LANG) or lead.get(LANG) or "").lower()[:2]
        return 0 if language == "en" else 2 if language == own else 3

    found = [n for title in lead.findall("title") for n in title.findall("narrative")]
    return words(min(found, key=rank)) if found else ""


def kin_of(shown: Mapping[Key, Shown]) -> dict[Key, set[Key]]:
    """Parents, children and siblings within one publisher, whoever says so; children of one parent are siblings."""
    of: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in shown:
        if key[1]:
            of[normal(key[0]), key[1]].add(key)
    kin: dict[Key, set[Key]] = defaultdict(set)
    parents: dict[Key, set[Key]] = defaultdict(set)
    for key, one in shown.items():
        for related in one.lead.findall("related-activity"):
            kind = value(related, "type")
            for other in of.get((normal(key[0]), value(related, "ref")), ()):
                if kind in ("1", "2", "3"):
                    kin[key].add(other)
                    kin[other].add(key)
                if kind == "1":
                    parents[key].add(other)
                if kind == "2":
                    parents[other].add(key)
    children: dict[Key, set[Key]] = defaultdict(set)
    for child, above in parents.items():
        for parent in above:
            children[parent].add(child)
    for group in children.values():
        for child in group:
            kin[child] |= group
    return {key: others - {key} for key, others in kin.items()}


def groups_of(shown: Mapping[Key, Shown]) -> dict[str, dict[Key, set[str]]]:
    """By sign, activity -> its groups: of its title, of its partners, of its publisher."""
    made: dict[str, dict[Key, set[str]]] = {"title": {}, "partner": {}, "publisher": {}}
    for key, one in shown.items():
        title = folded(title_en(one.lead))
        made["title"][key] = {title} if len(title) >= 15 else set()
        parties = [p for p in one.lead.findall("participating-org") if value(p, "role") == "4"]
        parties += [o for t in one.transactions for o in t.findall("receiver-org")]
        partners = {"=" + normal(value(p, "ref")) for p in parties if value(p, "ref")}
        names = {folded(words(n)) for p in parties for n in p.findall("narrative")}
        made["partner"][key] = partners | {name for name in names if len(name) >= 5}
        made["publisher"][key] = {normal(key[0])}
    return made


def best(
    mine: Iterable[str],
    key: Key,
    members: Mapping[str, set[Key]],
    coded: set[Key],
    named: Mapping[Key, set[str]],
    least: int,
) -> dict[str, int]:
    """serves -> the share of the coded others in the group that speaks, of at least so many others.

    The group with the largest share speaks, and of those the largest; if it is too small nothing is said.
    """
    found: dict[str, tuple[int, int]] = {}
    for group in mine:
        others = members[group] - {key}
        known = others & coded
        for serves in {s for other in known for s in named.get(other, ())}:
            n = sum(1 for other in known if serves in named.get(other, ()))
            found[serves] = max(found.get(serves, (-1, -1)), (n * 100 // len(known), len(known)))
    return {serves: share for serves, (share, of) in found.items() if of >= least}


def own_list_of(key: Key, lead: Element, law: ArticleText) -> set[str]:
    found: set[str] = set()
    for row in lead.findall("sector"):
        code, said = value(row, "code"), [words(n) for n in row.findall("narrative")]
        for one in law.own_lists:
            if normal(key[0]) == one.publisher and value(row, "vocabulary") == one.vocabulary:
                table, told = (one.codes, code) if code else (one.names, said[0] if said else "")
                for name, serves in table.items():
                    if told and name.casefold() == told.lower():
                        found |= set(serves)
    return found


def weak_own(one: Shown, law: ArticleText) -> dict[str, set[str]]:
    """serves -> the weak signs that the activity gives itself."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in law.parts:
        serves = law.serves(part.id)
        for rule in part.rules:
            if serves and rule.grade == "text" and any(one.mainly(theme) for theme in rule.themes):
                found[serves].add("words")
    three = {value(s, "code")[:3] for s in one.lead.findall("sector") if value(s, "vocabulary") == "2"}
    if three & {"720", "730", "740"}:
        found["F3"].add("group")
    flagged = value(one.lead, "humanitarian").lower() in ("1", "true")
    if flagged or one.lead.findall("humanitarian-scope"):
        found["F3"].add("flag")
    return found


def signs(shown: Mapping[Key, Shown], coded: set[Key], named: Mapping[Key, set[str]]) -> dict[Key, dict[str, set[str]]]:
    """activity -> sign -> what it points to."""
    kin, groups = kin_of(shown), groups_of(shown)
    members: dict[str, dict[str, set[Key]]] = {name: defaultdict(set) for name in groups}
    for name, of in groups.items():
        for key, mine in of.items():
            for group in mine:
                members[name][group].add(key)
    made: dict[Key, dict[str, set[str]]] = {}
    for key, one in shown.items():
        mine: dict[str, set[str]] = defaultdict(set)
        for law in one.laws:
            mine["own-list"] |= own_list_of(key, one.lead, law)
            weak = weak_own(one, law)
            rules = {sign.id: sign for sign in law.signs}
            known = kin.get(key, set()) & coded
            of_kin = {
                serves: sum(1 for other in known if serves in named.get(other, ())) * 100 // len(known)
                for serves in {s for other in known for s in named.get(other, ())}
            }
            told = {
                "kin": of_kin,
                "title": best(groups["title"][key], key, members["title"], coded, named, rules["title"].least),
                "partner": best(groups["partner"][key], key, members["partner"], coded, named, rules["partner"].least),
                "two-signs": best(
                    groups["publisher"][key], key, members["publisher"], coded, named, rules["two-signs"].least
                ),
            }
            for name, shares in told.items():
                for serves, share in shares.items():
                    if rules[name].share and share >= rules[name].share:
                        mine[name].add(serves)
                    least = rules[name].weak_share
                    if least is not None and share >= least:
                        weak[serves].add(name)
            mine["two-signs"] |= {
                serves for serves, kinds in weak.items() if len(kinds) >= 2 and kinds & {"kin", "partner"}
            }
        made[key] = dict(mine)
    return made
