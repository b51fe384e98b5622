"""Whatever is handed in is kept and read, or refused with the reason; no job chokes on it."""

import base64

import numpy as np
import pytest

from core.errors import RefleqtError
from domain.access import Actor
from jobs import worker
from memory import outcomes, queue
from memory.ctx import open_ctx
from tools.search import Question, search_context
from tools.vents import Vent, submit_vent

NOISE = np.random.default_rng(7).bytes(9_000)
TAKEN = {
    "arabic": "خسرنا ثلاثة عملاء هذا الأسبوع بسبب السعر. يقولون إننا غالون جدا.",
    "chinese": "这个月我们失去了三个客户。他们说价格太高，而且支持太慢。",
    "thai": "ลูกค้ายกเลิกเพราะราคาแพงเกินไปและไม่มีใครตอบคำถามของพวกเขา",
    "emoji": "🔥" * 500,
    "code": "def f(x):\n    return {k: v for k, v in x.items() if v}\n" * 40,
    "html": "<table onclick=alert(1)><tr><td>{{ 7*7 }}</td></tr></table><script>x</script>" * 20,
    "base64": base64.b64encode(NOISE).decode(),
    "one endless word": "a" * 50_000,
    "said 10,000 times": "We lost another customer because of the price. " * 10_000,
    "marks alone": "… !? — \u200b\u202e",
    "nul and half a sign": "We lost\x00 a customer \ud83d today.",
    "a list of numbers": "\n".join(str(n / 7) for n in range(500)),
}  # fmt: skip
REFUSED = {"empty": "", "blank": " \n\t ", "10 MB": "word " * 2_000_000}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_kept_is_refused_with_the_field_and_a_way_out(
    lasting: Actor, text: str
) -> None:
    async with open_ctx(lasting) as ctx:
        with pytest.raises((RefleqtError, ValueError)) as wrong:
            await submit_vent(ctx, Vent(text=text))
    assert "text" in str(getattr(wrong.value, "fields", wrong.value))


async def test_odd_texts_are_kept_read_and_poison_nothing(lasting: Actor) -> None:
    async with open_ctx(lasting) as ctx:
        for text in TAKEN.values():
            await submit_vent(ctx, Vent(text=text, visibility="team"))
        await submit_vent(ctx, Vent(text="Plain: Plumbline is cheaper.", visibility="team"))
    await worker.drain()
    async with open_ctx(lasting) as ctx:
        found = await search_context(ctx, Question(query="Who is cheaper?"))
        assert "Plumbline" in found.items[0].text
        assert not any(fate == "waiting" for kind, fate in await outcomes.fates(ctx))
    async with queue.connected() as connection:
        assert await queue.dead_letters(connection) == []
