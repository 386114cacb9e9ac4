"""The suggested adapter is short, is Python, and has the learner's own names."""

from __future__ import annotations

import ast

from groundup.checking.adapting import shortest_adapter
from tests.checking.conftest import Write
from tests.checking.test_isolation import ODD


def test_a_class(write: Write) -> None:
    adapter = shortest_adapter(str(write("class Net:\n    def my_backprop(self, x, y): pass\n")))
    ast.parse(adapter)
    assert "learner.Net(" in adapter
    assert "my_backprop(x, y)" in adapter
    assert len(adapter.splitlines()) <= 6


def test_a_function(write: Write) -> None:
    adapter = shortest_adapter(str(write("def gradient(inputs, W, b, targets, q): pass\n")))
    ast.parse(adapter)
    assert "learner.gradient(x, w, b, y, q)" in adapter


def test_names_that_tell_nothing(write: Write) -> None:
    adapter = shortest_adapter(str(write(ODD)))
    ast.parse(adapter)
    assert "learner.Brain(" in adapter
    assert "ponder(" in adapter


def test_files_that_cannot_be_read(write: Write) -> None:
    ast.parse(shortest_adapter(str(write("def (:"))))
