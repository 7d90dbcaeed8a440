"""Results in words: why a value is not added, how far an indicator came, and shares as a reader writes them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from vrede.article import Language
from vrede.language import whole
from vrede.results import MATCH_GRADES


def adding_words() -> dict[str, str]:
    """Reason -> words, in the order in which the reasons are asked."""
    return {
        "no value": _("no value was given"),
        "no number": _("not a number"),
        "not a unit": _("a percentage, rank or text: adding would make no sense"),
        "aggregation not allowed": _("the publisher says that it may not be added"),
        "aggregation not stated": _("the publisher does not say whether it may be added"),
        "no reference": _("no code that says what is counted"),
        "no period": _("no beginning or no end of the period"),
        "several values in one period": _("several values for the same part in one period"),
        "several periods in one year": _("several periods in one year: they may be running totals"),
        "directions differ": _("for one more is better, for another less"),
        "kinds of result differ": _("for one an output, for another an outcome or impact"),
        "titles differ": _("one code under several titles: one may be a part of another"),
        "reported further down the chain": _("reported again by who does the work: there it counts"),
        "periods differ": _("there is nothing to add it to over the same period"),
        "alone": _("may be added, but there is nothing to add it to"),
        "added": _("added"),
    }


def state_words() -> dict[str, str]:
    """State of an achievement -> words."""
    return {
        "reached": _("target reached"),
        "partly": _("part of the way"),
        "nothing": _("no progress, or backwards"),
        "not reached": _("target not reached"),
        "no target": _("no target given"),
        "no actual": _("no result given yet"),
        "several values": _("several values for one period"),
        "not numeric": _("not in numbers"),
        "contradiction": _("the baseline lies beyond the target"),
        "nothing aimed at": _("a target of nothing, or no change aimed at"),
    }


def rule_words() -> dict[str, str]:
    """Rule of an achievement -> words."""
    return {
        "from baseline": _("the way from baseline to target that was covered"),
        "of target": _("the result as a share of the target"),
        "against target": _("only whether the target was met"),
        "none": _("cannot be told"),
    }


def scale_words() -> dict[str, str]:
    """Measure of an indicator -> words."""
    return {
        "unit": _("number"),
        "percentage": _("percentage"),
        "nominal": _("kind"),
        "ordinal": _("rank"),
        "qualitative": _("text"),
        "unknown": _("not said"),
    }


def kind_words() -> dict[str, str]:
    """Kind of a value -> words."""
    return {"baseline": _("baseline"), "target": _("target"), "actual": _("result")}


def grade_rule_words() -> dict[str, str]:
    """How an indicator was matched -> words."""
    return {
        "reference": _("it gives the reference"),
        "words and placement": _("its words, and the activity stands under the same sentence"),
        "words": _("its words only"),
    }


def matched_words(grades: Mapping[str, int], language: Language) -> str:
    """How many indicators were matched by what, in words: by reference always, the weaker grades where there are any."""
    coded, likely, text = (grades.get(grade, 0) for grade in MATCH_GRADES)
    said = [_("%(n)s by reference (coded)") % {"n": whole(coded, language)} if coded else _("none by reference")]
    if likely:
        said.append(_("%(n)s by words, under the same sentence (likely)") % {"n": whole(likely, language)})
    if text:
        said.append(_("%(n)s by words alone (from text)") % {"n": whole(text, language)})
    return ", ".join(said)


def share_text(ppm: int | None) -> str:
    """A share as whole percent, rounded down; an en dash where there is none."""
    if ppm is None:
        return "–"
    percent = abs(ppm) // 10_000
    return f"{'−' if ppm < 0 and percent else ''}{percent}%"
