"""A link is http or https and hides nothing; the same page under another address is the same."""

import pytest

from domain.market_signals import NotALink, link_of, same_link


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "file:///x", "//a.example",
     "www.a.example", "http://", "https://user:pw@a.example/", "https://a.example\\@b.example",
     "https://a.exa mple/", "http://[::1", "https://a.example:99999/", "http:a.example"],
)  # fmt: skip
def test_what_is_no_link_to_a_page_is_refused(link: str) -> None:
    with pytest.raises(NotALink, match="address bar"):
        link_of(link)


@pytest.mark.parametrize("link", ["https://a.example/x?y=1#z", "HTTP://a.example"])
def test_a_link_is_kept_as_it_came(link: str) -> None:
    assert link_of(f"  {link} ") == link
    assert link_of("   ") == ""


@pytest.mark.parametrize(
    "other",
    ["http://www.a.example/page/?b=2&a=1", "https://A.example/page?a=1&b=2&utm_source=x&fbclid=7#top"],
)  # fmt: skip
def test_the_same_page_is_the_same(other: str) -> None:
    assert same_link("https://a.example/page?a=1&b=2") == same_link(other)


def test_another_page_is_another() -> None:
    pages = ["https://a.example/1", "https://a.example/2", "https://b.example/1",
             "https://a.example:8080/1", "https://a.example/1?x=1"]  # fmt: skip
    assert len({same_link(one) for one in pages}) == len(pages)
