"""What the frame around a page says of whoever looks at it, read at once."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text

from memory.ctx import Ctx

_SEEN = text("""
    select
      (select bool_or(revoked_at is null) from refresh_tokens where family = :session) as lives,
      person.name, person.email, person.verified_at,
      wishes.language, wishes.timezone as zone, wishes.theme,
      house.name as business, house.currency, house.timezone,
      (select max(seq) from events where business_id = app_tenant()) as newest,
      (select count(*) from notifications where user_id = app_user() and read_at is null
         and channels @> array['web']) as unread,
      (select count(*) from memberships_of(app_user()))
        + (select count(*) from creator_of(app_user()))
        + coalesce(person.operator, false)::int as seats
    from (values (1)) as one (row)
    left join users person on person.id = app_user()
    left join preferences wishes on wishes.user_id = app_user()
    left join businesses house on house.id = app_tenant()
""").bindparams(bindparam("session", type_=Uuid))


async def seen(ctx: Ctx, session: UUID | None) -> Any:
    """One row: the person, their business and wishes, what is new, and whether `session` lives.

    Fields of what is not there are None.
    """
    return (await ctx.db.execute(_SEEN, {"session": session})).one()
