"""Reading an input: read → extract → check → join recurrences → record."""

import asyncio
from typing import Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import extractor
from cdt.embed import READER
from domain.language.gist import gist
from domain.language.shapes import Extraction
from memory import inputs
from memory.ctx import Ctx
from tools.context import Mention, Reading, join_recurrence, record_extraction

UNJOINED = ("answer", "file", "market_signal")
"""Kinds that say nothing of what keeps coming back to people: they were asked, or it is news."""


class State(TypedDict, total=False):
    """What is known while one input is read."""

    source_kind: str
    source_id: UUID
    text: str
    said_at: Any
    extraction: Extraction
    extraction_id: UUID | None


async def read(state: State, runtime: Runtime[Ctx]) -> State:
    """Fetch the words; an input that was taken back leaves nothing to read."""
    row = await inputs.words_of(runtime.context, state["source_kind"], state["source_id"])
    if row is None or not row.text:
        return {"text": ""}
    return {"text": row.text, "said_at": row.at}


async def extract(state: State, runtime: Runtime[Ctx]) -> State:
    """Draft by code, refined by a model where one is configured; both pass the same checks."""
    return {"extraction": await extractor.read(runtime.context, state["text"])}


async def record(state: State, runtime: Runtime[Ctx]) -> State:
    """Keep the extraction, its passages and their vectors."""
    reading = Reading(
        source_kind=state["source_kind"],
        source_id=state["source_id"],
        text=state["text"],
        said_at=state["said_at"],
        extraction=state["extraction"],
    )
    kept = await record_extraction(runtime.context, reading)
    return {"extraction_id": kept.id if kept.new else None}


async def join(state: State, runtime: Runtime[Ctx]) -> State:
    """Tie what was said to the theme that it repeats, if it repeats one."""
    extraction, extraction_id = state["extraction"], state.get("extraction_id")
    if not (extraction_id and extraction.topics) or state["source_kind"] in UNJOINED:
        return {}
    part, it = await asyncio.to_thread(gist, state["text"], READER)
    mention = Mention(
        extraction_id=extraction_id, topic=extraction.topics[0].topic, quote=part.quote,
        start=part.start, end=part.end, said_at=state["said_at"], marks=it.marks,
        vector=[float(each) for each in it.vector],
    )  # fmt: skip
    await join_recurrence(runtime.context, mention)
    return {}


def _something(state: State) -> str:
    return "extract" if state["text"] else END


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
