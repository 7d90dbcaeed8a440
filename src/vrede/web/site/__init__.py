"""What serves every page."""
