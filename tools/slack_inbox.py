"""Deliveries from Slack: kept before they are acknowledged, once each, in their business.

Words of somebody who is not linked, or who paused the app, are never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from core.text import clean
from domain import slack_cards, slack_views
from domain.access import worker_for
from domain.care import in_distress
from domain.slack_blocks import Block
from domain.slack_cards import Card
from domain.slack_events import Delivery, plain, read, without_words
from domain.work import HandleSlackEvent
from memory import inputs, queue, slack
from memory.ctx import Ctx, acting, as_person
from tools.slack import actor_of, invite
from tools.vents import vent_id

Outcome = Literal["kept", "again", "unknown", "stranger", "paused", "ignored"]
SPOKEN = frozenset({"note", "mention", "command"})
BARE = frozenset({"note", "mention", "home"})
"""What of a stranger is kept without words, so that they are told how to connect, once."""


@dataclass(frozen=True)
class Received:
    """What became of a delivery; `card` is what a command is answered with at once."""

    outcome: Outcome
    card: Card | None = None


@dataclass(frozen=True)
class Form:
    """A form to open at once, and the token to open it with."""

    token: str
    view: Block


async def receive(ctx: Ctx, body: Mapping[str, Any]) -> Received:
    """Keep a delivery and the work that it asks for; `ctx` belongs to nobody yet.

    Once this is committed a crash loses nothing of it. The same delivery again changes nothing.
    """
    it = read(body)
    if it.kind == "ignored" or not it.key:
        return Received("ignored")
    business_id = await slack.business_of(ctx, it.team, it.enterprise)
    if business_id is None:
        return Received("unknown", slack_cards.note("Refleqt is not connected to this workspace."))
    async with acting(ctx.db, worker_for(business_id)) as mine:
        place = await slack.installed(mine, it.team, it.enterprise)
        if place is None or it.user == place.bot_user_id:
            return Received("ignored")
        person = await slack.person(mine, place.id, it.user)
        if person is None and it.kind not in ("uninstalled", "revoked"):
            return await _from_stranger(mine, place, it, body)
        if person and person.paused and it.kind in SPOKEN:
            await _take(mine, place, it, without_words(body)) if it.kind != "command" else None
            return Received("paused", slack_cards.paused())
        return await _take(mine, place, it, body)


async def form_for(ctx: Ctx, body: Mapping[str, Any]) -> Form | None:
    """The form that a command without words, a shortcut or Edit opens; None where none does."""
    it = read(body)
    business_id = await slack.business_of(ctx, it.team, it.enterprise)
    if business_id is None:
        return None
    async with acting(ctx.db, worker_for(business_id)) as mine:
        place = await slack.installed(mine, it.team, it.enterprise)
        if place is None:
            return None
        person = await slack.person(mine, place.id, it.user)
        actor = person and await actor_of(mine, person)
        if actor is None:
            address = await invite(mine, place.id, it.user)
            told = slack_views.told_form(slack_cards.connect("").text, address or "")
            return Form(place.bot_token, told)
        async with as_person(mine, actor) as theirs:
            return Form(place.bot_token, await _form(theirs, it, body))


async def _form(ctx: Ctx, it: Delivery, body: Mapping[str, Any]) -> Block:
    if it.action == "vent_edit":
        row = await inputs.vent(ctx, UUID(it.value))
        if row is None or row.author_id != ctx.actor.user_id or row.deleted_at is not None:
            return slack_views.told_form("This note is not there any more.")
        if len(row.text) > slack_views.LONGEST_FORM:
            return slack_views.told_form("This note is too long for a form; edit it in Refleqt.")
        return slack_views.vent_form(row.text, row.visibility, vent=it.value)
    if it.value.startswith("clip:"):
        return slack_views.vent_form(clip=it.value.removeprefix("clip:"))
    message = body.get("message") or {}
    return slack_views.vent_form(plain(str(message.get("text") or "")))


async def _from_stranger(ctx: Ctx, place: Any, it: Delivery, body: Mapping[str, Any]) -> Received:
    """Nothing that they said is kept; they are told how to connect."""
    if it.kind == "command":
        address = await invite(ctx, place.id, it.user)
        told = slack_cards.connect(address) if address else slack_cards.note(
            "I sent you a link just now; open it first. I kept nothing of this."
        )  # fmt: skip
        return Received("stranger", told)
    if it.kind in BARE:
        await _take(ctx, place, it, without_words(body))
    return Received("stranger")


async def _take(ctx: Ctx, place: Any, it: Delivery, body: Mapping[str, Any]) -> Received:
    kept = {name: value for name, value in body.items() if name != "token"}
    delivery_id = await slack.take_in(ctx, place.id, it.key, clean(kept))
    if delivery_id is not None:
        await queue.enqueue(ctx, [HandleSlackEvent(delivery_id=delivery_id)])
    card = _acknowledged(ctx, it) if it.kind == "command" else None
    return Received("kept" if delivery_id else "again", card)


def _acknowledged(ctx: Ctx, it: Delivery) -> Card:
    """What a command is answered with at once; the note itself is made by the job."""
    vent = str(vent_id(ctx, it.message_key))
    if in_distress(it.words):
        return slack_cards.support(vent)
    return slack_cards.kept(vent, off_record=it.off_record)
