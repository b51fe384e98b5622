"""Decoys: the same for the same business, unlike each other, and half like the business."""

import pytest

from domain.decoys import decoys, industry_of
from domain.reidentification import Candidate

OWN = Candidate(
    kind="own",
    profile={
        "name": ("Quillmark",),
        "industry": ("beekeeping software",),
        "audience": ("beekeepers",),
        "products": ("hive log",),
    },
)


@pytest.mark.parametrize(
    ("told", "industry"),
    [
        ("saas_manufacturing", "software"),
        ("craft bakery", "food"),
        ("dental clinic", "health"),
        ("falconry", "other"),
        ("", "other"),
    ],
)
def test_an_industry_by_its_signs(told, industry):
    assert industry_of(told) == industry


def test_decoys_are_the_same_again_and_unlike_each_other():
    first = decoys(OWN, 19, "one")
    assert first == decoys(OWN, 19, "one")
    assert first != decoys(OWN, 19, "two")
    assert len({one.text for one in first}) == 19
    assert all(one.kind == "decoy" and one.profile["name"] != ("Quillmark",) for one in first)


def test_about_half_of_them_serve_the_same_people():
    same = sum("beekeepers" in one.profile["audience"] for one in decoys(OWN, 100, "x"))
    assert 30 <= same <= 70
