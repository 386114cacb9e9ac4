"""A network is read from the values in flight: layers in their order, layouts, activations."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.reading.settings import HIDDEN, OUTPUT
from groundup.checking.reading.watching.forwards.flight import Flight, is_telling, shape_of
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import spelled
from groundup.checking.reference.backprop import activate
from tests.checking.reading.watching.conftest import everything, key, run

START = """
import numpy as np
rng = np.random.default_rng(3)
sig = lambda z: 1 / (1 + np.exp(-z))
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""


def flight_of(text: str, *names: str, untrained: bool = False, stacked: bool = False) -> Flight:
    """A program's first turn, whose parameters have these names."""
    text = START + textwrap.dedent(text)
    recorder = Recorder(everything, key(text, "for turn"), key(text, "for turn"), {})
    run(text, recorder)
    assert recorder.done
    places = [place for place in recorder.start if spelled(place) in names]
    assert len(places) == len(names)
    return Flight(recorder, places, stacked, untrained)


def reading_of(flight: Flight) -> Reading:
    assert flight.read()
    assert flight.reading is not None
    return flight.reading


def told(reading: Reading) -> list[tuple[str, str | None, bool, float, int | None]]:
    return [
        (spelled(one.w), spelled(one.b) if one.b else None, one.turned, one.sign, one.row)
        for one in reading.layers
    ]


def check_outputs(flight: Flight, reading: Reading) -> None:
    """The reading's outputs are what its layers make of its inputs."""
    a = reading.x
    for layer, name in zip(reading.layers, reading.names, strict=True):
        a = activate(name, a @ layer.weights(flight.numbers).T + layer.biases(flight.numbers))
    np.testing.assert_allclose(a, reading.outputs, rtol=1e-9)


