"""One score out of many: what speaks for a passage is weighed as it was learned for its form.

Every part is measured against the other candidates (mean and spread), so that none outshouts the
rest. The weights are fitted on conversations of our own making (`benchmarks/fit_retrieval.py`),
one set for each form: `talk` (short turns), `chat` (a speaker with long replies), `prose`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

Form = Literal["talk", "chat", "prose"]
FORMS: tuple[Form, ...] = ("talk", "chat", "prose")
PARTS = ("words", "share", "closeness", "source", "speaker", "asks")
"""The score by words in all fields; the share of the question's words that the passage itself says;
likeness of meaning, word by word; the best likeness in the same source; whether its speaker is
meant; whether it asks itself. What else was tried, and was of no use, is in
docs/decisions/0016-retrieval.md."""
_SPREAD = frozenset({"speaker", "asks"})


@dataclass(frozen=True)
class Candidates:
    """What is known of each candidate, one row each."""

    words: np.ndarray
    share: np.ndarray
    closeness: np.ndarray
    source: np.ndarray
    speaker: np.ndarray
    asks: np.ndarray


def highest(places: np.ndarray, values: np.ndarray, most: int) -> np.ndarray:
    """Those of `places` with the highest `values`, best first, at most `most`; the first of equals.

    `values` has one number for every place there is.
    """
    if len(places) > most:  # to sort them all would be half of a question to a large business
        own = values[places]
        places = places[own >= np.partition(own, len(own) - most)[len(own) - most]]
    return places[np.argsort(-values[places], kind="stable")[:most]]


def measured(given: Candidates) -> np.ndarray:
    """Parts of every candidate (n, len(PARTS)), each against all candidates."""
    columns = []
    for name in PARTS:
        values = np.asarray(getattr(given, name), np.float64)
        columns.append(values - values.mean() if name in _SPREAD else zscored(values))
    return np.stack(columns, axis=1)


def zscored(values: np.ndarray) -> np.ndarray:
    """Against mean and spread; zeros where all are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def joined(parts: np.ndarray, forms: np.ndarray, without: Sequence[str] = ()) -> np.ndarray:
    """What each part is worth for each candidate (n, parts); its sum is the joint score.

    `forms` are places in FORMS. `without` leaves parts out, for measuring what each is good for.
    """
    table = np.array([[weights()[form][name] for name in PARTS] for form in FORMS])
    for name in set(without) & set(PARTS):
        table[:, PARTS.index(name)] = 0.0
    return parts * table[forms]


@lru_cache(maxsize=1)
def weights() -> Mapping[str, Mapping[str, float]]:
    """Form → part → weight."""
    return json.loads(Path(__file__).with_name("fusion.json").read_text())["weights"]


def reasons(worth: Mapping[str, float], said: Sequence[str], speaker: str) -> list[str]:
    """Why a passage was chosen, in plain words, what counted most first.

    `worth` is what each part adds, `said` the words of the question that stand in the passage.
    """
    told = {
        "words": f"says {_listed(said)}" if said else "says what is asked about right beside it",
        "closeness": "means much the same",
        "source": "stands where this is spoken of",
        "speaker": f"is said by {speaker}, who is asked about" if speaker else "",
    }
    best = sorted((name for name in told if worth.get(name, 0.0) >= 0.25), key=lambda n: -worth[n])
    return [told[name] for name in best if told[name]] or ["is the nearest that there is"]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
