"""Writing an entry keeps what was there before, with the version that undo goes by."""

from core.ids import new_id
from memory import entries
from memory.ctx import Ctx
from tests.worlds import facts
from tools.journal import Written, write_down, write_new


async def test_a_change_keeps_before_and_version(ctx: Ctx) -> None:
    one = new_id()
    made = await write_new(ctx, one, {"title": "First", "artifact_type": "email"})
    row = (await entries.whole(ctx, [one]))[one]
    written = Written(row, {"title": "Second"}, seo=({"url_slug": "a"},), plans=[])
    change = await write_down(ctx, "edited", [written])
    kept = await entries.change(ctx, change.change_id)
    assert kept.edits == [
        {"entry": str(one), "before": {"title": "First"}, "seo": None, "plans": [], "version": 2}
    ]
    assert (made.items[0].version, change.items[0].version) == (1, 2)
    assert (kept.actor_id, await facts(ctx, "EntriesSaved")) == (ctx.actor.user_id, 2)
