"""Whether the register is what was recorded, and what it adds up to.

`verify` reads every act again and `dump` writes them all to a file and back; `statement`, `rollforward`, `advances` and `fund_share` are
reports that anyone can calculate again from the acts.
"""

from vrede.register.audit.budget_statement import statement
from vrede.register.audit.dump_file import dump, restore
from vrede.register.audit.fund_share import Integrated, Share, integrated, shares
from vrede.register.audit.open_commitments import OpenCommitments, rollforward
from vrede.register.audit.outstanding_advances import AGES, OutstandingAdvances, advances
from vrede.register.audit.search import Search
from vrede.register.audit.verification import Finding, Head, head, verify

__all__ = [
    "AGES",
    "Finding",
    "Head",
    "Integrated",
    "OpenCommitments",
    "OutstandingAdvances",
    "Search",
    "Share",
    "advances",
    "dump",
    "head",
    "integrated",
    "restore",
    "rollforward",
    "shares",
    "statement",
    "verify",
]
