"""The leak report: every rule of the gate has a way out, and only what blocks is a fault."""

import pytest

from domain.anonymity import Leak
from domain.leak_report import WAYS, LeakReport, way_out
from domain.reidentification import Attack

LEAK = Leak(rule="people", text="Ask Ines", where="$.takeaway", points_to="Ines Okonkwo")
FAR = Attack(rank=9, candidates=20, competitors=2, share=0.02, chance=0.9, helped=("voice",))
NEAR = FAR.model_copy(update={"rank": 1, "chance": 0.01, "helped": ("audience", "title")})


@pytest.mark.parametrize(
    ("rule", "way"),
    [("name", "token"), ("people", "role"), ("url", "page"), ("number", "figure"), ("?", "words")],
)
def test_every_rule_has_a_way_out(rule, way):
    assert way_out(rule) == LeakReport.way_out(rule) == way
    assert WAYS[way]


def test_only_what_blocks_is_a_fault():
    assert (LeakReport(attack=FAR, generalised=(LEAK,)).faults(), LeakReport().blocks) == (
        [],
        False,
    )
    told = LeakReport(leaks=(LEAK, LEAK), attack=NEAR)
    assert told.blocks
    assert told.faults() == [
        "“Ask Ines” ($.takeaway) points to Ines Okonkwo",
        "Somebody who knows the trade would guess whose it is by: audience, title",
    ]
    assert LeakReport.model_validate(told.model_dump(mode="json")) == told
