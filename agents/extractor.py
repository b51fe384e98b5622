"""Reads evidence out of words: a draft by code and MiniLM, refined where a model is configured."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from agents.base import Thought, drafted, think
from cdt.embed import READER
from core.text import shorten
from domain import fidelity
from domain.language.extraction import draft_many
from domain.language.sentences import steady
from domain.language.shapes import Extraction, Shape
from domain.language.topics import TAXONOMY
from memory.ctx import Ctx

PROMPT = "extraction/extract_context"
MOST_WORDS = 30
STEM, SMALL = 5, 3
"""Letters by which a word is known in the text; words of up to three join the others."""
_REFINED = frozenset(Extraction.model_fields) - {"id", "version", "language"}


async def read(ctx: Ctx, texts: Sequence[str]) -> list[Extraction]:
    """What texts of this business say, off the event loop (embedding is CPU work)."""
    drafts = await asyncio.to_thread(draft_many, texts, READER)
    answered = [({"text": steady(text), "topics": TAXONOMY}, one)
                for text, one in zip(texts, drafts, strict=True)]  # fmt: skip
    if await drafted(ctx, PROMPT, answered):
        return drafts
    return [(await refine(ctx, text, one)).answer for text, one in zip(texts, drafts, strict=True)]


async def refine(ctx: Ctx, text: str, draft: Extraction) -> Thought[Extraction]:
    """`draft`, or a model's better reading of `text` whose quotes stand where they say."""
    calm = steady(text)

    def quotes_are_verbatim(answer: Extraction) -> list[str]:
        return fidelity.not_in(calm, quotes(answer))

    def numbers_are_said(answer: Extraction) -> list[str]:
        return fidelity.new_numbers(answer, calm, draft)

    def names_are_said(answer: Extraction) -> list[str]:
        said, known = calm.lower(), {*draft.competitors, *draft.channels, *draft.audiences}
        named = [*answer.competitors, *answer.channels, *answer.audiences]
        return [
            f"{name!r} is not in the text"
            for name in named
            if name not in known and name.replace("_", " ").lower() not in said
        ]

    def wording_is_theirs(answer: Extraction) -> list[str]:
        known = {*_worded(draft)}
        new = [words for words in _worded(answer) if words not in known]
        faults = [f"{label!r} is too long" for label in new if len(label.split()) > MOST_WORDS]
        return [*faults, *fidelity.new_marks(new, known), *_not_said(calm, new)]

    def record_is_kept(answer: Extraction) -> list[str]:
        faults = fidelity.changed(draft, answer, _REFINED)
        topics = [topic.topic for topic in answer.topics]
        faults += [f"{name!r} is no topic" for name in topics if name not in TAXONOMY]
        faults += ["a topic stands twice"] if len(set(topics)) < len(topics) else []
        items = [*answer.topics, *answer.themes, *answer.entities]
        return faults + ["only a person confirms"] * any(one.status != "guessed" for one in items)

    checks = [quotes_are_verbatim, numbers_are_said, names_are_said, wording_is_theirs,
              record_is_kept]  # fmt: skip
    inputs = {"text": calm, "topics": TAXONOMY}
    thought = await think(ctx, PROMPT, inputs, draft, checks)
    return (
        replace(thought, answer=grounded(calm, thought.answer))
        if thought.by == "model"
        else thought
    )


def _worded(read: Extraction) -> list[str]:
    """What a reading says in words of its own: labels of themes, and signals."""
    return [*(theme.label for theme in read.themes), *(signal.text for signal in read.signals)]


def _not_said(text: str, told: Sequence[str]) -> list[str]:
    """Words that the speaker did not use, as faults: with them an inference slips in."""
    beginnings = {word[:STEM] for word in _words(text)}
    return [
        f"{word!r} in {shorten(each, 40)!r} is not a word of the text"
        for each in told
        for word in _words(each)
        if len(word) > SMALL and word[:STEM] not in beginnings
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def grounded(text: str, read: Extraction) -> Extraction:
    """`read` with each quote's offsets where it stands in `text`, nearest to where they were."""
    found = {
        name: [_placed(text, one) for one in getattr(read, name)]
        for name in ("topics", "themes", "entities", "hedges", "signals")
    }
    return read.model_copy(update=found)


def _placed(text: str, one: Shape) -> Shape:
    quote, start = _quote(one), getattr(one, "start", 0)
    places = [hit.start() for hit in re.finditer(re.escape(quote), text)] if quote else []
    if not places:
        return one
    best = min(places, key=lambda place: abs(place - start))
    return one.model_copy(update={"start": best, "end": best + len(quote)})


def quotes(read: Extraction) -> list[tuple[str, str]]:
    """Every quote of a reading with the place where it is used, such as `topics.0`."""
    lists = ("topics", "themes", "entities", "hedges", "signals")
    return [
        (f"{name}.{number}", _quote(one))
        for name in lists
        for number, one in enumerate(getattr(read, name))
    ]


def _quote(one: Shape) -> str:
    return getattr(one, "quote", None) or getattr(one, "text", "")
