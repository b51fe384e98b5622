"""Letters read well in text and HTML, whatever stands in them; a server says later or never."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail import (
    LETTERS,
    Letter,
    MailNotSent,
    MailRefused,
    MailServerMalformed,
    message,
    read_url,
    send,
    write,
)
from core import settings
from tests.post import mail_server

VALUES = {"business": "Gaugewren", "inviter": "Ada", "role": "a founder", "email": "a@b.net",
          "title": "A creator took the work", "lines": "· one\n· two",
          "name": "Bo", "reason": "Both samples are by somebody else."}  # fmt: skip
KINDS = sorted({path.name.split(".")[0] for path in LETTERS.glob("*.txt")})
HOSTILE = "<script>alert(1)</script>\r\nBcc: eve@example.com {link} </mj-text>"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_letter_says_the_same_in_text_and_html(kind: str, language: str) -> None:
    assert (LETTERS / f"{kind}.{language}.txt").exists()
    written = write(Letter(kind, "a@b.net", language, VALUES, "http://here/x"))
    assert written.subject
    assert "http://here/x" in written.text
    assert 'href="http://here/x"' in written.html
    assert "{" not in written.subject + written.text
    shown = re.sub(r"<[^>]+>", " ", written.html)
    for word in re.findall(r"\w{5,}", written.text.partition("-- \n")[0].replace("http", "")):
        assert word in shown or word == "here"


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_wrote_stays_words(kind: str) -> None:
    values = dict.fromkeys(VALUES, HOSTILE)
    letter = Letter(kind, "a@b.net", "en", values, 'http://here/"><script>')
    mail = message(letter, "1")
    assert "Bcc" not in mail
    assert mail["To"] == "a@b.net"
    assert "\n" not in mail["Subject"]
    assert "<script>" not in write(letter).html


@given(st.text(max_size=200))
def test_no_words_break_a_letter(words: str) -> None:
    values = dict.fromkeys(VALUES, words)
    assert message(Letter("invitation", "a@b.net", "de", values, "http://x"), "1").as_bytes()


def test_a_language_that_is_not_there_is_english() -> None:
    assert write(Letter("verify", "a@b.net", "fr", {}, "x")).subject == "Verify your e-mail address"


async def test_a_mail_arrives_whole() -> None:
    async with mail_server() as box:
        await send(message(Letter("invitation", "bo@example.com", "de", VALUES, "http://x"), "7"))
    (mail,) = box.mails
    assert mail["Subject"] == "Du bist zu Gaugewren eingeladen"
    assert mail["Message-ID"] == "<7@localhost>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert box.envelopes[0].rcpt_tos == ["bo@example.com"]


@pytest.mark.parametrize(
    ("answer", "error"), [("451 later", MailNotSent), ("550 never", MailRefused)]
)
async def test_a_server_says_later_or_never(answer: str, error: type[Exception]) -> None:
    async with mail_server(answer):
        with pytest.raises(error, match=answer[:3]):
            await send(message(Letter("verify", "a@b.net"), "1"))


async def test_a_server_that_is_away_is_asked_again_later() -> None:
    async with mail_server():
        pass
    settings.use(smtp_url="smtp://127.0.0.1:9")
    with pytest.raises(MailNotSent):
        await send(message(Letter("verify", "a@b.net"), "1"))
    settings.use(smtp_url="")


def test_the_address_of_the_server_is_read() -> None:
    given = read_url("smtp://ada%40x:p%2Fw@mail.example.com")
    assert (given.host, given.port, given.username, given.password) == (
        "mail.example.com", 587, "ada@x", "p/w",
    )  # fmt: skip
    assert (given.tls, given.near) == (False, False)
    assert read_url("smtps://mail.example.com").port == 465
    assert read_url("smtp://127.0.0.1:25").near
    assert read_url("smtp://[::1]").near


@pytest.mark.parametrize("url", ["", "mail.example.com", "http://x", "smtp://", "smtp://x:many"])
def test_what_is_no_server_is_refused(url: str) -> None:
    with pytest.raises(MailServerMalformed):
        read_url(url)


def test_letters_are_short() -> None:
    assert all(len(path.read_text()) < 600 for path in LETTERS.glob("*.txt"))
