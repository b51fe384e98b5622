"""A version is filed whole; promoting and going back change one row."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Text, cast, select, text, update
from sqlalchemy.exc import ProgrammingError

from cdt import dataset, release
from cdt.preference import fit, predict
from cdt.release import AlreadyAnswers, NoSuchVersion, StillAnswers
from domain.adapters import public_id
from domain.decisions import Decision, NotOverridable, content
from domain.work import ReinforceBeliefs, TrainCdt
from jobs import reinforce_beliefs, train_cdt
from memory import releases
from memory.ctx import Ctx
from tests.worlds import facts, quarter
from tools.releases import Nothing, Number, list_versions, roll_back_version


async def trained(ctx: Ctx, *months: str) -> None:
    """Versions of some months."""
    await quarter(ctx)
    await reinforce_beliefs.run(ctx, ReinforceBeliefs(cause="performance", subject_ids=("p",)))
    for month in months:
        await train_cdt.run(ctx, TrainCdt(month=month))


async def test_before_the_first_release_nothing_answers(ctx: Ctx) -> None:
    assert await release.live_preference(ctx) == (None, frozenset(), None)


async def test_a_promoted_version_answers_with_what_it_pinned(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    await release.promote(ctx, 1)
    model, saw, number = await release.live_preference(ctx)
    manifest = (await releases.version(ctx, 1)).manifest
    assert model is not None
    assert model.hash == manifest["preference"]["hash"]
    assert (saw, number) == (frozenset(manifest["trained_on"]), 1)
    assert type(model) is type(fit([], ctx.at))


async def test_going_back_makes_the_older_one_live_and_keeps_both(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    await release.promote(ctx, 1)
    await release.promote(ctx, 2)
    lines = (await roll_back_version(ctx, Number(version=1))).items
    assert [(line.version, line.live) for line in lines] == [(1, True), (2, False)]
    assert await facts(ctx, "CdtReleased") >= 2


async def bytes_of(ctx: Ctx, version: int) -> tuple[str, bytes]:
    """A version's manifest as the database holds it, and what the live model answers."""
    table = releases.cdt_versions
    query = select(cast(table.c.manifest, Text)).where(table.c.version == version)
    model, saw, _ = await release.live_preference(ctx)
    assert model is not None
    rows = [row for row in (await dataset.gather(ctx)).rows if row.id in saw]
    return str(await ctx.value(query)), b"".join(one.tobytes() for one in predict(model, rows))


