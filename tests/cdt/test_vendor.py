"""The library behind every model is set up once, and says nothing to anybody."""

import sys

from cdt import vendor


async def test_it_is_there_after_ready_and_set_up_once() -> None:
    await vendor.ready()
    library = vendor.litellm()
    assert "litellm" in sys.modules
    assert library is vendor.litellm()
    assert (library.telemetry, library.suppress_debug_info) == (False, True)


async def test_prices_of_known_models_are_its_own() -> None:
    await vendor.ready()
    parts = vendor.litellm().cost_per_token(
        model="gpt-4o-mini", prompt_tokens=1000, completion_tokens=0
    )
    assert 0 < sum(parts) < 0.01
