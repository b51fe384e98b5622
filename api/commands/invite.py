"""`refleqt invite`: ask somebody into a business; prints the link, which works once."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from pydantic import BaseModel, ValidationError

from api.opening import AsJson, Business, DataDir, choose, run
from core.errors import BadInput
from memory.ctx import open_ctx
from tools import businesses
from tools.invitations import Invitation, InvitationLine, Invited, prepare

app = typer.Typer()


class InvitationRefused(BadInput):
    """The invitation cannot be made like this."""


class Told(BaseModel):
    """The invitation and its link, which nobody can print again."""

    invitation: InvitationLine
    link: str


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="Address of whoever is invited")],
    business: Business = None,
    role: Annotated[
        str, typer.Option(help="founder, team, evaluator, reviewer or creator")
    ] = "founder",
    creator: Annotated[
        UUID | None,
        typer.Option(help="With --role creator: who this is in the market; else one of your own"),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Invite somebody into a business: whoever opens the link takes the place, once, in 7 days.

    Examples: refleqt invite ada@example.com --business gaugewren;
    refleqt invite bo@example.com --role evaluator --json
    """
    choose(data_dir)
    try:
        invited_as = "team" if creator else role
        ask = Invitation.model_validate({"email": email, "role": invited_as})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InvitationRefused(f"{place}: {first['msg']}.", field=place) from wrong
    if role != "creator" and creator is not None:
        raise InvitationRefused(remedy="Give --creator with --role creator, and with no other.")
    told: Told = run(lambda: _invited(Invited(ask.email, role, creator), business))
    typer.echo(told.model_dump_json() if as_json else told.link)


async def _invited(who: Invited, business: str | None) -> Told:
    found = await businesses.known(business)
    async with open_ctx(businesses.keeper(found)) as ctx:
        made = await prepare(ctx, who)
    return Told(invitation=made.line, link=made.link)