async def test_what_answers_after_going_back_is_the_same_to_the_byte(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    await release.promote(ctx, 1)
    before = await bytes_of(ctx, 1)
    await quarter(ctx, per_cell=6, months=("2026-10",))
    await train_cdt.run(ctx, TrainCdt(month="2026-11"))
    await release.promote(ctx, 2)
    assert (await bytes_of(ctx, 1))[1] != before[1]
    await release.rule(ctx, ctx.actor, "roll_back", 1, "release", "It reads worse.")
    assert await bytes_of(ctx, 1) == before


async def test_nobody_goes_back_to_a_version_that_a_fact_blocks(ctx: Ctx) -> None:
    await trained(ctx, "2026-09", "2026-10")
    for number in (1, 2):
        await release.promote(ctx, number)
    await ctx.db.execute(
        text("update evaluation_metrics set verdict = 'blocked' where name = 'held_out_leaks'")
    )
    with pytest.raises(NotOverridable, match="held_out_leaks"):
        await roll_back_version(ctx, Number(version=1))
    assert (await releases.live(ctx)).version == 2


async def test_a_version_that_is_not_there_is_named(ctx: Ctx) -> None:
    with pytest.raises(NoSuchVersion, match="version 7"):
        await release.promote(ctx, 7)


async def test_every_version_says_that_it_has_no_adapter(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    (line,) = (await list_versions(ctx, Nothing())).items
    assert (line.adapter, line.month) == (None, "2026-10")
    name = (await releases.version(ctx, 1)).name
    assert name.startswith(f"cdt-{public_id(ctx.business_id)}-v1-")


async def overridden(ctx: Ctx) -> None:
    """Three decisions over two versions."""
    await trained(ctx, "2026-09", "2026-10")
    for number in (1, 2):
        await release.rule(ctx, ctx.actor, "override", number, "release", "We know why.")
    await release.rule(ctx, ctx.actor, "roll_back", 1, "release", "It read worse.")


async def test_a_decision_takes_effect_and_never_touches_the_verdict(ctx: Ctx) -> None:
    await overridden(ctx)
    found = await release.verified(ctx)
    assert [check for _, check in found] == ["valid"] * 3
    assert [(row.live_before, row.live_after) for row, _ in found] == [(None, 1), (1, 2), (2, 1)]
    assert {row.gate_said for row, _ in found} == {(await releases.version(ctx, 1)).verdict}
    assert (await releases.live(ctx)).version == 1


@pytest.mark.parametrize(
    ("change", "checks"),
    [
        ("update release_decisions set ruling = 'keep' where number = 2", "valid changed valid"),
        ("update release_decisions set live_after = 9 where number = 1", "changed valid valid"),
        ("update release_decisions set who = 'eve' where number = 3", "valid valid changed"),
        ("update release_decisions set at = at + interval '1 microsecond' where number = 1",
         "changed valid valid"),
        ("update release_decisions set reason = (select reason from release_decisions"
         " where number = 1) where number = 3", "valid valid changed"),
        ("delete from release_decisions where number = 2", "valid out_of_order"),
        ("delete from release_decisions where number = 1", "out_of_order out_of_order"),
    ],
)  # fmt: skip
async def test_whatever_is_changed_behind_our_back_is_found(
    ctx: Ctx, change: str, checks: str
) -> None:
    await overridden(ctx)
    await ctx.db.execute(text("select set_config('app.erasing', 'yes', true)"))
    await ctx.db.execute(text(change))
    assert [check for _, check in await release.verified(ctx)] == checks.split()


async def test_a_signature_of_another_key_is_told_apart(ctx: Ctx) -> None:
    await overridden(ctx)
    await ctx.db.execute(text("select set_config('app.erasing', 'yes', true)"))
    (row, _), *_ = await release.verified(ctx)
    fields = {name: getattr(row, name) for name in Decision.model_fields}
    forger = Ed25519PrivateKey.generate()
    signature = forger.sign(content(Decision.model_validate(fields))).hex()
    key = forger.public_key().public_bytes_raw().hex()
    forged = update(releases.release_decisions).where(releases.release_decisions.c.number == 1)
    await ctx.db.execute(forged.values(signature=signature, public_key=key))
    assert (await release.verified(ctx))[0][1] == "unknown_key"


async def test_decisions_are_append_only(ctx: Ctx) -> None:
    await overridden(ctx)
    with pytest.raises(ProgrammingError, match="append-only"):
        await ctx.db.execute(text("update release_decisions set ruling = 'keep'"))


async def test_what_makes_no_sense_is_refused(ctx: Ctx) -> None:
    await overridden(ctx)
    with pytest.raises(AlreadyAnswers):
        await release.rule(ctx, ctx.actor, "override", 1, "release", "Again.")
    with pytest.raises(StillAnswers):
        await release.rule(ctx, ctx.actor, "override", 1, "keep", "Away.")
    with pytest.raises(NoSuchVersion):
        await release.rule(ctx, ctx.actor, "override", 9, "release", "New.")


async def test_a_leak_is_a_fact_that_nobody_overrides(ctx: Ctx) -> None:
    await trained(ctx, "2026-10")
    await ctx.db.execute(
        text("update evaluation_metrics set verdict = 'blocked' where name = 'held_out_leaks'")
    )
    with pytest.raises(NotOverridable, match="held_out_leaks"):
        await release.rule(ctx, ctx.actor, "override", 1, "release", "I trust it.")
