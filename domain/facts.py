"""What every fact is: something that happened in one business, in one of nine channels."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

Channel = Literal[
    "inputs",
    "calendar",
    "context",
    "beliefs",
    "plans",
    "market",
    "money",
    "performance",
    "releases",
]


class Event(BaseModel):
    """Something that happened in one business."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    channel: ClassVar[Channel]
