"""Quotations go wherever they stand, letter by letter, and nothing else does."""

from hypothesis import given
from hypothesis import strategies as st

from core.ids import new_id
from memory import redaction, threads
from memory.ctx import Ctx

SECRET = "Our largest customer leaves us in March."


def test_sentences_are_looked_for_apart_and_short_ones_not_at_all() -> None:
    assert redaction.sentences(f"Yes. {SECRET}") == (f"Yes. {SECRET}", SECRET)


@given(st.recursive(st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)))
def test_a_value_without_the_words_stays_the_same_object(value: object) -> None:
    assert redaction.without(value, [SECRET]) is value


async def test_a_chat_loses_the_quotation_and_keeps_the_rest(ctx: Ctx) -> None:
    thread = await threads.start(ctx, threads.CHAT)
    said = threads.Saying("assistant", {"text": f"You wrote: {SECRET} That hurts."}, None)
    message = await threads.say(ctx, thread, said)
    other = await threads.say(ctx, thread, threads.Saying("user", {"text": "Why?"}, message))
    assert await redaction.redact(ctx, SECRET) == 1
    assert (await threads.message(ctx, message)).content == {
        "text": f"You wrote: {redaction.GONE} That hurts."
    }
    assert (await threads.message(ctx, other)).content == {"text": "Why?"}
    assert await redaction.redact(ctx, "short", str(new_id())[:8]) == 0
