"""The chain of acts: an act and its hash, the database that refuses to change one, and the accounts that acts move cents between.

Two dialects of plain SQL make the tables and the triggers that guard them; `drivers` says what their errors mean to people.
"""

from vrede.register.chain.drivers import errors, no_table, unusable, without_password
from vrede.register.chain.postings import AUTHORITIES, UNDIVIDED, balance, place

__all__ = ["AUTHORITIES", "UNDIVIDED", "balance", "errors", "no_table", "place", "unusable", "without_password"]
