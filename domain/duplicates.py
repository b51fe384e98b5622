"""Whether a map proposes what the calendar holds already (product X27): no topic, no keyword and no
piece is proposed twice."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from domain.maps import Artifact, ExecutionMap
from domain.planning import Ahead

ALIKE = 88.0
"""Token-set likeness of two titles, 0 to 100, from which they say the same."""


def doubles(plan: ExecutionMap, ahead: Sequence[Ahead]) -> list[tuple[Artifact, Ahead]]:
    """Each artifact of the map with the entry that it would double; empty where there is none."""
    found = []
    for one in plan.artifacts:
        same = next((entry for entry in ahead if _same(plan, one, entry)), None)
        if same is not None:
            found.append((one, same))
    return found


def _same(plan: ExecutionMap, one: Artifact, entry: Ahead) -> bool:
    """A piece of that kind for them with that angle is still to come, or one of that title or
    keyword came out lately or will."""
    to_come = plan.made_on is not None and entry.day >= plan.made_on
    kind = (one.artifact_type, plan.segment, one.angle) == (entry.kind, entry.segment, entry.angle)
    titled = fuzz.token_set_ratio(one.title.casefold(), entry.title.casefold()) >= ALIKE
    keyword = bool(entry.keyword) and entry.keyword.casefold() in one.title.casefold()
    return (kind and to_come) or titled or keyword
