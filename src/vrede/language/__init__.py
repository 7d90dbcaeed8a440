"""How the project writes: words, numbers, dates and names in Dutch and in English.

Whatever people read has an id, and its words in both languages in one catalogue (`words/`, a file a chapter): `say(id, language)`.

Figures are written the same everywhere: an unknown one is a dash and never 0, what is not nothing is never shown as 0. Nothing
here knows what a figure means; it gets cents, counts, shares and days, and a language.
"""

from vrede.language.catalogue import WordsError, counts_of, has_words, parameters_of, say
from vrede.language.nothing import STATES, UNKNOWN, ZERO, Nothing, sign_of, state_of_figure
from vrede.language.numbers import (
    CENTS_IN_A_MILLION,
    MINUS,
    Language,
    chance_text,
    change_in_millions,
    day,
    euro_exact,
    euro_millions,
    euro_round,
    millions,
    month,
    number_text,
    percent,
    percent_of,
    rounded,
    whole,
)
from vrede.language.ranges import euro_range, whole_range
from vrede.language.states import signs_in_words, state_words
from vrede.language.takenback import cancels, with_taken_back

__all__ = [
    "CENTS_IN_A_MILLION",
    "MINUS",
    "STATES",
    "UNKNOWN",
    "ZERO",
    "Language",
    "Nothing",
    "WordsError",
    "cancels",
    "chance_text",
    "change_in_millions",
    "counts_of",
    "day",
    "euro_exact",
    "euro_millions",
    "euro_range",
    "euro_round",
    "has_words",
    "millions",
    "month",
    "number_text",
    "parameters_of",
    "percent",
    "percent_of",
    "rounded",
    "say",
    "sign_of",
    "signs_in_words",
    "state_of_figure",
    "state_words",
    "whole",
    "whole_range",
    "with_taken_back",
]
