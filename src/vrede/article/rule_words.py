"""A rule in words, for people, in Dutch and in English; codes always stand with their names."""

from collections.abc import Iterable
from functools import reduce

from vrede.article.model import ArticleText, CodeMatch, PlacementRule
from vrede.language import Language, has_words, say


def describe(rule: PlacementRule, text: ArticleText, lang: Language) -> str:
    """The conditions of a rule as one sentence; what any-of and all-of mean is said by 'or' and 'and'.

    rule: of this text. Raises KeyError for a rule that refers to what the text does not know.
    """
    said = [
        _listed("purpose_code", _coded(text, rule.purpose_codes, lang), lang),
        _listed("sector_group", _coded(text, rule.sector_groups, lang), lang),
        _listed(
            "text_about" if rule.grade == "text" else "words_about",
            [text.theme(i).title.get(lang) for i in rule.themes],
            lang,
        ),
        _listed("text_about", [text.theme(i).title.get(lang) for i in rule.subjects], lang),
        _listed("words_about", [text.theme(i).title.get(lang) for i in rule.beside], lang),
        _listed("goes_to", [text.region(i).title.get(lang) for i in rule.regions], lang),
        _listed("country", rule.countries, lang),
        _listed("through", [text.channel(i).title.get(lang) for i in rule.channels], lang),
        _flag(rule.humanitarian, lang),
        _listed("names", [_vocabulary("scope", v, lang) for v in rule.scope_vocabularies], lang),
        _matched("tags", rule.tags, lang),
        _matched("other_sectors", rule.other_sectors, lang),
        _matched("indicators", rule.indicators, lang),
        _listed("policy_marker", [_marker(m.code, m.significance_min, lang) for m in rule.markers], lang),
        _listed("states_fund", [text.fund(i).title.get(lang) for i in rule.funds], lang),
        _partners(rule.dutch_partners_min, lang),
        _listed("already_placed", [f"{i} ({text.part(i).title.get(lang)})" for i in rule.parts], lang),
        _listed("sector_group_or_none", _coded(text, rule.sector_groups_or_none, lang), lang),
        say("article.rule.not_doubted", lang) if rule.doubted else "",
        _listed("without_purpose_code", _coded(text, rule.without_purpose_codes, lang), lang),
    ]
    conditions = [condition for condition in said if condition]
    sentence = reduce(lambda first, after: say("article.rule.and", lang, first=first, next=after), conditions)
    return sentence[0].upper() + sentence[1:] + "."


def reasons(texts: Iterable[ArticleText], lang: Language) -> dict[str, str]:
    """Why a placement was made, in words: by the id of a rule of any wording, or of a sign."""
    said: dict[str, str] = {}
    for text in texts:
        said |= {rule.id: rule.reason.get(lang) for _clause, _part, rule in text.rules()}
        said |= {sign.id: sign.reason.get(lang) for sign in text.signs}
    return said


def _or(items: Iterable[str], lang: Language) -> str:
    *first, last = list(items) or [""]
    return say("article.rule.or", lang, first=", ".join(first), last=last) if first else last


def _listed(condition: str, items: Iterable[str], lang: Language) -> str:
    names = _or(items, lang)
    return say(f"article.rule.{condition}", lang, names=names) if names else ""


def _matched(where: str, matches: Iterable[CodeMatch], lang: Language) -> str:
    return _or((f"{_vocabulary(where, m.vocabulary, lang)} {_or(m.prefixes, lang)}" for m in matches), lang)


def _coded(text: ArticleText, codes: Iterable[str], lang: Language) -> list[str]:
    return [f"{code} ({text.purpose(code).title.get(lang)})" for code in codes]


def _vocabulary(where: str, vocabulary: str, lang: Language) -> str:
    ident = f"article.vocabulary.{where}.{vocabulary}"
    return say(ident, lang) if has_words(ident) else say("article.rule.vocabulary", lang, code=vocabulary)


def _marker(code: str, significance_min: int, lang: Language) -> str:
    ident = f"article.marker.{code}"
    name = say(ident, lang) if has_words(ident) else code
    return say("article.rule.principal" if significance_min >= 2 else "article.rule.objective", lang, marker=name)


def _flag(humanitarian: bool | None, lang: Language) -> str:
    if humanitarian is None:
        return ""
    return say("article.rule.humanitarian" if humanitarian else "article.rule.not_humanitarian", lang)


def _partners(least: int | None, lang: Language) -> str:
    return "" if least is None else say("article.rule.dutch_partners", lang, least=least)
