"""`vrede serve`: the site on this machine."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import tempfile
from typing import Annotated

import typer

from vrede.cli.options import opened
from vrede.settings import read_settings

THREADS = 4


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; VREDE_HOST otherwise.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; VREDE_PORT otherwise.")] = 0,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer; they share what is on disk.")] = 1,
) -> None:
    """Serve the site until Ctrl-C.

    Examples:

      vrede serve

      vrede serve --port 8080 --workers 2
    """
    settings = read_settings()
    opened()
    address, number = host or settings.host, port or settings.port
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, number))
        except OSError as error:
            typer.echo(
                f"vrede: {address}:{number} cannot be used: {error.strerror}. Choose another with --port.", err=True
            )
            raise typer.Exit(2) from error
    # Questions are small, and as many are asked at once as there are threads: more threads for one would wait for each other.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    if workers > 1:
        # A session that one process signed must be one for the others.
        if not os.environ.get("VREDE_SECRET_KEY"):
            os.environ["VREDE_SECRET_KEY"] = secrets.token_urlsafe(50)
        os.environ.setdefault("VREDE_COUNTS", tempfile.mkdtemp(prefix="vrede-counts-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrede.web.site.settings")
    typer.echo(f"http://{address}:{number}")
    sys.stdout.flush()
    # The server forks its workers, and tables do not survive a fork: hand over to a process that has loaded none.
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address, "--port", str(number)]
    command += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--no-log", "vrede.web.wsgi:application"]
    os.execv(sys.executable, command)
