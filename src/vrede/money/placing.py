"""All slices under the parts of the article: each by the wording of its year, by its own codes and words, then by what others say."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vrede.article import ArticleText, normal_identifier
from vrede.money.measure import normal_ref
from vrede.money.place import CASE, CodePolicy, Placed, by_itself, finished, is_apart, speaks
from vrede.money.signs import SIGNS, signs

CORRECTED = "corrected"
"""The rule of a placement that two people judged."""
NO_PLACEMENT = {"case": pl.Int64, "part": pl.String, "grade": pl.String, "rule": pl.String}


def numbered_cases(slices: pl.DataFrame) -> pl.DataFrame:
    """What placement hangs on, each once and with a number: case, the columns of CASE, text_from."""
    cases = slices.select(*CASE, "text_from").unique().sort(*CASE, "text_from", nulls_last=True)
    return cases.with_row_index("case").with_columns(pl.col("case").cast(pl.Int64))


def _coded(own: Mapping[str, Placed], codes: CodePolicy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(activity_key of activities with a code that speaks, activity_key and part of what such codes place)."""
    keys, parts = [], []
    for placed in own.values():
        speaking = placed.known.filter(speaks(codes.silent)).select("case", "activity_key")
        keys.append(speaking.select("activity_key"))
        firm = placed.direct.filter(pl.col("grade") == "coded").select("case", "part")
        parts.append(speaking.join(firm, on="case", how="inner").select("activity_key", "part"))
    return pl.concat(keys).unique(), pl.concat(parts).unique()


def place_slices(
    slices: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
    texts: tuple[ArticleText, ...],
    codes: CodePolicy,
    shown: Mapping[str, pl.DataFrame],
    said: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """(slices with `placed` and `apart`, placement, the signs that were used).

    slices: the columns of CASE, slice_key, text_from. shown: as `by_wording` gives it. said: signs found before, of
    the same activities; else they are found here, from what the codes of these slices place.
    """
    numbered = numbered_cases(slices)
    own = {}
    for text in texts:
        cases = numbered.filter(pl.col("text_from") == text.valid_from.isoformat())
        if cases.height:
            day = text.valid_from.isoformat()
            own[day] = by_itself(cases.drop("text_from"), shown[day], text, codes)
    known = {text.valid_from.isoformat(): text for text in texts}
    if said is None:
        said = _said(own, known, tables, codes)
    found = [finished(placed, known[day], codes, said) for day, placed in own.items()]
    by_case = pl.concat(found) if found else pl.DataFrame(schema=NO_PLACEMENT)
    by_case = corrected(by_case, numbered.filter(~is_apart(codes.apart)), tables["activity"], texts)
    cased = slices.join(numbered, on=[*CASE, "text_from"], how="left", nulls_equal=True, maintain_order="left")
    placement = (
        cased.select("slice_key", "case")
        .join(by_case, on="case", how="inner")
        .with_columns(clause=pl.col("part").str.slice(0, 2))
        .select("slice_key", "clause", "part", "grade", "rule")
        .sort("slice_key", "part")
    )
    marked = cased.drop("case").with_columns(
        placed=pl.col("slice_key").is_in(placement["slice_key"].unique().implode()), apart=is_apart(codes.apart)
    )
    return marked, placement, said


def corrected(
    placed: pl.DataFrame, cases: pl.DataFrame, activity: pl.DataFrame, texts: tuple[ArticleText, ...]
) -> pl.DataFrame:
    """Placements after corrections: what two people judged not to belong is gone, what they judged to belong is there.

    placed: case, part, grade, rule. cases: case, activity_key, text_from; without costs of refugees in the donor country.
    """
    named = activity.select(
        "activity_key", _of=normal_ref(pl.col("reporting_org_ref")), identifier=pl.col("iati_identifier")
    )
    for text in texts:
        rows = [
            (normal_identifier(c.publisher), c.identifier, c.part, c.belongs)
            for c in text.corrections
            if c.part in {p.id for p in text.parts}
        ]
        if not rows:
            continue
        said = pl.DataFrame(rows, schema=["_of", "identifier", "part", "belongs"], orient="row")
        beside = cases.filter(pl.col("text_from") == text.valid_from.isoformat())
        hit = (
            beside.join(named, on="activity_key").join(said, on=["_of", "identifier"]).select("case", "part", "belongs")
        )
        placed = placed.join(hit, on=["case", "part"], how="anti", maintain_order="left")
        added = hit.filter("belongs").select("case", "part", grade=pl.lit("coded"), rule=pl.lit(CORRECTED))
        placed = pl.concat([placed, added])
    return placed


def _said(
    own: Mapping[str, Placed], texts: Mapping[str, ArticleText], tables: Mapping[str, pl.DataFrame], codes: CodePolicy
) -> pl.DataFrame:
    """The signs of all wordings; an activity with money under two of them is asked once in each."""
    if not own:
        return pl.DataFrame(schema=SIGNS)
    keys, parts = _coded(own, codes)
    every = [
        signs(tables, keys, parts, placed.known.unique("activity_key", keep="any", maintain_order=True), texts[day])
        for day, placed in own.items()
    ]
    return (
        pl.concat(every)
        .unique(["activity_key", "serves", "sign"], keep="first", maintain_order=True)
        .sort("activity_key", "serves", "sign")
    )
