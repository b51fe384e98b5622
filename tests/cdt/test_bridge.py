"""pydantic-ai speaks to LiteLLM through the gateway: typed answers, tools, streams, errors."""

from collections.abc import Callable, Sequence

import pytest
from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.exceptions import ModelHTTPError

from cdt import bridge
from cdt.gateway import Meter
from cdt.model_says import Brain, Fail, Fault, Give, Reply, Say, Use
from cdt.model_server import ModelServer
from prompts.library import Rendered

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
WORDS = Rendered("area/verb", 1, "abc", "domain.interview.Question", "Do it.", "<x>1</x>")


class Town(BaseModel):
    """An answer with a type."""

    name: str
    people: int


async def test_a_typed_answer_comes_back(served: Served) -> None:
    served([Give({"name": "Ayr", "people": 46_000})])
    meter = Meter(WORDS)
    run = await Agent(bridge.chat_model(meter), output_type=Town).run("Where?")
    assert run.output == Town(name="Ayr", people=46_000)
    assert [call.outcome for call in meter.calls] == ["answered"]


async def test_a_wrong_type_is_asked_for_again(served: Served) -> None:
    served([Give({"name": "Ayr", "people": "many"}), Give({"name": "Ayr", "people": 1})])
    meter = Meter(WORDS)
    run = await Agent(bridge.chat_model(meter), output_type=Town).run("Where?")
    assert (run.output.people, len(meter.calls)) == (1, 2)


async def test_a_tool_is_called_and_its_answer_goes_back(served: Served) -> None:
    server = served([Use("people_of", {"town": "Ayr"}), Say("About 46,000.")])
    agent = Agent(bridge.chat_model(Meter(WORDS)))

    @agent.tool_plain
    def people_of(town: str) -> int:
        return 46_000 if town == "Ayr" else 0

    assert (await agent.run("How many?")).output == "About 46,000."
    assert "46000" in str(server.requests[-1]["messages"][-1]["content"])


async def test_words_are_streamed(served: Served) -> None:
    served([Say("one two three")])
    meter = Meter(WORDS)
    async with Agent(bridge.chat_model(meter)).run_stream("Count.") as run:
        pieces = [piece async for piece in run.stream_text(delta=True)]
    assert "".join(pieces) == "one two three"
    assert [call.outcome for call in meter.calls] == ["answered"]


@pytest.mark.parametrize(
    ("fault", "status"), [("rate_limited", 429), ("broken", 500), ("refused", 400)]
)
async def test_a_failure_keeps_its_status(served: Served, fault: Fault, status: int) -> None:
    served(lambda _body: Fail(fault))
    with pytest.raises(ModelHTTPError) as raised:
        await Agent(bridge.chat_model(Meter(WORDS))).run("Hello?")
    assert raised.value.status_code == status


async def test_a_stream_that_fails_at_once_keeps_its_status(served: Served) -> None:
    served(lambda _body: Fail("rate_limited"))
    with pytest.raises(ModelHTTPError) as raised:
        async with Agent(bridge.chat_model(Meter(WORDS))).run_stream("Count."):
            pass
    assert raised.value.status_code == 429


async def test_the_key_never_leaves_the_gateway(served: Served) -> None:
    server = served([Say("hi")])
    await Agent(bridge.chat_model(Meter(WORDS))).run("Hello?")
    assert "held-by-the-gateway" not in str(server.requests)
    assert bridge.NOWHERE.split("/")[2].endswith(".invalid")
