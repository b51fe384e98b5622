"""The attack finds who is told of, finds nobody where nothing is told, and says what helped."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reidentification import Candidate, attack, parts
from tests.agents.plans import a_brief

WORDS = ("bread", "boats", "clocks", "drones", "eggs", "flutes", "gloves", "hats")


def pool(own: int = 0) -> list[Candidate]:
    return [
        Candidate(
            kind="own" if at == own else "decoy",
            profile={"products": (word,), "facts": (f"Serves {100 + at} shops",)},
        )
        for at, word in enumerate(WORDS)
    ]


def flat(seen: dict[str, str]) -> np.ndarray:
    return np.zeros((len(seen), len(WORDS)))


def test_a_brief_that_says_what_one_alone_sells_points_to_it() -> None:
    seen = {"title": "How to sell clocks", "voice": "calm and plain"}
    found = attack(seen, pool(2), flat(seen))
    assert (found.rank, found.helped[0], found.points_to_us) == (1, "title", True)
    assert attack(seen, pool(1), flat(seen)).rank > 1


def test_a_figure_of_one_alone_points_to_it() -> None:
    seen = {"messages": "It reached 103 of them", "voice": "calm"}
    assert attack(seen, pool(3), flat(seen)).points_to_us


def test_a_brief_that_says_nothing_points_to_nobody() -> None:
    seen = {"title": "A calm text", "voice": "plain"}
    found = attack(seen, pool(), flat(seen))
    assert not found.points_to_us
    assert found.share == 1 / len(WORDS)


def test_likeness_alone_is_enough() -> None:
    seen = {"title": "A calm text", "voice": "plain"}
    alike = flat(seen)
    alike[:, 4] = 0.9
    assert attack(seen, pool(4), alike).rank == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 7), st.integers(0, 2**32 - 1))
def test_the_place_in_the_pool_does_not_matter(own: int, seed: int) -> None:
    seen = {"title": "bread and boats", "voice": "calm", "messages": "hats for 105"}
    alike = np.random.default_rng(seed).uniform(-1, 1, (3, len(WORDS)))
    order = np.random.default_rng(seed + 1).permutation(len(WORDS))
    before = pool(own)
    one = attack(seen, before, alike)
    other = attack(seen, [before[at] for at in order], alike[:, order])
    assert (one.rank, one.share, one.chance) == (other.rank, other.share, other.chance)
    assert 1 <= one.rank <= one.candidates
    assert 0 <= one.chance <= 1


def test_every_part_that_a_creator_reads_is_seen() -> None:
    brief = a_brief()
    told = " ".join(parts(brief).values())
    shown = (brief.title, brief.takeaway, brief.audience.role, brief.call_to_action, *brief.avoid)
    assert all(one in told for one in shown)
    assert brief.id not in told
