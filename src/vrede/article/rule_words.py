"""A rule in words, for people, in Dutch and in English; codes always stand with their names."""

from collections.abc import Iterable

from vrede.article.lists import Bilingual, Language
from vrede.article.model import ArticleText, PlacementRule

GRADE_NAMES = {
    "coded": Bilingual(nl="gecodeerd", en="coded"),
    "likely": Bilingual(nl="waarschijnlijk", en="likely"),
    "text": Bilingual(nl="uit tekst", en="text"),
}
VOCABULARIES = {
    ("tags", "2"): Bilingual(nl="het label SDG-doel", en="the tag SDG goal"),
    ("tags", "3"): Bilingual(nl="het label SDG-subdoel", en="the tag SDG target"),
    ("other_sectors", "7"): Bilingual(nl="de sector SDG-doel", en="the sector SDG goal"),
    ("other_sectors", "8"): Bilingual(nl="de sector SDG-subdoel", en="the sector SDG target"),
    ("other_sectors", "9"): Bilingual(nl="de sector SDG-indicator", en="the sector SDG indicator"),
    ("other_sectors", "10"): Bilingual(nl="de sector humanitair cluster", en="the sector humanitarian cluster"),
    ("indicators", "9"): Bilingual(nl="een indicator met SDG-indicator", en="an indicator with SDG indicator"),
    ("scope", "1-2"): Bilingual(nl="een rampnummer (GLIDE)", en="a disaster number (GLIDE)"),
    ("scope", "2-1"): Bilingual(nl="een humanitair plan", en="a humanitarian plan"),
}
MARKERS = {
    "1": Bilingual(nl="gendergelijkheid", en="gender equality"),
    "3": Bilingual(nl="goed bestuur en inspraak", en="good governance and participation"),
    "9": Bilingual(nl="gezondheid van moeder en kind", en="health of mother and child"),
    "10": Bilingual(nl="minder risico op rampen", en="disaster risk reduction"),
    "11": Bilingual(nl="mensen met een beperking", en="people with disabilities"),
}


def describe(rule: PlacementRule, text: ArticleText, lang: Language) -> str:
    """The conditions of a rule as one sentence; what any-of and all-of mean is said by 'or' and 'and'.

    rule: of this text. Raises KeyError for a rule that refers to what the text does not know.
    """
    en = lang == "en"
    said = [
        _listed("purpose code" if en else "doelcode", _coded(text, rule.purpose_codes, lang), en),
        _listed("sector group" if en else "sectorgroep", _coded(text, rule.sector_groups, lang), en),
        _listed("words about" if en else "woorden over", [text.theme(i).title.get(lang) for i in rule.themes], en),
        _listed("goes to" if en else "gaat naar", [text.region(i).title.get(lang) for i in rule.regions], en),
        _listed("country" if en else "land", rule.countries, en),
        _listed("through" if en else "via", [text.channel(i).title.get(lang) for i in rule.channels], en),
        _flag(rule.humanitarian, en),
        _listed("names" if en else "noemt", [_vocabulary("scope", v, lang) for v in rule.scope_vocabularies], en),
        _or((f"{_vocabulary('tags', m.vocabulary, lang)} {_or(m.prefixes, en)}" for m in rule.tags), en),
        _or(
            (f"{_vocabulary('other_sectors', m.vocabulary, lang)} {_or(m.prefixes, en)}" for m in rule.other_sectors),
            en,
        ),
        _or((f"{_vocabulary('indicators', m.vocabulary, lang)} {_or(m.prefixes, en)}" for m in rule.indicators), en),
        _listed(
            "policy marker" if en else "beleidskenmerk",
            [_marker(m.code, m.significance_min, lang) for m in rule.markers],
            en,
        ),
        _listed("states the fund" if en else "noemt het fonds", [text.fund(i).title.get(lang) for i in rule.funds], en),
        _partners(rule.dutch_partners_min, en),
        _listed(
            "already placed under" if en else "al geplaatst onder",
            [f"{i} ({text.part(i).title.get(lang)})" for i in rule.parts],
            en,
        ),
        _listed(
            "no sector, or of sector group" if en else "geen sector, of van sectorgroep",
            _coded(text, rule.sector_groups_or_none, lang),
            en,
        ),
        _listed(
            "without purpose code" if en else "zonder doelcode", _coded(text, rule.without_purpose_codes, lang), en
        ),
    ]
    sentence = (" and " if en else " én ").join(f"{s}" for s in said if s)
    return sentence[0].upper() + sentence[1:] + "."


def _or(items: Iterable[str], en: bool) -> str:
    names = list(items)
    return (" or " if en else " of ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _listed(head: str, items: Iterable[str], en: bool) -> str:
    names = _or(items, en)
    return f"{head} {names}" if names else ""


def _coded(text: ArticleText, codes: Iterable[str], lang: Language) -> list[str]:
    return [f"{code} ({text.purpose(code).title.get(lang)})" for code in codes]


def _vocabulary(where: str, vocabulary: str, lang: Language) -> str:
    known = VOCABULARIES.get((where, vocabulary))
    return known.get(lang) if known else f"{'vocabulary' if lang == 'en' else 'vocabulaire'} {vocabulary}"


def _marker(code: str, significance_min: int, lang: Language) -> str:
    name = MARKERS[code].get(lang) if code in MARKERS else code
    least = "as a principal objective" if significance_min >= 2 else "as an objective"
    minst = "als hoofddoel" if significance_min >= 2 else "als doel"
    return f"{name} {least if lang == 'en' else minst}"


def _flag(humanitarian: bool | None, en: bool) -> str:
    if humanitarian is None:
        return ""
    if humanitarian:
        return "marked as humanitarian" if en else "aangemerkt als humanitair"
    return "not marked as humanitarian" if en else "niet aangemerkt als humanitair"


def _partners(least: int | None, en: bool) -> str:
    if least is None:
        return ""
    return f"at least {least} Dutch partners take part" if en else f"ten minste {least} Nederlandse partners doen mee"
