"""Any program ends on the tape, and says why; what it does to numbers behind the tape is seen."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs
from groundup.checking.tracing.memory import Current, use
from groundup.checking.tracing.runs import Run
from groundup.checking.tracing.tape import Limits, Tape, TapeEnd

KINDS = Path(__file__).parents[1] / "kinds"


def ran(tmp_path: Path, text: str, **limits: float) -> Run:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return runs.run(targets.parse(str(file)), Limits(**limits))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("x = 0.5\nwhile True:\n    x = x * 0.9 + 0.1", "time"),
        ("import numpy as np\nx = np.ones(1000)\nwhile True:\n    x = x + 1.0", "numbers"),
        ("x = 0.5\nfor i in range(10**6):\n    x = x * 0.9", "operations"),
        ("while True:\n    pass", "time"),
    ],
)
def test_a_program_that_does_not_end_is_ended(tmp_path: Path, text: str, ended: str) -> None:
    found = ran(tmp_path, text, seconds=0.3, numbers=200_000, operations=2_000_000)
    if ended == "operations":
        found = ran(tmp_path, text, seconds=60.0, operations=1000)
    assert found.tape.ended == ended
    assert found.loaded is None


def test_time_is_up_in_the_program_not_in_what_a_garbage_collector_may_call() -> None:
    use(Tape(own=("net.py",)))
    with runs.alarm(0.05):
        until = time.process_time() + 0.5  # of which rings at 0.05, at 0.25 and soon after that
        while time.process_time() < until:
            sum(range(10_000))  # the alarm counts no time in the system
        assert Current.tape.late
        with pytest.raises(TapeEnd):
            exec(compile("while True: pass", "net.py", "exec"))


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nsys.exit(3)",
        "def f():\n    return f()\nf()",
        "raise KeyboardInterrupt.__base__('x') if False else ValueError('no')",
        "import numpy as np\nnp.zeros((2, 3)) @ np.zeros((2, 3))",
        "print(undefined)",
        "import numpy as np\nnp.array([1.0, 'a', None]).sum()",
    ],
)
def test_what_fails_is_skipped(tmp_path: Path, text: str) -> None:
    found = ran(tmp_path, text)
    assert found.loaded is not None
    assert len(found.loaded.skipped) == 1
    assert judge(found.tape).why == [Why.NOT_CALLED]


def test_a_place_is_the_expression_in_the_file(tmp_path: Path) -> None:
    text = "import numpy as np\nx = np.ones(3)\n\ny = 2 + (x * 3)\n"
    places = [made.place.position for made in ran(tmp_path, text).tape.operations]
    assert [(one.line, one.column, one.end_column) for one in places] == [(4, 9, 14), (4, 4, 15)]


def test_a_literal_is_a_leaf_of_its_own_at_each_place_of_a_list(tmp_path: Path) -> None:
    found = ran(
        tmp_path, "w = [0.5] * 3\nv = [[0.0] * 2 for _ in range(2)]\nz = w[0] + 1.0 * v[1][1]"
    )
    assert found.loaded is not None
    names = vars(found.loaded.module)
    every = [one.ident for one in (*names["w"], *names["v"][0], *names["v"][1])]
    assert len(set(every)) == 7


def test_what_is_computed_is_one_number_at_all_places_of_a_list(tmp_path: Path) -> None:
    found = ran(tmp_path, "w = 0.5\nb = [w * 2] * 3")
    assert found.loaded is not None
    assert len({one.ident for one in vars(found.loaded.module)["b"]}) == 1


CUTS = {
    "text": "np.array([[float(str(v)) for v in r] for r in h.T @ d2])",
    "a pickle": "__import__('pickle').loads(__import__('pickle').dumps(h.T @ d2))",
    "bytes": "np.frombuffer((h.T @ d2).tobytes()).reshape(5, 1)",
    "others' code": "np.linalg.pinv(np.linalg.pinv(h.T @ d2))",
}


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("mistake", ["", " * 2 * h"])
def test_behind_a_cut_nothing_is_called_wrong(how: str, mistake: str, tmp_path: Path) -> None:
    text = (KINDS / "arrays.py").read_text("utf-8").replace("h.T @ d2", CUTS[how])
    text = text.replace("(1 - h ** 2)", f"(1 - h ** 2){mistake}")
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    verdict = judge(runs.run(targets.parse(str(file)), enough=enough).tape)
    assert verdict.word is not (Word.RIGHT if mistake else Word.WRONG)
