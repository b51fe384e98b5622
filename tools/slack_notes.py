"""A message in Slack becomes a note of its author, once, and is acknowledged to them alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.ids import derived_id
from domain import slack_cards
from domain.access import Actor
from domain.slack_events import Delivery
from memory import slack
from memory.ctx import Ctx, as_person
from tools import slack_posts as posts
from tools.vents import Vent, Visibility, submit_vent

SOURCE = "slack"


@dataclass(frozen=True)
class Case:
    """A delivery with all that is known of it: workspace, linked account, person."""

    id: UUID
    it: Delivery
    place: Any
    link: Any
    actor: Actor

    @property
    def to(self) -> posts.To:
        """Whom to answer."""
        return posts.To(self.place, self.it.user)


async def keep_note(ctx: Ctx, case: Case, words: str) -> None:
    """Keep a note as its person's, and tell them privately. The same message is one note."""
    it = case.it
    visibility: Visibility = "off_record" if it.off_record else chosen(it)
    async with as_person(ctx, case.actor) as theirs:
        vent = Vent(
            text=words, id=it.message_key, at=_said_at(ctx, it), visibility=visibility,
            source=SOURCE,
        )  # fmt: skip
        kept = await submit_vent(theirs, vent)
    await slack.keep_message(
        ctx, message_id(ctx, it), vent_id=kept.id, installation_id=case.place.id,
        slack_user_id=it.user, channel=it.channel, ts=it.ts, direct=it.kind != "mention",
        edited=it.edited,
    )  # fmt: skip
    await slack.change_message(ctx, message_id(ctx, it), vent_id=kept.id)
    if not kept.new or it.kind in ("command", "deletion"):
        return
    card = slack_cards.kept(str(kept.id), off_record=visibility == "off_record")
    if kept.care:
        card = slack_cards.support(str(kept.id))
    if it.kind == "mention":
        await posts.whisper(ctx, case.to, kept.id, card, it.channel)
    else:
        await posts.say(ctx, case.to, "kept", kept.id, card, channel=it.channel)


def message_id(ctx: Ctx, it: Delivery) -> UUID:
    """The id under which a message's fate is kept."""
    return derived_id(ctx.business_id, it.message_key)


def chosen(it: Delivery) -> Visibility:
    """Who may see what was written in a form; nobody else unless it says so."""
    if it.choice == "off_record":
        return "off_record"
    return "team" if it.choice == "team" else "private"


def _said_at(ctx: Ctx, it: Delivery) -> datetime:
    """When a message was written, as Slack's own id of it says; now where that says nothing."""
    seconds, _, rest = it.ts.partition(".")
    if not (seconds.isdigit() and rest.isdigit()) or len(seconds) != 10:
        return ctx.at
    return min(ctx.at, datetime.fromtimestamp(int(seconds), UTC))
