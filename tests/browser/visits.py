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
    Visit("founder", "/settings/slack"),
    Visit("team", "/settings/slack"),
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
    Visit("evaluator", "/evaluations"),
    Visit("evaluator", "/evaluations/{business}"),
    Visit("evaluator", "/evaluations/{business}/releases/{version}"),
    Visit("evaluator", "/evaluations/{business}/compare"),
    Visit("evaluator", "/evaluations/{business}/trends"),
    Visit("evaluator", "/evaluations/{business}/cases/{case}"),
    Visit("evaluator", "/evaluations/{business}/actions"),
    Visit("evaluator", "/evaluations/{business}/actions/{action}"),
    Visit("evaluator", "/evaluations/{business}/golden"),
    Visit("evaluator", "/evaluations/annotations?state=all"),
    Visit("founder", "/evaluations/{business}/releases/{version}"),
    Visit("founder", "/model/access"),
)
