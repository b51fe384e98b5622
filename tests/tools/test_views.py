"""A view holds filters; taken away it can be saved again as it was."""

import pytest

from core.ids import new_id
from memory.ctx import Ctx
from tools.base import Nothing
from tools.views import (
    NoSuchView,
    SavedFilters,
    View,
    ViewId,
    delete_view,
    list_views,
    save_view,
)

FILTERS = SavedFilters(channels=("email",), statuses=("review",), text="drift", layout="agenda")


async def test_a_view_comes_back_as_it_was_saved(ctx: Ctx) -> None:
    saved = await save_view(ctx, View(name=" Reviews ", filters=FILTERS))
    assert (await list_views(ctx, Nothing())).items == [saved]
    assert (saved.name, saved.filters, saved.mine) == ("Reviews", FILTERS, True)


async def test_a_view_that_was_taken_away_can_be_put_back(ctx: Ctx) -> None:
    saved = await save_view(ctx, View(name="Reviews", filters=FILTERS, shared=True))
    gone = await delete_view(ctx, ViewId(view_id=saved.id))
    assert (await list_views(ctx, Nothing())).items == []
    again = await save_view(ctx, View(name=gone.name, filters=gone.filters, shared=gone.shared))
    assert again == saved
    with pytest.raises(NoSuchView):
        await delete_view(ctx, ViewId(view_id=new_id()))
