"""Samples are tensors for code that calculates with them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.watching.programs.calls import call
from groundup.checking.reading.watching.programs.shapes import Shape
from groundup.checking.reading.watching.programs.tensors import as_tensors, wants_tensors

pytestmark = pytest.mark.frameworks

CODE = """
import torch
import numpy as np

def fit(x, y):
    return torch.mm(x.T, y)

def convert(x, y):
    return torch.from_numpy(x).shape, torch.from_numpy(y).shape

def plain(x, y):
    return x.T @ y

class Net:
    def __init__(self):
        self.w = torch.ones(3, 2)

    def train(self, x, y):
        return x @ self.w - y
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("torch")
    (tmp_path / "written_with_tensors.py").write_text(CODE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(__import__("sys").modules, "written_with_tensors", raising=False)
    return __import__("written_with_tensors")


def test_what_is_written_with_tensors_is_given_them(module: ModuleType) -> None:
    assert wants_tensors(module.fit)
    assert wants_tensors(module.Net().train)
    assert not wants_tensors(module.convert)
    assert not wants_tensors(module.plain)
    assert not wants_tensors(np.dot)


def test_calls(module: ModuleType) -> None:
    shape = Shape((3, 5, 2))
    results = [call(one, shape.values(), shape.sizes) for one in (module.fit, module.plain)]
    assert [type(one).__name__ for one in results] == ["Tensor", "ndarray"]
    assert call(module.convert, shape.values(), shape.sizes) == ((7, 3), (7, 2))


def test_tensors_have_the_memory_of_arrays() -> None:
    pytest.importorskip("torch")
    x = np.zeros(2)
    pairs: Any = as_tensors([(x, 1)])
    x += 1.0
    assert pairs[0][0].tolist() == [1.0, 1.0]
    assert pairs[0][1] == 1
    assert as_tensors("sigmoid") == "sigmoid"
    assert as_tensors([3, 5, 2]) == [3, 5, 2]
