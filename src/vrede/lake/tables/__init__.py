"""Every table of a snapshot, declared once."""
