"""Snapshots, their tables and their receipts."""
