"""What others say of an activity that says little itself: kin, titles, partners, own lists, and two weak signs together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from vrede.article import ArticleText, Sign
from vrede.money.measure import normal_ref

SIGNS = {"activity_key": pl.Int64, "serves": pl.String, "sign": pl.String, "about": pl.String}
LIST = pl.DataFrame(schema={"day": pl.String, "activity_key": pl.Int64, "serves": pl.String, "about": pl.String})
WEAK = pl.DataFrame(schema={"day": pl.String, "activity_key": pl.Int64, "serves": pl.String, "kind": pl.String})
IMPLEMENTING = "4"
RELATED = ("1", "2", "3")
SHORTEST_TITLE, SHORTEST_NAME = 15, 5
ANY_SIZE = 1 << 31
PUBLISHER = "publisher"
OF_OTHERS = ("kin", "partner")
"""Weak signs of the same work in other hands; words, a flag, a group and the rest of a publisher's work point anywhere together."""
NOT_A_LETTER = r"[^\p{L}]+"
GROUPS = {"F3": ("720", "730", "740")}


def folded(text: pl.Expr) -> pl.Expr:
    """Letters only, in small letters: titles and names that differ in case, signs and numbers are the same."""
    return text.str.to_lowercase().str.replace_all(NOT_A_LETTER, " ").str.strip_chars()


def served(parts: pl.DataFrame, text: ArticleText) -> pl.DataFrame:
    """activity_key, serves: parts as signs speak of them. parts: activity_key, part."""
    known = {part.id: serves for part in text.parts if (serves := text.serves(part.id)) is not None}
    return (
        parts.with_columns(serves=pl.col("part").replace_strict(known, default=None, return_dtype=pl.String))
        .filter(pl.col("serves").is_not_null())
        .select("activity_key", "serves")
        .unique()
    )


def kinship(activity: pl.DataFrame, related: pl.DataFrame, coded: pl.DataFrame, largest: int) -> pl.DataFrame:
    """activity_key, other: coded parents, children and siblings within one publisher, said by either. Children of one parent are siblings,
    but not of a parent of more than `largest`: that is a heading, and what stands under it need not be alike."""
    own = activity.select("activity_key", "iati_identifier", _of=normal_ref(pl.col("reporting_org_ref")))
    known = own.filter(pl.col("iati_identifier").is_not_null()).select(
        ref="iati_identifier", other="activity_key", _of="_of"
    )
    said = (
        related.filter(pl.col("type").is_in(list(RELATED)))
        .join(own.select("activity_key", "_of"), on="activity_key", how="inner")
        .join(known, on=["ref", "_of"], how="inner")
        .select("activity_key", "other", "type")
    )
    up = said.filter(pl.col("type") == "1").select(child="activity_key", parent="other")
    down = said.filter(pl.col("type") == "2").select(child="other", parent="activity_key")
    line = pl.concat([up, down]).unique()
    of_coded = coded.select(other="activity_key")
    families = line.join(line.group_by("parent").len().filter(pl.col("len") <= largest), on="parent", how="semi")
    siblings = families.join(
        families.join(of_coded, left_on="child", right_on="other", how="semi"), on="parent", how="inner"
    ).select(activity_key="child", other="child_right")
    pairs = pl.concat(
        [
            said.select("activity_key", "other"),
            said.select(activity_key="other", other="activity_key"),
            line.select(activity_key="child", other="parent"),
            siblings,
        ]
    )
    return pairs.filter(pl.col("activity_key") != pl.col("other")).join(of_coded, on="other", how="semi").unique()