# Programs: (text, the names of the parameters, layers as told, activations, name of the outputs).
LAYOUTS = {
    "transposed": (
        """
        x, w1, b1 = rng.normal(size=(6, 3)), rng.normal(size=(3, 5)), rng.normal(size=5)
        w2, b2 = rng.normal(size=(5, 2)), rng.normal(size=(1, 2))
        for turn in range(1):
            a1 = np.tanh(x @ w1 + b1)
            out = sig(a1 @ w2 + b2)
            w1, b1, w2, b2 = w1 * 0.9, b1 * 0.9, w2 * 0.9, b2 * 0.9
        """,
        ("w1", "b1", "w2", "b2"),
        [("w1", "b1", True, 1.0, None), ("w2", "b2", True, 1.0, None)],
        ("tanh", "sigmoid"),
        "out",
    ),
    "columns": (
        """
        x, w1, b1 = rng.normal(size=(3, 6)), rng.normal(size=(5, 3)), rng.normal(size=(5, 1))
        w2, b2 = rng.normal(size=(2, 5)), rng.normal(size=(2, 1))
        for turn in range(1):
            a1 = np.maximum(w1 @ x + b1, 0)
            out = w2 @ a1 + b2
            w1, b1, w2, b2 = w1 * 0.9, b1 * 0.9, w2 * 0.9, b2 * 0.9
        """,
        ("w1", "b1", "w2", "b2"),
        [("w1", "b1", False, 1.0, None), ("w2", "b2", False, 1.0, None)],
        ("relu", "linear"),
        "out",
    ),
    "square matrices": (
        """
        x, w1, w2 = rng.normal(size=(4, 4)), rng.normal(size=(4, 4)), rng.normal(size=(4, 4))
        for turn in range(1):
            h = sig(x @ w2.T)
            p = softmax(h @ w1)
            w1, w2 = w1 * 0.9, w2 * 0.9
        """,
        ("w1", "w2"),
        [("w2", None, False, 1.0, None), ("w1", None, True, 1.0, None)],
        ("sigmoid", "softmax"),
        "p",
    ),
    "subtracted biases": (
        """
        x, w1, b1 = rng.normal(size=(6, 3)), rng.normal(size=(3, 5)), rng.normal(size=5)
        w2, b2 = rng.normal(size=(5, 2)), rng.normal(size=2)
        for turn in range(1):
            a1 = sig(x @ w1 - b1)
            out = sig(a1 @ w2 - b2)
            w1, b1, w2, b2 = w1 * 0.9, b1 * 0.9, w2 * 0.9, b2 * 0.9
        """,
        ("w1", "b1", "w2", "b2"),
        [("w1", "b1", True, -1.0, None), ("w2", "b2", True, -1.0, None)],
        ("sigmoid", "sigmoid"),
        "out",
    ),
    "biases as the first row": (
        """
        x, w1, w2 = rng.normal(size=(6, 3)), rng.normal(size=(4, 5)), rng.normal(size=(6, 2))
        for turn in range(1):
            a1 = np.tanh(np.hstack([np.ones((6, 1)), x]) @ w1)
            out = sig(np.hstack([np.ones((6, 1)), a1]) @ w2)
            w1, w2 = w1 * 0.9, w2 * 0.9
        """,
        ("w1", "w2"),
        [("w1", None, True, 1.0, 0), ("w2", None, True, 1.0, 0)],
        ("tanh", "sigmoid"),
        "out",
    ),
    "biases as the last column": (
        """
        x, w1, w2 = rng.normal(size=(3, 6)), rng.normal(size=(5, 4)), rng.normal(size=(2, 6))
        for turn in range(1):
            a1 = np.tanh(w1 @ np.vstack([x, np.ones((1, 6))]))
            out = sig(w2 @ np.vstack([a1, np.ones((1, 6))]))
            w1, w2 = w1 * 0.9, w2 * 0.9
        """,
        ("w1", "w2"),
        [("w1", None, False, 1.0, -1), ("w2", None, False, 1.0, -1)],
        ("tanh", "sigmoid"),
        "out",
    ),
    "one output, a vector of weights": (
        """
        x, w1, w2, b = rng.normal(size=(6, 3)), rng.normal(size=(3, 5)), rng.normal(size=5), 0.25
        for turn in range(1):
            a1 = np.tanh(x @ w1)
            out = sig(a1 @ w2 + b)
            w1, w2, b = w1 * 0.9, w2 * 0.9, b * 0.9
        """,
        ("w1", "w2", "b"),
        [("w1", None, True, 1.0, None), ("w2", "b", True, 1.0, None)],
        ("tanh", "sigmoid"),
        "out",
    ),
    "lists, a sample alone": (
        """
        import math
        x, w1, b1 = [0.3, -0.7], [[0.1, 0.9], [-0.4, 0.2], [0.7, 0.3]], [0.05, 0.15, -0.6]
        w2, b2 = [[0.3, -0.8, 0.45]], [0.35]
        for turn in range(1):
            a1 = [math.tanh(sum(w * v for w, v in zip(r, x)) + b) for r, b in zip(w1, b1)]
            out = [sig(sum(w * v for w, v in zip(r, a1)) + b) for r, b in zip(w2, b2)]
            w1, w2 = [[w * 0.9 for w in r] for r in w1], [[w * 0.9 for w in r] for r in w2]
            b1, b2 = [b * 0.9 for b in b1], [b * 0.9 for b in b2]
        """,
        ("w1", "b1", "w2", "b2"),
        [("w1", "b1", False, 1.0, None), ("w2", "b2", False, 1.0, None)],
        ("tanh", "sigmoid"),
        "out",
    ),
    "three layers, no biases": (
        """
        x, w1 = rng.normal(size=(6, 3)), rng.normal(size=(3, 5))
        w2, w3 = rng.normal(size=(5, 4)), rng.normal(size=(4, 1))
        for turn in range(1):
            a1 = sig(x @ w1)
            a2 = sig(a1 @ w2)
            a3 = sig(a2 @ w3)
            w1, w2, w3 = w1 * 0.9, w2 * 0.9, w3 * 0.9
        """,
        ("w1", "w2", "w3"),
        [(w, None, True, 1.0, None) for w in ("w1", "w2", "w3")],
        ("sigmoid", "sigmoid", "sigmoid"),
        "a3",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_network_is_read_in_every_layout(name: str) -> None:
    text, parameters, layers, names, outputs = LAYOUTS[name]
    flight = flight_of(text, *parameters)
    reading = reading_of(flight)
    assert told(reading) == layers
    assert reading.names == names
    assert reading.name == outputs
    assert reading.confirmed == len(layers)
    check_outputs(flight, reading)


FORMULAS = {
    "sigmoid": "sig(z)",
    "tanh": "np.tanh(z)",
    "relu": "np.maximum(z, 0)",
    "leaky-relu 0.01": "np.where(z > 0, z, 0.01 * z)",
    "leaky-relu 0.05": "np.where(z < 0, 0.05 * z, z)",
    "leaky-relu 0.1": "np.where(z > 0, z, 0.1 * z)",
    "leaky-relu 0.2": "np.maximum(0.2 * z, z)",
    "leaky-relu 0.3": "z * np.where(z > 0, 1.0, 0.3)",
    "linear": "z * 1.0",
    "softmax": "softmax(z)",
}


def network(hidden: str, last: str) -> str:
    return f"""
        x, w1, w2 = rng.normal(size=(9, 3)), rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
        b1, b2 = rng.normal(size=5), rng.normal(size=2)
        for turn in range(1):
            z = x @ w1 + b1
            a1 = {hidden}
            z = a1 @ w2 + b2
            out = {last}
            w1, b1, w2, b2 = w1 * 0.9, b1 * 0.9, w2 * 0.9, b2 * 0.9
        """


ALL = ("w1", "b1", "w2", "b2")


def test_all_known_activations_are_tried_here() -> None:
    assert set(FORMULAS) == set(OUTPUT)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_activations_are_told(hidden: str) -> None:
    reading = reading_of(flight_of(network(FORMULAS[hidden], "sig(z)"), *ALL))
    assert reading.names == (hidden, "sigmoid")


@pytest.mark.parametrize("last", OUTPUT)
def test_output_activations_are_told(last: str) -> None:
    flight = flight_of(network("sig(z)", FORMULAS[last]), *ALL)
    assert reading_of(flight).names == ("sigmoid", last)


@pytest.mark.slow
@pytest.mark.parametrize("formula", ["np.log1p(np.exp(z))", "z * sig(z)", "np.sin(z)"])
def test_what_has_another_activation_is_not_read(formula: str) -> None:
    assert not flight_of(network(formula, "sig(z)"), *ALL).read()
    last = network("np.tanh(z)", formula.replace("z", "(a1 @ w2 + b2)"))
    assert not flight_of(last.replace("z = a1 @ w2 + b2", "pass"), *ALL).read()


def test_a_network_without_one_of_its_parameters_is_not_read() -> None:
    text = network("np.tanh(z)", "sig(z)").replace("+ b1", "+ b1 * b1")
    assert not flight_of(text, *ALL).read()


def test_samples_one_at_a_time_are_put_in_their_order() -> None:
    text = """
        data, w1, w2 = rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
        def hidden(x, w):
            return np.tanh(x @ w)
        for turn in range(1):
            for i in (2, 0, 3):
                out = sig(hidden(data[i], w1) @ w2)
            w1, w2 = w1 * 0.9, w2 * 0.9
        """
    flight = flight_of(text, "w1", "w2")
    reading = reading_of(flight)
    assert reading.one_by_one
    data = flight.numbers[(("name", "data"),)].array
    np.testing.assert_array_equal(reading.x, data[[2, 0, 3]])
    check_outputs(flight, reading)


def test_a_batch_of_all_is_no_sample_alone() -> None:
    reading = reading_of(flight_of(network("np.tanh(z)", "sig(z)"), *ALL))
    assert not reading.one_by_one
    assert reading.x.shape == (9, 3)


def test_outputs_after_the_step_are_not_taken() -> None:
    text = network("np.tanh(z)", "sig(z)") + (
        "    after = sig(np.tanh(x @ w1 + b1) @ w2 + b2)\n            acc = after.mean()\n"
    )
    assert reading_of(flight_of(text, *ALL)).name == "out"


def test_other_outputs_can_be_taken_for_those_of_the_step() -> None:
    text = """
        x, few = rng.normal(size=(6, 3)), rng.normal(size=(2, 3))
        w1, w2 = rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
        for turn in range(1):
            out = sig(np.tanh(x @ w1) @ w2)
            for one in (few, few, x):
                measured = sig(np.tanh(one @ w1) @ w2)
            measured = sig(np.tanh(few @ w1) @ w2)
            w1, w2 = w1 * 0.9, w2 * 0.9
        """
    flight = flight_of(text, "w1", "w2")
    reading = reading_of(flight)
    last, other = reading.sights
    assert (reading.name, reading.x.shape) == ("measured", (2, 3))
    assert (len(last.places), len(other.places)) == (2, 6)
    flight.look_at(other)
    assert flight.reading is not None
    assert (flight.reading.name, flight.reading.x.shape) == ("measured", (6, 3))
    check_outputs(flight, flight.reading)
    again = flight_of(text, "w1", "w2")
    assert again.read_like(flight.reading)
    assert again.reading is not None
    assert again.reading.sights[0].key == other.key


def test_outputs_that_go_on_are_no_outputs() -> None:
    """A sigmoid of which a tanh is taken is no network's last activation."""
    text = "        def late(a):\n            return np.tanh(a)\n"
    assert not flight_of(text + network("np.tanh(z)", "late(sig(z))"), *ALL).read()


def test_outputs_of_which_a_softmax_is_taken_are_said_to_be() -> None:
    assert not reading_of(flight_of(network("np.tanh(z)", "sig(z)"), *ALL)).softmax
    flight = flight_of(network("np.tanh(z)", "softmax(sig(z))"), *ALL)
    reading = reading_of(flight)
    assert reading.softmax
    assert reading.names == ("tanh", "sigmoid")
    check_outputs(flight, reading)


def test_another_run_is_read_by_what_is_known() -> None:
    text = network("np.tanh(z)", "sig(z)")
    known = reading_of(flight_of(text, *ALL))
    again = flight_of(text.replace("size=(9, 3)", "size=(4, 3)"), *ALL)
    assert again.read_like(known)
    assert again.reading is not None
    assert again.reading.layers == known.layers
    assert again.reading.x.shape == (4, 3)
    assert not flight_of(network("np.maximum(z, 0)", "sig(z)"), *ALL).read_like(known)


def test_the_same_layers_with_other_activations() -> None:
    """Where all z are positive, relu and linear are the same."""
    text = network("np.maximum(z, 0)", "z * 1.0").replace("rng.normal", "rng.random")
    flight = flight_of(text, *ALL)
    assert not flight.read_as(("relu", "relu"))  # nothing was read yet
    reading_of(flight)
    for names in (("relu", "relu"), ("linear", "linear"), ("relu", "linear")):
        assert flight.read_as(names)
        assert flight.reading is not None
        assert flight.reading.names == names
    assert not flight.read_as(("relu", "sigmoid"))
    assert not flight.read_as(("relu", "relu", "relu"))
    assert flight.reading is not None
    assert flight.reading.names == ("relu", "linear")


def test_what_is_empty_is_no_layer() -> None:
    text = network("np.tanh(z)", "sig(z)").replace(
        "for turn", "w0 = np.zeros(0)\n        for turn", 1
    )
    flight = flight_of(text, "w0", "w1", "b1", "w2", "b2")
    flight.read()  # a layer without units has no softmax


def test_biases_that_no_step_changes_are_biases_all_the_same() -> None:
    text = network("np.tanh(z)", "sig(z)").replace("w1, b1, w2, b2 = ", "w1, _, w2, _ = ")
    assert not flight_of(text, "w1", "w2").read()
    reading = reading_of(flight_of(text, "w1", "w2", untrained=True))
    assert [spelled(layer.b or ()) for layer in reading.layers] == ["b1", "b2"]


def test_rows_in_objects_of_their_own_are_a_matrix() -> None:
    text = """
        class Neuron:
            def __init__(self, n):
                self.w, self.b, self.out = rng.normal(size=n), rng.normal(), 0.0
        layers = [[Neuron(3) for _ in range(4)], [Neuron(4) for _ in range(2)]]
        x = rng.normal(size=3)
        for turn in range(1):
            a = x
            for layer in layers:
                for neuron in layer:
                    neuron.out = float(np.tanh(neuron.w @ a + neuron.b))
                a = np.array([neuron.out for neuron in layer])
            for layer in layers:
                for neuron in layer:
                    neuron.w = neuron.w * 0.9
                    neuron.b = neuron.b * 0.9
        """
    names = [
        f"layers[{l}][{j}].{name}" for l, k in ((0, 4), (1, 2)) for j in range(k) for name in "wb"
    ]
    reading = reading_of(flight_of(text, *names, stacked=True))
    assert [spelled(layer.w) for layer in reading.layers] == ["layers[0][…].w", "layers[1][…].w"]
    assert [spelled(layer.b or ()) for layer in reading.layers] == [
        "layers[0][…].b",
        "layers[1][…].b",
    ]


def test_a_value_on_its_way_through_layers_is_no_parameter() -> None:
    text = """
        w = rng.normal(size=(4, 4))
        h = rng.normal(size=(4, 1))
        for turn in range(3):
            h = w @ h
            h = sig(h)
        """
    assert not flight_of(text, "h").read()


def test_time_that_is_up_ends_the_reading() -> None:
    assert not flight_of(network("np.tanh(z)", "sig(z)"), *ALL).read(Deadline(-1.0))


def test_shapes() -> None:
    assert shape_of((2, 3), turned=True) == (2, 3)
    assert shape_of((2, 3), turned=False) == (3, 2)
    assert shape_of((4,), turned=True) == (4, 1)
    assert shape_of((4,), turned=False) == (1, 4)
    assert shape_of((), turned=True) == (1, 1)


def test_rows_that_tell_something() -> None:
    assert is_telling(np.array([[0.5, 1.0], [0.25, 0.0], [1.0, 0.0]]))
    assert not is_telling(np.array([[0.5, 1.0], [0.0, 0.0], [1.0, 0.0]]))


def test_inputs_for_which_all_units_are_dead_are_those_beside_the_others() -> None:
    flight = flight_of(
        """
        xs = np.array([[1.0, 0.5], [-1.0, -2.0], [0.5, 2.0], [-2.0, -1.0]])
        w1, w2 = np.array([[1.0, 2.0, 0.5], [0.7, -0.2, 1.5]]), np.array([[0.3], [0.4], [-0.9]])
        b2 = np.array([0.1])
        others = -rng.uniform(size=(5, 2)) * [[1.0, 3.0]] - [[0.5, 0.5]]
        for turn in range(2):
            h = np.maximum(0, xs @ w1)
            out = sig(h @ w2 + b2)
            w1, w2, b2 = w1 * 0.9, w2 * 0.9, b2 * 0.9
        """,
        "w1",
        "w2",
        "b2",
    )
    xs = [[1.0, 0.5], [-1.0, -2.0], [0.5, 2.0], [-2.0, -1.0]]
    assert reading_of(flight).x.tolist() == xs
