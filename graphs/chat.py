"""A question answered: gather → draft → refine → record, and where acts are proposed → propose →
conclude. It waits there for a person, and goes on after a kill from where it was.

No transaction is open while a model speaks: each step opens its own, as the person who asked.
Checkpoints hold ids and counts. What is gathered holds words, so it is gathered again on the way.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, TypedDict, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from agents import answerer
from agents.base import Thought
from core.errors import NotAllowed
from core.ids import derived_id
from core.telemetry import logger
from domain import run_events as told
from domain.access import Actor, worker_for
from domain.asking import Asked, Gathered, Reply, Said, ToolBegun, ToolEnded, Utterance, Withdrawn
from graphs.base import STEP_LIMIT
from memory import checkpoints, locks, notices, people, runs, threads
from memory.ctx import Ctx, open_ctx
from tools import answers
from tools.answers import Kept

T = TypeVar("T")
REFINE_SECONDS = 240.0
"""A model that is not done by then is left, and the draft is the answer."""
ATTEMPT_SECONDS = 900.0
LOOK_SECONDS = 15.0
"""How often a run looks whether it shall stop, beside hearing of it."""
MOST_GATHERING = 4
"""Runs of a process that gather at once: it takes the processor and holds a connection."""
HISTORY = 12
HISTORY_CHARACTERS = 4_000

log = logger("chat")


class NoLongerHere(NotAllowed):
    """Whoever asked this belongs to the business no more."""


class State(TypedDict, total=False):
    """What a checkpoint holds: how much was gathered, who answered, how many acts wait."""

    evidence: int
    by: str
    proposed: int


@dataclass
class Desk:
    """One take-up of a run in this process: who asks what, and what is at hand of it."""

    actor: Actor
    business_id: UUID
    run_id: UUID
    thread_id: UUID
    starts: int
    asked: Asked
    withdrawn: int = 0
    speaking: bool = False
    gathered: Gathered | None = None
    drafted: Reply | None = None
    calls: dict[str, str] = field(default_factory=dict)

    @property
    def message_id(self) -> UUID:
        """The message that the words make; another one after words were withdrawn."""
        return derived_id(self.run_id, "words", self.withdrawn)

    async def tell(self, *events: told.Told) -> None:
        """Write events in a transaction of their own; then everybody may see them."""
        async with open_ctx(self.actor) as ctx:
            await runs.tell(ctx, self.thread_id, self.run_id, events, self.starts)

    async def material(self) -> Gathered:
        """What the answer may rest on; gathered anew where another process had begun."""
        if self.gathered is None:
            async with _few(), open_ctx(self.actor, read_only=True) as ctx:
                self.gathered = await answerer.gather(ctx, self.asked)
        return self.gathered

    async def draft(self) -> Reply:
        """The answer by code."""
        if self.drafted is None:
            self.drafted = answerer.draft(await self.material())
        return self.drafted


_gathering: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _few() -> asyncio.Semaphore:
    """Room for one of the few who gather at once; who is past that speaks without waiting."""
    loop = asyncio.get_running_loop()
    return _gathering.setdefault(loop, asyncio.Semaphore(MOST_GATHERING))


async def answer(business_id: UUID, run_id: UUID) -> None:
    """Answer a run, or go on with it, until it has ended or waits for a person.

    Raises `HeldElsewhere` where another process is at it; what else it raises may be tried
    again, and goes on from the last step that ended.
    """
    async with locks.alone("run", business_id, run_id) as free:
        if not free:
            raise locks.HeldElsewhere(f"{run_id}.")
        desk = await _desk(business_id, run_id)
        if desk is None:
            return
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                await _walk(desk)
        except runs.StopAsked:
            await answers.stop(desk.actor, desk.run_id)
            await _forget(desk)
        except runs.Overtaken:
            log.warning("run was taken up elsewhere", run=str(run_id))


async def answer_if_free(business_id: UUID, run_id: UUID) -> bool:
    """As `answer`; False where another process is at it."""
    try:
        await answer(business_id, run_id)
    except locks.HeldElsewhere:
        return False
    return True


async def fail(business_id: UUID, run_id: UUID, why: str, code: str) -> None:
    """Mark a run as failed for good, and tell whoever reads along."""
    await answers.fail(worker_for(business_id), run_id, why, code)


async def _desk(business_id: UUID, run_id: UUID) -> Desk | None:
    """Take a run up; None where it has ended. Raises `NoLongerHere` for a membership that did."""
    async with open_ctx(worker_for(business_id)) as ctx:
        row = await runs.take_up(ctx, run_id)
        if row is None:
            return None
        role = await _role(ctx, row)
        way = await threads.branch(ctx, row.question_id)
        _, withdrawn = told.said_in(await runs.events_of(ctx, run_id))
        history = tuple(
            (each.role, each.content["text"][:HISTORY_CHARACTERS])
            for each in way[-HISTORY - 1 : -1]
        )
        return Desk(
            actor=Actor(role, row.user_id, business_id),
            business_id=business_id,
            run_id=run_id, thread_id=row.thread_id,
            starts=row.starts, withdrawn=withdrawn,
            asked=Asked(
                text=way[-1].content["text"], mode=row.mode, history=history,
                files=tuple(UUID(each["id"]) for each in way[-1].content.get("files", ())),
            ),
        )  # fmt: skip


async def _role(ctx: Ctx, row: Any) -> Any:
    """The role of whoever asked, as it is now. A command's own run has no person behind it."""
    if row.user_id is None:
        return row.role
    for business_id, role in await people.memberships_of(ctx, row.user_id):
        if business_id == ctx.business_id:
            return role
    raise NoLongerHere(f"{row.user_id}.", remedy="Ask again as a member.")


