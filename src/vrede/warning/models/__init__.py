"""Models of deaths per country and month. Each takes what is known at an origin and gives draws; seeds are fixed."""
