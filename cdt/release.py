"""Promote, archive, roll back. A release pins beliefs, preference model, data set and adapter."""

from typing import Any

from cdt.preference import Preference
from core import security
from core.errors import Conflict, NotFound
from core.ids import content_hash
from core.settings import settings
from domain.access import Actor
from domain.decisions import Act, Check, Decision, Ruling, content, refuse_facts
from domain.events import CdtReleased, CdtTrained, VersionRuled
from domain.release import Verdict
from memory import beliefs, evaluations, events, outcomes, people, releases
from memory.ctx import Ctx

ADAPTER_NONE = "none: set REFLEQT_BASE_MODEL to train one"


class NoSuchVersion(NotFound):
    """There is no such version of this CDT."""


class AlreadyAnswers(Conflict):
    """This version answers already."""


class StillAnswers(Conflict):
    """A version that answers cannot be held back."""


def adapter_told(row: Any) -> str | dict[str, Any]:
    """What a manifest says of the month's adapter: which, of which base, how its exam went."""
    if row is None:
        return ADAPTER_NONE
    if row.name is None:
        return f"none: {row.reason}"
    told = {key: row.manifest[key] for key in ("base", "sha256", "rank", "dataset", "loss")}
    return {"name": row.name, "ruling": row.reason, "arms": row.exam["arms"], **told}


def adapter_of(row: Any) -> str | None:
    """The adapter that answers while a version is live: its own, else the base, if there is one."""
    if row is not None and row.status == "kept":
        return row.name
    return settings().base_model or None


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
        "adapter": judged["adapter"],
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


async def rule(
    ctx: Ctx, by: Actor, act: Act, version: int, ruling: Ruling, reason: str
) -> Decision:
    """Let a person's decision over a version take effect, and append it signed.

    `ctx` may be the worker's, for somebody who may not write; `by` is who decided. Raises
    `NoSuchVersion`, `NotOverridable`, `AlreadyAnswers` or `StillAnswers`.
    """
    await releases.hold_decisions(ctx)
    row, live = await releases.version(ctx, version), await releases.live(ctx)
    if row is None:
        raise NoSuchVersion(f"version {version}", field="version", value=version)
    if act == "override":
        await _may_override(ctx, row, ruling)
    if ruling == "release" and not row.live:
        await promote(ctx, version)
    before, person = await releases.decisions(ctx), await people.person(ctx)
    decision = Decision(
        business_id=ctx.business_id, number=len(before) + 1, act=act, version=version,
        gate_said=row.verdict, ruling=ruling, reason=reason, role=by.role, user_id=by.user_id,
        who=person.email if person else "", live_before=live.version if live else None,
        live_after=version if ruling == "release" else (live.version if live else None),
        at=ctx.at, previous=before[-1].signature if before else "",
    )  # fmt: skip
    signature, key = security.sign(content(decision)), security.public_key()
    signed = {"signature": signature, "public_key": key}
    kept = decision.model_dump(exclude={"business_id"}) | signed
    await releases.keep_decision(ctx, kept)
    await events.record(ctx, VersionRuled(version=version, act=act, ruling=ruling))
    return decision


async def verified(ctx: Ctx) -> list[tuple[Any, Check]]:
    """Every decision with what its signature says, in the order of deciding."""
    found: list[tuple[Any, Check]] = []
    previous = ""
    for number, row in enumerate(await releases.decisions(ctx), 1):
        found.append((row, _checked(row, number, previous)))
        previous = row.signature
    return found


def _checked(row: Any, number: int, previous: str) -> Check:
    fields = {name: getattr(row, name) for name in Decision.model_fields}
    decision = Decision.model_validate(fields)
    if not security.signature_holds(content(decision), row.signature, row.public_key):
        return "changed"
    if row.public_key != security.public_key():
        return "unknown_key"
    return "valid" if (row.number, row.previous) == (number, previous) else "out_of_order"


async def _may_override(ctx: Ctx, row: Any, ruling: Ruling) -> None:
    if ruling == "keep" and row.live:
        raise StillAnswers(
            f"Version {row.version} is live.", remedy="Roll back to another version first.",
            field="version", value=row.version,
        )  # fmt: skip
    if ruling == "release" and row.live:
        raise AlreadyAnswers(f"Version {row.version}.", field="version", value=row.version)
    if ruling == "release":
        seen = await evaluations.of_version(ctx, row.version)
        metrics = await evaluations.metrics_of(ctx, [seen.id]) if seen else []
        refuse_facts([one.name for one in metrics if one.verdict == "blocked"])
