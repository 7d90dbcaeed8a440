"""The read-only JSON API under /api/v1/: the same figures as the pages, for programs."""
