"""`vrede register`: begin a register, appoint people, record the budget laws, publish, and copy it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from vrede.cli.account import manage, prepare
from vrede.cli.options import suppression_of
from vrede.register import Database, Kind, RegisterRefused, Submission, made_up, record
from vrede.register import found as begin
from vrede.register.audit import Head
from vrede.register.audit import dump as write_dump
from vrede.register.audit import restore as read_dump
from vrede.register.budget_file import laws, stand
from vrede.register.dossier import PARTNER, PEOPLE
from vrede.register.publish import publish as write_folder
from vrede.register.rules import screening
from vrede.register.table import appointed
from vrede.settings import read_settings
from vrede.sources.budget import BudgetError, read_budget, read_live, shape_at

EXIT_CHANGED, EXIT_REFUSED = 7, 11
MENDED = "vrede: guards or tables of the register were of an older program, changed or gone; they were made anew, and no act was changed"
register = typer.Typer(help="The register: budget, commitments and payments as acts.", no_args_is_help=True)
Who = Annotated[str, typer.Option(help="Who does it; a name that was appointed.")]


@register.callback()
def about() -> None:
    """The register: budget, commitments and payments as acts that are only ever added to."""


@contextmanager
def opened(prepare: bool = False) -> Iterator[Database]:
    """The register of this environment; a refusal is one line and an exit code."""
    database = Database(read_settings().database)
    try:
        if prepare:
            older = database.begun() and database.is_older()
            database.prepare()
            if older:
                typer.echo(MENDED, err=True)
        yield database
    except RegisterRefused as refused:
        typer.echo(f"vrede: refused: {refused}", err=True)
        raise typer.Exit(EXIT_REFUSED) from refused
    finally:
        database.close()


@register.command()
def found(administrator: Annotated[str, typer.Option(help="Who may appoint others.")]) -> None:
    """Begin a register in VREDE_DATABASE.

    Example: vrede register found --administrator a.jansen
    """
    with opened() as database:
        act = begin(database, administrator, datetime.now(UTC))
    typer.echo(f"Register begun; its first act is {act.hash[:16]}.")


@register.command()
def appoint(
    person: Annotated[str, typer.Option(help="Who gets a role.")],
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(appointed())}.")],
    who: Who,
    reason: Annotated[str, typer.Option(help="Why.")],
    side: Annotated[str, typer.Option(help="For a fund board: the side that signs.")] = "",
    partner: Annotated[str, typer.Option(help="For a partner contact: the identifier of the partner.")] = "",
) -> None:
    """Give somebody a role. Only an administrator may.

    Example: vrede register appoint --person b.smit --role controller --who a.jansen --reason "new in this post"
    """
    with opened() as database:
        submission = Submission(
            who,
            "administrator",
            Kind.APPOINTMENT,
            PEOPLE,
            " ".join(filter(None, ("appoint", person, role, side, partner))),
            reason,
            facts={"person": person, "role": role, "side": side or None, "partner": partner or None},
        )
        act = record(database, submission)
    typer.echo(f"Act {act.seq}: {person} is {role}.")


@register.command()
def account(
    name: Annotated[str, typer.Argument(help="The name, as it is appointed.")],
    subject: Annotated[str, typer.Option(help="Number of this person at the OpenID Connect provider.")] = "",
    forget_factors: Annotated[bool, typer.Option(help="Take away second factors that were lost.")] = False,
    close: Annotated[bool, typer.Option(help="Let nobody sign in with it any more.")] = False,
) -> None:
    """Make an account to sign in with, and print the link that sets its password once; hand it over yourself, no mail is sent.

    Examples:

      vrede register account b.smit

      vrede register account b.smit --forget-factors
    """
    prepare()
    words = ["account", name, *(["--subject", subject] if subject else [])]
    manage(*words, *(["--forget-factors"] if forget_factors else []), *(["--close"] if close else []))


@register.command()
def screen(
    partner: Annotated[str, typer.Option(help="The partner's identifier.")],
    name: Annotated[list[str], typer.Option(help="A name that the partner is known by; may be given several times.")],
    file: Annotated[
        Path, typer.Option(help="The list: CSV with the columns name, aliases (parted by ;) and identifier.")
    ],
    title: Annotated[str, typer.Option(help="Which list it is.")],
    who: Who,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="On which day the list was fetched; today otherwise.")
    ] = None,
) -> None:
    """Look for a partner on a sanctions list, and record what was found: no hits, or names that a second controller must clear.

    Example: vrede register screen --partner NL-KVK-12345678 --name "Example Foundation" --file list.csv --title "EU list" --who c.vos
    """
    try:
        data = file.read_bytes()
        listed = screening(partner, name, data, title, (day or datetime.now(UTC)).date())
    except (OSError, ValueError) as error:
        typer.echo(f"vrede: {file}: {error}", err=True)
        raise typer.Exit(EXIT_REFUSED) from error
    with opened() as database:
        token = f"screen {partner} {listed.list_hash} {listed.list_day}"
        act = record(
            database,
            Submission(
                who,
                "controller",
                Kind.SCREENING,
                f"{PARTNER}{partner}",
                token,
                f"screened against {title}",
                facts=listed.facts(),
            ),
        )
    hits = ", ".join(listed.hits)
    typer.echo(f"Act {act.seq}: {f'hits: {hits}' if hits else 'no hits'}.")


@register.command()
def budget(
    file: Annotated[
        Path,
        typer.Option(
            help="The collected budget laws, or open data of the state budget (CSV or JSON); its headings say which."
        ),
    ],
    who: Who,
) -> None:
    """Record the budget laws of a file, each once; a law whose printed figures do not add up is refused with the difference.

    Examples:

      vrede register budget --file data/budget/art4_budget.csv --who b.smit

      vrede register budget --file budgettaire_tabellen.json --who b.smit
    """
    asked, refused = laws(*_budget_of(file), who)
    with opened() as database:
        recorded = stand(database, asked)
    typer.echo(f"{len(recorded)} laws stand in the register.")
    for one in refused:
        typer.echo(
            f"Refused: {one.article} {one.year} {one.authority}: {one.rule}, {one.difference_cents} cents off.",
            err=True,
        )


def _budget_of(file: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines and issues of a file of any of the shapes that hold levels. What could not be read is said; recipients hold no law."""
    try:
        shape = shape_at(file)
        if shape == "collected":
            return read_budget(file)
        live = read_live(file)
    except OSError as error:
        raise BudgetError(f"{file}: {error.strerror}") from error
    if shape in ("recipients", "received"):
        raise BudgetError(f"{file}: it says who received what, in euro; no budget law stands in it")
    for row in live.issues.iter_rows(named=True):
        typer.echo(f"{file.name}, line {row['line_no'] or '-'}: {row['rule']}: {row['reason']}", err=True)
    return live.lines, live.issues


