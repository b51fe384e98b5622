"""Adapters: rows by plan, two back ends in a process of their own, the checker of both."""
