"""A creator sees their own questions, and of others only what was answered on the same brief."""

from uuid import UUID

from core.ids import new_id
from domain.access import Actor
from memory import market, questions
from memory.ctx import Ctx
from tests.memory.rows import as_actor
from tests.worlds import offered


async def asked(worker: Ctx, assignment_id: UUID) -> UUID:
    """A question of the assignment's creator."""
    row = await market.assignment(worker, assignment_id)
    one = new_id()
    kept = {
        "id": one, "assignment_id": row.id, "brief_id": row.brief_id, "asked_at": worker.at,
        "creator_id": row.creator_id, "text": "How long?", "answer_by": worker.at, "shared": True,
    }  # fmt: skip
    assert await questions.keep(worker, kept)
    return one


async def test_an_answer_is_seen_by_whoever_has_the_brief(worker: Ctx) -> None:
    assignment_id = await offered(worker)
    row = await market.assignment(worker, assignment_id)
    one = await asked(worker, assignment_id)
    later = {
        "id": new_id(), "brief_id": row.brief_id, "creator_id": new_id(), "rank": 2,
        "status": "offered", "reason": "", "fee_cents": 1, "bonus_cents": 0, "because": {},
        "offered_at": worker.at, "expires_at": worker.at,
    }  # fmt: skip
    await market.change_assignment(worker, assignment_id, status="declined")
    assert await market.keep_assignment(worker, later)
    second = Actor("creator", business_id=worker.business_id, creator_id=later["creator_id"])
    async with as_actor(worker, second) as other:
        assert await questions.of_brief(other, row.brief_id) == []
    await questions.answer(worker, one, "Short.")
    async with as_actor(worker, second) as other:
        (seen,) = await questions.of_brief(other, row.brief_id)
        assert seen.answer == "Short."
        await questions.answer(other, one, "Mine now.")
        assert (await questions.question(other, one)).answer == "Short."
    assert [row.id for row in await questions.every(worker)] == [one]
