"""The article."""
