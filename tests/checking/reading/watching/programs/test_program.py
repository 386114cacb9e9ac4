"""A program runs again and again, each time with another watch, and leaves nothing behind."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.recording.recorder import StopWatchingError, Watch
from groundup.checking.reading.watching.recording.survey import Survey
from tests.checking.reading.watching.conftest import Noting

Make = Callable[[str], Program]


def test_each_run_has_its_own_watch(program: Make) -> None:
    made = program("x = 1.5\n")
    first, second = Noting(), Noting()
    assert made.run(first)["x"] == made.run(second)["x"] == 1.5
    assert len(first.bound) == len(second.bound) == 1
    assert first.bound[0][:2] == ("", "x")


def test_each_run_begins_at_the_top_with_the_same_numbers_by_chance(program: Make) -> None:
    made = program("""
        import random
        import numpy as np
        xs = []
        xs.append((random.random(), float(np.random.rand()), float(np.random.randn())))
        """)
    runs = [made.run(Watch(made.own))["xs"] for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(runs[0]) == 1


def test_what_stands_under_main_runs_where_that_is_asked_for(program: Make) -> None:
    made = program("ran = False\nif __name__ == '__main__':\n    ran = True\n")
    assert not made.run(Watch(made.own))["ran"]
    assert made.run(Watch(made.own), main=True)["ran"]


def test_modules_beside_it_are_watched_too(write: Any, program: Make) -> None:
    write("def double(x):\n    y = 2 * x\n    return y\n", "beside.py")
    made = program("from beside import double\nz = double(4)\n")
    watch = Noting()
    assert made.run(watch)["z"] == 8
    assert ("double", "y", 2, 8) in watch.bound
    assert {file.name for file in made.trees} == {"beside.py", "learners_code.py"}


def test_trees_are_rewritten_once(program: Make) -> None:
    made = program("x = 1\n")
    made.run(Watch(made.own))
    trees = dict(made.trees)
    watch = Noting()
    made.run(watch)
    assert made.trees == trees
    assert len(watch.bound) == 1


def test_what_raises_skips_a_statement_and_what_stops_goes_through(program: Make) -> None:
    class Stopping(Noting):
        def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
            if name == "c":
                raise StopWatchingError
            return super().bind(scope, name, line, value)

    made = program("a = 1 / 0\nb = 2\nc = 3\nd = 4\n")
    watch = Stopping()
    with pytest.raises(StopWatchingError):
        made.run(watch)
    assert [name for _, name, _, _ in watch.bound] == ["b"]


def test_own_classes_are_told_from_others(program: Make) -> None:
    made = program("""
        import numpy as np
        class Net: pass
        net, others = Net(), np.random.default_rng()
        """)
    names = made.run(Watch(made.own))
    assert made.own(names["net"])
    assert not made.own(names["others"])
    assert not made.own(1.5)


def test_attributes_of_own_classes_are_numbers_to_look_at(program: Make) -> None:
    made = program("""
        class Net:
            def __init__(self): self.w = [[1.0, 2.0]]
            def train(self):
                for i in range(3):
                    self.w = [[w * 0.5 for w in row] for row in self.w]
        net = Net()
        net.train()
        """)
    survey = Survey(made.own)
    made.run(survey)
    (loop,) = survey.loops.values()
    assert loop.matrices == [(1, 2)]


def test_nothing_is_printed_or_warned_about(
    program: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    made = program("""
        import sys, warnings
        import numpy as np
        print("loud")
        print("louder", file=sys.stderr)
        warnings.warn("loudest")
        x = np.ones(1) / 0
        """)
    assert np.isinf(made.run(Watch(made.own))["x"]).all()
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_modules_are_those_from_before_afterwards(write: Any, program: Make) -> None:
    write("z = 3\n", "only_beside.py")
    made = program("import only_beside\nz = only_beside.z\n")
    before, finders = dict(sys.modules), list(sys.meta_path)
    with made.apart():
        assert made.run(Watch(made.own))["z"] == 3
        assert "only_beside" in sys.modules
    assert "only_beside" not in sys.modules
    assert sys.modules.keys() == before.keys()
    assert sys.meta_path == finders


def test_a_rewritten_file_is_told_by_its_path(program: Make, tmp_path: Path) -> None:
    made = program("for i in range(2):\n    x = i\n")
    watch = Noting()
    made.run(watch)
    assert watch.loops[0] == ("before", f"{tmp_path / 'learners_code.py'}:1")
