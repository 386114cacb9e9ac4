"""A program on a tape, in a process of its own: its verdict comes back as plain data, whatever the
program does."""

from __future__ import annotations

import time

import pytest

from groundup.checking.judging.verdicts import End, Part, Row, Verdict, Why, Word, Wrong
from groundup.checking.loading.targets import parse
from groundup.checking.running.looks import Trace
from groundup.checking.running.wire import event, line
from groundup.checking.tracing.places import Position
from tests.checking.conftest import NET, Write, kinds, traced


def test_a_verdict_comes_back_as_it_was() -> None:
    here, there = Position("net.py", 3, 4, 3, 9), Position("net.py", 5, 0, 6, 2)
    wrong = Wrong(here, "matmul", (there,), True, "slug", (1, 2), ("a",), (0.1,), ())
    verdict = Verdict(
        Word.WRONG,
        [Why.OWN_COST, Why.PROBED],
        "own",
        there,
        2.0,
        [Part(here, 3, False)],
        [wrong],
        [there],
        ends=[End("dumps", here)],
        rows=[Row("dw", 0, False, 0.5, (0,), (2, 3)), Row("parameter", None, True)],
    )
    assert event(line("verdict", verdict)) == ("verdict", verdict)
    assert event(line("done", True)) == ("done", True)


@pytest.mark.parametrize("before", ["", "import time\ntime.clock()\n"])
def test_a_program_is_judged_in_another_process(write: Write, before: str) -> None:
    """Though it is old."""
    found = traced(write(NET + before))
    assert not found.findings
    assert found.verdict.word is Word.RIGHT
    assert [one.place.line for one in found.verdict.parts] == [9]
    assert found.called == ""


LAYERS = """
import numpy as np
rng = np.random.default_rng(8)
X, T = rng.uniform(size=(20, 4)), rng.uniform(size=(20, 1))
W = [rng.normal(size=(4, 5)), rng.normal(size=(5, 1))]
for lap in range(30):
    a = [X]
    for w in W:
        a.append(np.tanh(a[-1] @ w))
    print(((a[2] - T) ** 2).mean())
    W[1] -= 0.1 * a[1].T @ ((a[2] - T) * (1 - a[2] ** 2))
"""


def test_layers_of_one_kind_that_never_move_are_told(write: Write) -> None:
    """They may be meant to stay."""
    found = traced(write(LAYERS))
    assert found.verdict.word is Word.RIGHT
    told = found.findings[0].message
    assert "multiplied in line 9, " in told
    assert "never move" in told
    other = "    a.append(np.tanh(a[-1] @ W[1]))\n"
    alone = LAYERS.replace("    for w in W:\n        a.append(np.tanh(a[-1] @ w))\n", "")
    alone = alone.replace("a = [X]\n", "a = [X, np.tanh(X @ W[0])]\n" + other)
    findings = traced(write(alone)).findings
    assert not any("never move" in one.message for one in findings)  # a statement of its own


def test_where_the_tape_was_cut_and_what_was_not_there_comes_with_it(write: Write) -> None:
    cut = NET.replace("tanh(x @ w)", "interp(x @ w, [-1, 1], [-1, 1])")
    found = traced(write("import nowhere_at_all" + cut))
    assert found.verdict.word is not Word.RIGHT
    assert found.verdict.ends[0].what == "interp"
    assert "nowhere_at_all" in found.findings[0].message


