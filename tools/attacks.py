"""The attack on a brief of this business, with all that is public of it and of others.

The others are competitors that the profile names and invented businesses of the same niche. No
other customer's profile is read for it (decision 0029).
"""

from cdt.embed import embed
from domain.anonymity import leaks_of
from domain.brief_text import render
from domain.briefs import Brief
from domain.decoys import decoys
from domain.leak_report import LeakReport
from domain.reidentification import Attack, Candidate, attack, parts
from memory import people
from memory.ctx import Ctx
from tools.briefs import tenant_of

CANDIDATES = 20
MOST_COMPETITORS = 9


async def candidates(ctx: Ctx) -> list[Candidate]:
    """The business, its competitors and decoys; nobody where its profile says too little."""
    row, tenant = await people.profile(ctx), await tenant_of(ctx)
    if row is None or not row.industry or not (row.icp_titles or row.icp_industry or row.products):
        return []
    own = Candidate(
        kind="own",
        profile={
            "name": tenant.name,
            "industry": (row.industry.replace("_", " "),),
            "products": tenant.products,
            "city": tenant.city,
            "audience": tuple(row.icp_titles or row.icp_industry or ()),
            "model": tuple(row.business_model or ()),
            "price": tuple(row.pricing or ()),
            "channels": tuple(row.stack_social or ()),
            "founded": tenant.founded,
            "facts": (*tenant.facts, *tenant.tagline),
        },
    )
    told = (*(row.competitors_direct or ()), *(row.competitors_indirect or ()))
    named = dict.fromkeys(str(name) for name in told)
    shared = {key: own.profile[key] for key in ("industry", "audience")}
    rivals = [
        Candidate(kind="competitor", profile={"name": (name,), **shared})
        for name in list(named)[:MOST_COMPETITORS]
    ]
    invented = decoys(own, CANDIDATES - 1 - len(rivals), str(ctx.business_id))
    return [own, *rivals, *invented]


def attacked(pool: list[Candidate], brief: Brief) -> Attack | None:
    """What an attacker finds who sees the brief and knows the pool; None without a pool."""
    if not pool:
        return None
    seen = parts(brief)
    return attack(seen, pool, embed(list(seen.values())) @ embed([one.text for one in pool]).T)


async def reported(ctx: Ctx, brief: Brief) -> LeakReport:
    """The whole check of a brief as it stands, for its owner."""
    tenant = await tenant_of(ctx)
    found = leaks_of(tenant, brief, render(brief))
    return LeakReport(leaks=tuple(found), attack=attacked(await candidates(ctx), brief))
