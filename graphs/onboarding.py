"""The interview: ask → hear → decide, and round again; it waits between turns and survives a kill.

Checkpoints hold the thread's id and turn numbers only; the words are rows, sealed, and are kept by
`record_answer` before the graph is woken.
"""

from typing import Any, TypedDict
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from agents import interviewer
from domain.interview import Turn
from memory import checkpoints, inputs
from memory.ctx import Ctx
from tools.onboarding import Said, Standing, Start, Thread, finish_interview, record_answer
from tools.onboarding import start_interview as look_up

MOST_TURNS = 60


class State(TypedDict, total=False):
    """Which interview, and how many turns it had when it was last looked at."""

    thread_id: str
    turn: int
    open: bool


async def ask(state: State) -> State:
    """Wait for the next answer; the door wakes the graph with the number of the turn kept."""
    turn = interrupt({"turn": state["turn"]})
    return {"turn": int(turn)}


async def decide(state: State) -> State:
    """Go on while something is missing and the founder has patience."""
    return {"open": state["open"] and state["turn"] < MOST_TURNS}


async def finish(state: State, runtime: Runtime[Ctx]) -> State:
    """Close the interview; what it found sets the rest in motion."""
    await finish_interview(runtime.context, Thread(thread_id=UUID(state["thread_id"])))
    return {}


def _go_on(state: State) -> str:
    return "ask" if state["open"] else "finish"


_graph = StateGraph(State, context_schema=Ctx)
_graph.add_node("ask", ask)
_graph.add_node("decide", decide)
_graph.add_node("finish", finish)
_graph.add_edge(START, "ask")
_graph.add_edge("ask", "decide")
_graph.add_conditional_edges("decide", _go_on, ["ask", "finish"])
_graph.add_edge("finish", END)


async def begin(ctx: Ctx, key: str = "") -> Standing:
    """Start an interview, or find the one started with `key`; returns the first question."""
    standing = await look_up(ctx, Start(key=key))
    await _wake(ctx, standing, None)
    return await _worded(ctx, standing)


async def answer(ctx: Ctx, said: Said, *, last: bool = False, worded: bool = True) -> Standing:
    """Keep one turn and wake the graph; `last` ends the interview after it.

    With `worded` a model may put the next question; without, it stands as in the question bank.
    """
    standing = await record_answer(ctx, said)
    resume = Command(resume=said.turn + 1, update={"open": not _done(standing, last)})
    await _wake(ctx, standing, resume)
    return await _worded(ctx, standing) if worded and not last else standing


async def _worded(ctx: Ctx, standing: Standing) -> Standing:
    """The next question as the interviewer would put it; nothing is said before the first turn."""
    if standing.next_question is None or not standing.turns:
        return standing
    rows = [row for row in await inputs.answers(ctx) if row.thread_id == standing.thread_id]
    turns = [Turn(question=row.question, answer=row.answer) for row in rows]
    thought = await interviewer.word(ctx, turns, standing.next_question)
    return standing.model_copy(update={"next_question": thought.answer})


def _done(standing: Standing, last: bool) -> bool:
    return last or standing.next_question is None


async def _wake(ctx: Ctx, standing: Standing, resume: Command[Any] | None) -> None:
    graph = _graph.compile(checkpointer=checkpoints.saver(ctx.business_id))
    config: RunnableConfig = {
        "configurable": {"thread_id": checkpoints.key_of(ctx, standing.thread_id)}
    }
    known = await graph.aget_state(config)
    if resume is None and known.created_at is not None:
        return
    start: State = {"thread_id": str(standing.thread_id), "turn": standing.turns, "open": True}
    if resume is not None and not known.next:
        return
    await graph.ainvoke(resume or start, config, context=ctx, durability="sync")
