"""`vrede show`: the article, a clause, a country or an activity, with its money."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

import polars as pl
import typer
from rich.table import Table

from vrede.article import ArticleText, load_texts, normal_identifier
from vrede.cli.options import Format, FormatOption, Lang, LangOption, SnapshotOption, opened
from vrede.cli.terminal import console
from vrede.lake import Snapshot, asked_words, newest_by_measure, own_selections, partial_years
from vrede.lake.tables import BY_NAME
from vrede.language import Nothing, millions, say, signs_in_words, state_of_figure, with_taken_back
from vrede.money import (
    KINDS,
    NAMES,
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
COLUMNS = ("own_commitment", *(f"{name}_spent" for name in NAMES))
"""The figures of a table in the terminal: what was committed of own money, and of every figure what was spent."""


def ledger_of(snapshot: Snapshot, texts: Sequence[ArticleText]) -> Ledger:
    """The ledger of a snapshot, with the latest text's regions."""
    regions = {region.id: region.countries for region in texts[-1].regions}
    return Ledger.of(snapshot.table, regions, snapshot.hidden)


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
        _one(found, ledger, Selection(clause=wanted.upper()), wanted.upper(), lang, format)
    elif wanted in parts or wanted[:1].upper() + wanted[1:] in parts:
        part = wanted[:1].upper() + wanted[1:]
        _one(found, ledger, Selection(part=part), part, lang, format)
    elif is_country(wanted.upper()):
        inside = Selection(scope="all", country=wanted.upper())
        _one(found, ledger, inside, country_name(wanted.upper(), lang.value), lang, format)
    elif _organisation(found, wanted) in found.table("partner")["partner_ref"]:
        _partner(found, ledger, _organisation(found, wanted), lang, format)
    else:
        _activity(found, ledger, wanted, lang, format)


def _million(cents: int | Nothing | None, lang: Lang) -> str:
    """For the eye, in a terminal: each state of nothing has its own sign; every exported figure is in cents."""
    return millions(cents, lang.value, fine=True)


def _under(found: Snapshot, words: str, lang: Lang, outliers: int) -> str:
    """What stands under a table of money: how to read it, with the mark of outliers where there are any, and what its files were asked for."""
    words = f"{words} {say('cli.show.outliers', lang.value)}" if outliers else words
    asked = own_selections(found.table("activity"), found.table("dataset"))
    held = "; ".join(asked_words(text, lang.value) for text in asked)
    told = f"{words} {say('cli.show.signs', lang.value, signs=_signs(lang))}"
    return f"{told} {say('cli.show.asked', lang.value, asked=held)}" if asked else told


def _sum(years: dict[str, dict[str, Any]], name: str, none: Nothing) -> tuple[int | Nothing, int]:
    """All years together and what of them was taken back; where no year has a figure, why."""
    found = [values[name] for values in years.values() if values[name] is not None]
    return (sum(found) if found else none), sum(values["taken_back"].get(name, 0) for values in years.values())


def _left_out(block: Mapping[str, Any], name: str) -> int:
    """The cents of outliers in a block, as `statement_of` gives it, over all years."""
    without = block["years_without_outliers"].items()
    return sum(block["years"][year][name] - values[name] for year, values in without if values[name] is not None)


def _shown(cents: int | Nothing, back: int, outliers: int, lang: Lang) -> str:
    """A figure in a table; with what was paid and taken back where half or more was, and where it holds outliers with, on a line below,
    the mark and the amount without them."""
    if isinstance(cents, Nothing):
        return cents.sign
    shown = with_taken_back(cents, back, lang.value, partial(millions, fine=True))
    return f"{shown}\n‡ {_million(cents - outliers, lang)}" if outliers else shown


def _none(ledger: Ledger, column: str) -> Nothing:
    """Why a column of a table has no figure in any year."""
    return ledger.nothing(Selection(measure=column.split("_")[0]))


def _signs(lang: Lang) -> str:
    return "; ".join(f"{sign} {words}" for _state, sign, words in signs_in_words(lang.value))


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
                _shown(*_sum(row["years"], f"{c}_eur_cents", _none(ledger, c)), _left_out(row, f"{c}_eur_cents"), lang)
                for c in COLUMNS
            ),
            str(row["activities"]),
        ]
        for _ident, _name, row in lines
    ]
    for heading in (*COLUMNS, "activities"):
        table.add_column(say(f"cli.show.{heading}", lang.value), justify="right")
    for (ident, name, _row), shown in zip(lines, amounts, strict=True):
        if name == totals["article"]:
            table.add_section()
        table.add_row(ident, name, *shown)
    console().print(table)


def _csv_by_year(lines: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """A row a year of each block, as `statement_of` gives them; after the amounts what was taken back of each, why there is none, and the
    same without outliers."""
    columns = [f"{name}_{kind}_eur_cents" for name in NAMES for kind in KINDS]
    back, none = ([c.replace("_eur_cents", end) for c in columns] for end in ("_taken_back_eur_cents", "_nothing"))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    without = [f"{column}_without_outliers" for column in columns]
    writer.writerow(["what", "year", *columns, *back, *none, *without])
    for ident, block in lines:
        for year, values in block["years"].items():
            figures = [values[column] for column in columns]
            taken = [values["taken_back"].get(c, 0 if values[c] is not None else None) for c in columns]
            states = [values["nothing"].get(c) or state_of_figure(values[c]) for c in columns]
            left = block["years_without_outliers"].get(year, values)
            writer.writerow([ident, year, *figures, *taken, *states, *(left[column] for column in columns)])


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
    _one(found, ledger, Selection(scope="all", partner=ref), shown, lang, format, more)
    if format is Format.table and spellings:
        written = "; ".join(str(row["as_ref"] or row["as_name"]) for row in spellings[:SPELLINGS])
        console().print(say("cli.show.written_as", lang.value, written=written, n=len(spellings)))


def _one(
    found: Snapshot,
    ledger: Ledger,
    selection: Selection,
    name: str,
    lang: Lang,
    format: Format,
    more: Mapping[str, Any] | None = None,
) -> None:
    data: dict[str, Any] = {"snapshot": found.name, "what": name, **statement_of(ledger, selection), **(more or {})}
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
    for heading in COLUMNS:
        table.add_column(say(f"cli.show.{heading}", lang.value), justify="right")
    for year, values in data["years"].items():
        until = partial.get(int(year)) if year.isascii() and year.isdigit() else None
        shown = say("cli.show.until", lang.value, year=year, day=until.isoformat()) if until else year
        left = data["years_without_outliers"].get(year, values)
        cells = []
        for name_of in (f"{column}_eur_cents" for column in COLUMNS):
            cents, back = values[name_of], values["taken_back"].get(name_of, 0)
            beyond = 0 if cents is None else cents - left[name_of]
            cells.append(_shown(Nothing(values["nothing"][name_of]) if cents is None else cents, back, beyond, lang))
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
        table.add_row(part, grade, rule, kind, _shown(cents, 0, cents - without, lang))
    console().print(table)
