"""The pages that a browser visits: each in light, dark and on a phone, by whoever may see it.

`path` may hold `{name}`s, which the site's fixture fills from the demo's data (`Site.ids`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """A page, who visits it, and whether it draws charts (which may ship more JavaScript)."""

    role: str
    path: str
    charts: bool = False
    status: int = 200


VISITS = (
    Visit("nobody", "/sign-in"),
    Visit("founder", "/nowhere", status=404),
    Visit("founder", "/nowhere"),
    Visit("founder", "/maps"),
    Visit("founder", "/maps/{map}"),
    Visit("founder", "/maps/{open_map}/edit"),
    Visit("founder", "/production"),
    Visit("founder", "/production/{brief}"),
    Visit("creator", "/studio"),
    Visit("creator", "/studio/offers/{assignment}"),
    Visit("creator", "/studio/earnings"),
    Visit("creator", "/studio/record"),
    Visit("creator", "/studio/apply"),
    Visit("reviewer", "/reviews"),
    Visit("founder", "/"),
    Visit("team", "/"),
    Visit("newcomer", "/results"),
    Visit("founder", "/results", charts=True),
    Visit("founder", "/results?channel=email&since=2026-01-01", charts=True),
    Visit("founder", "/results/inputs"),
    Visit("founder", "/results/inputs/vent/set_aside"),
    Visit("newcomer", "/results/inputs"),
    Visit("founder", "/receipts/{revenue}"),
    Visit("team", "/receipts/{vent}?way=on"),
    Visit("founder", "/beliefs"),
    Visit("team", "/beliefs?q=webinars"),
    Visit("newcomer", "/beliefs"),
    Visit("founder", "/beliefs/{belief}"),
    Visit("founder", "/model"),
    Visit("founder", "/model/{version}"),
    Visit("newcomer", "/model"),
)
