"""What the buttons in Slack do: undo, restore, decide, pause, delete all; as whoever pressed."""

from datetime import datetime
from uuid import UUID

from domain import slack_cards
from domain.slack_cards import Card
from memory import inputs, slack
from memory.ctx import Ctx, as_person
from tools import slack_posts as posts
from tools.approvals import Decision, decide
from tools.slack_notes import Case
from tools.slack_telling import home
from tools.suggestions import Choice, answer_suggestion
from tools.vents import VentId, restore_vent, withdraw_vent


async def press(ctx: Ctx, case: Case) -> None:
    """Do what a button stands for, and say so where it was pressed.

    Raises the errors of what it does: decided before, not allowed, not there.
    """
    match case.it.action:
        case "vent_undo":
            card = await _undo(ctx, case)
        case "vent_restore":
            card = await _restore(ctx, case)
        case "approval_accept" | "approval_ignore":
            card = await _decide(ctx, case)
        case "suggestion_accept" | "suggestion_reject":
            card = await _answer(ctx, case)
        case "pause" | "resume":
            card = await _pause(ctx, case)
        case "delete_all":
            card = await _withdraw_all(ctx, case)
        case "undo_delete_all":
            card = await _restore_all(ctx, case)
        case _:
            return
    if case.it.answer_url:
        await posts.reply(ctx, case.to, case.id, card, case.it.answer_url)
        return
    if case.it.action not in ("pause", "resume"):
        await posts.say(ctx, case.to, "told", case.id, card)
    link = await slack.person(ctx, case.place.id, case.it.user)
    await posts.show_home(ctx, case.to, case.id, await home(ctx, link, case.actor))


async def _undo(ctx: Ctx, case: Case) -> Card:
    async with as_person(ctx, case.actor) as theirs:
        await withdraw_vent(theirs, VentId(id=UUID(case.it.value)))
    return slack_cards.withdrawn(case.it.value, deleted=False)


async def _restore(ctx: Ctx, case: Case) -> Card:
    async with as_person(ctx, case.actor) as theirs:
        line = await restore_vent(theirs, VentId(id=UUID(case.it.value)))
    return slack_cards.kept(case.it.value, off_record=line.visibility == "off_record")


async def _decide(ctx: Ctx, case: Case) -> Card:
    """An approval is answered once, wherever it is answered first."""
    action = "accept" if case.it.action == "approval_accept" else "ignore"
    async with as_person(ctx, case.actor) as theirs:
        decided = await decide(theirs, UUID(case.it.value), Decision(action=action))
    return slack_cards.note(decided.said)


async def _answer(ctx: Ctx, case: Case) -> Card:
    taken = case.it.action == "suggestion_accept"
    choice = Choice(entry_id=UUID(case.it.value), action="accepted" if taken else "rejected")
    async with as_person(ctx, case.actor) as theirs:
        await answer_suggestion(theirs, choice)
    return slack_cards.note("It is planned." if taken else "It is off the calendar.")


async def _pause(ctx: Ctx, case: Case) -> Card:
    paused = case.it.action == "pause"
    await slack.pause(ctx, case.link.id, paused=paused)
    return slack_cards.paused() if paused else slack_cards.greeting()


async def _withdraw_all(ctx: Ctx, case: Case) -> Card:
    """Take back everything that this person said here and that still stands."""
    since, count = ctx.at, 0
    for message in await slack.messages_of(ctx, case.place.id, case.it.user):
        vent = await inputs.vent(ctx, message.vent_id)
        if vent and vent.deleted_at is None and vent.author_id == case.actor.user_id:
            async with as_person(ctx, case.actor) as theirs:
                await withdraw_vent(theirs, VentId(id=vent.id))
            count += 1
    return slack_cards.all_withdrawn(count, since.isoformat())


async def _restore_all(ctx: Ctx, case: Case) -> Card:
    """Bring back what was taken back together, and nothing that was taken back before."""
    since, count = datetime.fromisoformat(case.it.value), 0
    for message in await slack.messages_of(ctx, case.place.id, case.it.user):
        vent = await inputs.vent(ctx, message.vent_id)
        if vent is None or vent.deleted_at is None or vent.author_id != case.actor.user_id:
            continue
        if vent.deleted_at >= since:
            async with as_person(ctx, case.actor) as theirs:
                await restore_vent(theirs, VentId(id=vent.id))
            count += 1
    return slack_cards.note(f"Restored: {count}.")
