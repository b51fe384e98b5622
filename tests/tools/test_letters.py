"""Letters are written in the language that a person chose, and lead to this installation."""

import pytest

from core.settings import settings
from memory import people
from memory.ctx import open_ctx
from tests.people import actor, address, registered
from tests.post import letters_to
from tools import letters
from tools.invitations import Invitation, invite_person
from tools.notifications import PreferenceChange, change_preferences

pytestmark = pytest.mark.usefixtures("_pool")


async def test_an_invitation_is_in_the_language_of_who_invites() -> None:
    tokens, invited = await registered(address()), address()
    async with open_ctx(actor(tokens)) as ctx:
        await people.verify(ctx)
        await change_preferences(ctx, PreferenceChange(language="de", name="Ada"))
        await invite_person(ctx, Invitation(email=invited, role="reviewer"))
    (letter,) = await letters_to(invited)
    assert (letter.language, letter.user_id) == ("de", None)
    assert letter.values == {"inviter": "Ada", "business": "Own House", "role": "Prüfer:in"}
    assert letter.link.startswith(f"{settings().address}/invitations/")


async def test_somebody_elses_language_is_read_and_the_caller_goes_on() -> None:
    ada, bo = await registered(address()), await registered(address())
    async with open_ctx(actor(ada)) as ctx:
        await change_preferences(ctx, PreferenceChange(language="de"))
    async with open_ctx(actor(bo)) as ctx:
        assert await letters.language(ctx, ada.user_id) == "de"
        assert await letters.language(ctx) == "en"
        person = await people.person(ctx)
        assert person is not None
        assert person.id == bo.user_id
