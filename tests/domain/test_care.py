"""A cry for help is heard; a business in which things die or get killed is not one."""

import pytest

from domain.care import care, in_distress

CRIES = [
    "I want to die.",
    "Some days I just want to die and nobody would notice.",
    "honestly i don't want to live anymore",
    "I don't want to be here anymore.",
    "I do not want to wake up tomorrow.",
    "I keep thinking about suicide.",
    "I have been feeling suicidal since the layoffs",
    "Thinking of killing myself. Not sure who to tell.",
    "I'm going to end my life",
    "I could just end it all.",
    "They would all be better off without me.",
    "I’d be better off dead",
    "There is no reason to live.",
    "I can't go on like this.",
    "Launch went fine. I can't go on.",
    "I cut myself again last night",
    "I've started hurting myself again",
    "I can't stop crying and I can't sleep.",
    "I wish I were dead",
    "I see no point in living",
    "Life isn't worth living",
    "I don't see a way out.",
    "I just want to disappear.",
    "Ich will nicht mehr leben.",
    "Ich bringe mich um.",
    "Ich denke oft daran, mich einfach umzubringen, ich will sterben",
]
BUSINESS = [
    "This is killing our margins.",
    "The new pricing is killing us and Brasswick is eating our lunch.",
    "I'm killing myself to hit this deadline.",
    "I am not going to kill myself over a landing page.",
    "I nearly killed myself laughing at their ad; I was killing myself laughing.",
    "That would be career suicide.",
    "Raising prices now is suicide for a brand like ours.",
    "Let's kill the feature and end it.",
    "I would kill for a decent CRM.",
    "Our leads die in the inbox. The deal is dead.",
    "I'm dying to know what they charge.",
    "I wanted to die of embarrassment in that demo.",
    "I don't want to die on this hill, but the logo is wrong.",
    "We shot ourselves in the foot; I keep shooting myself in the foot with these discounts.",
    "I cut myself a salary for the first time.",
    "I cut myself some slack this week.",
    "I can't go on holiday before the launch.",
    "We can't go on with this agency.",
    "I can't see a way out of this contract.",
    "I see no way out of the lease.",
    "I want to disappear from Google for that term.",
    "I don't want to live in the inbox all day.",
    "I don't want to be here on a Saturday fixing the export.",
    "Customers say they want to die when they see the form.",
    "The server died, the campaign is on life support, churn is bleeding us dry.",
    "I am exhausted and furious. I hate this quarter. I want to quit.",
    "Can't sleep. Doing the loan arithmetic in my head again.",
    "We end our free plan in May, and take our own life-cycle mails in house.",
    "Our suicide-prevention charity client wants a new site.",
    "We don't want to live without the API any more.",
    "Dieses Angebot bringt mich um den Schlaf.",
    "",
]


@pytest.mark.parametrize("words", CRIES)
def test_a_cry_for_help_is_heard(words: str) -> None:
    assert in_distress(words)
    assert in_distress(f"The webinar went well. {words} Back to work tomorrow.")
    assert in_distress(words.upper())


@pytest.mark.parametrize("words", BUSINESS)
def test_a_figure_of_speech_is_no_alarm(words: str) -> None:
    assert not in_distress(words)


def test_what_is_offered_names_somebody_who_listens_and_no_illness() -> None:
    told = care()
    said = " ".join([told.title, told.text, *(line.what for line in told.lines)]).lower()
    assert "988" in said
    assert "112" in said
    assert not {"disorder", "depress", "patient", "symptom", "diagnos", "treatment"} & set(
        said.split()
    )
    assert "nothing is learned from it" in said


def test_a_long_note_is_read_quickly() -> None:
    assert not in_distress("I just really want to just really " * 20_000)
