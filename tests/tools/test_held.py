"""What was typed when the session had ended comes back to its person, once, and to nobody else."""

from datetime import timedelta

import pytest

from core import clock
from memory.ctx import open_ctx
from tests.people import actor, address, registered
from tools import held
from tools.held import FormLost, HeldForm


def form(**changes: object) -> HeldForm:
    """A vent that somebody was about to send."""
    fields = [("text", "Nobody answers. Ünïcode 🙂"), ("tags", "a"), ("tags", "b")]
    given = {"page": "/vents", "action": "/vents", "at": clock.now(), "fields": fields}
    return HeldForm.model_validate(given | changes)


def test_a_form_travels_sealed() -> None:
    packed = held.pack(form())
    assert "Nobody" not in packed
    assert held.unpack(packed) == form(at=held.unpack(packed).at)
    assert held.unpack(packed).values["tags"] == ["a", "b"]


@pytest.mark.parametrize("given", ["x", "", "🙂", "QUJD" * 40])
def test_what_we_did_not_seal_is_refused(given: str) -> None:
    with pytest.raises(FormLost):
        held.unpack(given)


def test_a_changed_form_is_refused_and_an_old_one_is(simulated: clock.SimulatedClock) -> None:
    packed = held.pack(form())
    with pytest.raises(FormLost):
        held.unpack(packed[:-6] + "AAAA==")
    simulated.move_to(clock.now() + timedelta(days=1, seconds=1))
    with pytest.raises(FormLost):
        held.unpack(packed)


def test_a_form_that_is_too_large_is_not_carried() -> None:
    assert held.pack(form(fields=[("text", "x" * held.MOST_BYTES)])) == ""


@pytest.mark.usefixtures("_pool")
async def test_it_is_given_back_once_and_to_its_owner_alone() -> None:
    ada, bo = await registered(address()), await registered(address())
    async with open_ctx(actor(bo)) as ctx:
        assert not await held.keep(ctx, form(owner=ada.user_id))
        assert await held.keep(ctx, form(owner=bo.user_id))
        assert await held.keep(ctx, form())
    async with open_ctx(actor(ada)) as ctx:
        assert await held.take(ctx) is None
    async with open_ctx(actor(bo)) as ctx:
        found = await held.take(ctx)
        assert found is not None
        assert found.page == "/vents"
        assert await held.take(ctx) is None
