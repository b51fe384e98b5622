"""What the frame of a page says is read at once; what is not there is None."""

from datetime import timedelta

from core.ids import new_id
from domain.events import PolicyUpdated
from memory import events, notifications, people, visitors
from memory.ctx import Ctx, acting


async def test_somebody_who_is_not_known_sees_the_house_alone(ctx: Ctx) -> None:
    row, house = await visitors.seen(ctx, new_id()), await people.business(ctx)
    assert (row.name, row.lives, row.unread, row.seats, row.theme) == (None, None, 0, 0, None)
    assert (row.business, row.currency) == (house.name, house.currency)


async def test_a_person_is_seen_with_their_wishes_and_what_is_new(ctx: Ctx, worker: Ctx) -> None:
    async with acting(ctx.db, ctx.actor) as mine:
        family, until = new_id(), mine.at + timedelta(days=7)
        await people.make_user(mine, f"{new_id()}@example.com", "Ada", "hash")
        await people.start_session(mine, f"{new_id()}", family, until, "Firefox")
        await notifications.keep_wishes(mine, {"language": "de", "theme": "dark"})
        await events.record(mine, PolicyUpdated(version=1))
    async with acting(ctx.db, worker.actor) as house:
        for cause in ("one", "two"):
            row = {"user_id": ctx.actor.user_id, "kind": "map", "cause": cause, "channels": ["web"]}
            await notifications.tell(house, row)
    async with acting(ctx.db, ctx.actor) as mine:
        await people.join(mine, ctx.actor.user_id, "founder")
        row = await visitors.seen(mine, family)
        assert (row.name, row.language, row.theme, row.unread) == ("Ada", "de", "dark", 2)
        assert (row.lives, row.seats, row.newest) == (True, 1, await events.newest(mine))
        await people.revoke_family(mine, family)
        assert (await visitors.seen(mine, family)).lives is False
