"""A made-up year of a register, to learn with: people, a story and a fund, all invented. `fill` puts it into an empty database."""

from vrede.register.demo.play import empty, fill
from vrede.register.demo.story import Member, people

__all__ = ["Member", "empty", "fill", "people"]
