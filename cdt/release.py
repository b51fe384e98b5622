"""Promote, archive, roll back. A release pins beliefs, preference model, data set and adapter."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cdt import dataset, trainer
from cdt.preference import Preference, predict
from core import security
from core.errors import Conflict, NotFound
from core.ids import content_hash
from core.settings import settings
from domain.access import Actor
from domain.adapters import public_id
from domain.decisions import Act, Check, Decision, Ruling, content, refuse_facts
from domain.events import CdtOnTrial, CdtReleased, CdtTakenBack, CdtTrained, VersionRuled
from domain.evidence import Item, Look, look
from domain.opinions import usable
from domain.release import BACK_AT, CANARY_SHARE, Verdict, figure, in_canary, regressed
from memory import adapters, beliefs, evaluations, events, outcomes, people, releases
from memory.ctx import Ctx

ADAPTER_NONE = "none: set REFLEQT_BASE_MODEL to train one"
CANARY_LASTS = timedelta(days=7)
FEWEST_AT_ONCE = 6
"""Artifacts measured since the last look are counted from so many on; fewer wait for more."""


class NoSuchVersion(NotFound):
    """There is no such version of this CDT."""


class AlreadyAnswers(Conflict):
    """This version answers already."""


class NeverAnswered(Conflict):
    """This version never answered, so there is no way back to it."""


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


async def adapter_of(ctx: Ctx, row: Any) -> str | None:
    """The adapter that answers while a version is live: its own, else the one that answers now,
    else the base, if there is one."""
    base = settings().base_model or None
    if row is not None and row.status == "kept":
        return row.name
    live = await releases.live(ctx)
    before = await adapters.named(ctx, live.adapter) if live and live.adapter else None
    if not base or before is None or before.status != "kept":
        return base
    moved = settings().base_model_path and before.manifest["base"] != await trainer.known_base()
    return base if moved else before.name


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
    known = [one for one in await beliefs.load(ctx) if usable(one)]
    manifest["beliefs"] = [
        {"id": b.id, "claim": b.claim, "confidence": round(b.confidence, 4), "status": b.status}
        for b in known
    ]
    sha = content_hash(manifest)[:8]
    row = {
        "version": version,
        "name": f"cdt-{public_id(ctx.business_id)}-v{version}-{sha}",
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
        await _released(ctx, version, verdict.sentence)


async def _released(ctx: Ctx, version: int, why: str) -> None:
    """What the gate released goes on trial; the first version ever answers at once."""
    live = await releases.live(ctx)
    if live is None:
        await promote(ctx, version)
    else:
        await releases.make_canary(ctx, version)
        await events.record(ctx, CdtOnTrial(version=version))
    moved = (live.version, live.version) if live else (None, version)
    await _record(ctx, ctx.actor, ("release", "release"), version, moved, why)


async def answering(ctx: Ctx, subject: str) -> tuple[Preference | None, int | None]:
    """The model that answers a request about `subject`, and its number: the live one, or for a
    steady share of subjects the one on trial (`in_canary`)."""
    trial = await releases.canary(ctx)
    if trial is not None and in_canary(trial.name, subject):
        return Preference.model_validate(trial.manifest["preference"]), trial.version
    model, _, number = await live_preference(ctx)
    return model, number


def share_of(row: Any, *, trial: bool) -> float:
    """The share of subjects that a version answers, where one is on `trial` or not."""
    if row.state == "canary":
        return CANARY_SHARE
    return (1 - CANARY_SHARE if trial else 1.0) if row.live else 0.0


def until(row: Any) -> datetime | None:
    """When the trial of a version ends, if it is on trial."""
    return row.canary_at + CANARY_LASTS if row.canary_at else None


async def watch(ctx: Ctx) -> str:
    """Hold what was measured since a release against it: take it back, end its trial, or wait.

    The version on trial is held against the live one, the live one against the one before it. Each
    newly measured artifact that neither was trained on counts once. Returns what was done.
    """
    trial, live = await releases.canary(ctx), await releases.live(ctx)
    newer = trial or live
    older = live if trial else await _before(ctx, live)
    if newer is None or older is None:
        return "nothing to watch"
    proof = regressed(await _live_looks(ctx, newer, older))
    if proof is not None:
        why = (
            f"Version {newer.version} is taken back: on {proof.n} artifacts measured since it is "
            f"{-proof.mean:.3f} worse than version {older.version} (evidence "
            f"{figure(proof.counter)}, {BACK_AT:.0f} needed)."
        )
        await _take_back(ctx, newer, older, why)
        return why
    if trial is None or ctx.at - trial.canary_at < CANARY_LASTS:
        return "nothing speaks against it so far"
    why = f"Version {trial.version} did no worse than version {older.version} on trial."
    await promote(ctx, trial.version)
    rulings = ("go_live", "release")
    await _record(ctx, ctx.actor, rulings, trial.version, (older.version, trial.version), why)
    return why


async def _before(ctx: Ctx, live: Any) -> Any:
    """The version that answered before the live one, unless somebody chose the live one."""
    if live is None:
        return None
    moves = [row for row in await releases.decisions(ctx) if row.live_after != row.live_before]
    if not moves or moves[-1].live_after != live.version or moves[-1].live_before is None:
        return None
    if moves[-1].act in ("roll_back", "take_back"):
        return None
    return await releases.version(ctx, moves[-1].live_before)


async def _live_looks(ctx: Ctx, newer: Any, older: Any) -> list[Look]:
    """Count what was measured since and was not counted, and all looks so far."""
    known = await releases.counted(ctx, "live", older.version)
    seen = {row.artifact_id for row in known}
    trained = {*newer.manifest["trained_on"], *older.manifest["trained_on"]}
    since = newer.canary_at or newer.released_at
    fresh = [
        row
        for row in await dataset.settled_since(ctx, since)
        if row.id not in seen and row.id not in trained
    ]
    if len(fresh) >= FEWEST_AT_ONCE:
        arms = {
            "newer": Preference.model_validate(newer.manifest["preference"]),
            "older": Preference.model_validate(older.manifest["preference"]),
        }
        said = {arm: predict(model, fresh)[0] for arm, model in arms.items()}
        await releases.count(ctx, [
            {
                "kind": "live", "version": newer.version, "against": older.version,
                "look": f"{ctx.at:%Y-%m-%d}", "artifact_id": row.id, "outcome": row.outcome,
                "expected": {arm: float(values[place]) for arm, values in said.items()},
            }
            for place, row in enumerate(fresh)
        ])  # fmt: skip
        known = await releases.counted(ctx, "live", older.version)
    of_it = [row for row in known if row.version == newer.version]
    return [look(items, "newer", "older") for items in by_look(of_it)]


def by_look(rows: Sequence[Any]) -> list[list[Item]]:
    """Counted artifacts by the look that counted them, in the order of looks."""
    found: dict[str, list[Item]] = {}
    for row in rows:
        item = Item(id=row.artifact_id, outcome=row.outcome, expected=row.expected)
        found.setdefault(row.look, []).append(item)
    return [*found.values()]


async def _take_back(ctx: Ctx, newer: Any, older: Any, why: str) -> None:
    """The version before answers again; on trial, the other one is merely no longer asked."""
    if newer.live:
        await promote(ctx, older.version)
    else:
        await releases.end_canary(ctx)
    await events.record(ctx, CdtTakenBack(version=newer.version, answers=older.version))
    moved = (newer.version if newer.live else older.version, older.version)
    await _record(ctx, ctx.actor, ("take_back", "keep"), newer.version, moved, why)


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
    `NoSuchVersion`, `NotOverridable`, `NeverAnswered`, `AlreadyAnswers` or `StillAnswers`.
    """
    await releases.hold_decisions(ctx)
    row, live = await releases.version(ctx, version), await releases.live(ctx)
    if row is None:
        raise NoSuchVersion(f"version {version}", field="version", value=version)
    if act == "override":
        _may_override(row, ruling)
    if act == "roll_back" and row.released_at is None:
        raise NeverAnswered(
            f"Version {version}.", remedy="Release it against the gate, with a reason.",
            field="version", value=version,
        )  # fmt: skip
    if ruling == "release":
        await _no_fact_forbids(ctx, version)
    if ruling == "release" and not row.live:
        await promote(ctx, version)
    after = version if ruling == "release" else (live.version if live else None)
    moved = (live.version if live else None, after)
    return await _record(ctx, by, (act, ruling), version, moved, reason)


