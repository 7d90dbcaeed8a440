"""Commands by name: `vrede --help` shows a line of each, and a command's module is loaded when it is called."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


@dataclass(frozen=True, slots=True)
class Named:
    """A command: what `vrede --help` says of it, its module, and modules that add commands below it."""

    help: str
    module: str
    more: tuple[str, ...] = ()


COMMANDS = {
    "build": Named(
        "Read sources, place and price all money, and write a snapshot. Files that did not change are not read again.",
        "build",
    ),
    "show": Named("Show the money of the article, of a clause or part, of a country, or of one activity.", "show"),
    "chain": Named(
        "Show how far the ministry's money can be followed, or a partner's links that lead nowhere.", "chain"
    ),
    "article": Named(
        "Show the article: each clause in plain words and, part by part, the rules that place money under it.",
        "article",
    ),
    "serve": Named("Serve the site until Ctrl-C.", "serve"),
    "validate": Named(
        "Check IATI files before they are published: will the ministry see them, and are they sound? Exit code 8 where not.",
        "validate",
    ),
    "verify": Named("Calculate a linked figure again from the lake, offline. Exit code 7 where it differs.", "verify"),
    "out": Named(
        "Write what the lake holds back as IATI 2.03, a file per publisher. What is withheld is in none.", "out"
    ),
    "brief": Named(
        "Write two printed pages (PDF): money, risk, results, what changed, and a receipt for every figure.", "brief"
    ),
    "export": Named(
        "Write every table as Parquet and CSV, with datapackage.json and dcat.jsonld. What is withheld is in none.",
        "export",
    ),
    "prune": Named(
        "Remove all snapshots but the newest; the current one always stays. Links to a removed snapshot say so.",
        "prune",
    ),
    "doctor": Named(
        "Look at the installation, the law files, the rates, the lake and the port; say what is missing and what to do.",
        "doctor",
    ),
    "place": Named("How slices were placed, and how good the placement is.", "place"),
    "update": Named(
        "Get everything, build, and issue the forecast when a new month of deaths is whole. Run it every night: nothing new costs seconds.",
        "update",
    ),
    "get": Named("Fetch files: each whole or not at all; what cannot be had leaves the last good copy.", "get"),
    "forecast": Named("Forecasts of violence, and how well they proved themselves.", "forecast", ("issue",)),
    "register": Named("The register: budget, commitments and payments as acts.", "register", ("audit", "demo")),
}
"""In the order in which they are shown. Each line is the first of the command's own help."""


def loaded(name: str) -> Any:
    """The command itself."""
    one = COMMANDS[name]
    for module in one.more:
        import_module(f"vrede.cli.{module}")
    target = getattr(import_module(f"vrede.cli.{one.module}"), name)
    holder = typer.Typer()
    if isinstance(target, typer.Typer):
        holder.add_typer(target, name=name)
    else:
        holder.command(name)(target)
    return get_group(holder).commands[name]


class Commands(TyperGroup):
    """The group `vrede`."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {name: TyperCommand(name, help=one.help) for name, one in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that was asked for, with its module loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name is not None and command is not None else None, rest
