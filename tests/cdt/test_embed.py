"""Vectors are of unit length, in order, and the same from any thread."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from cdt.embed import WIDTH, buckets, embed, kept


def test_no_texts_give_an_empty_table():
    assert embed([]).shape == (0, WIDTH)


def test_vectors_are_of_unit_length_and_in_the_order_of_the_texts():
    texts = ["we raised our prices", "x", "a much longer sentence about the price of almonds " * 9]
    rows = embed(texts)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[2], embed([texts[2]])[0], atol=1e-5)


def test_like_meaning_is_nearer_than_unlike_meaning():
    price, dear, sleep = embed(["the price is too high", "it costs too much", "I sleep badly"])
    assert price @ dear > price @ sleep + 0.2


def test_broken_and_empty_text_still_gets_a_vector():
    assert np.isfinite(embed(["", "\x00\ud800", "😀"])).all()


def test_threads_that_ask_at_once_get_the_same_rows():
    texts = [f"note number {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        first, *rest = pool.map(lambda _: embed(texts), range(4))
    assert all(np.allclose(first, other, atol=1e-5) for other in rest)


def test_buckets_hold_every_row_once_and_alike_lengths_together():
    lengths = [3, 200, 4, 3, 190, 5] * 10
    groups = list(buckets(lengths))
    assert sorted(row for group in groups for row in group) == list(range(len(lengths)))
    assert all(max(lengths[r] for r in g) <= 1.4 * min(lengths[r] for r in g) + 8 for g in groups)


def test_fixed_lines_are_encoded_once_for_all_processes(tmp_path: Path):
    asked = []

    def encode(lines: Sequence[str]) -> np.ndarray:
        asked.append(lines)
        return embed(lines)

    first, again = kept(["a", "b"], encode, tmp_path), kept(["a", "b"], encode, tmp_path)
    assert np.array_equal(first, again)
    assert asked == [["a", "b"]]
    kept(["a", "c"], encode, tmp_path)
    assert len(asked) == 2
