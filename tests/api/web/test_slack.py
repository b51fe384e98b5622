"""The Slack pages: connect a workspace, link an account, disconnect; forged and stale ones calm."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx2
import pytest

from domain.access import Actor
from memory import slack
from memory.ctx import open_ctx
from tests.api.people import Person
from tests.api.web.visiting import sit
from tests.fakes.slack import FakeSlack, running
from tests.slacks import use
from tools.slack import invite

FOUNDER = "U7FOUNDERSOWN"


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """A stand-in of Slack that the settings point at."""
    async with running() as it:
        use(it)
        yield it
        use(None)


async def connected(page: httpx2.AsyncClient, fake: FakeSlack, team: str = "T7") -> UUID:
    """Connect a workspace as a browser does; returns the installation's id."""
    fake.installed("good", team, f"xoxb-{team}", FOUNDER)
    begun = await page.get("/slack/install")
    state = re.search(r"state=([^&]+)", begun.headers["location"])
    assert state
    assert begun.headers["location"].startswith("https://slack.com/oauth/v2/authorize?")
    back = await page.get("/slack/oauth_redirect", params={"code": "good", "state": state[1]})
    assert (back.status_code, back.headers["location"]) == (303, "/settings/slack")
    return await _installation(team)


async def _installation(team: str) -> UUID:
    async with open_ctx(Actor("operator")) as ctx:
        business = await slack.business_of(ctx, team, "")
    async with open_ctx(Actor("worker", business_id=business)) as ctx:
        return (await slack.installed(ctx, team, "")).id


async def test_a_workspace_is_connected_and_its_token_is_sealed(
    founder_page: httpx2.AsyncClient, person: Person, fake: FakeSlack
) -> None:
    await connected(founder_page, fake, f"T{person.business_id.hex[-8:]}")
    shown = (await founder_page.get("/settings/slack")).text
    assert f"Workspace T{person.business_id.hex[-8:]}" in shown
    assert FOUNDER in shown
    async with open_ctx(Actor("founder", person.user_id, person.business_id)) as ctx:
        raw = await ctx.value(
            slack.slack_installations.select().with_only_columns(
                slack.slack_installations.c.bot_token
            )
        )
    assert raw.startswith("xoxb-")


@pytest.mark.parametrize("wrong", ["forged", "used", "another browser", "denied"])
async def test_what_comes_back_from_slack_otherwise_connects_nothing(
    founder_page: httpx2.AsyncClient, fake: FakeSlack, wrong: str
) -> None:
    fake.installed("good", "T8", "xoxb-T8", FOUNDER)
    begun = await founder_page.get("/slack/install")
    state = re.search(r"state=([^&]+)", begun.headers["location"])
    assert state
    asked = {"code": "good", "state": state[1]}
    if wrong == "forged":
        asked["state"] = "forged"
    elif wrong == "used":
        asked["code"] = "bad"
        await founder_page.get("/slack/oauth_redirect", params=asked)
        asked["code"] = "good"
    elif wrong == "another browser":
        founder_page.cookies.delete("refleqt_slack")
    else:
        asked = {"error": "access_denied", "state": state[1]}
    back = await founder_page.get("/slack/oauth_redirect", params=asked)
    assert back.status_code in (303, 422)
    async with open_ctx(Actor("operator")) as ctx:
        assert await slack.business_of(ctx, "T8", "") is None


async def test_a_link_works_once_for_whoever_is_signed_in(
    founder_page: httpx2.AsyncClient, person: Person, fake: FakeSlack
) -> None:
    place = await connected(founder_page, fake, f"T{person.business_id.hex[-8:]}")
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        address = await invite(ctx, place, "U55")
        assert await invite(ctx, place, "U55") is None
    assert address
    path = "/slack/link/" + address.rpartition("/")[2]
    assert "U55" in (await founder_page.get(path)).text
    done = await founder_page.post(path)
    assert (done.status_code, done.headers["location"]) == (303, "/settings/slack")
    again = await founder_page.post(path)
    assert again.status_code == 404
    assert "does not work any more" in again.text
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        assert (await slack.person(ctx, place, "U55")).user_id == person.user_id


async def test_a_link_asks_a_stranger_to_sign_in_first(browser: httpx2.AsyncClient) -> None:
    page = await browser.get("/slack/link/abc")
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=/slack/link/abc")


async def test_a_workspace_is_disconnected_and_a_person_unlinked(
    founder_page: httpx2.AsyncClient, person: Person, fake: FakeSlack
) -> None:
    place = await connected(founder_page, fake, f"T{person.business_id.hex[-8:]}")
    async with open_ctx(Actor("worker", business_id=person.business_id)) as ctx:
        (link,) = await slack.linked(ctx)
    await founder_page.post(f"/settings/slack/links/{link.id}/remove")
    await founder_page.post(f"/settings/slack/{place}/disconnect")
    shown = (await founder_page.get("/settings/slack")).text
    assert "Not connected any more" in shown
    assert "Nobody yet" in shown


async def test_the_team_sees_its_own_link_alone(
    founder_page: httpx2.AsyncClient, person: Person, fake: FakeSlack
) -> None:
    await connected(founder_page, fake, f"T{person.business_id.hex[-8:]}")
    page = await sit(founder_page, "team", person.business_id).get("/settings/slack")
    assert page.status_code == 200
    assert FOUNDER not in page.text
    assert "/slack/install" not in page.text


async def test_without_an_app_the_page_says_what_is_missing(
    founder_page: httpx2.AsyncClient,
) -> None:
    page = await founder_page.get("/settings/slack")
    assert "No Slack app is set up here" in page.text
