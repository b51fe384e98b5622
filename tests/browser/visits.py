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
    Visit("founder", "/ask"),
    Visit("team", "/ask"),
    Visit("founder", "/ask/{thread}"),
    Visit("founder", "/welcome"),
    Visit("newcomer", "/welcome"),
    Visit("founder", "/settings/slack"),
    Visit("team", "/settings/slack"),
    Visit("founder", "/data"),
    Visit("founder", "/data/consent"),
    Visit("founder", "/data/retention"),
    Visit("founder", "/data/erasure"),
    Visit("founder", "/costs"),
    Visit("founder", "/costs/calls"),
    Visit("operator", "/operations"),
    Visit("operator", "/operations/jobs"),
    Visit("operator", "/operations/queues"),
    Visit("operator", "/operations/dead-letters"),
    Visit("operator", "/operations/events"),
    Visit("operator", "/operations/tenants"),
    Visit("operator", "/operations/costs"),
    Visit("operator", "/operations/releases"),
    Visit("operator", "/operations/erasures"),
    Visit("nobody", "/sign-in"),
    Visit("founder", "/nowhere", status=404),
    Visit("founder", "/vents"),
    Visit("founder", "/vents/{vent}"),
    Visit("founder", "/vents/recurring"),
    Visit("founder", "/vents/patterns"),
    Visit("founder", "/vents/withdrawn"),
    Visit("newcomer", "/vents"),
    Visit("team", "/vents"),
    Visit("founder", "/calendar?month=2026-09"),
    Visit("founder", "/calendar"),
    Visit("founder", "/calendar?view=agenda&start=2026-09-01"),
    Visit("founder", "/calendar/{entry}"),
    Visit("founder", "/calendar/new"),
    Visit("founder", "/calendar/trash"),
    Visit("founder", "/calendar/feeds"),
    Visit("newcomer", "/calendar"),
    Visit("team", "/calendar"),
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
    Visit("newcomer", "/?look=1"),
    Visit("founder", "/results", charts=True),
    Visit("founder", "/results/inputs"),
    Visit("founder", "/receipts/{revenue}"),
    Visit("founder", "/beliefs"),
    Visit("founder", "/beliefs/{belief}"),
    Visit("founder", "/model"),
    Visit("founder", "/model/{version}"),
    Visit("founder", "/model/access"),
    Visit("founder", "/evaluations/{business}/releases/{version}"),
    Visit("evaluator", "/evaluations"),
    Visit("evaluator", "/evaluations/annotations"),
    Visit("founder", "/evaluations/{business}/trends"),
    Visit("founder", "/team"),
    Visit("founder", "/settings"),
    Visit("founder", "/notifications"),
    Visit("founder", "/imports"),
    Visit("founder", "/operations/mail"),
    Visit("nobody", "/sign-up"),
    Visit("nobody", "/reset"),
    Visit("nobody", "/invitations/no-such-invitation-at-all", status=404),
)
