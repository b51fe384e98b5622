"""Letters: what is mailed to a person, in the language that they chose."""

from datetime import datetime
from uuid import UUID

from core.settings import settings
from domain.access import STRANGER, Actor
from memory import mail, notifications, people
from memory.ctx import Ctx, acting
from memory.mail import Draft

ROLES = {
    "en": {"founder": "a founder", "team": "a member of the team", "evaluator": "an evaluator",
           "reviewer": "a reviewer", "creator": "a creator"},
    "de": {"founder": "Gründer:in", "team": "Teammitglied", "evaluator": "Gutachter:in",
           "reviewer": "Prüfer:in", "creator": "Creator"},
}  # fmt: skip
"""What a role is called in a letter, by language."""


async def to_me(
    ctx: Ctx, kind: str, path: str, *, to: str, until: datetime | None = None, **values: str
) -> None:
    """Write the person of `ctx` a letter whose button leads to `path`; it is sent after commit."""
    link = f"{settings().address}{path}"
    tongue = await language(ctx)
    draft = Draft(kind, to, tongue, values, link, ctx.actor.user_id, until)
    await mail.write(ctx, draft)


async def language(ctx: Ctx, user_id: UUID | None = None) -> str:
    """The language of a person, or of the one of `ctx`; English for who chose none."""
    if user_id is None or user_id == ctx.actor.user_id:
        wishes = await notifications.wishes(ctx)
        return wishes.language if wishes else "en"
    async with acting(ctx.db, Actor(STRANGER, user_id=user_id)) as theirs:
        found = await language(theirs)
    async with acting(ctx.db, ctx.actor):
        return found


async def invite(ctx: Ctx, email: str, role: str, link: str, until: datetime) -> None:
    """Write somebody an invitation, in the language of whoever invites."""
    mine, house = await people.person(ctx), await people.business(ctx)
    tongue = await language(ctx)
    values = {
        "inviter": (mine.name or mine.email) if mine else "Refleqt",
        "business": house.name if house else "",
        "role": ROLES[tongue][role],
    }
    await mail.write(ctx, Draft("invitation", email, tongue, values, link, None, until))
