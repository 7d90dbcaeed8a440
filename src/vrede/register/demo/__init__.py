"""A made-up year of a register, to learn with: people, a story and a fund, all invented."""
