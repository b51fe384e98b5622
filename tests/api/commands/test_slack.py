"""`refleqt slack` prints the manifest; Socket Mode takes deliveries like the door does."""

import asyncio
import json

from api import slack as door
from domain.access import Actor
from tests.api.commands.running import refleqt
from tests.slacks import connected


def test_the_manifest_is_printed_as_yaml_and_as_json() -> None:
    words = refleqt("slack", "manifest")
    document = refleqt("slack", "manifest", "--socket", "--json").document
    assert words.code == 0
    assert words.out.startswith("display_information:\n")
    assert document["settings"]["socket_mode_enabled"]


def test_socket_mode_without_a_token_says_which_setting_is_missing() -> None:
    done = refleqt("slack", "socket")
    assert done.code == 2
    assert "REFLEQT_SLACK_APP_TOKEN" in done.err


async def test_a_delivery_over_the_socket_is_acknowledged_and_kept(lasting: Actor) -> None:
    async with connected(lasting) as place:
        stop = asyncio.Event()
        listening = asyncio.create_task(door.listen("xapp-1", stop))
        while not place.fake.sockets:
            await asyncio.sleep(0.01)
        envelope = {"type": "events_api", "envelope_id": "e1", "payload": place.message("churn"),
                    "accepts_response_payload": False}  # fmt: skip
        await place.fake.sockets[0].send_str(json.dumps(envelope))
        assert (await place.fake.acknowledged.get())["envelope_id"] == "e1"
        await place.work()
        assert [row.text for row in await place.vents()] == ["churn"]
        stop.set()
        await listening
