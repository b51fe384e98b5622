"""Commands of the CLI, one file per family; api/cli.py lists them.

A command parses, calls, prints; rules live below.
"""
