"""Whether the register is what was recorded, and what it adds up to.

`verify` reads every act again and `dump` writes them all to a file and back; `statement`, `rollforward`, `advances` and `fund_share` are
reports that anyone can calculate again from the acts.
"""

from vrede.register.audit.advances import AGES, OutstandingAdvances, advances
from vrede.register.audit.dump import dump, restore
from vrede.register.audit.fund_share import Integrated, Share, integrated, shares
from vrede.register.audit.rollforward import OpenCommitments, rollforward
from vrede.register.audit.statement import statement
from vrede.register.audit.verify import Finding, Head, head, verify

__all__ = [
    "AGES",
    "Finding",
    "Head",
    "Integrated",
    "OpenCommitments",
    "OutstandingAdvances",
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
