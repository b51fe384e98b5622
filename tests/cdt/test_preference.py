"""The preference model finds planted effects and knows how sure it may be."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from cdt.industry import TooFewBusinesses
from cdt.preference import (
    Effect,
    Preference,
    Row,
    belief_confidence,
    draw,
    explain,
    fit,
    industry_prior,
    manifest_hash,
    predict,
    project,
)

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
SEGMENTS, CHANNELS, ANGLES = ("ops", "founders"), ("linkedin", "email", "seo"), ("roi", "ease")


def planted(count: int, seed: int, noise=0.2, lift=0.25, age_days=180) -> list[Row]:
    """Rows in which e-mail does `lift` better, and return on investment `lift` better for ops."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        segment, channel, angle = (str(rng.choice(c)) for c in (SEGMENTS, CHANNELS, ANGLES))
        truth = 0.3 + lift * (channel == "email") + lift * (segment == "ops" and angle == "roi")
        rows.append(
            Row(
                id=f"r{number:05}",
                at=NOW - timedelta(days=float(rng.uniform(0, age_days))),
                segment=segment,
                channel=channel,
                angle=angle,
                outcome=float(np.clip(truth + rng.normal(0, noise), 0, 1)),
            )
        )
    return rows


def row(segment="ops", channel="email", angle="roi", at=NOW, **over) -> Row:
    return Row(id="x", at=at, segment=segment, channel=channel, angle=angle, **over)


def test_planted_effects_are_found():
    pref = fit(planted(300, 1), NOW)
    best, worst = predict(pref, [row(), row(channel="seo", angle="ease")])[0]
    assert best == pytest.approx(0.8, abs=0.07)
    assert worst == pytest.approx(0.3, abs=0.07)
    assert pref.noise == pytest.approx(0.2, abs=0.03)
    assert belief_confidence(pref, Effect(segment="ops", feature="channel=email")) > 0.99
    assert belief_confidence(pref, Effect(segment="ops", feature="cell=ops|roi")) > 0.99
    worse = Effect(segment="ops", feature="channel=seo", direction=-1)
    assert belief_confidence(pref, worse) > 0.95


def test_confidence_is_calibrated_over_many_worlds():
    rng = np.random.default_rng(4)
    said, true = [], []
    for seed in range(250):
        effects = {c: rng.normal(0, 0.1) for c in CHANNELS}
        rows = [
            one.model_copy(
                update={"outcome": float(np.clip((one.outcome or 0) + effects[one.channel], 0, 1))}
            )
            for one in planted(25, seed, lift=0.0)
        ]
        rows = [
            one.model_copy(update={"outcome": min(1.0, (one.outcome or 0) + 0.2)}) for one in rows
        ]
        pref = fit(rows, NOW)
        for channel in CHANNELS:
            share = pref.shares.get("ops", {})
            average = sum(effects[c] * share.get(f"channel={c}", 0.0) for c in CHANNELS)
            said.append(
                belief_confidence(pref, Effect(segment="ops", feature=f"channel={channel}"))
            )
            true.append(effects[channel] > average)
    said, true = np.array(said), np.array(true, dtype=float)
    bins = np.minimum((said * 5).astype(int), 4)
    gaps = [
        abs(said[bins == b].mean() - true[bins == b].mean()) * (bins == b).mean()
        for b in range(5)
        if (bins == b).any()
    ]
    assert sum(gaps) <= 0.08


def test_intervals_hold_what_they_promise():
    inside = []
    for seed in range(120):
        shown = explain(fit(planted(60, seed, noise=0.15, lift=0.2), NOW), row())
        inside.append(shown.low <= 0.7 <= shown.high)
    assert np.mean(inside) >= 0.88


def test_the_explanation_names_the_planted_causes():
    shown = explain(fit(planted(300, 1), NOW), row())
    assert {part.feature for part in shown.top} & {"channel=email"}
    assert shown.low <= shown.mean <= shown.high


def test_what_was_seen_long_ago_leaves_more_doubt():
    old = [one.model_copy(update={"at": NOW - timedelta(days=900)}) for one in planted(100, 2)]
    fresh, faded = (predict(fit(rows, NOW), [row()])[1][0] for rows in (planted(100, 2), old))
    assert faded > fresh


def test_without_rows_the_model_says_one_half_and_is_unsure():
    mean, sd = predict(fit([], NOW), [row()])
    assert mean[0] == 0.5
    assert sd[0] > 0.4
    assert belief_confidence(fit([], NOW), Effect(segment="ops", feature="channel=email")) == 0.5


def test_the_same_rows_in_any_order_give_the_same_bytes():
    rows = planted(80, 3)
    one, other = fit(rows, NOW), fit(rows[::-1], NOW)
    assert one.model_dump_json() == other.model_dump_json()
    again = Preference.model_validate_json(one.model_dump_json())
    assert manifest_hash(again) == one.hash
    assert fit(rows[:-1], NOW).hash != one.hash


def test_draws_scatter_as_widely_as_the_model_doubts():
    pref, rng = fit(planted(60, 5), NOW), np.random.default_rng(1)
    options = [row(), row(channel="tiktok"), row(channel="seo", angle="ease")]
    drawn = np.array([draw(pref, options, rng, boldness=1) for _ in range(2_000)])
    assert drawn.std(axis=0) == pytest.approx(predict(pref, options)[1], rel=0.1)


def test_a_channel_that_was_never_tried_leaves_more_doubt():
    pref = fit(planted(60, 5), NOW)
    known, new = predict(pref, [row(), row(channel="tiktok")])[1]
    assert new > known


def test_text_helps_where_words_decide():
    rng = np.random.default_rng(6)
    vectors = rng.normal(size=(200, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = project(vectors)
    rows = [
        one.model_copy(
            update={
                "text": tuple(map(float, text)),
                "outcome": float(np.clip(0.5 + 0.15 * text[0] + rng.normal(0, 0.1), 0, 1)),
            }
        )
        for one, text in zip(planted(200, 6), texts, strict=True)
    ]
    pref = fit(rows, NOW)
    assert pref.mean[pref.names.index("text=0")] == pytest.approx(0.15, abs=0.03)


def test_a_prior_of_an_industry_needs_ten_businesses_and_helps_a_newcomer():
    many = [fit(planted(80, seed), NOW) for seed in range(10)]
    with pytest.raises(TooFewBusinesses):
        industry_prior(many[:9])
    prior = industry_prior(many)
    told = predict(fit([], NOW, prior), [row(), row(channel="seo", angle="ease")])[0]
    assert told[0] - told[1] > 0.3
