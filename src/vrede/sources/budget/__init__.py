"""The budget of the article: levels and changes per line, year and phase, and whether they add up."""
