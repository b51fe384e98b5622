"""People and their businesses: accounts, memberships, profile, keys and sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    Text,
    Uuid,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import IntegrityError

from core.ids import content_hash, derived_id
from domain.business import PROFILE_KINDS
from memory.ctx import Ctx, make_key
from memory.tables import created, document, global_table, moment, sealed, tenant_table, unique

PROFILE_TYPES = {"text": Text, "list": ARRAY(Text), "axis": Float, "count": Integer}

users = global_table(
    "users",
    "one person may belong to several businesses",
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("password_hash", Text, nullable=False),
    Column("operator", Boolean, nullable=False, server_default="false"),
    Column("vets", Boolean, nullable=False, server_default="false"),
    moment("verified_at"),
    created(),
)

businesses = global_table(
    "businesses",
    "the tenant itself; its policy compares `id` with the tenant",
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("currency", Text, nullable=False, server_default="USD"),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    document("settings"),
    created(),
)

business_profiles = tenant_table(
    "business_profiles",
    *(Column(field, PROFILE_TYPES[kind]) for field, kind in PROFILE_KINDS.items()),
    document("confidence"),
    document("sources"),
    moment("updated_at"),
    unique(),
)

team_members = tenant_table(
    "team_members",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    unique("user_id"),
)

brand_assets = tenant_table(
    "brand_assets",
    Column("kind", Text, nullable=False),
    Column("blob", Text),
    sealed("details"),
)

refresh_tokens = global_table(
    "refresh_tokens",
    "belongs to a person's session, before any business is chosen",
    Column("hash", Text, primary_key=True),
    Column("family", Uuid, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    moment("expires_at", nullable=False),
    moment("used_at"),
    moment("revoked_at"),
    Column("agent", Text, nullable=False, server_default=""),
    created(),
)

Index("ix_refresh_tokens_family", refresh_tokens.c.family)

idempotency_keys = tenant_table(
    "idempotency_keys",
    Column("user_id", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("status", Integer, nullable=False),
    sealed("response"),
    unique("user_id", "key"),
)


@dataclass(frozen=True)
class Login:
    """What is needed to check a password."""

    user_id: UUID
    password_hash: str
    operator: bool


async def make_business(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Create the business of `ctx` with its data key; False when it exists already."""
    made = await ctx.value(
        insert(businesses)
        .values(id=ctx.business_id, created_at=ctx.at, **row)
        .on_conflict_do_nothing()
        .returning(businesses.c.id)
    )
    if made:
        await make_key(ctx.db, ctx.business_id)
    return made is not None


async def change_business(ctx: Ctx, **values: Any) -> None:
    """Write fields of the business itself."""
    table = businesses
    await ctx.db.execute(update(table).where(table.c.id == ctx.business_id).values(**values))


async def make_user(ctx: Ctx, email: str, name: str, password_hash: str) -> UUID | None:
    """Create the user of `ctx`; None when the e-mail address is taken."""
    row = {"id": ctx.actor.user_id, "email": email, "name": name, "password_hash": password_hash}
    made = insert(users).values(row).on_conflict_do_nothing().returning(users.c.id)
    return await ctx.value(made)


async def join(ctx: Ctx, user_id: UUID, role: str) -> None:
    """Make a person a member of the business; a member keeps the role given first."""
    row = {
        "id": derived_id(ctx.business_id, "member", user_id),
        "business_id": ctx.business_id,
        "user_id": user_id,
        "role": role,
    }
    await ctx.db.execute(insert(team_members).values(row).on_conflict_do_nothing())


async def members(ctx: Ctx) -> list[Row[Any]]:
    """Who belongs to the business, first joined first (a narrow definer function).

    Rows of user_id, email, name, verified_at, role and joined_at.
    """
    return list(await ctx.rows(text("select * from members()")))


async def operators(ctx: Ctx) -> list[UUID]:
    """Who runs the installation; for workers alone (a narrow definer function)."""
    return [row.user_id for row in await ctx.rows(text("select * from operators()"))]


async def unverified(ctx: Ctx) -> bool:
    """Whether the person of `ctx` has an account whose address was never proved."""
    mine = await person(ctx)
    return mine is not None and mine.verified_at is None


