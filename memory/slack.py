"""Slack: workspaces that are connected, people who are linked, and what came in and went out.

Deliveries and posts are sealed while they wait, and lose their words when they are done.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Text, Uuid, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id, new_id
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, texts, unique

slack_installations = tenant_table(
    "slack_installations",
    Column("workspace", Text, nullable=False),
    Column("org_wide", Boolean, nullable=False, server_default="false"),
    sealed("name", nullable=False),
    Column("bot_user_id", Text, nullable=False),
    sealed("bot_token"),
    texts("scopes"),
    Column("installed_by", Uuid),
    moment("installed_at", nullable=False),
    moment("revoked_at"),
    Column("revoked_because", Text, nullable=False, server_default=""),
    unique("workspace"),
)
Index("ix_slack_installations_workspace", slack_installations.c.workspace)
"""`workspace` is the team's id, or the organisation's where the app was installed for all of it."""

slack_people = tenant_table(
    "slack_people",
    Column("slack_user_id", Text, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("paused", Boolean, nullable=False, server_default="false"),
    moment("linked_at", nullable=False),
    unique("installation_id", "slack_user_id"),
    refers={"installation_id": "slack_installations"},
)

slack_tickets = tenant_table(
    "slack_tickets",
    Column("kind", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("user_id", Uuid),
    Column("installation_id", Uuid),
    Column("slack_user_id", Text, nullable=False, server_default=""),
    moment("expires_at", nullable=False),
    moment("used_at"),
    unique("hash"),
)
"""Secrets that work once: `install` (the OAuth state) and `link` (a person's own link)."""

slack_inbox = tenant_table(
    "slack_inbox",
    Column("key", Text, nullable=False),
    sealed("body"),
    moment("received_at", nullable=False),
    moment("handled_at"),
    unique("key"),
    refers={"installation_id": "slack_installations"},
)

slack_messages = tenant_table(
    "slack_messages",
    Column("slack_user_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("edited", Text, nullable=False, server_default=""),
    Column("clip", Text),
    refers={"vent_id": "vent_entries", "installation_id": "slack_installations"},
)
"""Which vent a message became; `clip` names the blob of a voice clip."""

slack_posts = tenant_table(
    "slack_posts",
    Column("kind", Text, nullable=False),
    Column("about", Uuid, nullable=False),
    Column("slack_user_id", Text, nullable=False),
    sealed("payload"),
    Column("channel", Text),
    Column("ts", Text),
    moment("posted_at"),
    Column("failed", Text, nullable=False, server_default=""),
    unique("kind", "about", "slack_user_id"),
    refers={"installation_id": "slack_installations"},
)
"""An outbox: each is posted once; `ts` is where Slack put it."""


async def business_of(ctx: Ctx, team: str, enterprise: str) -> UUID | None:
    """The business that a workspace is connected to, before any is chosen (a narrow definer)."""
    query = text("select business_id from slack_business(:team, :enterprise)")
    found = await ctx.db.execute(query, {"team": team, "enterprise": enterprise})
    return found.scalar()


async def connect(ctx: Ctx, workspace: str, **values: Any) -> UUID:
    """Write a workspace's installation, over an earlier one; returns its id."""
    row = {
        "id": derived_id(ctx.business_id, "slack", workspace), "business_id": ctx.business_id,
        "workspace": workspace, "installed_at": ctx.at, "revoked_at": None, "revoked_because": "",
        **values,
    }  # fmt: skip
    write = insert(slack_installations).values(row)
    changed = {name: write.excluded[name] for name in row if name not in ("id", "business_id")}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["id"], set_=changed))
    return row["id"]


async def one_connection_at_a_time(ctx: Ctx, workspace: str) -> None:
    """Wait until no other transaction connects this workspace to a business."""
    key = func.hashtextextended(f"slack:{workspace}", 0)
    await ctx.db.execute(select(func.pg_advisory_xact_lock(key)))


async def installations(ctx: Ctx) -> list[Any]:
    """All workspaces that are or were connected, oldest first."""
    table = slack_installations
    return await ctx.rows(select(table).order_by(table.c.installed_at, table.c.workspace))


async def installation(ctx: Ctx, installation_id: UUID) -> Any:
    """One installation, or None."""
    table = slack_installations
    return await ctx.row(select(table).where(table.c.id == installation_id))


