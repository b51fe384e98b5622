"""Several people judge apart; what they said is told, reckoned and never mixed up."""

from uuid import UUID

import pytest

from core.ids import new_id
from domain.access import Actor
from domain.labelling import NoReason, WrongLabel, first_for
from memory import runs, threads
from memory.ctx import Ctx, acting
from tests.evaluations import CANARY, evaluator, first_case, seen_by, trained
from tests.memory.rows import act_again
from tools.annotations import (
    Item,
    Judgement,
    NoSuchItem,
    OneItem,
    QueueAsk,
    WhichItems,
    judge_item,
    list_items,
    queue_item,
    read_agreement,
    withdraw_judgement,
)
from tools.base import Nothing
from tools.grants import NotOpened
from tools.receipts import NothingByThatId


async def answered(ctx: Ctx) -> UUID:
    """A reply in a chat of the person of `ctx`."""
    thread = await threads.start(ctx, threads.CHAT)
    said = {"text": "What do we charge?"}
    question = await threads.say(ctx, thread, threads.Saying("user", said, None))
    run = await runs.begin(ctx, thread, question, "answer")
    reply = threads.Saying("assistant", {"text": "A lot."}, question, run_id=run)
    return await threads.say(ctx, thread, reply)


async def queued(ctx: Ctx, *, pair: bool = False) -> Item:
    """A case in the queue."""
    await trained(ctx, "2026-10")
    return await queue_item(ctx, QueueAsk(id=(await first_case(ctx)).id, pair=pair))


async def judged(ctx: Ctx, who: Actor, item: Item, label: str) -> Item:
    """What somebody else said of an item, kept."""
    async with acting(ctx.db, who) as other:
        found = await judge_item(other, Judgement(item_id=item.id, label=label, note="So."))
    await act_again(ctx)
    return found


async def test_a_case_an_answer_and_a_draft_may_be_judged(ctx: Ctx) -> None:
    case = await queued(ctx)
    assert (case.kind, len(case.texts), case.labels[0]) == ("case", 1, "good")
    assert CANARY in case.question
    answer = await queue_item(ctx, QueueAsk(id=await answered(ctx)))
    assert (answer.kind, answer.question, answer.texts) == (
        "answer", "What do we charge?", ["A lot."],
    )  # fmt: skip
    with pytest.raises(NothingByThatId):
        await queue_item(ctx, QueueAsk(id=new_id()))
    again = await queue_item(ctx, QueueAsk(id=case.source_id))
    assert again.id == case.id


async def test_a_later_label_takes_the_place_and_can_be_taken_back(ctx: Ctx) -> None:
    item = await queued(ctx)
    await judge_item(ctx, Judgement(item_id=item.id, label="good"))
    found = await judge_item(
        ctx, Judgement(item_id=item.id, label="bad", reasons=["wrong_fact"], note="No.")
    )
    assert found.mine is not None
    assert (found.mine.label, found.mine.reasons, found.judged_by) == ("bad", ["wrong_fact"], 1)
    assert (await withdraw_judgement(ctx, OneItem(item_id=item.id))).mine is None


async def test_what_does_not_fit_is_refused(ctx: Ctx) -> None:
    item = await queued(ctx)
    with pytest.raises(WrongLabel):
        await judge_item(ctx, Judgement(item_id=item.id, label="tie"))
    with pytest.raises(NoReason):
        await judge_item(ctx, Judgement(item_id=item.id, label="bad"))
    with pytest.raises(NoSuchItem):
        await judge_item(ctx, Judgement(item_id=new_id(), label="good"))


async def test_what_others_said_is_told_after_ones_own_word(ctx: Ctx) -> None:
    item = await queued(ctx)
    await judged(ctx, await evaluator(ctx, "words"), item, "bad")
    (before,) = (await list_items(ctx, WhichItems(state="open"))).items
    assert (before.others, before.judged_by) == ([], 1)
    after = await judge_item(ctx, Judgement(item_id=item.id, label="good"))
    assert [(one.label, one.note, one.role) for one in after.others] == [
        ("bad", "So.", "evaluator")
    ]
    assert after.others[0].who.endswith("@firm.example")
    assert [one.id for one in (await list_items(ctx, WhichItems(state="differ"))).items] == [
        item.id
    ]
    found = await read_agreement(ctx, Nothing())
    assert found.differ == [item.id]
    assert (found.together.items, found.together.people[0].endswith("firm.example")) == (1, True)


async def test_an_evaluator_reads_no_address_of_another(ctx: Ctx) -> None:
    item = await queued(ctx)
    await judged(ctx, await evaluator(ctx, "words"), item, "good")
    found = await judged(ctx, await evaluator(ctx, "words"), item, "acceptable")
    assert [one.who.split()[0] for one in found.others] == ["person"]


async def test_words_of_items_are_withheld_and_not_judged_unless_opened(ctx: Ctx) -> None:
    item = await queued(ctx)
    async with seen_by(ctx, "cases") as other:
        (shown,) = (await list_items(other, WhichItems())).items
        assert (shown.withheld, shown.texts) == (True, [])
        assert CANARY not in shown.model_dump_json()
        with pytest.raises(NotOpened):
            await judge_item(other, Judgement(item_id=item.id, label="good"))


async def test_a_pair_stands_in_each_persons_own_order_which_is_kept(ctx: Ctx) -> None:
    item = await queued(ctx, pair=True)
    people = [await evaluator(ctx, "words") for _ in range(8)]
    orders = set()
    for who in people:
        found = await judged(ctx, who, item, "other")
        first = first_for(f"{item.id}", f"{who.user_id}")
        assert found.mine is not None
        assert (found.first, found.mine.was_first) == (first, first)
        orders.add((found.first, found.texts[0]))
    assert len(orders) == len({first for first, _ in orders})
    found = await read_agreement(ctx, Nothing())
    assert found.preferences == 8
    firsts = sum(first_for(f"{item.id}", f"{who.user_id}") == "other" for who in people)
    assert found.first_share == firsts / 8
