"""A step that is written once becomes a loop of one turn."""

from __future__ import annotations

import ast
import textwrap

import pytest

from groundup.checking.reading.watching.recording.straight import ONCE, looped


def rewritten(text: str) -> str:
    return ast.unparse(looped(ast.parse(textwrap.dedent(text))))


def test_from_the_first_use_to_the_last_change() -> None:
    text = """
        w = make()
        b = zeros()
        print(w)
        out = w @ x + b
        w -= out
        b = b - out
        print(w)
    """
    expected = f"""
        w = make()
        b = zeros()
        print(w)
        for {ONCE} in [0]:
            out = w @ x + b
            w -= out
            b = b - out
        print(w)
    """
    assert rewritten(text) == textwrap.dedent(expected).strip()


def test_a_second_step_is_not_in_it() -> None:
    step = "o = w * b\nw -= o\nb -= o\n"
    lines = rewritten(f"w = 1\nb = 2\n{step}{step}").splitlines()
    assert [line.startswith(" ") for line in lines[3:]] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    "text",
    [
        "w = 1\nout = w * 2\nw -= out",  # one name alone may count something
        "w = 1\nw -= 1\nb = 2\nout = w * b\nb -= out",  # changed before all were made
        "w -= 1\nb -= 1",  # made nowhere
        "w = 1\nb = 2\nfor i in range(3):\n    w -= b\n    b -= w",
        "w = 1\nb = 2\nw -= 1\nb -= 1",  # nothing is computed before
    ],
)
def test_else_it_stays_as_it_is(text: str) -> None:
    assert rewritten(text) == text
