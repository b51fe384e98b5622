"""Tools: verbs, one typed function each, scoped and recorded.

To add one: a function in `<noun>.py` under @tool and its name in catalog.py.
"""
