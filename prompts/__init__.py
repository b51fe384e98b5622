"""Prompts: our words to models, one Markdown file each.

To add one: `<area>/<verb>.md` and its line in prompts.lock.
"""
