"""What is said is put in the outbox once per kind and subject, and replaces what it overtakes."""

from core.ids import new_id
from domain.slack_cards import note
from memory import slack
from tests.slacks import USER, Workspace, words_of
from tools.slack_posts import To, instead, say


async def test_the_same_thing_is_said_once(place: Workspace) -> None:
    about = new_id()
    async with place.open() as ctx:
        to = To(await slack.installation(ctx, place.installation_id), USER)
        said = [await say(ctx, to, "told", about, note("Hello.")) for _ in range(2)]
    await place.work()
    assert said == [True, False]
    assert len(place.fake.said_to(USER)) == 1


async def test_what_was_not_posted_yet_is_overtaken(place: Workspace) -> None:
    about = new_id()
    async with place.open() as ctx:
        to = To(await slack.installation(ctx, place.installation_id), USER)
        await say(ctx, to, "kept", about, note("Kept."))
        before = await slack.post_about(ctx, "kept", about, USER)
        await instead(ctx, to, "result", about, note("Heard."), of=before)
    await place.work()
    assert ["Heard." in words_of(each) for each in place.fake.said_to(USER)] == [True]
