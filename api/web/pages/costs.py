"""What models cost: today and each day, per mind, the caps, the switch, and every call."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.web import forms, shell
from api.web.session import Visitor, having
from api.web.texts import gettext as _
from core.errors import RefleqtError
from tools import calls, models
from tools.base import Nothing

router = APIRouter()
Reader = Annotated[Visitor, having("models:read")]
Owner = Annotated[Visitor, having("models:write")]
DAYS = 30


class Caps(BaseModel):
    """The caps as a person writes them: dollars and tokens a day; empty means the deployment's."""

    usd: float | None = Field(None, ge=0, le=100_000)
    tokens: int | None = Field(None, ge=0, le=10_000_000_000)


@dataclass
class Sum:
    """What several calls cost together."""

    calls: int = 0
    tokens: int = 0
    usd_micros: int = 0

    def add(self, line: models.CostLine) -> None:
        """Count one line more."""
        self.calls += line.calls
        self.tokens += line.tokens
        self.usd_micros += line.usd_micros


@router.get("/costs")
async def costs(request: Request, visitor: Reader) -> Response:
    """Spend per day and mind, what is left of today, caps, models."""
    async with visitor.reading() as ctx:
        today = (await models.list_models(ctx, Nothing())).today
    usd = f"{today.usd_micros_per_day / 1e6:.2f}"
    form = forms.blank(Caps, usd=usd, tokens=today.tokens_per_day)
    return await _shown(request, visitor, form)


@router.post("/costs/caps")
async def set_caps(request: Request, visitor: Owner) -> Response:
    """Set what models may cost a day."""
    form = await forms.read(request, Caps)
    if form.ask:
        cents = None if form.ask.usd is None else round(form.ask.usd * 100)
        ask = models.DayLimits(usd_cents_per_day=cents, tokens_per_day=form.ask.tokens)
        try:
            async with visitor.writing() as ctx:
                await models.set_limits(ctx, ask)
        except RefleqtError as wrong:
            named = {"usd_cents_per_day": "usd", "tokens_per_day": "tokens"}
            wrong.fields["field"] = named.get(str(wrong.fields.get("field", "")), "")
            form.blame(wrong)
        else:
            return shell.back(request, "/costs", _("The caps hold from now on."))
    return await _shown(request, visitor, form, status=422)


@router.post("/costs/pause")
async def pause(request: Request, visitor: Owner) -> Response:
    """Ask no model any more."""
    async with visitor.writing() as ctx:
        await models.pause_models(ctx, Nothing())
    said = _("No model is asked any more. All goes on with drafts by code.")
    return shell.back(request, "/costs", said, undo="/costs/resume")


@router.post("/costs/resume")
async def resume(request: Request, visitor: Owner) -> Response:
    """Ask models again."""
    async with visitor.writing() as ctx:
        await models.resume_models(ctx, Nothing())
    return shell.back(request, "/costs", _("Models are asked again."), undo="/costs/pause")


@router.post("/costs/models")
async def add_model(request: Request, visitor: Owner) -> Response:
    """Add a model of the business's own; its key is sealed and never shown again."""
    form = await forms.read(request, models.OneModel)
    if form.ask:
        try:
            async with visitor.writing() as ctx:
                await models.set_model(ctx, form.ask)
        except RefleqtError as wrong:
            form.blame(wrong)
        else:
            return shell.back(request, "/costs#models", _("The model is asked from now on."))
    form.typed["api_key"] = None
    return await _shown(request, visitor, forms.blank(Caps), own=form, status=422)


@router.post("/costs/models/{rank}/away")
async def remove_model(request: Request, visitor: Owner, rank: int) -> Response:
    """Forget a model with its key."""
    try:
        async with visitor.writing() as ctx:
            await models.remove_model(ctx, models.Rank(rank=rank))
    except (RefleqtError, ValueError):
        return shell.back(request, "/costs#models", _("There is no such model."), bad=True)
    return shell.back(request, "/costs#models", _("The model and its key are forgotten."))


@router.get("/costs/calls")
async def every_call(request: Request, visitor: Reader, after: UUID | None = None) -> Response:
    """The ledger of calls, newest first."""
    async with visitor.reading() as ctx:
        found = await calls.list_calls(ctx, calls.CallPage(after=after))
    return shell.page(request, "costs/calls.html", {"found": found, "later": after is not None})


async def _shown(
    request: Request,
    visitor: Visitor,
    form: forms.Form[Caps],
    own: forms.Form[models.OneModel] | None = None,
    status: int = 200,
) -> Response:
    async with visitor.reading() as ctx:
        listed = await models.list_models(ctx, Nothing())
        found = await models.read_costs(ctx, models.Days(days=DAYS))
    days: dict[date, Sum] = defaultdict(Sum)
    minds: dict[str, Sum] = defaultdict(Sum)
    for line in found.items:
        days[line.day].add(line)
        minds[line.prompt_id].add(line)
    most = max((one.usd_micros or one.tokens for one in days.values()), default=0)
    data = {
        "form": form, "own": own or forms.blank(models.OneModel, rank=1), "listed": listed,
        "found": found, "days": sorted(days.items(), reverse=True), "most": most,
        "minds": sorted(minds.items(), key=lambda one: (-one[1].usd_micros, -one[1].tokens)),
        "owns": visitor.may("models:write"), "span": DAYS,
    }  # fmt: skip
    return shell.page(request, "costs/costs.html", data, status=status)
