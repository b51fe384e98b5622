"""What has no vector of a model gets one, once."""

from domain.work import ExtractContext, GenerateEmbeddings
from jobs import extract_context, generate_embeddings
from memory import vectors
from memory.ctx import Ctx
from tools.vents import Vent, submit_vent


async def test_a_new_model_embeds_what_is_there(worker: Ctx) -> None:
    vent = await submit_vent(worker, Vent(text="Nobody reads our newsletter any more."))
    await extract_context.run(worker, ExtractContext(source_kind="vent", source_id=vent.id))
    before = len(await vectors.without(worker, "next-model"))
    for _ in range(2):
        await generate_embeddings.run(worker, GenerateEmbeddings(model="next-model"))
    assert before > 0
    assert await vectors.without(worker, "next-model") == []
