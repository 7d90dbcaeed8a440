"""`vrede article`: the article, its parts and the rules that place money under them, in words."""

import csv
import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any

import typer
from rich.table import Table

from vrede.article import (
    ArticleText,
    Bilingual,
    Difference,
    Language,
    PolicyError,
    describe,
    differences,
    load_texts,
    text_for_year,
    without_marks,
)
from vrede.cli.options import Format, Lang
from vrede.cli.terminal import console
from vrede.language import say

HEADERS = ("clause", "part", "title", "grade", "rule", "reason", "conditions")
CHANGE_HEADERS = ("from", "to", "what", "where", "change", "before", "after")


def article(
    clause: Annotated[str, typer.Argument(help="One clause, such as F1; all of them when left out.")] = "",
    lang: Annotated[Lang, typer.Option(help="Language of the words.")] = Lang.en,
    format: Annotated[Format, typer.Option(help="A table for people; json or csv for programs.")] = Format.table,
    year: Annotated[
        int | None, typer.Option(help="The wording in force in this year; the latest when left out.")
    ] = None,
    changes: Annotated[bool, typer.Option("--changes", help="What changed from each wording to the next.")] = False,
) -> None:
    """Show the article: each clause in plain words and, part by part, the rules that place money under it.

    Examples:

      vrede article

      vrede article F1 --lang nl

      vrede article S2 --year 2022 --format json

      vrede article --changes --format csv
    """
    try:
        texts = load_texts()
    except PolicyError as error:
        typer.echo(f"The article cannot be read. {error}", err=True)
        raise typer.Exit(3) from error
    language: Language = lang.value
    wanted = clause.strip().upper()
    known = {row.id for text in texts for row in text.clauses}
    if wanted and wanted not in known:
        typer.echo(f"There is no clause {clause!r}. Choose one of: {', '.join(sorted(known))}.", err=True)
        raise typer.Exit(2)
    if changes:
        _print(CHANGE_HEADERS, change_rows(texts, language, wanted), format)
        return
    text, before_first = text_for_year(texts, year) if year is not None else (texts[-1], False)
    if before_first:
        typer.echo(f"No wording for {year} is stored; this is the first, from {text.valid_from}.", err=True)
    if format is Format.table:
        _clauses(text, language, wanted)
    else:
        _print(HEADERS, rule_rows(text, language, wanted), format)


def rule_rows(text: ArticleText, language: Language, clause: str = "") -> list[tuple[str, ...]]:
    """One row per rule, as HEADERS names them; what nothing can compute is a row with grade `not computed`."""
    rows: list[tuple[str, ...]] = []
    for row in text.clauses:
        if clause and row.id != clause:
            continue
        for part in row.parts:
            for rule in part.rules:
                said = (rule.reason.get(language), describe(rule, text, language))
                rows.append((row.id, part.id, part.title.get(language), rule.grade, rule.id, *said))
        for gap in row.not_computed:
            rows.append((row.id, "", gap.phrase.get(language), "not computed", "", gap.reason.get(language), ""))
    return rows


def change_rows(texts: Sequence[ArticleText], language: Language, clause: str = "") -> list[tuple[str, ...]]:
    """One row per difference between each wording and the next, as CHANGE_HEADERS names them."""
    return [
        _change_row(before, after, difference, language)
        for before, after in pairwise(texts)
        for difference in differences(before, after)
        if difference.where.startswith(clause)
    ]


def _change_row(before: ArticleText, after: ArticleText, row: Difference, language: Language) -> tuple[str, ...]:
    def words(value: Bilingual | None) -> str:
        return value.get(language) if value else ""

    days = (before.valid_from.isoformat(), after.valid_from.isoformat())
    return (*days, row.what, row.where, row.change, words(row.before), words(row.after))


def _clauses(text: ArticleText, language: Language, clause: str) -> None:
    out = console()
    out.print(text.title.get(language), style="bold")
    out.print(
        f"{text.source.title.get(language)} ({text.source.reference}), {text.valid_from} / {text.valid_to or '...'}"
    )
    for row in text.clauses:
        if clause and row.id != clause:
            continue
        out.print()
        out.print(f"{row.id}  {row.title.get(language)}", style="bold")
        out.print(without_marks(row.sentence.get(language)))
        table = Table(show_lines=False, pad_edge=False)
        for header in ("part", "grade", "rule"):
            table.add_column(say(f"cli.article.{header}", language), overflow="fold")
        for part in row.parts:
            table.add_row(f"{part.id} {part.title.get(language)}", "", "", style="bold")
            for rule in part.rules:
                table.add_row(rule.id, say(f"article.grade.{rule.grade}", language), describe(rule, text, language))
        out.print(table)
        for gap in row.not_computed:
            out.print(
                say(
                    "cli.article.not_computed",
                    language,
                    phrase=gap.phrase.get(language),
                    reason=gap.reason.get(language),
                )
            )


def _print(headers: Sequence[str], rows: Sequence[tuple[str, ...]], format: Format) -> None:
    if format is Format.json:
        data: list[dict[str, Any]] = [dict(zip(headers, row, strict=True)) for row in rows]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif format is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows(rows)
    else:
        table = Table(*headers)
        for row in rows:
            table.add_row(*row)
        console().print(table)
