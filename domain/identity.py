"""What makes a business recognisable: names, marks, numbers and words that no brief may hold.

`Tenant` is what a founder tells; `identity` turns it once into the forms that the leak rules
compare with. Lists and single strings are both taken, and objects by their strings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from domain.disguises import lists, plain, skeleton, squash, turned
from domain.leak_spans import starts
from domain.passages import content, counted, known, numbers, sentences, stems, words

FIELDS = ("name", "aliases", "legal", "domains", "handles", "products", "people", "customers")
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»\n]{3,40})[\"“”«»]|(?<!\w)['‘]([^'’\n]{3,40})['’](?!\w)")
_HEX_COLOR = re.compile(r"#?\b([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"}
)
_UNSAID = ("role", "title", "position", "id", "kind", "type", "bio", "note")


class Tenant(BaseModel):
    """A business as its founder describes it; anything may be missing."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    founded: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    tagline: tuple[str, ...] = ()
    brand_colors: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    corpus: tuple[str, ...] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _flat(cls, value: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_strings(value)))


@dataclass(frozen=True)
class Name:
    """One name in the form for comparing. `ordinary`: English has all of its words;
    `proper`: a person's, and no word in any case or with a capital; `short`: the first word of a
    longer ordinary name."""

    text: str
    rule: str
    key: str
    size: int
    ordinary: bool
    proper: Literal["", "any", "capital"] = ""
    short: bool = False


@dataclass(frozen=True)
class Saying:
    """A sentence of the business: its stems in order, the meaningful ones, and its numbers."""

    text: str
    rule: str
    stems: tuple[str, ...]
    content: frozenset[str]
    numbers: frozenset[float]
    counts: frozenset[tuple[float, str]]


@dataclass
class Identity:
    """A tenant, ready to be looked for."""

    names: dict[str, list[Name]] = field(default_factory=dict)
    skeletons: dict[str, list[Name]] = field(default_factory=dict)
    turned: dict[str, Name] = field(default_factory=dict)
    initials: dict[str, Name] = field(default_factory=dict)
    dotted: dict[str, Name] = field(default_factory=dict)
    domains: dict[str, str] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)
    jargon: dict[tuple[str, ...], str] = field(default_factory=dict)
    sayings: list[Saying] = field(default_factory=list)
    index: dict[str, list[int]] = field(default_factory=dict)
    runs: dict[tuple[str, ...], Saying] = field(default_factory=dict)
    numbers: dict[float, str] = field(default_factory=dict)
    counts: dict[tuple[float, str], str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    streets: dict[str, str] = field(default_factory=dict)
    colors: dict[str, str] = field(default_factory=dict)
    cities: dict[str, str] = field(default_factory=dict)
    years: frozenset[str] = frozenset()
    corpus_stems: str = ""

    def add(self, name: Name) -> None:
        """Takes a name in all its forms; names of one letter or only digits are no names."""
        if len(name.key) < 2 or name.key.isdigit():
            return
        self.names.setdefault(name.key, []).append(name)
        self.skeletons.setdefault(skeleton(name.key), []).append(name)
        if len(name.key) >= 5:
            for form in turned(name.key):
                self.turned.setdefault(form, name)

    @cached_property
    def all_names(self) -> Sequence[Name]:
        """Every name once; asked for when all are known."""
        return [name for group in self.names.values() for name in group]

    @cached_property
    def starts(self) -> frozenset[str]:
        """Every beginning of a name, and the names; asked for when all are known."""
        return starts(self.names)

    @cached_property
    def disguised_starts(self) -> frozenset[str]:
        """Every beginning of a name as it looks, read backwards, or moved by thirteen letters."""
        return starts((*self.skeletons, *self.turned))

    @cached_property
    def taglines(self) -> Sequence[Saying]:
        """Taglines of three words and more."""
        return [one for one in self.sayings if one.rule == "tagline" and len(one.stems) > 2]

    @cached_property
    def jargon_heads(self) -> frozenset[str]:
        """The first stems of coined words."""
        return frozenset(one[0] for one in self.jargon)

    @cached_property
    def city_starts(self) -> frozenset[str]:
        """Every beginning of the name of a city of the business."""
        return starts(self.cities)


def identity(tenant: Tenant | dict[str, Any]) -> Identity:
    """The forms of a tenant; remembered, because many briefs are held against one business."""
    told = tenant if isinstance(tenant, Tenant) else Tenant.model_validate(tenant)
    return _identity(told.model_dump_json())


@lru_cache(maxsize=256)
def _identity(told: str) -> Identity:
    tenant = Tenant.model_validate_json(told)
    found = Identity()
    for rule in ("name", "aliases", "legal", "products", "customers"):
        for text in getattr(tenant, rule):
            for form in dict.fromkeys((text, _spelt_out(text))):
                _add_business(found, form, rule)
    for text in tenant.people:
        for form in dict.fromkeys((text, _spelt_out(text))):
            _add_person(found, form)
    _add_addresses(found, tenant)
    _add_places(found, tenant)
    _add_sayings(found, tenant)
    _add_jargon(found, tenant)
    return found


def _strings(value: object) -> list[str]:
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, dict):
        named = [value[key] for key in ("name", "text", "value") if value.get(key)]
        return _strings(named or [v for k, v in value.items() if k not in _UNSAID])
    if isinstance(value, list | tuple | set):
        return [one for part in value for one in _strings(part)]
    return [text] if (text := str(value).strip()) else []


