"""Both sides of a deal can print it, and the sums are those of the ledger."""

from decimal import Decimal

from api.web import statements
from api.web.texts import money, speak
from core import clock
from domain.invoices import Tax
from memory.ctx import Ctx
from tests.connectors.test_statements import words
from tests.tools.market_people import creator_of
from tests.worlds import passed
from tools.base import Everywhere, Nothing
from tools.earnings import list_earnings
from tools.invoices import issue, list_invoices, list_remittances
from tools.payments import Movements, funds, list_movements


async def test_a_paid_piece_stands_in_both_statements(worker: Ctx) -> None:
    async with creator_of(worker, await passed(worker)) as creator:
        earned = (await list_earnings(creator, Nothing())).items
    account = await funds(worker, Nothing())
    moved = (await list_movements(worker, Movements())).items
    theirs = words(statements.of_creator("Ada", earned, clock.now()))
    ours = words(statements.of_founder("Test House", moved, account, clock.now()))
    net = money(account.released - account.fees, "USD")
    assert net in theirs
    assert money(account.still_held, "USD") in ours
    assert money(account.fees, "USD") in ours
    assert "escrow" not in (theirs + ours).lower()


async def test_both_sides_can_print_their_numbered_documents(worker: Ctx) -> None:
    assignment = await passed(worker)
    await issue(worker)
    (invoice,) = (await list_invoices(worker, Nothing())).items
    async with creator_of(worker, assignment) as creator:
        (receipt,) = (await list_remittances(creator, Everywhere())).items
    ours, theirs = (words(statements.of_document(one)) for one in (invoice, receipt))
    for said in (invoice.number, "Refleqt", "Test House", "not given", "No tax is charged."):
        assert said in ours
    assert "Ada" not in ours
    assert money(invoice.amount_cents, "USD") in ours
    assert money(receipt.amount_cents, "USD") in theirs
    assert "Test House" not in theirs
    taxed = receipt.model_copy(
        update={"paper": receipt.paper.model_copy(update={"tax": Tax(percent=Decimal(19))})}
    )
    said = words(statements.of_document(taxed))
    assert "of that tax, 19" in said
    assert "No tax is charged." not in said


async def test_a_statement_speaks_the_language_of_its_reader(worker: Ctx) -> None:
    await passed(worker)
    moved = (await list_movements(worker, Movements())).items
    account = await funds(worker, Nothing())
    speak("de", "Europe/Berlin")
    try:
        said = words(statements.of_founder("Łódź GmbH", moved, account, clock.now()))
    finally:
        speak("en", "UTC")
    for each in ("Zurückgelegt", "Łódź GmbH", "01.11.2026"):
        assert each in said
