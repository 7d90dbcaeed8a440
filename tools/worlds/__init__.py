"""A whole small world of sources, made up from a seed: every answer by host and path, in the shapes that the services document."""
