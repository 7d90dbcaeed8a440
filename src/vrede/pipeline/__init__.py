"""One build: sources in, a snapshot out. The use case above lake and money that the command line calls."""
