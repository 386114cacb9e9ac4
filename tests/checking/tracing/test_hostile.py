"""Code that works against being watched: it ends, and no verdict is said that the tape does not
carry."""

from __future__ import annotations

import builtins
import math
from pathlib import Path

import numpy as np
import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs
from groundup.checking.tracing.runs import Run
from groundup.checking.tracing.tape import Limits
from tests.checking.conftest import traced

NET = """
import gc, inspect, math, os, pickle, signal, sys, threading
import numpy as np
rng = np.random.default_rng(0)
X, Y = rng.normal(size=(8, 3)), rng.normal(size=(8, 1))
W, b = rng.normal(size=(3, 1)), np.zeros(1)
def step():
    global W, b
    p = X @ W + b
    cost = np.mean((p - Y) ** 2)
    d = 2 * (p - Y) / 8
    W -= 0.1 * X.T @ d
    b -= 0.1 * d.sum(0)
"""
STEPS = "for i in range(6): step()\n"
SMALL = Limits(seconds=1.0, numbers=2_000_000, operations=20_000)


def ran(tmp_path: Path, text: str, limits: Limits = SMALL) -> Run:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return runs.run(targets.parse(str(file)), limits, enough)


HARMLESS = {
    "a bare except around each step": "for i in range(60):\n  try:\n    step()\n  except: pass\n",
    "a trace function": "sys.settrace(lambda *a: None); sys.setprofile(lambda *a: None)\n" + STEPS,
    "its own source": "inspect.getsource(step); open(__file__).read()\n" + STEPS,
    "an object that equals all": "class F:\n  def __hash__(self): return hash(float)\n"
    "  def __eq__(self, o): return True\n  def __call__(self, x): return x\nF()(0.5)\n" + STEPS,
    "attributes that raise": "class A:\n  def __getattr__(self, n): raise ValueError(n)\n"
    "  def __call__(self): return 1\nA()()\n" + STEPS,
    "a collector": "for o in gc.get_objects():\n  type(o).__name__\ngc.disable()\n" + STEPS,
    "a subclass of arrays": "class A(np.ndarray): pass\nW = W.view(A)\n" + STEPS,
    "signals": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STEPS,
    "a copy of itself": "os.fork()\n" + STEPS,
    "no input": "input()\n" + STEPS,
    "seeds that are dates": "np.random.seed(20270401); np.random.RandomState(20270402)\n"
    "np.random.default_rng(20270403).integers(0, 20270404)\n" + STEPS,
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_does_not_matter_is_right_all_the_same(what: str, tmp_path: Path) -> None:
    before = signal_handlers()
    assert judge(ran(tmp_path, NET + HARMLESS[what]).tape).word is Word.RIGHT
    after = signal_handlers()
    assert before == after


def signal_handlers() -> dict[int, object]:
    import signal

    return {int(one): signal.getsignal(one) for one in signal.valid_signals()}


BEHIND = {
    "a memory view": STEPS.replace("step()", "step(); memoryview(W).cast('B')[:8] = bytes(8)"),
    "a pickle": STEPS.replace("step()", "step(); W = pickle.loads(pickle.dumps(W))"),
    "text": STEPS.replace(
        "step()", "step(); W = np.array([[float(str(float(v))) for v in r] for r in W])"
    ),
    "Python's own functions": "import builtins\nbuiltins.abs = lambda x: 3\n" + STEPS,
    "Python's own names": "import builtins\nbuiltins.len = lambda x: 3\n"
    "del builtins.getattr, builtins.print\n" + STEPS,
    "both as a pickle": STEPS.replace(
        "step()", "step(); W, b = pickle.loads(pickle.dumps((W, b)))"
    ),
    "LAPACK": STEPS.replace(
        "step()",
        "step(); W = np.diag(np.linalg.inv(np.linalg.inv(np.diag(W[:, 0]))))[:, None].copy()",
    ),
    "fields": "S = np.zeros(1, [('W', 'f8', (3, 1)), ('b', 'f8', (1,))])\n"
    "S['W'][0], W, b = W, S['W'][0], S['b'][0]\n" + STEPS,
    "threads": "t = [threading.Thread(target=lambda: [step() for _ in range(9)]) for _ in 'abcd']\n"
    "[x.start() for x in t]; [x.join() for x in t]\n",
    "not a number": "W[:] = np.nan\n" + STEPS,
    "the names of the tape": "__called__ = None\n" + STEPS,
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("what", BEHIND)
def test_no_right_step_is_wrong_behind_the_tape(what: str, tmp_path: Path) -> None:
    assert judge(ran(tmp_path, NET + BEHIND[what]).tape).word is not Word.WRONG


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("what", BEHIND)
def test_no_wrong_step_is_right_behind_the_tape(what: str, tmp_path: Path) -> None:
    wrong = NET.replace("X.T @ d", "X.T @ (d * Y)")
    assert judge(ran(tmp_path, wrong + BEHIND[what]).tape).word is not Word.RIGHT


def test_what_a_program_changes_of_python_is_put_back(tmp_path: Path) -> None:
    before = builtins.abs, math.exp, np.mean
    text = "import builtins, math\nimport numpy as np\nbuiltins.abs = math.exp = np.mean = None\n"
    ran(tmp_path, text)
    assert before == (builtins.abs, math.exp, np.mean)


LARGE = {
    "an array": "import numpy as np\nx = np.ones((40000, 40000))",
    "an array, drawn": "import numpy as np\nnp.random.default_rng(0).normal(size=(40000, 40000))",
    "an array of zeros, used": "import numpy as np\nx = np.zeros((40000, 40000)) + 1",
    "a list": "x = [0.5] * 10**9",
    "many arrays": "import numpy as np\nx = []\nwhile True:\n    x.append(np.ones(99999) * 1.5)",
}


@pytest.mark.parametrize("what", LARGE)
def test_memory_has_a_limit(what: str, tmp_path: Path) -> None:
    patient = SMALL._replace(seconds=60.0)  # so that memory is what ends it, on a busy machine too
    assert ran(tmp_path, LARGE[what], patient).tape.ended == "numbers"


def test_no_more_is_kept_of_what_is_printed_than_anybody_reads(tmp_path: Path) -> None:
    found = ran(tmp_path, "for i in range(3000):\n    print('x' * 999)")
    assert len(found.printed) < 2 << 20


ENDLESS = {
    "catches all": "x = 0.5\nwhile True:\n  try:\n    x = x * 0.9\n  except BaseException: pass",
    "sleeps": "import time\ntime.sleep(99)",
    "computes no signal ends": "x = 10 ** (10 ** 9)",
    "leaves": "import os\nos._exit(0)",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", ENDLESS)
def test_what_nothing_ends_is_ended_from_outside(what: str, tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(ENDLESS[what], encoding="utf-8")
    assert traced(file, timeout=0.5).verdict.word is Word.UNCHECKED
