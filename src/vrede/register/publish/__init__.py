"""What the register publishes of itself: open data and IATI activities, after everything that must not be shown was taken out."""
