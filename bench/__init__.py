"""Measurements, run by hand; what they gave stands in docs/performance.md with the machine named."""
