"""The words of the pages in the reader's language: Babel catalogues, English in the code.

`refleqt dev texts` brings `catalogues/` up to date with the code. The language and the time zone
of the request in hand are context variables. A page shows the same few figures and days again and
again, so what they look like is remembered.
"""

from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError, dates, negotiate_locale, numbers
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""What people may choose, each by its own name."""

REMEMBERED = 8_192
"""Words, figures and days of each kind of which a process remembers what they look like."""

_language: ContextVar[str] = ContextVar("language", default="en")
_zone: ContextVar[str] = ContextVar("zone", default="UTC")


def choose(wanted: str | None, accepted: str = "") -> str:
    """The language for somebody who wants one, or whose browser accepts some (its header)."""
    if wanted in LANGUAGES:
        return wanted
    asked = [part.partition(";")[0].strip() for part in accepted.split(",")]
    return negotiate_locale(asked, [*LANGUAGES], sep="-") or "en"


def speak(language: str, zone: str) -> None:
    """Words and dates are of this language and time zone for the rest of the request in hand."""
    _language.set(language)
    _zone.set(zone)


def prefer(language: str, zone: str) -> None:
    """As `speak`, for what somebody chose in their settings; empty where they chose nothing."""
    if language in LANGUAGES:
        _language.set(language)
    if zone:
        _zone.set(zone)


def language() -> str:
    """The language that is spoken now, `en` or `de`."""
    return _language.get()


def gettext(words: str) -> str:
    """`words` in the language that is spoken now."""
    return _said(_language.get(), words)


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` for `n`, in the language that is spoken now."""
    catalogue = _catalogue(_language.get())
    found = catalogue.get(one)
    if found and isinstance(found.string, tuple | list) and all(found.string):
        return found.string[0 if n == 1 else 1]
    return one if n == 1 else many


def later(words: str) -> str:
    """Mark words that are translated where they are shown (`_` in a list at module level)."""
    return words


def money(cents: int, currency: str) -> str:
    """An amount of minor units as readers write it."""
    return _money(_language.get(), cents, currency)


def whole_money(cents: int, currency: str) -> str:
    """An amount of minor units without its decimals, for tables in which one compares."""
    return _whole_money(_language.get(), cents, currency)


def number(value: float, digits: int = 0) -> str:
    """A number with `digits` decimals at the most."""
    return _number(_language.get(), value or 0, "#,##0." + "#" * digits if digits else "#,##0")


def percent(share: float, digits: int = 0) -> str:
    """A share in 0…1 as per cent."""
    return _number(
        _language.get(), share or 0, "#,##0." + "#" * digits + "%" if digits else "#,##0%"
    )


def day(when: date | datetime | None, form: str = "medium") -> str:
    """A date in words, in the reader's zone; empty for none."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = when.astimezone(zone()).date()
    return _day(_language.get(), when, form)


def moment(when: datetime | None, form: str = "medium") -> str:
    """A date and time in the reader's zone; empty for none."""
    if when is None:
        return ""
    return _moment(_language.get(), when.astimezone(zone()).replace(tzinfo=None), form)


def ago(when: datetime, now: datetime) -> str:
    """How long ago, or how soon: `3 hours ago`, `in 2 days`."""
    return _ago(_language.get(), round((when - now).total_seconds()))


@lru_cache(maxsize=REMEMBERED)
def _said(language: str, words: str) -> str:
    found = _catalogue(language).get(words)
    return str(found.string) if found and found.string else words


@lru_cache(maxsize=REMEMBERED)
def _money(language: str, cents: int, currency: str) -> str:
    shown = cents / 10 ** numbers.get_currency_precision(currency)
    return numbers.format_currency(shown, currency, locale=_locale(language))


@lru_cache(maxsize=REMEMBERED)
def _whole_money(language: str, cents: int, currency: str) -> str:
    shown = round(cents / 10 ** numbers.get_currency_precision(currency))
    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return numbers.format_currency(shown, currency, pattern, locale, currency_digits=False)


@lru_cache(maxsize=REMEMBERED)
def _number(language: str, value: float, pattern: str) -> str:
    return numbers.format_decimal(value, pattern, locale=_locale(language))


@lru_cache(maxsize=REMEMBERED)
def _day(language: str, when: date, form: str) -> str:
    return dates.format_date(when, form, locale=_locale(language))


@lru_cache(maxsize=REMEMBERED)
def _moment(language: str, local: datetime, form: str) -> str:
    return dates.format_datetime(local, form, locale=_locale(language))


@lru_cache(maxsize=REMEMBERED)
def _ago(language: str, seconds: int) -> str:
    apart = timedelta(seconds=seconds)
    return dates.format_timedelta(apart, add_direction=True, locale=_locale(language))


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def zone() -> ZoneInfo:
    """The reader's time zone; UTC where its name is not known."""
    try:
        return ZoneInfo(_zone.get())
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def found_in_code(root: Path = FOLDER.parent) -> Catalog:
    """All words of pages in the code and the templates of `root`."""
    catalogue = Catalog(fuzzy=False)
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
    keywords = {"_": None, "gettext": None, "later": None, "ngettext": (1, 2)}
    options = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
    for _file, _line, words, _notes, _context in extract_from_dir(
        root, method_map=methods, options_map=options, keywords=keywords
    ):
        catalogue.add(words)
    return catalogue


def update(name: str) -> Catalog:
    """Bring one catalogue up to date with the code; returns it as written."""
    path = FOLDER / "catalogues" / f"{name}.po"
    fresh = found_in_code()
    with path.open("rb") as file:
        known = read_po(file, locale=name)
    known.update(fresh, no_fuzzy_matching=True)
    known.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, known, width=100, sort_output=True, no_location=True, omit_header=False)
    return known


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(name: str) -> Catalog:
    path = FOLDER / "catalogues" / f"{name}.po"
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, locale=name)


def first_weekday() -> int:
    """On which day weeks begin for the reader: 0 is Monday."""
    try:
        return Locale.parse(_language.get()).first_week_day
    except UnknownLocaleError:
        return 0
