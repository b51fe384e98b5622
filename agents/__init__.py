"""Agents: minds. One prompt, one typed answer, a short list of tools.

To add one: a prompt file, `<profession>.py` and a line in roster.py.
"""
