"""The rules beside the table of acts, each by date and with its source: instruments, legal terms, funds.

What is calculated from a call (`ranking`) or looked for on a list (`screening`) is here too, without a database.
"""

from vrede.register.rules.funds import SIDES, Criterion, Fund, FundRule, kept_for_others
from vrede.register.rules.iban import masked
from vrede.register.rules.ruleset import Rules, rules_of
from vrede.register.rules.sanctions import screening

__all__ = ["SIDES", "Criterion", "Fund", "FundRule", "Rules", "kept_for_others", "masked", "rules_of", "screening"]
