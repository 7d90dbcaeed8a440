"""Many files, several of a host at once; what may not be fetched is in the report too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from vrede.fetch.client import AT_ONCE, Client, Judge, as_it_is
from vrede.fetch.plan import Want, refusals
from vrede.fetch.report import Outcome

Progress = Callable[[Outcome], None]
HOSTS_AT_ONCE = 4


def quiet(row: Outcome) -> None:
    """Says nothing."""


def fetch_all(
    wants: Iterable[Want],
    folder: Path,
    client: Client,
    progress: Progress = quiet,
    former: Callable[[Want], Path | None] = lambda want: None,
    judge: Judge = as_it_is,
) -> list[Outcome]:
    """A row for each file: first those that may not be fetched, then the others in the order asked.

    progress: told of each file as it is done, one at a time. former, judge: as `Client.fetch` takes them.
    """
    sound, rows = refusals(wants)
    for row in rows:
        progress(row)
    client.meter.count(wanted=len(sound))
    guard = Lock()

    def one(want: Want) -> Outcome:
        row = client.fetch(want, folder, former(want), judge)
        client.meter.count(done=1)
        with guard:
            progress(row)
        return row

    hosts = {urlsplit(want.address).netloc for want in sound}
    threads = min(len(sound), AT_ONCE * min(max(len(hosts), 1), HOSTS_AT_ONCE))
    if threads <= 1:
        return rows + [one(want) for want in sound]
    pool = ThreadPoolExecutor(threads, thread_name_prefix="fetch")
    try:
        return rows + list(pool.map(one, sound))
    finally:
        # A person who stops it waits for the files that are under way, not for the thousands behind them.
        pool.shutdown(cancel_futures=True)
