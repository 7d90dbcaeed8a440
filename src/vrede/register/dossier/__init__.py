"""What a dossier is and how it is now: its name, its state, the grant as it was committed, the reports that it owes, its people.

Everything is read from acts; nothing is kept.
"""

from vrede.register.dossier.dossier import Dossier, Pending
from vrede.register.dossier.names import BUDGET, PARTNER, PEOPLE, askable, humanitarian, plainly
from vrede.register.dossier.oda import counts
from vrede.register.dossier.person import Person
from vrede.register.dossier.state import newest_proposal, said_no

__all__ = [
    "BUDGET",
    "PARTNER",
    "PEOPLE",
    "Dossier",
    "Pending",
    "Person",
    "askable",
    "counts",
    "humanitarian",
    "newest_proposal",
    "plainly",
    "said_no",
]
