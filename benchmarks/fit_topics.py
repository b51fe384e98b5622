"""Fits the topic combiner: `python -m benchmarks.fit_topics FOLDER [--write]`.

FOLDER holds `passages.jsonl` ({"id", "text"}) and `labels.jsonl` ({"id", "topics"}). Only twelve
coefficients, their scaling and the intercept are kept. Prints figures on texts left out of the fit.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.fitted import keep
from cdt.embed import READER
from domain.language.sentences import sentences
from domain.language.topics import FEATURES, TAXONOMY, read

WEIGHT = 1.4  # positives are rare; F1 at .5 wants a little less caution than the likelihood does
STRENGTH = 0.3


def rows(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features (texts x 29, 12), truth, and the number of the text of each row."""
    texts = {d["id"]: d["text"] for d in map(json.loads, (folder / "passages.jsonl").open())}
    features, truth, owner = [], [], []
    for number, label in enumerate(map(json.loads, (folder / "labels.jsonl").open())):
        text = texts[label["id"]]
        spans = sentences(text)
        vectors = READER.meanings(text).of([(part.start, part.end) for part in spans])
        features.append(read(spans, vectors, READER.embed).features)
        truth.extend(topic in label["topics"] for topic in TAXONOMY)
        owner.extend([number] * len(TAXONOMY))
    return np.concatenate(features), np.array(truth), np.array(owner)


def figures(p: np.ndarray, truth: np.ndarray) -> str:
    """F1 at .5, best F1 over thresholds, first hit, precision from .6 up."""
    p, truth = p.reshape(-1, len(TAXONOMY)), truth.reshape(-1, len(TAXONOMY))

    def f1(cut: float) -> float:
        given = p >= cut
        return 2 * (given & truth).sum() / max(1, given.sum() + truth.sum())

    best = max((f1(cut), cut) for cut in np.arange(0.1, 0.9, 0.02))
    hit = truth[np.arange(len(p)), p.argmax(axis=1)].mean()
    sure = truth[p >= 0.6]
    return (
        f"F1 {f1(0.5):.3f} best {best[0]:.3f} at {best[1]:.2f} hit@1 {hit:.3f} "
        f"sure {sure.mean():.3f} of {len(sure)}"
    )


def per_topic(p: np.ndarray, truth: np.ndarray) -> None:
    """Found, false and missed by topic at .5."""
    given, truth = p.reshape(-1, len(TAXONOMY)) >= 0.5, truth.reshape(-1, len(TAXONOMY))
    for place, topic in enumerate(TAXONOMY):
        g, t = given[:, place], truth[:, place]
        print(f"{topic:20} found {(g & t).sum()} false {(g & ~t).sum()} missed {(~g & t).sum()}")


def main() -> None:
    """Fit, report, and with --write keep the coefficients beside the rule."""
    x, y, owner = rows(Path(sys.argv[1]))
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / scale
    model = LogisticRegression(C=STRENGTH, class_weight={True: WEIGHT, False: 1.0}, max_iter=2000)
    left_out = cross_val_predict(
        model, z, y, groups=owner, cv=GroupKFold(10), method="predict_proba"
    )[:, 1]
    print("left out:", figures(left_out, y))
    model.fit(z, y)
    print("fitted:  ", figures(model.predict_proba(z)[:, 1], y))
    per_topic(left_out, y)
    for name, value in zip(FEATURES, model.coef_[0], strict=True):
        print(f"{name:14} {value:+.3f}")
    if "--write" in sys.argv:
        keep("topics", FEATURES, (mean, scale), model)


if __name__ == "__main__":
    main()
