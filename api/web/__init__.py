"""The web application: server-rendered pages over the same tools as every other door.

A page is a router in `pages/`, listed in `site.py`, and a template. `docs/web.md` says how to add
one.
"""
