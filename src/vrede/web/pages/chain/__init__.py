"""The chain."""