def _keys(text: str) -> list[str]:
    return [word.key for word in words(plain(text))]


def _spelt_out(text: str) -> str:
    """The text with umlauts as two letters, as addresses and old machines have them."""
    return text.translate(_UMLAUTS)


def _name(keys: list[str], text: str, rule: str) -> Name:
    ordinary = all(known(key) or key.isdigit() for key in keys)
    return Name(text, rule, "".join(keys), len(keys), ordinary)


def _add_business(found: Identity, text: str, rule: str) -> None:
    """The full name, without its legal form, without general nouns, and each coined word."""
    keys = [key for key in _keys(text) if key != "s"]
    whole = list(keys)
    while len(keys) > 1 and keys[-1] in lists()["legal_suffixes"]:
        keys.pop()
    if not keys:
        return
    found.add(_name(keys, text, rule))
    core = [key for key in keys if key not in lists()["generic_nouns"]]
    if rule != "products" and core and core != keys:
        found.add(_name(core, text, rule))
    if len(core) > 1 and len(core[0]) >= 5 and known(core[0]) and rule in ("name", "legal"):
        found.add(Name(text, rule, core[0], 1, True, short=True))
    for key in core:
        if len(keys) > 1 and len(key) >= 4 and not known(key):
            found.add(_name([key], text, rule))
    own = _name(keys, text, rule)
    for letters in _initials(whole, rule):
        _add_initials(found, letters, own)


def _initials(keys: list[str], rule: str) -> set[str]:
    """First letters of a name with and without its small words and its legal form."""
    bare = [key for key in keys if key not in lists()["stopwords"]]
    formless = [key for key in bare if key not in lists()["legal_suffixes"]]
    told = set()
    for words_of in (keys, bare, formless):
        letters = [key if key[0].isdigit() or key[1:].isdigit() else key[0] for key in words_of]
        least = 2 if rule in ("name", "aliases", "legal") else 3
        told |= {"".join(letters[:size]) for size in range(3, len(letters) + 1)}
        if least <= len(letters):
            told.add("".join(letters))
    return told


def _add_initials(found: Identity, letters: str, name: Name) -> None:
    """Letters that everybody uses for something else tell only where they are dotted."""
    if not letters.isalnum() or letters.isdigit() or len(letters) < 2:
        return
    (found.dotted if letters in lists()["acronyms"] else found.initials).setdefault(
        letters.upper(), name
    )


def _add_person(found: Identity, text: str) -> None:
    keys = _keys(re.split(r"[,(;–—]| - ", text)[0])
    if not keys:
        return
    ordinary_names = lists()["ordinary_first_names"]
    full = Name(text, "people", "".join(keys), len(keys), False)
    found.add(full)
    if len(keys) > 1:
        turned_round = _name([keys[-1], *keys[:-1]], text, "people")
        found.add(turned_round)
        found.add(Name(text, "people", keys[0][0] + keys[-1], 2, False))
    for number, key in enumerate(keys):
        if len(key) < 3 or len(keys) == 1:
            continue
        word = key in ordinary_names or len(key) == 3
        proper = "" if word else "any" if number == 0 else "capital"
        found.add(Name(text, "people", key, 1, known(key), proper))
    if len(keys) > 2:
        _add_initials(found, "".join(key[0] for key in keys), full)


def _add_addresses(found: Identity, tenant: Tenant) -> None:
    for text in tenant.domains:
        host = re.sub(r"^[a-z]+://|^www\.|[/?#].*$", "", plain(text).lower().strip())
        found.domains[host] = text
        label = host.split(".")[0]
        key = squash(label)
        if len(key) >= 3:
            found.add(Name(text, "domains", key, 1, known(key)))
    for text in tenant.handles:
        handle = plain(text).strip().rstrip("/").rsplit("/", 1)[-1].lstrip("@#")
        key = squash(handle)
        if len(key) >= 3:
            found.handles[key] = text
            found.add(Name(text, "handles", key, 1, known(key)))


