"""Connectors: the outside world, one border.

To add a vendor: `<kind>/<vendor>.py` and a line in catalog.py.
"""
