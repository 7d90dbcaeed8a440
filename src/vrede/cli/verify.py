"""`vrede verify LINK`: a figure of the site again, offline: the same number and rows, or what changed."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from vrede.article import load_texts
from vrede.cli.options import Lang, LangOption, opened
from vrede.cli.show import ledger_of
from vrede.cli.terminal import console
from vrede.lake import LakeError, ReceiptError, Snapshot, read_receipt
from vrede.language import say
from vrede.money import LinkError, grouped, parse_link

EXIT_CHANGED = 7


def verify(
    link: Annotated[str, typer.Argument(help="The address of a figure, as the site gives it.")],
    xml: Annotated[bool, typer.Option("--xml", help="Print the source XML of the activities too.")] = False,
    rows: Annotated[int, typer.Option(help="How many activities to list.", min=0)] = 20,
    lang: LangOption = Lang.en,
) -> None:
    """Calculate a linked figure again from the lake, offline. Exit code 7 where it differs.

    Example: vrede verify 'http://127.0.0.1:8000/en/rows/?clause=F1&year=2020&snapshot=0123456789abcdef&cents=100'
    """
    texts = load_texts()
    try:
        claim = parse_link(link, {region.id for region in texts[-1].regions})
    except LinkError as error:
        typer.echo(f"vrede: {error}", err=True)
        raise typer.Exit(2) from error
    gone = False
    try:
        found = opened(claim.snapshot)
    except LakeError:
        found, gone = opened(), True
        typer.echo(say("cli.verify.no_longer_kept", lang.value, asked=claim.snapshot, compared=found.name))
    ledger = ledger_of(found, texts)
    selected = ledger.select(claim.selection)
    cents = int(selected["amount_eur_cents"].sum() or 0)
    same = claim.cents is None or claim.cents == cents
    stated = "?" if claim.cents is None else str(claim.cents)
    outcome = say("cli.verify.same" if same else "cli.verify.different", lang.value)
    typer.echo(say("cli.verify.compared", lang.value, stated=stated, found=cents, outcome=outcome))
    table = Table("identifier", "title", "file", "bytes")
    table.add_column("EUR cents", justify="right")
    activity = found.table("activity")
    top = (
        grouped(selected, "activity_key")
        .head(rows)
        .join(activity, on="activity_key", how="left", maintain_order="left")
    )
    for row in top.iter_rows(named=True):
        where = (
            f"{row['byte_start']}-{row['byte_end']}"
            if row["byte_start"] is not None
            else f"activity {row['activity_ordinal']}"
        )
        title = row[f"title_{lang.value}"] or ""
        table.add_row(row["iati_identifier"] or "", title[:60], row["dataset"], where, str(row["amount_eur_cents"]))
    console().print(table)
    if xml:
        _xml(found, [row["activity_key"] for row in top.iter_rows(named=True)])
    if not same or gone:
        raise typer.Exit(0 if same else EXIT_CHANGED)


def _xml(found: Snapshot, keys: list[int]) -> None:
    for key in keys:
        try:
            typer.echo(read_receipt(found, key).text)
        except ReceiptError as error:
            typer.echo(f"vrede: {error}", err=True)
