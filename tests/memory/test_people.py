"""One person, several businesses; a session is turned once, and a family ends as one."""

from datetime import timedelta

from core.ids import new_id
from domain.access import Actor
from memory import people
from memory.ctx import Ctx
from tests.memory.rows import as_actor

HASH = "$argon2id$hash"


async def signed_up(ctx: Ctx) -> str:
    """The e-mail address of a new user who is the actor of `ctx`."""
    email = f"{ctx.actor.user_id}@example.org"
    await people.make_user(ctx, email, "Ada", HASH)
    return email


async def test_a_business_is_made_once_with_its_key(ctx: Ctx) -> None:
    assert not await people.make_business(ctx, {"name": "Again", "slug": "again"})
    row = await people.business(ctx)
    assert row is not None
    assert (row.name, row.currency, row.timezone) == ("Test House", "USD", "UTC")


async def test_an_account_is_found_before_anybody_is_signed_in(ctx: Ctx) -> None:
    email = await signed_up(ctx)
    async with as_actor(ctx, Actor("founder")) as nobody:
        login = await people.login_of(nobody, email)
        assert await people.login_of(nobody, "nobody@example.org") is None
    assert login == people.Login(ctx.actor.user_id, HASH, False)


async def test_an_address_is_taken_once(ctx: Ctx) -> None:
    email = await signed_up(ctx)
    async with as_actor(ctx, Actor("founder", user_id=new_id())) as other:
        assert await people.make_user(other, email, "Bob", HASH) is None


async def test_a_member_keeps_the_role_given_first(ctx: Ctx) -> None:
    await signed_up(ctx)
    who = ctx.actor.user_id
    assert who is not None
    await people.join(ctx, who, "founder")
    await people.join(ctx, who, "evaluator")
    assert await people.memberships_of(ctx, who) == [(ctx.business_id, "founder")]
    assert ctx.business_id in await people.all_businesses(ctx)


async def test_profile_fields_not_named_stay_as_they_are(ctx: Ctx) -> None:
    assert await people.profile(ctx) is None
    first = {"business_name": "Quillmark", "icp_titles": ["office manager"], "voice_boldness": 0.5}
    await people.keep_profile(ctx, first, {"business_name": 0.9, "icp_titles": 0.5})
    await people.keep_profile(ctx, {"business_name": "Quill"}, {"business_name": 1.0})
    profile = await people.profile(ctx)
    assert profile is not None
    assert (profile.business_name, profile.icp_titles, profile.voice_boldness) == (
        "Quill", ["office manager"], 0.5
    )  # fmt: skip
    assert profile.confidence == {"business_name": 1.0, "icp_titles": 0.5}


async def test_a_session_is_used_once_and_its_family_ends_as_one(ctx: Ctx) -> None:
    await signed_up(ctx)
    family = new_id()
    for name in ("first", "second"):
        await people.start_session(ctx, name, family, ctx.at + timedelta(days=7), "")
    await people.use_session(ctx, "first")
    await people.revoke_family(ctx, family)
    first, second = await people.session(ctx, "first"), await people.session(ctx, "second")
    assert first is not None
    assert second is not None
    assert (first.used_at, first.revoked_at) == (ctx.at, ctx.at)
    assert (second.used_at, second.revoked_at) == (None, ctx.at)


async def test_nobody_reads_the_session_of_another(ctx: Ctx) -> None:
    await signed_up(ctx)
    await people.start_session(ctx, "mine", new_id(), ctx.at + timedelta(days=7), "")
    async with as_actor(ctx, Actor("founder", user_id=new_id())) as other:
        assert await people.session(other, "mine") is None
        assert await people.owner_of_session(other, "mine") == ctx.actor.user_id