async def verify(ctx: Ctx) -> None:
    """The address of the person of `ctx` is theirs; the first proof stands."""
    mine = (users.c.id == ctx.actor.user_id, users.c.verified_at.is_(None))
    await ctx.db.execute(update(users).where(*mine).values(verified_at=ctx.at))


async def change_me(ctx: Ctx, **values: Any) -> bool:
    """Write fields of the account of `ctx`; False when another has that e-mail address."""
    try:
        async with ctx.db.begin_nested():
            mine = update(users).where(users.c.id == ctx.actor.user_id)
            await ctx.db.execute(mine.values(**values))
    except IntegrityError:
        return False
    return True


async def founders(ctx: Ctx) -> list[UUID]:
    """The founders of the business, locked, so that two who leave at once are told apart."""
    table = team_members
    query = select(table.c.user_id).where(table.c.role == "founder").order_by(table.c.id)
    return [row.user_id for row in await ctx.rows(query.with_for_update())]


async def change_role(ctx: Ctx, user_id: UUID, role: str) -> None:
    """Write the role of a member."""
    table = team_members
    await ctx.db.execute(update(table).where(table.c.user_id == user_id).values(role=role))


async def remove(ctx: Ctx, user_id: UUID) -> None:
    """A member belongs to the business no more."""
    table = team_members
    await ctx.db.execute(delete(table).where(table.c.user_id == user_id))


async def first_member(ctx: Ctx) -> UUID | None:
    """Who was first in the business of `ctx`; None when nobody is."""
    table = team_members
    return await ctx.value(select(table.c.user_id).order_by(table.c.created_at).limit(1))


async def business(ctx: Ctx) -> Row[Any] | None:
    """The business itself."""
    return await ctx.row(select(businesses).where(businesses.c.id == ctx.business_id))


async def login_of(ctx: Ctx, email: str) -> Login | None:
    """Find an account by e-mail, before anybody is signed in (a narrow definer function)."""
    found = (await ctx.db.execute(text("select * from login_of(:email)"), {"email": email})).first()
    return Login(found.id, found.password_hash, found.operator) if found else None


async def memberships_of(ctx: Ctx, user_id: UUID) -> list[tuple[UUID, str]]:
    """The businesses of a person with the role in each, first joined first."""
    found = await ctx.db.execute(text("select * from memberships_of(:who)"), {"who": user_id})
    return [(row.business_id, row.role) for row in found]


async def creator_of(ctx: Ctx, user_id: UUID) -> UUID | None:
    """The creator that a person is, if any."""
    return (
        await ctx.db.execute(text("select id from creator_of(:who)"), {"who": user_id})
    ).scalar()


async def person(ctx: Ctx) -> Row[Any] | None:
    """The account of the actor of `ctx`."""
    return await ctx.row(select(users).where(users.c.id == ctx.actor.user_id))


async def is_operator(ctx: Ctx) -> bool:
    """Whether the person of `ctx` runs this installation."""
    return bool(await ctx.value(select(users.c.operator).where(users.c.id == ctx.actor.user_id)))


async def set_operator(ctx: Ctx, *, runs: bool) -> None:
    """Let the person of `ctx` run this installation, or no longer."""
    own = users.c.id == ctx.actor.user_id
    await ctx.db.execute(update(users).where(own).values(operator=runs))


async def vets(ctx: Ctx) -> bool:
    """Whether the person of `ctx` vets those who apply as creators."""
    return bool(await ctx.value(select(users.c.vets).where(users.c.id == ctx.actor.user_id)))


async def set_vets(ctx: Ctx, *, vets: bool) -> None:
    """Let the person of `ctx` vet those who apply as creators, or no longer."""
    own = users.c.id == ctx.actor.user_id
    await ctx.db.execute(update(users).where(own).values(vets=vets))


async def all_businesses(ctx: Ctx) -> list[UUID]:
    """Ids of all businesses, for the scheduler (a narrow definer function)."""
    return [*(await ctx.db.execute(text("select id from all_businesses()"))).scalars()]


async def keep_profile(ctx: Ctx, fields: dict[str, Any], confidence: dict[str, float]) -> None:
    """Write profile fields over what was known; fields not named stay as they are."""
    row = {
        "id": derived_id(ctx.business_id, "profile"),
        "business_id": ctx.business_id,
        **fields,
        "confidence": confidence,
        "updated_at": ctx.at,
    }
    write = insert(business_profiles).values(row)
    changed = {name: write.excluded[name] for name in fields}
    changed["confidence"] = business_profiles.c.confidence.concat(write.excluded.confidence)
    changed["updated_at"] = write.excluded.updated_at
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["business_id"], set_=changed))


