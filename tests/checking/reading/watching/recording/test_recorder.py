"""A recorder puts numbers in, and stops after one step."""

from __future__ import annotations

import random
import textwrap

import numpy as np
import pytest

from groundup.checking.reading.watching.recording import recorder
from groundup.checking.reading.watching.recording.recorder import (
    FEW,
    MOST,
    Hasty,
    Recorder,
    Relay,
    StopWatchingError,
    Watch,
    seed,
)
from groundup.checking.reading.watching.recording.survey import Survey
from tests.checking.reading.watching.conftest import TRAINING, everything, key, recorded, run

W, B = (("name", "w"),), (("name", "b"),)


def test_a_recorder_stops_after_one_turn_of_the_inner_loop() -> None:
    step = recorded(TRAINING, "for epoch", "for x")
    place = ("name", "net"), ("attribute", "w")
    assert step.done
    assert step.ready[place].array.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert step.start[place].array.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert step.end[place].array.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    seen = [(one.scope, one.name) for one in step.seen if one.line]
    of_step = [("step", name) for name in ("x", "g", "self.w", "return")]
    assert seen == [("", "x"), *of_step, ("", "y")]  # and no whole numbers
    assert [one.order for one in step.seen] == list(range(1, len(step.seen) + 1))


def test_a_turn_of_the_outer_loop_is_all_of_its_inner_ones() -> None:
    step = recorded(TRAINING, "for epoch")
    assert step.end[("name", "net"), ("attribute", "w")].array.tolist() == [[4.0, 4.0], [4.0, 4.0]]


def test_a_program_that_catches_everything_is_stopped_at_its_next_turn() -> None:
    text = textwrap.dedent("""
        w, n = 1.0, 0
        while True:
            try:
                for i in range(3):
                    w = w + 1.0
                    n = n + 1
            except:
                w = 100.0
        """)
    recorder = Recorder(everything, key(text, "for i"), key(text, "for i"), {})
    assert run(text, recorder)["n"] == 1
    assert recorder.end[W].array == 2.0


def test_what_is_seen_is_a_copy() -> None:
    text = (
        "import numpy as np\nfor i in range(1):\n    a = np.zeros(2)\n    a += 1.0\n    a *= 7.0\n"
    )
    values = [one.array.tolist() for one in recorded(text, "for i").seen if one.name == "a"]
    assert values[:3] == [[0.0, 0.0], [1.0, 1.0], [7.0, 7.0]]


def test_numbers_are_put_in() -> None:
    place = ("name", "net"), ("attribute", "w")
    given = {place: np.array([[5.0, 6.0], [7.0, 8.0]]), (*place[:1], ("attribute", "rate")): 0.0}
    step = recorded(TRAINING, "for epoch", "for x", given)
    assert step.start[place].array.tolist() == [[5.0, 6.0], [7.0, 8.0]]
    assert step.end[place].array.tolist() == [[5.0, 6.0], [7.0, 8.0]]  # at a rate of 0


SCOPES = {
    "module": "w, b = 1.0, [1.0]\nfor i in range(3):\n    w = w + b[0]\n    n = i\n",
    "function": (
        "def f(w):\n    b = [1.0]\n    for i in range(3):\n        w = w + b[0]\n        n = i\n"
        "f(1.0)\n"
    ),
    "global": (
        "w, b = 1.0, [1.0]\ndef f():\n    global w\n    for i in range(3):\n        w = w + b[0]\n"
        "        n = i\nf()\n"
    ),
    "list": "w, b = 1.0, [1.0]\nfor i in range(3):\n    w = w + b[0]\n    n = i\n",
}


@pytest.mark.parametrize("name", SCOPES)
def test_names_of_any_scope_are_put_in(name: str) -> None:
    """Immutable ones are bound anew before the loop."""
    step = recorded(SCOPES[name], "for i", given={W: np.array(10.5), B: np.array([0.25])})
    assert step.ready[W].array == step.start[W].array == 10.5
    assert step.end[W].array == 10.75


def test_names_that_are_not_there_are_passed_over() -> None:
    step = recorded(SCOPES["module"], "for i", given={(("name", "v"),): np.array(1.0)})
    assert step.done
    assert step.end[W].array == 2.0


def test_numbers_are_put_in_once() -> None:
    """A loop that is run twice is recorded the first time."""
    text = "w = 1.0\nfor k in range(2):\n    for i in range(1):\n        w = w + 1.0\n"
    step = recorded(text, "for i", given={W: np.array(5.0)})
    assert step.start[W].array == 5.0
    assert step.end[W].array == 6.0


def test_a_loop_that_does_not_turn_shows_nothing() -> None:
    text = "w = 1.0\nfor i in []:\n    w = 2.0\n"
    assert not recorded(text, "for i").done


