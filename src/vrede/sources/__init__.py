"""The outside world, one package each: outside bytes in, typed tables out."""
