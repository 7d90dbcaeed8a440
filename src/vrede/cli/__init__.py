"""The command line: one module a command."""

from vrede.cli.app import main

__all__ = ["main"]