async def gather(state: State, runtime: Runtime[Desk]) -> State:
    """Read all that the answer may rest on, and show the tools that were used for it."""
    desk = runtime.context
    begun = [told.run_started(desk.thread_id, desk.run_id), told.step_started("gather")]
    await desk.tell(*begun)
    material = await desk.material()
    used = [
        event
        for place, one in enumerate(material.findings)
        for event in told.tool_used(f"{desk.run_id}/{place}", one)
    ]
    await desk.tell(*used, told.step_finished("gather"))
    return {"evidence": len(material.evidence)}


async def draft(state: State, runtime: Runtime[Desk]) -> State:
    """The answer that code composes."""
    await runtime.context.draft()
    return {}


async def refine(state: State, runtime: Runtime[Desk]) -> State:
    """Let a model put it better where there is one; keep what stands at the end, sealed."""
    desk = runtime.context
    async with open_ctx(desk.actor) as ctx:
        row = await runs.run(ctx, desk.run_id)
        events = await runs.events_of(ctx, desk.run_id)
    if row.reply is not None:
        return {"by": row.reply["by"]}
    said, _ = told.said_in(events)
    if said or any(each.get("messageId") == str(desk.message_id) for each in events):
        await _withdraw(desk, "The answer begins again.")
    await desk.tell(told.step_started("refine"))
    thought = await _heeding(desk, _refined(desk))
    async with open_ctx(desk.actor) as ctx:
        ending = (
            told.words_ended(desk.message_id),
            told.audit(thought.by, thought.dropped, thought.calls),
            told.step_finished("refine"),
        )
        await runs.tell(ctx, desk.thread_id, desk.run_id, ending, desk.starts)
        kept = Kept(reply=thought.answer, by=thought.by, message_id=desk.message_id)
        await runs.change(ctx, desk.run_id, reply=kept.model_dump(mode="json"))
    return {"by": thought.by}


async def record(state: State, runtime: Runtime[Desk]) -> State:
    """Keep the answer as a message with what it rests on, and what it proposes as approvals."""
    desk = runtime.context
    async with open_ctx(desk.actor) as ctx:
        return {"proposed": await answers.keep(ctx, desk.run_id, desk.starts)}


async def propose(state: State, runtime: Runtime[Desk]) -> State:
    """Wait until a person has decided on every act; woken with how many they are."""
    return {"proposed": int(interrupt({"proposed": state["proposed"]}))}


async def conclude(state: State, runtime: Runtime[Desk]) -> State:
    """Say what became of the acts, and take up the words that a person answered with."""
    desk = runtime.context
    async with open_ctx(desk.actor) as ctx:
        await answers.conclude(ctx, desk.run_id, desk.starts)
    return {}


