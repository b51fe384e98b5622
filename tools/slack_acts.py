"""Do what a delivery from Slack asks for: a note, an edit, a deletion, a button; as its person."""

import json
from typing import Any
from uuid import UUID

from core.errors import RefleqtError
from domain import slack_cards
from domain.slack_cards import Card
from domain.slack_events import (
    OFF_RECORD_EMOJI,
    VENT_FORM,
    WRITE_DOWN_EMOJI,
    Delivery,
    off_record,
    read,
)
from domain.slack_views import stranger_home
from domain.work import FetchVoiceClip
from memory import inputs, queue, slack
from memory.ctx import Ctx, as_person
from tools import slack_posts as posts
from tools.slack import actor_of, invite
from tools.slack_buttons import press
from tools.slack_clips import forget, typed
from tools.slack_notes import Case, chosen, keep_note, message_id
from tools.slack_telling import home
from tools.vents import (
    NoSuchVent,
    VentChange,
    VentId,
    Visibility,
    edit_vent,
    withdraw_vent,
)


async def handle(ctx: Ctx, delivery_id: UUID) -> None:
    """Do what a delivery asks for, once; then only its key is left of it."""
    row = await slack.delivery(ctx, delivery_id)
    if row is None:
        return
    it, place = read(row.body), await slack.installation(ctx, row.installation_id)
    if place.revoked_at is None and not await _last_word(ctx, it, place):
        link = await slack.person(ctx, place.id, it.user)
        actor = link and await actor_of(ctx, link)
        if actor is None:
            await _greet_stranger(ctx, delivery_id, it, place)
        elif it.clips and not link.paused:
            await queue.enqueue(ctx, [FetchVoiceClip(delivery_id=delivery_id)])
            return  # the clip's job is done with the delivery
        else:
            await _act(ctx, Case(delivery_id, it, place, link, actor))
    await slack.handled(ctx, delivery_id)


async def _act(ctx: Ctx, case: Case) -> None:
    try:
        match case.it.kind:
            case "note" | "mention" | "command":
                await _hear(ctx, case)
            case "form" if case.it.action == VENT_FORM:
                await _filled_in(ctx, case)
            case "edit":
                await _edited(ctx, case)
            case "deletion":
                await _deleted(ctx, case)
            case "reaction":
                await _reacted(ctx, case)
            case "button":
                await press(ctx, case)
            case "home":
                view = await home(ctx, case.link, case.actor)
                await posts.show_home(ctx, case.to, case.id, view)
            case _:
                pass
    except RefleqtError as wrong:
        if wrong.retry_may_help:
            raise
        sorry = slack_cards.note(f"{wrong}")
        await posts.say(ctx, case.to, "sorry", case.id, sorry)


async def _hear(ctx: Ctx, case: Case) -> None:
    it = case.it
    if case.link.paused:
        if it.kind != "command":
            await _tell(ctx, case, slack_cards.paused())
    elif not it.words:
        await _tell(ctx, case, slack_cards.greeting())
    else:
        await keep_note(ctx, case, it.words)


async def _filled_in(ctx: Ctx, case: Case) -> None:
    """A form: a new note, or other words of an old one."""
    about = json.loads(case.it.value or "{}")
    if "clip" in about:
        await typed(ctx, case, UUID(about["clip"]))
        return
    if "vent" not in about:
        await keep_note(ctx, case, case.it.words)
        return
    change = VentChange(id=UUID(about["vent"]), text=case.it.words, visibility=chosen(case.it))
    async with as_person(ctx, case.actor) as theirs:
        line = await edit_vent(theirs, change)
    card = slack_cards.kept(about["vent"], off_record=line.visibility == "off_record")
    before = await slack.post_about(ctx, "kept", line.id, case.it.user)
    await posts.instead(ctx, case.to, "edited", case.id, card, of=before)


async def _edited(ctx: Ctx, case: Case) -> None:
    """Other words in Slack are other words here; an edit that comes first is kept as the note."""
    it = case.it
    known = await slack.message(ctx, message_id(ctx, it))
    if known is None:
        await _hear(ctx, case)
        return
    if it.edited <= known.edited or not it.words or known.vent_id is None:
        return
    await slack.change_message(ctx, known.id, edited=it.edited)
    before = await inputs.vent(ctx, known.vent_id)
    if before is None or before.deleted_at is not None:
        return
    unmarked = off_record(before.text) and not it.off_record
    visibility: Visibility = "private" if unmarked else before.visibility
    if it.off_record:
        visibility = "off_record"
    change = VentChange(id=known.vent_id, text=it.words, visibility=visibility)
    async with as_person(ctx, case.actor) as theirs:
        await edit_vent(theirs, change)


async def _deleted(ctx: Ctx, case: Case) -> None:
    """A deleted message is a note taken back, even if the deletion came here first."""
    it = case.it
    known = await slack.message(ctx, message_id(ctx, it))
    if known is None:
        if not it.words:
            return
        await keep_note(ctx, case, it.words)
        known = await slack.message(ctx, message_id(ctx, it))
    await forget(ctx, known)
    if known.vent_id is None:
        return
    async with as_person(ctx, case.actor) as theirs:
        await withdraw_vent(theirs, VentId(id=known.vent_id))
    said = await slack.post_about(ctx, "kept", known.vent_id, it.user)
    if said is not None:
        card = slack_cards.withdrawn(str(known.vent_id), deleted=True)
        await posts.instead(ctx, case.to, "gone", case.id, card, of=said)


async def _reacted(ctx: Ctx, case: Case) -> None:
    """🤐 takes one's own note off the record; 📝 in a channel asks for one's own words."""
    it = case.it
    if it.sign in OFF_RECORD_EMOJI:
        known = await slack.message(ctx, message_id(ctx, it))
        if known is None or known.slack_user_id != it.user or known.vent_id is None:
            return
        wanted: Visibility = "off_record" if it.added else "private"
        async with as_person(ctx, case.actor) as theirs:
            try:
                await edit_vent(theirs, VentChange(id=known.vent_id, visibility=wanted))
            except NoSuchVent:
                return
    elif it.sign in WRITE_DOWN_EMOJI and it.added and not it.channel.startswith("D"):
        card = slack_cards.write_down()
        await posts.whisper(ctx, case.to, case.id, card, it.channel)


async def _tell(ctx: Ctx, case: Case, card: Card) -> None:
    it = case.it
    if it.kind == "mention":
        await posts.whisper(ctx, case.to, case.id, card, it.channel)
    else:
        await posts.say(ctx, case.to, "told", case.id, card)


async def _greet_stranger(ctx: Ctx, delivery_id: UUID, it: Delivery, place: Any) -> None:
    if it.kind not in ("note", "mention", "home"):
        return
    address = await invite(ctx, place.id, it.user)
    if address is None:
        return
    to = posts.To(place, it.user)
    if it.kind == "home":
        await posts.show_home(ctx, to, delivery_id, stranger_home(address))
    else:
        card = slack_cards.connect(address)
        await posts.say(ctx, to, "connect", delivery_id, card)


async def _last_word(ctx: Ctx, it: Delivery, place: Any) -> bool:
    """The app was uninstalled, or its token revoked: nothing can be said there any more."""
    if it.kind == "revoked" and place.bot_user_id not in it.tokens:
        return True
    if it.kind not in ("uninstalled", "revoked"):
        return False
    because = "uninstalled in Slack" if it.kind == "uninstalled" else "its token was revoked"
    await slack.revoke(ctx, place.id, because)
    await slack.forget_token(ctx, place.id)
    return True
