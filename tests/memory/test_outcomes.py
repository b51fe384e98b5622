"""Every input has one fate, every recommendation one answer, every claim its evidence."""

from sqlalchemy import func, select

from core.ids import new_id
from memory import outcomes
from memory.ctx import Ctx


async def test_an_input_waits_until_it_is_used(ctx: Ctx) -> None:
    vents = [new_id() for _ in range(3)]
    await outcomes.account_for(ctx, "vent", vents)
    await outcomes.account_for(ctx, "vent", vents[:1], "used", "read")
    await outcomes.account_for(ctx, "vent", vents[1:2], "set_aside", "off the record")
    assert await outcomes.fates(ctx) == {
        ("vent", "waiting"): 1, ("vent", "used"): 1, ("vent", "set_aside"): 1
    }  # fmt: skip


async def test_used_is_final_and_waiting_overwrites_nothing(ctx: Ctx) -> None:
    used, aside = new_id(), new_id()
    await outcomes.account_for(ctx, "vent", [used], "used", "read")
    await outcomes.account_for(ctx, "vent", [aside], "set_aside", "a repeat")
    for fate in ("waiting", "set_aside"):
        await outcomes.account_for(ctx, "vent", [used], fate)
    await outcomes.account_for(ctx, "vent", [aside])
    assert await outcomes.fates(ctx) == {("vent", "used"): 1, ("vent", "set_aside"): 1}


async def test_what_was_set_aside_may_still_be_used(ctx: Ctx) -> None:
    reading = new_id()
    await outcomes.account_for(ctx, "reading", [reading], "set_aside", "no change")
    await outcomes.account_for(ctx, "reading", [reading], "used", "in the data set")
    assert await outcomes.fates(ctx) == {("reading", "used"): 1}


async def test_a_whole_kind_is_settled_at_once(ctx: Ctx) -> None:
    await outcomes.account_for(ctx, "reading", [new_id(), new_id()])
    await outcomes.account_for(ctx, "vent", [new_id()])
    await outcomes.settle(ctx, "reading", "in the month's training data")
    assert await outcomes.fates(ctx) == {("reading", "used"): 2, ("vent", "waiting"): 1}


async def test_no_inputs_need_no_account(ctx: Ctx) -> None:
    await outcomes.account_for(ctx, "vent", [])
    assert await outcomes.fates(ctx) == {}


async def test_a_claim_names_its_evidence_once(ctx: Ctx) -> None:
    belief, vent = new_id(), new_id()
    for _ in range(2):
        await outcomes.link(ctx, "belief", belief, [("vent", vent, "said so")])
    await outcomes.link(ctx, "belief", belief, [])
    links = outcomes.evidence_links
    assert await ctx.value(select(func.count()).select_from(links)) == 1
    row = await ctx.row(select(links))
    assert (row.from_id, row.to_kind, row.to_id, row.why) == (belief, "vent", vent, "said so")


async def test_the_first_answer_to_a_recommendation_stays(ctx: Ctx) -> None:
    shown = {"id": new_id(), "content": {"title": "A webinar"}, "version": 2, "position": 1}
    await outcomes.recommend(ctx, "entry", shown)
    await outcomes.recommend(ctx, "entry", {**shown, "content": {"title": "Another"}})
    await outcomes.answer(ctx, "entry", shown["id"], "accepted")
    await outcomes.answer(ctx, "entry", shown["id"], "rejected")
    (row,) = await outcomes.recommendations(ctx)
    assert row.recommendation_content == {"title": "A webinar"}
    assert (row.user_action, row.action_timestamp) == ("accepted", ctx.at)
    assert (row.propensity, row.shown_position, row.policy_version) == (1.0, 1, 1)


async def test_evidence_that_moved_elsewhere_is_no_longer_rested_on(ctx: Ctx) -> None:
    theme, moved, kept = new_id(), new_id(), new_id()
    evidence = [("extraction", one, "mention") for one in (moved, kept)]
    await outcomes.link(ctx, "theme", theme, evidence)
    await outcomes.unlink(ctx, theme, moved)
    table = outcomes.evidence_links
    rows = await ctx.rows(select(table.c.to_id).where(table.c.from_id == theme))
    assert [row.to_id for row in rows] == [kept]
