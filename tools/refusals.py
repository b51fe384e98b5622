"""Operations: money out that the payment provider refused or was not reached for, and once more.

Ids, amounts and words of ours alone: what the provider wrote stays with the business.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from domain import providers
from domain.access import worker_for
from domain.providers import USED_OTHERWISE, Why
from memory import oversight, people
from memory.ctx import Ctx, on_behalf
from tools import moves
from tools.base import Answer, Ask, Nothing, tool
from tools.deployments import NoSuchBusiness


class RefusalLine(Answer):
    """Money for a creator (`transfer`, `bonus`) or back to a founder (`refund`) that did not leave.

    `refused` is the provider's last word, and `reason` its own word for why, where we know that
    word; `failed` could not be asked. `account` is how the creator's account stands now. `again`
    says whether it can be asked for once more.
    """

    id: UUID
    business_id: UUID
    kind: Literal["transfer", "bonus", "refund"]
    amount_cents: int
    currency: str
    provider: str
    status: Literal["refused", "failed"]
    why: Why
    reason: str
    tries: int
    since: datetime | None
    account: str
    again: bool


class Refusals(Answer):
    """What did not leave, the longest refused first."""

    items: list[RefusalLine]


class Retry(Ask):
    """Which money of which business to ask for once more."""

    business_id: UUID
    move_id: UUID


class Retried(Answer):
    """What is wanted again."""

    move_id: UUID


@tool("operations:read")
async def list_refusals(ctx: Ctx, ask: Nothing) -> Refusals:
    """Money that the payment provider refused to move, or that it could not be asked for."""
    items = [
        RefusalLine(
            id=row.id, business_id=row.business_id, kind=row.kind, amount_cents=row.amount_cents,
            currency=row.currency, provider=row.provider, status=row.status,
            why=providers.why(row.reason), reason=providers.known(row.reason),
            tries=row.attempt + 1, since=row.refused_at, account=row.account or "",
            again=row.status == "failed" or row.reason != USED_OTHERWISE,
        )
        for row in await oversight.refused(ctx)
    ]  # fmt: skip
    return Refusals(items=items)


@tool("operations:write")
async def retry_refusal(ctx: Ctx, ask: Retry) -> Retried:
    """Ask the provider once more for money that it refused, as a new attempt."""
    if ask.business_id not in await people.all_businesses(ctx):
        raise NoSuchBusiness(field="business_id", value=str(ask.business_id))
    async with on_behalf(ctx, worker_for(ask.business_id)) as theirs:
        await moves.want_again(theirs, ask.move_id)
    return Retried(move_id=ask.move_id)
