"""A decision over a version, as it is signed and checked: a person's (an override, a way back) or
the rules' own (a release, the end of a trial, taking back what does worse).

A decision never touches the gate's verdict: it stands beside it, names it, and says why. Each one
holds the signature of the one before, so that none can be taken out of the middle unseen.
"""

import json
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from core.errors import Conflict

Act = Literal["override", "roll_back", "release", "go_live", "take_back"]
"""The last three are the rules' own: by the gate, after the trial, on a live regression."""
Ruling = Literal["release", "keep"]
Check = Literal["valid", "changed", "unknown_key", "out_of_order"]

FACTS = frozenset(
    {"manifest", "held_out_leaks", "adapter_files", "brief_anonymity", "memorisation"}
)
"""Metrics of integrity: a matter of fact, over which nobody's judgement decides."""


class NotOverridable(Conflict):
    """What failed is a fact, and no judgement overrides it."""


class Decision(BaseModel):
    """What is signed. `gate_said` is the verdict of the gate, which stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    business_id: UUID
    number: int = Field(ge=1)
    act: Act
    version: int = Field(ge=1)
    gate_said: str
    ruling: Ruling
    reason: str
    live_before: int | None
    live_after: int | None
    user_id: UUID | None
    who: str
    role: str
    at: datetime
    previous: str


def content(decision: Decision) -> bytes:
    """The bytes that are signed: sorted JSON, the same on every machine."""
    told = decision.model_dump(mode="json") | {"at": decision.at.timestamp()}
    return json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def refuse_facts(blocked: list[str]) -> None:
    """Raise `NotOverridable` where a metric of integrity is among those that block."""
    if facts := sorted(FACTS.intersection(blocked)):
        raise NotOverridable(
            f"{', '.join(facts)} blocked it.", remedy="Train a new version.", field="version",
            value=facts,
        )  # fmt: skip
