"""Reasons of issues in the reader's language. The tables hold them in English, as the code that found them does."""

from __future__ import annotations

from collections.abc import Mapping

from vrede.money import BY_CHANNEL_NAME
from vrede.web.site.words import say


def placement_reason(rule: str, reasons: Mapping[str, str]) -> str:
    """Why a rule placed money, in words; with what weakens it. reasons: rule id -> its own reason."""
    plain = rule.removesuffix(BY_CHANNEL_NAME)
    reason = reasons.get(plain) or say("figure.reasons.purpose_code_that_has_left")
    if plain == rule:
        return reason
    weaker = say("figure.reasons.receiver_gives_no_identifier_channel")
    return f"{reason} {weaker}"


def issue_reason(reason: str) -> str:
    """An issue's reason in words; '' where we have none better than the reason itself."""
    known = {
        "gone": say("figure.reasons.could_not_be_opened_check"),
        "empty": say("figure.reasons.empty_fetch_it_again"),
        "not-xml": say("figure.reasons.not_xml_but_web_page"),
        "ill-formed": say("figure.reasons.broken_or_cut_off_so"),
        "entities": say("figure.reasons.declares_entities_which_may"),
        "not-iati": say("figure.reasons.xml_but_no_iati_activities"),
        "too-large": say("figure.reasons.unpacks_to_more"),
        "encoding": say("figure.reasons.encoding_is_unknown_or_bytes"),
        "not a date (YYYY-MM-DD)": say("figure.reasons.not_date_yyyy_mm_dd"),
        "not a date and time": say("figure.reasons.not_date_and_time"),
        "not a number": say("site.not_number"),
        "not a whole number": say("figure.reasons.not_whole_number"),
        "neither 0 nor 1": say("figure.reasons.neither_0_nor_1"),
        "percentages do not sum to 100: rescaled": say("figure.reasons.percentages_do_not_sum"),
        "a percentage is missing: it gets the rest": say("figure.reasons.percentage_is_missing_it_gets"),
        "several without a percentage: equal shares": say("figure.reasons.several_without_percentage_equal_shares"),
        "not a country code: takes no share": say("figure.reasons.not_country_code_takes"),
        "a region of another list than the DAC's: its money has no named place": say(
            "figure.reasons.region_of_another_list"
        ),
        "counted at another level of its family": say("figure.reasons.counted_with_parent_or_parts"),
        "counted at another level of its publisher": say("figure.reasons.at_level_of_publisher"),
        "owner not verified": say("figure.reasons.under_ministry_identifier_but_owner"),
        "owner is another": say("figure.reasons.under_ministry_identifier_in_file"),
        "unpriced: no rate": say("figure.reasons.without_price_in_euro_no_exchange"),
        "unpriced: no amount": say("figure.reasons.without_price_in_euro"),
        "unpriced: no currency": say("figure.reasons.without_price_in_euro_lower"),
        "unpriced: no date": say("figure.reasons.without_price_in_euro_no_date"),
        "unpriced: too large": say("figure.reasons.without_price_in_euro_more"),
        "given more than once: the first counts": say("figure.reasons.given_more_than_once_first"),
        "no date that can be read: counted under no year": say("figure.reasons.no_date_that_can"),
        "day of retrieval unknown: the file's own date is used": say("figure.reasons.day_of_retrieval_unknown_file"),
        "empty identifier: known by file and place in it": say("figure.reasons.empty_identifier_known_by_file"),
        "more than six decimals: rounded to six, half away from zero": say(
            "figure.reasons.more_than_six_decimals_rounded"
        ),
        "not an amount (at most 18 digits, a point before decimals, no thousands separator)": say(
            "figure.reasons.not_amount_at_most_18"
        ),
    }
    return known.get(reason, "")


def rates_refused(reason: str) -> str:
    """Why fetched exchange rates were not taken, in words; '' where they were, or there are none."""
    return {
        "unreadable": say("figure.reasons.fetched_file_cannot_be_read"),
        "few": say("figure.reasons.fetched_file_holds_too_few"),
        "hole": say("figure.reasons.fetched_file_misses_days_so"),
        "older": say("figure.reasons.fetched_file_ends_earlier"),
    }.get(reason, "")
