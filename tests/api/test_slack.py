"""Slack's deliveries: signed, kept before they are acknowledged, each one note, and no more."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import select, text

from core.clock import SimulatedClock
from core.ids import new_id
from domain.access import Actor
from memory import inputs, people, slack
from memory.ctx import open_ctx
from tests.slacks import (
    DM,
    USER,
    Workspace,
    actions_of,
    connect,
    connected,
    signature,
    use,
    words_of,
)

WORDS = "Nobody renews when the onboarding drags on for weeks. We lose customers there."


@pytest.fixture
async def place(lasting: Actor) -> AsyncIterator[Workspace]:
    """A connected workspace."""
    async with connected(lasting) as it:
        yield it


async def test_a_direct_message_becomes_a_private_note_and_is_answered(place: Workspace) -> None:
    reply = await place.send(place.message(WORDS))
    assert (reply.status_code, reply.text) == (200, "")
    await place.work()
    (vent,) = await place.vents()
    assert (vent.text, vent.visibility, vent.author_id, vent.source) == (
        WORDS, "private", place.founder.user_id, "slack",
    )  # fmt: skip
    first, *_ = place.fake.said_to(DM)
    assert actions_of(first) == {"vent_undo": str(vent.id), "vent_edit": str(vent.id)}
    (told,) = place.fake.of("chat.update")
    assert "This is what I heard" in told.args["text"]
    assert "retention" in words_of(told.args)


async def test_four_deliveries_of_an_event_are_one_note(place: Workspace) -> None:
    event = place.message(WORDS)
    for number in range(4):
        reply = await place.send(event, **{"X-Slack-Retry-Num": str(number)})
        assert reply.status_code == 200
        if number == 1:
            await place.work()
    await place.work()
    assert len(await place.vents()) == 1
    assert len(place.fake.said_to(DM)) == 1


async def test_a_crash_after_the_acknowledgement_loses_nothing(place: Workspace) -> None:
    await place.send(place.message(WORDS))
    async with place.open() as ctx:
        (row,) = await ctx.rows(select(slack.slack_inbox))
        assert row.handled_at is None
        raw = await ctx.value(text("select body from slack_inbox"))
    assert b"onboarding" not in bytes(raw)
    await place.work()
    assert len(await place.vents()) == 1
    async with place.open() as ctx:
        (row,) = await ctx.rows(select(slack.slack_inbox))
    assert (row.body, row.handled_at is None) == (None, False)


@pytest.mark.parametrize("wrong", ["secret", "stale", "future", "missing", "words"])
async def test_what_slack_did_not_sign_is_refused_calmly(place: Workspace, wrong: str) -> None:
    content = json.dumps(place.message(WORDS)).encode()
    now = time.time()
    headers = {
        "secret": {**signature(content), "X-Slack-Signature": "v0=" + "0" * 64},
        "stale": signature(content, at=now - 301),
        "future": signature(content, at=now + 900),
        "missing": {},
        "words": {**signature(content), "X-Slack-Request-Timestamp": "now"},
    }[wrong]
    reply = await place.http.post("/slack/events", content=content, headers=headers)
    assert reply.status_code == 401
    assert (
        reply.json()["title"]
        == "This request was not signed by Slack, or is older than five minutes."
    )
    await place.work()
    assert await place.vents() == []


async def test_slack_hears_its_own_challenge_back(place: Workspace) -> None:
    reply = await place.send({"type": "url_verification", "challenge": "abc", "token": "x"})
    assert (reply.status_code, reply.json()) == (200, {"challenge": "abc"})


async def test_without_an_app_there_is_no_such_door(place: Workspace) -> None:
    use(None)
    reply = await place.send(place.message(WORDS))
    assert reply.status_code == 404


async def test_a_command_is_acknowledged_at_once_and_can_be_undone(place: Workspace) -> None:
    reply = await place.send(place.command("our SEO agency is lying to us"))
    said = reply.json()
    assert said["response_type"] == "ephemeral"
    await place.work()
    (vent,) = await place.vents()
    assert actions_of(said)["vent_undo"] == str(vent.id)
    await place.send(place.button("vent_undo", str(vent.id)))
    await place.work()
    assert await place.vents() == []
    (answer,) = place.fake.answers
    assert "Taken back" in answer["text"]
    await place.send(place.button("vent_restore", str(vent.id)))
    await place.work()
    assert [row.id for row in await place.vents()] == [vent.id]


async def test_a_command_without_words_opens_the_form_and_the_form_is_a_note(
    place: Workspace,
) -> None:
    reply = await place.send(place.command("  "))
    assert (reply.status_code, reply.text) == (200, "")
    await settled(place, "views.open")
    (opened,) = place.fake.of("views.open")
    assert opened.args["view"]["callback_id"] == "vent_form"
    empty = await place.send(place.form("  "))
    assert empty.json()["response_action"] == "errors"
    await place.send(place.form(WORDS, visibility="team"))
    await place.work()
    (vent,) = await place.vents()
    assert (vent.text, vent.visibility) == (WORDS, "team")
    assert "Kept" in place.fake.said_to(USER)[0]["text"]


async def settled(place: Workspace, method: str) -> None:
    """Wait until a call that follows an acknowledgement has come in."""
    while not place.fake.of(method):
        await asyncio.sleep(0.01)


async def test_save_as_vent_opens_the_form_with_the_message(place: Workspace) -> None:
    body = {
        "type": "message_action", "callback_id": "save_as_vent", "trigger_id": "t9",
        "team": {"id": "T1"}, "user": {"id": USER}, "channel": {"id": "C1"},
        "message": {"text": "ugh &lt;b&gt; <@U7|bo>", "ts": "9.9", "user": "U7"},
        "response_url": place.fake.answer_address(),
    }  # fmt: skip
    assert (await place.send(body)).status_code == 200
    await settled(place, "views.open")
    field = place.fake.of("views.open")[0].args["view"]["blocks"][0]["element"]
    assert field["initial_value"] == "ugh <b> @bo"


async def test_edit_opens_the_note_and_changes_it(place: Workspace) -> None:
    await place.send(place.message(WORDS))
    await place.work()
    (vent,) = await place.vents()
    await place.send(place.button("vent_edit", str(vent.id)))
    await settled(place, "views.open")
    view = place.fake.of("views.open")[0].args["view"]
    assert view["blocks"][0]["element"]["initial_value"] == WORDS
    await place.send(place.form("Our prices confuse everybody.", view["private_metadata"]))
    await place.work()
    (vent,) = await place.vents()
    assert vent.text == "Our prices confuse everybody."


async def test_a_mention_is_acknowledged_where_only_its_author_sees_it(place: Workspace) -> None:
    event = {"type": "app_mention", "channel": "C7", "user": USER, "ts": "1700000001.000100",
             "text": "<@UBOTT1> ads burn money again"}  # fmt: skip
    await place.send(place.event(event))
    await place.work()
    (vent,) = await place.vents()
    assert vent.text == "ads burn money again"
    whispers = place.fake.of("chat.postEphemeral")
    assert [(call.args["channel"], call.args["user"]) for call in whispers] == [("C7", USER)]
    assert all(call.args["channel"] != "C7" for call in place.fake.of("chat.postMessage"))


async def test_a_stranger_is_told_how_to_connect_and_nothing_of_them_is_kept(
    place: Workspace,
) -> None:
    await place.send(place.message("my secret", event={"user": "U9"}))
    async with place.open() as ctx:
        (row,) = await ctx.rows(select(slack.slack_inbox))
    assert "secret" not in json.dumps(row.body)
    await place.work()
    assert await place.vents() == []
    (said,) = place.fake.said_to("U9")
    assert "/slack/link/" in actions_of(said)["open_connect"]
    reply = await place.send(place.command("my secret", user_id="U8"))
    assert "/slack/link/" in actions_of(reply.json())["open_connect"]


async def test_an_unknown_workspace_is_heard_calmly(place: Workspace) -> None:
    reply = await place.send(place.message(WORDS, team_id="T404"))
    assert reply.status_code == 200
    reply = await place.send(place.command(WORDS, team_id="T404"))
    assert "not connected" in words_of(reply.json())
    await place.work()
    assert await place.vents() == []


async def test_two_workspaces_never_mix(place: Workspace) -> None:
    other = Actor("founder", user_id=new_id(), business_id=new_id())
    async with open_ctx(other) as ctx:
        name = {"name": "Other", "slug": f"other-{other.business_id}"}
        await people.make_business(ctx, name)
    await connect(place, other, "T2")
    await place.send(place.message("first business", number=77))
    await place.send(place.message("second business", number=77, team_id="T2"))
    await place.work()
    assert [row.text for row in await place.vents()] == ["first business"]
    async with open_ctx(other) as ctx:
        assert [row.text for row in await inputs.vents(ctx)] == ["second business"]
    assert {call.token for call in place.fake.of("chat.postMessage")} == {"xoxb-T1", "xoxb-T2"}
    vent = (await place.vents())[0]
    await place.send(place.button("vent_undo", str(vent.id), team={"id": "T2"}))
    await place.work()
    assert len(await place.vents()) == 1


async def test_links_of_the_cards_are_acknowledged_and_nothing_more(place: Workspace) -> None:
    reply = await place.send(place.button("open_belief", ""))
    assert reply.status_code == 200
    async with place.open() as ctx:
        assert await ctx.rows(select(slack.slack_inbox)) == []


async def test_the_clock_of_a_note_is_slacks(place: Workspace, simulated: SimulatedClock) -> None:
    await place.send(place.message(WORDS, event={"ts": "1761991200.000100"}))
    await place.work()
    (vent,) = await place.vents()
    assert vent.at.isoformat() == "2025-11-01T10:00:00+00:00"
    assert UUID(str(vent.id))
