"""What a search engine would reject is refused; what only costs clicks is a warning."""

import pytest
from pydantic import ValidationError

from domain.seo import Seo, SeoWrong, checked, competing, faults, slug_of, trade_words

GOOD = Seo(
    primary_keyword="gauge drift", url_slug="why-gauges-drift", canonical_url="https://a.example/b",
    meta_title="Why gauge drift happens and how to find it",
    meta_description="Gauge drift costs you audits. Here is how to find it early, in four steps "
    "that need no tool.",
    schema_markup='{"@context": "https://schema.org", "@type": "Article"}',
    header_structure=("h1 Why", "h2 How", "h3 When", "h2 Who"),
    crawl_directives=("index", "follow"),
    web_vitals_targets={"lcp": 2.5, "inp": 200, "cls": 0.1},
    image_alt_inventory=("a.png: a gauge on a bench",), anchor_text_plan=("gauge recall guide",),
)  # fmt: skip


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []
    assert faults(Seo()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url_slug", "Why Gauges!"),
        ("canonical_url", "/only/a/path"),
        ("canonical_url", "javascript:alert(1)"),
        ("schema_markup", "not json"),
        ("schema_markup", "{}"),
        ("schema_markup", '{"@type": "Article"}'),
        ("schema_markup", "[" * 5000),
        ("crawl_directives", ("noindex", "index")),
        ("crawl_directives", ("please",)),
        ("web_vitals_targets", {"lcp": 99.0}),
        ("web_vitals_targets", {"speed": 1.0}),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(SeoWrong) as wrong:
        checked(GOOD.model_copy(update={field: value}))
    assert wrong.value.fields["field"] == field
    assert wrong.value.remedy


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("meta_title", "Gauge drift"),
        ("meta_title", "A title that speaks of something else entirely"),
        ("meta_description", "x" * 200),
        ("header_structure", ("h1 A", "h3 B")),
        ("header_structure", ("h1 A", "h1 B")),
        ("header_structure", ("Words",)),
        ("image_alt_inventory", ("a.png",)),
        ("anchor_text_plan", ("Click here",)),
        ("crawl_directives", ("noindex",)),
        ("canonical_url", "http://a.example/b"),
        ("url_slug", "a-" * 50 + "b"),
    ],
)
def test_what_costs_clicks_is_a_warning(field: str, value: object) -> None:
    found = checked(GOOD.model_copy(update={field: value}))
    assert [(one.field, one.weight) for one in found] == [(field, "warning")]


def test_figures_outside_their_range_are_refused() -> None:
    with pytest.raises(ValidationError):
        Seo(keyword_difficulty=101)


def test_keywords_compete_when_they_share_most_words() -> None:
    others = {"a": "drift of gauges and gauge drift", "b": "gauge drift", "c": "audit checklist"}
    assert competing("Gauge drift", others) == ["b", "a"]
    assert competing("the of", others) == []


def test_a_slug_comes_from_a_title() -> None:
    assert slug_of("Why Gauges Drift: 4 steps!") == "why-gauges-drift-4-steps"


def test_words_of_the_trade_are_those_that_several_keywords_share() -> None:
    keywords = ["calibration cost", "calibration software", "gauge list", "gauge calibration price"]
    assert trade_words(keywords, ()) == ("calibration", "gauge")
    assert trade_words(keywords, {"gauges"}) == ("calibration",)
    assert trade_words(["one single keyword"], ()) == ()
