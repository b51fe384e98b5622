"""A message is one note of its author, said when Slack says it was."""

from tests.slacks import Workspace


async def test_the_form_without_a_choice_is_private(place: Workspace) -> None:
    await place.send(place.form("only mine", visibility="everybody"))
    await place.work()
    assert [row.visibility for row in await place.vents()] == ["private"]


async def test_a_stamp_from_the_future_is_now(place: Workspace) -> None:
    await place.send(place.message("words", event={"ts": "9999999999.000100"}))
    await place.send(place.message("more words", event={"ts": "nonsense"}))
    await place.work()
    async with place.open() as ctx:
        assert {row.at for row in await place.vents()} == {ctx.at}
