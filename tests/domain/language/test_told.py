"""A pasted text becomes guesses of low confidence, each resting on a sentence of it."""

from domain.interview import ENOUGH
from domain.language.told import guesses

PITCH = """Stacktrail is log search for backend teams. We are a team of 4 and closed our seed
round in May. Companies pay us a monthly subscription. Our customers are backend leads at startups
in the US. Competitors are Datadog and Grafana Loki; we look up to Tailscale. Our site runs on
Astro and we measure with PostHog. We never tried podcasts."""


def test_a_pitch_fills_what_it_says() -> None:
    found = {field: mark.value for field, mark in guesses(PITCH).items()}
    assert found["stage"] == "seed"
    assert "subscription" in found["revenue_mechanics"]
    assert found["competitors_direct"] == ["Datadog", "Grafana Loki"]
    assert found["competitors_aspirational"] == ["Tailscale"]
    assert "PostHog" in found["stack_analytics"]
    assert found["state_never_tried"] == ["podcast"]


def test_a_guess_is_unsure_and_rests_on_its_words() -> None:
    flat = " ".join(PITCH.split())
    for mark in guesses(flat).values():
        assert ENOUGH <= mark.confidence <= 0.35
        assert all(one.quote in flat for one in mark.evidence)


def test_a_name_is_never_guessed_and_nothing_comes_of_nothing() -> None:
    assert "business_name" not in guesses(PITCH)
    assert guesses("") == {}
    assert guesses("Lorem ipsum dolor sit amet.") == {}
