"""Whether a file trains a network: as it is, or by a function that one can call."""

from __future__ import annotations

import ast

import pytest

from groundup.checking.loading.training import could_train, sums, trains

NET = """
class Net:
    def __init__(self, sizes):
        self.w = sizes

    def gradients(self, x, y):
        return x - y

    def fit(self, x, y):
        for _ in range(100):
            self.step(x, y)

    def step(self, x, y):
        self.w -= 0.1 * self.gradients(x, y)
"""


@pytest.mark.parametrize(
    "rest",
    [
        "Net([2, 1]).fit(x, y)",
        "if __name__ == '__main__':\n    main()\ndef main():\n    Net([2, 1]).fit(x, y)",
        "net = Net([2, 1])\nfor x in data:\n    net.step(x, y)",
        "net = Net([2, 1])\nwhile True:\n    net.w -= net.gradients(x, y)",
        "with timer:\n    for x in data:\n        Net([2, 1]).step(x, y)",
    ],
)
def test_what_comes_to_the_gradient_in_a_loop_trains(rest: str) -> None:
    assert trains(ast.parse(NET + rest), "Net.gradients")


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "net = Net([2, 1])\nprint(net.gradients(x, y))",
        "for sizes in ([2, 1], [3, 1]):\n    print(Net(sizes))",
        "def demonstrate():\n    Net([2, 1]).fit(x, y)",
    ],
)
def test_what_only_defines_or_shows_a_network_does_not(rest: str) -> None:
    assert not trains(ast.parse(NET + rest), "Net.gradients")


def test_a_loop_of_a_function_could_train_and_one_through_layers_not() -> None:
    assert could_train(ast.parse(NET), "Net.gradients")
    layers = "def backward(layers, d):\n    for layer in layers:\n        d = layer.backward(d)"
    assert not could_train(ast.parse(layers), "Layer.backward")
    assert could_train(ast.parse(layers.replace("def backward", "def run")), "Layer.backward")


def test_a_function_with_loops_of_its_own_need_only_be_called() -> None:
    called = "Net([2, 1]).fit(x, y)"
    assert trains(ast.parse(NET + called), "Net.fit", by_itself=True)
    assert not trains(ast.parse(NET + called), "Net.fit")
    assert not trains(ast.parse(NET), "Net.fit", by_itself=True)
    step = "def step(net, x, y):\n    net.w -= net.slope(x, y)\nstep(Net([2, 1]), x, y)"
    assert not trains(ast.parse(NET + step), "step", by_itself=True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("n = len(x)\n        b -= d.sum(axis=0) / n", True),
        ("b -= np.mean(d, axis=1) * x.shape[0]", True),
        ("b -= d", False),
        ("b -= d.sum(axis=0)", False),
        ("b -= d.sum() / len(x)", False),
    ],
)
def test_what_asks_for_the_number_of_samples_and_sums_is_for_batches(
    body: str, expected: bool
) -> None:
    tree = ast.parse(f"class Net:\n    def fit(self, x, b, d):\n        {body}\n")
    assert sums(tree, "Net.fit") == expected
    assert not sums(tree, "Net.train")
