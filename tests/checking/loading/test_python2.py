"""Python 2 is read where it takes no more than its syntax."""

from __future__ import annotations

import pytest

import groundup
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.sources import read
from tests.checking.conftest import NET, Write, traced
from tests.checking.loading.conftest import Load


def test_a_program_in_python_2_is_checked_and_said_to_be(write: Write) -> None:
    older = "import cPickle, Queue\nprint 'training', map(abs, [-1])[0]\n" + NET
    report = groundup.check(write(older))
    assert report.verdict == "right", str(report)
    (note,) = [one.message for one in report.findings if one.kind == "note"]
    assert note == "Read as Python 2, whose 1 / 2 is 0, but here 0.5: learners_code.py"


def test_its_functions_give_lists_and_its_modules_have_other_names(loaded: Load) -> None:
    shown = loaded("import cPickle\nprint 1\nx = zip([1], [2])[0] + tuple(map(abs, [-3])[:1])\n")
    assert shown.module.x == (1, 2, 3)
    assert shown.module.cPickle.loads(shown.module.cPickle.dumps(4)) == 4
    assert shown.missing == ()


def test_a_range_ends_at_a_quotient(loaded: Load) -> None:
    shown = loaded("print 1\nbatches = range(7 / 2)\nrest = [k for k in xrange(7 / 2, 5)]\n")
    assert (shown.module.batches, shown.module.rest) == ([0, 1, 2], [3, 4])


def test_a_range_is_a_list_and_all_things_have_an_order(loaded: Load) -> None:
    shown = loaded(
        "import numpy as np\nprint 1\norder = range(3)\norder.reverse()\n"
        "n, best = 0, None\n"
        "while n < () and n >= best and n < 5:\n    n += 1\n"
        "sure = np.arange(3) < 2\n"
        "known = [{1: 2}.has_key(k) for k in order]\n"
    )
    assert shown.module.known == [False, True, False]
    assert shown.skipped == ()
    assert (shown.module.order, shown.module.n) == ([2, 1, 0], 5)
    assert shown.module.sure.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("use", "language"),
    [
        ("for i in xrange(3): print(i)", "Python 2"),
        ("for k, v in {}.iteritems(): pass", "Python 2"),
        ("{}.has_key(3)", "Python 2"),
        ("class D:\n    def has_key(self, k): pass\nD().has_key(3)", "Python"),
        ("try: xrange\nexcept NameError: xrange = range\nxrange(3)", "Python"),
        ("from six.moves import xrange\nxrange(3)", "Python"),
        ("def f(long): return long", "Python"),
        ("long = 3\nprint(long)", "Python"),
        ("pairs = zip([1], [2])\nprint(len(pairs))", "Python 2"),
        ("import random\ndef f(x, y):\n    d = zip(x, y)\n    random.shuffle(d)", "Python 2"),
        ("rows = map(float, [1])\nrows[0]", "Python 2"),
        ("pairs = zip([1], [2])\npairs = list(pairs)\npairs[0]", "Python"),
        ("pairs = list(zip([1], [2]))\npairs[0]", "Python"),
        ("pairs = zip([1], [2])\ndef f(pairs): return len(pairs)", "Python"),
        ("def zip(x, y): return [x, y]\npairs = zip(1, 2)\npairs[0]", "Python"),
    ],
)
def test_what_only_python_2_has_tells_it(write: Write, use: str, language: str) -> None:
    assert read(write(use)).language == language


def test_print_statements_that_look_like_something_else(loaded: Load) -> None:
    shown = loaded("import sys\nprint >>sys.stderr, 'a'\nprint ('%d') % 3, 4\nprint -1\nprint\n")
    assert shown.skipped == ()


def test_what_cannot_be_converted_is_not_wrong(write: Write) -> None:
    file = write("print 'x'\nexec 'y = 3'\n")
    report = groundup.check(file)
    assert report.verdict == "unchecked"
    assert "is not Python, nor Python 2 that could be converted" in str(report)
    assert f'File "{file.name}", line 2' in str(report)


def test_what_is_rewritten_for_a_tape_has_it_too(write: Write) -> None:
    older = "print 'x'\nif not {1: 2}.has_key(1): raise OSError\n"
    shown = traced(write(older + NET))
    assert shown.verdict.word is Word.RIGHT
    assert not shown.raised
