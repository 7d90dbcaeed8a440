"""`vrede chain`: how far the money can be followed, and which links of a partner lead nowhere."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import polars as pl
import typer
from rich.table import Table

from vrede.article import load_policy
from vrede.chain import REPORT_TABLES, chain_report, chain_words
from vrede.cli.options import Format, FormatOption, Lang, LangOption, SnapshotOption, opened
from vrede.cli.terminal import console
from vrede.lake import Snapshot, neutral
from vrede.language import millions, parameters_of, say
from vrede.money import BOUNDS, normal_ref

NONE = {"cents": 0, "transactions": 0}
WITHOUT = "certain_eur_cents_without_outliers"
"""Of level 0: what of an outlier is seen further down cannot be said."""
COLUMNS = ("source", "stated_id", "state", "rule", "suggested_id", "iati_identifier")


def chain(
    partner: Annotated[str, typer.Argument(help="A publisher's identifier: lists its links that lead nowhere.")] = "",
    lang: LangOption = Lang.en,
    format: FormatOption = Format.table,
    snapshot: SnapshotOption = "",
) -> None:
    """Show how far the ministry's money can be followed, or a partner's links that lead nowhere.

    Examples:

      vrede chain

      vrede chain --format json

      vrede chain NL-KVK-41160054 --format csv > links.csv
    """
    found = opened(snapshot)
    if partner:
        _links(found, partner, format)
        return
    day = date.fromisoformat(found.manifest["policy_day"])
    data = chain_report(
        {name: found.table(name) for name in REPORT_TABLES}, load_policy().names("ministry_identifiers", day)
    )
    if format is Format.json:
        json.dump({"snapshot": found.name, **data}, sys.stdout, indent=1, ensure_ascii=False)
        typer.echo()
    elif format is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(
            ["level", "certain_eur_cents", "at_most_eur_cents", "activities", "reason", "not_seen_eur_cents", WITHOUT]
        )
        own = data["outliers"]["own_spent"]["cents"]
        writer.writerows(
            [*row.values(), "", "", "" if row["level"] else row["certain_eur_cents"] - own] for row in data["levels"]
        )
        writer.writerows([1, "", "", "", reason, cents, ""] for reason, cents in data["not_followed"].items())
    else:
        _tables(data, lang)


def _tables(data: dict[str, Any], lang: Lang) -> None:
    def _million(cents: int | None) -> str:
        return millions(cents, lang.value, fine=True)  # only for the eye, in a terminal

    def _marked(cents: int | None, far: Mapping[str, int]) -> str:
        """Where it holds outliers with, on a line below, the mark and the amount without them."""
        return (
            f"{_million(cents)}\n‡ {_million((cents or 0) - far['cents'])}" if far["transactions"] else _million(cents)
        )

    title, million = say("cli.chain.money_by_level", lang.value), say("cli.chain.million_euro", lang.value)
    outliers = data["outliers"]
    words = say("cli.chain.outliers", lang.value)
    own_words = f"{million}. {words}" if outliers["own_spent"]["transactions"] else million
    headings = (say(f"cli.chain.{name}", lang.value) for name in ("level", "certain", "at_most", "activities"))
    table = Table(*headings, title=title, caption=own_words)
    for row in data["levels"]:
        far = outliers["own_spent"] if row["level"] == 0 else NONE
        table.add_row(
            str(row["level"]),
            _marked(row["certain_eur_cents"], far),
            _marked(row["at_most_eur_cents"], far),
            str(row["activities"]),
        )
    console().print(table)
    names = [say(f"cli.chain.bound_{bound}", lang.value) for bound in BOUNDS]
    marked = any(far["transactions"] for of in outliers["bounds"].values() for far in of.values())
    three = Table(
        "", *names, title=say("cli.chain.bounds", lang.value), caption=f"{million}. {words}" if marked else million
    )
    for kind in ("spent", "commitment"):
        of = data["bounds"][kind].get("all", {})
        cells = (_marked(of.get(f"{bound}_eur_cents"), outliers["bounds"][kind][bound]) for bound in BOUNDS)
        three.add_row(say(f"cli.chain.kind_{kind}", lang.value), *cells)
    console().print(three)
    why = Table(say("cli.chain.not_followed", lang.value), million)
    for reason, cents in data["not_followed"].items():
        why.add_row(chain_words(reason, lang.value), _million(cents))
    why.add_section()
    why.add_row(say("cli.chain.not_seen", lang.value), _million(data["not_seen_eur_cents"]))
    console().print(why)
    named = {name: data["to_ministry"][name] for name in parameters_of("cli.chain.to_ministry")}
    typer.echo(say("cli.chain.to_ministry", lang.value, **named))


def _links(found: Snapshot, partner: str, format: Format) -> None:
    activity = found.table("activity").filter(
        normal_ref(pl.col("reporting_org_ref")) == partner.replace(" ", "").upper()
    )
    if activity.is_empty():
        raise typer.BadParameter(
            f"{partner} publishes nothing in this snapshot. `vrede show` knows activities and countries."
        )
    rows = (
        found.table("link")
        .filter(pl.col("state") != "certain")
        .join(activity.select("activity_key", "iati_identifier"), on="activity_key", how="inner")
        .select(COLUMNS)
        .unique()
        .sort(COLUMNS, nulls_last=True)
    )
    if format is Format.json:
        json.dump(
            {"snapshot": found.name, "partner": partner, "links": rows.to_dicts()},
            sys.stdout,
            indent=1,
            ensure_ascii=False,
        )
        typer.echo()
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(neutral(rows).rows())
