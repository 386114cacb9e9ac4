"""A program in Python 2 prints what it did there."""

from __future__ import annotations

import ast

import pytest

from groundup.book import older
from groundup.checking.loading.sources import readable


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("print 7/2, -7/2, 7/2.0", "3 -4 3.5\n"),
        ("n = 7\nn /= 2\nprint n", "3\n"),
        ("from __future__ import division\nprint 7/2", "3.5\n"),
        ("import numpy as np\nprint np.arange(4)/2, np.arange(2)/2.0", "[0 0 1 1] [0.  0.5]\n"),
        ("import numpy as np\nx = y = np.ones(2)\nx /= 2\nprint y", "[0.5 0.5]\n"),
        ("print 'a'\nprint\nprint 'b',\nprint 'c'", "a\n\nb c\n"),
        ("print ('%d of %d') % (3, 4), 'right'; print `1`", "3 of 4 right\n1\n"),
        ("print -1 + 3, [i for i in xrange(2)]", "2 [0, 1]\n"),
        ("import sys\nprint >>sys.stdout, 'a', 1", "a 1\n"),
        ("print sorted({1: 2}.iteritems()), {1: 2}.has_key(1)", "[(1, 2)] True\n"),
    ],
)
def test_what_is_printed(program: str, printed: str, capsys: pytest.CaptureFixture) -> None:
    text, _, language = readable(program)
    assert language == "Python 2"
    code = compile(older.converted(ast.parse(text)), "older", "exec", dont_inherit=True)
    exec(code, {**older.NAMES})
    assert capsys.readouterr().out == printed
