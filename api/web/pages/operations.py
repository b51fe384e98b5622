"""Operations: what runs, what failed, what it costs, over all businesses. Counts and ids alone."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web import forms, gates, shell
from api.web.gates import STATES
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from api.web.texts import ngettext
from core.errors import RefleqtError
from tools import deployments, index_health, operations, refusals, tenants
from tools.base import Nothing, Tool

router = APIRouter()
Reader = Annotated[Visitor, having("operations:read")]
Owner = Annotated[Visitor, having("operations:write")]
DAYS = 30


@router.get("/operations")
async def overview(request: Request, visitor: Reader) -> Response:
    """What needs somebody, and the sums of everything else."""
    async with visitor.reading() as ctx:
        queues = await operations.list_queues(ctx, Nothing())
        dead = await operations.list_dead_letters(ctx, operations.Which(limit=5))
        known = await tenants.list_tenants(ctx, Nothing())
        spent = await tenants.count_spend(ctx, tenants.Since(days=1))
        gone = await tenants.watch_erasures(ctx, Nothing())
        refused = await refusals.list_refusals(ctx, Nothing())
    waiting = sum(line.count for line in queues.items if line.status == "queued")
    running = sum(line.count for line in queues.items if line.status == "picked")
    failed = sum(line.count for line in queues.items if line.status == "failed")
    data = {"waiting": waiting, "running": running, "failed": failed, "dead": dead.items,
            "tenants": known.items, "spent": spent, "erasures": gone.items,
            "refused": len(refused.items)}  # fmt: skip
    return shell.page(request, "operations/overview.html", data)


@router.get("/operations/jobs")
async def jobs(request: Request, visitor: Reader) -> Response:
    """How many jobs of each name wait, run or failed."""
    async with visitor.reading() as ctx:
        found = await operations.list_jobs(ctx, operations.Which(limit=1000))
    names: dict[str, dict[str, int]] = {}
    for line in found.items:
        names.setdefault(line.job, {})[line.status] = line.count
    return shell.page(request, "operations/jobs.html", {"names": sorted(names.items())})


@router.get("/operations/queues")
async def queues(request: Request, visitor: Reader) -> Response:
    """What waits in each priority, and since when."""
    async with visitor.reading() as ctx:
        found = await operations.list_queues(ctx, Nothing())
    return shell.page(request, "operations/queues.html", {"items": found.items})


@router.get("/operations/dead-letters")
async def dead_letters(request: Request, visitor: Reader) -> Response:
    """What failed for good, and why."""
    async with visitor.reading() as ctx:
        found = await operations.list_dead_letters(ctx, operations.Which(limit=500))
    return shell.page(request, "operations/dead_letters.html", {"items": found.items})


@router.post("/operations/dead-letters")
async def replay(request: Request, visitor: Owner) -> Response:
    """Give the chosen ones another chance."""
    form = await forms.read(request, operations.Replay)
    to = "/operations/dead-letters"
    if form.ask is None:
        return shell.back(request, to, _("Choose at least one."), bad=True)
    try:
        async with visitor.writing() as ctx:
            done = await operations.replay_jobs(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    said = ngettext("%(count)s job waits again.", "%(count)s jobs wait again.", done.replayed)
    return shell.back(request, to, said % {"count": done.replayed})


@router.get("/operations/transfers")
async def transfers(request: Request, visitor: Reader) -> Response:
    """Money that the payment provider refused to move."""
    async with visitor.reading() as ctx:
        found = await refusals.list_refusals(ctx, Nothing())
    return shell.page(request, "operations/transfers.html", {"items": found.items})


@router.post("/operations/transfers")
async def retry(request: Request, visitor: Owner) -> Response:
    """Ask for one of them once more."""
    form, to = await forms.read(request, refusals.Retry), "/operations/transfers"
    if form.ask is None:
        return shell.back(request, to, _("Load the list anew."), bad=True)
    try:
        async with visitor.writing() as ctx:
            await refusals.retry_refusal(ctx, form.ask)
    except RefleqtError as wrong:
        return shell.back(request, to, str(wrong), bad=True)
    return shell.back(request, to, _("The provider is asked once more."))


@router.get("/operations/index")
async def index(request: Request, visitor: Reader) -> Response:
    """How whole the search index is, by business, and how old keys are."""
    async with visitor.reading() as ctx:
        found = await index_health.watch_index(ctx, Nothing())
    return shell.page(request, "operations/index.html", {"found": found})


@router.post("/operations/index")
async def check_now(request: Request, visitor: Owner) -> Response:
    """Hold the index against Postgres now: of one business, or of all."""

    def told(count: int) -> str:
        return ngettext(
            "%(count)s index is being checked.", "%(count)s indexes are being checked.", count
        )

    return await _begun(request, visitor, index_health.check_index, told)


@router.post("/operations/index/rebuild")
async def rebuild(request: Request, visitor: Owner) -> Response:
    """Fill the index anew from Postgres: of one business, or of all."""

    def told(count: int) -> str:
        return ngettext(
            "%(count)s index is being rebuilt.", "%(count)s indexes are being rebuilt.", count
        )

    return await _begun(request, visitor, index_health.rebuild_index, told)


async def _begun(
    request: Request, visitor: Visitor,
    act: Tool[index_health.Chosen, index_health.Asked], told: Callable[[int], str],
) -> Response:  # fmt: skip
    """Begin something with the indexes of the businesses that the form names."""
    form = await forms.read(request, index_health.Chosen)
    if form.ask is None:
        return shell.back(request, "/operations/index", _("There is no such business."), bad=True)
    async with visitor.writing() as ctx:
        done = await act(ctx, form.ask)
    said = told(done.businesses) % {"count": done.businesses}
    return shell.back(request, "/operations/index", said)


@router.get("/operations/events")
async def facts(request: Request, visitor: Reader) -> Response:
    """How often which kind of fact happened."""
    async with visitor.reading() as ctx:
        found = await tenants.count_facts(ctx, tenants.Since(days=DAYS))
    return shell.page(request, "operations/events.html", {"items": found.items, "days": DAYS})


@router.get("/operations/tenants")
async def businesses(request: Request, visitor: Reader) -> Response:
    """Businesses by id, with counts."""
    async with visitor.reading() as ctx:
        found = await tenants.list_tenants(ctx, Nothing())
    return shell.page(request, "operations/tenants.html", {"items": found.items})


@router.get("/operations/costs")
async def costs(request: Request, visitor: Reader) -> Response:
    """What models cost, by day and business."""
    async with visitor.reading() as ctx:
        found = await tenants.count_spend(ctx, tenants.Since(days=DAYS))
    return shell.page(request, "operations/costs.html", {"found": found, "days": DAYS})


@router.get("/operations/releases")
async def releases(request: Request, visitor: Reader) -> Response:
    """Versions of all models with verdicts and states, every move, and the way back."""
    return await _releases(request, visitor, forms.blank(deployments.GoBack))


@router.post("/operations/releases")
async def go_back(request: Request, visitor: Owner) -> Response:
    """Let a version of a business answer that did so before; the reason is signed."""
    form = await forms.read(request, deployments.GoBack)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await forms.done_once(
                    ctx, form, "restore", lambda: deployments.restore_version(ctx, form.ask)
                )
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            said = _("Version %(version)s answers now.") % {"version": form.ask.version}
            return shell.back(request, "/operations/releases", said)
    return await _releases(request, visitor, form, 422)


async def _releases(
    request: Request, visitor: Visitor, form: forms.Form[deployments.GoBack], status: int = 200
) -> Response:
    async with visitor.reading() as ctx:
        found = await deployments.count_releases(ctx, Nothing())
    data = {"found": found, "form": form, "states": STATES, "gates": gates,
            "may": "operations:write" in visitor.actor.scopes}  # fmt: skip
    return shell.page(request, "operations/releases.html", data, status=status)


@router.get("/operations/erasures")
async def erasures(request: Request, visitor: Reader) -> Response:
    """How far erasures of businesses are: names of steps, and counts."""
    async with visitor.reading() as ctx:
        found = await tenants.watch_erasures(ctx, Nothing())
    return shell.page(request, "operations/erasures.html", {"items": found.items})
