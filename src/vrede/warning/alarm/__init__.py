"""When a forecast becomes a warning."""
