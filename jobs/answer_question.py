"""Answer a question, or go on with it: no transaction is open while a model speaks."""

from domain.access import Actor
from domain.work import AnswerQuestion
from graphs import chat
from memory.ctx import NoBusiness

SORRY = "This could not be answered. Your question is kept; try it again."


async def run(actor: Actor, work: AnswerQuestion) -> None:
    """Walk the graph to its end, or to where it waits for a person."""
    if actor.business_id is None:
        raise NoBusiness
    await chat.answer(actor.business_id, work.run_id)


async def given_up(actor: Actor, work: AnswerQuestion, why: str) -> None:
    """The job is put aside: the run has failed, and its readers hear so."""
    if actor.business_id is None:
        raise NoBusiness
    await chat.fail(actor.business_id, work.run_id, SORRY, why)
