"""The table of acts: who may do which act in which state, what is asked for it, and what a value may be.

`acts.toml` says who and when, with the words of each field; `bodies` declare what each kind of act says; `limits` are the types of its
fields. A new kind of act is a row and a body here, and a handler in register/acts.
"""

from vrede.register.table.bodies import Appraisal, Call, Modification, Proposal, Ranking, RankingRow
from vrede.register.table.kinds import Kind
from vrede.register.table.transition import Field, Transition, appointed, field_of, transitions

__all__ = [
    "Appraisal",
    "Call",
    "Field",
    "Kind",
    "Modification",
    "Proposal",
    "Ranking",
    "RankingRow",
    "Transition",
    "appointed",
    "field_of",
    "transitions",
]
