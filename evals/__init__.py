"""Evals: what good means: suites, judges, the gate.

To add a suite: `suites/<concept>.py` and its cases.
"""
