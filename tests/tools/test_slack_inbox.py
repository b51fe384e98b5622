"""Each delivery is kept once, in its business; what nobody may keep is not."""

import json

import numpy as np
from sqlalchemy import select

from domain.access import STRANGER, Actor
from memory import slack
from memory.ctx import open_ctx
from tests.slacks import Workspace
from tools.slack_inbox import receive

EVENTS, DELIVERIES = 40, 4


async def test_every_event_is_one_note_however_often_and_in_whatever_order_it_comes(
    place: Workspace,
) -> None:
    """A small run of `benchmarks/slack.py`: a fifth of first deliveries fail after being kept."""
    events = [place.message(f"Note {n}: churn again") for n in range(EVENTS)]
    order = [event for event in events for _ in range(DELIVERIES)]
    order = [order[n] for n in np.random.default_rng(7).permutation(len(order))]
    first: set[str] = set()
    for number, event in enumerate(order):
        lost = event["event_id"] not in first and number % 5 == 0
        first.add(event["event_id"])
        reply = await place.send(event)
        assert reply.status_code == 200
        if lost:  # Slack never heard our answer, and delivers it again
            assert (await place.send(event, **{"X-Slack-Retry-Num": "1"})).status_code == 200
    await place.work()
    vents = await place.vents()
    assert sorted(row.text for row in vents) == sorted(each["event"]["text"] for each in events)


async def test_a_paused_person_is_told_so_and_nothing_is_kept(place: Workspace) -> None:
    await place.send(place.button("pause", "home", home=True))
    await place.work()
    said = await place.send(place.command("my secret"))
    assert "paused" in said.json()["text"]
    await place.send(place.message("my secret"))
    async with place.open() as ctx:
        rows = await ctx.rows(select(slack.slack_inbox))
    assert "secret" not in json.dumps([row.body for row in rows])
    await place.work()
    assert await place.vents() == []
    await place.send(place.button("resume", "home", home=True))
    await place.work()
    await place.send(place.message("kept again"))
    await place.work()
    assert len(await place.vents()) == 1


async def test_what_our_own_app_says_is_no_note(place: Workspace) -> None:
    async with open_ctx(Actor(STRANGER)) as ctx:
        received = await receive(ctx, place.message("hi", event={"user": "UBOTT1"}))
    assert received.outcome == "ignored"


async def test_who_left_the_business_is_a_stranger_again(place: Workspace) -> None:
    await place.link("U5", role="evaluator")
    await place.send(place.message("words", event={"user": "U5"}))
    await place.work()
    assert await place.vents() == []
    assert "Connect your account" in json.dumps(place.fake.said_to("U5"))
