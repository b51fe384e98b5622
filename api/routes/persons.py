"""What is a person's own, in whichever role: address, password, sessions, seats, notices."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import LinkSecret, Signed, counted
from memory.ctx import open_ctx
from tools import accounts, addresses, notifications, passwords, people, seats, sessions

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])


@router.post("/verify", dependencies=counted)
async def verify(ask: LinkSecret) -> addresses.Verified:
    """Prove an e-mail address by the link that was mailed to it."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await addresses.verify(ctx, ask.token)


@router.post("/verify/ask", dependencies=counted)
async def ask_proof(claims: Signed) -> passwords.Done:
    """Mail another link that proves the address; at most one in a minute."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await addresses.ask_proof(ctx)


@router.post("/address", dependencies=counted)
async def change_address(claims: Signed, ask: addresses.NewAddress) -> passwords.Done:
    """Change the e-mail address: a link goes to the new one and makes the change."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await addresses.change_address(ctx, ask)


@router.post("/reset/ask", dependencies=counted)
async def ask_reset(ask: passwords.Forgotten) -> passwords.Done:
    """Mail a link for a new password; the answer is the same where there is no such account."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await passwords.ask_reset(ctx, ask)


@router.post("/reset/read", dependencies=counted)
async def read_reset(ask: LinkSecret) -> passwords.ResetCard:
    """Whose password a link changes."""
    async with open_ctx(accounts.stranger(), read_only=True) as ctx:
        return await passwords.read_reset(ctx, ask.token)


@router.post("/reset", dependencies=counted)
async def reset_password(ask: passwords.NewPassword) -> passwords.Done:
    """Set a password by a link, once; every session ends."""
    async with open_ctx(accounts.stranger()) as ctx:
        return await passwords.reset_password(ctx, ask)


@router.post("/password", dependencies=counted)
async def change_password(claims: Signed, ask: passwords.OtherPassword) -> passwords.Done:
    """Change the password; every other session ends."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await passwords.change_password(ctx, ask, claims.session)


@router.get("/sessions")
async def list_sessions(claims: Signed) -> sessions.SessionList:
    """Where this person is signed in."""
    async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
        return await sessions.list_sessions(ctx, claims.session)


@router.post("/sessions/end")
async def end_session(claims: Signed, ask: sessions.SessionId) -> passwords.Done:
    """End one of one's sessions."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await sessions.end_session(ctx, ask)


@router.post("/sessions/end-others")
async def end_other_sessions(claims: Signed) -> passwords.Done:
    """End every session but this one."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await sessions.end_other_sessions(ctx, claims.session)


@router.get("/seats")
async def list_seats(claims: Signed) -> seats.SeatList:
    """The places that this person may sit in; a refresh with `business_id` or `seat` changes it."""
    async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
        return await seats.list_seats(ctx)


@router.post("/leave")
async def leave(claims: Signed) -> passwords.Done:
    """Leave the business that this person sits in."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await people.leave(ctx)


@router.get("/notifications")
async def list_notifications(
    claims: Signed, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> notifications.Notices:
    """The newest notices of this person."""
    async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
        return await notifications.list_notifications(ctx, notifications.Newest(limit=limit))


@router.post("/notifications/read")
async def mark_read(claims: Signed, ask: notifications.Seen) -> notifications.Marked:
    """Mark notices as read, those named or all."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await notifications.mark_read(ctx, ask)


@router.get("/preferences")
async def read_preferences(claims: Signed) -> notifications.Preferences:
    """How this person wants to be spoken to."""
    async with open_ctx(accounts.actor_of(claims), read_only=True) as ctx:
        return await notifications.read_preferences(ctx)


@router.post("/preferences")
async def change_preferences(
    claims: Signed, ask: notifications.PreferenceChange
) -> notifications.Preferences:
    """Change how this person wants to be spoken to; what is left out stays."""
    async with open_ctx(accounts.actor_of(claims)) as ctx:
        return await notifications.change_preferences(ctx, ask)
