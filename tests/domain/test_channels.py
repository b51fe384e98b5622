"""Words are read, figures are not; what was measured weighs more than what was said."""

import pytest

from domain.beliefs import RELIABILITY
from domain.channels import CHANNELS, first_job
from domain.work import ExtractContext
from tests.conftest import other_business


@pytest.mark.parametrize("kind", CHANNELS)
def test_a_kept_input_is_read_if_it_holds_words(kind: str) -> None:
    source = other_business()
    jobs = [*first_job(kind, source)]
    expected = [ExtractContext(source_kind=kind, source_ids=(source,))]
    assert jobs == (
        expected if kind in ("answer", "activity", "file", "vent", "market_signal") else []
    )


def test_an_unknown_kind_is_no_channel() -> None:
    with pytest.raises(KeyError, match="rumour"):
        first_job("rumour", other_business())


def test_reliability_is_the_same_here_and_in_beliefs() -> None:
    for kind, reliability in RELIABILITY.items():
        channel = "answer" if kind == "owner" else kind  # an owner's word weighs as an answer does
        assert CHANNELS[channel].reliability == reliability
    assert RELIABILITY["performance"] > RELIABILITY["activity"] > RELIABILITY["vent"]


def test_each_channel_knows_its_own_name() -> None:
    assert all(channel.kind == name for name, channel in CHANNELS.items())
