"""A call counts by its estimate until the provider's figure is known."""

from cdt.calls import Call

CALL = Call(
    "area/verb", 1, "abc", "openai/a", settled=False, tokens_in=1, tokens_out=2,
    tokens_estimated=50, usd_micros=4, usd_micros_estimated=90,
)  # fmt: skip


def test_what_counts_is_the_estimate_until_it_is_settled() -> None:
    assert (CALL.tokens, CALL.cost) == (50, 90)


def test_then_the_providers_figure_counts() -> None:
    settled = Call("area/verb", 1, "abc", "openai/a", tokens_in=1, tokens_out=2, usd_micros=4)
    assert (settled.tokens, settled.cost) == (3, 4)
