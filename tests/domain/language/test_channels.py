"""Channels are found under the names that people give them."""

import pytest

from domain.language.channels import channels, mentions


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("We run Google Ads and post on LinkedIn.", ["google_ads", "linkedin"]),
        ("Facebook ads burned money.", ["meta_ads"]),
        ("Amazon affiliate links pay little.", ["affiliate"]),
        ("She sent me an email.", []),
        ("Our mailing list and the newsletter work.", ["email"]),
        ("We build an email tool.", []),
        ("HN liked it.", ["hacker_news"]),
        ("Nothing here.", []),
    ],
)
def test_channels_are_named_by_slug(text, slugs):
    assert channels(text) == slugs


def test_a_channel_inside_a_longer_name_is_part_of_that_name():
    text = "My book Winning on Reddit sells."
    start = text.index("Winning")
    assert channels(text, [(start, start + len("Winning on Reddit"))]) == []


def test_mentions_stand_in_order():
    found = mentions("TikTok beats YouTube and SEO")
    assert [one.slug for one in found] == ["tiktok", "youtube", "seo"]
