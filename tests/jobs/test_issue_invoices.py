"""Whatever moves money asks for documents in the same transaction, and late is not never."""

from domain.work import IssueInvoices
from jobs import issue_invoices
from memory import invoices, ledger
from memory.ctx import Ctx
from tests.worlds import passed


async def test_documents_of_before_are_issued_once_for_each_fact(worker: Ctx) -> None:
    await passed(worker)
    for _ in range(2):
        await issue_invoices.run(worker, IssueInvoices(cause="before"))
    book = await ledger.postings(worker)
    kept = await invoices.of_business(worker)
    assert [row.kind for row in kept] == ["invoice"]
    paid = [invoices.remittance_id(worker, one.key) for one in book if one.kind == "release"]
    assert paid
    assert await invoices.issued(worker, paid) == {*paid}
