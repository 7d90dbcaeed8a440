"""What the files behind a figure can know: the days on which they were retrieved, and how much of a year they hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from vrede.article import Language
from vrede.lake import reach
from vrede.language import UNKNOWN, Nothing, day, say
from vrede.money import MEASURES


def part_of_year(newest: date | None, year: int, language: Language) -> str:
    """'until 15 June' where files of this day hold a part of the year; else ''."""
    if newest is None or reach(newest, year) != "part":
        return ""
    return say("brief.until", language, day=_short(newest, language))


def nothing_found(newest: date | None, year: int, language: Language, none: Nothing = Nothing.NOT_PUBLISHED) -> str:
    """What stands where no row was found: that it was not found, in which part of the year, or that no file can know it.

    none: why the selection has no rows; where no file holds the year, or something is withheld, that is said.
    """
    if none is Nothing.WITHHELD:
        return say("brief.not_told", language)
    found = "whole" if newest is None else reach(newest, year)
    if found == "nothing":
        return say("brief.not_known", language, day=day(newest, language))
    if none is Nothing.NOT_LOADED:
        return say("brief.not_loaded", language)
    if found == "part":
        return say("brief.not_found_until", language, day=_short(newest, language))
    return say("brief.not_found", language)


def year_label(newest: Mapping[str, date | None], year: int, language: Language) -> str:
    """The year; where a measure's files hold only a part of it, which measures and until when."""
    until: dict[date, list[str]] = {}
    for measure in MEASURES:
        last = newest.get(measure)
        if last is not None and reach(last, year) == "part":
            until.setdefault(last, []).append(say(f"brief.{measure}", language))
    said = [
        say("brief.measures_until", language, measures=", ".join(names), day=_short(moment, language))
        for moment, names in until.items()
    ]
    return f"{year} ({'; '.join(said)})" if said else str(year)


def retrieved(newest: Mapping[str, date], language: Language) -> str:
    """The newest day of retrieval of each measure: one day where it is the same for all."""
    days: dict[str, list[str]] = {}
    for measure in MEASURES:
        moment = day(newest[measure], language) if measure in newest else UNKNOWN
        days.setdefault(moment, []).append(say(f"brief.{measure}", language))
    if len(days) == 1:
        return next(iter(days))
    return "; ".join(f"{moment} ({', '.join(measures)})" for moment, measures in days.items())


def _short(moment: date | None, language: Language) -> str:
    """15 June, without its year."""
    return day(moment, language).rsplit(" ", 1)[0]


def behind(days: tuple[date, date] | None, year: str, language: Language) -> list[str]:
    """Sentences on the files behind one amount: when they were retrieved, and what of a year they cannot hold.

    days: the first and the last day of retrieval. year: four digits, or '' for all years: then the last of them counts.
    """
    if days is None:
        return [say("brief.answer_undated", language)]
    first, last = days
    oldest, youngest = day(first, language), day(last, language)
    if first == last:
        said = [say("brief.answer_retrieved", language, last=youngest)]
    else:
        said = [say("brief.answer_retrieved_between", language, first=oldest, last=youngest)]
    asked = int(year) if year.isdigit() else last.year
    if year == "none":
        return said
    found = reach(last, asked)
    if found == "nothing":
        said.append(say("brief.answer_unreported", language, year=asked))
    elif found == "part":
        said.append(say("brief.answer_part", language, year=asked, last=youngest))
    elif reach(first, asked) != "whole":
        said.append(say("brief.answer_part_some", language, year=asked, first=oldest))
    return said
