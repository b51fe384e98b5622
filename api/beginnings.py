"""Routers that are passed by at once: a path is looked for only where others begin as it does."""

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope


class ByBeginning(APIRouter):
    """A router that is looked through only for paths whose first part is in `firsts`."""

    def __init__(self, firsts: frozenset[str]) -> None:
        super().__init__()
        self.firsts = firsts

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any router, where the path may be one of its own."""
        if first_of(scope["path"]) not in self.firsts:
            return Match.NONE, {}
        return super().matches(scope)


def gated(router: APIRouter) -> APIRouter:
    """`router` behind a look at the path's first part; itself where a first part is a parameter."""
    firsts = frozenset(first_of(getattr(route, "path", "/{")) for route in router.routes)
    if any(first.startswith("{") for first in firsts):
        return router
    made = ByBeginning(firsts)
    made.include_router(router)
    return made


def first_of(path: str) -> str:
    """`vents` of `/vents/recurring`."""
    return path.split("/", 2)[1] if path.startswith("/") else path
