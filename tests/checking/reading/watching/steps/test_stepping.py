"""Which turn is a step, and which of the numbers that it changes are parameters."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pytest

from groundup.checking.reading.watching.recording.recorder import CALL, Recorder
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place, spelled
from groundup.checking.reading.watching.recording.survey import Loop, Survey
from groundup.checking.reading.watching.steps.stepping import (
    Run,
    disturbance,
    inside,
    number_by_number,
    outermost,
    parameters,
    steps,
    without_gradients,
)
from tests.checking.reading.watching.conftest import everything, key, recorded, run

NETWORK = """
    import numpy as np
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    w1, w2, b2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), np.zeros(2)
    v1, v2, g1, g2 = np.zeros((3, 4)), np.zeros((4, 2)), np.zeros((3, 4)), np.zeros((4, 2))
    s1, s2, n, best, old = np.zeros((3, 4)), np.zeros((4, 2)), 0, 0.5, np.zeros((3, 4))
    a1, rate = np.zeros((6, 4)), 0.01
    for epoch in range(5):
        a1 = np.tanh(x @ w1)
        out = a1 @ w2 + b2
        delta = out - y
        g2 = a1.T @ delta
        g1 = x.T @ (delta @ w2.T * (1 - a1 ** 2))
        b2 = b2 - rate * delta.sum(axis=0)
        n += 1
        best = float((delta ** 2).sum())
        ...
    """
UPDATES = {
    "plain": "w1, w2 = w1 - rate * g1, w2 - rate * g2",
    "a rate that decays": """
        w1, w2 = w1 - rate * g1, w2 - rate * g2
        rate *= 0.9""",
    "momentum": """
        v1 = 0.9 * v1 - rate * g1
        v2 = 0.9 * v2 - rate * g2
        w1 += v1
        w2 += v2""",
    "RMSprop": """
        s1, s2 = 0.9 * s1 + 0.1 * g1 ** 2, 0.9 * s2 + 0.1 * g2 ** 2
        w1 -= rate * g1 / np.sqrt(s1 + 1e-8)
        w2 -= rate * g2 / np.sqrt(s2 + 1e-8)""",
    "Adam": """
        v1, v2 = 0.9 * v1 + 0.1 * g1, 0.9 * v2 + 0.1 * g2
        s1, s2 = 0.9 * s1 + 0.1 * g1 ** 2, 0.9 * s2 + 0.1 * g2 ** 2
        w1 -= rate * v1 / (1 - 0.9 ** n) / np.sqrt(s1 / (1 - 0.9 ** n) + 1e-8)
        w2 -= rate * v2 / (1 - 0.9 ** n) / np.sqrt(s2 / (1 - 0.9 ** n) + 1e-8)""",
    "averages beside them": """
        w1, w2 = w1 - rate * g1, w2 - rate * g2
        s1, s2, old = 0.9 * s1 + 0.1 * w1, 0.9 * s2 + 0.1 * w2, w1.copy()""",
}


def runner(text: str) -> Run:
    """Runs of `text` for loops told by their keys."""

    def do(outer: str, inner: str, given: Mapping[Place, Array]) -> Recorder | None:
        recorder = Recorder(everything, outer, inner, given)
        run(text, recorder)
        return recorder if recorder.done else None

    return do


@pytest.mark.parametrize("name", UPDATES)
def test_caches_velocities_and_optimisers_state_are_no_parameters(name: str) -> None:
    text = textwrap.dedent(NETWORK.replace("...", UPDATES[name].strip()))
    found = parameters(runner(text), key(text, "for epoch"))
    assert sorted(map(spelled, found)) == ["b2", "w1", "w2"]


def test_of_a_program_that_shows_no_step_nothing_is_said() -> None:
    assert parameters(runner("for i in []:\n    w = 1\n"), key("for i", "for i")) == []


def test_the_one_thing_that_changes_is_a_parameter() -> None:
    text = "w, x = 0.5, 3.0\nfor i in range(2):\n    w = w - 0.1 * (w * x - 1.0) * x\n"
    assert parameters(runner(text), key(text, "for i")) == [(("name", "w"),)]


def test_piling_gradients_are_told_from_parameters_in_one_step() -> None:
    text = textwrap.dedent("""
        import numpy as np
        rng = np.random.default_rng(1)
        x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
        w1, w2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
        g1, g2 = np.zeros((3, 4)), np.zeros((4, 2))
        for epoch in range(5):
            for k in (0, 3):
                a1 = np.tanh(x[k:k + 3] @ w1)
                delta = a1 @ w2 - y[k:k + 3]
                g2 += a1.T @ delta
                g1 += x[k:k + 3].T @ (delta @ w2.T * (1 - a1 ** 2))
                w1 -= 0.1 * g1
                w2 -= 0.1 * g2
        """)
    outer, inner = key(text, "for epoch"), key(text, "for k")
    found = parameters(runner(text), outer)
    left = without_gradients(runner(text), outer, inner, found)
    assert sorted(map(spelled, found)) == ["g1", "g2", "w1", "w2"]
    assert sorted(map(spelled, left)) == ["w1", "w2"]


def test_layers_of_one_shape_stay_parameters() -> None:
    text = textwrap.dedent("""
        import numpy as np
        rng = np.random.default_rng(1)
        x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 3))
        w1, w2 = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
        for epoch in range(5):
            for k in range(6):
                a1 = np.tanh(x[k:k + 1] @ w1)
                delta = a1 @ w2 - y[k:k + 1]
                d1 = delta @ w2.T * (1 - a1 ** 2)
                w2 -= 0.1 * a1.T @ delta
                w1 -= 0.1 * x[k:k + 1].T @ d1
        """)
    outer, inner = key(text, "for epoch"), key(text, "for k")
    found = parameters(runner(text), outer)
    assert len(found) == 2
    assert without_gradients(runner(text), outer, inner, found) == found
    assert without_gradients(lambda *_: None, outer, inner, found) == found


def test_single_numbers_are_not_taken_for_gradients() -> None:
    text = textwrap.dedent("""
        import math
        v, w = 0.5, 0.75
        for epoch in range(5):
            for x in (0.5, 1.5):
                a = math.tanh(v * x)
                d = w * a - 1.0
                v, w = v - 0.1 * d * w * (1 - a * a) * x, w - 0.1 * d * a
        """)
    places: list[Place] = [(("name", "v"),), (("name", "w"),)]
    outer, inner = key(text, "for epoch"), key(text, "for x")
    assert without_gradients(runner(text), outer, inner, places) == places


def test_of_copies_the_one_that_a_step_moves_is_the_parameter() -> None:
    text = textwrap.dedent("""
        import numpy as np
        def train(best, w):
            for epoch in range(2):
                w -= 0.5
        def main(first):
            for start in range(1):
                train(first, first.copy())
        main(np.ones((2, 3)))
        """)
    run = recorded(text, "for start", "for epoch")
    assert inside(run, (("name", "first"),)) == (("name", "w"),)


def test_a_single_number_of_an_object_is_found_under_its_other_name() -> None:
    text = textwrap.dedent("""
        import numpy as np
        class Unit:
            def __init__(self, b):
                self.w, self.b = b * np.ones(2), b
            def train(self):
                for x in [1.0, 2.0]:
                    self.w -= x
                    self.b -= x
        def main():
            unit, other = Unit(0.5), Unit(0.25)
            for epoch in range(2):
                unit.train()
        main()
        """)
    run = recorded(text, "for epoch", "for x")
    place = (("name", "unit"), ("attribute", "b"))
    assert inside(run, place) == (("name", "self"), ("attribute", "b"))


def test_number_by_number() -> None:
    noise = np.array([1.0, 2.0, 0.0])
    assert number_by_number(np.array([-0.5, 7.0, 0.0]), noise)
    assert not number_by_number(np.array([-0.5, 7.0, 1e-9]), noise)
    assert not number_by_number(np.array([[-0.5, 7.0, 0.0]]), noise)


@pytest.mark.parametrize("shape", [(), (1,), (2,), (3, 4)])
def test_a_disturbance_leaves_a_few_numbers_as_they_are(shape: tuple[int, ...]) -> None:
    noise = disturbance(np.full(shape, -2.0))
    assert noise.shape == shape
    assert np.count_nonzero(noise) == noise.size - (noise.size + 2) // 4
    assert np.abs(noise).max() < 0.01


# Loops.


def loop(name: str, inside: tuple[str, ...], *shapes: tuple[int, ...]) -> Loop:
    first = {
        (("name", f"w{i}"),): Leaf((("name", f"w{i}"),), np.zeros(shape), False)
        for i, shape in enumerate(shapes)
    }
    return Loop(name, first, list(first), inside=inside)


def by_key(*loops: Loop) -> dict[str, Loop]:
    return {one.key: one for one in loops}


def test_outermost_loops_that_change_matrices() -> None:
    loops = by_key(
        loop("reads data", ()),
        loop("experiments", (), (3,)),
        loop("pretrains", ("experiments",), (3, 4)),
        loop("epochs", ("experiments",), (3, 4), (4, 2)),
        loop("batches", ("experiments", "epochs"), (3, 4), (4, 2)),
    )
    assert [one.key for one in outermost(loops)] == ["epochs", "pretrains"]


def test_a_call_that_changes_a_vector_is_no_loop_inside_it() -> None:
    theta: Place = (("name", "theta"),)
    numbers: dict[Place, Leaf] = {theta: Leaf(theta, np.zeros(32), False)}
    whole = Loop(CALL, first=numbers, changed=[theta])
    loops = by_key(whole, loop("sums", (CALL,), (3, 4)))
    assert [one.key for one in outermost(loops)] == [CALL]


def test_the_innermost_turn_is_tried_first() -> None:
    loops = by_key(
        loop("epochs", (), (3, 4)),
        loop("batches", ("epochs",), (3, 4)),
        loop("layers", ("epochs", "batches"), (3, 4)),
        loop("prints", ("epochs", "batches")),
        loop("elsewhere", (), (3, 4)),
    )
    assert list(steps(loops, loops["epochs"])) == ["layers", "batches", "epochs"]


def test_a_call_is_a_loop_of_its_own() -> None:
    loops = by_key(loop("the call", (), (3, 4)))
    assert list(steps(loops, loops["the call"])) == ["the call"]


def test_a_surveyed_program_has_its_loops_in_order() -> None:
    text = textwrap.dedent(NETWORK.replace("...", UPDATES["plain"]))
    survey = Survey(everything)
    run(text, survey)
    (outer,) = outermost(survey.loops)
    assert outer.key == key(text, "for epoch")
    assert outer.matrices[:2] == [(3, 4), (3, 4)]


SINGLE = """
    w1, w2, b, v1, g1, loss, n, rate = 0.5, -0.5, 0, 0.0, 0.0, 0.0, 0, 0.1
    for epoch in range(4):
        delta = w1 * 0.3 + w2 * 0.7 + b - 1.0
        g1 = g1 + 0.3 * delta
        v1 = 0.9 * v1 - rate * delta * 0.3
        w1 += v1
        w2 -= rate * delta * 0.7
        b -= rate * delta
        loss += delta ** 2
        n += 1
    """


def test_single_numbers_are_parameters_where_nothing_else_is_trained() -> None:
    text = textwrap.dedent(SINGLE)
    survey = Survey(everything)
    run(text, survey)
    (loop,) = outermost(survey.loops)
    assert loop.singles == 6  # not n, which is whole

    def once(outer: str, inner: str, given: Mapping[Place, Array]) -> Recorder | None:
        recorder = Recorder(everything, outer, inner, given)
        run(text, recorder)
        return recorder

    found = [spelled(place) for place in parameters(once, loop.key)]
    assert found == ["w1", "w2", "b"]
