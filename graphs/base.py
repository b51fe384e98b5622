"""How a graph is compiled: a Ctx as run-time context, a step limit, and no words in checkpoints."""

from collections.abc import Mapping
from typing import Any

from langgraph.graph.state import CompiledStateGraph

from memory.ctx import Ctx

STEP_LIMIT = 40


async def run(
    graph: CompiledStateGraph[Any, Ctx, Any, Any], ctx: Ctx, state: Mapping[str, Any]
) -> dict[str, Any]:
    """Run a graph from its start to its end in the caller's transaction; returns its last state."""
    return await graph.ainvoke(dict(state), context=ctx, config={"recursion_limit": STEP_LIMIT})
