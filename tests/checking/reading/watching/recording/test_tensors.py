"""Tensors are read, and written in place, as arrays are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.watching.recording.state import leaves, written
from groundup.checking.reading.watching.recording.tensors import (
    array_of,
    filled,
    is_tensor,
    torch,
    widened,
)


@pytest.fixture
def library() -> Any:
    return pytest.importorskip("torch")


def test_what_stands_in_for_it_has_no_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    monkeypatch.setitem(sys.modules, "torch", types.ModuleType("torch"))
    assert torch() is None
    assert not is_tensor(np.zeros(2))
    with widened():
        assert not is_tensor([1.0])


@pytest.mark.frameworks
def test_numbers_are_put_into_a_tensor_itself(library: Any) -> None:
    w = library.nn.Parameter(library.zeros(2, 3))
    assert filled(w, np.ones((2, 3))) is w
    assert w.detach().sum() == 6.0
    assert w.requires_grad


@pytest.mark.frameworks
def test_one_of_whole_numbers_stays_so_or_has_another_in_its_place(library: Any) -> None:
    labels = library.tensor([0, 2, 1])
    assert filled(labels, np.array([1.0, 1.0, 2.0])).dtype == library.int64
    other = filled(labels, np.array([0.5, 1.0, 2.0]))
    assert other.tolist() == [0.5, 1.0, 2.0]
    assert labels.tolist() == [0, 2, 1]


@pytest.mark.frameworks
def test_tensors_are_found_and_written_where_they_are_kept(library: Any) -> None:
    names = {"layers": [{"w": library.ones(2, 2)}], "device": library.device("cpu")}
    (place,) = leaves(names, lambda thing: False)
    w = names["layers"][0]["w"]
    written(names["layers"], place[1:], np.full((2, 2), 7.0))
    assert w.tolist() == [[7.0, 7.0], [7.0, 7.0]]


@pytest.mark.frameworks
def test_what_numpy_has_no_numbers_like_is_left_out(library: Any) -> None:
    assert array_of(library.zeros(2, dtype=library.bfloat16)) is None
    assert array_of(library.eye(2).to_sparse()) is None


@pytest.mark.frameworks
def test_half_of_the_digits_become_all_of_them(library: Any) -> None:
    single = library.float32
    with widened():
        assert library.rand(2).dtype == library.float64
        assert library.zeros(2, dtype=library.float).dtype == library.float64
        assert library.arange(3).float().dtype == library.float64
        assert library.FloatTensor([1.0]).dtype == library.float64
    assert library.float32 is single
    assert library.rand(2).dtype == single
    assert library.arange(3).float().dtype == single
