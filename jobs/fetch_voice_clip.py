"""A voice clip that somebody sent in Slack is fetched, with no transaction open meanwhile."""

from domain.access import Actor
from domain.work import FetchVoiceClip
from tools import slack_clips


async def run(actor: Actor, work: FetchVoiceClip) -> None:
    """Fetch it and keep it; twice is once."""
    await slack_clips.fetch(actor, work.delivery_id)


async def given_up(actor: Actor, work: FetchVoiceClip, why: str) -> None:
    """Slack did not give it: its author is told."""
    said = "Slack did not give me your voice clip. Please write it, or send it again."
    await slack_clips.give_up(actor, work.delivery_id, said)
