"""What is read out of a text: every item says how sure it is and where it stands."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Kind = Literal[
    "company", "product", "person", "channel", "tool", "audience", "place", "money", "date", "url"
]
Status = Literal["guessed", "confirmed"]


class Shape(BaseModel):
    """Base: no unknown fields, never changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(Shape):
    """One of the 29 topics with its calibrated probability and the sentence that speaks for it."""

    topic: str
    p: Share
    quote: str
    start: int
    end: int
    status: Status = "guessed"


class Theme(Shape):
    """What this text in particular is about, in its own words."""

    label: str
    score: Share
    quote: str
    start: int
    end: int
    status: Status = "guessed"


class Entity(Shape):
    """A thing with a name, an amount, a date or an address."""

    text: str
    kind: Kind
    start: int
    end: int
    p: Share = 0.7
    status: Status = "guessed"


class Pain(Shape):
    """How likely it hurts, and whether the hurt is said aloud."""

    p: Share
    voiced: bool


class Certainty(Shape):
    """How sure the speaker is; the score runs from 0 (all hedged) to 1 (all asserted)."""

    label: Literal["hedged", "assertive", "mixed"]
    score: Share


class Hedge(Shape):
    """A word of doubt about what is so."""

    quote: str
    start: int
    end: int


class Signal(Shape):
    """A wish, need, lesson or result that could change what is done next."""

    text: str
    quote: str
    start: int = 0
    end: int = 0


class Extraction(Shape):
    """All that is read from one text. `sentiment` is null where the reader abstains."""

    id: str = ""
    topics: list[Topic] = []
    themes: list[Theme] = []
    entities: list[Entity] = []
    sentiment: Annotated[float, Field(ge=-2, le=2)] | None = None
    charge: Share = 0.0
    pain: Pain = Pain(p=0.0, voiced=False)
    certainty: Certainty = Certainty(label="assertive", score=1.0)
    hedges: list[Hedge] = []
    signals: list[Signal] = []
    competitors: list[str] = []
    channels: list[str] = []
    audiences: list[str] = []
    language: str = "en"
    version: str = "1"
