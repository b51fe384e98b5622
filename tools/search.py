"""Search over everything that the business said, planned and believes, and why each hit came up."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

from cdt.embed import read_tokens
from core.errors import BadInput
from domain.language.terms import roots
from domain.language.topics import TAXONOMY
from memory import people
from memory.ctx import Ctx
from memory.retrieval import Facets, Hit, Wanted, retrieve
from tools.base import Answer, Ask, tool

KINDS = (
    "vent", "answer", "activity", "file", "market_signal", "belief", "map", "brief", "entry",
)  # fmt: skip
LONGEST = 2000


class NoSuchKind(BadInput):
    """Nothing of this kind is searched."""


class NoSuchTopic(BadInput):
    """This is no topic."""


class DaysReversed(BadInput):
    """The days to search end before they begin."""


class Question(Ask):
    """What to look for, in plain words, and what to limit it to (empty = no limit).

    `kinds` are of vent, answer, activity, file, market_signal, belief, map, brief, entry; `topic`
    is one of the taxonomy; `speaker` is part of the name of who said it in a conversation.
    """

    query: str = Field(min_length=1, max_length=LONGEST)
    limit: int = Field(10, ge=1, le=50)
    kinds: list[str] = Field(default=[], max_length=len(KINDS))
    since: date | None = None
    until: date | None = None
    topic: str = Field(default="", max_length=60)
    speaker: str = Field(default="", max_length=100)

    @model_validator(mode="after")
    def _known(self) -> "Question":
        for kind in self.kinds:
            if kind not in KINDS:
                raise NoSuchKind(
                    f"{kind!r}.", field="kinds", value=kind, remedy=f"Choose {', '.join(KINDS)}."
                )
        if self.topic and self.topic not in TAXONOMY:
            raise NoSuchTopic(
                f"{self.topic!r}.", field="topic", value=self.topic,
                remedy=f"Choose {', '.join(TAXONOMY)}.",
            )  # fmt: skip
        if self.since and self.until and self.until < self.since:
            raise DaysReversed(
                f"{self.until} is before {self.since}.", field="until", value=str(self.until),
                remedy="Swap the two.",
            )  # fmt: skip
        return self


class Part(Answer):
    """What one part adds to a hit's score; below zero it speaks against it."""

    name: str
    adds: float


class Passage(Answer):
    """A passage that answers, with its source and why it was chosen, what counts most first.

    `similarity` is the likeness of meaning in [-1, 1]; `score` compares the hits of one search.
    """

    source_type: str
    source_id: UUID
    text: str
    said_at: datetime | None
    similarity: float
    score: float = 0.0
    speaker: str = ""
    about: str = ""
    why: list[str] = []
    parts: list[Part] = []


class Found(Answer):
    """Passages, best first."""

    items: list[Passage]


@tool("context:read")
async def search_context(ctx: Ctx, ask: Question) -> Found:
    """Everything said about something, over all kinds of sources of this business, with why."""
    row = await people.business(ctx)
    facets = Facets(frozenset(ask.kinds), ask.since, ask.until, ask.topic, ask.speaker)
    wanted = Wanted(
        ask.query, tuple(dict.fromkeys(roots(ask.query))), own=(row.name,) if row else (),
        facets=facets,
    )  # fmt: skip
    _, hits = await retrieve(ctx, wanted, read_tokens, ask.limit)
    return Found(items=[_passage(hit) for hit in hits])


def _passage(hit: Hit) -> Passage:
    row = hit.passage
    return Passage(
        source_type=row.kind, source_id=row.id, text=row.text, said_at=row.at,
        similarity=round(hit.similarity, 4), score=round(hit.score, 4), speaker=row.speaker,
        about=row.about, why=[*hit.why],
        parts=[Part(name=name, adds=adds) for name, adds in hit.parts],
    )  # fmt: skip
