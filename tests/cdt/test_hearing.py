"""A recording goes to the model for speech where one is set, with a call in the books."""

import pytest
from sqlalchemy import select

from cdt import hearing
from cdt.calls import ModelFailed
from cdt.model_server import Fail, Say, running
from core import settings
from domain.access import Actor
from memory import models
from memory.ctx import open_ctx

AUDIO = ("note.webm", b"\x1aE\xdf\xa3 sound", "audio/webm")


async def test_without_a_model_or_an_engine_nobody_hears(founder: Actor) -> None:
    assert not hearing.ready()
    with pytest.raises(hearing.NobodyHears, match="type what you said"):
        await hearing.heard(founder.business_id, AUDIO)


async def test_a_model_hears_and_the_call_is_in_the_books(lasting: Actor) -> None:
    with running(lambda body: Say(f"Heard {body['messages'][0]['content']}.")) as server:
        settings.use(speech_model="openai/whisper-1", speech_api_base=server.url)
        try:
            assert hearing.ready()
            words, by = await hearing.heard(lasting.business_id, AUDIO)
        finally:
            settings.use(speech_model="", speech_api_base="")
    assert (words, by) == (f"Heard audio/webm {len(AUDIO[1])} bytes.", "model")
    async with open_ctx(lasting, read_only=True) as ctx:
        row = await ctx.row(select(models.model_calls))
    assert (row.prompt_id, row.model, row.outcome) == (
        "speech/transcribe", "openai/whisper-1", "answered",
    )  # fmt: skip


async def test_a_model_that_fails_says_so(lasting: Actor) -> None:
    with running(lambda _body: Fail("wrong_key")) as server:
        settings.use(speech_model="openai/whisper-1", speech_api_base=server.url)
        try:
            with pytest.raises(ModelFailed, match="key"):
                await hearing.heard(lasting.business_id, AUDIO)
        finally:
            settings.use(speech_model="", speech_api_base="")
