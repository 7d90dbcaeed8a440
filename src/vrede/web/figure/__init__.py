"""A figure on a page."""
