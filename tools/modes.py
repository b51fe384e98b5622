"""Modes: how far maps and suggestions of a business may go beyond their evidence (product OU8)."""

from typing import Any

from domain import modes
from domain.asking import Mode
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
    return ModesRead(**modes.chosen(await _settings(ctx)).model_dump())


@tool("profile:write")
async def choose_modes(ctx: Ctx, ask: ModeChoice) -> ModesRead:
    """Choose strict, adaptive or creative for maps and for suggestions.

    strict: only what evidence carries, and "I don't know" where it carries nothing; adaptive: what
    is read into the evidence as well; creative: ideas that nothing forbids too, marked as ideas.
    What was made before keeps the mode that it was made in.
    """
    kept = await _settings(ctx)
    told = modes.chosen(kept).model_copy(update=ask.model_dump(exclude_none=True))
    await people.change_business(ctx, settings={**kept, "modes": told.model_dump()})
    return ModesRead(**told.model_dump())


async def _settings(ctx: Ctx) -> dict[str, Any]:
    row = await people.business(ctx)
    return dict(row.settings) if row else {}