async def profile(ctx: Ctx) -> Row[Any] | None:
    """The static profile β_s, or None before the first answer."""
    query = select(business_profiles).where(business_profiles.c.business_id == ctx.business_id)
    return await ctx.row(query)


async def start_session(
    ctx: Ctx, token_hash: str, family: UUID, expires_at: datetime, agent: str
) -> None:
    """Keep the hash of a fresh refresh token; `agent` is what the person signs in with."""
    row = {
        "hash": token_hash,
        "family": family,
        "user_id": ctx.actor.user_id,
        "expires_at": expires_at,
        "agent": agent,
    }
    await ctx.db.execute(insert(refresh_tokens).values(row))


async def owner_of_session(ctx: Ctx, token_hash: str) -> UUID | None:
    """Whose refresh token this is (a narrow definer function)."""
    query = text("select user_id from session_of(:hash)")
    return (await ctx.db.execute(query, {"hash": token_hash})).scalar()


async def session(ctx: Ctx, token_hash: str) -> Row[Any] | None:
    """The session row, locked until the transaction ends, so that a token is turned once."""
    query = select(refresh_tokens).where(refresh_tokens.c.hash == token_hash).with_for_update()
    return await ctx.row(query)


async def use_session(ctx: Ctx, token_hash: str) -> None:
    """Mark a refresh token as turned into its successor."""
    table = refresh_tokens
    await ctx.db.execute(update(table).where(table.c.hash == token_hash).values(used_at=ctx.at))


async def revoke_family(ctx: Ctx, family: UUID) -> None:
    """End every session that descends from one sign-in."""
    table = refresh_tokens
    await ctx.db.execute(update(table).where(table.c.family == family).values(revoked_at=ctx.at))


async def session_lives(ctx: Ctx, family: UUID) -> bool:
    """Whether a sign-in of this person was neither ended nor revoked."""
    table = refresh_tokens
    query = select(func.bool_or(table.c.revoked_at.is_(None))).where(table.c.family == family)
    return bool(await ctx.value(query))


async def sessions(ctx: Ctx) -> list[Row[Any]]:
    """The sign-ins of this person that go on: family, agent, began and last; newest use first."""
    table = refresh_tokens
    last = func.max(table.c.created_at)
    query = select(
        table.c.family, func.max(table.c.agent).label("agent"),
        func.min(table.c.created_at).label("began"), last.label("last"),
    ).group_by(table.c.family)  # fmt: skip
    goes_on = func.bool_and(table.c.revoked_at.is_(None)), func.max(table.c.expires_at) > ctx.at
    return await ctx.rows(query.having(*goes_on).order_by(last.desc()))


async def revoke_sessions(ctx: Ctx, *, but: UUID | None = None) -> int:
    """End the sessions of this person, all or all but one; returns how many rows changed."""
    table = refresh_tokens
    query = update(table).where(table.c.user_id == ctx.actor.user_id, table.c.revoked_at.is_(None))
    if but is not None:
        query = query.where(table.c.family != but)
    return len(await ctx.rows(query.values(revoked_at=ctx.at).returning(table.c.hash)))


async def take_key(ctx: Ctx, key: str) -> Row[Any] | None:
    """The answer that this person's write with `key` got before, if it did.

    Locks the key until the transaction ends, so that two racing requests are done once.
    """
    lock = int(content_hash(ctx.business_id, ctx.actor.user_id, key)[:15], 16)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(lock)))
    table = idempotency_keys
    query = select(table).where(table.c.user_id == ctx.actor.user_id, table.c.key == key)
    return await ctx.row(query)


async def keep_key(ctx: Ctx, key: str, request_hash: str, status: int, response: Any) -> None:
    """Remember what a write with `key` answered."""
    row = {
        "id": derived_id(ctx.business_id, "idempotency", ctx.actor.user_id, key),
        "business_id": ctx.business_id,
        "user_id": ctx.actor.user_id,
        "key": key,
        "request_hash": request_hash,
        "status": status,
        "response": response,
    }
    await ctx.db.execute(insert(idempotency_keys).values(row))
