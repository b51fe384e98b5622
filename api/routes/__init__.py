"""Routes, one noun each, made from the tools.

To add one: `<noun>.py` and its line in api/app.py.
"""
