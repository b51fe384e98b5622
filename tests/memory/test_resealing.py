"""What an older key sealed is found and sealed anew, batch by batch."""

from core.keyring import HEADER, key_number
from core.settings import settings
from memory import blobs, inputs, keys, resealing
from memory.ctx import Ctx, acting
from tests.memory.test_keys import vent


async def test_only_what_an_older_key_sealed_waits(ctx: Ctx) -> None:
    for words in ("one", "two", "three"):
        await vent(ctx, words)
    name = await blobs.put(ctx, b"a recording")
    assert await resealing.waiting(ctx) == 0
    await keys.change(ctx.db, ctx.business_id)
    async with acting(ctx.db, ctx.actor) as later:
        assert await resealing.waiting(later) == 4
        assert await resealing.older_blobs(later) == [name]
        done, after = await resealing.reseal_rows(later, "vent_entries", None, 2)
        assert (done, after is None) == (2, False)
        assert await resealing.reseal_rows(later, "vent_entries", after, 2) == (1, None)
        assert await resealing.reseal_blobs(later, [name, f"{ctx.business_id}/gone"]) == 1
        assert await resealing.waiting(later) == 0
        assert await blobs.get(later, name) == b"a recording"
        assert {row.text for row in await inputs.vents(later)} == {"one", "two", "three"}
    assert key_number((settings().blobs / name).read_bytes()[:HEADER]) == 2


def test_every_store_of_sealed_words_is_walked() -> None:
    found = resealing.sealed_columns()
    assert {"vent_entries", "messages", "files", "model_routes", "context_embeddings"} <= set(found)
    assert found["files"] == ["name", "pages"]
