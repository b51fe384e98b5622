"""Graphs: LangGraph state machines: the order of steps, never the steps themselves.

To add one: `<gerund>.py` and whoever starts it.
"""
