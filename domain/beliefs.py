"""A belief, how evidence moves it, and when its status turns.

A belief's ledger holds alpha and beta: `PRIOR` plus the sum over its evidence of
`reliability * alignment * 2^(-age / half-life)` (beta: one minus the alignment). So the ledger is a
function of the evidence and the time, whatever order the evidence came in.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from core.clock import month_of
from core.errors import BadInput

Category = Literal["audience", "messaging", "channel", "timing", "competitive"]
Status = Literal["active", "weakening", "exploring_alternative", "deprecated", "revived"]
Source = Literal["performance", "activity", "vent", "owner"]
Verdict = Literal["none", "agreed", "disputed", "pinned", "forbidden"]

CATEGORIES: tuple[str, ...] = get_args(Category)
RELIABILITY: dict[str, float] = {"performance": 4.0, "activity": 1.0, "owner": 0.5, "vent": 0.3}
HALF_LIFE_DAYS = 180.0
PRIOR = 1.0  # of alpha and of beta: a belief starts at one half
ONE_VENT_LIMIT = 0.6
BURST = timedelta(hours=1)

ACTIVE_AT, ACTIVE_MASS = 0.75, 1.5
WEAKENING_AT = 0.5
DEPRECATED_AT, DEPRECATED_CYCLES = 0.2, 2
REVIVED_AT = 0.3


class EvidenceOutOfScope(BadInput):
    """Evidence moves only beliefs of its own category, subject and segment."""


class Scope(BaseModel):
    """What a belief is about; evidence and contradiction stay inside one scope."""

    model_config = ConfigDict(frozen=True)

    category: Category
    subject: str
    segment: str = ""


class Evidence(BaseModel):
    """One observation. `alignment` 1 supports the belief fully, 0 contradicts it, 1/2 says nothing.

    `id` is counted once for ever; `source_ids` name what a receipt shows (vent, outcome, activity);
    `author` is who said it, empty for what was measured.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    scope: Scope
    source: Source
    at: datetime
    alignment: float = Field(ge=0, le=1)
    author: str = ""
    source_ids: tuple[str, ...] = ()


class Burst(BaseModel):
    """The first of a person's repeats within an hour; the later ones add nothing."""

    model_config = ConfigDict(frozen=True)

    author: str
    began: datetime


class Belief(BaseModel):
    """A claim with its ledger as of `as_of`. `direction` +1: the subject does better than its
    reference; -1: worse. `confidence` is in [0, 1].
    """

    model_config = ConfigDict(frozen=True)

    id: str
    scope: Scope
    claim: str
    direction: Literal[1, -1] = 1
    alpha: float = Field(default=PRIOR, gt=0)
    beta: float = Field(default=PRIOR, gt=0)
    heaviest_vent: float = Field(default=0.0, ge=0)  # the most that one vent adds to alpha
    as_of: datetime
    evidence_ids: tuple[str, ...] = ()
    bursts: tuple[Burst, ...] = ()
    evidence_count: int = 0
    counter_count: int = 0
    first_observed: datetime
    last_reinforced: datetime | None = None
    status: Status = "exploring_alternative"
    low_cycles: int = 0
    last_cycle: str = ""
    owner_verdict: Verdict = "none"
    judged_at: datetime | None = None
    unjudged: Status | None = None  # the status that the verdict found
    valid_from: datetime | None = None
    valid_to: datetime | None = None  # since when it is given up; None while it is held true

    @property
    def confidence(self) -> float:
        """Share of alpha, held at `ONE_VENT_LIMIT` while a single vent alone carries it past."""
        share = self.alpha / (self.alpha + self.beta)
        without = (self.alpha - self.heaviest_vent) / (self.alpha + self.beta - self.heaviest_vent)
        return ONE_VENT_LIMIT if share > ONE_VENT_LIMIT >= without else share

    @property
    def mass(self) -> float:
        """Evidence in the ledger beyond the prior, decayed; 1 = one fresh activity."""
        return max(0.0, self.alpha + self.beta - 2 * PRIOR)


class Move(BaseModel):
    """What one piece of evidence did: confidence before and after, and the weight it had."""

    model_config = ConfigDict(frozen=True)

    belief_id: str
    evidence_ids: tuple[str, ...]
    source: Source
    alignment: float
    weight: float
    before: float
    after: float
    status_before: Status
    status_after: Status


