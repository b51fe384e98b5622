"""What is told in Slack: what was heard in a note, the fifth time, the week, the Home tab.

Everything is read as the person it is told to, so nobody is shown a private note of another.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.ids import derived_id
from core.settings import settings
from core.text import shorten
from domain import slack_cards, slack_views
from domain.access import Actor
from domain.opinions import usable
from domain.slack_blocks import Block
from domain.slack_cards import AGAIN_AT, Held, Idea, Recurring, Told, Week
from memory import beliefs, calendar, context, inputs, receipts, slack
from memory.ctx import Ctx, as_person
from tools import slack_posts as posts
from tools.base import Nothing
from tools.context import Least, ThemeLine, list_themes
from tools.runs import Pending, list_approvals
from tools.slack import actor_of
from tools.suggestions import list_suggestions

SHOWN = 5
WEEK = timedelta(days=7)


async def answer(ctx: Ctx, vent_id: UUID) -> None:
    """Tell the author of a note what was heard in it, and whether it comes back for the fifth time.

    Nobody is told who unlinked, paused, or took the note back meanwhile.
    """
    message = await slack.message_of(ctx, vent_id)
    vent = await inputs.vent(ctx, vent_id)
    if message is None or vent is None or vent.deleted_at is not None:
        return
    place = await slack.installation(ctx, message.installation_id)
    link = await slack.person(ctx, place.id, message.slack_user_id)
    actor = link and await actor_of(ctx, link)
    if actor is None or place.revoked_at is not None or vent.visibility == "off_record":
        return
    to = posts.To(place, message.slack_user_id)
    extraction, theme = await _read_from(ctx, vent_id)
    held = await _belief_of(ctx, extraction)
    told = Told(
        str(vent_id), tuple(name.replace("_", " ") for name in extraction.topics[:3]),
        receipt=f"{settings().address}/receipts/{vent_id}", belief=held,
    ) if extraction else Told(str(vent_id))  # fmt: skip
    if theme is None:
        await _told(ctx, to, vent, told)
        return
    async with as_person(ctx, actor) as theirs:
        line = await _theme(theirs, theme.id)
    if line is not None:
        told = Told(told.vent_id, told.topics, line.label, line.count, held, told.receipt)
    await _told(ctx, to, vent, told)
    if line is not None and line.count >= AGAIN_AT:
        card = slack_cards.again(await _recurring(ctx, line, held))
        await posts.say(ctx, to, "again", theme.id, card)


async def send_digests(ctx: Ctx, week: str) -> int:
    """Tell everybody who is linked what was heard of them in the seven days before; how many.

    Nobody is told who said nothing; the same week is told once.
    """
    sent = 0
    for link in await slack.linked(ctx):
        actor, place = (
            await actor_of(ctx, link),
            await slack.installation(ctx, link.installation_id),
        )
        if actor is None or link.paused:
            continue
        async with as_person(ctx, actor) as theirs:
            found = await _week(theirs)
        if found.vents:
            about = derived_id(ctx.business_id, "slack_week", week)
            to = posts.To(place, link.slack_user_id)
            sent += await posts.say(ctx, to, "week", about, slack_cards.digest(found))
    return sent


async def home(ctx: Ctx, link: Any, actor: Actor) -> Block:
    """A person's Home tab as it stands."""
    async with as_person(ctx, actor) as theirs:
        own = [row for row in await inputs.vents(theirs) if row.author_id == actor.user_id]
        themes = (await list_themes(theirs, Least(least=2, limit=SHOWN))).items
        waiting = (await list_approvals(theirs, Pending())).items
    return slack_views.home(
        slack_views.Home(
            vents=tuple((f"{row.at:%d %B %Y}", shorten(row.text, 280)) for row in own[:-6:-1]),
            themes=tuple((line.label, line.count) for line in themes),
            waiting=tuple(slack_views.Waiting(str(one.id), one.summary) for one in waiting[:SHOWN]),
            paused=link.paused, total=len(own), address=settings().address,
        )
    )  # fmt: skip


async def _told(ctx: Ctx, to: posts.To, vent: Any, told: Told) -> None:
    """Once per wording of the note, in place of what stood there before."""
    before = await slack.post_about(ctx, "kept", vent.id, to.user)
    about = derived_id(vent.id, "read", vent.edited_at or "")
    await posts.instead(ctx, to, "result", about, slack_cards.result(told), of=before)


async def _read_from(ctx: Ctx, vent_id: UUID) -> tuple[Any, Any]:
    """The newest extraction of a note, and the theme that it joined."""
    found = await context.extractions_of(ctx, "vent", vent_id)
    if not found:
        return None, None
    return found[-1], await context.theme_of(
        ctx, derived_id(ctx.business_id, "theme_quote", found[-1].id)
    )


async def _belief_of(ctx: Ctx, extraction: Any) -> Held | None:
    """The surest belief that an extraction moved."""
    if extraction is None:
        return None
    moved = set(await beliefs.moved_by(ctx, f"said:{extraction.id}"))
    held = [one for one in await beliefs.held(ctx) if UUID(one.id) in moved]
    held = [one for one in held if usable(one)]
    return _held(max(held, key=lambda one: one.confidence)) if held else None


def _held(belief: Any) -> Held:
    return Held(
        belief.claim, round(belief.confidence * 100), f"{settings().address}/beliefs/{belief.id}"
    )


async def _theme(ctx: Ctx, theme_id: UUID) -> ThemeLine | None:
    """A theme as the actor may see it."""
    lines = (await list_themes(ctx, Least(least=1, limit=500))).items
    return next((line for line in lines if line.id == theme_id), None)


async def _recurring(ctx: Ctx, line: ThemeLine, held: Held | None) -> Recurring:
    belief_id = UUID(held.address.rpartition("/")[2]) if held else None
    return Recurring(
        label=line.label, count=line.count, quotes=tuple(line.quotes),
        hidden=line.count - len(line.quotes), belief=held,
        idea=await _idea(ctx, belief_id) if belief_id else None,
        calendar=f"{settings().address}/calendar",
    )  # fmt: skip


async def _idea(ctx: Ctx, belief_id: UUID) -> Idea | None:
    """An open suggestion that rests on a belief."""
    resting = {link.from_id for link in await receipts.links_to(ctx, belief_id)}
    for row in await calendar.ghosts(ctx):
        if row.id in resting:
            return Idea(str(row.id), row.title, f"{row.publish_on or ''}")
    return None


async def _week(ctx: Ctx) -> Week:
    since = ctx.at - WEEK
    own = [
        row for row in await inputs.vents(ctx)
        if row.author_id == ctx.actor.user_id and row.at >= since
    ]  # fmt: skip
    themes = [
        line for line in (await list_themes(ctx, Least(least=2, limit=200))).items
        if line.last_at >= since and line.quotes
    ]  # fmt: skip
    moved = [
        one for one in await beliefs.held(ctx)
        if one.last_reinforced and one.last_reinforced >= since and usable(one)
    ]  # fmt: skip
    moved.sort(key=lambda one: -one.confidence)
    ghosts = (await list_suggestions(ctx, Nothing())).items
    return Week(
        vents=len(own), themes=tuple((line.label, line.count) for line in themes[:SHOWN]),
        moved=tuple(_held(one) for one in moved[:SHOWN]), waiting=len(ghosts),
        address=settings().address,
    )  # fmt: skip
