"""Reasons of issues in the reader's language. The tables hold them in English, as the code that found them does."""

from __future__ import annotations

from collections.abc import Mapping

from vrede.money import BY_CHANNEL_NAME, CORRECTED, DOUBTED, OUTLIER
from vrede.web.site.words import say

TWO_SIGNS = "two-signs"
REASONS = {
    "gone": "figure.reasons.could_not_be_opened_check",
    "empty": "figure.reasons.empty_fetch_it_again",
    "not-xml": "figure.reasons.not_xml_but_web_page",
    "ill-formed": "figure.reasons.broken_or_cut_off",
    "entities": "figure.reasons.declares_entities",
    "not-iati": "figure.reasons.xml_but_no_iati_activities",
    "wrong-root": "figure.reasons.wrong_root",
    "too-large": "figure.reasons.unpacks_to_more",
    "encoding": "figure.reasons.encoding_is_unknown_or_bytes",
    "not a date (YYYY-MM-DD)": "figure.reasons.not_date_yyyy_mm_dd",
    "not a date and time": "figure.reasons.not_date_and_time",
    "not a number": "site.not_number",
    "not a whole number": "figure.reasons.not_whole_number",
    "neither 0 nor 1": "figure.reasons.neither_0_nor_1",
    "percentages do not sum to 100: rescaled": "figure.reasons.percentages_do_not_sum",
    "a percentage is missing: it gets the rest": "figure.reasons.percentage_missing",
    "a percentage is missing and the others leave nothing: it gets nothing": "figure.reasons.percentage_missing_nothing_left",
    "a percentage below 0 or above 1000: treated as missing": "figure.reasons.odd_percentage",
    "no code: takes no share": "figure.reasons.no_code",
    "countries and regions without a percentage: what goes where is not known": "figure.reasons.nothing_known",
    "a country and a region without a percentage: where the rest goes is not known": "figure.reasons.rest_unknown",
    "a country without a percentage beside a region: it gets what the others leave": "figure.reasons.rest_beside_region",
    "a country without a percentage beside a region that leaves nothing: it gets nothing": "figure.reasons.nothing_left",
    "an activity stands inside another: it is read as one of its own": "figure.reasons.inside_another",
    "iati-activity below a root for the other kind: not read": "figure.reasons.activities_below_organisations",
    "iati-organisation below a root for the other kind: not read": "figure.reasons.organisations_below_activities",
    "a type of transaction that does not exist: in no total": "figure.reasons.unknown_type",
    "stands where the standard has no such element: not read": "figure.reasons.misplaced",
    "the period ends before it begins": "figure.reasons.period_backwards",
    "several without a percentage: equal shares": "figure.reasons.several_without_percentage_equal_shares",
    "not a country code: takes no share": "figure.reasons.not_country_code_takes",
    "a region of another list than the DAC's: its money has no named place": "figure.reasons.region_of_another_list",
    "counted at another level of its family": "figure.reasons.counted_with_parent_or_parts",
    "counted at another level of its publisher": "figure.reasons.at_level_of_publisher",
    "owner not verified": "figure.reasons.under_ministry_identifier_but_owner",
    "owner is another": "figure.reasons.under_ministry_identifier_in_file",
    "unpriced: no rate": "figure.reasons.without_price_in_euro_no_exchange",
    "unpriced: no amount": "figure.reasons.without_price_in_euro",
    "unpriced: no currency": "figure.reasons.without_price_in_euro_lower",
    "unpriced: no date": "figure.reasons.without_price_in_euro_no_date",
    "unpriced: too large": "figure.reasons.without_price_in_euro_more",
    OUTLIER: "figure.reasons.outlier",
    "given more than once: the first counts": "figure.reasons.given_more_than_once_first",
    "no date that can be read: counted under no year": "figure.reasons.no_readable_date",
    "day of retrieval unknown: the file's own date is used": "figure.reasons.day_of_retrieval_unknown_file",
    "empty identifier: known by file and place in it": "figure.reasons.empty_identifier_known_by_file",
    "more than six decimals: rounded to six, half away from zero": "figure.reasons.more_than_six_decimals_rounded",
    "not an amount (at most 18 digits, a point before decimals, no thousands separator)": "figure.reasons.not_amount_at_most_18",
}
"""An issue's reason as the tables hold it -> the id of its words."""
RATES_REFUSED = {
    "unreadable": "figure.reasons.fetched_file_cannot_be_read",
    "few": "figure.reasons.fetched_file_holds_too_few",
    "hole": "figure.reasons.fetched_file_misses_days",
    "older": "figure.reasons.fetched_file_ends_earlier",
}
"""Why fetched exchange rates were not taken, as the build says it -> the id of its words."""


def placement_reason(rule: str, reasons: Mapping[str, str], about: str = "") -> str:
    """Why a rule or sign placed money, in words; with what weakens it, or what a sign rests on. reasons: as article.reasons gives them."""
    plain = rule.removesuffix(BY_CHANNEL_NAME).removesuffix(DOUBTED).removesuffix(BY_CHANNEL_NAME)
    if plain == CORRECTED:
        return say("figure.reasons.corrected")
    said = [reasons.get(plain) or say("figure.reasons.purpose_code_that_has_left")]
    if BY_CHANNEL_NAME in rule:
        said.append(say("figure.reasons.receiver_gives_no_identifier_channel"))
    if DOUBTED in rule:
        said.append(say("figure.reasons.text_says_otherwise"))
    if plain == TWO_SIGNS:
        about = ", ".join(say(f"figure.reasons.weak_{kind}") for kind in about.split(" + ") if kind)
    if about:
        said.append(say("figure.reasons.rests_on", about=about))
    return " ".join(said)


def issue_reason(reason: str) -> str:
    """An issue's reason in words; '' where we have none better than the reason itself."""
    ident = REASONS.get(reason)
    return say(ident) if ident else ""


def rates_refused(reason: str) -> str:
    """Why fetched exchange rates were not taken, in words; '' where they were, or there are none."""
    ident = RATES_REFUSED.get(reason)
    return say(ident) if ident else ""
