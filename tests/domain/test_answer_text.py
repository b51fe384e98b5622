"""Answers by code: direct, with who and when before a quote, honest where nothing is known."""

from datetime import UTC, datetime

from core.ids import derived_id
from domain.answer_checks import faults
from domain.answer_text import citations, composed, parts, quoted
from domain.asking import Asked, Evidence, Fact, Gathered, Shown

AT = datetime(2026, 3, 3, tzinfo=UTC)
RULE = "The supplier rule is live. Support had nine calls before ten o'clock."


def gathered(**more: object) -> Gathered:
    """A note that answers when the rule came."""
    given: dict[str, object] = {
        "asked": Asked(text="When did the supplier rule start?"), "at": AT, "wants": "moment",
        "subject": ("supplier", "rule"),
        "evidence": (
            Evidence(label=1, kind="vent", id=derived_id("v"), text=RULE, at=AT),
            Evidence(label=2, kind="answer", id=derived_id("a"), text="Crib is $349.", at=AT),
        ),
        "shown": (Shown(label=1, quote="The supplier rule is live.", fit=0.9),),
    }  # fmt: skip
    return Gathered.model_validate({**given, **more})


def test_the_date_leads_where_a_date_is_asked_for() -> None:
    reply = composed(gathered())
    assert reply.text == (
        "The date to go by is 3 March 2026, when a note says: “The supplier rule is live.” [1]"
    )
    assert reply.known
    assert [(one.label, one.quote) for one in reply.citations] == [
        (1, "The supplier rule is live.")
    ]
    assert faults(gathered(), reply) == []


def test_a_finding_that_fits_goes_first_and_cites() -> None:
    fact = Fact(tool="metric_trend", said="Trials rose from 60 to 92.", labels=(1,), fit=0.9)
    reply = composed(gathered(facts=(fact,), shown=()))
    assert reply.text == "Trials rose from 60 to 92 [1]."


def test_what_is_not_known_is_said_with_what_is_missing_and_nearest() -> None:
    weak = (Shown(label=2, quote="Crib is $349.", fit=0.5),)
    reply = composed(gathered(shown=weak, absent=("TikTok",), wants="money"))
    assert not reply.known
    assert reply.text.startswith("I don't know. Nowhere in what was said")
    assert "“TikTok”" in reply.text
    assert "“Crib is $349.” [2]" in reply.text
    assert reply.missing == ("a figure for it, in a note, an answer or an import",)


def test_strict_leaves_out_a_finding_without_evidence() -> None:
    fact = Fact(tool="funds", said="USD 12.00 is held.", fit=0.9)
    strict = Asked(text="How much is held?", mode="strict")
    assert not composed(gathered(asked=strict, facts=(fact,), shown=())).known


def test_a_question_in_another_language_is_told_why_the_answer_is_english() -> None:
    assert composed(gathered(language="de")).text.startswith("(Without a model I answer in English")


def test_the_same_material_gives_the_same_words() -> None:
    assert composed(gathered()) == composed(gathered())


def test_sentences_keep_their_quotes_and_markers() -> None:
    text = "It says: “It is live. Really.” [1] On 3 March 2026 it grew to 1,234.5 USD [2]. Done."
    assert parts(text) == [
        "It says: “It is live. Really.” [1]",
        "On 3 March 2026 it grew to 1,234.5 USD [2].",
        "Done.",
    ]
    assert quoted(text) == ["It is live. Really."]


def test_an_unknown_marker_cites_nothing() -> None:
    assert citations(gathered(), "It is so [7].") == ()


def test_an_idea_is_said_as_one_and_only_where_ideas_are_welcome() -> None:
    idea = Fact(tool="list_maps", said="An idea: go ahead with the map “Risk”.", labels=(2,))
    plain = gathered(idea=idea)
    assert "idea" not in composed(plain).text
    open_to = gathered(idea=idea, asked=Asked(text="When did it start?", mode="creative"))
    reply = composed(open_to)
    assert reply.text.endswith("An idea: go ahead with the map “Risk” [2].")
    assert faults(open_to, reply) == []


def test_beside_a_sure_quote_only_as_sure_a_one_stands() -> None:
    second = Shown(label=2, quote="Crib is $349.", fit=0.86)
    first = Shown(label=1, quote="The supplier rule is live.", fit=0.95)
    assert "$349" not in composed(gathered(shown=(first, second))).text
    nearly = first.model_copy(update={"fit": 0.8})
    also = second.model_copy(update={"fit": 0.79})
    assert "$349" in composed(gathered(shown=(nearly, also))).text


def test_what_the_business_said_of_itself_stands_without_a_loose_quote() -> None:
    fact = Fact(tool="read_fact", said="Website system: Webflow.", labels=(2,), fit=0.8)
    loose = (Shown(label=1, quote="The supplier rule is live.", fit=0.97),)
    assert composed(gathered(facts=(fact,), shown=loose)).text == "Website system: Webflow [2]."
