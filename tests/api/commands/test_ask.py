"""`refleqt ask` answers, shows its sources and says where nothing is known."""

from pathlib import Path

import pytest

from core.ids import new_id
from memory.ctx import open_ctx
from tests.api.commands.running import refleqt
from tests.chats import VENTS
from tools import businesses


@pytest.fixture
async def house(_pool: None, tmp_path: Path) -> businesses.Business:
    """A business that told something."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        house = await businesses.found(ctx, f"House {new_id()}")
    file = tmp_path / "vents.txt"
    file.write_text("\n\n".join(VENTS))
    assert refleqt("import", "vents", file, "--business", house.id).code == 0
    assert refleqt("worker", "--drain").code == 0
    return house


async def test_an_answer_cites_its_source(house: businesses.Business) -> None:
    done = refleqt("ask", "Why do customers cancel?", "--business", house.id)
    assert done.code == 0, done.err
    assert VENTS[0] in done.out
    assert "[1] vent" in done.out
    again = refleqt("ask", "And what did the newsletter bring?", "--business", house.id,
                    "--json", "--mode", "strict").document  # fmt: skip
    assert {"answer", "known", "missing", "citations", "tools", "proposals", "by", "mode",
            "language", "thread_id", "run_id", "seconds"} <= again.keys()  # fmt: skip
    assert again["mode"] == "strict"
    cited = again["citations"][0]
    assert {"label", "kind", "id", "quote"} <= cited.keys()


async def test_a_chat_is_gone_on_with_and_one_that_is_none_refused(
    house: businesses.Business,
) -> None:
    first = refleqt("ask", "Why do customers cancel?", "--business", house.id, "--json").document
    place = ("--business", house.id, "--thread")
    again = refleqt("ask", "And since when?", *place, first["thread_id"], "--json").document
    assert again["thread_id"] == first["thread_id"]
    assert refleqt("ask", "Why?", *place, "x").code == 2
    missing = refleqt("ask", "Why?", *place, new_id())
    assert missing.code == 2
    assert "no such chat" in missing.err


async def test_without_a_business_the_way_out_is_named(tmp_path: Path) -> None:
    done = refleqt("ask", "Why?", "--data-dir", tmp_path / "empty")
    assert done.code == 2
    assert "refleqt demo" in done.err
