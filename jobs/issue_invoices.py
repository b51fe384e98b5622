"""Money moved, so documents are due: each fact of the ledger gets its numbered one, once."""

from domain.work import IssueInvoices
from memory.ctx import Ctx
from tools import invoices


async def run(ctx: Ctx, work: IssueInvoices) -> None:
    """Issue what is due and not there; run twice, or late, nothing is issued twice or left out."""
    await invoices.issue(ctx)
