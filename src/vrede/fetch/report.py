"""The report of a run: a row for each file that was asked for, with its reason in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass

# new: other bytes than before. unchanged: the same bytes. failed: the last good copy stays. gone: so says the server.
STATES = {
    "new": ("nieuw", "new"),
    "unchanged": ("ongewijzigd", "unchanged"),
    "failed": ("mislukt", "failed"),
    "gone": ("verdwenen", "gone"),
}

# reason -> Dutch, English
REASONS = {
    "": ("", ""),
    "address": ("dit is geen adres dat opgehaald kan worden", "this is no address that can be fetched"),
    "name": ("de naam wijst buiten de map", "the name leads out of the folder"),
    "twice": ("een ander adres heeft al deze bestandsnaam", "another address already has this file name"),
    "private": (
        "het adres ligt in een besloten netwerk; sta host:poort toe met VREDE_GET_ALLOW als dat de bedoeling is",
        "the address lies in a private network; allow host:port with VREDE_GET_ALLOW if that is meant",
    ),
    "unknown host": ("de naam van de server is niet bekend", "the name of the server is not known"),
    "dead": ("geen verbinding met de server", "no connection with the server"),
    "certificate": ("het certificaat van de server klopt niet", "the server's certificate is not right"),
    "slow": ("de server zendt te traag", "the server sends too slowly"),
    "deadline": ("het duurde te lang", "it took too long"),
    "truncated": ("de server brak het bestand af", "the server broke the file off"),
    "busy": ("de server vraagt om later terug te komen", "the server asks to come back later"),
    "server": ("de server heeft een storing", "the server has a failure"),
    "refused": ("de server weigert", "the server refuses"),
    "gone": ("de server heeft dit niet meer", "the server has this no longer"),
    "circle": ("de server verwijst in een kring", "the server redirects in a circle"),
    "redirects": ("de server verwijst te vaak door", "the server redirects too often"),
    "scheme": (
        "de server verwijst naar iets anders dan http of https",
        "the server redirects to something else than http or https",
    ),
    "too large": ("het bestand is groter dan mag", "the file is larger than allowed"),
    "run too large": ("alles samen is groter dan mag", "all together is larger than allowed"),
    "bomb": ("uitgepakt is het verdacht veel groter", "unpacked it is suspiciously much larger"),
    "content": ("de inhoud is van een andere soort dan gevraagd", "the content is of another kind than asked for"),
    "hash": (
        "de inhoud is niet die van de vastgelegde versie",
        "the content is not that of the version that was fixed",
    ),
    "disk": ("het bestand kon niet worden geschreven", "the file could not be written"),
    "not listed": ("staat niet in de lijst van de bron", "is not in the source's list"),
    "no copy": ("de bron heeft er zelf geen kopie van", "the source itself has no copy of it"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file. bytes and sha256 are those of the copy that is there now (0 and '' without one).

    state is a key of STATES, reason one of REASONS; detail says more in no particular language (a status, a host).
    """

    name: str
    address: str
    state: str
    bytes: int = 0
    sha256: str = ""
    reason: str = ""
    detail: str = ""


COLUMNS = ("name", "address", "state", "bytes", "sha256", "reason", "detail")


def outcome_in_words(row: Outcome, lang: str) -> str:
    """Why, and what is there now, in one line; '' where nothing went wrong. lang: 'nl' or 'en'."""
    if not row.reason:
        return ""
    nl = lang == "nl"
    detail = f" ({row.detail})" if row.detail else ""
    kept = (
        ("; de laatste goede kopie blijft" if nl else "; the last good copy stays")
        if row.sha256
        else ("; er is geen kopie" if nl else "; there is no copy")
    )
    return f"{REASONS[row.reason][0 if nl else 1]}{detail}{kept}"


def summary_line(rows: Sequence[Outcome], lang: str) -> str:
    """How many rows of each state, in one line."""
    word = 0 if lang == "nl" else 1
    return ", ".join(f"{sum(row.state == state for row in rows)} {words[word]}" for state, words in STATES.items())


def any_failed(rows: Sequence[Outcome]) -> bool:
    """Whether something that was asked for could not be had. What the source itself has no copy of is told, and no failure."""
    return any(row.state in ("failed", "gone") and row.reason != "no copy" for row in rows)


def report_records(rows: Sequence[Outcome], lang: str) -> list[dict[str, str | int]]:
    """The rows for a program: COLUMNS, and `words`."""
    return [{**asdict(row), "words": outcome_in_words(row, lang)} for row in rows]


def report_csv(rows: Sequence[Outcome], lang: str) -> str:
    """The rows as CSV with a header."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, (*COLUMNS, "words"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(report_records(rows, lang))
    return stream.getvalue()
