"""Only the official weights become a graph, and only whole."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cdt.minilm_graph import SHA256, WeightsChanged, cached, verify, weights_folder


def test_the_installed_weights_are_the_official_ones():
    verify(weights_folder())


def test_changed_weights_are_refused(tmp_path):
    for name in SHA256:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(WeightsChanged, match=r"model\.safetensors"):
        verify(tmp_path)


def test_two_builders_at_once_leave_one_whole_file(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: cached(weights_folder(), tmp_path), range(2))
    assert first == second
    assert [file.suffix for file in tmp_path.iterdir()] == [".onnx"]
    assert first.stat().st_size > 80_000_000