def _of_kin(pairs: pl.DataFrame, named: pl.DataFrame, activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, serves, about, share (in hundred), of: what the coded kin of each activity serves; about: the identifier of one of it.

    pairs: as `kinship` gives them. named: activity_key, serves of coded activities.
    """
    whole = pairs.group_by("activity_key").agg(of=pl.col("other").n_unique())
    identifiers = activity.select("iati_identifier", other="activity_key")
    return (
        pairs.join(named.select("serves", other="activity_key"), on="other", how="inner")
        .join(identifiers, on="other", how="left")
        .group_by("activity_key", "serves")
        .agg(n=pl.col("other").n_unique(), about=pl.col("iati_identifier").min())
        .join(whole, on="activity_key", how="inner")
        .select("activity_key", "serves", "about", "of", share=pl.col("n") * 100 // pl.col("of"))
    )


def titled(activity: pl.DataFrame) -> pl.DataFrame:
    """activity_key, _group, about: activities of one title, without pairs: a title met a thousand times would make a million."""
    return (
        activity.select("activity_key", _group=folded(pl.col("title_en").fill_null("")))
        .filter(pl.col("_group").str.len_chars() >= SHORTEST_TITLE)
        .with_columns(about=pl.col("_group"))
    )


def _in_groups(member: pl.DataFrame, coded: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """activity_key, serves, about, share, of: what the coded others of its groups serve; the best group speaks.

    member: activity_key, _group, about. The activity itself is never among the others. Groups of which no coded activity serves anything
    say nothing: they are left out before anything is counted, and most are.
    """
    of_named = member.select("activity_key", "_group").join(named, on="activity_key", how="inner").unique()
    serving = of_named.group_by("_group", "serves").agg(n=pl.len())
    telling = member.join(serving.select("_group").unique(), on="_group", how="semi")
    telling = telling.group_by("activity_key", "_group").agg(pl.col("about").min())
    is_coded = coded.select("activity_key").unique().with_columns(_coded=pl.lit(1))
    is_named = named.with_columns(_named=pl.lit(1))
    whole = telling.join(is_coded, on="activity_key", how="semi").group_by("_group").agg(whole=pl.len())
    return (
        telling.join(serving, on="_group", how="inner")
        .join(whole, on="_group", how="inner")
        .join(is_coded, on="activity_key", how="left")
        .join(is_named, on=["activity_key", "serves"], how="left")
        .with_columns(
            of=pl.col("whole").cast(pl.Int64) - pl.col("_coded").fill_null(0),
            n=pl.col("n").cast(pl.Int64) - pl.col("_named").fill_null(0),
        )
        .filter((pl.col("of") > 0) & (pl.col("n") > 0))
        .with_columns(share=pl.col("n") * 100 // pl.col("of"))
        .sort("activity_key", "serves", "share", "of", "about", descending=[False, False, True, True, False])
        .unique(["activity_key", "serves"], keep="first", maintain_order=True)
        .select("activity_key", "serves", "about", "of", "share")
    )


def partners_of(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """activity_key, _group, about: who implements or receives, by identifier and by name; about: as the file has it."""
    narrative = tables["narrative"].filter(pl.col("text").is_not_null())
    implementing = tables["participating_org"].filter(pl.col("role") == IMPLEMENTING)
    names = pl.concat(
        [
            implementing.select("activity_key", parent_no="row_no")
            .join(narrative.filter(pl.col("element") == "participating_org"), on=["activity_key", "parent_no"])
            .select("activity_key", "text"),
            narrative.filter(pl.col("element") == "transaction/receiver-org").select("activity_key", "text"),
        ]
    ).unique()
    refs = pl.concat(
        [
            implementing.select("activity_key", "ref"),
            tables["transaction"].select("activity_key", ref="receiver_ref"),
        ]
    ).unique()
    return pl.concat(
        [
            refs.filter(pl.col("ref").is_not_null()).select(
                "activity_key", _group=pl.lit("=") + normal_ref(pl.col("ref")), about="ref"
            ),
            names.select("activity_key", _group=folded(pl.col("text")), about="text").filter(
                pl.col("_group").str.len_chars() >= SHORTEST_NAME
            ),
        ]
    )


def own_lists(tables: Mapping[str, pl.DataFrame], text: ArticleText) -> pl.DataFrame:
    """activity_key, serves, about: codes of publishers' own lists that stand in lists/own_lists.toml."""
    rows = [
        (normal, one.vocabulary, kind, key.casefold(), serves)
        for one in text.own_lists
        for normal in [one.publisher]
        for kind, table in (("code", one.codes), ("name", one.names))
        for key, all_served in table.items()
        for serves in all_served
    ]
    known = pl.DataFrame(rows, schema=["_of", "vocabulary", "_kind", "_key", "serves"], orient="row")
    names = (
        tables["narrative"]
        .filter(pl.col("element") == "sector")
        .unique(["activity_key", "parent_no"], keep="first", maintain_order=True)
        .select("activity_key", row_no="parent_no", name="text")
    )
    said = (
        tables["sector"]
        .select("activity_key", "row_no", "vocabulary", "code")
        .join(tables["activity"].select("activity_key", _of=normal_ref(pl.col("reporting_org_ref"))), on="activity_key")
        .join(names, on=["activity_key", "row_no"], how="left")
        .with_columns(
            _kind=pl.when(pl.col("code").is_null()).then(pl.lit("name")).otherwise(pl.lit("code")),
            _key=pl.coalesce("code", "name").str.to_lowercase().str.strip_chars(),
            about=pl.coalesce(pl.format("{} {}", "code", "name"), "code", "name"),
        )
    )
    found = said.join(known, on=["_of", "vocabulary", "_kind", "_key"], how="inner")
    return found.group_by("activity_key", "serves").agg(pl.col("about").min())


def _weak_own(tables: Mapping[str, pl.DataFrame], known: pl.DataFrame, text: ArticleText) -> list[pl.DataFrame]:
    """activity_key, serves, kind: what the activity shows itself and what is too weak alone: words, group, flag."""
    found = []
    for serves in text.signed:
        themes = {
            t for p in text.parts if text.serves(p.id) == serves for r in p.rules if r.grade == "text" for t in r.themes
        }
        columns = [f"main:{theme}" for theme in sorted(themes)]
        if columns:
            found.append(
                known.filter(pl.any_horizontal(columns)).select(
                    "activity_key", serves=pl.lit(serves), kind=pl.lit("words")
                )
            )
    groups = (
        tables["sector"]
        .filter(pl.col("vocabulary") == "2")
        .select("activity_key", _three=pl.col("code").str.slice(0, 3))
    )
    for serves in text.signed:
        wanted = GROUPS.get(serves, ())
        found.append(
            groups.filter(pl.col("_three").is_in(list(wanted))).select(
                "activity_key", serves=pl.lit(serves), kind=pl.lit("group")
            )
        )
    flagged = tables["activity"].filter(pl.col("humanitarian").fill_null(False)).select("activity_key")
    scoped = tables["humanitarian_scope"].select("activity_key")
    flag = pl.concat([flagged, scoped]).unique()
    if "F3" in text.signed:
        found.append(flag.select("activity_key", serves=pl.lit("F3"), kind=pl.lit("flag")))
    return [frame.unique() for frame in found]


def told_here(
    tables: Mapping[str, pl.DataFrame], known: Mapping[str, pl.DataFrame], texts: Mapping[str, ArticleText]
) -> dict[str, pl.DataFrame]:
    """What the signs are made of, activity by activity: _sign_list (what publishers' own lists say, by wording), _sign_weak (what is too weak
    alone, by wording), _sign_title and _sign_partner (the groups that activities are in).

    known: first day of a wording -> features of the activities with money under it. tables: activity (with title_en), participating_org,
    transaction, sector, narrative, humanitarian_scope.
    """
    lists = [LIST.clear()]
    weak = [WEAK.clear()]
    for day, shown in known.items():
        at = pl.lit(day).alias("day")
        lists.append(own_lists(tables, texts[day]).select(at, "activity_key", "serves", "about"))
        weak += [frame.select(at, "activity_key", "serves", "kind") for frame in _weak_own(tables, shown, texts[day])]
    return {
        "_sign_list": pl.concat(lists),
        "_sign_weak": pl.concat(weak).unique().sort("day", "activity_key", "serves", "kind"),
        "_sign_title": titled(tables["activity"]),
        "_sign_partner": partners_of(tables).unique().sort("activity_key", "_group", "about"),
    }


def signs(
    tables: Mapping[str, pl.DataFrame],
    coded: pl.DataFrame,
    parts: pl.DataFrame,
    texts: Mapping[str, ArticleText],
) -> pl.DataFrame:
    """activity_key, serves, sign, about: every sign that is strong enough, each once; a wording that is in use is asked once.

    coded: activity_key of activities with a purpose code that says something. parts: activity_key, part of what those
    codes placed. tables: activity, related_activity and those of `told_here`. What an activity says of itself is never its own witness.
    """
    found = [pl.DataFrame(schema=SIGNS)]
    asked: list[tuple[int, pl.DataFrame, dict[str, pl.DataFrame]]] = []
    for day, text in texts.items():
        named = served(parts, text).join(coded.select("activity_key").unique(), on="activity_key", how="semi")
        named = named.sort("activity_key", "serves")
        largest = next((sign.largest for sign in text.signs if sign.id == "kin" and sign.largest), ANY_SIZE)
        told = next((told for size, before, told in asked if size == largest and before.equals(named)), None)
        if told is None:  # wordings that serve the same hear the same of others
            told = _of_all_others(tables, coded, named, largest)
            asked.append((largest, named, told))
        found.append(_strong(tables, told, text, day))
    return (
        pl.concat(found)
        .unique(["activity_key", "serves", "sign"], keep="first", maintain_order=True)
        .sort("activity_key", "serves", "sign")
    )


def _of_all_others(
    tables: Mapping[str, pl.DataFrame], coded: pl.DataFrame, named: pl.DataFrame, largest: int
) -> dict[str, pl.DataFrame]:
    """Sign -> what the coded others of each activity serve: its kin, those of its title, of its partners, of its publisher."""
    publisher = tables["activity"].select(
        "activity_key", _group=normal_ref(pl.col("reporting_org_ref")), about="reporting_org_ref"
    )
    return {
        "kin": _of_kin(
            kinship(tables["activity"], tables["related_activity"], coded, largest), named, tables["activity"]
        ),
        "title": _in_groups(tables["_sign_title"], coded, named),
        "partner": _in_groups(tables["_sign_partner"], coded, named),
        "two-signs": _in_groups(publisher, coded, named),
    }


def _strong(
    tables: Mapping[str, pl.DataFrame], told: Mapping[str, pl.DataFrame], text: ArticleText, day: str
) -> pl.DataFrame:
    """SIGNS of one wording. told: as `_of_all_others` gives it."""
    strong = [tables["_sign_list"].filter(pl.col("day") == day).with_columns(sign=pl.lit("own-list"))]
    weak = [tables["_sign_weak"].filter(pl.col("day") == day).drop("day")]
    for sign in text.signs:
        if sign.id not in told:
            continue
        of = told[sign.id].filter(pl.col("of") >= sign.least)
        if sign.share:
            strong.append(
                of.filter(pl.col("share") >= sign.share).select("activity_key", "serves", "about", sign=pl.lit(sign.id))
            )
        if sign.weak_share is not None:
            enough = of.filter(pl.col("share") >= sign.weak_share)
            weak.append(
                enough.select("activity_key", "serves", kind=pl.lit(PUBLISHER if sign.id == "two-signs" else sign.id))
            )
    strong.append(_together(weak, text.signs))
    return (
        pl.concat([frame.select(list(SIGNS)) for frame in strong])
        .group_by("activity_key", "serves", "sign")
        .agg(pl.col("about").min())
        .sort("activity_key", "serves", "sign")
    )


def _together(weak: Sequence[pl.DataFrame], known: Sequence[Sign]) -> pl.DataFrame:
    """Two weak signs of different kinds that point the same way, one of them of the same work in other hands: kin or partner."""
    every = pl.concat(list(weak)).unique()
    return (
        every.group_by("activity_key", "serves")
        .agg(
            n=pl.col("kind").n_unique(),
            of_others=pl.col("kind").is_in(list(OF_OTHERS)).any(),
            about=pl.col("kind").sort().unique(maintain_order=True).str.join(" + "),
        )
        .filter((pl.col("n") >= 2) & pl.col("of_others"))
        .select("activity_key", "serves", "about", sign=pl.lit("two-signs"))
    )
