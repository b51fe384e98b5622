"""How well texts are read: `python -m benchmarks.extraction FOLDER [--hedges FILE]`; prints JSON.

FOLDER as in fit_topics. Topics and pain are measured on texts left out of the fit. Each figure has
a 95 % bootstrap interval over texts and stands beside a trivial baseline; probabilities come with
their calibration. The intelligence-to-compute ratio counts label-correct topics, channels, entities
per cent of processor time (`CENTS_AN_HOUR`), beside one call of a small hosted model for each input
at list prices, taken to find as many. FILE holds labelled sentences: {"text", "hedged"}.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, LeaveOneOut, cross_val_predict

from benchmarks import fit_pain, fit_topics
from cdt.embed import READER
from domain.language.entities import is_name
from domain.language.extraction import draft_many
from domain.language.sentences import sentences
from domain.language.shapes import Extraction
from domain.language.tone import hedges
from domain.language.topics import TAXONOMY
from domain.packing import tokens

DRAWS, SEED, FOLDS = 2_000, 7, 10
SURE, YES = 0.6, 0.5
CENTS_AN_HOUR = 4.0
"""What an hour of one processor costs, in cents: a common list price of rented machines."""
CENTS_A_MILLION_IN, CENTS_A_MILLION_OUT = 15.0, 60.0
"""What a small hosted model costs by its list price."""
PROMPT_TOKENS, ANSWER_TOKENS = 900, 500
"""Of one call that reads one text into this shape."""
NAMED = ("company", "product", "person", "tool", "channel")
BARS = {
    "topics_f1": 0.60, "hit_at_1": 0.72, "sure_precision": 0.80, "entities_f1": 0.78,
    "entities_recall": 0.85, "channels_f1": 0.84, "opposite_sentiment": 0.05, "pain_auc": 0.68,
    "hedges_f1": 0.75,
}  # fmt: skip
Counts = np.ndarray
"""(texts, 3): true, false and missed items."""


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", type=Path)
    given.add_argument("--hedges", type=Path)
    asked = given.parse_args()
    labels = _lines(asked.folder / "labels.jsonl")
    texts = {row["id"]: row["text"] for row in _lines(asked.folder / "passages.jsonl")}
    ordered = [texts[row["id"]] for row in labels]
    draft_many(ordered[:1], READER)
    used = time.process_time()
    reads = draft_many(ordered, READER)
    used = time.process_time() - used
    p, truth = _left_out_topics(asked.folder)
    figures = {
        **_topics(p, truth),
        **_names(reads, labels, ordered),
        **_channels(reads, labels, ordered),
        **_sentiment(reads, labels),
        **_pain(asked.folder, ordered),
        **(_hedges(asked.hedges) if asked.hedges else {}),
    }
    told = {
        "texts": len(labels), "figures": figures, "bars": BARS,
        "calibration": calibration(p.ravel(), truth.ravel()),
        "intelligence_to_compute": _ratio(reads, labels, used, ordered),
    }  # fmt: skip
    print(json.dumps(told, indent=1))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def told_as(
    value: Callable[[np.ndarray], float], count: int, baseline: float | None = None
) -> dict[str, Any]:
    """A figure over the rows it is given, with its interval, beside what a trivial rule reaches."""
    rng = np.random.default_rng(SEED)
    draws = [value(rng.integers(0, count, count)) for _ in range(DRAWS)]
    low, high = np.nanquantile(draws, (0.025, 0.975))
    return {
        "value": round(value(np.arange(count)), 3), "low": round(float(low), 3),
        "high": round(float(high), 3),
        "baseline": None if baseline is None else round(baseline, 3),
    }  # fmt: skip


def f1(counts: Counts) -> float:
    """Micro F1 of summed counts; nan where there is nothing to find."""
    true, false, missed = counts.sum(axis=0)
    whole = 2 * true + false + missed
    return float(2 * true / whole) if whole else float("nan")


def _compared(found: Sequence[set[str]], wanted: Sequence[set[str]]) -> Counts:
    return np.array([
        (len(a & b), len(a - b), len(b - a)) for a, b in zip(found, wanted, strict=True)
    ])  # fmt: skip


def _left_out_topics(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """(texts, topics): probabilities from fits without the text, and the labels."""
    x, y, owner = fit_topics.rows(folder)
    z = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-9)
    model = LogisticRegression(
        C=fit_topics.STRENGTH, class_weight={True: fit_topics.WEIGHT, False: 1.0}, max_iter=2000
    )
    p = cross_val_predict(
        model, z, y, groups=owner, cv=GroupKFold(FOLDS), method="predict_proba"
    )[:, 1]  # fmt: skip
    return p.reshape(-1, len(TAXONOMY)), y.reshape(-1, len(TAXONOMY))


def _topics(p: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    given, rows = p >= YES, np.arange(len(p))
    counts = np.stack([
        (given & truth).sum(axis=1), (given & ~truth).sum(axis=1), (~given & truth).sum(axis=1)
    ], axis=1)  # fmt: skip
    hit = truth[rows, p.argmax(axis=1)]
    sure, right = (p >= SURE).sum(axis=1), ((p >= SURE) & truth).sum(axis=1)
    usual = np.argsort(-truth.sum(axis=0))[:2]
    always = np.zeros_like(truth)
    always[:, usual] = True
    trivial = 2 * (always & truth).sum() / (always.sum() + truth.sum())
    return {
        "topics_f1": told_as(lambda n: f1(counts[n]), len(p), float(trivial)),
        "hit_at_1": told_as(
            lambda n: float(hit[n].mean()), len(p), float(truth[:, usual[0]].mean())
        ),
        "sure_precision": told_as(
            lambda n: float(right[n].sum() / max(1, sure[n].sum())), len(p), float(truth.mean())
        ),
    }  # fmt: skip


def _names(
    reads: Sequence[Extraction], labels: Sequence[dict[str, Any]], texts: Sequence[str]
) -> dict[str, Any]:
    """Against all runs of words that look like a name."""
    wanted = [{name.lower() for name in row["entities"]} for row in labels]
    channels = [{name.lower() for name in row["channels"]} for row in labels]
    found = [
        {one.text.lower() for one in read.entities if one.kind in NAMED} for read in reads
    ]  # fmt: skip
    found = [a - (c - b) for a, b, c in zip(found, wanted, channels, strict=True)]
    plain = [
        {word.strip(".,;:!?()\"'").lower() for word in text.split()[1:] if is_name(word)}
        for text in texts
    ]
    counts, count = _compared(found, wanted), len(labels)
    return {
        "entities_f1": told_as(lambda n: f1(counts[n]), count, f1(_compared(plain, wanted))),
        "entities_recall": told_as(
            lambda n: float(counts[n, 0].sum() / max(1, counts[n][:, [0, 2]].sum())), count
        ),
    }


def _channels(
    reads: Sequence[Extraction], labels: Sequence[dict[str, Any]], texts: Sequence[str]
) -> dict[str, Any]:
    """Against the channel's own name standing in the text."""
    wanted = [set(row["channels"]) for row in labels]
    every = {name for row in wanted for name in row}
    plain = [{name for name in every if name.replace("_", " ") in text.lower()} for text in texts]
    counts = _compared([set(read.channels) for read in reads], wanted)
    trivial = f1(_compared(plain, wanted))
    return {"channels_f1": told_as(lambda n: f1(counts[n]), len(labels), trivial)}


