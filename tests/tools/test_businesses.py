"""Which business a command means: the one named, or the only one there is."""

import pytest

from core.ids import new_id
from memory.ctx import open_ctx
from tools import businesses


async def made(name: str) -> businesses.Business:
    """A business by that name."""
    async with open_ctx(businesses.keeper(None)) as ctx:
        return await businesses.found(ctx, name)


@pytest.mark.usefixtures("_pool")
async def test_a_business_answers_to_its_id_slug_and_name() -> None:
    house = await made(f"Ünser Haus {new_id()}")
    for name in (str(house.id), house.slug, house.name.upper()):
        assert await businesses.named(name) == house


@pytest.mark.usefixtures("_pool")
async def test_without_a_name_several_are_too_many() -> None:
    await made("One"), await made("Two")
    with pytest.raises(businesses.WhichBusiness, match="--business"):
        await businesses.named(None)


@pytest.mark.usefixtures("_pool")
async def test_an_unknown_name_is_refused() -> None:
    await made("Here")
    with pytest.raises(businesses.NoSuchBusiness, match="nobody"):
        await businesses.named("nobody")


@pytest.mark.parametrize(
    ("name", "slug"), [("Gauge & Wren", "gauge-wren"), ("株式会社", "business"), ("--", "business")]
)
def test_a_slug_is_small_plain_and_never_empty(name: str, slug: str) -> None:
    assert businesses.slug(name) == slug
