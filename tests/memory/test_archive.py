"""Rows come out as lines with words opened; secrets and other people's notes do not."""

import json

from domain.archive import WITHHELD
from memory import archive
from memory.ctx import Ctx, acting
from tests.memory.rows import House, founder_of
from tools.calendar import Entries, save_entries
from tools.vents import Vent, submit_vent


async def told(ctx: Ctx, table: str) -> list[dict[str, object]]:
    """The rows of one table as the archive holds them, for the person of `ctx`."""
    return [json.loads(line) async for line in archive.lines(ctx, table, ctx.actor.user_id)]


async def test_own_and_shared_words_are_open_and_private_ones_of_others_withheld(ctx: Ctx) -> None:
    await submit_vent(ctx, Vent(text="Mine."))
    async with acting(ctx.db, founder_of(ctx.business_id)) as theirs:
        await submit_vent(theirs, Vent(text="Theirs, private."))
        await submit_vent(theirs, Vent(text="Theirs, for all.", visibility="team"))
    async with acting(ctx.db, ctx.actor):
        pass
    words = {row["text"] for row in await told(ctx, "vent_entries")}
    assert words == {"Mine.", WITHHELD, "Theirs, for all."}


async def test_no_table_lets_a_secret_out(house: House) -> None:
    for table in archive.tables():
        for row in await told(house.ctx, table):
            assert not {"api_key", "bot_token", "token_hash", "credentials"} & set(row), table


async def test_dated_entries_are_in_the_calendar(ctx: Ctx) -> None:
    rows = [{"id": "a", "title": "T", "artifact_type": "ad", "publish_on": "2026-12-01"},
            {"id": "b", "title": "U", "artifact_type": "ad"}]  # fmt: skip
    await save_entries(ctx, Entries.model_validate({"entries": rows}))
    assert [one.title for one in await archive.dated(ctx)] == ["T"]
    assert (await archive.business(ctx))["name"] == "Test House"
    assert "context_embeddings" in archive.left_out()
