"""Names of organisations for people: the name, the country of an office that many countries have, and a word for what names nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache

import polars as pl

from vrede.article import Policy, load_policy, normal_identifier
from vrede.language import Language, say
from vrede.money.spelling import NOBODY
from vrede.money.written import Written
from vrede.sources.countries import country_name


def nobody_word(ref: str, language: Language) -> str:
    """The word for a kind of nobody; '' for the reference of somebody."""
    return say(f"money.nobody.{ref.removeprefix(NOBODY).lower()}", language) if ref.startswith(NOBODY) else ""


@cache
def _policy() -> Policy:
    return load_policy()


@cache
def _nobody() -> Written:
    return Written.of(load_policy(), date.max)


class PartnerNames(Mapping[str, str]):
    """Reference -> name, also by the identifiers that are taken for it, and a word for an identifier of nobody. language: asked at every look, as one snapshot serves both.

    partner, links: tables partner and organisation_link (an older snapshot has none).
    """

    def __init__(self, partner: pl.DataFrame, links: pl.DataFrame, language: Callable[[], Language]) -> None:
        self._language = language
        self._known: dict[str, tuple[str, str]] = {
            ref: (name or ref, country or "")
            for ref, name, country in partner.select("partner_ref", "name", "country").iter_rows()
        }
        self.organisations = written_otherwise(links)

    def __getitem__(self, ref: str) -> str:
        language, known = self._language(), self._known.get(self.organisations.get(ref, ref))
        if ref.startswith(NOBODY):
            return nobody_word(ref, language)
        if known is None:
            kind = _nobody().nobody_of(ref) if ref else ""
            if not kind:
                raise KeyError(ref)
            return nobody_word(f"{NOBODY}{kind}", language)
        name, country = known
        return f"{name} ({country_name(country, language)})" if country else name

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def written_otherwise(links: pl.DataFrame) -> dict[str, str]:
    """Identifier, normalised -> the reference of the organisation that it is taken for."""
    rows = links.filter(pl.col("as_ref").is_not_null() & pl.col("partner_ref").is_not_null())
    found = {normal_identifier(ref): partner for ref, partner in rows.select("as_ref", "partner_ref").iter_rows()}
    return {ref: partner for ref, partner in found.items() if ref != partner}


def refs_of(links: pl.DataFrame, ref: str) -> tuple[str, ...]:
    """All identifiers that are taken for one organisation, normalised, its own first."""
    mine = links.filter(pl.col("partner_ref") == ref)["as_ref"].drop_nulls()
    return (ref, *sorted({normal_identifier(one) for one in mine} - {ref}))


def link_reason(grade: str, reason: str, language: Language) -> str:
    """Why a spelling is taken for an organisation, in words; of policy the words of its value."""
    if grade != "policy":
        return say(f"money.organisation.{reason.replace(' ', '_')}", language)
    key = next((key for key in _policy().keys if key.name == f"same_organisation/{reason}"), None)
    return key.title.get(language) if key is not None else reason
