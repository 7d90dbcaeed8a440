"""`vrede show`: the article, a clause, a country or an activity, with its money."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import polars as pl
import typer
from rich.table import Table

from vrede.article import ArticleText, load_texts, normal_identifier
from vrede.cli.options import Format, FormatOption, Lang, LangOption, SnapshotOption, opened
from vrede.cli.terminal import console
from vrede.lake import Snapshot, asked_words, newest_by_measure, own_selections, partial_years
from vrede.lake.tables import BY_NAME
from vrede.language import millions, say
from vrede.money import (
    KINDS,
    MEASURES,
    Ledger,
    PartnerNames,
    Selection,
    grouped,
    link_reason,
    statement,
    statement_of,
    written_otherwise,
)
from vrede.sources.countries import country_name, is_country

TABLES = ("transaction", "dataset", "issue", "activity", "copy", "slice")
SPELLINGS = 10
MONEY_COLUMNS = ("own_commitment", "own_spent", "chain_spent", "field_spent")
MONEY_HEADINGS = ("own_committed", "own_spent", "chain_spent", "field_spent")


def ledger_of(snapshot: Snapshot, texts: Sequence[ArticleText]) -> Ledger:
    """The ledger of a snapshot, with the latest text's regions."""
    regions = {region.id: region.countries for region in texts[-1].regions}
    return Ledger(snapshot.table("slice"), snapshot.table("placement"), regions)


def show(
    what: Annotated[
        str,
        typer.Argument(
            help="article, a clause (F1), a part (F1.c), a country (MLI) or an identifier of an activity or partner."
        ),
    ] = "article",
    lang: LangOption = Lang.en,
    format: FormatOption = Format.table,
    snapshot: SnapshotOption = "",
) -> None:
    """Show the money of the article, of a clause or part, of a country, or of one activity.

    Examples:

      vrede show article

      vrede show F1.c --lang nl

      vrede show MLI --format csv

      vrede show XM-DAC-7-PPR-4000001234 --format json

      vrede show XM-DAC-41114 --format json
    """
    texts = load_texts()
    found = opened(snapshot)
    ledger = ledger_of(found, texts)
    wanted = what.strip()
    clauses = {clause.id for text in texts for clause in text.clauses}
    parts = {part.id for text in texts for part in text.parts}
    if wanted.lower() == "article":
        _article(found, ledger, texts, lang, format)
    elif wanted.upper() in clauses:
        _one(found, ledger.select(Selection(clause=wanted.upper())), wanted.upper(), lang, format)
    elif wanted in parts or wanted[:1].upper() + wanted[1:] in parts:
        part = wanted[:1].upper() + wanted[1:]
        _one(found, ledger.select(Selection(part=part)), part, lang, format)
    elif is_country(wanted.upper()):
        rows = ledger.select(Selection(scope="all", country=wanted.upper()))
        _one(found, rows, country_name(wanted.upper(), lang.value), lang, format)
    elif _organisation(found, wanted) in found.table("partner")["partner_ref"]:
        _partner(found, ledger, _organisation(found, wanted), lang, format)
    else:
        _activity(found, ledger, wanted, lang, format)


def _million(cents: int | None, lang: Lang) -> str:
    """For the eye, in a terminal: an en dash where no file of the measure has the year; every exported figure is in cents."""
    return millions(cents, lang.value, fine=True)


def _under(found: Snapshot, words: str, lang: Lang, outliers: int) -> str:
    """What stands under a table of money: how to read it, with the mark of outliers where there are any, and what its files were asked for."""
    words = f"{words} {say('cli.show.outliers', lang.value)}" if outliers else words
    asked = own_selections(found.table("activity"), found.table("dataset"))
    held = "; ".join(asked_words(text, lang.value) for text in asked)
    return f"{words} {say('cli.show.asked', lang.value, asked=held)}" if asked else words


def _marked(cents: int | None, outliers: int, lang: Lang) -> str:
    """An amount; where it holds outliers with, on a line below, the mark and the amount without them."""
    shown = _million(cents, lang)
    return f"{shown}\n‡ {_million((cents or 0) - outliers, lang)}" if outliers else shown


