"""Both sides of a deal can print it, and the sums are those of the ledger."""

from api.web import statements
from api.web.texts import money, speak
from core import clock
from memory.ctx import Ctx
from tests.connectors.test_statements import words
from tests.tools.market_people import creator_of
from tests.worlds import passed
from tools.base import Nothing
from tools.earnings import list_earnings
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
