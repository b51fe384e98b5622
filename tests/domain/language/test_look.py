"""Voice, colours and fonts are heard, denials included."""

from domain.interview import Turn
from domain.language.look import pulls, visual, voice
from domain.language.replies import replies


def test_adjectives_pull_the_axes():
    reply = replies([Turn(question="How should your brand sound?", answer="Warm and funny.")])[0]
    found = voice(reply)
    assert found["voice_formality"].value == -1
    assert found["voice_playfulness"].value == 1


def test_a_denied_adjective_pulls_the_other_way():
    assert pulls("not corporate", "voice_formality") == ([], ["corporate"])


def test_colours_and_fonts_are_listed():
    turn = Turn(question="Which colours and fonts?", answer="Navy, #ff8800, and Futura.")
    found = visual(replies([turn])[0])
    assert found["visual_colors"].value == ["navy", "#ff8800"]
    assert found["visual_fonts"].value == ["futura"]