async def installed(ctx: Ctx, team: str, enterprise: str) -> Any:
    """The living installation that a delivery belongs to: the team's own before the whole org's."""
    table = slack_installations
    own = table.c.workspace == team
    org = table.c.org_wide & (table.c.workspace == enterprise)
    query = select(table).where(table.c.revoked_at.is_(None), own | org)
    return await ctx.row(query.order_by(table.c.org_wide).limit(1))


async def revoke(ctx: Ctx, installation_id: UUID, because: str) -> bool:
    """Disconnect a workspace and drop what waits for it; False when that was done before.

    Its token is forgotten by `forget_token`, once Slack has heard of it.
    """
    table = slack_installations
    query = (
        update(table)
        .where(table.c.id == installation_id, table.c.revoked_at.is_(None))
        .values(revoked_at=ctx.at, revoked_because=because)
        .returning(table.c.id)
    )
    done = await ctx.value(query) is not None
    await ctx.db.execute(
        update(slack_posts)
        .where(slack_posts.c.installation_id == installation_id, slack_posts.c.posted_at.is_(None))
        .values(payload=None, failed=because)
    )
    return done


async def forget_token(ctx: Ctx, installation_id: UUID) -> None:
    """Forget the token of a workspace that is not connected any more."""
    table = slack_installations
    ours = table.c.id == installation_id, table.c.revoked_at.is_not(None)
    await ctx.db.execute(update(table).where(*ours).values(bot_token=None))


async def link(ctx: Ctx, installation_id: UUID, slack_user_id: str, user_id: UUID) -> None:
    """Say which person a Slack account is; said again, the later one holds."""
    row = {
        "id": derived_id(ctx.business_id, "slack", installation_id, slack_user_id),
        "business_id": ctx.business_id, "installation_id": installation_id,
        "slack_user_id": slack_user_id, "user_id": user_id, "linked_at": ctx.at,
    }  # fmt: skip
    write = insert(slack_people).values(row)
    changed = {"user_id": write.excluded.user_id, "linked_at": write.excluded.linked_at}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["id"], set_=changed))


async def unlink(ctx: Ctx, person_id: UUID) -> bool:
    """Forget that a Slack account is somebody; False when nobody was."""
    table = slack_people
    query = table.delete().where(table.c.id == person_id).returning(table.c.id)
    return await ctx.value(query) is not None


async def pause(ctx: Ctx, person_id: UUID, *, paused: bool) -> None:
    """Keep nothing more of what a person says in Slack, or keep it again."""
    table = slack_people
    await ctx.db.execute(update(table).where(table.c.id == person_id).values(paused=paused))


async def person(ctx: Ctx, installation_id: UUID, slack_user_id: str) -> Any:
    """The linked person behind a Slack account, or None."""
    table = slack_people
    ours = table.c.installation_id == installation_id, table.c.slack_user_id == slack_user_id
    return await ctx.row(select(table).where(*ours))


async def linked(ctx: Ctx) -> list[Any]:
    """Everybody who is linked in a workspace that is connected, first linked first."""
    table, place = slack_people, slack_installations
    query = select(table).join(place, place.c.id == table.c.installation_id)
    alive = query.where(place.c.revoked_at.is_(None))
    return await ctx.rows(alive.order_by(table.c.linked_at, table.c.id))


async def give_ticket(ctx: Ctx, kind: str, token_hash: str, until: datetime, **of: Any) -> None:
    """Keep the hash of a secret that works once, and for whom it is."""
    row = {"id": new_id(), "business_id": ctx.business_id, "kind": kind, "hash": token_hash,
           "expires_at": until, **of}  # fmt: skip
    await ctx.db.execute(insert(slack_tickets).values(row))


async def ticket(ctx: Ctx, kind: str, token_hash: str) -> Any:
    """A ticket that is neither used nor over, held until the transaction ends; else None."""
    table = slack_tickets
    query = select(table).where(
        table.c.kind == kind, table.c.hash == token_hash, table.c.used_at.is_(None),
        table.c.expires_at > ctx.at,
    )  # fmt: skip
    return await ctx.row(query.with_for_update())


async def use_ticket(ctx: Ctx, ticket_id: UUID) -> None:
    """A ticket works once."""
    table = slack_tickets
    await ctx.db.execute(update(table).where(table.c.id == ticket_id).values(used_at=ctx.at))


