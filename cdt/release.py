"""Promote, archive, roll back. A release pins beliefs, preference model, data set and adapter."""

from typing import Any

from cdt.preference import Preference
from core.errors import NotFound
from core.ids import content_hash
from core.settings import settings
from domain.events import CdtReleased, CdtTrained
from domain.release import Verdict
from memory import beliefs, events, outcomes, releases
from memory.ctx import Ctx

ADAPTER_NONE = "none: set REFLEQT_BASE_MODEL to train one"


class NoSuchVersion(NotFound):
    """There is no such version of this CDT."""


async def live_preference(ctx: Ctx) -> tuple[Preference | None, frozenset[str], int | None]:
    """The live version's preference model, the ids it was trained on, and its number."""
    row = await releases.live(ctx)
    if row is None:
        return None, frozenset(), None
    model = Preference.model_validate(row.manifest["preference"])
    return model, frozenset(row.manifest["trained_on"]), row.version


async def file_version(
    ctx: Ctx, version: int, manifest: dict[str, Any], judged: dict[str, Any]
) -> None:
    """Write a judged candidate as a version, with what it rests on; it goes live if so judged."""
    verdict: Verdict = judged["verdict"]
    known = await beliefs.load(ctx)
    manifest["beliefs"] = [
        {"id": b.id, "claim": b.claim, "confidence": round(b.confidence, 4), "status": b.status}
        for b in known
    ]
    sha = content_hash(manifest)[:8]
    row = {
        "version": version,
        "name": f"cdt-{str(ctx.business_id)[:8]}-v{version}-{sha}",
        "adapter": None if not settings().base_model else settings().base_model,
        "verdict": verdict.decision,
        "reason": verdict.sentence,
        "manifest": manifest,
        "evaluation": {**judged["arms"], "reasons": list(verdict.reasons)},
        "run_id": judged["run_id"],
    }
    version_id = await releases.keep_version(ctx, row)
    rests = [("belief", beliefs.belief_id(ctx, b.scope), "pinned in this version") for b in known]
    await outcomes.link(ctx, "release", version_id, rests)
    await events.record(ctx, CdtTrained(version=version, verdict=verdict.decision))
    if verdict.decision == "release":
        await promote(ctx, version)


async def promote(ctx: Ctx, version: int) -> None:
    """Let a version answer from now on. Raises `NoSuchVersion`."""
    if await releases.version(ctx, version) is None:
        raise NoSuchVersion(f"version {version}", field="version", value=version)
    await releases.make_live(ctx, version)
    await events.record(ctx, CdtReleased(version=version))


async def roll_back(ctx: Ctx, version: int) -> None:
    """Return to an earlier version; one row changes, in this transaction."""
    await promote(ctx, version)
