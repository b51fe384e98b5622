"""The monthly cycle: every day observes; the fourth week trains, or a later day what it missed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from domain.loop import EVERY, starts
from domain.work import Work
from memory import schedule
from memory.ctx import Ctx


class State(TypedDict, total=False):
    """Today, the day since when the business is here, and work of the month that is still owed."""

    today: date
    since: date
    owed: list[Work]


async def observe(state: State, runtime: Runtime[Ctx]) -> State:
    """Schedule what the day and the week ask for; look what the last training day left undone."""
    ctx, began = runtime.context, starts(state["today"])
    for cadence in ("day", "week"):
        if began[cadence] > state["since"]:
            await _wait(ctx, began[cadence], EVERY[cadence](began[cadence]))
    month = began["month"]
    wanted = EVERY["month"](month) if month > state["since"] else []
    return {"owed": [work for work in wanted if not await schedule.known(ctx, work)]}


async def train(state: State, runtime: Runtime[Ctx]) -> State:
    """Schedule what the month asks for: data set, training, gate, and the monthly questions."""
    await _wait(runtime.context, starts(state["today"])["month"], state["owed"])
    return {"owed": []}


def _fourth(state: State) -> str:
    """Training comes on its day; in weeks one to three only where that day was missed."""
    return "train" if state["owed"] else END


async def _wait(ctx: Ctx, start: date, works: Sequence[Work]) -> None:
    for work in works:
        await schedule.wait_until(ctx, datetime.combine(start, time(), UTC), work)


_graph = StateGraph(State, context_schema=Ctx)
_graph.add_node("observe", observe)
_graph.add_node("train", train)
_graph.add_edge(START, "observe")
_graph.add_conditional_edges("observe", _fourth, ["train", END])
_graph.add_edge("train", END)
graph = _graph.compile()
