"""What came of it: results, what may be added of them, the ministry's own indicators, SDG 16, need, synergy."""
