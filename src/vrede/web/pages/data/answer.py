"""Answer a question of parliament: from any view a paragraph in both languages, footnotes, the annex, the addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from vrede.article import Language
from vrede.brief import Answer, answer, workbook
from vrede.language import euro_exact
from vrede.money import AT_MOST, CHAIN, MEASURES, RECEIVED, WHOLE, Selection, per_measure_and_kind, query_of
from vrede.web.figure.names import bound_names, measure_names
from vrede.web.figure.page import rendered
from vrede.web.pages.money.annex import with_transactions
from vrede.web.pages.money.rows import described, selection_of
from vrede.web.site.costly import OF_AN_ANNEX, refuse_others
from vrede.web.site.problem import helpful
from vrede.web.site.request import language_of, parameters, state_of
from vrede.web.site.snapshot import State
from vrede.web.site.words import say

LANGUAGE_NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English"}  # each in its own
LANGUAGES = tuple(LANGUAGE_NAMES)
MARK = re.compile(r"\[(\d+)\]")


def _selection(request: HttpRequest) -> Selection:
    """The view of the address; all three measures where it names none."""
    chosen = selection_of(request)
    return chosen if parameters(request).get("measure") else chosen.but(measure="")


def _in_words(state: State, selection: Selection, language: Language) -> str:
    """The view's conditions as words, without its measure and kind: the sentences name these."""
    with override(language):
        rest = selection.but(measure="", kind="")
        return ", ".join(f"{what.lower()} {value}" for what, value in described(state, rest, language))


def answers(state: State, selection: Selection) -> list[Answer]:
    """The answer in Dutch and in English."""
    return [
        answer(
            state.ledger,
            selection,
            state.snapshot.name,
            state.snapshot.table("activity"),
            language,
            _in_words(state, selection, language),
            state.made_up,
        )
        for language in LANGUAGES
    ]


def marked(made: Answer, base: str) -> SafeString:
    """The paragraph, escaped, with its numbers as links to the rows."""
    paths = {note.number: note.path for note in made.footnotes}
    text = MARK.sub(
        lambda found: f'<a href="{escape(base.rstrip("/") + paths[int(found[1])])}"><sup>{found[1]}</sup></a>',
        escape(made.paragraph),
    )
    return mark_safe(text)  # escaped above; only our own links were put in


def _annexes(selection: Selection) -> list[tuple[str, str, str]]:
    """(words, measure, bound) of every figure that the answer gives; of the chain each bound, or the one that is asked."""
    names, bounds = measure_names(), bound_names()
    found = []
    for measure in [selection.measure] if selection.measure else MEASURES:
        if measure != CHAIN:
            found.append((names[measure], measure, ""))
            continue
        asked = [selection.bound] if selection.bound else (AT_MOST, RECEIVED, WHOLE)
        found += [(f"{names[measure]}, {bounds[bound]}", measure, bound) for bound in asked]
    return found


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The answer in one language, with its footnotes: number, words, exact amount and address."""

    language: Language
    name: str
    text: SafeString
    notes: list[Sequence[int | str]]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The answer in both languages, and the annex by measure."""

    answers: list[AnswerText]
    query: str
    asks_measure: bool
    csv: list[tuple[str, str]]


@helpful
def page(request: HttpRequest) -> HttpResponse:
    """Both paragraphs, each with its footnotes; links to the annex."""
    state = state_of(request)
    selection = _selection(request)
    base = request.build_absolute_uri("/")
    made = answers(state, selection)
    context = AnswerPage(
        answers=[
            AnswerText(
                language=one.language,
                name=LANGUAGE_NAMES[one.language],
                text=marked(one, base),
                notes=[(n.number, n.words, n.exact, base.rstrip("/") + n.path) for n in one.footnotes],
            )
            for one in made
        ],
        query=query_of(selection, state.snapshot.name),
        asks_measure=bool(selection.measure),
        csv=[
            (words, query_of(selection.but(measure=measure, bound=bound), state.snapshot.name))
            for words, measure, bound in _annexes(selection)
        ],
    )
    return rendered(request, "data/answer.html", context)


@helpful
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """The annex: every row of the view, and a sheet that says what they are and where they come from."""
    state, language = state_of(request), language_of(request)
    refuse_others(request, OF_AN_ANNEX)
    selection = _selection(request)
    frame = with_transactions(state, state.ledger.bounded(selection), language)
    base = request.build_absolute_uri("/").rstrip("/")
    about: list[tuple[str, Any]] = []
    for one in answers(state, selection):
        about.append((one.language, one.paragraph))
        about += [(f"{one.language} [{n.number}]", f"{n.words}: {n.exact}, {base}{n.path}") for n in one.footnotes]
    about.append(("snapshot", state.snapshot.name))
    if state.made_up:
        about.append(("note", say("site.made_up_data")))
    for measure, bound, kind, cents in per_measure_and_kind(frame):
        name = f"{measure}, {bound}" if bound else measure
        about.append((f"{name}, {kind}", euro_exact(cents, language)))
    return HttpResponse(
        workbook(frame, about),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="vrede-{state.snapshot.name}.xlsx"'},
    )
