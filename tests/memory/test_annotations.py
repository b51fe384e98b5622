"""An item is queued once; a person has one label for it."""

from core.ids import new_id
from memory import annotations
from memory.ctx import Ctx


async def test_an_item_is_queued_once(ctx: Ctx) -> None:
    source = ("case", new_id())
    one, new = await annotations.add(ctx, "case", source, {"question": "Why?"}, 1)
    again, more = await annotations.add(ctx, "case", source, {"question": "Other?"}, 2)
    pair, _ = await annotations.add(ctx, "pair", source, {"question": "Which?"}, 1)
    assert (new, more, one == again, one == pair) == (True, False, True, False)
    assert (await annotations.item(ctx, one)).shown == {"question": "Why?"}
    assert len(await annotations.items(ctx)) == 2


async def test_a_person_has_one_label_which_can_be_taken_back(ctx: Ctx) -> None:
    one, _ = await annotations.add(ctx, "case", ("case", new_id()), {}, 1)
    user = new_id()
    for label in ("good", "bad"):
        row = {"user_id": user, "role": "team", "label": label, "reasons": [], "note": "So."}
        await annotations.keep(ctx, one, row)
    (kept,) = await annotations.labels(ctx)
    assert (kept.label, kept.note) == ("bad", "So.")
    assert await annotations.withdraw(ctx, one, user)
    assert not await annotations.withdraw(ctx, one, user)
