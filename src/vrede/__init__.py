"""Vrede: Article 4 of the Dutch budget for Foreign Trade and Development Cooperation, made workable."""

import os

# Polars' allocator keeps for ten seconds what it does not need any more: a build then holds half as much memory again, for no time gained
# (docs/performance.md). It is read when polars is loaded; who sets it knows better.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:100,muzzy_decay_ms:0")
