"""What people see at their desk: the register in memory (`Projection`), what is due and what approvals are missing (`WorkList`), the work
of one person (`Desk`), what they can do in a dossier (`offers`), and who sees what (`visibility`).
"""

from vrede.register.desk.budget import BudgetRow, budget_rows, budget_years, laws_of, room_of
from vrede.register.desk.due import DOES, DueItem
from vrede.register.desk.offer import NOT_HERE, Offer, answerable, beginnings, offers, role_for
from vrede.register.desk.projection import Projection
from vrede.register.desk.readiness import OfTheMoment
from vrede.register.desk.tasks import Approval, Desk, Preparation
from vrede.register.desk.visibility import (
    ADMINISTRATOR,
    AUDITOR,
    READERS,
    STAFF,
    may_see,
    readable,
    sees,
)
from vrede.register.desk.worklist import WorkList

__all__ = [
    "ADMINISTRATOR",
    "AUDITOR",
    "DOES",
    "NOT_HERE",
    "READERS",
    "STAFF",
    "Approval",
    "BudgetRow",
    "Desk",
    "DueItem",
    "OfTheMoment",
    "Offer",
    "Preparation",
    "Projection",
    "WorkList",
    "answerable",
    "beginnings",
    "budget_rows",
    "budget_years",
    "laws_of",
    "may_see",
    "offers",
    "readable",
    "role_for",
    "room_of",
    "sees",
]
