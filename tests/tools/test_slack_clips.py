"""A voice clip is fetched with the token, kept sealed, typed by its speaker, and then deleted."""

from cdt.model_server import Say, running
from core import settings
from memory import blobs
from tests.slacks import DM, USER, Workspace, actions_of, words_of


def clip(place: Workspace, name: str = "a.m4a") -> dict[str, object]:
    """A message with a clip in it."""
    file = {"mimetype": "audio/mp4", "subtype": "slack_audio", "size": 5, "name": name,
            "url_private_download": f"{place.fake.address}/files/{name}"}  # fmt: skip
    return place.message("", event={"subtype": "file_share", "files": [file]})


async def test_a_clip_is_kept_until_its_speaker_typed_it(place: Workspace) -> None:
    place.fake.files["a.m4a"] = ("audio/mp4", b"sound")
    await place.send(clip(place))
    await place.work()
    asked = place.fake.said_to(USER)[0]
    about = actions_of(asked)["vent_write"].removeprefix("clip:")
    async with place.open() as ctx:
        (name,) = await blobs.names(ctx)
        assert (await blobs.get(ctx, name)).endswith(b"sound")
    for _ in range(2):
        await place.send(place.form("What I said aloud.", f'{{"clip": "{about}"}}'))
        await place.work()
    assert [row.text for row in await place.vents()] == ["What I said aloud."]
    async with place.open() as ctx:
        assert await blobs.names(ctx) == []


async def test_a_clip_that_is_not_there_is_said(place: Workspace) -> None:
    await place.send(clip(place))
    await place.work()
    assert "could not be fetched" in words_of(place.fake.said_to(USER))
    assert place.fake.said_to(DM) == []


async def test_a_clip_is_written_down_where_a_model_for_speech_is(place: Workspace) -> None:
    place.fake.files["a.m4a"] = ("audio/mp4", b"\0\0\0\x20ftypM4A " + bytes(40))
    with running(lambda _: Say("Onboarding takes too long.")) as server:
        settings.use(speech_model="openai/whisper-1", speech_api_base=server.url)
        try:
            await place.send(clip(place))
            await place.work()
        finally:
            settings.use(speech_model="", speech_api_base="")
    assert [row.text for row in await place.vents()] == ["Onboarding takes too long."]
    async with place.open() as ctx:
        assert await blobs.names(ctx) == []
