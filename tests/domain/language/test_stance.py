"""What is said of others, of the past, as a wish or as a no is no fact about us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language.stance import EVERY, ours


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Our customers use Salesforce; we have Pipedrive.", "Salesforce"),
        ("We used to have Marketo. Mailchimp now.", "Marketo"),
        ("One day we would like Salesforce, for now it is Pipedrive.", "Salesforce"),
        ("We don't use HubSpot. Pipedrive it is.", "HubSpot"),
        ("We switched from Pipedrive to HubSpot.", "from Pipedrive"),
        ("Klaviyo was evaluated and dropped.", "Klaviyo"),
        ("We looked at Klaviyo, Braze and now use Mailchimp.", "Klaviyo, Braze"),
    ],
)
def test_what_is_not_said_of_us_now_is_blanked(text: str, gone: str) -> None:
    held = ours(text)
    assert all(part not in held for part in gone.split(", "))
    assert any(name in held for name in ("Pipedrive", "HubSpot", "Mailchimp")) or "Klav" in gone


@pytest.mark.parametrize(
    "text",
    [
        "HubSpot, Mailchimp and Google Analytics.",
        "We send to customers with Mailchimp.",
        "Framer, Customer.io, Salesforce, Amplitude.",
        "Not only HubSpot.",
    ],
)
def test_what_is_said_of_us_stays(text: str) -> None:
    assert ours(text) == text


def test_a_no_lasts_for_its_clause_and_stays_where_it_is_asked_for() -> None:
    text = "We have no CRM, Mailchimp for the newsletter."
    assert ours(text).strip(" ,") == "Mailchimp for the newsletter."
    assert ours(text, EVERY - {"denied"}) == text


@given(st.text(max_size=200))
def test_offsets_stay_whatever_the_text(text: str) -> None:
    held = ours(text)
    assert len(held) == len(text)
    assert all(mine in (" ", theirs) for mine, theirs in zip(held, text, strict=True))
