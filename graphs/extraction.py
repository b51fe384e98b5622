"""Reading inputs: read → extract → check → record → join recurrences."""

import asyncio
from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import extractor
from cdt.embed import READER
from domain.language.gist import gist
from domain.language.shapes import Extraction
from memory import inputs
from memory.ctx import Ctx
from tools.context import (
    Mention,
    Mentions,
    Reading,
    Readings,
    join_recurrences,
    record_extractions,
)

UNJOINED = ("answer", "file", "market_signal")
"""Kinds that say nothing of what keeps coming back to people: they were asked, or it is news."""


class State(TypedDict, total=False):
    """What is known while inputs of one kind are read: one, or several of a backlog."""

    source_kind: str
    source_ids: Sequence[UUID]
    heard: list[inputs.Heard]
    readings: list[Extraction]
    extraction_ids: list[UUID | None]


async def read(state: State, runtime: Runtime[Ctx]) -> State:
    """Fetch the words; an input that was taken back, or may not be used, leaves none to read."""
    kind, ids = state["source_kind"], [*dict.fromkeys(state["source_ids"])]
    rows = await inputs.words_of_many(runtime.context, kind, ids)
    return {
        "heard": [
            inputs.Heard(kind, each, rows[each].text, rows[each].at)
            for each in ids
            if each in rows and rows[each].text and rows[each].visibility != "off_record"
        ]
    }


async def extract(state: State, runtime: Runtime[Ctx]) -> State:
    """Draft by code, refined by a model where one is configured; both pass the same checks."""
    texts = [one.text for one in state["heard"]]
    return {"readings": await extractor.read(runtime.context, texts)}


async def record(state: State, runtime: Runtime[Ctx]) -> State:
    """Keep the extractions, their passages and vectors."""
    readings = [
        Reading(source_kind=one.kind, source_id=one.id, text=one.text, said_at=one.at,
                extraction=found)
        for one, found in zip(state["heard"], state["readings"], strict=True)
    ]  # fmt: skip
    kept = await record_extractions(runtime.context, Readings(readings=readings))
    return {"extraction_ids": [one.id if one.new else None for one in kept.items]}


async def join(state: State, runtime: Runtime[Ctx]) -> State:
    """Tie what was said to the theme that it repeats, if it repeats one."""
    if state["source_kind"] in UNJOINED:
        return {}
    found = zip(state["heard"], state["readings"], state["extraction_ids"], strict=True)
    new = [(one, read, each) for one, read, each in found if each is not None and read.topics]
    mentions = await asyncio.to_thread(lambda: [_mention(*each) for each in new])
    if mentions:
        await join_recurrences(runtime.context, Mentions(mentions=mentions))
    return {}


def _mention(heard: inputs.Heard, read: Extraction, extraction_id: UUID) -> Mention:
    part, it = gist(heard.text, READER)
    return Mention(
        extraction_id=extraction_id, topic=read.topics[0].topic, quote=part.quote,
        start=part.start, end=part.end, said_at=heard.at, marks=it.marks, vector=it.vector.tolist(),
    )  # fmt: skip


def _something(state: State) -> str:
    return "extract" if state["heard"] else END


_graph = StateGraph(State, context_schema=Ctx)
_graph.add_node("read", read)
_graph.add_node("extract", extract)
_graph.add_node("record", record)
_graph.add_node("join", join)
_graph.add_edge(START, "read")
_graph.add_conditional_edges("read", _something, ["extract", END])
_graph.add_edge("extract", "record")
_graph.add_edge("record", "join")
_graph.add_edge("join", END)
graph = _graph.compile()
