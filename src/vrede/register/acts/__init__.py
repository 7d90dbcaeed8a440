"""What each family of acts may do, one module a family: its rule, what it moves, what it makes of its dossier, and what it may be missing.

`registry` finds the handler of a kind. `separation` and `access` say who may do it; `situation` is what a rule looks at.
"""

from vrede.register.acts.body import Trouble, troubles
from vrede.register.acts.call import LastRanking, last_ranking
from vrede.register.acts.handler import Lack, Lacks
from vrede.register.acts.surroundings import Surroundings

__all__ = ["Lack", "Lacks", "LastRanking", "Surroundings", "Trouble", "last_ranking", "troubles"]
