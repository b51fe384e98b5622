"""The border to Slack: what is verified, called, fetched, refused; the stand-in keeps to it."""

import time
from collections.abc import AsyncIterator

import pytest
from slack_sdk.signature import SignatureVerifier

from connectors import slack
from core.settings import use as set_to
from tests.fakes.slack import FakeSlack, running
from tests.slacks import SECRET, use


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """A stand-in with one workspace."""
    async with running() as it:
        use(it)
        it.tokens["xoxb-1"] = "T1"
        yield it
        use(None)


async def test_our_signature_is_the_one_that_slacks_own_library_makes(fake: FakeSlack) -> None:
    now = str(int(time.time()))
    theirs = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=b"{}")
    assert slack.sign(b"{}", now) == theirs
    assert slack.verified(b"{}", now, theirs)


@pytest.mark.parametrize("stamp", ["", "now", "-5", "9" * 40, "1e9", "١٢٣"])
async def test_a_stamp_that_is_no_time_is_refused(fake: FakeSlack, stamp: str) -> None:
    assert not slack.verified(b"{}", stamp, slack.sign(b"{}", stamp))


async def test_a_message_is_posted_and_says_where_it_is(fake: FakeSlack) -> None:
    said = await slack.call("chat.postMessage", "xoxb-1", {"channel": "U1", "text": "hi"})
    assert (said["channel"], said["ts"]) == ("DU1", "1800000000.000001")
    assert fake.calls[0].token == "xoxb-1"
    assert fake.calls[0].args == {"channel": "U1", "text": "hi"}


@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies", "users.list"])
async def test_what_is_not_on_the_list_is_never_called(fake: FakeSlack, method: str) -> None:
    with pytest.raises(slack.OffTheList):
        await slack.call(method, "xoxb-1", {})
    assert fake.calls == []


async def test_a_refusal_carries_slacks_own_word(fake: FakeSlack) -> None:
    with pytest.raises(slack.SlackRefused) as caught:
        await slack.call("chat.postMessage", "xoxb-gone", {"channel": "U1", "text": "hi"})
    assert caught.value.fields["error"] == "invalid_auth"


@pytest.mark.parametrize(
    ("status", "said"),
    [(429, {"ok": False, "error": "ratelimited"}), (503, {"ok": False}),
     (200, {"ok": False, "error": "internal_error"})],
)  # fmt: skip
async def test_what_may_pass_can_be_tried_again(
    fake: FakeSlack, status: int, said: dict[str, object]
) -> None:
    fake.fails["chat.postMessage"] = [(status, said)]
    with pytest.raises(slack.SlackAway):
        await slack.call("chat.postMessage", "xoxb-1", {"channel": "U1", "text": "hi"})


async def test_slack_that_is_not_there_can_be_tried_again() -> None:
    set_to(slack_api_url="http://127.0.0.1:9/api/")
    with pytest.raises(slack.SlackAway):
        await slack.call("chat.postMessage", "xoxb-1", {"channel": "U1", "text": "hi"})
    use(None)


async def test_a_code_is_worth_one_installation(fake: FakeSlack) -> None:
    fake.installed("code", "T2", "xoxb-2", "U7")
    given = await slack.exchange("code", "http://refleqt/slack/oauth_redirect")
    assert (given.workspace, given.bot_token, given.installer) == ("T2", "xoxb-2", "U7")
    with pytest.raises(slack.SlackRefused):
        await slack.exchange("code", "http://refleqt/slack/oauth_redirect")


async def test_an_organisation_is_installed_as_a_whole(fake: FakeSlack) -> None:
    org = {"is_enterprise_install": True, "enterprise": {"id": "E1", "name": "Org"}, "team": None}
    fake.installed("code", "T2", "xoxb-2", "U7", org)
    given = await slack.exchange("code", "http://refleqt/slack/oauth_redirect")
    assert (given.workspace, given.org_wide) == ("E1", True)


async def test_a_file_is_fetched_with_the_token_and_a_page_is_none(fake: FakeSlack) -> None:
    fake.files["a.m4a"] = ("audio/mp4", b"sound")
    assert await slack.fetch(f"{fake.address}/files/a.m4a", "xoxb-1") == b"sound"
    with pytest.raises(slack.SlackRefused):
        await slack.fetch(f"{fake.address}/files/a.m4a", "xoxb-wrong")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a", "http://files.slack.com/a", "https://files.slack.com.evil.example",
        "https://user@files.slack.com/a", "https://files.slack.com:8443/a", "file:///etc/passwd",
        "https://169.254.169.254/latest", "//files.slack.com/a", "https://hooks.slack.com/x",
    ],
)  # fmt: skip
async def test_a_file_elsewhere_is_never_asked_for(address: str) -> None:
    with pytest.raises(slack.OffTheList):
        await slack.fetch(address, "xoxb-1")


async def test_an_answer_goes_to_the_address_that_slack_gave(fake: FakeSlack) -> None:
    await slack.answer(fake.answer_address(), {"text": "done"})
    assert fake.answers == [{"text": "done"}]
    with pytest.raises(slack.OffTheList):
        await slack.answer("https://files.slack.com/a", {"text": "done"})
