"""API: the doors: HTTP, chat, Slack, CLI, SDK, dashboards. Doors hold no rules.

Nobody imports a door.
"""
