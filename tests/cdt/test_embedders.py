"""Passages get vectors by the built-in model, or by one that the settings name."""

import numpy as np
import pytest
from sqlalchemy import select

from cdt import embedders
from cdt.embed import MODEL, WIDTH, embed
from core.errors import Unavailable
from domain.access import Actor
from memory import models
from memory.ctx import open_ctx
from tests import embedding


async def test_without_a_setting_the_built_in_model_is_wanted(lasting: Actor) -> None:
    assert embedders.wanted() == MODEL
    found = await embedders.vectors_of(lasting.business_id, MODEL, ["words"])
    assert np.array_equal(found, embed(["words"]))
    assert (await embedders.vectors_of(lasting.business_id, MODEL, [])).shape == (0, WIDTH)


async def test_another_model_is_asked_in_order_and_stands_in_the_books(lasting: Actor) -> None:
    with embedding.embedding():
        assert embedders.wanted() == embedding.MODEL
        found = await embedders.vectors_of(lasting.business_id, embedding.MODEL, ["one", "two"])
    expected = np.stack([embedding.vector_of("one"), embedding.vector_of("two")])
    assert np.allclose(found, expected, atol=1e-6)
    async with open_ctx(lasting, read_only=True) as ctx:
        row = await ctx.row(select(models.model_calls))
    assert (row.prompt_id, row.model, row.outcome) == (
        "passages/embed", embedding.MODEL, "answered",
    )  # fmt: skip


async def test_a_model_that_is_not_named_is_refused(lasting: Actor) -> None:
    with pytest.raises(embedders.NoSuchEmbedder, match="other"):
        await embedders.vectors_of(lasting.business_id, "other", ["words"])


async def test_a_model_that_fails_says_so(lasting: Actor) -> None:
    with embedding.embedding() as model:
        model.refuses = "words"
        with pytest.raises(Unavailable):
            await embedders.vectors_of(lasting.business_id, embedding.MODEL, ["words"])