def _sentiment(
    reads: Sequence[Extraction], labels: Sequence[dict[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    """The share of the wrong sign among what was said, against always saying the usual sign."""
    rows = np.array([
        (read.sentiment is not None, (read.sentiment or 0) * row["sentiment"] < 0)
        for read, row in zip(reads, labels, strict=True)
    ])  # fmt: skip
    signs = Counter(np.sign(row["sentiment"]) for row in labels)
    trivial = min(signs[1], signs[-1]) / len(labels)
    return {
        "opposite_sentiment": told_as(
            lambda n: float(rows[n, 1].sum() / max(1, rows[n, 0].sum())), len(rows), trivial
        ),
        "sentiment_said": int(rows[:, 0].sum()),
    }


def _pain(folder: Path, texts: Sequence[str]) -> dict[str, Any]:
    """Against the length of the text."""
    x, y = fit_pain.rows(folder)
    z = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-9)
    model = LogisticRegression(C=fit_pain.STRENGTH)
    p = cross_val_predict(model, z, y, cv=LeaveOneOut(), method="predict_proba")[:, 1]

    def area(rows: np.ndarray) -> float:
        return float(roc_auc_score(y[rows], p[rows])) if 0 < y[rows].sum() < len(rows) else np.nan

    return {"pain_auc": told_as(area, len(y), float(roc_auc_score(y, [len(t) for t in texts])))}


def _hedges(path: Path) -> dict[str, Any]:
    """Whether a sentence holds doubt, against saying so of every sentence."""
    rows = _lines(path)
    truth = np.array([bool(row["hedged"]) for row in rows])
    given = np.array([bool(hedges(sentences(row["text"]))) for row in rows])
    counts = np.stack([given & truth, given & ~truth, ~given & truth], axis=1).astype(int)
    trivial = float(2 * truth.mean() / (1 + truth.mean()))
    return {
        "hedges_f1": told_as(lambda n: f1(counts[n]), len(rows), trivial),
        "hedge_sentences": len(rows),
    }


def calibration(p: np.ndarray, truth: np.ndarray, bins: int = 10) -> dict[str, Any]:
    """How often what is given a probability is true, by tenths; and the mean gap, weighted."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    rows = [
        {
            "from": n / bins, "count": int((place == n).sum()),
            "said": round(float(p[place == n].mean()), 3),
            "true": round(float(truth[place == n].mean()), 3),
        }
        for n in range(bins) if (place == n).any()
    ]  # fmt: skip
    gap = sum(row["count"] * abs(row["said"] - row["true"]) for row in rows) / len(p)
    return {"bins": rows, "expected_error": round(gap, 4)}


def _ratio(
    reads: Sequence[Extraction],
    labels: Sequence[dict[str, Any]],
    seconds: float,
    texts: Sequence[str],
) -> dict[str, Any]:
    """Label-correct items per cent of processor time (decisions, definition of ICR)."""
    right = 0
    for read, row in zip(reads, labels, strict=True):
        given = {one.topic for one in read.topics if one.p >= YES}
        right += len(given & set(row["topics"])) + len(set(read.channels) & set(row["channels"]))
        names = {one.text.lower() for one in read.entities}
        right += len(names & {name.lower() for name in row["entities"]})
    cents = seconds / 3600 * CENTS_AN_HOUR
    read_in = sum(tokens(text) + PROMPT_TOKENS for text in texts)
    one_call = (
        read_in * CENTS_A_MILLION_IN + len(texts) * ANSWER_TOKENS * CENTS_A_MILLION_OUT
    ) / 1e6
    return {
        "correct_items": right, "processor_seconds": round(seconds, 2),
        "cents": round(cents, 6), "items_a_cent": round(right / cents),
        "cents_a_processor_hour": CENTS_AN_HOUR,
        "one_call_an_input": {"cents": round(one_call, 4), "items_a_cent": round(right / one_call)},
    }  # fmt: skip


if __name__ == "__main__":
    main()
