"""Buttons do what they say, once, for whoever may: undo, decide, pause, delete all."""

from domain.access import Actor
from memory import runs, threads
from memory.ctx import open_ctx
from tests.slacks import USER, Workspace, actions_of, words_of


async def test_home_shows_notes_and_deletes_all_with_a_way_back(place: Workspace) -> None:
    for number in range(3):
        await place.send(place.message(f"Note {number} about churn"))
    await place.send(place.event({"type": "app_home_opened", "user": USER, "tab": "home"}))
    await place.work()
    home = place.fake.of("views.publish")[-1].args["view"]
    assert "Note 2 about churn" in words_of(home)
    await place.send(place.button("delete_all", "home", home=True))
    await place.work()
    assert await place.vents() == []
    told = place.fake.said_to(USER)[-1]
    since = actions_of(told)["undo_delete_all"]
    await place.send(place.button("undo_delete_all", since))
    await place.work()
    assert len(await place.vents()) == 3


async def test_nobody_takes_back_what_another_said(place: Workspace) -> None:
    await place.link("U2")
    await place.send(place.message("mine"))
    await place.work()
    (vent,) = await place.vents()
    await place.send(place.button("vent_undo", str(vent.id), user={"id": "U2"}))
    await place.work()
    assert len(await place.vents()) == 1
    assert "no such vent of yours" in words_of(place.fake.said_to("U2"))


async def _proposed(place: Workspace, tool: str, arguments: dict[str, object]) -> str:
    async with place.open() as ctx:
        thread = await threads.start(ctx, threads.CHAT, "proposal")
        asked = await threads.say(ctx, thread, threads.Saying("user", {"text": "do it"}, None))
        run = await runs.begin(ctx, thread, asked, "adaptive")
        row = runs.approvals.insert().values(
            id=run, business_id=ctx.business_id, tool=tool, arguments=arguments,
            summary="Pause all models", thread_id=thread, run_id=run,
        )  # fmt: skip
        await ctx.db.execute(row)
    return str(run)


async def test_an_approval_is_answered_once_by_button(place: Workspace) -> None:
    waits = await _proposed(place, "pause_models", {})
    await place.send(place.event({"type": "app_home_opened", "user": USER, "tab": "home"}))
    await place.work()
    home = place.fake.of("views.publish")[-1].args["view"]
    assert actions_of(home)["approval_accept"] == waits
    for _ in range(2):
        await place.send(place.button("approval_accept", waits, home=True))
        await place.work()
    said = [words_of(each) for each in place.fake.said_to(USER)]
    assert any("Done: Pause all models" in each for each in said)
    assert any("This was decided before" in each for each in said)


async def test_an_approval_of_another_is_nobodys_business(place: Workspace) -> None:
    waits = await _proposed(place, "pause_models", {})
    await place.link("U2", role="founder")
    await place.send(place.button("approval_accept", waits, user={"id": "U2"}, home=True))
    await place.work()
    async with open_ctx(Actor("worker", business_id=place.founder.business_id)) as ctx:
        (row,) = await ctx.rows(runs.approvals.select())
    assert row.status == "pending"
