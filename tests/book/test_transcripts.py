"""From a session as the book prints it comes what was typed, in lines with the same numbers."""

from __future__ import annotations

import pytest

from groundup.book.transcripts import commands, is_transcript

BACKSLASH = """\
>>> a, b, c = \\
... load()
>>> net = Network([784, 30, 10])
"""
ANSWERED = """\
>>> net.SGD(digits, 30,
... test_data=test)
Epoch 0: 9129 / 10000
...
Epoch 29: 9534 / 10000
>>> print net.sizes
[784, 30, 10]
"""
BRACKETS = """\
>>> net = Network([
        SoftmaxLayer(n_in=100, n_out=10)], 10)
99 percent
"""
BLOCK = """\
>>> for x in range(3):
...     print(x)
...
0
>>> done()
"""


@pytest.mark.parametrize(
    ("session", "typed"),
    [
        (BACKSLASH, ["a, b, c = \\", "load()", "net = Network([784, 30, 10])"]),
        (ANSWERED, ["net.SGD(digits, 30,", "test_data=test)", "", "", "", "print net.sizes", ""]),
        (BRACKETS, ["net = Network([", "        SoftmaxLayer(n_in=100, n_out=10)], 10)", ""]),
        (BLOCK, ["for x in range(3):", "    print(x)", "", "", "done()"]),
    ],
)
def test_what_was_typed_stays_and_answers_go(session: str, typed: list[str]) -> None:
    assert is_transcript(session)
    assert commands(session).splitlines() == typed


def test_a_program_is_no_session() -> None:
    assert not is_transcript("x = 8 >> 2\nprint(x)\n")
