"""Which mentions are of one organisation: the same identifier written two ways, the same folded name, an alike one, or policy says so.

A mention has the identifier of an organisation, or only its name. Two valid identifiers that differ are never taken for one, unless policy
says so; a name is taken for the identifier that nearly all who write that name put beside it. What is left are organisations by name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vrede.article import Policy, normal_identifier, plain_name
from vrede.money.fold import Folding, Name, alike, likeness
from vrede.money.link_rows import in_order, links_of
from vrede.money.near import NearNames
from vrede.money.pairs import Keys, Pairs
from vrede.money.spelling import NOBODY, Link, Spelling, Unit, one_is_a_government, place_of
from vrede.money.written import Written, country_of, one_way

NEARLY_ALL = (4, 5)
"""The share of those who write a name beside an identifier that must put one and the same there."""
MANY = 5
"""Activities in which a name stands beside an identifier, from which on it is known whose it is."""
OFTEN = (1, 5)
"""The share of an identifier's activities in which a name must stand beside it to be its name."""
PART_OF_A_STATE = re.compile(r"(?!X)[A-Z]{2}-.+|XM-DAC-[0-9]+-[0-9]+|XM-DAC-7")
"""Identifiers of ministries and agencies: XM-DAC-8 is Norway, XM-DAC-8-4 and NO-4 its Ministry of Foreign Affairs."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """organisations: (written, name, place, ident) of a spelling -> the reference of its organisation. links: of what is written otherwise.
    countries: reference -> ISO3 of the country in which alone its name is of it."""

    organisations: dict[tuple[str, str, str, str], str]
    links: tuple[Link, ...]
    countries: dict[str, str]


class Reconciler:
    """One run over all spellings."""

    def __init__(self, policy: Policy, day: date) -> None:
        self.folding, self.written = Folding.of(policy, day), Written.of(policy, day)
        keys = Keys(self.folding, self.written)
        self.pairs = Pairs.of(policy, day, keys)
        self.states = frozenset(policy.names("state_words", day))
        self._names: dict[str, Name] = {}

    def name(self, text: str) -> Name:
        """A name as it is compared, worked out once."""
        found = self._names.get(text)
        if found is None:
            found = self._names[text] = self.folding.name(text)
        return found

    def run(self, spellings: Iterable[Spelling]) -> Reconciled:
        """Every spelling with its organisation. The order of the spellings changes nothing."""
        ordered = sorted(
            spellings, key=lambda s: (s.written, s.name, s.place, s.ident, s.own, sorted(s.types), s.activities)
        )
        ways = one_way((s.ref for s in ordered if self._is_identifier(s.written)), self.written)
        ways = {ref: ref if frozenset((ref, way)) in self.pairs.apart else way for ref, way in ways.items()}
        nobody: dict[tuple[str, str, str, str], str] = {}
        units: dict[str, Unit] = {}
        for spelling in ordered:
            kind, ref, name = self._read(spelling, ways)
            if kind:
                nobody[place_of(spelling)] = f"{NOBODY}{kind.upper()}"
                continue
            self._put(units, spelling, ref, name)
        for unit in units.values():
            if unit.ref and not unit.valid and unit.names and self._is_nobody(unit):
                unit.ref = f"{NOBODY}{self.written.nobody_of(unit.names.most_common(1)[0][0]).upper()}"
        self._by_policy(units)
        self._by_name(units)
        self._alike(units)
        organisations = dict(nobody)
        links: list[Link] = []
        for unit in units.values():
            for spelling in unit.spellings:
                organisations[place_of(spelling)] = unit.organisation
            links += links_of(unit, self.written)
        local = (
            unit
            for unit in units.values()
            if unit.target is None and not unit.ref and unit.scope and unit.scope[0] != "?"
        )
        return Reconciled(
            organisations,
            tuple(sorted(set(links), key=in_order)),
            {unit.organisation: unit.scope for unit in local},
        )

    def _is_identifier(self, written: str) -> bool:
        return bool(written) and not self.written.nobody_of(written) and not self.written.is_name(written)

    def _read(self, spelling: Spelling, ways: dict[str, str]) -> tuple[str, str, str]:
        """(kind of nobody, identifier, name) that a spelling means."""
        name = spelling.name
        if self._is_identifier(spelling.written):
            return "", ways[spelling.ref], name
        kind_of_ref = self.written.nobody_of(spelling.written) if spelling.written else ""
        if spelling.written and not kind_of_ref:
            name = spelling.written
        kind_of_name = self.written.nobody_of(name) if name else ""
        if name and not kind_of_name:
            return "", ways.get(normal_identifier(name), ""), name
        kinds = [kind for kind in (kind_of_name, kind_of_ref) if kind]
        return next((kind for kind in kinds if kind != "unknown"), "unknown"), "", ""

    def _put(self, units: dict[str, Unit], spelling: Spelling, ref: str, text: str) -> None:
        name = self.name(text) if text else None
        if ref:
            unit = units.setdefault(ref, Unit(ref, ref, scope=country_of(ref), valid=self.written.is_valid(ref)))
        else:
            assert name is not None
            scope = (spelling.place or f"?{spelling.ident}") if name.office else ""
            key = f"{name.folded}|{scope}"
            unit = units.setdefault(f"name:{key}", Unit(key, name=name, scope=scope))
        unit.activities += spelling.activities
        unit.types |= spelling.types
        unit.spellings.append(spelling)
        if text:
            unit.names[text] += spelling.activities
            if spelling.own:
                unit.own.add(text)

    def _is_nobody(self, unit: Unit) -> bool:
        text, _ = unit.names.most_common(1)[0]
        return bool(self.written.nobody_of(text))

    def _own_names(self, unit: Unit) -> list[str]:
        """The names that are this unit's: those it publishes under, and those that stand beside it often."""
        if unit.name is not None:
            return sorted(unit.names)
        of, out = OFTEN
        return sorted(t for t, n in unit.names.items() if t in unit.own or n * out >= sum(unit.names.values()) * of)

    def _keys(self, unit: Unit) -> set[str]:
        return {unit.ref, *(self.name(text).folded for text in self._own_names(unit))} - {""}

    def _may(self, unit: Unit, target: Unit) -> bool:
        """Whether nothing speaks against it: policy, two valid identifiers, types that exclude each other."""
        if unit.ref and unit.valid and target.valid:
            return False
        if one_is_a_government(unit.kinds, target.kinds):
            return False
        mine, theirs = self._keys(unit), self._keys(target)
        return not any(frozenset((a, b)) in self.pairs.apart for a in mine for b in theirs if a != b)

    def _link(self, unit: Unit, target: Unit, grade: str, reason: str, matched: str) -> None:
        mine = unit.name or (self.name(unit.names.most_common(1)[0][0]) if unit.names else None)
        unit.target, unit.grade, unit.reason, unit.matched = target, grade, reason, matched
        unit.score = 100 if grade != "alike" or mine is None else likeness(mine, self.name(matched))

    def _by_policy(self, units: dict[str, Unit]) -> None:
        for unit in list(units.values()):
            keys = (
                [unit.ref, *([] if unit.valid else [plain_name(unit.ref)])]
                if unit.ref
                else [unit.name.folded if unit.name else ""]
            )
            found = next((self.pairs.same[key] for key in keys if key in self.pairs.same), None)
            if found is None:
                continue
            key, ident = found
            target = units.get(key) or units.get(f"name:{key}|")
            if target is None:
                is_ref = self.written.is_valid(key)
                target = Unit(key, key if is_ref else "", None if is_ref else self.name(key), valid=is_ref)
                units[key] = target
            if target.root is not unit:
                self._link(unit, target, "policy", ident, target.ref or key)

    def _bearers(self, units: dict[str, Unit]) -> dict[str, Counter[str]]:
        """Folded name -> identifiers that it stands beside, by activities."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for key, unit in units.items():
            if unit.ref and not unit.ref.startswith(NOBODY):
                for text, number in unit.names.items():
                    found[self.name(text).folded][unit.root.key if unit.root.ref else key] += number
        return found

    def _by_name(self, units: dict[str, Unit]) -> None:
        """A name for the identifier that bears it; a code that no register gave out for the identifier or code of the same name."""
        bearers = self._bearers(units)
        bears = {
            key: {self.name(text).folded for text in self._own_names(unit)} for key, unit in units.items() if unit.ref
        }
        ranked = sorted(units.items(), key=lambda item: (-item[1].activities, item[0]))
        for key, unit in ranked:
            if unit.target is not None or unit.valid or unit.ref.startswith(NOBODY):
                continue
            text, name = self._leading(unit)
            if name is None:
                continue
            scope = name.country or unit.scope
            beside = bearers.get(name.folded, Counter())
            given = {other: number for other, number in beside.items() if units[other].valid}
            most = max(given.values(), default=0)
            share, out = NEARLY_ALL
            sole = most * out >= sum(given.values()) * share and most >= (MANY if len(name.words) > 1 else 2)
            fitting = {
                other: number
                for other, number in beside.items()
                if other != key
                and self._fits(name, scope, units[other], bears.get(other, set()), sole and number == most)
            }
            valid = {other: number for other, number in fitting.items() if units[other].valid}
            whose = {o: n for o, n in beside.items() if o in valid or name.folded in bears.get(o, set())}
            target = self._nearly_all(valid, whose, units)
            if target is None and not valid:
                target = self._first_code(fitting, unit, units)
            if target is not None and self._may(unit, target) and target.root is not unit:
                self._link(unit, target, "name", "same name", self._matching(target, name, text))

    def _leading(self, unit: Unit) -> tuple[str, Name | None]:
        """The name by which a unit is compared; none for a code with no name that is its own."""
        names = {text: unit.names[text] for text in self._own_names(unit)}
        if not names:
            return "", None
        text = min(names, key=lambda t: (-names[t], t))
        of, out = 1, 2
        if unit.ref and names[text] * out < sum(unit.names.values()) * of:
            return "", None
        return text, self.name(text)

    def _matching(self, target: Unit, name: Name, text: str) -> str:
        same = [t for t in sorted(target.names) if self.name(t).folded == name.folded]
        return same[0] if same else text

    def _fits(self, name: Name, scope: str, unit: Unit, bears: set[str], sole: bool) -> bool:
        """Whether an identifier may be that of a name: it bears the name, or (sole) nearly all who write it put this one beside it; an office stands in the same country, and a state as a whole is
        none of its ministries and agencies."""
        if name.folded not in bears and not sole:
            return False
        if (
            self._is_state(name)
            and PART_OF_A_STATE.fullmatch(unit.ref)
            and name.folded not in {self.name(t).folded for t in unit.own}
        ):
            return False
        return not name.office or (bool(scope) and country_of(unit.ref) == scope)

    def _is_state(self, name: Name) -> bool:
        return bool(name.country) and all(word[0] == "=" or word in self.states for word in name.words)

    def _nearly_all(self, fitting: dict[str, int], every: dict[str, int], units: dict[str, Unit]) -> Unit | None:
        if not fitting:
            return None
        best = min(fitting, key=lambda key: (-fitting[key], key))
        share, out = NEARLY_ALL
        whole = sum(number for key, number in every.items() if units[key].valid)
        return units[best] if fitting[best] * out >= whole * share else None

    def _first_code(self, fitting: dict[str, int], unit: Unit, units: dict[str, Unit]) -> Unit | None:
        """The code of the same name that stands in most activities, where it ranks before this unit."""
        if not fitting:
            return None
        best = min(fitting, key=lambda key: (-units[key].activities, key))
        if unit.ref and (-units[best].activities, best) >= (-unit.activities, unit.key):
            return None
        return units[best]

    def _alike(self, units: dict[str, Unit]) -> None:
        """What is left, by likeness: for an identifier first, else for a name that stands in more activities. Never over a third name."""
        anchors: list[tuple[Name, Unit, str]] = []
        shorts: dict[str, dict[str, str]] = defaultdict(dict)
        for key in sorted(units):
            unit = units[key]
            if unit.ref.startswith(NOBODY):
                continue
            for text in self._own_names(unit):
                name = self.name(text)
                if unit.ref and unit.root.ref:
                    anchors.append((name, unit.root, text))
                if name.short and unit.root.ref:
                    shorts[name.short].setdefault(unit.root.ref, text)
        index = NearNames()
        for name, unit, text in anchors:
            index.add(name, unit, text)
        bearers = self._bearers(units)
        left = [u for u in units.values() if u.target is None and not u.valid and not u.ref.startswith(NOBODY)]
        for unit in sorted(left, key=lambda u: (-u.activities, u.key)):
            leading, compared = self._leading(unit)
            if compared is None:
                continue
            found = self._nearest(unit, compared, index, shorts, units, bearers)
            if found is not None:
                target, reason, matched = found
                self._link(unit, target, "alike", reason, matched)
            elif not unit.ref:
                index.add(compared, unit, leading)

    def _nearest(
        self,
        unit: Unit,
        name: Name,
        index: NearNames,
        shorts: dict[str, dict[str, str]],
        units: dict[str, Unit],
        bearers: dict[str, Counter[str]],
    ) -> tuple[Unit, str, str] | None:
        found: dict[int, tuple[int, Unit, str, str]] = {}
        for other, target, text in index.near(name):
            root = target.root
            if root is unit or (id(root) in found and found[id(root)][0] == 100):
                continue
            if other.folded == name.folded and root.ref:
                continue  # who bears the same name was looked at before, and it was not told whose it is
            reason = alike(name, other)
            if self._is_state(name) and PART_OF_A_STATE.fullmatch(root.ref):
                reason = ""
            if reason and self._same_place(name, unit, other, root) and self._may(unit, root):
                score = likeness(name, other)
                if id(root) not in found or score > found[id(root)][0]:
                    found[id(root)] = (score, root, reason, text)
        valid = [f for f in found.values() if f[1].valid]
        chosen = valid or list(found.values())
        if len(chosen) > 1 and any(f[2] == "cut off" for f in chosen):
            return None
        if valid and len(valid) > 1:
            return None
        if chosen:
            _score, target, reason, text = min(chosen, key=lambda f: (-f[0], -f[1].activities, f[1].key))
            return target, reason, text
        if (
            unit.ref
            or len(name.folded) < 3
            or name.office
            or any(units[key].valid for key in bearers.get(name.folded, {}))
        ):
            return None
        of = shorts.get(name.folded, {})
        for ref, text in of.items():
            if len(of) == 1 and ref in units and self._may(unit, units[ref].root):
                return units[ref].root, "short form", text
        return None

    def _same_place(self, name: Name, unit: Unit, other: Name, target: Unit) -> bool:
        if not (name.office or other.office):
            return True
        mine = name.country or unit.scope
        theirs = other.country or (country_of(target.ref) if target.ref else target.scope)
        return bool(mine) and mine == theirs
