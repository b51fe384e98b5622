"""Search over everything that the business said, planned and believes, and why each hit came up."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, model_validator

from core.errors import BadInput
from domain.facets import MOODS, VISIBILITIES, Facet, fold
from domain.language.terms import roots
from domain.language.topics import TAXONOMY
from memory import inputs, people, vectors
from memory.ctx import Ctx
from memory.lexical import Lexicon
from memory.retrieval import Hit, Limits, Wanted, retrieve
from tools import indexing
from tools.base import Answer, Ask, tool

KINDS = (
    "vent", "answer", "activity", "file", "market_signal", "belief", "map", "brief", "entry",
)  # fmt: skip
LONGEST = 2000


VALUES: dict[Facet, tuple[str, ...]] = {
    "kind": KINDS, "topic": tuple(TAXONOMY), "sentiment": MOODS, "visibility": VISIBILITIES[:2],
}  # fmt: skip
"""The facets whose values are known beforehand."""
MOST_VALUES = 50


class NoSuchKind(BadInput):
    """Nothing of this kind is searched."""


class NoSuchTopic(BadInput):
    """This is no topic."""


class NoSuchValue(BadInput):
    """This facet has no such value."""


class DaysReversed(BadInput):
    """The days to search end before they begin."""


class Question(Ask):
    """What to look for, in plain words, and what to limit it to.

    `kinds` are of vent, answer, activity, file, market_signal, belief, map, brief, entry; null is
    no limit, an empty list finds nothing. `topic` is one of the taxonomy; `speaker` is part of the
    name of who said it in a conversation. `facets` limit to one of the values given of each: kind,
    topic, month (2026-11), author (their id), channel, segment, sentiment (good, even, bad),
    visibility (team, private); `kinds` and `topic` say the same.
    """

    query: str = Field(min_length=1, max_length=LONGEST)
    limit: int = Field(10, ge=1, le=50)
    kinds: list[str] | None = Field(default=None, max_length=len(KINDS))
    since: date | None = None
    until: date | None = None
    topic: str = Field(default="", max_length=60)
    speaker: str = Field(default="", max_length=100)
    facets: dict[Facet, list[str]] = Field(default={})

    @model_validator(mode="after")
    def _known(self) -> "Question":
        for kind in self.kinds or ():
            if kind not in KINDS:
                raise NoSuchKind(
                    f"{kind!r}.", field="kinds", value=kind, remedy=f"Choose {', '.join(KINDS)}."
                )
        if self.topic and self.topic not in TAXONOMY:
            raise NoSuchTopic(
                f"{self.topic!r}.", field="topic", value=self.topic,
                remedy=f"Choose {', '.join(TAXONOMY)}.",
            )  # fmt: skip
        for name, values in self.facets.items():
            if not values or len(values) > MOST_VALUES:
                raise NoSuchValue(
                    f"{len(values)} values of {name}.", field="facets", value=name,
                    remedy=f"Name 1 to {MOST_VALUES}.",
                )  # fmt: skip
            for value in values if name in VALUES else ():
                if fold(value) not in VALUES[name]:
                    raise NoSuchValue(
                        f"{name}={value}.", field="facets", value=value,
                        remedy=f"Choose {', '.join(VALUES[name])}.",
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

    `similarity` is the likeness of meaning in [-1, 1]; `score` compares the hits of one search;
    `passage_id` is its id in the vault, once it was read (`open_passages`).
    """

    source_type: str
    source_id: UUID
    text: str
    said_at: datetime | None
    similarity: float
    passage_id: UUID | None = None
    score: float = 0.0
    speaker: str = ""
    about: str = ""
    why: list[str] = []
    parts: list[Part] = []


class Found(Answer):
    """Passages, best first."""

    items: list[Passage]


class Wants(Ask):
    """Ids of passages, as search gives them."""

    ids: list[UUID] = Field(min_length=1, max_length=100)


class OpenPassage(Answer):
    """A passage of the vault with its source, and its place in it."""

    id: UUID
    source_type: str
    source_id: UUID
    position: int
    text: str
    said_at: datetime


class Opened(Answer):
    """Passages in the order that was asked."""

    items: list[OpenPassage]


@tool("context:read")
async def search_context(ctx: Ctx, ask: Question) -> Found:
    """Everything said about something, over all kinds of sources of this business, with why."""
    if ask.kinds == []:
        return Found(items=[])
    row = await people.business(ctx)
    wanted = Wanted(
        ask.query, tuple(dict.fromkeys(roots(ask.query))), own=(row.name,) if row else (),
        limits=Limits(_facets(ask), ask.since, ask.until, ask.speaker),
    )  # fmt: skip
    words, hits = await retrieve(ctx, wanted, await indexing.reader(ctx), ask.limit)
    return Found(items=[_passage(words, hit) for hit in hits])


@tool("context:read")
async def open_passages(ctx: Ctx, ask: Wants) -> Opened:
    """Passages by their ids in the vault; what is gone or nobody may show you is left out."""
    there = await vectors.look_up(ctx, ask.ids)
    sources = {(one.source_type, one.source_id) for one in there.values()}
    may = {each for each in sources if await inputs.may_read(ctx, *each)}
    found = [there[one] for one in dict.fromkeys(ask.ids) if one in there]
    return Opened(
        items=[
            OpenPassage(
                id=one.id, source_type=one.source_type, source_id=one.source_id,
                position=one.position, text=one.text_chunk, said_at=one.said_at,
            )
            for one in found if (one.source_type, one.source_id) in may
        ]
    )  # fmt: skip


def _facets(ask: Question) -> tuple[tuple[Facet, tuple[str, ...]], ...]:
    """Every facet that is asked for, however it was spelt, once for each time it limits."""
    short: dict[Facet, list[str]] = {
        "kind": ask.kinds or [], "topic": [ask.topic] if ask.topic else []
    }  # fmt: skip
    given = [*ask.facets.items(), *[each for each in short.items() if each[1]]]
    named: dict[Facet, set[str]] = {}
    for name, values in given:
        folded = {fold(value) for value in values}
        named[name] = named.get(name, folded) & folded
    return tuple((name, tuple(sorted(values))) for name, values in sorted(named.items()))


def _passage(words: Lexicon, hit: Hit) -> Passage:
    row = hit.passage
    return Passage(
        source_type=row.kind, source_id=row.id, text=row.text, said_at=row.at,
        similarity=round(hit.similarity, 4), passage_id=words.ids[hit.place],
        score=round(hit.score, 4), speaker=row.speaker, about=row.about, why=[*hit.why],
        parts=[Part(name=name, adds=adds) for name, adds in hit.parts],
    )  # fmt: skip
