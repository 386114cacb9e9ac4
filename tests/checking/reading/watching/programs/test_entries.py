"""Ways to make a program train, the likeliest first."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import numpy as np
import pytest

from groundup.checking.reading.watching.programs.descents import RATE
from groundup.checking.reading.watching.programs.entries import (
    entries,
    fixed_sizes,
    sizes_of_matrices,
    written_sizes,
)
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.trials import ended
from groundup.checking.reading.watching.recording.recorder import CALL, Recorder, StopWatchingError
from groundup.checking.reading.watching.recording.state import spelled
from groundup.checking.reading.watching.recording.survey import Survey

Make = Callable[[str], Program]

TRAIN = """
    def train(x, y, eta=0.1):
        global w
        w = w - eta * x.T @ (x @ w - y)
    """
CLASS = """
    import numpy as np
    class Net:
        def __init__(self, n_inputs, n_outputs):
            self.w = np.zeros((n_inputs, n_outputs))
        def train(self, inputs, targets):
            self.w = self.w + inputs.T @ (targets - inputs @ self.w)
    """


def styles(program: Program, only: str | None = None) -> list[str]:
    return list(dict.fromkeys(entry.style for entry in entries(program, only)))


def changed(program: Program, style: str) -> dict[str, list[str]]:
    """What each loop changes where the program is made to train so."""
    entry = next(one for one in entries(program, None) if one.style == style)
    survey = Survey(program.own)
    entry.run(survey)
    return {key: [spelled(place) for place in loop.changed] for key, loop in survey.loops.items()}


def test_the_file_as_it_runs_comes_first(program: Make) -> None:
    assert styles(program("x = 1\n")) == ["learners_code.py, as it runs"]


def test_what_needs_no_arguments_is_called(program: Make) -> None:
    made = program("""
        w = [0.5]
        def main(epochs=2):
            for epoch in range(epochs):
                w[0] = w[0] * 0.5
        def helper(a): ...
        """)
    assert styles(made) == ["learners_code.py, as it runs", "the function main"]
    found = changed(made, "the function main")
    assert found[CALL] == ["w"]
    assert list(found.values()) == [["w"], ["w"]]


def test_functions_of_samples_are_called_in_every_shape_that_works(program: Make) -> None:
    made = program("import numpy as np\nw = np.zeros((3, 2))\n" + TRAIN.replace("\n    ", "\n"))
    assert styles(made) == ["learners_code.py, as it runs", "the function train"]
    assert changed(made, "the function train") == {CALL: ["w"]}


def test_functions_that_raise_in_every_shape_are_left_out(program: Make) -> None:
    assert styles(program("def train(x, y):\n    raise ValueError\n")) == [
        "learners_code.py, as it runs"
    ]


def test_networks_are_made_and_trained(program: Make) -> None:
    made = program(CLASS)
    assert styles(made) == ["learners_code.py, as it runs", "the class Net, train"]
    assert changed(made, "the class Net, train") == {CALL: ["network.w"]}


def test_networks_in_steps_get_their_outputs_back(program: Make) -> None:
    made = program(CLASS.replace("def train(self, inputs, targets):", """
        def forward(self, x):
            return x @ self.w
        def backward(self, x, y, output):
            assert (output == x @ self.w).all()
            self.train(x, y)
        def train(self, inputs, targets):"""))  # fmt: skip
    assert "the class Net, forward, backward" in styles(made)
    assert changed(made, "the class Net, forward, backward") == {CALL: ["network.w"]}


def test_sizes_that_a_network_fixes_are_its_own(program: Make) -> None:
    made = program("""
        import numpy as np
        class Net:
            def __init__(self):
                self.w1, self.w2 = np.ones((4, 6)), np.ones((6, 3))
            def train(self, x, y):
                assert x.shape[1] == 4 and y.shape[1] == 3
                self.w1, self.w2 = self.w1 * 0.5, self.w2 * 0.5
        """)
    assert changed(made, "the class Net, train") == {CALL: ["network.w1", "network.w2"]}


STEPS = """
    import numpy as np
    class Net:
        def __init__(self, sizes):
            self.w = [np.ones(shape) for shape in zip(sizes, sizes[1:])]
            self.dw = [np.zeros(shape) for shape in zip(sizes, sizes[1:])]
        def backprop(self, x, y):
            for dw in self.dw:
                dw[...] = 0.25
    """
TAKES_ONE = """
            self.w = [w - dw for w, dw in zip(self.w, self.dw)]
    """


@pytest.mark.parametrize("own", ["", TAKES_ONE], ids=["left to the check", "the network's own"])
def test_one_step_is_taken_of_gradients_that_are_kept(program: Make, own: str) -> None:
    made = program(STEPS.rstrip() + own)
    entry = next(one for one in entries(made, None) if one.style == "the class Net, backprop")
    recorder = Recorder(made.own, CALL, CALL, {})
    entry.run(recorder)
    steps = [
        recorder.start[place].array - leaf.array
        for place, leaf in recorder.end.items()
        if spelled(place).startswith("network.w")
    ]
    assert len(steps) == 2
    rate = 1.0 if own else RATE
    assert all(np.allclose(step, rate * 0.25) for step in steps)


MADE = """
    import numpy as np
    class Net:
        def __init__(self, *parts):
            self.w = {i: np.ones((part["from"], part["to"])) for i, part in enumerate(parts)}
            self.b = {i: np.ones((part["to"], 1)) for i, part in enumerate(parts)}
        def train(self, x, y):
            assert x.shape[1] == self.w[0].shape[0]
            for i in self.w:
                self.w[i] = self.w[i] * 0.5
    if __name__ == "__main__":
        flat = Net({"from": 4, "to": 2})
        deep = Net({"from": 4, "to": 6}, {"from": 6, "to": 1})
        deep.train(np.load("nowhere.npy"), None)
    """


def test_networks_that_the_program_makes_are_trained_the_deepest_first(program: Make) -> None:
    made = program(MADE)
    assert styles(made) == ["learners_code.py, as it runs", "deep, train", "flat, train"]
    assert changed(made, "deep, train")[CALL] == ["network.w[0]", "network.w[1]"]
    assert styles(made, only="flat") == ["flat, train"]


def test_each_run_begins_with_the_network_as_it_was_made(program: Make) -> None:
    made = program(MADE)
    entry = next(one for one in entries(made, None) if one.style == "deep, train")
    starts = []
    for _ in range(2):
        recorder = Recorder(made.own, CALL, CALL, {})
        entry.run(recorder)
        place = ("name", "network"), ("attribute", "w"), ("item", 0)
        starts.append(recorder.start[place].array)
    assert (starts[0] == starts[1]).all()
    assert len(np.unique(starts[0])) == 1


def test_sizes_that_a_function_fixes(program: Make) -> None:
    made = program("""
        import numpy as np
        def init_params():
            return np.ones((10, 784)), np.ones((10, 1)), np.ones((10, 10)), np.ones((10, 1))
        def initialise():
            raise ValueError
        def other(n):
            return np.ones((2, 3))
        """)
    names = made.run(Survey(made.own))
    functions = {name: names[name] for name in ("init_params", "initialise", "other")}
    assert (784, 10, 10) in list(fixed_sizes(made, functions))


def of_inputs(x, nn_hdim):
    n_inputs = 784
    learning_rate = 0.5
    return n_inputs, learning_rate


def of_both(x, y):
    input_dim, rounds = 4, 3
    input_dim = 4
    output_dimensions = 3
    return input_dim, output_dimensions, rounds


def test_sizes_that_a_function_writes_down() -> None:
    assert list(written_sizes(of_inputs)) == [(784, 5, 2)]
    assert list(written_sizes(of_both)) == [(4, 5, 3)]
    assert list(written_sizes(styles)) == []


def of_matrices(hidden: int) -> tuple[np.ndarray, np.ndarray]:
    return np.ones(shape=(2, hidden)), np.ones((hidden, 3))


def test_sizes_that_matrices_show() -> None:
    sizes = list(sizes_of_matrices(of_matrices))
    assert set(sizes[:2]) == {(2, 5, 3), (3, 5, 2)}
    assert set(sizes[2:]) == {(2, 5, 1), (3, 5, 1)}
    assert list(sizes_of_matrices(styles)) == []


def test_a_watch_that_has_ended_is_not_asked_by_what_is_tried_next(program: Make) -> None:
    made = program("""
        import numpy as np
        class Net:
            def __init__(self):
                self.w = np.zeros((4, 2))
                for lap in range(9):
                    self.w = self.w + 1.0
            def train(self, inputs, targets):
                self.w = self.w + inputs.T @ (targets - inputs @ self.w)
        """)
    found = entries(made, None)
    next(found)
    watch = Recorder(made.own, CALL, CALL, {})
    watch.done = True
    made.relay.use(watch)
    assert [*found]


def test_one_name_alone(program: Make) -> None:
    text = textwrap.dedent(CLASS) + "class Other(Net): ...\ndef main(): ...\n"
    assert styles(program(text), only="Other") == ["the class Other, train"]
    assert styles(program(text), only="main") == ["the function main"]


def test_a_call_is_a_loop_of_one_turn(program: Make) -> None:
    made = program(CLASS)
    entry = next(one for one in entries(made, "Net"))
    recorder = Recorder(made.own, CALL, CALL, {})
    entry.run(recorder)
    place = ("name", "network"), ("attribute", "w")
    assert recorder.done
    assert recorder.start[place].array.shape == (3, 2)
    assert not recorder.start[place].array.any()
    assert recorder.end[place].array.any()
    given = Recorder(made.own, CALL, CALL, {place: recorder.end[place].array})
    entry.run(given)
    assert (given.start[place].array == recorder.end[place].array).all()


def test_a_step_that_was_seen_and_what_the_code_raises_end_a_run() -> None:
    def raising(error: BaseException) -> Callable[[], None]:
        def go() -> None:
            raise error

        return go

    errors, raised = [StopWatchingError(), ValueError("theirs"), SystemExit(1)], []
    for error in errors:
        ended(raising(error), raised.append)
    assert raised == errors
    try:
        ended(raising(KeyboardInterrupt()), raised.append)
    except KeyboardInterrupt:
        return
    raise AssertionError("Ctrl-C is not theirs")


def test_a_network_of_fewer_layers_is_not_taken_for_one_that_was_asked_for(
    program: Make,
) -> None:
    """It trains without a hidden layer, and raises with one."""
    deep = """
        import numpy as np
        class Net:
            def __init__(self, layers):
                self.w = [np.ones(pair) for pair in zip(layers, layers[1:])]
                self.b = [np.ones((1, n)) for n in layers[1:]]
            def fit(self, inputs, targets):
                if len(self.w) > 1:
                    raise ValueError
                self.w[0] += inputs.T @ (targets - inputs @ self.w[0] - self.b[0])
        """
    assert styles(program(deep)) == ["learners_code.py, as it runs"]
    assert "the class Net, fit" in styles(program(deep.replace("raise ValueError", "return")))
