"""What a figure that is no sum of slices is, in words: from its address."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from vrede.article import Language
from vrede.chain import chain_words
from vrede.lake import where
from vrede.money import NUMBER
from vrede.web.site.snapshot import State


def title_of(of: str) -> str:
    """The figure's kind, as the page that shows it calls it."""
    return {
        "step": _("Money of the ministry, as far as it can be followed"),
        "edge": _("From payer to receiver"),
        "level": _("How far it can be followed"),
        "gap": _("Why the rest of the first level cannot be followed"),
        "balance": _("Entering, inside, net"),
        "sheet": _("Received, spent, passed on"),
        "claim": _("Claimed twice"),
        "ahead": _("Ahead"),
        "left_out": _("At which of its levels money counts"),
        "change": _("What changed"),
        "changes": _("What changed"),
    }[of]


def _values() -> dict[str, dict[str, str]]:
    spoken = {
        "certain": _("Certain"),
        "at_most": _("at most"),
        "unseen": _("not seen"),
        "payer": _("payer's word"),
        "receiver": _("receiver's word"),
        "entering": _("entering"),
        "inside": _("inside"),
        "net": _("net"),
        "net_at_least": _("net at least"),
        "new_money": _("second opinion"),
        "received": _("received"),
        "spent": _("spent"),
        "passed_on": _("passed on to activities that were read"),
        "passed_on_at_most": _("passed on to activities that were read, at most"),
    }
    money = {
        "budget": _("budgeted"),
        "planned": _("planned payments"),
        "commitment": _("committed"),
        "committed": _("committed"),
        "spent": _("spent"),
        "received": _("received"),
        "new": _("new"),
        "gone": _("gone"),
    }
    return {
        "amount": spoken,
        "kind": money,
        "what": money,
        "side": {"before": _("Before"), "after": _("After"), "difference": _("Difference")},
        "measure": {"own": _("own money"), "chain": _("chain"), "field": _("field")},
    }


def _named(state: State, value: str, by_activity: bool, language: Language) -> str:
    """An activity's title or an organisation's name; as it stands where there is none."""
    if by_activity and NUMBER.fullmatch(value):
        rows = where(state.activity, activity_key=int(value))
        if rows.height:
            found = rows.row(0, named=True)
            return str(found[f"title_{language}"] or found["iati_identifier"] or value)
    return state.partner_names.get(value, value)


def described(state: State, words: Mapping[str, str], language: Language) -> list[tuple[str, str]]:
    """The conditions of an address in words: (what, value). Raises KeyError for a reason that has no words."""
    heads = {
        "clause": _("Clause"),
        "country": _("Country"),
        "ref": _("Organisation"),
        "key": _("Activity"),
        "level": _("Level"),
        "payer": _("Payer"),
        "receiver": _("Receiver"),
        "reason": _("Reason"),
        "measure": _("Measure"),
        "kind": _("Money"),
        "what": _("Kind"),
        "side": _("Amount"),
        "amount": _("Amount"),
        "year": _("Year"),
        "from": _("Since"),
    }
    known = _values()
    said = []
    for name, head in heads.items():
        value = words.get(name, "")
        if not value:
            continue
        if name in ("payer", "receiver", "ref", "key"):
            value = _named(state, value, name == "key" or bool(words.get("key")), language)
        elif name == "reason":
            value = chain_words(value, language)
        said.append((head, known.get(name, {}).get(value, value)))
    return said
