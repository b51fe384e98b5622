"""A clip that Slack does not give is tried again, and then its author is told."""

from sqlalchemy import select

from domain.access import worker_for
from domain.work import FetchVoiceClip
from jobs import fetch_voice_clip
from memory import slack
from tests.slacks import USER, Workspace, words_of
from tests.tools.test_slack_clips import clip


async def test_who_cannot_be_heard_is_asked_to_write(place: Workspace) -> None:
    assert place.founder.business_id
    await place.send(clip(place))
    async with place.open() as ctx:
        (row,) = await ctx.rows(select(slack.slack_inbox))
    actor = worker_for(place.founder.business_id)
    await fetch_voice_clip.given_up(actor, FetchVoiceClip(delivery_id=row.id), "SlackAway")
    await place.work()
    assert "Please write it" in words_of(place.fake.said_to(USER))
    await fetch_voice_clip.run(actor, FetchVoiceClip(delivery_id=row.id))
    assert len(place.fake.said_to(USER)) == 1
