"""A text in another manner lies further out than the writer's own texts."""

from domain.stylometry import fit, habits, long_enough

OWN = [
    f"I spent the whole week {what}, and I'm not sure it was worth it. We did learn that {lesson}, "
    "though. Next week I'd rather talk to customers than guess again."
    for what, lesson in [
        ("on the pricing page", "nobody reads it"), ("with the importer", "it breaks on dates"),
        ("in the shop", "people hate clipboards"), ("on a webinar", "risk gets attention"),
        ("writing emails", "short ones win"), ("fixing the calendar", "gaps hurt"),
        ("talking to auditors", "they want records"), ("on the road", "the phone app matters"),
        ("with Theo", "we disagree on the buyer"), ("on ads", "they cost more than they bring"),
    ]
]  # fmt: skip
BROCHURE = (
    "Leverage unprecedented operational excellence! Stakeholders realise transformational value "
    "enterprise-wide! Synergistic calibration solutions empower organisations globally today! "
    "Accelerate measurable outcomes!"
)


def test_a_brochure_does_not_sound_like_the_writer() -> None:
    found = fit(BROCHURE, OWN)
    own = fit(OWN[3], [*OWN[:3], *OWN[4:]])
    assert found is not None
    assert own is not None
    assert found.delta > 1.5 * own.delta
    assert found.closer == 0
    assert found.habits


def test_few_or_short_texts_have_no_manner() -> None:
    assert fit(BROCHURE, OWN[:5]) is None
    assert fit("Too short.", OWN) is None
    assert not long_enough("Three little words")


def test_habits_of_no_words_are_finite() -> None:
    assert habits("").sum() == 0
