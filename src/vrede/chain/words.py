"""The rules and reasons of the chain in words: the tables hold each as a short English sentence, the catalogue its words."""

from __future__ import annotations

from vrede.language import Language, say

RULES = {
    "exact": "chain.rule.exact",
    "both ways": "chain.rule.both_ways",
    "exact, but the money stands on its parts": "chain.rule.exact_money_on_parts",
    "names itself": "chain.rule.names_itself",
    "case or spaces": "chain.rule.case_or_spaces",
    "punctuation": "chain.rule.punctuation",
    "prefix twice": "chain.rule.prefix_twice",
    "old prefix": "chain.rule.old_prefix",
    "new prefix": "chain.rule.new_prefix",
    "part left out": "chain.rule.part_left_out",
    "character doubled": "chain.rule.character_doubled",
    "form": "chain.rule.form",
    "amount, day and title": "chain.rule.amount_day_title",
    "amount and day, one that fits": "chain.rule.amount_day_one_fits",
    "too long for an identifier": "chain.rule.too_long",
    "names an organisation, no activity": "chain.rule.names_organisation",
    "not the form of an identifier of the ministry": "chain.rule.not_ministry_form",
    "its publisher is here, the activity is not": "chain.rule.publisher_without_activity",
    "not published here": "chain.rule.not_published_here",
    "the receiver publishes here, but names no activity of the ministry for it": "chain.rule.receiver_names_no_activity",
    "the receiver does not publish here": "chain.rule.receiver_not_here",
    "the receiver is named without identifier": "chain.rule.receiver_without_identifier",
    "no receiver is named": "chain.rule.no_receiver",
    "what was paid and taken back again": "chain.rule.taken_back",
    "received beyond what was paid, as the receivers say": "chain.rule.beyond_paid",
    "same receipt": "chain.rule.same_receipt",
    "more than was paid": "chain.rule.more_than_was_paid",
}
"""How a link was made, or why there is none, as the tables have it -> the id of its words."""


def chain_words(rule: str, language: Language) -> str:
    """A rule, or several with '; ' between, in words. Raises KeyError for a rule that has none: that is a fault of ours."""
    return "; ".join(say(RULES[one], language) for one in rule.split("; "))
