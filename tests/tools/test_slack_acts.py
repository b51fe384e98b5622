"""Edits, deletions and reactions in Slack propagate, in whatever order they come."""

from typing import Any

from memory import context, slack
from tests.slacks import BOT, DM, USER, Workspace, actions_of, words_of

WORDS = "Nobody renews when the onboarding drags on for weeks. We lose customers there."


def edit(place: Workspace, of: dict[str, Any], text: str, edited: str = "9.0") -> dict[str, Any]:
    """The event of an edit."""
    now = {"user": USER, "text": text, "ts": of["event"]["ts"], "edited": {"ts": edited}}
    return place.event({
        "type": "message", "subtype": "message_changed", "channel_type": "im", "channel": DM,
        "message": now, "previous_message": of["event"],
    })  # fmt: skip


def deletion(place: Workspace, of: dict[str, Any]) -> dict[str, Any]:
    """The event of a deletion."""
    return place.event({
        "type": "message", "subtype": "message_deleted", "channel_type": "im", "channel": DM,
        "deleted_ts": of["event"]["ts"], "previous_message": of["event"],
    })  # fmt: skip


async def test_an_edit_is_read_in_place_of_the_old_words(place: Workspace) -> None:
    note = place.message(WORDS)
    for body in (note, edit(place, note, "Our prices confuse everybody who asks.")):
        await place.send(body)
        await place.work()
    (vent,) = await place.vents()
    async with place.open() as ctx:
        (read,) = await context.extractions(ctx)
    assert vent.text == "Our prices confuse everybody who asks."
    assert "pricing" in read.topics
    assert "pricing" in words_of(place.fake.calls[-1].args)


async def test_an_edit_that_comes_first_and_an_old_one_that_comes_last(place: Workspace) -> None:
    note = place.message(WORDS)
    await place.send(edit(place, note, "third", "9.3"))
    await place.send(edit(place, note, "second", "9.2"))
    await place.send(note)
    await place.work()
    assert [row.text for row in await place.vents()] == ["third"]


async def test_a_deletion_takes_the_note_back_with_all_that_was_read(place: Workspace) -> None:
    note = place.message(WORDS)
    await place.send(note)
    await place.work()
    await place.send(deletion(place, note))
    await place.work()
    assert await place.vents() == []
    async with place.open() as ctx:
        assert await context.extractions(ctx) == []
    assert "as you deleted the message" in place.fake.of("chat.update")[-1].args["text"]


async def test_a_deletion_that_comes_first_lets_nothing_in(place: Workspace) -> None:
    note = place.message(WORDS)
    await place.send(deletion(place, note))
    await place.send(note)
    await place.work()
    assert await place.vents() == []
    assert place.fake.said_to(DM) == []


async def test_zipper_mouth_takes_a_note_off_the_record_and_back(place: Workspace) -> None:
    note = place.message(WORDS)
    await place.send(note)
    item = {"type": "message", "channel": DM, "ts": note["event"]["ts"]}
    for act, wanted in (("reaction_added", "off_record"), ("reaction_removed", "private")):
        sign = {"type": act, "user": USER, "reaction": "zipper_mouth_face", "item": item}
        await place.send(place.event(sign))
        await place.work()
        assert [row.visibility for row in await place.vents()] == [wanted]


async def test_words_off_the_record_are_used_for_nothing(place: Workspace) -> None:
    await place.send(place.message("🤐 I might sell the company."))
    await place.work()
    (vent,) = await place.vents()
    async with place.open() as ctx:
        assert await context.extractions(ctx) == []
    assert vent.visibility == "off_record"
    assert "off the record" in place.fake.said_to(DM)[0]["text"]


async def test_a_note_of_somebody_in_distress_is_kept_apart_with_care(place: Workspace) -> None:
    await place.send(place.message("I don't want to live any more."))
    await place.work()
    (vent,) = await place.vents()
    assert vent.visibility == "off_record"
    assert "carry it alone" in words_of(place.fake.said_to(DM)[0])


async def test_a_reaction_in_a_channel_asks_for_ones_own_words(place: Workspace) -> None:
    item = {"type": "message", "channel": "C1", "ts": "1.2"}
    sign = {"type": "reaction_added", "user": USER, "reaction": "memo", "item": item}
    await place.send(place.event(sign))
    await place.work()
    (asked,) = place.fake.of("chat.postEphemeral")
    assert "vent_write" in actions_of(asked.args)
    assert await place.vents() == []


async def test_uninstalling_forgets_the_token_and_later_deliveries(place: Workspace) -> None:
    await place.send(place.event({"type": "app_uninstalled"}))
    await place.send(place.event({"type": "tokens_revoked", "tokens": {"bot": [BOT]}}))
    await place.work()
    async with place.open() as ctx:
        (row,) = await slack.installations(ctx)
    assert (row.bot_token, row.revoked_because) == (None, "uninstalled in Slack")
    assert (await place.send(place.message(WORDS))).status_code == 200
    await place.work()
    assert await place.vents() == []


async def test_a_message_to_which_nothing_was_written_is_greeted(place: Workspace) -> None:
    event = {"type": "app_mention", "channel": "C7", "user": USER, "ts": "1.2", "text": "<@UBOT>"}
    await place.send(place.event(event))
    await place.work()
    assert "on your mind" in place.fake.of("chat.postEphemeral")[0].args["text"]