def head_of(text: str) -> Head | None:
    """A head as `vrede register head` prints it; None where none was given."""
    if not text:
        return None
    number, _colon, seal = text.partition(":")
    if not number.isdigit() or len(seal) != 64:
        raise typer.BadParameter("give NUMBER:HASH, with the whole hash", param_hint="--head")
    return Head(int(number), seal)


@register.command()
def publish(
    folder: Annotated[Path, typer.Argument(help="Where the files are written; new, empty, or published before.")],
    until: Annotated[int, typer.Option(min=0, help="Number of the last act to read: an earlier moment again.")] = 0,
) -> None:
    """Write the register's open data: Parquet tables and, where a grant was committed, activities.xml in IATI 2.03.

    What VREDE_SUPPRESS withholds today is in none, also where an earlier moment is published again; see docs/security.md.

    Examples:

      vrede register publish open-register/

      vrede register publish open-register/ --until 812
    """
    suppression = suppression_of(read_settings())
    with opened(prepare=True) as database:
        done = write_folder(database, folder, suppression, datetime.now(UTC).date(), until)
        invented = made_up(database)
    typer.echo(f"{folder}: {done.activities} activities, up to act {done.last}.")
    if invented:
        typer.echo("This register is made up: keep these files to yourself.", err=True)
    if done.withheld or done.left_out:
        typer.echo(
            f"Words replaced in {done.withheld}, left out {done.left_out}: the list of what must not be shown.",
            err=True,
        )
    if done.unmarked:
        typer.echo(f"{done.unmarked} without a policy marker of an appraisal; written as not screened.", err=True)


@register.command()
def dump(
    file: Annotated[
        Path, typer.Argument(help="Where all acts are written; only its owner may read it. It is not for publishing.")
    ],
) -> None:
    """Write every act to a file of JSON lines with the head at its end: a copy from which `restore` makes the register again.

    Example: vrede register dump register.jsonl
    """
    with opened(prepare=True) as database:
        last = write_dump(database, file)
    typer.echo(f"{last.seq} acts; head {last.seq}:{last.hash}")


@register.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `vrede register dump` wrote.")],
    published: Annotated[str, typer.Option("--head", help="NUMBER:HASH that the dump must hold.")] = "",
) -> None:
    """Make a register of a dump in the empty database of VREDE_DATABASE. A dump that does not verify is refused, and nothing is written.

    Example: vrede register restore register.jsonl --head 812:9f2b6c...
    """
    known = head_of(published)
    with opened() as database:
        last = read_dump(database, file, known)
    typer.echo(f"{last.seq} acts; head {last.seq}:{last.hash}")