async def _record(
    ctx: Ctx, by: Actor, ruled: tuple[Act, Ruling], version: int,
    moved: tuple[int | None, int | None], reason: str,
) -> Decision:  # fmt: skip
    """Append a decision, signed and chained to the one before; `moved` is live before and after."""
    await releases.hold_decisions(ctx)
    row, before = await releases.version(ctx, version), await releases.decisions(ctx)
    person = await people.person(ctx) if by.user_id else None
    act, ruling = ruled
    decision = Decision(
        business_id=ctx.business_id, number=len(before) + 1, act=act, version=version,
        gate_said=row.verdict, ruling=ruling, reason=reason, role=by.role, user_id=by.user_id,
        who=person.email if person else "", live_before=moved[0], live_after=moved[1],
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


def _may_override(row: Any, ruling: Ruling) -> None:
    if ruling == "keep" and row.live:
        raise StillAnswers(
            f"Version {row.version} is live.", remedy="Roll back to another version first.",
            field="version", value=row.version,
        )  # fmt: skip
    if ruling == "release" and row.live:
        raise AlreadyAnswers(f"Version {row.version}.", field="version", value=row.version)


async def _no_fact_forbids(ctx: Ctx, version: int) -> None:
    """Whichever way a version would come to answer, a leak or a changed file forbids it."""
    seen = await evaluations.of_version(ctx, version)
    metrics = await evaluations.metrics_of(ctx, [seen.id]) if seen else []
    refuse_facts([one.name for one in metrics if one.verdict == "blocked"])
