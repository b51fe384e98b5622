"""A business in which the pages of every role have something to show, and people in every role."""

from typing import Any
from uuid import UUID

from core import security
from core.security import Claims
from domain.access import Actor, worker_for
from domain.maps import Proposal
from domain.work import GenerateBrief, OfferBrief
from jobs import generate_brief, offer_brief
from memory import invitations, market, plans
from memory.ctx import Ctx, open_ctx
from memory.invitations import Invited
from tests import worlds
from tests.api.people import Person
from tests.evaluations import first_case, trained, verify
from tests.people import PASSWORD, address, registered
from tools import accounts
from tools.accounts import Acceptance
from tools.annotations import QueueAsk, queue_item
from tools.grants import GrantAsk, grant_access
from tools.invitations import prepare
from tools.offers import OfferAnswer, answer_offer
from tools.payments import Purchase, purchase_map
from tools.plans import Publication, publish_maps


async def populated(person: Person) -> dict[str, dict[str, Any]]:
    """Fill the founder's business; returns the tokens of somebody in each role."""
    verify(person.user_id)
    async with open_ctx(worker_for(person.business_id)) as ctx:
        await worlds.told(ctx)
        await trained(ctx, "2026-10", per_cell=6)
        creator_id = (await market.all_assignments(ctx))[0].creator_id
        await _offers(ctx)
        await _map(ctx, "open")
    tokens = {"founder": person.tokens}
    for role in ("team", "evaluator", "reviewer"):
        tokens[role] = await _joined(person.business_id, role)
    tokens["creator"] = await _creator(person.business_id, creator_id)
    await _evaluated(person, tokens["evaluator"]["email"])
    keeper = (await registered(address())).user_id
    token = security.access_token(Claims(keeper, "operator", None))
    return tokens | {"operator": {"access_token": token, "refresh_token": ""}}


async def _offers(ctx: Ctx) -> None:
    """Work in each of its states: offered, taken, and before a person who decides."""
    for state in ("offered", "taken", "escalated"):
        map_id = await _map(ctx, state)
        await purchase_map(ctx, Purchase(map_id=map_id))
        (artifact,) = await plans.artifacts_of(ctx, map_id)
        await generate_brief.run(ctx, GenerateBrief(artifact_id=artifact.id))
        (brief,) = [row for row in await plans.all_briefs(ctx) if row.artifact_id == artifact.id]
        await offer_brief.run(ctx, OfferBrief(brief_id=brief.id))
        (row,) = await market.assignments_of(ctx, brief.id)
        if state != "offered":
            await answer_offer(ctx, OfferAnswer(assignment_id=row.id, accept=True))
        for n in range(3 if state == "escalated" else 0):
            await worlds.handed_in(ctx, row.id, f"Too short to be anything, version {n}.")


async def _map(ctx: Ctx, name: str) -> UUID:
    """One more map that waits for an answer."""
    (theme, *_) = [row.id for row in await plans.all_maps(ctx)]
    other = {"guard": f"guard:{name}", "title": f"Map {name}"}
    plan = worlds.plan(ctx.at.date(), theme).model_copy(update=other)
    week = Publication(week="2026-W45", proposal=Proposal(maps=(plan,)))
    (map_id,) = (await publish_maps(ctx, week)).map_ids
    return map_id


async def _joined(business_id: UUID, role: str, creator_id: UUID | None = None) -> dict[str, Any]:
    email = address()
    async with open_ctx(worker_for(business_id)) as ctx:
        made = await prepare(ctx, Invited(email, role, creator_id))
    async with open_ctx(accounts.stranger()) as ctx:
        ask = Acceptance(token=made.token, password=PASSWORD)
        return (await accounts.accept_invitation(ctx, ask)).model_dump() | {"email": email}


async def _creator(business_id: UUID, creator_id: UUID) -> dict[str, Any]:
    """Whoever got the work; creators are everybody's, so another test may have let them in."""
    async with open_ctx(worker_for(business_id)) as ctx:
        creator = await invitations.creator(ctx, creator_id)
    if creator is None or creator.user_id is None:
        return await _joined(business_id, "creator", creator_id)
    token = security.access_token(Claims(creator.user_id, "creator", None, creator_id))
    return {"access_token": token, "refresh_token": ""}


async def _evaluated(person: Person, evaluator: str) -> None:
    """Everything is open to the evaluator, and a case waits for a judgement."""
    async with open_ctx(Actor("founder", person.user_id, person.business_id)) as ctx:
        await grant_access(ctx, GrantAsk(email=evaluator, level="words", may_override=True))
        case = (await first_case(ctx)).id
        await queue_item(ctx, QueueAsk(id=case))
        await queue_item(ctx, QueueAsk(id=case, pair=True))


async def invited(person: Person) -> str:
    """The path of an invitation that nobody took yet."""
    async with open_ctx(worker_for(person.business_id)) as ctx:
        made = await prepare(ctx, Invited(address(), "team"))
    return f"/invitations/{made.token}"
