"""The command `vrede`: its commands, and what happens when one of them cannot do its work."""

from __future__ import annotations

import sys

import typer

from vrede.article.errors import PolicyError
from vrede.build.sources import SourcesError
from vrede.cli import demo as _demo  # noqa: F401  # registers its commands
from vrede.cli import issue as _issue  # noqa: F401  # registers its commands
from vrede.cli.article import article
from vrede.cli.brief import brief
from vrede.cli.build import build
from vrede.cli.chain import chain
from vrede.cli.doctor import doctor
from vrede.cli.export import export
from vrede.cli.forecast import forecast
from vrede.cli.get import get
from vrede.cli.out import out
from vrede.cli.place import place
from vrede.cli.prune import prune
from vrede.cli.register import register
from vrede.cli.serve import serve
from vrede.cli.show import show
from vrede.cli.validate import validate
from vrede.cli.verify import verify
from vrede.lake.store import LakeBusy, LakeError
from vrede.register import RegisterError
from vrede.settings import SettingsError
from vrede.sources.budget.read import BudgetError
from vrede.sources.conflict.declared import SeriesError
from vrede.sources.rates import RatesError
from vrede.validate.standard import StandardError

EXIT_USAGE, EXIT_POLICY, EXIT_LAKE, EXIT_BUSY, EXIT_SOURCES, EXIT_CHANGED = 2, 3, 4, 5, 6, 7

app = typer.Typer(
    name="vrede",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Article 4 of the Dutch budget for Foreign Trade and Development Cooperation, with its money.",
    epilog="Exit codes: 0 done, 2 wrong words on the command line, 3 law or policy files, 4 the lake or the register, 5 another build is "
    "at work, 6 the sources or the standard, 7 `verify` found a difference, 8 `validate` found something critical or an error, "
    "9 `get` could not fetch something, 10 `export` would tell what is withheld, 11 the register refused.",
)
for command in (build, show, chain, article, serve, validate, verify, out, brief, export, prune, doctor):
    app.command()(command)
app.add_typer(place, name="place")
app.add_typer(get, name="get")
app.add_typer(forecast, name="forecast")
app.add_typer(register, name="register")


def main() -> None:
    """The door: every error that a person can mend is one line on stderr and an exit code of its kind."""
    try:
        app()
    except LakeBusy as error:
        _leave(error, EXIT_BUSY)
    except (LakeError, RegisterError) as error:
        _leave(error, EXIT_LAKE)
    except (SourcesError, BudgetError, SeriesError, RatesError, StandardError) as error:
        _leave(error, EXIT_SOURCES)
    except PolicyError as error:
        _leave(error, EXIT_POLICY)
    except SettingsError as error:
        _leave(error, EXIT_USAGE)


def _leave(error: Exception, code: int) -> None:
    typer.echo(f"vrede: {error}", err=True)
    sys.exit(code)
