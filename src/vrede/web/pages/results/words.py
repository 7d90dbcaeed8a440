"""Results in words: why a value is not added, how far an indicator came, and shares as a reader writes them."""

from __future__ import annotations

from collections.abc import Mapping

from vrede.article import Language
from vrede.language import whole
from vrede.results import MATCH_GRADES
from vrede.web.site.words import say


def adding_words() -> dict[str, str]:
    """Reason -> words, in the order in which the reasons are asked."""
    return {
        "no value": say("results.words.no_value_was_given"),
        "no number": say("site.not_number"),
        "not a unit": say("results.words.percentage_rank_or_text_adding"),
        "not a count": say("results.words.index_average_or_share"),
        "aggregation not allowed": say("results.words.publisher_forbids_adding"),
        "aggregation not stated": say("results.words.publisher_does_not_say_whether"),
        "no reference": say("results.words.no_code_of_what_is_counted"),
        "no period": say("results.words.no_beginning_or_no_end"),
        "several values in one period": say("results.words.several_values_for_same_part"),
        "several periods in one year": say("results.words.several_periods_in_one_year"),
        "directions differ": say("results.words.for_one_more_is_better"),
        "kinds of result differ": say("results.words.for_one_output_for_another"),
        "titles differ": say("results.words.one_code_under_several_titles"),
        "reported further down the chain": say("results.words.reported_by_who_does_the_work"),
        "periods differ": say("results.words.there_is_nothing_to_add"),
        "alone": say("results.words.may_be_added_nothing_to_add_to"),
        "added": say("site.added"),
    }


def state_words() -> dict[str, str]:
    """State of an achievement -> words."""
    return {
        "reached": say("results.words.target_reached"),
        "partly": say("results.words.part_of_way"),
        "nothing": say("results.words.no_progress_or_backwards"),
        "not reached": say("results.words.target_not_reached"),
        "no target": say("results.words.no_target_given"),
        "no actual": say("results.words.no_result_given_yet"),
        "several values": say("results.words.several_values_for_one_period"),
        "not numeric": say("results.words.not_in_numbers"),
        "contradiction": say("results.words.baseline_lies_beyond_target"),
        "nothing aimed at": say("results.words.target_of_nothing"),
    }


def rule_words() -> dict[str, str]:
    """Rule of an achievement -> words."""
    return {
        "from baseline": say("results.words.way_from_baseline_to_target"),
        "of target": say("results.words.result_as_share_of_target"),
        "against target": say("results.words.only_whether_target_was_met"),
        "none": say("site.cannot_be_told"),
    }


def scale_words() -> dict[str, str]:
    """Measure of an indicator -> words."""
    return {
        "unit": say("results.words.number"),
        "percentage": say("results.words.percentage"),
        "nominal": say("site.kind_lower"),
        "ordinal": say("results.words.rank"),
        "qualitative": say("site.text"),
        "unknown": say("site.not_said"),
    }


def kind_words() -> dict[str, str]:
    """Kind of a value -> words."""
    return {"baseline": say("results.baseline"), "target": say("results.target"), "actual": say("results.result")}


def grade_rule_words() -> dict[str, str]:
    """How an indicator was matched -> words."""
    return {
        "reference": say("results.words.it_gives_reference"),
        "words and placement": say("results.words.words_and_activity_stands_under"),
        "words": say("results.words.words_only"),
    }


def matched_words(grades: Mapping[str, int], language: Language) -> str:
    """How many indicators were matched by what, in words: by reference always, the weaker grades where there are any."""
    coded, likely, text = (grades.get(grade, 0) for grade in MATCH_GRADES)
    said = [
        say("results.words.n_by_reference_coded", n=whole(coded, language))
        if coded
        else say("results.words.none_by_reference")
    ]
    if likely:
        said.append(say("results.words.n_by_words_under_same", n=whole(likely, language)))
    if text:
        said.append(say("results.words.n_by_words_alone", n=whole(text, language)))
    return ", ".join(said)


def share_text(ppm: int | None) -> str:
    """A share as whole percent, rounded down; an en dash where there is none."""
    if ppm is None:
        return "–"
    percent = abs(ppm) // 10_000
    return f"{'−' if ppm < 0 and percent else ''}{percent}%"
