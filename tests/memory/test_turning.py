"""The turn keeps every angle, and a stored vector alone does not tell which text it is of."""

import numpy as np
import pytest

from cdt.embed import embed
from core.ids import new_id
from core.keyring import of_one
from domain.access import Actor
from memory import turning
from memory.ctx import Ctx, acting
from memory.tables import NoDataKey, data_keys

WHO = ("Our newsletter", "The landing page", "Every webinar", "The sales deck", "The trial",
       "Referrals", "Paid search", "The podcast", "Our prices", "The community")  # fmt: skip
WHAT = ("loses people after the second week.", "brought the best customers of the year.",
        "costs more than it returns.", "is praised by agencies and ignored by shops.",
        "needs a shorter form.", "was copied by a rival.", "works in Germany only.",
        "is too technical for founders.", "confuses people about the price.",
        "should go out on Tuesdays.")  # fmt: skip
TEXTS = [f"{who} {what}" for who in WHO for what in WHAT]


def best(stored: np.ndarray, public: np.ndarray) -> np.ndarray:
    """The attack: for each stored vector the text whose public vector is the nearest."""
    return np.argmax(stored @ public.T, axis=1)


async def test_cosines_stay(ctx: Ctx) -> None:
    plain = embed(TEXTS[:60])
    turned = turning.turned(plain, "generation 1")
    assert np.abs(turned @ turned.T - plain @ plain.T).max() < 1e-5
    assert np.abs(turning.plain(turned, "generation 1") - plain).max() < 1e-6


async def test_the_nearest_text_of_a_stored_vector_is_found_no_better_than_by_chance(
    ctx: Ctx,
) -> None:
    public = embed(TEXTS)
    own = np.arange(len(TEXTS))
    assert (best(public, public) == own).mean() == 1.0  # unturned, the attack finds every text
    found, drawn = 0, 0
    for purpose in range(20):
        found += int((best(turning.turned(public, str(purpose)), public) == own).sum())
        drawn += len(TEXTS)
    chance = 1 / len(TEXTS)
    spread = 3 * (chance * (1 - chance) / drawn) ** 0.5
    assert found / drawn <= chance + spread


async def test_businesses_and_purposes_turn_apart(ctx: Ctx) -> None:
    plain = embed(TEXTS[:5])
    mine = turning.turned(plain, "generation 1")
    assert np.abs(turning.turned(plain, "generation 2") - mine).max() > 0.01
    token = data_keys.set(of_one(b"k" * 32))
    assert np.abs(turning.turned(plain, "generation 1") - mine).max() > 0.01
    data_keys.reset(token)


async def test_without_a_key_nothing_turns_back(ctx: Ctx) -> None:
    stranger = Actor("founder", user_id=new_id(), business_id=new_id())
    async with acting(ctx.db, stranger):
        with pytest.raises(NoDataKey):
            turning.plain(np.zeros((1, 384), np.float32), "generation 1")
    async with acting(ctx.db, ctx.actor):
        pass


@pytest.mark.parametrize("width", [2, 3, 384])
def test_a_secret_draws_one_orthogonal_matrix(width: int) -> None:
    matrix = turning.drawn(b"secret", width)
    assert np.abs(matrix @ matrix.T - np.eye(width)).max() < 1e-5
    assert np.array_equal(matrix, turning.drawn(b"secret", width))
    assert not np.array_equal(matrix, turning.drawn(b"another", width))
