"""Modes: how far maps and suggestions of a business may go beyond their evidence (product OU8)."""

from domain import modes
from domain.asking import Mode
from domain.modes import Modes
from memory import people
from memory.ctx import Ctx
from tools.base import Answer, Ask, Nothing, tool


class ModeChoice(Ask):
    """Another mode for maps, for suggestions, or both; what is left out stays as it is."""

    map: Mode | None = None
    suggestion: Mode | None = None


class ModesRead(Answer):
    """The mode of maps and that of suggestions; what is made from now on keeps to it."""

    map: Mode
    suggestion: Mode


@tool("profile:read")
async def read_modes(ctx: Ctx, ask: Nothing) -> ModesRead:
    """How far maps and suggestions may go beyond their evidence."""
    return ModesRead(**(await _now(ctx)).model_dump())


@tool("profile:write")
async def choose_modes(ctx: Ctx, ask: ModeChoice) -> ModesRead:
    """Choose strict, adaptive or creative for maps and for suggestions.

    strict: only what evidence carries, and "I don't know" where it carries nothing; adaptive: what
    is read into the evidence as well; creative: ideas that nothing forbids too, marked as ideas.
    What was made before keeps the mode that it was made in.
    """
    told = (await _now(ctx)).model_copy(update=ask.model_dump(exclude_none=True))
    row = await people.business(ctx)
    kept = dict(row.settings) if row else {}
    await people.change_business(ctx, settings={**kept, "modes": told.model_dump()})
    return ModesRead(**told.model_dump())


async def _now(ctx: Ctx) -> Modes:
    row = await people.business(ctx)
    return modes.chosen(row.settings) if row else Modes()
