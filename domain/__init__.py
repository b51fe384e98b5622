"""Domain: the rules of the business, pure.

No clock, no network, no database: a rule is a function of its arguments.
"""
