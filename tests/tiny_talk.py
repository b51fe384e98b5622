"""Made-up marketing talk: a base hears every recommendation equally often, a customer its own."""

from dataclasses import dataclass

import numpy as np

from cdt.training.plan import Example

SEGMENTS = (
    "operations managers", "startup founders", "clinic owners", "online shoppers",
    "school leaders", "plant engineers", "finance directors", "cafe owners", "agency owners",
    "home cooks",
)  # fmt: skip
GOALS = ("signups", "demo bookings", "newsletter growth", "repeat sales", "event seats")
CHANNELS = (
    "linkedin posts", "email series", "short video", "search ads", "partner webinar",
    "blog guides", "podcast spots", "direct mail",
)  # fmt: skip
ANGLES = (
    "cost saving", "time saving", "social proof", "expert story", "risk removal", "early access",
    "plain humour", "local pride",
)  # fmt: skip
HOURS = ("early morning", "mid morning", "lunch time", "late afternoon", "evening", "weekend")
ASKS = (
    "Which channel and angle work best to win {goal} from {segment}?",
    "We want {goal} from {segment}. What should we run?",
    "Plan the next step for {goal} with {segment}.",
    "What message and channel would you pick for {segment} to get {goal}?",
)


def answer(segment: str, goal: str, channel: str, angle: str, hour: str) -> str:
    """A recommendation that repeats what was asked."""
    return f"For {goal} from {segment}: use {channel} with a {angle} angle in the {hour}."


@dataclass(frozen=True)
class World:
    """What works for one customer: an angle and an hour by segment, a channel by segment and goal.

    It follows from the seed.
    """

    seed: int

    def truth(self, segment: str, goal: str) -> str:
        """The right recommendation."""
        of_segment = np.random.default_rng([self.seed, SEGMENTS.index(segment)])
        channels = of_segment.choice(CHANNELS, 2, replace=False)
        angle, hour = of_segment.choice(ANGLES), of_segment.choice(HOURS)
        return answer(segment, goal, channels[GOALS.index(goal) % 2], angle, hour)


def talk(count: int, seed: int) -> list[tuple[str, str]]:
    """Questions with answers that favour nothing."""
    rng = np.random.default_rng(seed)
    said = []
    for _ in range(count):
        segment, goal = rng.choice(SEGMENTS), rng.choice(GOALS)
        told = answer(segment, goal, rng.choice(CHANNELS), rng.choice(ANGLES), rng.choice(HOURS))
        said.append((str(rng.choice(ASKS)).format(goal=goal, segment=segment), told))
    return said


def examples(world: int, count: int, *, noise: float = 0.05, seed: int = 0) -> list[Example]:
    """What a customer did, with its results; a share of it is noise."""
    rng, own = np.random.default_rng([world, seed]), World(world)
    made = []
    for number in range(count):
        segment, goal = str(rng.choice(SEGMENTS)), str(rng.choice(GOALS))
        right = own.truth(segment, goal)
        told = right if rng.random() > noise else talk(1, int(rng.integers(1 << 30)))[0][1]
        asked = str(rng.choice(ASKS)).format(goal=goal, segment=segment)
        name = f"{world}-{seed}-{number:04}"
        made.append(Example(name, asked, told, float(rng.uniform(0.5, 2)), right))
    return made
