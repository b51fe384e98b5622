"""What moved in the ledger has its numbered document, on each side, and names nobody else."""

import asyncio

import pytest

from core import settings
from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from domain.anonymity import leaks
from memory import market, people, plans
from memory.ctx import Ctx, open_ctx
from tests.tools.deals import begun, held, house_of, with_a_creator
from tests.tools.market_people import creator_of, turn
from tests.worlds import bought, briefed, passed
from tools import invoices
from tools.base import Everywhere, Nothing
from tools.briefs import BriefId, tenant_of
from tools.earnings import NoCreator
from tools.invoices import Billing, InvoiceId, NoSuchInvoice, Payee, RemittanceId, issue
from tools.payments import AssignmentId, funds, pay_creator, withdraw_brief

AT_ONCE = 6


async def test_a_purchase_and_a_return_are_an_invoice_and_its_credit_note(worker: Ctx) -> None:
    brief = await briefed(worker)
    await withdraw_brief(worker, BriefId(brief_id=brief))
    assert await issue(worker) == 2
    invoice, credit = (await invoices.list_invoices(worker, Nothing())).items
    account = await funds(worker, Nothing())
    assert (invoice.kind, credit.kind) == ("invoice", "credit_note")
    assert (invoice.amount_cents, credit.amount_cents) == (account.held, account.refunded)
    assert credit.paper.about == invoice.number
    (artifact,) = await plans.artifacts_of(worker, invoice.map_id or new_id())
    assert {line.work for line in invoice.paper.lines} == {artifact.title}


async def test_a_fact_never_gets_two_documents(worker: Ctx) -> None:
    await bought(worker)
    assert [await issue(worker), await issue(worker)] == [1, 0]
    assert len((await invoices.list_invoices(worker, Nothing())).items) == 1


async def test_a_creator_reads_a_receipt_that_names_no_business(worker: Ctx) -> None:
    assignment = await passed(worker)
    async with creator_of(worker, assignment) as creator:
        await invoices.set_payee(creator, Payee(legal_name="Ada King", address="1 Lane\nLeeds"))
    await issue(worker)
    account = await funds(worker, Nothing())
    async with creator_of(worker, assignment) as creator:
        (line,) = (await invoices.list_remittances(creator, Everywhere())).items
        assert await invoices.read_remittance(creator, RemittanceId(remittance_id=line.id)) == line
    assert line.amount_cents == account.released - account.fees
    assert (line.paper.seller.name, line.paper.buyer.name) == ("Ada King", "Refleqt")
    tenant = await tenant_of(worker)
    assert leaks(tenant, line.model_dump(mode="json")) == []
    (row,) = await plans.all_briefs(worker)
    said = line.model_dump_json()
    assert row.payload["brief"]["title"] not in said
    ours = (await invoices.list_invoices(worker, Nothing())).model_dump_json()
    assert "Ada" not in ours


async def test_names_stay_as_they_were_when_it_was_issued(
    worker: Ctx, simulated: SimulatedClock
) -> None:
    await bought(worker)
    await issue(worker)
    (first,) = (await invoices.list_invoices(worker, Nothing())).items
    business = await people.business(worker)
    assert (first.paper.buyer.name, first.paper.buyer.missing) == (business.name, ["address"])
    told = await invoices.set_billing(worker, Billing(legal_name="House Ltd", tax_id="DE 1"))
    assert (await invoices.read_billing(worker, Nothing())) == told
    (again,) = (await invoices.list_invoices(worker, Nothing())).items
    assert again == first
    assert await invoices.read_invoice(worker, InvoiceId(invoice_id=first.id)) == first


async def test_tax_is_what_the_operator_set_when_it_was_issued(worker: Ctx) -> None:
    settings.use(invoice_tax_percent="19", invoice_tax_note="VAT included")
    try:
        await bought(worker)
        await issue(worker)
    finally:
        settings.use(invoice_tax_percent="0", invoice_tax_note="")
    (one,) = (await invoices.list_invoices(worker, Nothing())).items
    assert one.paper.tax.note == "VAT included"
    assert one.paper.tax.within(one.amount_cents) == round(one.amount_cents * 19 / 119)


async def test_many_who_issue_at_once_leave_no_gap_and_no_second_document(lasting: Actor) -> None:
    house = house_of(lasting)
    pattern = await begun(house, "Ada")
    async with open_ctx(house) as ctx:
        (creator,) = await market.all_creators(ctx)
        for _ in range(AT_ONCE):
            brief = await held(ctx, pattern)
            row = await with_a_creator(ctx, brief, creator.id, "passed")
            await pay_creator(ctx, AssignmentId(assignment_id=row))

    async def once() -> int:
        async with open_ctx(house) as ctx:
            return await issue(ctx)

    counts = await asyncio.gather(*(once() for _ in range(AT_ONCE)))
    async with open_ctx(house) as ctx:
        ours = (await invoices.list_invoices(ctx, Nothing())).items
        async with turn(ctx, Actor("creator", new_id(), None, creator.id)) as hers:
            theirs = (await invoices.list_remittances(hers, Everywhere())).items
    assert sum(counts) == len(ours) + len(theirs) == AT_ONCE * 2 + 1
    for several in (ours, theirs):
        numbers = [int(one.number[-6:]) for one in several if one.kind != "credit_note"]
        assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
        moved = [one.at for one in several]
        assert moved == sorted(moved)


async def test_what_is_not_there_and_whose_it_is_not(worker: Ctx) -> None:
    with pytest.raises(NoSuchInvoice):
        await invoices.read_invoice(worker, InvoiceId(invoice_id=new_id()))
    async with turn(worker, Actor("creator", new_id(), worker.business_id, new_id())) as creator:
        with pytest.raises(NoSuchInvoice):
            await invoices.read_remittance(creator, RemittanceId(remittance_id=new_id()))
        with pytest.raises(ScopeMissing):
            await invoices.list_invoices(creator, Nothing())
    async with turn(worker, Actor("creator", new_id())) as nobody:
        with pytest.raises(NoCreator):
            await invoices.read_payee(nobody, Everywhere())