def alignment_of(direction: int, outcome: float, reference: float, scale: float) -> float:
    """clip(1/2 + direction * (outcome - reference) / (2 * scale), 0, 1).

    `outcome` and `reference` share a unit; `scale` (> 0, same unit) is the difference that counts
    as full support.
    """
    if scale <= 0:
        raise BadInput("The scale of an alignment must be above zero.", field="scale", value=scale)
    return min(1.0, max(0.0, 0.5 + direction * (outcome - reference) / (2 * scale)))


def recency(at: datetime, now: datetime, half_life_days: float = HALF_LIFE_DAYS) -> float:
    """2^(-age / half-life) in (0, 1]; what is dated after `now` counts as new."""
    age = max(0.0, (now - at).total_seconds() / 86_400)
    return 2.0 ** (-age / half_life_days)


def decayed(belief: Belief, now: datetime, half_life_days: float = HALF_LIFE_DAYS) -> Belief:
    """The ledger as it stands at `now`: evidence fades, the prior stays. Never runs backwards."""
    if now <= belief.as_of:
        return belief
    keep = recency(belief.as_of, now, half_life_days)
    return belief.model_copy(
        update={
            "alpha": PRIOR + (belief.alpha - PRIOR) * keep,
            "beta": PRIOR + (belief.beta - PRIOR) * keep,
            "heaviest_vent": belief.heaviest_vent * keep,
            "as_of": now,
        }
    )


def reinforce(
    belief: Belief,
    evidence: Sequence[Evidence],
    now: datetime,
    half_life_days: float = HALF_LIFE_DAYS,
) -> tuple[Belief, tuple[Move, ...]]:
    """The belief after `evidence`, and one move for each piece that counted.

    Evidence counts once per id; repeats by one person within an hour are one piece. Without new
    evidence the belief is returned as it was. Raises `EvidenceOutOfScope`.
    """
    fresh = _fresh(belief, evidence)
    if not fresh:
        return belief, ()
    current = decayed(belief, now, half_life_days)
    time = current.as_of
    moves: list[Move] = []
    pieces, current = _pieces(current, fresh)
    if pieces:
        current = current.model_copy(update={"last_reinforced": time})
    for piece in pieces:
        before = current
        current = _add(current, piece, recency(piece[0].at, time, half_life_days))
        moves.append(_move(before, current, piece))
    update: dict[str, object] = {
        "evidence_ids": (*current.evidence_ids, *(one.id for one in fresh))
    }
    if pieces:
        update["first_observed"] = min(current.first_observed, *(one.at for one in fresh))
    return current.model_copy(update=update), tuple(moves)


def replayed(
    belief: Belief, evidence: Sequence[Evidence], now: datetime
) -> tuple[Belief, tuple[Move, ...]]:
    """The belief as it would stand had it seen only `evidence`; what its owner said of it stays."""
    first = min((one.at for one in evidence), default=belief.first_observed)
    blank = Belief(
        id=belief.id, scope=belief.scope, claim=belief.claim, direction=belief.direction,
        as_of=min(first, now), first_observed=first, low_cycles=belief.low_cycles,
        last_cycle=belief.last_cycle, owner_verdict=belief.owner_verdict,
        judged_at=belief.judged_at, unjudged=belief.unjudged, valid_from=belief.valid_from,
        valid_to=belief.valid_to,
    )  # fmt: skip
    blank = blank.model_copy(update={"status": status_of(blank)})
    after, moves = reinforce(blank, evidence, now)
    if moves:
        last = max(one.at for one in evidence)
        after = after.model_copy(update={"last_reinforced": last})
    return after, moves


def turn_cycle(
    belief: Belief, now: datetime, half_life_days: float = HALF_LIFE_DAYS
) -> tuple[Belief, tuple[Status, Status] | None]:
    """Close the month: fade the ledger, count a low month, settle the status.

    Returns the belief and (old, new) status where it turned. Twice in one month changes nothing.
    """
    month = month_of(now)
    if belief.last_cycle >= month:
        return belief, None
    current = decayed(belief, now, half_life_days)
    low = current.low_cycles + 1 if current.confidence <= DEPRECATED_AT else 0
    current = current.model_copy(update={"low_cycles": low, "last_cycle": month})
    status = status_of(current)
    turned = (belief.status, status) if status != belief.status else None
    return current.model_copy(update={"status": status}), turned


