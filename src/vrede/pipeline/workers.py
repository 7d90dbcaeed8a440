"""Where work that fans out is done: processes of this machine, or the workers of a cluster."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from vrede.lake import LakeError

ANSWERS_WITHIN = "10s"
"""How long a cluster may take to answer when it is asked first."""


@contextmanager
def executor(workers: int, cluster: str = "") -> Iterator[Executor]:
    """Processes here (spawned: table code does not survive a fork), or a Dask cluster's workers at `cluster`.

    Raises LakeError where the extra `cluster` is not installed or nobody answers at the address.
    """
    if cluster:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise LakeError("--cluster needs the extra: pip install 'vrede[cluster]'") from error
        try:
            client = Client(cluster, timeout=ANSWERS_WITHIN)  # type: ignore[no-untyped-call]  # distributed has no types
        except (OSError, ValueError) as error:
            raise LakeError(
                f"no cluster answers at {cluster}: {error}. Start its scheduler, or leave --cluster out."
            ) from error
        with client:
            yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]  # as above
        return
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"  # the workers share the processors already
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool
    finally:
        if before is None:
            del os.environ["POLARS_MAX_THREADS"]
        else:
            os.environ["POLARS_MAX_THREADS"] = before
