"""Maps and briefs are written anew without anybody's words being lost."""

from uuid import UUID

import pytest

from core.ids import new_id
from domain.maps import Proposal
from memory import plans
from memory.ctx import Ctx
from tests.agents.plans import a_brief
from tests.worlds import bought, facts, offered, plan
from tools.briefs import WrittenBrief, keep_brief, read_of
from tools.edits import (
    ArtifactEdit,
    BriefEdit,
    BriefIsOut,
    DoesNotFit,
    EditedMeanwhile,
    MapEdit,
    PlanId,
    list_plan_versions,
    revise_brief,
    revise_map,
)
from tools.onboarding import Description, describe_business
from tools.plans import MapDecidedAlready, MapId, Publication, publish_maps, read_map

LINES = ["Open with the cost.", "Show one place.", "Close with a call."]


async def proposed(ctx: Ctx) -> UUID:
    """A map that waits for the founder."""
    proposal = Proposal(maps=(plan(ctx.at.date(), new_id()),))
    (map_id,) = (await publish_maps(ctx, Publication(week="2026-W44", proposal=proposal))).map_ids
    return map_id


def edit(map_id: UUID, version: int, title: str) -> MapEdit:
    """The map under another title."""
    piece = ArtifactEdit(position=1, title="The record that came back", outline=LINES)
    return MapEdit(
        map_id=map_id, version=version, title=title, message="One place.", artifacts=[piece]
    )


async def test_a_map_is_changed_and_its_prediction_stays_frozen(ctx: Ctx) -> None:
    map_id = await proposed(ctx)
    before = await read_map(ctx, MapId(map_id=map_id))
    await revise_map(ctx, edit(map_id, 1, "Win them back"))
    after = await read_map(ctx, MapId(map_id=map_id))
    assert (after.line.version, after.line.plan.title) == (2, "Win them back")
    assert after.artifacts[0].title == "The record that came back"
    frozen = [(one.id, one.expected, one.low, one.high) for one in before.predictions]
    assert [(one.id, one.expected, one.low, one.high) for one in after.predictions] == frozen
    assert after.hold_cents == before.hold_cents
    versions = (await list_plan_versions(ctx, PlanId(id=map_id))).items
    assert [one.version for one in versions] == [1, 2]
    assert any(one.change == "added" for one in versions[1].changes)


async def test_of_two_who_write_at_once_the_second_is_shown_both_texts(ctx: Ctx) -> None:
    map_id = await proposed(ctx)
    await revise_map(ctx, edit(map_id, 1, "First"))
    with pytest.raises(EditedMeanwhile) as refused:
        await revise_map(ctx, edit(map_id, 1, "Second"))
    assert refused.value.status == 409
    assert "First" in refused.value.fields["theirs"]
    assert "Second" in refused.value.fields["yours"]
    assert (await read_map(ctx, MapId(map_id=map_id))).line.plan.title == "First"


async def test_a_bought_map_is_not_written_anew(ctx: Ctx) -> None:
    with pytest.raises(MapDecidedAlready):
        await revise_map(ctx, edit(await bought(ctx), 1, "Too late"))


def brief_edit(brief_id: UUID, version: int, **changes: object) -> BriefEdit:
    """The drafted brief as somebody would write it anew."""
    now = a_brief()
    fields = {
        "title": now.title, "takeaway": now.takeaway, "situation": now.audience.situation,
        "pain": now.audience.pain, "avoid": list(now.avoid), "call_to_action": now.call_to_action,
        "messages": [{"text": one.text, "proof": one.proof} for one in now.messages],
    }  # fmt: skip
    return BriefEdit.model_validate({"brief_id": brief_id, "version": version, **fields, **changes})


async def test_a_blocked_brief_goes_out_once_it_names_nobody(worker: Ctx) -> None:
    await describe_business(worker, Description(business_name="Gaugewren"))
    (artifact,) = await plans.artifacts_of(worker, await bought(worker))
    ask = WrittenBrief(artifact_id=artifact.id, brief=a_brief(), faults=["“Gaugewren”"])
    kept = await keep_brief(worker, ask)
    still = await revise_brief(worker, brief_edit(kept.id, 1, title="What Gaugewren does"))
    assert (still.status, still.leaks > 0, await facts(worker, "BriefWritten")) == (
        "blocked", True, 0,
    )  # fmt: skip
    clean = await revise_brief(worker, brief_edit(kept.id, 2, title="What they do"))
    assert (clean.status, clean.faults, clean.version) == ("ready", [], 3)
    assert await facts(worker, "BriefWritten") == 1
    with pytest.raises(EditedMeanwhile):
        await revise_brief(worker, brief_edit(kept.id, 1, title="Older"))


async def test_a_brief_that_a_creator_has_stays_as_it_is(worker: Ctx) -> None:
    await offered(worker)
    (row,) = await plans.all_briefs(worker)
    with pytest.raises(BriefIsOut):
        await revise_brief(worker, brief_edit(read_of(row).id, 1))


async def test_messages_that_repeat_each_other_are_refused(worker: Ctx) -> None:
    (artifact,) = await plans.artifacts_of(worker, await bought(worker))
    kept = await keep_brief(worker, WrittenBrief(artifact_id=artifact.id, brief=a_brief()))
    same = [{"text": "The same.", "proof": "So it is."}] * 3
    with pytest.raises(DoesNotFit):
        await revise_brief(worker, brief_edit(kept.id, 1, messages=same))
