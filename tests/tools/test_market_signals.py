"""A signal is logged once, read like other words, and nothing rests on it once it is taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.errors import BadInput
from core.ids import new_id
from domain.access import Actor
from domain.market_signals import NotALink
from domain.work import ExtractContext
from jobs import extract_context
from memory import beliefs, context, inputs
from memory.ctx import Ctx, acting
from tests.worlds import facts
from tools.base import Nothing
from tools.competitors import CompetitorId, list_competitors, read_competitor
from tools.derived import derive
from tools.inputs import Which, list_inputs
from tools.market_signals import (
    LoggedAlready,
    NoSuchMarketSignal,
    NotTheirSignal,
    NotYet,
    Sighting,
    SightingChange,
    SignalId,
    SignalLogged,
    Signals,
    edit_market_signal,
    list_market_signals,
    log_market_signal,
    read_market_signal,
    restore_market_signal,
    withdraw_market_signal,
)
from tools.receipts import OneId, read_receipt
from tools.search import Question, search_context

MOVE: dict[str, Any] = {
    "kind": "competitor_move", "note": "Brasswick raised its prices by a fifth.",
    "link": "https://www.brasswick.example/prices?utm_source=mail", "competitor": "Brasswick",
}  # fmt: skip


async def logged(ctx: Ctx, **more: Any) -> SignalLogged:
    """A signal that was logged."""
    return await log_market_signal(ctx, Sighting.model_validate({**MOVE, **more}))


async def heard(worker: Ctx, one: UUID) -> None:
    """The signal is read, and what follows is derived."""
    await extract_context.run(
        worker, ExtractContext(source_kind="market_signal", source_ids=(one,))
    )
    await derive(worker)


async def fates(ctx: Ctx) -> list[str]:
    """What became of the signals as inputs."""
    found = []
    for fate in ("used", "waiting", "set_aside"):
        ask = Which.model_validate({"kind": "market_signal", "fate": fate})
        found += [one.fate for one in (await list_inputs(ctx, ask)).items]
    return found


async def test_the_same_link_twice_is_the_one_that_is_there(ctx: Ctx) -> None:
    first = await logged(ctx)
    again = await logged(ctx, note="Another word.", link="http://brasswick.example/prices/#top")
    assert (first.new, again.new) == (True, False)
    assert again.signal == first.signal
    assert await facts(ctx, "InputKept") == 1


async def test_a_signal_counts_for_its_competitor_with_its_day_and_quote(worker: Ctx) -> None:
    made = await logged(worker, day=worker.at.date() - timedelta(days=40))
    await heard(worker, made.signal.id)
    (rival,) = (await list_competitors(worker, Nothing())).items
    assert (rival.name, rival.mentions, rival.moves) == ("Brasswick", 1, {"raised_prices": 1})
    found = await read_competitor(worker, CompetitorId(competitor_id=rival.id))
    (move,) = found.moves
    assert (move.quote, move.id, move.at.date()) == (MOVE["note"], made.signal.id, made.signal.day)
    receipt = await read_receipt(worker, OneId(id=rival.id))
    assert receipt.chain[-1].text == MOVE["note"]
    assert await fates(worker) == ["used"]


async def test_a_signal_that_does_not_say_its_name_counts_for_its_competitor(worker: Ctx) -> None:
    made = await logged(worker, note="They moved to Lisbon.", link="")
    await heard(worker, made.signal.id)
    (rival,) = (await list_competitors(worker, Nothing())).items
    found = await read_competitor(worker, CompetitorId(competitor_id=rival.id))
    assert [one.quote for one in found.named] == ["They moved to Lisbon."]


async def test_a_signal_is_found_by_search_and_moves_no_belief(worker: Ctx) -> None:
    made = await logged(worker)
    await heard(worker, made.signal.id)
    found = await search_context(worker, Question(query="prices", kinds=["market_signal"]))
    assert [one.source_id for one in found.items] == [made.signal.id]
    assert await beliefs.load(worker) == []


async def test_nothing_rests_on_a_signal_that_is_taken_back_and_it_comes_back(worker: Ctx) -> None:
    made = await logged(worker)
    await heard(worker, made.signal.id)
    one = SignalId(id=made.signal.id)
    first, again = [await withdraw_market_signal(worker, one) for _ in range(2)]
    assert first.unlearning_id == again.unlearning_id is not None
    assert (await list_market_signals(worker, Signals())).items == []
    assert (await list_competitors(worker, Nothing())).items == []
    assert await context.extractions(worker) == []
    assert await inputs.words_of(worker, "market_signal", one.id) is None
    assert (await search_context(worker, Question(query="prices"))).items == []
    assert await fates(worker) == ["set_aside"]
    assert (await restore_market_signal(worker, one)).note == MOVE["note"]
    await heard(worker, one.id)
    assert len((await list_competitors(worker, Nothing())).items) == 1
    await withdraw_market_signal(worker, one)
    assert (await logged(worker, note="Anew.")).new
    assert (await read_market_signal(worker, one)).note == "Anew."


async def test_another_word_is_read_anew(worker: Ctx) -> None:
    made = await logged(worker)
    await heard(worker, made.signal.id)
    change = SightingChange.model_validate(
        {**MOVE, "id": made.signal.id, "note": "Fennmark launched an app.", "competitor": "",
         "kind": "trend"}
    )  # fmt: skip
    changed = await edit_market_signal(worker, change)
    assert (changed.note, changed.kind, changed.edited_at) == (change.note, "trend", worker.at)
    assert await context.extractions(worker) == []
    assert await fates(worker) == ["waiting"]
    other = await logged(worker, link="https://else.example/")
    with pytest.raises(LoggedAlready):
        await edit_market_signal(
            worker, change.model_copy(update={"link": other.signal.link})
        )  # fmt: skip


async def test_the_team_logs_and_changes_its_own_alone(ctx: Ctx) -> None:
    mine = (await logged(ctx)).signal
    other = Actor("team", user_id=new_id(), business_id=ctx.business_id)
    async with acting(ctx.db, other) as colleague:
        theirs = (await logged(colleague, link="", note="A rule changes.")).signal
        assert {one.mine for one in (await list_market_signals(colleague, Signals())).items} == {
            True, False,
        }  # fmt: skip
        with pytest.raises(NotTheirSignal):
            await withdraw_market_signal(colleague, SignalId(id=mine.id))
    async with acting(ctx.db, ctx.actor) as founder:
        await withdraw_market_signal(founder, SignalId(id=theirs.id))
        assert [one.id for one in (await list_market_signals(founder, Signals())).items] == [
            mine.id
        ]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"link": "javascript:alert(1)"}, NotALink),
        ({"note": " \n "}, BadInput),
        ({"day": "2027-01-01"}, NotYet),
    ],
)
async def test_what_cannot_be_is_refused(ctx: Ctx, more: dict[str, Any], wrong: type) -> None:
    with pytest.raises(wrong):
        await logged(ctx, **more)
    with pytest.raises(NoSuchMarketSignal):
        await read_market_signal(ctx, SignalId(id=new_id()))


@pytest.mark.parametrize(
    "note", ["<script>alert(1)</script>", "我们涨价 🙂", "=1+1", "aGVsbG8=" * 99]
)
async def test_odd_words_are_kept_and_read(worker: Ctx, note: str) -> None:
    made = await logged(worker, note=note, link="", competitor="")
    await heard(worker, made.signal.id)
    assert (await read_market_signal(worker, SignalId(id=made.signal.id))).note == note
