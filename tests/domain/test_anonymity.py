"""The leak gate: measured on 150 leaks of seven invented businesses and on clean briefs."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.anonymity import BriefNamesTheBusiness, leaks, must_name_nobody, strings

CASES = json.loads((Path(__file__).parent / "data" / "leaks.json").read_text(encoding="utf-8"))
TENANTS = CASES["tenants"]
CLEAN = CASES["clean"][0]["brief"]
KETTLE = TENANTS["kettle"]


def test_recall_holds_overall_and_in_every_class():
    caught = defaultdict(list)
    for case in CASES["leaks"]:
        brief = CLEAN.replace("## Format", f"{case['leak']}\n\n## Format")
        caught[case["class"]].append(bool(leaks(TENANTS[case["tenant"]], brief)))
    assert len(CASES["leaks"]) >= 80
    every = [one for group in caught.values() for one in group]
    assert sum(every) / len(every) >= 0.95
    assert {name: 1 for name, group in caught.items() if sum(group) / len(group) < 0.9} == {}


def test_clean_briefs_pass():
    blocked = [
        (case["tenant"], found)
        for case in CASES["clean"]
        if (found := leaks(TENANTS[case["tenant"]], case["brief"]))
    ]
    assert len(CASES["clean"]) >= 40
    assert blocked == []


def test_every_string_is_read():
    nested = {"a": [{"b": 1}, "x"], "c": None, "d": True}
    assert list(strings(nested)) == [
        ("key $", "a"),
        ("key $.a[0]", "b"),
        ("$.a[0].b", "1"),
        ("$.a[1]", "x"),
        ("key $", "c"),
        ("key $", "d"),
    ]


@pytest.mark.parametrize(
    ("brief", "where"),
    [
        ({"seo": {"brightloafTone": "calm"}}, "key $.seo"),
        ({"files": ["hero.png", "brightloaf-logo.svg"]}, "$.files[1]"),
        ('{"alt": "Brightloaf window"}', "$.alt"),
        ("Calm.\n\nAs Brightloaf does.", "line 3"),
        ("Ref QnJpZ2h0bG9hZg==.", "line 1 (packed)"),
        ("They started in Ghent.\n\nIn 2017 nothing was certain.", "whole brief"),
    ],
)
def test_a_leak_says_where_it_stands(brief, where):
    assert where in {leak.where for leak in leaks(KETTLE, brief)}


def test_a_blocked_brief_is_refused_with_its_leaks():
    must_name_nobody(KETTLE, CLEAN)
    with pytest.raises(BriefNamesTheBusiness) as refused:
        must_name_nobody(KETTLE, "Ask Priya Okafor.")
    assert refused.value.fields["leaks"][0]["points_to"] == "Priya Okafor"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    leaks(KETTLE, text)
    leaks({"name": text, "corpus": [text], "address": text, "people": [text]}, CLEAN)


def test_a_business_without_a_word_leaks_nothing():
    assert leaks({}, CLEAN) == []


def test_the_digits_of_an_id_point_to_nothing() -> None:
    tenant = {"name": "Gaugewren", "facts": ["It costs $399 a month."]}
    assert not leaks(tenant, {"evidence": ["8f39941e-b1e4-4399-9399-c00000000399"]})
    assert leaks(tenant, {"text": "It costs $399 a month."})
