"""Sessions are listed with what they were begun with, and ended one by one or all together."""

import pytest

from core.security import read_access_token
from memory.ctx import open_ctx
from tests.people import PASSWORD, actor, address, registered
from tools import accounts
from tools.accounts import Credentials
from tools.sessions import (
    NoSuchSession,
    SessionId,
    device,
    end_other_sessions,
    end_session,
    list_sessions,
)

pytestmark = pytest.mark.usefixtures("_pool")


async def test_one_session_ends_and_this_one_goes_on() -> None:
    email = address()
    here = await registered(email)
    async with open_ctx(accounts.stranger()) as ctx:
        ask = Credentials(email=email, password=PASSWORD)
        there = await accounts.login(ctx, ask, "Firefox on a telephone" * 30)
    mine, other = (read_access_token(each.access_token).session for each in (here, there))
    assert other is not None
    async with open_ctx(actor(here)) as ctx:
        listed = (await list_sessions(ctx, mine)).items
        assert {(each.id, each.current) for each in listed} == {(mine, True), (other, False)}
        assert max(len(each.agent) for each in listed) == 200
        await end_session(ctx, SessionId(session_id=other))
        assert [each.id for each in (await list_sessions(ctx, mine)).items] == [mine]
        with pytest.raises(NoSuchSession):
            await end_session(ctx, SessionId(session_id=other))


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
         "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (something)", "Mozilla/5.0 (something)"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_session_is_told_by_what_it_was_begun_with(agent: str, said: str) -> None:
    assert device(agent) == said


async def test_nobody_ends_somebody_elses_session() -> None:
    ada, bo = await registered(address()), await registered(address())
    session = read_access_token(ada.access_token).session
    assert session is not None
    async with open_ctx(actor(bo)) as ctx:
        with pytest.raises(NoSuchSession):
            await end_session(ctx, SessionId(session_id=session))
    async with open_ctx(actor(ada)) as ctx:
        assert await accounts.lives(ctx, session)


async def test_all_others_end_at_once() -> None:
    email = address()
    here = await registered(email)
    for _ in range(3):
        async with open_ctx(accounts.stranger()) as ctx:
            await accounts.login(ctx, Credentials(email=email, password=PASSWORD))
    mine = read_access_token(here.access_token).session
    async with open_ctx(actor(here)) as ctx:
        await end_other_sessions(ctx, mine)
        assert [each.id for each in (await list_sessions(ctx, mine)).items] == [mine]