async def tickets_since(ctx: Ctx, installation_id: UUID, slack_user_id: str, at: datetime) -> int:
    """How many links a Slack account was given since then."""
    table = slack_tickets
    query = select(func.count()).where(
        table.c.installation_id == installation_id, table.c.slack_user_id == slack_user_id,
        table.c.created_at >= at,
    )  # fmt: skip
    return int(await ctx.value(query) or 0)


async def take_in(ctx: Ctx, installation_id: UUID, key: str, body: dict[str, Any]) -> UUID | None:
    """Keep a delivery; its id, or None when it was delivered before."""
    row = {
        "id": derived_id(ctx.business_id, "slack_inbox", key), "business_id": ctx.business_id,
        "installation_id": installation_id, "key": key, "body": body, "received_at": ctx.at,
    }  # fmt: skip
    made = insert(slack_inbox).values(row).on_conflict_do_nothing()
    return await ctx.value(made.returning(slack_inbox.c.id))


async def delivery(ctx: Ctx, delivery_id: UUID) -> Any:
    """A delivery that is not handled yet, held until the transaction ends; else None."""
    table = slack_inbox
    query = select(table).where(table.c.id == delivery_id, table.c.handled_at.is_(None))
    return await ctx.row(query.with_for_update())


async def handled(ctx: Ctx, delivery_id: UUID) -> None:
    """A delivery is done with: its words go, its key stays."""
    table = slack_inbox
    done = {"handled_at": ctx.at, "body": None}
    await ctx.db.execute(update(table).where(table.c.id == delivery_id).values(**done))


async def keep_message(ctx: Ctx, message_id: UUID, **values: Any) -> None:
    """Say which vent a message became; the same message is kept once."""
    row = {"id": message_id, "business_id": ctx.business_id, **values}
    await ctx.db.execute(insert(slack_messages).values(row).on_conflict_do_nothing())


async def message(ctx: Ctx, message_id: UUID) -> Any:
    """What became of a message, or None; held until the transaction ends."""
    query = select(slack_messages).where(slack_messages.c.id == message_id)
    return await ctx.row(query.with_for_update())


async def change_message(ctx: Ctx, message_id: UUID, **values: Any) -> None:
    """Write columns of a message."""
    table = slack_messages
    await ctx.db.execute(update(table).where(table.c.id == message_id).values(**values))


async def message_of(ctx: Ctx, vent_id: UUID) -> Any:
    """The message that became a vent, or None."""
    return await ctx.row(select(slack_messages).where(slack_messages.c.vent_id == vent_id))


async def messages_of(ctx: Ctx, installation_id: UUID, slack_user_id: str) -> list[Any]:
    """Everything that a person said here, newest first."""
    table = slack_messages
    ours = table.c.installation_id == installation_id, table.c.slack_user_id == slack_user_id
    return await ctx.rows(select(table).where(*ours).order_by(table.c.created_at.desc()))


async def keep_post(ctx: Ctx, row: dict[str, Any]) -> UUID | None:
    """Put something in the outbox; its id, or None when it was put there before."""
    about = (row["kind"], row["about"], row["slack_user_id"])
    full = {"id": derived_id(ctx.business_id, "slack_post", *about), **row}
    made = insert(slack_posts).values(business_id=ctx.business_id, **full)
    return await ctx.value(made.on_conflict_do_nothing().returning(slack_posts.c.id))


async def post(ctx: Ctx, post_id: UUID) -> Any:
    """One thing of the outbox, or None."""
    return await ctx.row(select(slack_posts).where(slack_posts.c.id == post_id))


async def post_about(ctx: Ctx, kind: str, about: UUID, slack_user_id: str) -> Any:
    """What was said of something to somebody, or None."""
    table = slack_posts
    ours = (table.c.kind == kind, table.c.about == about, table.c.slack_user_id == slack_user_id)
    return await ctx.row(select(table).where(*ours))


async def posted(ctx: Ctx, post_id: UUID, channel: str, ts: str) -> None:
    """It is posted: where, and its words go."""
    table = slack_posts
    done = {"channel": channel, "ts": ts, "posted_at": ctx.at, "payload": None}
    await ctx.db.execute(update(table).where(table.c.id == post_id).values(**done))


async def not_posted(ctx: Ctx, post_id: UUID, why: str) -> None:
    """It cannot be posted; its words go."""
    table = slack_posts
    done = {"failed": why, "payload": None}
    await ctx.db.execute(update(table).where(table.c.id == post_id).values(**done))
