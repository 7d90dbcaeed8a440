"""The rule language of IATI rulesets: loading, the kinds of rule, and running them over activities."""
