"""Names that many pages use: of the three measures, and of the phases and sub-articles of the budget."""

from __future__ import annotations

from vrede.web.site.words import say


def measure_names() -> dict[str, str]:
    """Own, chain and field in the page's language."""
    return {"own": say("site.own_money"), "chain": say("site.chain"), "field": say("site.field")}


def bound_names() -> dict[str, str]:
    """The three bounds of the chain in the page's language."""
    return {
        "received": say("site.bound_received"),
        "at_most": say("site.bound_at_most"),
        "whole": say("site.bound_whole"),
    }


def budget_names() -> dict[str, str]:
    """Names of phases and sub-articles in the page's language."""
    return {
        "draft": say("figure.names.draft"),
        "adopted": say("figure.names.adopted"),
        "first_supplementary": say("figure.names.first_supplementary_budget"),
        "september_supplementary": say("figure.names.september_supplementary_budget"),
        "second_supplementary": say("figure.names.second_supplementary_budget"),
        "realised": say("figure.names.realised"),
        "amendment": say("figure.names.amendment"),
        "final_law": say("figure.names.final_law"),
        "4.1": say("figure.names.humanitarian_aid"),
        "4.2": say("figure.names.reception_in_region_and_migration"),
        "4.3": say("figure.names.security_and_rule_of_law"),
        "4.4": say("figure.names.emergency_relief_fund"),
    }
