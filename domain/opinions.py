"""What the owner of a business says of a belief, what it does, and whether a belief may be used.

Agreement and dispute are evidence of a small weight of their own (`RELIABILITY["owner"]`); a pin
and a ban are rules and weigh nothing. Taking a word back leaves the ledger as if it had never been
said.
"""

from datetime import datetime

from domain.beliefs import (
    ACTIVE_AT,
    ACTIVE_MASS,
    RELIABILITY,
    Belief,
    Evidence,
    Verdict,
    decayed,
    recency,
    status_of,
)

SURE = 0.6
"""From here on a belief may carry a map or a suggestion."""
OPPOSED = 0.4
"""Below it the evidence speaks against what its owner said of it."""
_SAYS: dict[str, float] = {"agreed": 1.0, "disputed": 0.0}


def judged(belief: Belief, verdict: Verdict, now: datetime) -> Belief:
    """The belief after its owner agreed, disputed, pinned or forbade it, or took a word back.

    The same word twice is once.
    """
    if verdict == belief.owner_verdict:
        return belief
    plain = _unjudged(belief, now)
    if verdict == "none":
        return plain
    marked = plain.model_copy(
        update={"owner_verdict": verdict, "judged_at": now, "unjudged": plain.status}
    )
    said = opinion_of(marked)
    if said is not None:
        marked = _moved(decayed(marked, now), said, now, 1)
    return marked.model_copy(update={"status": status_of(marked)})


def opinion_of(belief: Belief) -> Evidence | None:
    """The piece of evidence that its owner's word is; None where it is a rule, or none was said."""
    aligned = _SAYS.get(belief.owner_verdict)
    if aligned is None or belief.judged_at is None:
        return None
    return Evidence(
        id=f"owner:{belief.owner_verdict}", scope=belief.scope, source="owner",
        at=belief.judged_at, alignment=aligned,
    )  # fmt: skip


def usable(belief: Belief) -> bool:
    """Whether anything may know of it at all: whatever is not forbidden."""
    return belief.owner_verdict != "forbidden"


def in_use(belief: Belief) -> bool:
    """Whether a map or a suggestion may rest on it.

    A pinned belief always may and a forbidden one never; the others when they are sure enough and
    not given up, and a disputed one only once new evidence made it active again.
    """
    if belief.owner_verdict in {"pinned", "forbidden"}:
        return belief.owner_verdict == "pinned"
    if belief.owner_verdict == "disputed" and belief.status != "active":
        return False
    return belief.confidence >= SURE and belief.status != "deprecated"


def weak(belief: Belief) -> bool:
    """Whether something else than it says should be tried."""
    if belief.owner_verdict in {"pinned", "forbidden"}:
        return False
    return not in_use(belief) and (belief.confidence < 0.5 or belief.owner_verdict == "disputed")


def contested(belief: Belief) -> bool:
    """Whether the owner says one thing of it and the evidence clearly another."""
    if belief.owner_verdict in {"agreed", "pinned"}:
        return belief.mass >= ACTIVE_MASS and belief.confidence < OPPOSED
    held_up = belief.confidence >= ACTIVE_AT and belief.mass >= ACTIVE_MASS
    return belief.owner_verdict == "disputed" and held_up


def dated(before: Belief | None, after: Belief, at: datetime) -> Belief:
    """`after` with the time from which it is held true, and since when it is given up.

    A belief is valid from what it was first seen in; one that came back, from that day on.
    """
    given_up = after.status == "deprecated"
    was = before is not None and before.status == "deprecated"
    since = before.valid_from if before is not None else None
    if before is None or since is None or since == before.first_observed:
        since = after.first_observed
    until = (before.valid_to if before is not None and was else None) or (at if given_up else None)
    if was and not given_up:
        since, until = at, None
    return after.model_copy(update={"valid_from": since, "valid_to": until})


def _unjudged(belief: Belief, now: datetime) -> Belief:
    said = opinion_of(belief)
    plain = decayed(belief, now) if said is not None else belief
    if said is not None:
        plain = _moved(plain, said, now, -1)
    bare = plain.model_copy(
        update={
            "owner_verdict": "none", "judged_at": None, "unjudged": None,
            "status": belief.unjudged or belief.status,
        }
    )  # fmt: skip
    return bare.model_copy(update={"status": status_of(bare)})


def _moved(belief: Belief, said: Evidence, now: datetime, sign: int) -> Belief:
    """The ledger with the owner's word in it (`sign` 1) or without it (-1)."""
    weight = sign * RELIABILITY[said.source] * recency(said.at, max(now, belief.as_of))
    kept = tuple(one for one in belief.evidence_ids if one != said.id)
    return belief.model_copy(
        update={
            "alpha": belief.alpha + weight * said.alignment,
            "beta": belief.beta + weight * (1 - said.alignment),
            "evidence_count": max(0, belief.evidence_count + sign),
            "counter_count": max(0, belief.counter_count + sign * (said.alignment < 0.5)),
            "evidence_ids": (*kept, said.id) if sign > 0 else kept,
        }
    )
