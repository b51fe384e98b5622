"""A graph runs in its caller's transaction and stops where it would go on for ever."""

from typing import TypedDict

import pytest
from langgraph.errors import GraphRecursionError
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from graphs.base import STEP_LIMIT, run
from memory.ctx import Ctx


class State(TypedDict, total=False):
    """Who acts, and how often a step was taken."""

    role: str
    steps: int


async def count(state: State, runtime: Runtime[Ctx]) -> State:
    """One step more, taken by the actor of the Ctx."""
    return {"role": runtime.context.actor.role, "steps": state.get("steps", 0) + 1}


def looped(until: int):
    """A graph that repeats its only step."""
    graph = StateGraph(State, context_schema=Ctx)
    graph.add_node("count", count)
    graph.add_edge(START, "count")
    graph.add_conditional_edges(
        "count", lambda state: END if state["steps"] >= until else "count", ["count", END]
    )
    return graph.compile()


async def test_a_step_is_given_the_ctx_and_the_last_state_comes_back(ctx: Ctx) -> None:
    given = {"steps": 2}
    assert await run(looped(4), ctx, given) == {"role": "founder", "steps": 4}
    assert given == {"steps": 2}


async def test_a_loop_without_an_end_is_stopped(ctx: Ctx) -> None:
    assert (await run(looped(STEP_LIMIT - 1), ctx, {}))["steps"] == STEP_LIMIT - 1
    with pytest.raises(GraphRecursionError):
        await run(looped(10 * STEP_LIMIT), ctx, {})
