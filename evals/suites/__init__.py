"""Suites: one concept each, run over its golden cases.

To add one: `<concept>.py` here and `evals/golden/<concept>.jsonl`.
"""