def status_of(belief: Belief) -> Status:
    """The status that follows from the ledger and the status before (hysteresis).

    A pinned belief stays active and a forbidden one deprecated, whatever the evidence says; one
    that is disputed is not active until evidence that came after the dispute makes it so.
    """
    if belief.owner_verdict in {"pinned", "forbidden"}:
        return "active" if belief.owner_verdict == "pinned" else "deprecated"
    confidence = belief.confidence
    if belief.low_cycles >= DEPRECATED_CYCLES:
        return "deprecated"
    if confidence >= ACTIVE_AT and belief.mass >= ACTIVE_MASS:
        return "weakening" if _asks_for_evidence(belief) else "active"
    if belief.status == "deprecated":
        return "revived" if confidence >= REVIVED_AT else "deprecated"
    if belief.status == "revived" and confidence >= REVIVED_AT:
        return "revived"
    was_active = belief.status in {"active", "weakening"}
    return "weakening" if was_active and confidence >= WEAKENING_AT else "exploring_alternative"


def _asks_for_evidence(belief: Belief) -> bool:
    """Whether it is disputed and nothing was weighed since."""
    if belief.owner_verdict != "disputed":
        return False
    last, said = belief.last_reinforced, belief.judged_at
    return last is None or said is None or last <= said


def _fresh(belief: Belief, evidence: Sequence[Evidence]) -> list[Evidence]:
    for one in evidence:
        if one.scope != belief.scope:
            raise EvidenceOutOfScope(
                f"Evidence {one.id} is about {one.scope.subject}, the belief about "
                f"{belief.scope.subject}.",
                remedy="Weigh it on a belief of its own scope.",
                field="scope",
                value=one.scope.model_dump(),
            )
    counted = set(belief.evidence_ids)
    unique = {one.id: one for one in evidence if one.id not in counted}
    return sorted(unique.values(), key=lambda one: (one.at, one.id))


def _pieces(belief: Belief, fresh: list[Evidence]) -> tuple[list[list[Evidence]], Belief]:
    """Group a person's repeats; those of a burst that was counted before are dropped."""
    began = [(burst.author, burst.began) for burst in belief.bursts]
    pieces: list[list[Evidence]] = []
    open_pieces: dict[str, list[Evidence]] = {}
    for one in fresh:
        spoken = one.author if one.source != "performance" else ""
        if not spoken:
            pieces.append([one])
            continue
        if any(who == spoken and abs(one.at - at) <= BURST for who, at in began):
            if (piece := open_pieces.get(spoken)) and one.at - piece[0].at <= BURST:
                piece.append(one)
            continue
        began.append((spoken, one.at))
        open_pieces[spoken] = [one]
        pieces.append(open_pieces[spoken])
    bursts = tuple(Burst(author=who, began=at) for who, at in began)
    return pieces, belief.model_copy(update={"bursts": bursts})


def _add(belief: Belief, piece: list[Evidence], freshness: float) -> Belief:
    source = max((one.source for one in piece), key=RELIABILITY.__getitem__)
    weight = RELIABILITY[source] * freshness
    aligned = sum(one.alignment for one in piece) / len(piece)
    vent = weight * aligned if source == "vent" else 0.0
    added = belief.model_copy(
        update={
            "alpha": belief.alpha + weight * aligned,
            "beta": belief.beta + weight * (1 - aligned),
            "heaviest_vent": max(belief.heaviest_vent, vent),
            "evidence_count": belief.evidence_count + 1,
            "counter_count": belief.counter_count + (aligned < 0.5),
        }
    )
    if added.confidence >= REVIVED_AT:
        added = added.model_copy(update={"low_cycles": 0})
    return added.model_copy(update={"status": status_of(added)})


def _move(before: Belief, after: Belief, piece: list[Evidence]) -> Move:
    return Move(
        belief_id=after.id,
        evidence_ids=tuple(one.id for one in piece),
        source=piece[0].source,
        alignment=sum(one.alignment for one in piece) / len(piece),
        weight=after.alpha + after.beta - before.alpha - before.beta,
        before=before.confidence,
        after=after.confidence,
        status_before=before.status,
        status_after=after.status,
    )
