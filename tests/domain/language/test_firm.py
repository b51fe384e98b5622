"""What a firm is, how big and how far along, is heard."""

import pytest

from domain.interview import Turn
from domain.language.firm import business, industry_of, model, standing
from domain.language.replies import replies


def hear(question, answer):
    return replies([Turn(question=question, answer=answer)])


@pytest.mark.parametrize(
    ("answer", "models"),
    [
        ("A tool for sales teams, companies pay per seat.", ["b2b", "saas"]),
        ("A marketplace, we take 9% of each booking.", ["marketplace"]),
        ("Families order candles on our site.", ["b2c", "ecommerce"]),
        ("We do bookkeeping for restaurants, hourly.", ["b2b", "services"]),
    ],
)
def test_the_business_model_is_heard(answer, models):
    assert model(hear("Who pays you?", answer))["business_model"].value == models


def test_size_counts_the_speaker():
    reply = hear("How far along are you?", "Just me + 2 coaches, 500 members")[0]
    assert standing(reply)["size"].value == 3


def test_revenue_tells_the_stage_where_no_round_is_named():
    small = hear("How far along are you?", "We did 90 thousand dollars last year.")[0]
    large = hear("How far along are you?", "Turnover is 4 million euros.")[0]
    assert standing(small)["stage"].value == "seed"
    assert standing(large)["stage"].value == "growth"


def test_a_name_asked_for_alone_is_taken_as_written():
    question = "What is your business called, exactly as you want it written?"
    assert business(hear(question, "the quiet room")[0])["business_name"].value == "the quiet room"


def test_nothing_is_heard_in_another_answer():
    assert business(hear("Which tools do you use?", "It's called Mossly")[0]) == {}


@pytest.mark.parametrize(
    ("said", "industry"),
    [
        ("Software for manufacturing. Our customers are aerospace and medical.", "manufacturing"),
        ("We write rota software. Most of our clients are hospitals and clinics.", "saas"),
        ("Our customers are dental clinics.", "healthcare"),
        ("We keep tool records for machine shops.", "manufacturing"),
        ("We sell things.", ""),
    ],
)
def test_a_business_is_in_its_own_line_and_not_in_its_customers(said: str, industry: str) -> None:
    assert industry_of(said) == industry
