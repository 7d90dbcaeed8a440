"""What an activity shows of itself besides its sectors: words, tags, markers, scopes, Dutch partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vrede.article import NOT_A_WORD, ArticleText, CodeMatch, MarkerMatch, without_names
from vrede.money.measure import normal_ref

SEARCHED = ("activity/title", "activity/description")
NAMES = (
    "activity/reporting-org",
    "participating_org",
    "transaction/provider-org",
    "transaction/receiver-org",
)
DUTCH = "NL-"
SHORT, SIGNS_A_WORD = 200, 500
"""A text of so few signs is about what it names; in a longer one a subject's words come at least this often."""


def _searchable(text: pl.Expr) -> pl.Expr:
    words = text.str.to_lowercase().str.replace_all(NOT_A_WORD, " ")
    return pl.concat_str(pl.lit(" "), words, pl.lit(" ")).str.replace_all("  ", " ", literal=True)


def search_text(narrative: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, text, subject, heading: all titles and descriptions of an activity, in every language, searchable
    (article.keywords); the subject is the text, and the heading the titles, without the names of the organisations that take part."""
    titles = pl.col("text").filter(pl.col("element") == SEARCHED[0])
    texts = (
        narrative.filter(pl.col("element").is_in(SEARCHED))
        .group_by("activity_key", maintain_order=True)
        .agg(text=pl.col("text").str.join("\n"), heading=titles.str.join("\n"))
        .with_columns(text=_searchable(pl.col("text")), heading=_searchable(pl.col("heading")))
    )
    named = (
        narrative.filter(pl.col("element").is_in(NAMES) & pl.col("text").is_not_null())
        .group_by("activity_key", maintain_order=True)
        .agg(names=pl.col("text").unique(maintain_order=True))
    )
    texts = texts.join(named, on="activity_key", how="left", maintain_order="left")
    for of, name in (("text", "subject"), ("heading", "heading")):
        rows = texts.select(of, "names").iter_rows()
        plain = [without_names(text, names or ()) if text is not None else None for text, names in rows]
        texts = texts.with_columns(pl.Series(name, plain, dtype=pl.String))
    texts = texts.drop("names")
    return activity.select("activity_key").join(texts, on="activity_key", how="left", maintain_order="left")


def _contains(literals: Sequence[str], where: str) -> pl.Expr:
    return pl.col(where).str.contains_any(list(literals)).fill_null(False)


def _mainly(found: pl.Expr, literals: Sequence[str]) -> pl.Expr:
    """Whether words are what a text is about, not dropped in passing: they stand in a title, or in a short text, or so often
    that one comes with every so many signs. Measured: docs/placement.md. found: how often the words stand in the text."""
    length = pl.col("_length")
    dense = (found >= 2) & (length <= found.cast(pl.Int64) * SIGNS_A_WORD)
    return _contains(literals, "heading") | ((found >= 1) & (length <= SHORT)) | dense


def _words(texts: Sequence[ArticleText], searched: pl.DataFrame) -> tuple[pl.DataFrame, dict[tuple[str, ...], str]]:
    """(activity_key, and for every set of words, 'theme' whether it is there and 'main' whether the text is about it; the number
    of each set): wordings that share their words share the search, which is most of what placing costs."""
    sets = dict.fromkeys(theme.literals for text in texts for theme in text.themes if theme.literals)
    numbers = {literals: str(number) for number, literals in enumerate(sets)}
    counted = searched.with_columns(
        pl.col("subject").str.len_chars().fill_null(0).alias("_length"),
        *(
            pl.col("subject").str.extract_many(list(words), overlapping=False).list.len().fill_null(0).alias(f"_{n}")
            for words, n in numbers.items()
        ),
    )
    shown = counted.select(
        "activity_key",
        *((pl.col(f"_{n}") > 0).alias(f"theme{n}") for n in numbers.values()),
        *(_mainly(pl.col(f"_{n}"), words).alias(f"main{n}") for words, n in numbers.items()),
    )
    return shown, numbers


def _themes(text: ArticleText, numbers: Mapping[tuple[str, ...], str]) -> list[pl.Expr]:
    """The columns of one wording's themes, by their names."""
    return [
        (pl.col(f"{kind}{numbers[theme.literals]}") if theme.literals else pl.lit(False)).alias(f"{kind}:{theme.id}")
        for kind in ("theme", "main")
        for theme in text.themes
    ]


def code_feature(match: CodeMatch, table: str) -> str:
    """The name of the column that says whether an activity has one of these codes."""
    return f"{table}:{match.vocabulary}:{','.join(match.prefixes)}"


def marker_feature(match: MarkerMatch) -> str:
    """The name of the column that says whether an activity has this marker."""
    return f"marker:{match.code}:{match.significance_min}"


def by_wording(
    texts: Sequence[ArticleText], tables: Mapping[str, pl.DataFrame], searched: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The first day of each wording -> its `features`. Wordings share the search for the words that they share."""
    shown, numbers = _words(texts, searched)
    return {text.valid_from.isoformat(): _features(text, tables, searched, shown, numbers) for text in texts}


def features(text: ArticleText, tables: Mapping[str, pl.DataFrame], searched: pl.DataFrame) -> pl.DataFrame:
    """`by_wording` of one."""
    return by_wording((text,), tables, searched)[text.valid_from.isoformat()]


def _features(
    text: ArticleText,
    tables: Mapping[str, pl.DataFrame],
    searched: pl.DataFrame,
    shown: pl.DataFrame,
    numbers: Mapping[tuple[str, ...], str],
) -> pl.DataFrame:
    """activity_key and one Boolean column for each theme, fund, code, marker and scope that the text's rules name.

    Columns: 'theme:ID' (a word of it stands there), 'main:ID' (it is what the text is about), 'fund:ID', code_feature, marker_feature, 'scope:VOCABULARY'; and dutch_partners (Int64).
    tables: activity, tag, sector, transaction_sector (with activity_key), policy_marker, humanitarian_scope,
    participating_org, other_identifier, indicator.
    """
    words = searched.select(
        "activity_key",
        *(
            (_contains(fund.literals, "text") if fund.literals else pl.lit(False)).alias(f"fund:{fund.id}")
            for fund in text.funds
        ),
    ).hstack(shown.select("activity_key", *_themes(text, numbers)).drop("activity_key"))
    sets: dict[str, pl.Series] = {}
    for fund in text.funds:
        if fund.identifiers:
            others = tables["other_identifier"].filter(pl.col("ref").is_in(list(fund.identifiers)))
            sets[f"fund:{fund.id}"] = others["activity_key"]
    both = pl.concat(
        [
            tables["sector"].select("activity_key", "code", "vocabulary"),
            tables["transaction_sector"].select("activity_key", "code", "vocabulary"),
        ]
    )
    for _, _, rule in text.rules():
        for table, frame, matches in (("tag", tables["tag"], rule.tags), ("sector", both, rule.other_sectors)):
            for match in matches:
                name = code_feature(match, table)
                if name not in sets:
                    hit = (pl.col("vocabulary") == match.vocabulary) & pl.col("code").str.contains(match.pattern)
                    sets[name] = frame.filter(hit)["activity_key"]
        for match in rule.indicators:
            code = tables["indicator"]["reference"].str.strip_chars().str.strip_prefix("SDG ")
            named = (tables["indicator"]["reference_vocabulary"] == match.vocabulary) & code.str.contains(match.pattern)
            sets[code_feature(match, "indicator")] = tables["indicator"].filter(named.fill_null(False))["activity_key"]
        for marker in rule.markers:
            strong = pl.col("significance").cast(pl.Int64, strict=False) >= marker.significance_min
            dac = pl.col("vocabulary").is_null() | (pl.col("vocabulary") == "1")
            hits = tables["policy_marker"].filter((pl.col("code") == marker.code) & strong & dac)
            sets[marker_feature(marker)] = hits["activity_key"]
        for vocabulary in rule.scope_vocabularies:
            scoped = tables["humanitarian_scope"].filter(pl.col("vocabulary").fill_null("1-2") == vocabulary)
            sets[f"scope:{vocabulary}"] = scoped["activity_key"]
    flags = [pl.col("activity_key").is_in(keys.unique().implode()).alias(name) for name, keys in sets.items()]
    merged = words.with_columns(
        (pl.col(flag.meta.output_name()) | flag).alias(flag.meta.output_name())
        if flag.meta.output_name() in words.columns
        else flag
        for flag in flags
    )
    dutch = (
        tables["participating_org"]
        .with_columns(ref=normal_ref(pl.col("ref")))
        .filter(pl.col("ref").str.starts_with(DUTCH) & (pl.col("ref") != "NL-1"))
        .group_by("activity_key")
        .agg(dutch_partners=pl.col("ref").n_unique().cast(pl.Int64))
    )
    return merged.join(dutch, on="activity_key", how="left", maintain_order="left").with_columns(
        pl.col("dutch_partners").fill_null(0)
    )
