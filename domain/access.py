"""Roles, scopes, and the table of who may do what (decisions: tenancy per actor; product RF15, P1).

A scope is `noun:verb`; a tool names the one it needs. The database holds the same line a second
time: row-level security compares each row with the actor that the transaction was opened for.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from core.errors import NotAllowed

Role = Literal[
    "founder", "team", "creator", "evaluator", "reviewer", "operator", "worker", "stranger"
]

_READ = frozenset(
    {"profile:read", "inputs:read", "calendar:read", "context:read", "beliefs:read", "plans:read",
     "market:read", "money:read", "performance:read", "outcomes:read", "releases:read",
     "models:read", "audit:read", "chats:read", "work:read", "people:read",
     "data:read", "reviews:read"}
)  # fmt: skip
_EVALUATES = frozenset(
    {"releases:read", "releases:override", "evaluations:read", "evaluations:write"}
)
_PERSON = frozenset({"applications:read", "applications:apply"})
# Who may read what an answer is made of may ask. A chat is its person's own all the same: `chats`
# opens nobody else's, and an act that an answer proposes needs the scope of its tool.
# `words:write` is about a person's own words (consent, erasure); `data:write` about the business's.
_TEAM = _READ | _PERSON | {"chats:write", "inputs:write", "calendar:write", "performance:write",
                 "outcomes:write", "words:write"}  # fmt: skip
_FOUNDER = _TEAM | {"profile:write", "plans:write", "market:write", "money:write", "releases:write",
                    "connections:write", "people:write", "beliefs:write",
                    "models:write", "work:decide", "data:write"}  # fmt: skip

SCOPES: dict[Role, frozenset[str]] = {
    "founder": _FOUNDER | _EVALUATES | {"access:read", "access:write"},
    "team": _TEAM | {"evaluations:read", "evaluations:write"},
    "creator": _PERSON
    | {"offers:read", "offers:answer", "work:read", "work:deliver", "earnings:read"}
    | {"payouts:write", "creators:leave"},
    "evaluator": _PERSON | _EVALUATES,
    "reviewer": _PERSON
    | {"work:read", "reviews:read", "work:review", "work:decide", "applications:vet"},
    "stranger": _PERSON,
    "operator": _PERSON | {"operations:read", "operations:write", "creators:write"},
    "worker": _FOUNDER
    | _EVALUATES
    | {
        "context:write",
        "work:review",
        "creators:write",
        "offers:answer",
        "work:deliver",
        "market:match",
        "money:move",
    },
}
"""What each role may do. `worker` runs a job inside the business of that job, and alone offers
briefs and moves held funds: neither party of a deal settles it by hand. A `stranger` is
somebody who has not signed in, or has signed in and belongs nowhere yet; the latter may apply as a
creator. `applications:vet` opens nothing to a reviewer of one business: the rows are shown to
reviewers of the market alone (`users.vets`). An `evaluator` needs a founder's grant besides, which
says how far: `tools/grants.py`."""

STRANGER: Role = "stranger"
PEOPLE = frozenset(SCOPES) - {"worker", "stranger"}
"""The roles in which a person may sign in."""


class ScopeMissing(NotAllowed):
    """This account may not do that."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, for which business.

    Made by a door or by the worker, never by a model.
    """

    role: Role
    user_id: UUID | None = None
    business_id: UUID | None = None
    creator_id: UUID | None = None

    @property
    def scopes(self) -> frozenset[str]:
        """All that this actor may do."""
        return SCOPES[self.role]

    def must(self, scope: str) -> None:
        """Raise `ScopeMissing` unless the actor has `scope`."""
        if scope not in self.scopes:
            raise ScopeMissing(f"It needs {scope}; a {self.role} does not have it.", scope=scope)


def worker_for(business_id: UUID) -> Actor:
    """The actor that runs jobs of one business."""
    return Actor("worker", business_id=business_id)
