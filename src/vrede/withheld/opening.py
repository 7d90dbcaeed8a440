"""Opening a snapshot: whoever reads one gets it without what must not be shown on that day."""

from __future__ import annotations

from functools import partial

from vrede.lake import Snapshot, Store, found_name
from vrede.withheld.suppression import Suppression
from vrede.withheld.withhold import suppress


def open_snapshot(store: Store, suppression: Suppression, name: str | None = None) -> Snapshot:
    """A snapshot by name, or the current one. Raises LakeError where there is none, with what to do."""
    clear = None if suppression.empty else partial(suppress, suppression=suppression)
    snapshot = Snapshot(store, found_name(store, name), suppression.digest, clear, suppression.series_hidden)
    assert snapshot.manifest
    return snapshot
