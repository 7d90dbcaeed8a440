"""A figure that is not a sum of slices in words, from its address."""

from __future__ import annotations

from collections.abc import Mapping

from vrede.article import Language
from vrede.chain import chain_words
from vrede.lake import where
from vrede.money import NUMBER
from vrede.web.site.snapshot import State
from vrede.web.site.words import say


def title_of(of: str) -> str:
    """The figure's kind, as the page that shows it calls it."""
    return {
        "step": say("site.money_of_ministry_as_far"),
        "edge": say("site.from_payer_to_receiver"),
        "level": say("site.how_far_it_can_be_followed"),
        "gap": say("site.why_rest_of_first_level"),
        "balance": say("site.entering_inside_net"),
        "sheet": say("site.received_spent_passed_on"),
        "claim": say("site.claimed_twice"),
        "ahead": say("site.ahead"),
        "left_out": say("site.at_which_of_levels_money"),
        "change": say("site.what_changed"),
        "changes": say("site.what_changed"),
    }[of]


def _values() -> dict[str, dict[str, str]]:
    spoken = {
        "certain": say("site.certain"),
        "at_most": say("site.at_most"),
        "unseen": say("figure.title.not_seen"),
        "payer": say("figure.title.payer_word"),
        "receiver": say("figure.title.receiver_word"),
        "entering": say("figure.title.entering"),
        "inside": say("figure.title.inside"),
        "net": say("site.net"),
        "net_at_least": say("figure.title.net_at_least"),
        "new_money": say("site.second_opinion"),
        "received": say("site.received"),
        "spent": say("site.spent"),
        "passed_on": say("site.passed_on_to_activities"),
        "passed_on_at_most": say("figure.title.passed_on_to_activities"),
    }
    money = {
        "budget": say("site.budgeted"),
        "planned": say("site.planned_payments"),
        "commitment": say("site.committed"),
        "committed": say("site.committed"),
        "spent": say("site.spent"),
        "received": say("site.received"),
        "new": say("site.new"),
        "gone": say("site.gone"),
    }
    return {
        "amount": spoken,
        "kind": money,
        "what": money,
        "side": {"before": say("site.before"), "after": say("site.after"), "difference": say("site.difference")},
        "measure": {"own": say("site.own_money"), "chain": say("site.chain"), "field": say("site.field")},
    }


def _named(state: State, value: str, by_activity: bool, language: Language) -> str:
    """An activity's title or an organisation's name; the identifier itself where there is none."""
    if by_activity and NUMBER.fullmatch(value):
        rows = where(state.activity, activity_key=int(value))
        if rows.height:
            found = rows.row(0, named=True)
            return str(found[f"title_{language}"] or found["iati_identifier"] or value)
    return state.partner_names.get(value, value)


def described(state: State, words: Mapping[str, str], language: Language) -> list[tuple[str, str]]:
    """The conditions of an address in words: (what, value). Raises KeyError for a reason that has no words."""
    heads = {
        "clause": say("site.clause"),
        "country": say("site.country"),
        "ref": say("site.organisation"),
        "key": say("site.activity"),
        "level": say("site.level"),
        "payer": say("site.payer"),
        "receiver": say("site.receiver"),
        "reason": say("site.reason"),
        "measure": say("site.measure"),
        "kind": say("site.money"),
        "what": say("site.kind"),
        "side": say("site.amount"),
        "amount": say("site.amount"),
        "year": say("site.year"),
        "from": say("site.since"),
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
