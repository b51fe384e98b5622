"""Which models may be asked where, what a request may take, and when to stop."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.models import (
    Cap,
    Estimate,
    HostNotListed,
    KeyMissing,
    ModelNotOffered,
    answer_tokens,
    check_host,
    check_route,
    micros,
    tokens_of,
)

LISTED = {"llm.internal", "box:8000"}


@pytest.mark.parametrize(
    "address",
    [
        "http://llm.internal/v1",
        "https://LLM.internal:9000/v1",
        "http://box:8000/v1",
        "https://api.openai.com/v1",
        "https://api.mistral.ai/v1",
    ],
)
def test_a_listed_host_and_a_vendors_own_may_be_asked(address: str) -> None:
    check_host(address, LISTED, local=False)


@pytest.mark.parametrize(
    "address",
    [
        "http://box:8001/v1",
        "http://127.0.0.1:8000/v1",
        "http://localhost/v1",
        "http://api.openai.com/v1",
        "https://api.openai.com.evil.example/v1",
        "https://api.openai.com@evil.example/v1",
        "https://user:pass@llm.internal/v1",
        "http://169.254.169.254/latest",
        "http://2130706433/v1",
        "http://0x7f.1/v1",
        "http://[::ffff:10.0.0.1]/v1",
        "ftp://llm.internal/v1",
        "file:///etc/passwd",
        "llm.internal/v1",
        "http://llm.internal:99999/v1",
        "http://llm.internal/v1?to=evil",
        "",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(HostNotListed, match="REFLEQT_MODEL_HOSTS"):
        check_host(address, LISTED, local=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_may_be_asked_locally_alone(host: str) -> None:
    check_host(f"http://{host}:11434/v1", (), local=True)
    with pytest.raises(HostNotListed):
        check_host("http://10.0.0.7/v1", (), local=True)


def test_a_vendors_model_needs_a_key_and_no_address() -> None:
    check_route("anthropic/claude-haiku-4-5", "", keyed=True, hosts=(), local=False)
    with pytest.raises(KeyMissing):
        check_route("anthropic/claude-haiku-4-5", "", keyed=False, hosts=(), local=False)
    with pytest.raises(ModelNotOffered, match="openai/NAME"):
        check_route("groq/x", "http://localhost/v1", keyed=True, hosts=(), local=True)


@pytest.mark.parametrize(
    "model", ["gpt-5", "bedrock/claude", "vertex_ai/gemini", "openai/", "a b/c"]
)
def test_a_model_that_takes_the_machines_own_credentials_is_refused(model: str) -> None:
    with pytest.raises(ModelNotOffered, match="vendor/model"):
        check_route(model, "", keyed=True, hosts=(), local=False)


@given(st.text(max_size=40), st.text(max_size=40))
def test_anything_else_is_refused_by_one_of_three_sentences(model: str, address: str) -> None:
    with suppress(ModelNotOffered, HostNotListed, KeyMissing):
        check_route(model, address, keyed=True, hosts=LISTED, local=False)


def test_a_cap_is_the_lower_of_two() -> None:
    cap = Cap(1000, 500)
    assert cap.within(None, None) == cap
    assert cap.within(100, 9999) == Cap(100, 500)


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 900), st.integers(0, 900))
def test_what_fits_stays_within_the_cap(used: int, usd: int, into: int, price: int) -> None:
    if Cap(1000, 500).leaves_room(used, usd, Estimate(into, 10, price)):
        assert used + into + 10 <= 1000
        assert usd + price <= 500


def test_an_unknown_price_counts_in_tokens_alone() -> None:
    assert Cap(1000, 0).leaves_room(0, 0, Estimate(10, 10, None))
    assert not Cap(10, 0).leaves_room(0, 0, Estimate(10, 10, None))


def test_tokens_and_money_are_rounded_up() -> None:
    assert [tokens_of(size) for size in (0, 1, 3, 4)] == [0, 1, 1, 2]
    assert [micros(usd) for usd in (0.0, 0.00000015, 0.000001, 0.0123)] == [0, 1, 1, 12_300]


def test_an_answer_is_as_long_as_its_material_asks_for() -> None:
    assert [answer_tokens(n, 8192) for n in (10, 3000, 90_000)] == [2048, 6000, 8192]
