"""A workspace belongs to one business; a link is one person's, works once and ends."""

import pytest

from connectors.slack import Installed
from core import clock
from core.ids import new_id
from domain.access import Actor, ScopeMissing
from memory import people, slack
from memory.ctx import open_ctx
from tests.slacks import USER, Workspace
from tools.base import Nothing
from tools.slack import (
    LINK_WINDOW,
    LinkId,
    LinkOver,
    NoSuchLink,
    NoSuchWorkspace,
    WorkspaceId,
    WorkspaceTaken,
    accept_invitation,
    begin_install,
    disconnect_slack,
    invite,
    keep_installation,
    read_slack,
    unlink_slack,
)


async def test_a_workspace_of_another_business_cannot_be_taken(place: Workspace) -> None:
    other = Actor("founder", user_id=new_id(), business_id=new_id())
    given = Installed("T1", False, "One", "xoxb-other", "UB", "U9", ())
    async with open_ctx(other) as ctx:
        await people.make_business(ctx, {"name": "Other", "slug": f"o-{other.business_id}"})
        with pytest.raises(WorkspaceTaken):
            await keep_installation(ctx, given)


async def test_whoever_installs_is_linked_and_seen(place: Workspace) -> None:
    async with place.open() as ctx:
        seen = await read_slack(ctx, Nothing())
    assert [(one.workspace, one.revoked_at) for one in seen.workspaces] == [("T1", None)]
    assert [(one.slack_user_id, one.mine) for one in seen.links] == [(USER, True)]


async def test_only_who_may_connect_tools_installs(place: Workspace) -> None:
    async with open_ctx(Actor("team", new_id(), place.founder.business_id)) as ctx:
        with pytest.raises(ScopeMissing):
            await begin_install(ctx)


async def test_an_old_link_is_over(place: Workspace, simulated: clock.SimulatedClock) -> None:
    async with place.open() as ctx:
        address = await invite(ctx, place.installation_id, "U6")
    assert address
    simulated.move_to(simulated.now() + LINK_WINDOW)
    async with place.open() as ctx:
        with pytest.raises(LinkOver):
            await accept_invitation(ctx, address.rpartition("/")[2])


async def test_a_link_of_another_business_is_no_link_here(place: Workspace) -> None:
    async with place.open() as ctx:
        address = await invite(ctx, place.installation_id, "U6")
    assert address
    other = Actor("founder", user_id=new_id(), business_id=new_id())
    async with open_ctx(other) as ctx:
        await people.make_business(ctx, {"name": "Other", "slug": f"o-{other.business_id}"})
        with pytest.raises(LinkOver):
            await accept_invitation(ctx, address.rpartition("/")[2])


async def test_disconnecting_twice_is_once_and_what_is_not_there_is_said(place: Workspace) -> None:
    async with place.open() as ctx:
        for _ in range(2):
            await disconnect_slack(ctx, WorkspaceId(id=place.installation_id))
        with pytest.raises(NoSuchWorkspace):
            await disconnect_slack(ctx, WorkspaceId(id=new_id()))
        with pytest.raises(NoSuchLink):
            await unlink_slack(ctx, LinkId(id=new_id()))
    await place.work()
    assert place.fake.tokens == {}
    async with place.open() as ctx:
        assert (await slack.installation(ctx, place.installation_id)).bot_token is None
