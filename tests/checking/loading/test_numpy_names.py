"""What older programs ask of NumPy."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from groundup.checking.loading.numpy_names import (
    OLDER,
    SINGLE,
    Singles,
    of_any,
    of_iterators,
    of_ragged,
    single,
)

ROWS = [np.arange(3.0), np.ones(3)]


@pytest.mark.parametrize("stack", [np.hstack, np.vstack, np.stack])
def test_arrays_come_one_after_the_other_or_in_a_list(stack) -> None:
    right = stack(ROWS)
    assert of_iterators(stack)(iter(ROWS)).tolist() == right.tolist()
    assert of_iterators(stack)(ROWS).tolist() == right.tolist()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("int(column[1])", 2),
        ("float(column[1])", 2.0),
        ("int(word)", 7),
        ("int(text[0])", 4),
        ("int(one)", 3),
        ("int(3.9)", 3),
    ],
)
def test_an_array_of_one_number_is_that_number(text: str, value: float) -> None:
    names = {"column": np.array([[1.0], [2.0]]), "word": "7", "text": "42", "one": np.array([3])}
    tree = Singles().visit(ast.parse(text, mode="eval"))
    assert eval(compile(tree, "<text>", "eval"), {SINGLE: single}, names) == value


def test_several_numbers_are_no_number() -> None:
    tree = Singles().visit(ast.parse("int(column)", mode="eval"))
    with pytest.raises(TypeError):
        eval(compile(tree, "<text>", "eval"), {SINGLE: single, "column": np.ones(2)})


def test_what_numpy_no_longer_has_means_what_it_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("asfarray", "round_"):
        monkeypatch.setattr(np, name, OLDER[name], raising=False)
    assert np.asfarray(["1", "2.5"]).tolist() == [1.0, 2.5]  # type: ignore
    assert np.round_(2.6) == 3.0  # type: ignore


def test_rows_of_unlike_lengths_are_objects_and_whatever_else_is_wrong_is_told() -> None:
    array = of_ragged(np.array)
    found = array([np.ones((3, 4)), np.ones((4, 2))])
    assert (found.dtype, found.shape, found[1].shape) == (object, (2,), (4, 2))
    assert array([[1.0], [2.0]]).dtype == float
    assert array([1, 2], dtype=float).dtype == float
    with pytest.raises(ValueError, match="inhomogeneous"):
        array([np.ones((3, 4)), np.ones((3, 2))])  # which never were
    with pytest.raises(ValueError, match="convert"):
        array("ab", float)
    with pytest.raises(ValueError, match="inhomogeneous"):
        array([[1.0], [2.0, 3.0]], dtype=float)


@pytest.mark.parametrize("text", ["'%.1f' % column", "'%.1f %d' % (column, 3)"])
def test_a_text_takes_an_array_of_one_number(text: str) -> None:
    tree = ast.fix_missing_locations(Singles().visit(ast.parse(text, mode="eval")))
    names = {"column": np.array([0.5]), SINGLE: single}
    assert eval(compile(tree, "", "eval"), names).startswith("0.5")


def test_ragged_lists_have_a_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "asarray", of_ragged(np.asarray))
    shape = of_any(np.shape)
    assert shape([[[1.0, 2.0], [1.0]], [[3.0, 4.0], [0.0]]]) == (2, 2)
    assert shape(np.ones((2, 3))) == (2, 3)
    assert shape(1.0) == ()
