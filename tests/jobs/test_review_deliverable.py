"""Work that meets its brief is paid and planned; the rest goes back with notes."""

from domain.work import ReviewDeliverable
from jobs import review_deliverable
from memory import calendar, ledger, market
from memory.ctx import Ctx
from tests.worlds import facts, fitting, handed_in, taken


async def test_a_fitting_text_is_paid_once_and_put_on_the_calendar(
    worker: Ctx,
) -> None:
    assignment_id = await taken(worker)
    version = await handed_in(worker, assignment_id, await fitting(worker))
    await review_deliverable.run(worker, ReviewDeliverable(deliverable_id=version))
    row = await market.assignment(worker, assignment_id)
    assert row.status == "passed"
    assert await facts(worker, "CreatorPaid") == 1
    kinds = [posting.kind for posting in await ledger.postings(worker)]
    assert kinds.count("release") == 1
    (entry,) = await calendar.entries(worker)
    assert (entry.artifact_type, entry.utm_source is not None) == ("email", True)


async def test_a_thin_text_goes_back_and_nothing_is_paid(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    await handed_in(worker, assignment_id, "Too short to be anything.")
    row = await market.assignment(worker, assignment_id)
    assert (row.status, row.revisions) == ("revision", 1)
    (version,) = await market.deliverables_of(worker, assignment_id)
    assert version.passed is False
    assert any(point["note"] for point in version.review["points"])
    assert await facts(worker, "CreatorPaid") == 0


async def test_after_two_revisions_a_person_decides(worker: Ctx) -> None:
    assignment_id = await taken(worker)
    for n in range(3):
        await handed_in(worker, assignment_id, f"Too short to be anything, version {n}.")
    assert (await market.assignment(worker, assignment_id)).status == "escalated"
    assert await facts(worker, "CreatorPaid") == 0
