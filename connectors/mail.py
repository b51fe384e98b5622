"""Mail: letters from the files in `letters/` (plain text and MJML), and the SMTP server.

A letter's file holds the subject, then paragraphs; one in square brackets is the button.
"""

import re
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from html import escape
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib
import mrml

from core import clock
from core.errors import BadInput, Unavailable
from core.settings import settings

LETTERS = Path(__file__).with_name("letters")
Language = Literal["en", "de"]
SECONDS = 20
_FIELD = re.compile(r"\{(\w+)\}")
_JOINER = "\u200d"  # within emoji
_FOOT = {
    "en": "Refleqt wrote this because of something that happened at {address}.",
    "de": "Refleqt schreibt dir das, weil etwas bei {address} geschehen ist.",
}


class MailNotSent(Unavailable):
    """The mail server did not take the mail just now."""


class MailRefused(BadInput):
    """The mail server refuses this mail for good."""


class MailServerMalformed(BadInput):
    """REFLEQT_SMTP_URL cannot be read."""


@dataclass(frozen=True)
class Letter:
    """One mail to write: which file, to whom, in which language, with which words and link."""

    kind: str
    to: str
    language: str = "en"
    values: dict[str, str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True)
class Written:
    """A letter in words: subject, plain text and HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int
    username: str | None
    password: str | None
    tls: bool  # from the first byte; otherwise by STARTTLS

    @property
    def near(self) -> bool:
        """Whether it runs on this machine, where nobody listens on the way."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def write(letter: Letter) -> Written:
    """A letter in words. Values are data: in HTML they are escaped, in a subject put on a line."""
    subject, *paragraphs = _file(letter.kind, letter.language)
    values = {name: _lines(words) for name, words in letter.values.items()}
    values["address"] = settings().address
    subject = _line(_filled(subject, values))
    foot = _filled(_FOOT.get(letter.language, _FOOT["en"]), values)
    plain, parts = [], []
    for paragraph in paragraphs:
        if paragraph.startswith("[") and paragraph.endswith("]"):
            plain.append(f"{paragraph[1:-1]}:\n{letter.link}")
            parts.append(_button(paragraph[1:-1], letter.link))
        else:
            words = _filled(paragraph, values)
            plain.append(words)
            parts.append(f"<mj-text>{_html(words)}</mj-text>")
    layout = (LETTERS / "layout.mjml").read_text("utf-8")
    filled = _filled(layout, {
        "language": letter.language, "subject": _html(subject), "preview": _html(_line(plain[0])),
        "body": "\n".join(parts), "foot": _html(foot),
    })  # fmt: skip
    return Written(subject, "\n\n".join([*plain, f"-- \n{foot}"]), mrml.to_html(filled).content)


def message(letter: Letter, reference: str) -> EmailMessage:
    """A letter as it is handed in; the same `reference` makes the same Message-ID."""
    written = write(letter)
    name, sender = parseaddr(settings().mail_from)
    mail = EmailMessage()
    mail["From"] = Address(name, addr_spec=sender)
    mail["To"] = Address(addr_spec=letter.to)
    mail["Subject"] = written.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{reference}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(written.text)
    mail.add_alternative(written.html, subtype="html")
    return mail


async def send(mail: EmailMessage) -> None:
    """Hand a mail to the server. Raises `MailNotSent` (again later) or `MailRefused` (never)."""
    server = read_url(settings().smtp_url.get_secret_value())
    try:
        await aiosmtplib.send(
            mail,
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls,
            start_tls=False if server.tls else None if server.near else True,
            timeout=SECONDS,
        )
    except aiosmtplib.SMTPRecipientsRefused as wrong:
        _raise(max(each.code for each in wrong.recipients))
    except aiosmtplib.SMTPResponseException as wrong:
        _raise(wrong.code)
    except (aiosmtplib.SMTPException, OSError) as wrong:
        raise MailNotSent(type(wrong).__name__) from wrong


def read_url(url: str) -> Server:
    """`smtp://user:password@host:587` (STARTTLS beyond this machine) or `smtps://host:465`."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == -1:
        remedy = "Write smtp://user:password@host:587, or smtps://host:465."
        raise MailServerMalformed(remedy=remedy, field="REFLEQT_SMTP_URL")
    tls = parts.scheme == "smtps"
    return Server(
        parts.hostname, port or (465 if tls else 587), _part(parts.username),
        _part(parts.password), tls,
    )  # fmt: skip


def _raise(code: int) -> None:
    """A server's number becomes an error: 4xx may pass later, 5xx will not."""
    if 500 <= code < 600 and code not in (530, 535):
        raise MailRefused(f"The server answered {code}.")
    raise MailNotSent(f"The server answered {code}.")


def _part(given: str | None) -> str | None:
    return unquote(given) if given is not None else None


@lru_cache(maxsize=64)
def _file(kind: str, language: str) -> tuple[str, ...]:
    """The paragraphs of a letter's file, in English where there is none in `language`."""
    path = LETTERS / f"{kind}.{language}.txt"
    chosen = path if path.exists() else LETTERS / f"{kind}.en.txt"
    return tuple(part.strip() for part in chosen.read_text("utf-8").split("\n\n") if part.strip())


def _filled(words: str, values: dict[str, str]) -> str:
    return _FIELD.sub(lambda hit: values[hit[1]], words)


def _line(words: str) -> str:
    """Words on one line, without what is no letter, sign or space: XML has no place for it."""
    plain = (each if each.isprintable() or each == _JOINER else " " for each in words)
    return " ".join("".join(plain).split())


def _lines(words: str) -> str:
    """A value as it may stand in a letter: lines of a list stay, nothing else breaks a line."""
    return "\n".join(_line(each) for each in words.split("\n"))


def _html(words: str) -> str:
    return escape(words).replace("\n", "<br/>")


def _button(words: str, link: str) -> str:
    return (
        f'<mj-button href="{escape(link)}" background-color="#5b3fd6" color="#ffffff"'
        f' border-radius="8px" font-size="15px" font-weight="600" inner-padding="12px 24px"'
        f' align="left" padding="8px 32px 24px">{escape(words)}</mj-button>'
    )
