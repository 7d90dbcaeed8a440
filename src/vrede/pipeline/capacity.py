"""Whether this machine has the memory and disk that a forecast takes: asked before it is made, not found out halfway."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from vrede.lake import LakeError, Store
from vrede.warning import Room

LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory_here() -> int:
    """Bytes of memory of this machine, or of the part of it that this process may use."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in LIMITS:
        path = Path(name)
        if path.is_file():
            said = path.read_text(encoding="ascii").strip()
            found = min(found, int(said)) if said.isdigit() else found
    return found


def enough(needed: Room, store: Store, memory: int | None = None) -> None:
    """Nothing where there is room. memory: bytes that may be used; this machine's where none is named. Raises LakeError."""
    have = memory_here() if memory is None else memory
    if needed.memory > have:
        raise LakeError(
            f"the forecast {needed.words}, and this machine has {have / 1e9:.1f} GB of memory; take a larger one, or fewer"
            " workers (VREDE_WORKERS)"
        )
    if store.local is None:
        return
    store.local.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(store.local).free
    if needed.disk > free:
        raise LakeError(
            f"the forecast {needed.words}, and {free / 1e9:.1f} GB are free in {store.local}; make room there"
        )
