"""What is hidden is hidden inside its block alone, blocks within blocks too."""

import asyncio

from core.ids import new_id
from memory.holdout import hidden, without


async def test_a_row_is_hidden_in_its_block_and_in_tasks_of_it() -> None:
    one, other = new_id(), new_id()

    async def seen() -> tuple[bool, bool]:
        return hidden(one), hidden(other)

    with without([one]):
        with without([other]):
            assert await asyncio.create_task(seen()) == (True, True)
        assert await seen() == (True, False)
    assert await seen() == (False, False)
