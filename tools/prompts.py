"""Our prompts as they stood when models were asked, for whoever runs the installation.

Not in the catalog: they are nobody's words, and a person reads them by `refleqt prompts`.
"""

from core.errors import NotFound
from domain.access import Actor
from memory import audit
from memory.audit import PromptText
from memory.ctx import open_ctx


class NoSuchVersion(NotFound):
    """That version was never used, so its text was not kept."""


async def kept(prompt_id: str) -> list[PromptText]:
    """Every text used under this id, latest first; one number may stand for several texts."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        return await audit.versions_of(ctx, prompt_id)


async def kept_as(prompt_id: str, version: str) -> PromptText:
    """The latest text of a version number, or of a hash's beginning. Raises `NoSuchVersion`."""
    texts = await kept(prompt_id)
    asked = version.strip().lower()
    found = next((t for t in texts if str(t.version) == asked), None) or next(
        (t for t in texts if len(asked) >= 6 and t.hash.startswith(asked)), None
    )
    if found is None:
        known = ", ".join(f"{t.version} ({t.hash[:8]})" for t in texts) or "none yet"
        raise NoSuchVersion(f"{prompt_id} {version!r}.", remedy=f"Kept: {known}.")
    return found