def _left_out(block: Mapping[str, Any], name: str) -> int:
    """The cents of outliers in a block, as `statement_of` gives it, over all years."""
    years = block["years_without_outliers"]
    return sum(block["years"][year][name] - values[name] for year, values in years.items())


def _sum(years: dict[str, dict[str, int]], name: str) -> int:
    return sum(values[name] for values in years.values())


def _article(found: Snapshot, ledger: Ledger, texts: Sequence[ArticleText], lang: Lang, format: Format) -> None:
    data = statement(ledger, texts, {name: found.table(name) for name in TABLES}, found.name)
    if format is Format.json:
        json.dump(data, sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
        return
    titles = {c.id: c.title.get(lang.value) for text in texts for c in text.clauses}
    lines = [(c["id"], titles[c["id"]], c) for c in data["clauses"]]
    totals = {name: say(f"cli.show.row.{name}", lang.value) for name in ("article", "unplaced", "apart", "all")}
    lines += [("", shown, data[name]) for name, shown in totals.items()]
    if format is Format.csv:
        _csv_by_year([(ident or name, row) for ident, name, row in lines])
        return
    table = Table(
        say("cli.show.clause", lang.value),
        say("cli.show.about", lang.value),
        title=say("cli.show.made_up", lang.value) if found.manifest["made_up"] else None,
        caption=_under(found, say("cli.show.under_article", lang.value), lang, data["all"]["outliers"]),
    )
    amounts = [
        [
            *(
                _marked(_sum(row["years"], name) or None, _left_out(row, name), lang)
                for name in (f"{column}_eur_cents" for column in MONEY_COLUMNS)
            ),
            str(row["activities"]),
        ]
        for _ident, _name, row in lines
    ]
    for heading in (*MONEY_HEADINGS, "activities"):
        table.add_column(say(f"cli.show.{heading}", lang.value), justify="right")
    for (ident, name, _row), shown in zip(lines, amounts, strict=True):
        if name == totals["article"]:
            table.add_section()
        table.add_row(ident, name, *shown)
    console().print(table)


def _csv_by_year(lines: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """A row a year of each block, as `statement_of` gives them; beside each amount the same without outliers."""
    columns = [f"{measure}_{kind}_eur_cents" for measure in MEASURES for kind in KINDS]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    without = [f"{column}_without_outliers" for column in columns]
    writer.writerow(["what", "year", *columns, *without])
    for ident, block in lines:
        for year, values in block["years"].items():
            left = block["years_without_outliers"].get(year, values)
            writer.writerow(
                [ident, year, *(values[column] for column in columns), *(left[column] for column in columns)]
            )


def _links(found: Snapshot) -> pl.DataFrame:
    return found.table("organisation_link") if found.has("organisation_link") else BY_NAME["organisation_link"].empty()


def _organisation(found: Snapshot, wanted: str) -> str:
    """The reference of the organisation that an identifier is taken for."""
    ref = normal_identifier(wanted)
    return written_otherwise(_links(found)).get(ref, ref)


def _partner(found: Snapshot, ledger: Ledger, ref: str, lang: Lang, format: Format) -> None:
    """Its money under its name, with the rule by which its levels count (levels: none where it uses none) and what is taken for it."""
    levels = found.table("level_rule").filter(pl.col("partner_ref") == ref).drop("partner_ref")
    said = [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in levels.to_dicts()
    ]
    links = _links(found).filter(pl.col("partner_ref") == ref).drop("partner_ref")
    spellings = [
        {**row, "why": link_reason(row["grade"], row["reason"], lang.value)}
        for row in links.sort(
            "activities", "as_ref", "as_name", descending=[True, False, False], nulls_last=True
        ).to_dicts()
    ]
    name = PartnerNames(found.table("partner"), _links(found), lambda: lang.value).get(ref, ref)
    more = {"name": name, "levels": said, "spellings": spellings}
    shown = ref if format is not Format.table else name if ref.startswith(("NAME-", "NONE-")) else f"{name} ({ref})"
    _one(found, ledger.select(Selection(scope="all", partner=ref)), shown, lang, format, more)
    if format is Format.table and spellings:
        written = "; ".join(str(row["as_ref"] or row["as_name"]) for row in spellings[:SPELLINGS])
        console().print(say("cli.show.written_as", lang.value, written=written, n=len(spellings)))


def _found(rows: pl.DataFrame) -> dict[str, set[str]]:
    """Year -> measure_kind of which anything was found: where nothing was, or no file has the year, is an en dash and no nought."""
    found: dict[str, set[str]] = {}
    for year, measure, kind in rows.select("year", "measure", "kind").unique().iter_rows():
        found.setdefault("none" if year is None else str(year), set()).add(f"{measure}_{kind}")
    return found


def _one(
    found: Snapshot,
    rows: pl.DataFrame,
    name: str,
    lang: Lang,
    format: Format,
    more: Mapping[str, Any] | None = None,
) -> None:
    data: dict[str, Any] = {"snapshot": found.name, "what": name, **statement_of(rows), **(more or {})}
    if format is Format.json:
        json.dump(data, sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
        return
    if format is Format.csv:
        _csv_by_year([(name, data)])
        return
    table = Table(
        "", title=name, caption=_under(found, say("cli.show.under_years", lang.value), lang, data["outliers"])
    )
    partial = partial_years(newest_by_measure(found.table("activity")))
    there = _found(rows)
    made = []
    for year, values in data["years"].items():
        until = partial.get(int(year)) if year.isascii() and year.isdigit() else None
        shown = say("cli.show.until", lang.value, year=year, day=until.isoformat()) if until else year
        left = data["years_without_outliers"].get(year, values)
        cells = [
            _marked(values[name], values[name] - left[name], lang)
            if c in there.get(year, set())
            else _million(None, lang)
            for c, name in ((c, f"{c}_eur_cents") for c in MONEY_COLUMNS)
        ]
        made.append((shown, cells))
    for heading in MONEY_HEADINGS:
        table.add_column(say(f"cli.show.{heading}", lang.value), justify="right")
    for shown, cells in made:
        table.add_row(shown, *cells)
    console().print(table)


def _activity(found: Snapshot, ledger: Ledger, identifier: str, lang: Lang, format: Format) -> None:
    activity = found.table("activity").filter(pl.col("iati_identifier") == identifier)
    if activity.is_empty():
        typer.echo(
            f"{identifier}: no clause, part, country or activity of this name in snapshot {found.name}.", err=True
        )
        raise typer.Exit(2)
    rows = ledger.slices.filter(pl.col("activity_key").is_in(activity["activity_key"].implode()))
    by = ("part", "grade", "rule", "kind")
    placed = ledger.placement.join(rows, on="slice_key", how="inner")
    left = grouped(placed.filter(~pl.col("outlier")), *by).select(*by, without_outliers_eur_cents="amount_eur_cents")
    sums = (
        grouped(placed, *by)
        .join(left, on=list(by), how="left")
        .with_columns(pl.col("without_outliers_eur_cents").fill_null(0))
        .sort("part", "kind", "rule")
    )
    if format is Format.json:
        head = activity.select(
            "iati_identifier",
            "reporting_org_ref",
            "title_en",
            "title_nl",
            "measure",
            "measure_reason",
            "dataset",
            "activity_ordinal",
            "byte_start",
            "byte_end",
        ).to_dicts()
        json.dump(
            {
                "snapshot": found.name,
                "activity": head,
                "placements": sums.to_dicts(),
                "outliers": found.table("outlier")
                .join(activity.select("activity_key"), on="activity_key", how="semi")
                .to_dicts(),
            },
            sys.stdout,
            indent=1,
            ensure_ascii=False,
        )
        typer.echo()
        return
    if format is Format.csv:
        sys.stdout.write(sums.write_csv())
        return
    title = activity[f"title_{lang.value}"][0] or identifier
    words = say("cli.show.outliers", lang.value) if rows["outlier"].any() else None
    table = Table("part", "grade", "rule", "kind", title=f"{title} ({identifier})", caption=words)
    table.add_column("EUR m", justify="right")
    for part, grade, rule, kind, cents, _, _, without in sums.iter_rows():
        table.add_row(part, grade, rule, kind, _marked(cents, cents - without, lang))
    console().print(table)