ENDLESS = """
while True:
    try:
        for i in range(10):
            pass
    except BaseException:
        pass
"""
ENDS = {
    "it ends its process": "import os; os._exit(3)\n",
    "it crashes": "import os; os.abort()\n",
}
HOSTILE = ENDS | {
    "it never ends and catches everything": ENDLESS,
    "it never ends": "while True: pass\n",
    "it waits": "import threading; threading.Event().wait()\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_program_that_does_not_end_by_itself_is_ended(write: Write, name: str) -> None:
    begun = time.monotonic()
    found = traced(write(HOSTILE[name]), timeout=0.5)
    assert time.monotonic() - begun < 30.0
    if name in ENDS:
        assert found.verdict == Verdict(Word.UNCHECKED, [])
        assert kinds(found) == {"crashed"}
    else:
        assert found.verdict == Verdict(Word.UNCHECKED, [Why.ENDED])


HARMLESS = {
    "it forks": "import os\nif os.fork() == 0:\n    while True: pass\n",
    "it prints without end": "for _ in range(10**5): print('x' * 100)\n",
    "it writes a file": "open('log.txt', 'w').write('x')\n",
    "it fetches": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/')\n",
    "it wants input": "input('How many? ')\n",
    "it leaves": "raise SystemExit(1)\n",
}


@pytest.mark.parametrize("source", HARMLESS.values(), ids=HARMLESS)
def test_what_a_program_does_beside_its_training_changes_nothing(write: Write, source: str) -> None:
    file = write(source + NET)
    with Trace(parse(str(file)), 10.0) as trace:
        found = trace.verdict()
    assert found.verdict.word is Word.RIGHT
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_program_that_lost_a_statement_to_its_memory_is_not_right(write: Write) -> None:
    found = traced(write("a = []\nwhile True: a.append(bytearray(10**11))\n" + NET))
    assert (found.verdict.word, found.verdict.why[0]) == (Word.UNCHECKED, Why.RAISED)


PICTURES = """import csv
rows = list(csv.reader(open("digits.csv")))
for k in range(10**6):
    shown = rows[k]{more}
"""


@pytest.mark.parametrize(("more", "word"), [("", Word.RIGHT), ("; use(k)", Word.UNCHECKED)])
def test_a_loop_that_wants_more_rows_than_were_made_up(write: Write, more: str, word: Word) -> None:
    """One that shows some pictures, say; but where it calls what is defined, that may matter."""
    found = traced(write("def use(k): pass\n" + PICTURES.format(more=more) + NET))
    assert [error for _, _, error in found.raised] == ["IndexError"]
    assert found.verdict.word is word


def test_a_verdict_stands_where_its_names_come_to_no_end(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Verdict(Word.WRONG, [Why.OWN_COST])
    said = [line("verdict", wrong), line("called", "train(x)")]
    with Trace(parse(str(write(NET))), 10.0) as trace:
        trace.child.end()
        monkeypatch.setattr(trace, "events", lambda seconds: iter(said))
        found = trace.verdict()
    assert (found.verdict, found.called) == (wrong, "train(x)")


def test_what_was_left_out_since_lines_do_not_fit_is_told(write: Write) -> None:
    found = traced(write(f"{NET}\n[][3]\nopen('nowhere.txt')\n"))
    assert [(line, error) for _, line, error in found.raised] == [(11, "IndexError")]


DECAYING = """
import numpy as np

def train(X, y, hidden, epochs, lr{decay}):
    w1, w2 = np.random.randn(X.shape[1], hidden), np.random.randn(hidden, y.shape[1])
    for _ in range(epochs):
        h = np.tanh(X @ w1)
        out = h @ w2
        print(np.mean((out - y) ** 2))
        delta = 2 * (out - y) / y.size
        w1, w2 = (
            w1 - lr * (X.T @ (delta @ w2.T * (1 - h**2)) + l2 * w1),
            w2 - lr * (h.T @ delta + l2 * w2),
        )
"""


def test_a_decay_that_no_cost_has_is_left_as_it_is_by_default(write: Write) -> None:
    """Where it has to be given, it is what the program trains with."""
    found = traced(write(DECAYING.format(decay=", l2=0.0")))
    assert found.verdict.word is Word.RIGHT
    assert "without its decay" in found.findings[0].message
    found = traced(write(DECAYING.format(decay=", l2")))
    assert found.verdict.word is Word.UNCHECKED
    assert found.verdict.why[0] is Why.DECAY
