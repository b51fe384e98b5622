"""What waits is named with its rows, and where nothing waits that is said."""

from datetime import timedelta

from memory.ctx import Ctx
from tools.calendar import Entries, save_entries
from tools.waiting import WaitingAsk, what_waits


async def test_nothing_waits_in_a_new_business(ctx: Ctx) -> None:
    found = await what_waits(ctx, WaitingAsk())
    assert found.said.startswith("Nothing waits for you")
    assert not found.enough


async def test_doing_nothing_is_an_honest_answer(ctx: Ctx) -> None:
    row = {"id": "a", "title": "Old post", "artifact_type": "social_post", "status": "published",
           "publish_on": "2026-01-05"}  # fmt: skip
    await save_entries(ctx, Entries.model_validate({"entries": [row]}))
    found = await what_waits(ctx, WaitingAsk())
    assert found.said.startswith("Nothing waits for you: no map or suggestion is open")
    assert (found.enough, found.n) == (True, 0)


async def test_what_is_due_and_overdue_is_named(ctx: Ctx) -> None:
    days = {"Open day": 2, "Old post": -9, "Far away": 60}
    rows = [
        {"id": title, "title": title, "artifact_type": "social_post", "status": "planned",
         "publish_on": (ctx.at.date() + timedelta(days=after)).isoformat()}
        for title, after in days.items()
    ]  # fmt: skip
    await save_entries(ctx, Entries.model_validate({"entries": rows}))
    found = await what_waits(ctx, WaitingAsk())
    assert "1 entry is due by" in found.said
    assert "“Open day”" in found.said
    assert "1 entry is overdue: “Old post”" in found.said
    assert "Far away" not in found.said
    assert [ref.kind for ref in found.evidence] == ["entry", "entry"]
