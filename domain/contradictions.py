"""Where a belief and the evidence part: what somebody should decide, and what one job may retire.

A scope (category, subject, segment) holds one belief and one ledger, so the two that contradict
each other are the claim and its opposite, each with the evidence that speaks for it. Nothing
outside the scope of a piece of evidence ever moves, and nothing is deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from domain.beliefs import WEAKENING_AT, Belief, Evidence
from domain.opinions import contested, usable

Clash = Literal["owner", "held_back", "evidence"]
RECENT = timedelta(days=60)
AGAINST = 0.35
"""An alignment at most that clearly speaks against a belief."""
MOST_RETIRED, RETIRED_SHARE = 3, 0.2
"""Beliefs that one job may take out of use: three, or a fifth of those in use."""
_IN_USE = frozenset({"active", "weakening", "revived"})


def clash_of(
    belief: Belief, evidence: Sequence[Evidence], now: datetime, left_at: datetime | None = None
) -> Clash | None:
    """Why a belief should be looked at; None where nothing is to be decided.

    `evidence` is what moved it; `left_at` when somebody last looked and left it as it was: only
    what came later brings it back.
    """
    if not usable(belief):
        return None
    against = fresh_against(evidence, now, left_at)
    moved = belief.last_reinforced
    looked_at = left_at is not None and (moved is None or moved <= left_at)
    if contested(belief) and not looked_at:
        return "owner"
    if kept_in_use(belief) and not looked_at:
        return "held_back"
    relied_on = belief.status in _IN_USE or belief.owner_verdict in {"agreed", "pinned"}
    return "evidence" if relied_on and against else None


def fresh_against(
    evidence: Sequence[Evidence], now: datetime, left_at: datetime | None = None
) -> tuple[Evidence, ...]:
    """What spoke clearly against it lately and after `left_at`, newest first."""
    since = max(now - RECENT, left_at) if left_at else now - RECENT
    found = [
        one
        for one in evidence
        if one.alignment <= AGAINST and one.at > since and one.source != "owner"
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))


def kept_in_use(belief: Belief) -> bool:
    """Whether it is in use though its evidence is against it: a job had retired enough already."""
    ruled = belief.owner_verdict == "pinned"
    return belief.status == "active" and belief.confidence < WEAKENING_AT and not ruled


def most_retired(in_use: int) -> int:
    """How many of the beliefs in use one job may retire."""
    return max(MOST_RETIRED, ceil(RETIRED_SHARE * in_use))


def spared(before: Mapping[str, Belief], after: Mapping[str, Belief]) -> frozenset[str]:
    """Ids of the beliefs that a job would take out of use beyond what it may; the surest of them.

    Both maps go by id; `before` may hold beliefs that the job left alone. What its owner ruled is
    never spared.
    """
    used = [one for one in before.values() if one.status in _IN_USE]
    going = [
        after[one.id]
        for one in used
        if one.id in after
        and after[one.id].status not in _IN_USE
        and after[one.id].owner_verdict == one.owner_verdict
    ]
    going.sort(key=lambda one: (one.confidence, one.id))
    return frozenset(one.id for one in going[most_retired(len(used)) :])