def test_what_a_function_leaves_is_written_down() -> None:
    text = "def f(a):\n    z = [a, 2.0]\n    del a\n    return 1\nfor i in range(2):\n    f(3.5)\n"
    seen = recorded(text, "for i").seen
    assert ("f", "z", 0, [3.5, 2.0]) in [(s.scope, s.name, s.line, s.array.tolist()) for s in seen]


@pytest.mark.parametrize(("size", "expected"), [(4, 20), (400, 8)])
def test_what_a_function_leaves_is_kept_of_many_calls_where_it_is_small(
    size: int, expected: int
) -> None:
    text = f"""
import numpy as np
def double(x):
    y = [2.0 * one for one in x]
for turn in range(3):
    for i in range(20):
        double(np.full({size}, i + turn))
"""
    recorder = recorded(text, "for turn")
    assert sum(one.name == "y" and not one.line for one in recorder.seen) == expected


def test_of_one_binding_only_so_many_values_are_kept() -> None:
    text = f"for i in range(1):\n    for j in range({MOST + 50}):\n        x = j * 0.5\n"
    seen = [one for one in recorded(text, "for i").seen if one.name == "x" and one.line]
    assert len(seen) == MOST


def test_numbers_in_all_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "BUDGET", 25)
    text = (
        "import numpy as np\nfor i in range(1):\n    for j in range(9):\n        x = np.ones(10)\n"
    )
    seen = [one for one in recorded(text, "for i").seen if one.name == "x" and one.line]
    assert len(seen) == 3


def test_other_loops_can_be_cut_short() -> None:
    text = "w = 0\nfor i in range(2):\n    for j in range(1000):\n        w = w + 1\n"
    cut = frozenset({key(text, "for j")})
    recorder = Recorder(everything, key(text, "for i"), key(text, "for i"), {}, cut)
    run(text, recorder)
    assert recorder.end[W].array == FEW


# The other watches.


def test_in_haste_every_loop_is_left_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hasty, "SECONDS", 0.05)
    names = run("n = 0\nwhile True:\n    n += 1\nend = n\n", Hasty(everything))
    assert names["end"] > 0


def test_a_relay_hands_on_to_one_watch_after_another() -> None:
    first, second = Survey(everything), Survey(everything)
    relay = Relay(first)
    text = "for i in range(2):\n    x = i\n"
    run(text, relay)
    relay.use(second)
    assert len(first.loops) == 1
    assert not second.loops
    run(text, relay)
    assert len(second.loops) == 1
    assert all(callable(vars(relay)[hook]) for hook in Relay.HOOKS)


def test_a_watch_that_does_nothing_is_in_nobodys_way() -> None:
    watch, value = Watch(everything), object()
    assert watch.bind("", "x", 1, value) is value
    assert watch.swap("", "x", value) is value
    assert not watch.turn("", {}, {})
    assert not watch.swaps("", "x")


def test_every_run_draws_the_same_numbers() -> None:
    drawn = []
    for _ in range(2):
        seed()
        drawn.append((random.random(), np.random.rand()))
    assert drawn[0] == drawn[1]


def test_nothing_but_a_step_that_was_seen_ends_a_program_so() -> None:
    """No learner's `except Exception` is to catch it."""
    assert not issubclass(StopWatchingError, Exception)


LATE = """
w = None
for epoch in range(5):
    if w is None:
        w = [[1.0, 2.0], [3.0, 4.0]]
    w[0][0] -= 0.5
    done = epoch
"""


def test_what_a_loops_first_turn_makes_is_watched_from_the_second() -> None:
    survey = Survey(everything)
    run(LATE, survey)
    loop = survey.loops[key(LATE, "for epoch")]
    assert loop.late
    assert loop.matrices == [(2, 2)]
    place = (("name", "w"),)
    given = {place: np.full((2, 2), 7.0)}
    recorder = Recorder(everything, loop.key, loop.key, given, late=True)
    run(LATE, recorder)
    assert recorder.start[place].array.tolist() == [[7.0, 7.0], [7.0, 7.0]]
    assert recorder.end[place].array.tolist() == [[6.5, 7.0], [7.0, 7.0]]


def test_the_last_turn_of_a_loop() -> None:
    text = "rest = 7.0\nfor k in range(3):\n    rest -= k\n    seen = rest * 2.0\n"
    survey = Survey(everything)
    run(text, survey)
    loop = survey.loops[key(text, "for k")]
    assert loop.whole == 3
    recorder = Recorder(everything, loop.key, loop.key, {}, number=loop.whole)
    run(text, recorder)
    assert recorder.start[(("name", "rest"),)].array == 6.0
    assert recorder.end[(("name", "rest"),)].array == 4.0
    assert [one.array.item() for one in recorder.seen if one.name == "seen" and one.line] == [8.0]
