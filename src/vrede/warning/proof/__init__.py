"""How well the forecast proved itself."""