async def _refined(desk: Desk) -> Thought[Reply]:
    """The model's answer or the draft, each utterance told as it comes."""
    material, drafted = await desk.material(), await desk.draft()

    async def say(one: Utterance) -> None:
        await _utter(desk, one)

    try:
        async with asyncio.timeout(REFINE_SECONDS):
            return await answerer.refine(desk.actor, desk.run_id, material, drafted, say)
    except TimeoutError:
        await _withdraw(desk, "The model took too long.")
        await _utter(desk, Said(text=drafted.text))
        return Thought(drafted, dropped=("The model took too long.",))


async def _utter(desk: Desk, one: Utterance) -> None:
    if isinstance(one, Said):
        begun = () if desk.speaking else (told.words_begun(desk.message_id),)
        desk.speaking = True
        await desk.tell(*begun, told.words(desk.message_id, one.text))
    elif isinstance(one, ToolBegun):
        call = desk.calls[one.call] = f"{desk.run_id}/{desk.starts}.{len(desk.calls)}"
        await desk.tell(*told.tool_begun(call, one.tool, one.arguments))
    elif isinstance(one, ToolEnded):
        await desk.tell(*told.tool_ended(desk.calls.get(one.call, one.call), one.said))
    elif isinstance(one, Withdrawn):
        await _withdraw(desk, one.why)


async def _withdraw(desk: Desk, why: str) -> None:
    """Take back the words of the message so far; what follows is another message."""
    gone = desk.message_id
    await desk.tell(told.words_ended(gone), told.words_withdrawn(gone, why))
    desk.withdrawn, desk.speaking = desk.withdrawn + 1, False


async def _heeding(desk: Desk, work: Awaitable[T]) -> T:
    """The outcome of `work`, unless somebody asks the run to stop first: then `StopAsked`."""
    working = asyncio.ensure_future(work)
    watching = asyncio.create_task(_stop_asked(desk))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            watching.result()
            raise runs.StopAsked(f"{desk.run_id}.")
        return working.result()
    finally:
        for task in (working, watching):
            task.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


async def _stop_asked(desk: Desk) -> None:
    """Return when somebody has asked the run to stop."""
    async with notices.waiting(desk.business_id, f"stop:{desk.run_id}") as waiter:
        while True:
            async with open_ctx(desk.actor, read_only=True) as ctx:
                row = await runs.run(ctx, desk.run_id)
            if row.stop_asked_at is not None:
                return
            await waiter.wait(LOOK_SECONDS)


_graph = StateGraph(State, context_schema=Desk)
for _step in (gather, draft, refine, record, propose, conclude):
    _graph.add_node(_step.__name__, _step)
_graph.add_edge(START, "gather")
_graph.add_edge("gather", "draft")
_graph.add_edge("draft", "refine")
_graph.add_edge("refine", "record")
_graph.add_conditional_edges("record", lambda state: "propose" if state["proposed"] else END)
_graph.add_edge("propose", "conclude")
_graph.add_edge("conclude", END)


async def _walk(desk: Desk) -> None:
    """Run the graph from its last checkpoint to its end, or to where it waits."""
    graph = _graph.compile(checkpointer=checkpoints.saver(desk.business_id))
    config = _config(desk)
    known = await graph.aget_state(config)
    start: Any = {"evidence": 0}
    if known.created_at is not None:
        start = None
        if waits := [one for task in known.tasks for one in task.interrupts]:
            left = await answers.left(desk.actor, desk.run_id)
            if left:
                return
            start = Command(resume={one.id: one.value["proposed"] for one in waits})
    await graph.ainvoke(start, config, context=desk, durability="sync")
    if not (await graph.aget_state(config)).next:
        await _forget(desk)


async def _forget(desk: Desk) -> None:
    """A run that has ended needs no checkpoint."""
    key = checkpoints.key_in(desk.business_id, desk.run_id)
    await checkpoints.saver(desk.business_id).adelete_thread(key)


def _config(desk: Desk) -> RunnableConfig:
    key = checkpoints.key_in(desk.business_id, desk.run_id)
    return {"configurable": {"thread_id": key}, "recursion_limit": STEP_LIMIT}
