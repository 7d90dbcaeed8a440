"""`vrede brief`: two printed pages on a country or a clause, with a receipt for every figure."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vrede.article import load_texts
from vrede.brief import SubjectError, facts_of, ledger_of, make_brief, pdf, subject_of
from vrede.cli.options import Lang, LangOption, SnapshotOption, opened
from vrede.money import PATTERNS
from vrede.settings import read_settings


def brief(
    subject: Annotated[str, typer.Argument(help="A country by its three letters (MLI) or a clause (F3).")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    lang: LangOption = Lang.nl,
    year: Annotated[str, typer.Option(help="Four digits; else the last whole year with own money.")] = "",
    snapshot: SnapshotOption = "",
) -> None:
    """Write two printed pages (PDF): money, risk, results, what changed, and a receipt for every figure.

    Examples:

      vrede brief MLI --lang nl --out mali.pdf

      vrede brief F3 --lang en --year 2020 --out f3.pdf
    """
    texts = load_texts()
    if year and (not PATTERNS["year"].fullmatch(year) or year == "none"):
        raise typer.BadParameter(f"{year[:20]!r} is no year: give four digits", param_hint="--year")
    try:
        about = subject_of(subject, texts[-1], lang.value)
        found = opened(snapshot)
        ledger = ledger_of(found, texts)
        made = make_brief(facts_of(found, ledger, texts, about, datetime.now(UTC).date()), about, lang.value, year)
    except SubjectError as error:
        raise typer.BadParameter(str(error), param_hint="SUBJECT") from error
    temporary = out.with_name(f".{out.name}.part")
    try:
        temporary.write_bytes(pdf(made, read_settings().address))
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from error
    typer.echo(f"{out}: {made.title}, {len(made.receipts)} receipts")