def _add_places(found: Identity, tenant: Tenant) -> None:
    for text in tenant.city:
        for part in re.split(r"[,/;]", text)[:1]:
            if key := squash(plain(part)):
                found.cities[key] = text
    found.years = frozenset(year for text in tenant.founded for year in re.findall(r"\d{4}", text))
    for text in tenant.phone:
        digits = re.sub(r"\D", "", text)
        if len(digits) >= 7:
            found.phones[digits[-7:]] = text
    for text in tenant.address:
        _add_address(found, text)
    _add_colors(found, tenant)


def _add_colors(found: Identity, tenant: Tenant) -> None:
    for text in tenant.brand_colors:
        for match in _HEX_COLOR.finditer(text):
            shade = match[1].lower()
            full = "#" + (shade if len(shade) == 6 else "".join(c * 2 for c in shade))
            if full not in lists()["common_colors"]:
                found.colors[full] = text
        if not _HEX_COLOR.search(text) and len(_keys(text)) > 1:
            found.add(Name(text, "brand_colors", squash(plain(text)), len(_keys(text)), True))


def _add_address(found: Identity, text: str) -> None:
    """The street with and without its number, and a postcode."""
    cities = set(found.cities)
    for part in plain(text).split(","):
        keys = [key for key in _keys(part) if key not in cities]
        street = [key for key in keys if not key[0].isdigit()]
        if not street and keys and len("".join(keys)) >= 4:
            found.streets["".join(keys)] = text
        if len(keys) == len(street) and any(len(key) >= 5 and not known(key) for key in street):
            found.streets["".join(keys)] = text
        if len(street) >= 1 and len(keys) > len(street):
            found.streets["".join(keys)] = text
            found.streets["".join([*street, *(k for k in keys if k[0].isdigit())])] = text
            if any(not known(key) for key in street) or len(street) >= 3:
                found.streets["".join(street)] = text
        for match in re.findall(
            r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d{4} ?[A-Z]{2}\b|\b\d{5}\b", part
        ):
            found.streets[squash(match)] = text


def _add_sayings(found: Identity, tenant: Tenant) -> None:
    for text in (*tenant.tagline, *tenant.facts):
        _add_saying(found, plain(text), "tagline" if text in tenant.tagline else "facts")
    for text in tenant.corpus:
        for sentence in sentences(plain(text)):
            _add_saying(found, sentence, "corpus")
    found.corpus_stems = f" {' '.join(s for one in found.sayings for s in (*one.stems, '|'))} "


def _add_saying(found: Identity, sentence: str, rule: str) -> None:
    own = tuple(stems(sentence))
    counts = frozenset(counted(sentence)) if rule == "facts" else frozenset()
    said = Saying(sentence, rule, own, content(list(own)), frozenset(numbers(sentence)), counts)
    for one in said.content:
        found.index.setdefault(one, []).append(len(found.sayings))
    found.sayings.append(said)
    found.counts |= dict.fromkeys(counts, sentence)
    for start in range(len(own) - 4):
        run = own[start : start + 5]
        if len(content(list(run)) - lists()["generic_stems"]) >= 2:
            found.runs.setdefault(run, said)
    for value in said.numbers:
        if unique(value) and (rule != "corpus" or value % 50):
            found.numbers.setdefault(value, sentence)


def unique(value: float) -> bool:
    """Whether a number is unlikely to be met by chance: three figures that say something."""
    figures = f"{value:.6f}".rstrip("0").rstrip(".")
    if figures in lists()["common_numbers"] or (value == int(value) and 1900 <= value <= 2100):
        return False
    telling = figures.replace(".", "").strip("0")
    return len(telling) >= 3 or (
        value >= 10_000 and len(telling) >= 2 and value != round(value, -4)
    )


def _add_jargon(found: Identity, tenant: Tenant) -> None:
    """Quoted words of the business: `the "spoon tax"` is its own coin wherever it turns up."""
    for text in (*tenant.corpus, *tenant.facts):
        for match in _QUOTED.finditer(plain(text)):
            phrase = (match[1] or match[2]).strip(" .,!?")
            own = tuple(stems(phrase))
            if len(own) > 2 and own[0] in lists()["determiners"]:
                own = own[1:]
            if 1 <= len(own) <= 4 and (len(own) > 1 or not known(squash(phrase))):
                found.jargon.setdefault(own, phrase)
