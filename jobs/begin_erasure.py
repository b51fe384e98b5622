"""The grace is over: erase one input or a person's words now, or begin with the business."""

from uuid import UUID

from cdt import erasing
from domain.erasure import Mode
from domain.work import BeginErasure, EraseBusiness
from memory import erasures, queue, retention
from memory.ctx import Ctx
from memory.erasures import Subject


async def run(ctx: Ctx, work: BeginErasure) -> None:
    """Do what was asked for, unless it was called off or is done."""
    row = await erasures.request(ctx, work.request_id)
    if row is None or row.called_off_at or row.done_at or row.begun_at:
        return
    if row.what == "business":
        await _begin_business(ctx, row.id)
        return
    mode: Mode = row.mode
    if row.what == "input":
        gone = await erasing.erase_input(ctx, row.subject_kind, row.subject_id, mode)
    else:
        gone = await erasing.erase_person(ctx, row.subject_id, mode)
    await retention.tell(ctx, row.what, "erased" if mode == "erase" else "anonymised", gone.inputs)
    await erasures.change_request(
        ctx, row.id, begun_at=ctx.at, done_at=ctx.at, subject_id=None, counts=vars(gone)
    )


async def _begin_business(ctx: Ctx, request_id: UUID) -> None:
    """From here on the steps run under the erasure's own id, since the business will be gone."""
    erasure_id = await erasures.begin(ctx, Subject(ctx.business_id))
    await erasures.change_request(ctx, request_id, begun_at=ctx.at, erasure_id=erasure_id)
    await queue.enqueue_for(ctx, erasure_id, EraseBusiness(erasure_id=erasure_id))
