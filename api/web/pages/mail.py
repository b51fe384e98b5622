"""The outbox: mail that stays here because no mail server is set, for whoever runs this machine."""

from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import session, shell
from domain.access import Actor
from memory.ctx import open_ctx
from tools import mail
from tools.mail import Newest

router = APIRouter()


@router.get("/operations/mail")
async def outbox(request: Request) -> Response:
    """The newest mails with their links.

    On the embedded default whoever sits at the machine itself may look, since it is theirs; from
    anywhere else it needs an operator.
    """
    visitor = await session.perhaps(request)
    operator = visitor is not None and visitor.may("operations:read")
    if not operator and not (mail.shown_here() and at_this_machine(request)):
        visitor = visitor or await session.visitor(request)
        visitor.actor.must("operations:read")
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        found = await mail.list_mail(ctx, Newest())
    return shell.page(request, "mail/outbox.html", {"outbox": found})


def at_this_machine(request: Request) -> bool:
    """Whether the browser runs on this machine and asked for it by a name of its own."""
    host = request.client.host if request.client else ""
    try:
        near = ip_address(host).is_loopback
    except ValueError:
        near = False
    return near and request.url.hostname in ("localhost", "127.0.0.1", "::1")
